"""Tables of contents: a field that Word can update, filled with the layout's page numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element as HtmlElement

from briefgen.write.docx.builder import Builder, Place
from briefgen.write.docx.fields import field_begin, field_end, page_reference, sequence_of
from briefgen.write.docx.flow import Flow
from briefgen.write.docx.names import HEADINGS, StyleName
from briefgen.write.docx.ooxml import add, twips, w
from briefgen.write.docx.paragraphs import add_paragraph
from briefgen.write.docx.styles import Paragraph

_HEADING: Final = (StyleName("TOC Heading"),)


def contents(builder: Builder, element: HtmlElement, flow: Flow, place: Place) -> None:
    """Write what is in a ``nav``: its heading and its list of links."""
    outer = flow.container
    block = add(outer, "sdt")
    properties = add(block, "sdtPr")
    sequence = sequence_of(element)
    if sequence is None:
        gallery = add(properties, "docPartObj")
        add(gallery, "docPartGallery", val="Table of Contents")
        add(gallery, "docPartUnique")
    flow.container = add(block, "sdtContent")
    entries: list[tuple[Paragraph, int]] = []
    for child in builder.shown(element):
        if child.tag in HEADINGS:
            add_paragraph(builder, child, flow, place, _HEADING)
        elif child.tag == "ol":
            entries = _entries(builder, child, flow, place, listed=sequence is not None)
        else:
            raise ValueError(f"a table of contents holds a heading and a list, not {child.tag}")
    if entries:
        deepest = max(level for _, level in entries)
        what = f'\\o "1-{deepest}" \\h \\z \\u' if sequence is None else f'\\h \\z \\c "{sequence}"'
        entries[0][0].element[0:0] = field_begin(f" TOC {what} ")
        entries[-1][0].element.extend(field_end())
    flow.container = outer


def _entries(
    builder: Builder, element: HtmlElement, flow: Flow, place: Place, *, listed: bool
) -> list[tuple[Paragraph, int]]:
    """Write the entries; return them with the levels of their headings.

    Those of lists of captions have a style of their own.
    """
    levels = _levels(builder.layout.root)
    style = builder.style(element)
    inside = replace(
        place,
        left=place.left + style.margin.left + style.padding.left,
        right=place.right + style.margin.right + style.padding.right,
    )
    found = []
    flow.open(style.margin.top, style.padding.top)
    for item in builder.shown(element):
        target = next(link.get("href", "")[1:] for link in item.iter("a"))
        level = levels.get(target, 1)
        value = builder.formats.paragraph(builder.style(item), inside.left, inside.right)
        end = twips(place.width - (inside.left if style.right_to_left else inside.right))
        value = replace(value, tabs=((end, "right", "dot"),))
        names = (StyleName("table of figures" if listed else f"toc {level}"),)
        paragraph = add_paragraph(builder, item, flow, inside, names, value)
        number = builder.layout.page_numbers[target]
        link = next(part for part in paragraph.element if part.tag == w("hyperlink").tag)
        link.extend(page_reference(builder.bookmarks.name(target), number))
        found.append((paragraph, level))
    flow.close(style.margin.bottom, style.padding.bottom)
    return found


def _levels(root: HtmlElement) -> dict[str, int]:
    """Return the outline level, from 1, of the first heading in every element with an id."""
    found: dict[str, int] = {}
    for element in root.iter():
        target = element.get("id")
        if not target:
            continue
        heading = next((part for part in element.iter() if part.tag in HEADINGS), None)
        if heading is not None:
            found[target] = max(int(str(heading.tag)[1:]) - 1, 1)
    return found
