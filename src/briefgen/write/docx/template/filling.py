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
from briefgen.write.docx.template.placing import NO_TAG, misplaced
from briefgen.write.docx.template.tags import (
    STATEMENT,
    TAG,
    is_body,
    join_tags,
    set_apart,
    set_rows_apart,
    text_of,
    unclosed,
)
from briefgen.write.docx.template.telling import HALF_TAG, in_paragraph, told

#: The element that stands where the paper goes; it holds ``w:sectPr`` of a section that ends there.
BODY_PLACE: Final = "{briefgen}body"

_WORD: Final = re.compile(r"\{%-?\s*(\w+)")
_BEGINNING: Final = ("if", "for")
_ENDING: Final = {"endif": "if", "endfor": "for"}
_STATEMENTS: Final = ("if", "elif", "else", "endif", "for", "endfor", "set")


def fill(package: Parts, tags: Tags) -> None:
    """Fill all tags of a template; :data:`BODY_PLACE` then stands once in its body.

    Raises:
        ContentError: with everything that is wrong with its tags.
    """
    found: list[Diagnostic] = list(misplaced(package))
    for part in package.stories():
        try:
            _Story(package, part).fill(tags)
        except ContentError as error:
            found += error.diagnostics
    if not found and len(list(package.body.iter(BODY_PLACE))) != 1:
        message = f"a condition or loop around {{{{ {BODY} }}}} leaves it out, or repeats it"
        found.append(package.fault(message, "let it stand by itself", "document", rule=NO_TAG))
    if found:
        raise ContentError(found)


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
        if found := list(self._half_tags()):
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

    def _half_tags(self) -> Iterator[Diagnostic]:
        hint = "write it in one paragraph: {{ }}, {% %}"
        for paragraph, number in self.numbers.items():
            if unclosed(paragraph):
                yield self._fault(number, "a tag begins here and does not end", hint)
            elif HALF_TAG.search(self.said[number]):
                yield self._fault(number, "a tag has one brace where two belong", hint)

    def _check_nesting(self) -> None:
        """Refuse statements that no template needs, and those that end elsewhere than they begin.

        Raises:
            ContentError: there are some.
        """
        open_: list[tuple[str, Element | None, int]] = []
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
                open_.append((word, parent, number))
            elif word != "set" and not open_:
                hint = "take it out, or write the beginning that it belongs to"
                found.append(self._fault(number, f"`{word}` stands here without a beginning", hint))
            elif word != "set" and open_ and open_[-1][1] is not parent:
                message = f"`{word}` belongs to an `{open_[-1][0]}` that stands elsewhere"
                hint = ("let both stand in one paragraph, or each in a paragraph of its own, or"
                        " each in a table row of its own")  # fmt: skip
                found.append(self._fault(number, message, hint))
            if word in _ENDING and open_ and open_[-1][0] == _ENDING[word]:
                open_.pop()
        for word, _, number in open_ if not found else ():
            message, hint = f"`{word}` begins here and does not end", f"end it: {{% end{word} %}}"
            found.append(self._fault(number, message, hint))
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
        return self._fault(number, *told(fault.message, fault.hint), fault.rule)

    def _fault(
        self, number: int, message: str, hint: str = "", rule: str = "bad-template"
    ) -> Diagnostic:
        message += in_paragraph(number, self.said.get(number, ""))
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
