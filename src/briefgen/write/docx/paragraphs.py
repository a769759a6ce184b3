"""Paragraphs: an element's own format and content become a recorded paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element as HtmlElement

from briefgen.write.docx.builder import Builder, Place
from briefgen.write.docx.flow import Flow
from briefgen.write.docx.formats import ParagraphFormat, paragraph_format, unboxed
from briefgen.write.docx.inlines import Inlines
from briefgen.write.docx.names import HEADINGS, StyleName, heading_names, paragraph_names
from briefgen.write.docx.ooxml import w
from briefgen.write.docx.outline import ordinal, set_apart
from briefgen.write.docx.styles import Look, Paragraph


def add_paragraph(
    builder: Builder,
    element: HtmlElement,
    flow: Flow,
    place: Place,
    names: Sequence[StyleName],
    value: ParagraphFormat | None = None,
) -> Paragraph:
    """Write an element as one paragraph.

    Args:
        builder: the document.
        element: the element; its inline content is the paragraph's.
        flow: the column it goes into.
        place: where the element stands.
        names: candidate names of its style.
        value: its format if that is not simply the element's own.
    """
    inside = place.within(element)
    style = builder.style(element)
    if value is None:
        value = builder.formats.paragraph(style, place.left, place.right)
    characters = builder.formats.run(style, inside.language)
    paragraph = Paragraph(w("p"), tuple(names), value, characters, value)
    builder.styles.recorded.append(paragraph)
    inlines = Inlines(builder, inside, characters, counted=value.outline is not None)
    if element.tag == "img":
        inlines.child(element, Look(characters), place)
    else:
        target = builder.bookmarks.place(element)
        if target:
            flow.targets.append(target)
        inlines.element(element)
    for name, number in flow.targets:
        paragraph.element.append(w("bookmarkStart", id=number, name=name))
    inlines.write(paragraph)
    for _, number in reversed(flow.targets):
        paragraph.element.append(w("bookmarkEnd", id=number))
    flow.targets.clear()
    flow.paragraph(paragraph, heading=element.tag in HEADINGS)
    return paragraph


def plain(builder: Builder, element: HtmlElement, flow: Flow, place: Place) -> None:
    """Write a ``p``."""
    add_paragraph(builder, element, flow, place, paragraph_names(element, place.role, place.part))


def heading(builder: Builder, element: HtmlElement, flow: Flow, place: Place) -> None:
    """Write a heading; ``h1`` is the title, which has no level in the outline."""
    value = builder.formats.paragraph(builder.style(element), place.left, place.right)
    level = int(str(element.tag)[1:]) - 2
    if level >= 0:
        value = replace(value, outline=level, numbering=ordinal(builder, element))
    apart = set_apart(builder, element)
    names = (
        heading_names(element, place.role, apart) if apart else paragraph_names(element, place.role)
    )
    builder.section = " ".join("".join(element.itertext()).split())
    add_paragraph(builder, element, flow, place, names, value)


def picture(builder: Builder, element: HtmlElement, flow: Flow, place: Place) -> None:
    """Write a picture that is a block of its own."""
    style = builder.style(element)
    value = paragraph_format(unboxed(style), place.left, place.right, builder.fonts)
    before, after = round(style.margin.top * 20), round(style.margin.bottom * 20)
    value = replace(value, line=("auto", 240), before=max(before, 0), after=max(after, 0), first=0)
    add_paragraph(builder, element, flow, place, paragraph_names(element, place.role), value)


def cell_paragraph(builder: Builder, element: HtmlElement, flow: Flow, place: Place) -> None:
    """Write a table cell that holds inlines."""
    value = builder.formats.cell(builder.style(element), keep_next=place.role.header_row)
    names = paragraph_names(element, place.role)
    add_paragraph(builder, element, flow, place, names, value)


def keep_together(paragraphs: Sequence[Paragraph], *, whole: bool = False) -> None:
    """Hold paragraphs on one page: each is whole, and every one but the last kept with the next.

    Args:
        paragraphs: all of them.
        whole: no page ends in one of them anyhow, as in a row of a table.
    """
    if not whole:
        _keep(paragraphs, "keep_lines")
    keep_with_next(paragraphs[:-1])


def keep_with_next(paragraphs: Sequence[Paragraph]) -> None:
    """Hold each of some paragraphs on one page with what follows it."""
    _keep(paragraphs, "keep_next")


def _keep(paragraphs: Sequence[Paragraph], name: str) -> None:
    for paragraph in paragraphs:
        if not getattr(paragraph.format, name):
            paragraph.format = replace(paragraph.format, **{name: True})  # type: ignore[arg-type]
            paragraph.structural.add(name)
