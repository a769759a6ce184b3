"""Lists of a template and of a paper in one numbering part (ECMA-376, 17.9).

In a style of the template, bullets are the template's. Numbers stay those of the paper, for its
text refers to them.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable

from briefgen.write.docx.ooxml import Element, add, root, w
from briefgen.write.docx.template.edits import drop, q, val
from briefgen.write.docx.template.looks import Looks


class Lists:
    """The one numbering part in the making.

    Args:
        theirs: root of the template's numbering, which grows, if it has one.
        ours: root of the paper's.
    """

    def __init__(self, theirs: Element | None, ours: Element) -> None:
        self.root = root("numbering") if theirs is None else theirs
        self._ours = copy.deepcopy(ours)
        self._abstract = self._next("abstractNum", "abstractNumId")
        self._number = self._next("num", "numId")

    def join(self, looks: Looks, content: Iterable[Element]) -> None:
        """Let the paper's paragraphs and styles count in the one part.

        Args:
            looks: the one list of styles.
            content: the paper's stories, before their styles are called by other names.
        """
        for properties in [one for story in content for one in story.iter(q("pPr"))]:
            own, style = properties.find(q("numPr")), val(properties.find(q("pStyle")))
            if style in looks.theirs:
                self._in_their_style(looks, properties, style)
            elif own is not None:
                self._shift(own)
        for identifier, name in looks.names.items():
            style_element = looks.definition(name) if identifier not in looks.theirs else None
            if style_element is not None:
                for own in style_element.iter(q("numPr")):
                    self._shift(own)
        self._append(looks)

    def _in_their_style(self, looks: Looks, properties: Element, style: str) -> None:
        """Mark a paragraph as its style of the template does, or count it as the paper does."""
        own = properties.find(q("numPr"))
        said = looks.ours[style].find(f"{q('pPr')}/{q('numPr')}") if own is None else own
        if said is None:
            return
        number, level = val(said.find(q("numId"))), val(said.find(q("ilvl"))) or "0"
        if self._is_bullet(number, level) and looks.numbering(looks.names[style]) is not None:
            if own is not None:
                drop(own)
            return
        holder = _numbered(properties, own)
        for child in list(holder):
            holder.remove(child)
        add(holder, "ilvl", val=level)
        add(holder, "numId", val=number)
        self._shift(holder)

    def _append(self, looks: Looks) -> None:
        first = self.root.find(q("num"))
        for abstract in self._ours.findall(q("abstractNum")):
            number = int(val(abstract, "abstractNumId")) + self._abstract
            abstract.set(q("abstractNumId"), str(number))
            links = list(abstract.iter(q("pStyle")))
            if any(val(link) in looks.theirs for link in links):
                _as_its_text(abstract)
            for link in links:
                if val(link) in looks.theirs or val(link) not in looks.names:
                    drop(link)  # a style is linked to one list, the template's
                else:
                    link.set(q("val"), looks.names[val(link)])
            if first is None:
                self.root.append(abstract)
            else:
                first.addprevious(abstract)
        for instance in self._ours.findall(q("num")):
            instance.set(q("numId"), str(int(val(instance, "numId")) + self._number))
            for definition in instance.iter(q("abstractNumId")):
                definition.set(q("val"), str(int(val(definition)) + self._abstract))
            self.root.append(instance)

    def _is_bullet(self, number: str, level: str) -> bool:
        instances = self._ours.findall(q("num"))
        abstract = {val(one, "numId"): val(one.find(q("abstractNumId"))) for one in instances}
        for one in self._ours.findall(q("abstractNum")):
            if val(one, "abstractNumId") == abstract.get(number):
                levels = {val(each, "ilvl"): each for each in one.findall(q("lvl"))}
                return level in levels and val(levels[level].find(q("numFmt"))) == "bullet"
        return False

    def _shift(self, properties: Element) -> None:
        number = properties.find(q("numId"))
        if number is not None and val(number) != "0":
            number.set(q("val"), str(int(val(number)) + self._number))

    def _next(self, tag: str, name: str) -> int:
        return max((int(val(one, name) or 0) for one in self.root.findall(q(tag))), default=0) + 1


def _as_its_text(abstract: Element) -> None:
    """Let the numbers of a list look as the text after them, which the template sets."""
    for level in abstract.findall(q("lvl")):
        if (look := level.find(q("rPr"))) is not None:
            drop(look)


def _numbered(properties: Element, own: Element | None) -> Element:
    """Return a paragraph's own ``w:numPr``, made at its place where it has none."""
    if own is not None:
        return own
    made = w("numPr")
    before = {q(one) for one in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr",
                                 "widowControl")}  # fmt: skip
    properties.insert(sum(child.tag in before for child in properties), made)
    return made
