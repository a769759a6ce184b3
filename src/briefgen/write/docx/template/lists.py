"""Lists of a template and of a paper in one numbering part (ECMA-376, 17.9)."""

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
        ours: root of the paper's, if it has one.
    """

    def __init__(self, theirs: Element | None, ours: Element | None) -> None:
        self.root = root("numbering") if theirs is None else theirs
        self._ours = root("numbering") if ours is None else copy.deepcopy(ours)
        self._abstract = self._next("abstractNum", "abstractNumId")
        self._number = self._next("num", "numId")
        self._restarted: dict[tuple[str, str], str] = {}
        self._last = self._number

    def join(self, looks: Looks, content: Iterable[Element]) -> None:
        """Let the paper's paragraphs count in the one part.

        A list in a style of the template is counted and marked as the template has it.

        Args:
            looks: the one list of styles.
            content: the paper's stories, before their styles are called by other names.
        """
        self._last = self._number + max((self._own(one) for one in self._numbers()), default=0)
        styles = [style for style in looks.root.iter(q("style")) if self._is_ours(looks, style)]
        for paragraph in [p for story in content for p in story.iter(q("p"))]:
            properties = paragraph.find(q("pPr"))
            style = val(None if properties is None else properties.find(q("pStyle")))
            if properties is not None and style in looks.theirs:
                self._count_as_theirs(looks, properties, style)
            elif properties is not None and (own := properties.find(q("numPr"))) is not None:
                self._shift(own)
        for style in styles:
            if (own := style.find(f"{q('pPr')}/{q('numPr')}")) is not None:
                self._shift(own)
        self._append(looks)

    def _append(self, looks: Looks) -> None:
        first = next((one for one in self.root if one.tag == q("num")), None)
        for abstract in self._ours.findall(q("abstractNum")):
            number = int(val(abstract, "abstractNumId")) + self._abstract
            abstract.set(q("abstractNumId"), str(number))
            for link in list(abstract.iter(q("pStyle"))):
                if val(link) in looks.theirs or val(link) not in looks.names:
                    drop(link)
                else:
                    link.set(q("val"), looks.names[val(link)])
            if first is None:
                self.root.append(abstract)
            else:
                first.addprevious(abstract)
        for own in self._numbers():
            own.set(q("numId"), str(self._own(own) + self._number))
            link = own.find(q("abstractNumId"))
            if link is not None:
                link.set(q("val"), str(int(val(link)) + self._abstract))
            self.root.append(own)

    def _count_as_theirs(self, looks: Looks, properties: Element, style: str) -> None:
        """Count a paragraph as its style of the template does; ours begin anew where they did."""
        own = properties.find(q("numPr"))
        before = looks.ours[style].find(f"{q('pPr')}/{q('numPr')}")
        said = before if own is None else own
        theirs = looks.numbering(looks.names[style])
        if said is None:
            return
        if theirs is None:
            holder = _numbered(properties, own)
            _say(holder, val(said.find(q("ilvl"))) or "0", val(said.find(q("numId"))))
            self._shift(holder)
            return
        number = val(said.find(q("numId")))
        level = val(theirs.find(q("ilvl"))) or "0"
        abstract = self._abstract_of(val(theirs.find(q("numId"))))
        if self._is_bullet(number) or not abstract:
            if own is not None:
                drop(own)
            return
        holder = _numbered(properties, own)
        _say(holder, level, self._anew(number, abstract, level))

    def _anew(self, number: str, abstract: str, level: str) -> str:
        """Return a list of the template's kind that stands for one of ours, from its start."""
        key = (number, abstract)
        if key not in self._restarted:
            self._last += 1
            instance = add(self.root, "num", numId=self._last)
            add(instance, "abstractNumId", val=abstract)
            override = add(instance, "lvlOverride", ilvl=level)
            add(override, "startOverride", val=self._start(number))
            self._restarted[key] = str(self._last)
        return self._restarted[key]

    def _start(self, number: str) -> str:
        instance = self._instance(self._ours, number)
        found = None if instance is None else instance.find(f".//{q('startOverride')}")
        return val(found) or "1"

    def _is_bullet(self, number: str) -> bool:
        instance = self._instance(self._ours, number)
        abstract = "" if instance is None else val(instance.find(q("abstractNumId")))
        for one in self._ours.findall(q("abstractNum")):
            if val(one, "abstractNumId") == abstract:
                return val(one.find(f"{q('lvl')}/{q('numFmt')}")) == "bullet"
        return False

    def _abstract_of(self, number: str) -> str:
        instance = self._instance(self.root, number)
        return "" if instance is None else val(instance.find(q("abstractNumId")))

    def _shift(self, properties: Element) -> None:
        number = properties.find(q("numId"))
        if number is not None and val(number) != "0":
            number.set(q("val"), str(int(val(number)) + self._number))

    def _is_ours(self, looks: Looks, style: Element) -> bool:
        names = {looks.names[one] for one in looks.names if one not in looks.theirs}
        return val(style, "styleId") in names

    def _numbers(self) -> list[Element]:
        return self._ours.findall(q("num"))

    def _own(self, instance: Element) -> int:
        return int(val(instance, "numId"))

    def _next(self, tag: str, name: str) -> int:
        return max((int(val(one, name) or 0) for one in self.root.findall(q(tag))), default=0) + 1

    @staticmethod
    def _instance(part: Element, number: str) -> Element | None:
        found = (one for one in part.findall(q("num")) if val(one, "numId") == number)
        return next(found, None)


def _numbered(properties: Element, own: Element | None) -> Element:
    """Return a paragraph's own ``w:numPr``, made at its place where it has none."""
    if own is not None:
        return own
    made = w("numPr")
    before = {q(one) for one in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr",
                                 "widowControl")}  # fmt: skip
    properties.insert(sum(child.tag in before for child in properties), made)
    return made


def _say(holder: Element, level: str, number: str) -> None:
    for child in list(holder):
        holder.remove(child)
    add(holder, "ilvl", val=level)
    add(holder, "numId", val=number)
