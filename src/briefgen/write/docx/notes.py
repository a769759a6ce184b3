"""Footnotes and endnotes (ECMA-376, 17.11): parts of their own, with what sets them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element as HtmlElement

from briefgen.write.docx.builder import Builder, Place
from briefgen.write.docx.inlines import Inlines, Text, Thing
from briefgen.write.docx.names import Role, StyleName
from briefgen.write.docx.ooxml import Element, add, w
from briefgen.write.docx.package import Story
from briefgen.write.docx.styles import Look, Paragraph


@dataclass(frozen=True)
class Kind:
    """A kind of notes.

    Attributes:
        tag: what Word calls one.
        lined: a line stands above the first and above what is carried over.
    """

    tag: str
    lined: bool


FOOTNOTES: Final = Kind("footnote", lined=True)
#: Notes at the end have a heading instead of a line.
ENDNOTES: Final = Kind("endnote", lined=False)


def write_notes(
    builder: Builder, story: Story, kind: Kind, notes: Sequence[tuple[HtmlElement, Place]]
) -> None:
    """Write notes into their part, in the order of their references."""
    _separators(story.root, kind)
    for number, (element, place) in enumerate(notes, 1):
        note = add(story.root, kind.tag, id=number)
        note.append(_paragraph(builder, element, story, place, kind))


def _separators(part: Element, kind: Kind) -> None:
    """Append the two notes that Word demands before all others (17.11.23 and 17.11.1)."""
    for number, name in ((-1, "separator"), (0, "continuationSeparator")):
        note = add(part, kind.tag, type=name, id=number)
        paragraph = add(note, "p")
        line, rule = (240, "auto") if kind.lined else (20, "exact")
        add(add(paragraph, "pPr"), "spacing", before=0, after=0, line=line, lineRule=rule)
        if kind.lined:
            add(add(paragraph, "r"), name)


def _paragraph(
    builder: Builder, element: HtmlElement, story: Story, place: Place, kind: Kind
) -> Element:
    style = builder.style(element)
    inside = Place(story, place.language, place.width, role=Role()).within(element)
    value = builder.formats.paragraph(style, 0, 0)
    characters = builder.formats.run(style, inside.language)
    names = (StyleName(f"{kind.tag} text"),)
    paragraph = Paragraph(w("p"), names, value, characters, value)
    builder.styles.recorded.append(paragraph)
    inlines = Inlines(builder, inside, characters)
    if kind is FOOTNOTES:  # an endnote begins with its number
        look = Look(characters)
        inlines.pieces += [Thing([w("footnoteRef")], look), Text("\u2002", look)]
    inlines.element(element)
    inlines.write(paragraph)
    return paragraph.element
