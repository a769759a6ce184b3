"""Boxes: containers with a background or lines around them become one-cell tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element as HtmlElement

from briefgen.layout.pages import Style
from briefgen.write.docx.builder import Builder, Place
from briefgen.write.docx.flow import Flow
from briefgen.write.docx.formats import border_element, border_line
from briefgen.write.docx.names import HEADINGS, identifier, table_name
from briefgen.write.docx.ooxml import Element, add, checked, twips, w
from briefgen.write.docx.stylesheet import table_style

#: Writes the content of a container.
Content = Callable[[Builder, HtmlElement, Flow, Place], None]

_SIDES: Final = ("top", "left", "bottom", "right")


def is_box(element: HtmlElement, style: Style) -> bool:
    """Tell whether an element needs a box of its own in Word."""
    sides = style.border.left.width + style.border.right.width
    return element.tag == "aside" or style.background is not None or sides > 0


def box(builder: Builder, element: HtmlElement, flow: Flow, place: Place, write: Content) -> None:
    """Write a container as a table of one cell.

    Args:
        builder: the document.
        element: the container.
        flow: the column it stands in.
        place: where it stands.
        write: writes what is in it.
    """
    style = builder.style(element)
    left = place.left + style.margin.left
    lines = (style.border.left.width + style.border.right.width) / 2
    # Half a line is drawn outside the cell.
    width = place.width - left - place.right - style.margin.right - lines
    name = table_name(element)
    properties = _properties(style)
    builder.styles.tables.setdefault(name, _style(name, properties))
    table = w("tbl")
    settings = add(table, "tblPr")
    add(settings, "tblStyle", val=identifier(name))
    add(settings, "tblW", w=twips(width), type="dxa")
    add(settings, "tblInd", w=twips(left), type="dxa")
    add(settings, "tblLayout", type="fixed")
    add(settings, "tblLook", val="0600", firstRow=0, lastRow=0, firstColumn=0, lastColumn=0,
        noHBand=1, noVBand=1)  # fmt: skip
    if title := _title(element) or builder.section:
        add(settings, "tblCaption", val=checked(title))
    add(add(table, "tblGrid"), "gridCol", w=twips(width))
    row = add(table, "tr")
    if style.keep_together:
        add(add(row, "trPr"), "cantSplit")
    cell = add(row, "tc")
    add(add(cell, "tcPr"), "tcW", w=twips(width), type="dxa")
    inner = Flow(cell, builder.styles, page_break=flow.page_break, targets=flow.targets)
    flow.page_break, flow.targets = False, []
    sides = style.padding.left + style.padding.right
    write(builder, element, inner, replace(place, width=width - sides - lines, left=0, right=0))
    inner.finish()
    flow.table(table, style.margin.top, style.margin.bottom)


def _title(element: HtmlElement) -> str:
    """Return the title or the first heading that a box has in it, "" without one."""
    for part in element.iter():
        if part.tag in HEADINGS or part.get("class") == "box-title":
            return " ".join("".join(part.itertext()).split())
    return ""


def _properties(style: Style) -> list[Element]:
    """Return the children of the style's ``w:tblPr`` and its ``w:tcPr``."""
    lines = (style.border.top, style.border.left, style.border.bottom, style.border.right)
    paddings = (style.padding.top, style.padding.left, style.padding.bottom, style.padding.right)
    found = []
    borders = w("tblBorders")
    for side, line in zip(_SIDES, lines, strict=True):
        drawn = border_line(line)
        if drawn:
            borders.append(border_element(side, drawn))
    if len(borders):
        found.append(borders)
    margins = w("tblCellMar")
    for side, padding, line in zip(_SIDES, paddings, lines, strict=True):
        inside = line.width / 2 if side in ("left", "right") else 0.0
        add(margins, side, w=twips(padding + inside), type="dxa")
    found.append(margins)
    properties = [w("tblPr")]
    properties[0].extend(found)
    if style.background:
        cell = w("tcPr")
        add(cell, "shd", val="clear", color="auto", fill=style.background)
        properties.append(cell)
    return properties


def _style(name: str, properties: list[Element]) -> Element:
    style = table_style(name)
    style.extend(properties)
    return style
