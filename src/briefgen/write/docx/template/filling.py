"""Filling a template: its tags become values, its conditions and loops keep or repeat their part.

A part becomes a text for Jinja in which elements are numbered place-holders, and what comes out
becomes elements again. So no value can write markup, and no tag can break it: a statement ends
beside where it begins.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from markupsafe import escape

from briefgen.compose.wordtags import BODY, Tags
from briefgen.diagnostics import ContentError, Diagnostic
from briefgen.write.docx.ooxml import XML, Element, checked
from briefgen.write.docx.template.edits import close_up, q
from briefgen.write.docx.template.parts import Part, Parts
from briefgen.write.docx.template.tags import (
    STATEMENT,
    TAG,
    is_body,
    join_tags,
    names_body,
    set_apart,
    set_rows_apart,
    text_of,
    unclosed,
)

#: The element that stands where the paper goes; it holds ``w:sectPr`` of a section that ends there.
BODY_PLACE: Final = "{briefgen}body"

_WORD: Final = re.compile(r"\{%-?\s*(\w+)")
_BEGINNING: Final = ("if", "for")
_ENDING: Final = {"endif": "if", "endfor": "for"}
_STATEMENTS: Final = ("if", "elif", "else", "endif", "for", "endfor", "set")

_NO_TAG: Final = "no-body-tag"


def fill(package: Parts, tags: Tags) -> None:
    """Fill all tags of a template; :data:`BODY_PLACE` then stands once in its body.

    Raises:
        ContentError: with everything that is wrong with its tags.
    """
    found: list[Diagnostic] = list(_misplaced(package))
    for part in package.stories():
        try:
            _Story(package, part).fill(tags)
        except ContentError as error:
            found += error.diagnostics
    if not found and len(list(package.body.iter(BODY_PLACE))) != 1:
        message = f"a condition or loop around {{{{ {BODY} }}}} leaves it out, or repeats it"
        found.append(package.fault(message, "let it stand by itself", "document", rule=_NO_TAG))
    if found:
        raise ContentError(found)


def _misplaced(package: Parts) -> Iterator[Diagnostic]:
    """Yield what is wrong with where the paper is to go."""
    wanted = f"{{{{ {BODY} }}}}"
    places = []
    for part in package.stories():
        for number, paragraph in enumerate(part.tree.iter(q("p")), 1):
            if not names_body(paragraph):
                continue
            places.append((part.label, number))
            if paragraph.getparent() is not package.body or not is_body(paragraph):
                message = f"{wanted} stands in other text, in a table, a drawing or a margin"
                hint = "give it a paragraph of its own in the document itself"
                yield package.fault(message, hint, part.label, number, _NO_TAG)
    if not places:
        message = f"the Word template has no {wanted}, so there is no place for the paper"
        yield package.fault(message, "write it where the paper goes, in a paragraph of its own",
                            "document", rule=_NO_TAG)  # fmt: skip
    for label, number in places[1:]:
        message = f"the Word template has {wanted} twice"
        yield package.fault(message, "take one of them out", label, number, _NO_TAG)


class _Story:
    """A part with running text, while it is filled.

    Attributes:
        root: its root.
        numbers: the number of each paragraph, from 1.
        said: text of each paragraph as it was, by number.
        elements: the elements that place-holders stand for.
        lines: number of the paragraph that each line of Jinja's text is made from.
    """

    def __init__(self, package: Parts, part: Part) -> None:
        self.package, self.part, self.root = package, part, part.tree
        self.numbers = {p: number for number, p in enumerate(self.root.iter(q("p")), 1)}
        self.said = {number: text_of(p) for p, number in self.numbers.items()}
        self.elements: list[Element] = []
        self.lines = [0]

    def fill(self, tags: Tags) -> None:
        """Fill the part's tags.

        Raises:
            ContentError: with what is wrong with them.
        """
        message, hint = "a tag begins here and does not end", "end it where it begins: {{ }}, {% %}"
        if found := [self._fault(n, message, hint) for p, n in self.numbers.items() if unclosed(p)]:
            raise ContentError(found)
        if not any(TAG.search(said) for said in self.said.values()):
            return
        for paragraph in self.numbers:
            join_tags(paragraph)
        set_rows_apart(self.root, self.numbers)
        for paragraph, number in self.numbers.items():
            if not is_body(paragraph):
                set_apart(paragraph, number)
        self._check_nesting()
        filled = self._rendered("".join(self._written(self.root)), tags)
        children = [self._element(child) for child in filled[0]] if len(filled) else []
        for child in list(self.root):
            self.root.remove(child)
        self.root.extend(children)
        close_up(self.root)

    def _check_nesting(self) -> None:
        """Refuse statements that no template needs, and those that end elsewhere than they begin.

        Raises:
            ContentError: there are some.
        """
        open_: list[tuple[str, Element | None]] = []
        found = []
        for statement in self.root.iter(STATEMENT):
            match = _WORD.match(statement.text or "")
            if match is None:
                continue  # a comment
            word, number = match[1], int(statement.get("paragraph") or 0)
            parent = statement.getparent()
            if word not in _STATEMENTS:
                hint = f"there are {', '.join(_STATEMENTS)}"
                found.append(self._fault(number, f"Word templates have no tag `{word}`", hint))
            elif word in _BEGINNING:
                open_.append((word, parent))
            elif word != "set" and open_ and open_[-1][1] is not parent:
                message = f"`{word}` belongs to an `{open_[-1][0]}` that stands elsewhere"
                hint = ("let both stand in one paragraph, or each in a paragraph of its own, or"
                        " each in a table row of its own")  # fmt: skip
                found.append(self._fault(number, message, hint))
            if word in _ENDING and open_ and open_[-1][0] == _ENDING[word]:
                open_.pop()
        if found:
            raise ContentError(found)

    def _written(self, element: Element) -> Iterator[str]:
        """Yield the text for Jinja that stands for an element."""
        if element.tag == STATEMENT:
            parent = element.getparent()
            if parent is None or parent.tag != q("p"):
                self.lines.append(int(element.get("paragraph") or 0))
                yield "\n"
            yield element.text or ""
            return
        if element in self.numbers:
            self.lines.append(self.numbers[element])
            yield "\n"
        key = len(self.elements)
        self.elements.append(element)
        if element.tag == q("p") and is_body(element):
            yield f'<b k="{key}"/>'
        elif not _has_tags(element):
            yield f'<a k="{key}"/>'
        elif element.tag == q("t"):
            yield f'<e k="{key}">{"".join(_escaped(element.text or ""))}</e>'
        else:
            yield f'<e k="{key}">'
            for child in element:
                yield from self._written(child)
            yield "</e>"

    def _rendered(self, text: str, tags: Tags) -> Element:
        try:
            filled = tags.filled(text, self.part.label)
            return etree.fromstring(
                f"<s>{checked(filled)}</s>", etree.XMLParser(resolve_entities=False)
            )
        except ContentError as error:
            raise ContentError([self._told(one) for one in error.diagnostics]) from None
        except (ValueError, etree.XMLSyntaxError) as error:
            message = f"what its tags make cannot stand in a Word file: {error}"
            raise ContentError([self._fault(0, message)]) from None

    def _told(self, fault: Diagnostic) -> Diagnostic:
        line = fault.place.line
        number = self.lines[line - 1] if 0 < line <= len(self.lines) else 0
        return self._fault(number, fault.message, fault.hint, fault.rule)

    def _fault(
        self, number: int, message: str, hint: str = "", rule: str = "bad-template"
    ) -> Diagnostic:
        said = self.said.get(number, "").strip()
        short = said if len(said) <= 80 else f"{said[:77]}..."
        if short:
            message = f"{message}, in paragraph {number}: {short}"
        return self.package.fault(message, hint, self.part.label, number, rule)

    def _element(self, place: Element) -> Element:
        """Return the element that a place-holder stands for, filled."""
        source = self.elements[int(place.get("k") or 0)]
        if place.tag == "a":
            return copy.deepcopy(source)
        if place.tag == "b":
            place = etree.Element(BODY_PLACE)
            place.extend(copy.deepcopy(one) for one in source.iter(q("sectPr")))
            return place
        made = etree.Element(source.tag, nsmap=source.nsmap)  # type: ignore[arg-type]
        for name, value in source.attrib.items():
            made.set(name, value)
        if source.tag == q("t"):
            made.text = (place.text or "").replace("\n", " ")
            made.set(f"{{{XML}}}space", "preserve")
            return made
        made.text = source.text
        made.extend([self._element(child) for child in place])
        return made


def _escaped(text: str) -> Iterator[str]:
    at = 0
    for match in TAG.finditer(text):
        yield str(escape(text[at : match.start()]))
        yield match[0]
        at = match.end()
    yield str(escape(text[at:]))


def _has_tags(element: Element) -> bool:
    if next(element.iter(STATEMENT), None) is not None:
        return True
    return any(TAG.search(one.text or "") for one in element.iter(q("t")))
