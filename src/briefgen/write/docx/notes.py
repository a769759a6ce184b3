"""Footnotes (ECMA-376, 17.11): a part of their own, with the lines that set them apart."""

from __future__ import annotations

from xml.etree.ElementTree import Element as HtmlElement

from briefgen.write.docx.builder import Builder, Place
from briefgen.write.docx.formats import paragraph_format, run_format
from briefgen.write.docx.inlines import Inlines, Text, Thing
from briefgen.write.docx.names import Role, StyleName
from briefgen.write.docx.ooxml import Element, add, w
from briefgen.write.docx.package import Story
from briefgen.write.docx.styles import Look, Paragraph

_NAMES = (StyleName("footnote text"),)


def separators(part: Element) -> None:
    """Append the two notes that Word demands before all others (17.11.23 and 17.11.1)."""
    for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
        note = add(part, "footnote", type=kind, id=number)
        paragraph = add(note, "p")
        add(add(paragraph, "pPr"), "spacing", before=0, after=0, line=240, lineRule="auto")
        add(add(paragraph, "r"), kind)


def write_notes(builder: Builder, story: Story) -> None:
    """Write every note that the body refers to."""
    for number, (element, place) in enumerate(builder.notes, 1):
        note = add(story.root, "footnote", id=number)
        note.append(_paragraph(builder, element, story, place))


def _paragraph(builder: Builder, element: HtmlElement, story: Story, place: Place) -> Element:
    style = builder.style(element)
    inside = Place(story, place.language, place.width, role=Role()).within(element)
    value = paragraph_format(style, 0, 0, builder.fonts, inside.language)
    characters = run_format(style, builder.fonts, inside.language)
    paragraph = Paragraph(w("p"), _NAMES, value, characters, value)
    builder.styles.recorded.append(paragraph)
    inlines = Inlines(builder, inside, characters)
    look = Look(characters)
    inlines.pieces.append(Thing([w("footnoteRef")], look))
    inlines.pieces.append(Text(". ", look))
    inlines.element(element)
    inlines.write(paragraph)
    return paragraph.element
