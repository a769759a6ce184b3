"""Inline content: texts, links, notes and pictures become runs.

White space collapses as CSS Text 3 (4.1.1) has it: across the borders of
inline elements, and to nothing at the ends of a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final
from xml.etree.ElementTree import Element as HtmlElement

from briefgen.layout.breaks import kept
from briefgen.write.docx.builder import Builder, Place
from briefgen.write.docx.fields import field_begin, field_end, is_label, sequence_of
from briefgen.write.docx.formats import RunFormat, differing
from briefgen.write.docx.names import character_name, first_class
from briefgen.write.docx.ooxml import Element, R, add, checked, w
from briefgen.write.docx.pictures import drawing
from briefgen.write.docx.styles import Look, Paragraph, Run
from briefgen.write.docx.texts import add_text

_SPACE: Final = re.compile("[ \t\n\r\f]+")

_SCHEMES: Final = ("https:", "http:", "mailto:")


@dataclass
class Text:
    """A text piece."""

    text: str
    look: Look


@dataclass
class Thing:
    """A piece other than text: the elements of one run, or of none if ``look`` is ``None``.

    A mark takes no room of its own.
    """

    elements: list[Element]
    look: Look | None
    is_break: bool = False
    is_mark: bool = False


@dataclass
class Inlines:
    """The inline content of one paragraph in the making.

    Attributes:
        builder: the document.
        place: where the paragraph stands.
        characters: the format of its own characters.
        pieces: what it holds so far.
        counted: Word numbers the paragraph by itself; the number in it is not written.
    """

    builder: Builder
    place: Place
    characters: RunFormat
    pieces: list[Text | Thing] = field(default_factory=list)
    counted: bool = False

    def element(self, element: HtmlElement) -> None:
        """Add the content of an element that is a paragraph."""
        self.content(element, Look(self.characters), self.place)

    def content(self, element: HtmlElement, look: Look, place: Place) -> None:
        """Add an element's text and children, up to the first nested list."""
        ends = self.builder.layout.breaks.get(element, ())
        self.text(kept(element.text or "", 0, ends), look)
        for index, child in enumerate(element, 1):
            if child.tag in ("ul", "ol"):
                break
            if child in self.builder.layout.styles:
                self.child(child, look, place)
            self.text(kept(child.tail or "", index, ends), look)

    def child(self, element: HtmlElement, look: Look, place: Place) -> None:
        """Add one inline element."""
        target = self.builder.bookmarks.place(element)
        start, end = bookmark(*target) if target else (None, None)
        if start is not None:
            self.pieces.append(Thing([start], None))
        _HANDLERS[str(element.tag)](self, element, look, place.within(element))
        if end is not None:
            self.pieces.append(Thing([end], None))

    def field(self, instruction: str, look: Look) -> None:
        """Begin a field; what comes up to its end is the result it shows."""
        for run in field_begin(instruction):
            self.pieces.append(Thing(list(run), look, is_mark=True))

    def end_field(self, look: Look) -> None:
        """End a field."""
        for run in field_end():
            self.pieces.append(Thing(list(run), look, is_mark=True))

    def text(self, text: str | None, look: Look) -> None:
        """Add a text."""
        if text:
            self.pieces.append(Text(_SPACE.sub(" ", checked(text)), look))

    def write(self, paragraph: Paragraph) -> None:
        """Write everything into a paragraph."""
        holder, link = paragraph.element, ""
        for piece in _joined(_collapsed(self.pieces)):
            if piece.look is None:
                paragraph.element.extend(piece.elements if isinstance(piece, Thing) else [])
                continue
            if piece.look.link != link:
                link = piece.look.link
                holder = self._link(paragraph.element, link) if link else paragraph.element
            element = add(holder, "r")
            if isinstance(piece, Thing):
                element.extend(piece.elements)
            else:
                add_text(element, piece.text)
            paragraph.runs.append(Run(element, piece.look))

    def _link(self, parent: Element, href: str) -> Element:
        if href.startswith("#"):
            return add(parent, "hyperlink", anchor=self.builder.bookmarks.name(href[1:]), history=1)
        if not href.startswith(_SCHEMES):
            raise ValueError(f"not an address for a paper: {href}")
        element = add(parent, "hyperlink", history=1)
        element.set(f"{{{R}}}id", self.place.story.link(href))
        return element


def styled(inlines: Inlines, element: HtmlElement, look: Look, place: Place) -> None:
    """Add an inline element that changes nothing but the look of its content."""
    inlines.content(element, changed(inlines, element, look, place), place)


def changed(inlines: Inlines, element: HtmlElement, look: Look, place: Place) -> Look:
    """Return the look of an inline element's content."""
    builder = inlines.builder
    value = builder.formats.inline(builder.style(element), look.format, place.language)
    name = character_name(element)
    if not name:
        return Look(value, look.names, look.changes, look.link)
    changes = differing(value, look.format)
    changes.pop("language", None)
    return Look(value, (*look.names, name), (*look.changes, tuple(changes.items())), look.link)


def _a(inlines: Inlines, element: HtmlElement, look: Look, place: Place) -> None:
    href, own = element.get("href", ""), first_class(element)
    if own == "Endnote":
        number = inlines.builder.endnote(href[1:], place)
        mark = w("endnoteRef") if number is None else w("endnoteReference", id=number)
        inlines.pieces.append(
            Thing([mark], reference_look(look, "endnote reference", look.format.font))
        )
        return
    look = changed(inlines, element, look, place)
    if own == "Reference" and is_label(inlines.builder.target(href[1:])):
        inlines.field(f" REF {inlines.builder.bookmarks.name(href[1:])} \\h ", look)
        inlines.content(element, look, place)
        inlines.end_field(look)
        return
    inlines.content(element, replace(look, link=href), place)


def _br(inlines: Inlines, _element: HtmlElement, look: Look, _place: Place) -> None:
    inlines.pieces.append(Thing([w("br")], look, is_break=True))


def _img(inlines: Inlines, element: HtmlElement, look: Look, place: Place) -> None:
    inlines.pieces.append(Thing([drawing(inlines.builder, element, place.story)], look))


def _span(inlines: Inlines, element: HtmlElement, look: Look, place: Place) -> None:
    own = first_class(element)
    if own == "Note":
        builder = inlines.builder
        number = builder.note(element, place)
        font = builder.formats.run(builder.style(element), place.language).font
        mark = w("footnoteReference", id=number)
        inlines.pieces.append(Thing([mark], reference_look(look, "footnote reference", font)))
    elif is_label(element):
        _label(inlines, element, changed(inlines, element, look, place), place)
    elif own != "Ordinal" or not inlines.counted:
        styled(inlines, element, look, place)


def _label(inlines: Inlines, element: HtmlElement, look: Look, place: Place) -> None:
    """Add the label of a caption; Word counts what it counts (ECMA-376, 17.16.5.56)."""
    sequence = sequence_of(element)
    inlines.text(element.text, look)
    for child in element:
        inlines.field(f" SEQ {sequence} \\* ARABIC ", look)
        inlines.content(child, look, place)
        inlines.end_field(look)
        inlines.text(child.tail, look)


Handler = Callable[[Inlines, HtmlElement, Look, Place], None]

_HANDLERS: Final[dict[str, Handler]] = {
    "a": _a,
    "br": _br,
    "em": styled,
    "img": _img,
    "small": styled,
    "span": _span,
    "strong": styled,
    "sub": styled,
    "sup": styled,
}


def bookmark(name: str, number: int) -> list[Element]:
    """Return an empty bookmark's two elements."""
    return [w("bookmarkStart", id=number, name=name), w("bookmarkEnd", id=number)]


def _collapsed(pieces: list[Text | Thing]) -> list[Text | Thing]:
    """Drop the spaces at the ends of lines and those that follow another."""
    found: list[Text | Thing] = []
    last: Text | None = None
    at_start = True
    for piece in pieces:
        if isinstance(piece, Thing):
            if piece.is_break:
                _strip_end(last)
                at_start, last = True, None
            elif piece.look is not None and not piece.is_mark:
                at_start, last = False, None
            found.append(piece)
            continue
        text = piece.text
        if text.startswith(" ") and (at_start or (last is not None and last.text.endswith(" "))):
            text = text[1:]
        if text:
            last, at_start = Text(text, piece.look), False
            found.append(last)
    _strip_end(last)
    return [piece for piece in found if isinstance(piece, Thing) or piece.text]


def _strip_end(text: Text | None) -> None:
    if text is not None and text.text.endswith(" "):
        text.text = text.text[:-1]


def _joined(pieces: list[Text | Thing]) -> Iterator[Text | Thing]:
    """Join neighbouring texts that look alike."""
    waiting: Text | None = None
    for piece in pieces:
        if isinstance(piece, Text) and waiting is not None and piece.look == waiting.look:
            waiting = Text(waiting.text + piece.text, piece.look)
            continue
        if waiting is not None:
            yield waiting
        waiting = piece if isinstance(piece, Text) else None
        if waiting is None:
            yield piece
    if waiting is not None:
        yield waiting


def reference_look(look: Look, name: str, font: str) -> Look:
    """Return the look of a note's number in a character style: the note's font, above the line."""
    value = replace(look.format, position="superscript", font=font)
    return Look(value, (name,), ((("position", "superscript"), ("font", font)),))
