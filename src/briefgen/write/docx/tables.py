"""Tables: header rows repeat, rows do not split, the look is the table style's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element as HtmlElement

from briefgen.write.docx.builder import Builder, Place
from briefgen.write.docx.flow import Flow
from briefgen.write.docx.grid import Row, read_rows
from briefgen.write.docx.lists import list_items
from briefgen.write.docx.names import first_class, identifier, paragraph_names, table_name
from briefgen.write.docx.ooxml import Element, W, add, checked, twips, w
from briefgen.write.docx.paragraphs import (
    add_paragraph,
    cell_paragraph,
    keep_together,
    keep_with_next,
    plain,
)
from briefgen.write.docx.rows import RowPatterns, cell_width
from briefgen.write.docx.tablestyles import (
    TableLook,
    style_element,
    table_look,
)

_CELL: Final = f"{{{W}}}tc"

_CELL_BLOCKS: Final = {"p": plain, "ul": list_items, "ol": list_items}


def table(builder: Builder, element: HtmlElement, flow: Flow, place: Place) -> None:
    """Write a table with its caption above."""
    style = builder.style(element)
    place = place.within(element)
    target = builder.bookmarks.place(element)
    if target:
        flow.targets.append(target)
    flow.page_break |= style.page_break_before
    flow.open(style.margin.top, 0)
    caption = _caption(builder, element, flow, place)
    rows = _rows(builder, element)
    look = _look(builder, element)
    widths = builder.layout.columns[element]
    result = w("tbl")
    header = rows[0].in_head
    if style.right_to_left:
        indent = place.right + style.margin.right
    else:
        indent = place.left + style.margin.left
    columns = element.findall("thead/tr[last()]/*")
    description = ", ".join(filter(None, (_plain(cell) for cell in columns)))
    title = caption or builder.section
    _settings(result, element, widths, indent, (title, description or title))
    if style.right_to_left:
        result[0].insert(1, w("bidiVisual"))
    _look_flags(result, look, header=header, row_headers=_has_row_headers(rows))
    grid = add(result, "tblGrid")
    for width in widths:
        add(grid, "gridCol", w=twips(width))
    start = len(builder.styles.recorded)
    last = start
    patterns = RowPatterns(builder, look, widths, len(rows), has_header=header)
    places = _Places(first_class(element), place)
    for number, row in enumerate(rows):
        last = len(builder.styles.recorded)
        line = patterns.copy(number, row)
        result.append(line)
        _fill(builder, line, row, flow, places)
        if builder.style(row.element).keep_with_next and row is not rows[-1]:
            keep_with_next(builder.styles.recorded[last:])
    if style.keep_together:
        # Every row but the last is kept with the next.
        keep_together(builder.styles.recorded[start : last + 1], whole=True)
    flow.table(result, 0, style.margin.bottom)


def _caption(builder: Builder, element: HtmlElement, flow: Flow, place: Place) -> str:
    """Write the caption, which stays with the table, and return its text."""
    caption = element.find("caption")
    if caption is None or caption not in builder.layout.styles:
        return ""
    value = builder.formats.paragraph(builder.style(caption), place.left, place.right)
    names = paragraph_names(caption, place.role)
    add_paragraph(builder, caption, flow, place, names, replace(value, keep_next=True))
    return _plain(caption)


def _plain(element: HtmlElement) -> str:
    """Return the text of an element without its notes, in one line."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: HtmlElement) -> list[str]:
    """Return the texts of an element without its notes."""
    found = [element.text or ""]
    for child in element:
        if first_class(child) != "Note":
            found += _texts(child)
        found.append(child.tail or "")
    return found


def _look(builder: Builder, element: HtmlElement) -> TableLook:
    """Return the look of the table's style, made from the longest table that has it."""
    name = table_name(element)
    if name not in builder.looks:
        alike = [
            _rows(builder, one)
            for one in builder.layout.root.iter("table")
            if one in builder.layout.styles and table_name(one) == name
        ]
        look = table_look(max(alike, key=len), builder.layout.styles)
        builder.looks[name] = look
        builder.styles.tables[name] = style_element(name, look)
    return builder.looks[name]


def _rows(builder: Builder, element: HtmlElement) -> tuple[Row, ...]:
    """Return a table's rows, which two tables of one style are both asked for."""
    if element not in builder.rows:
        builder.rows[element] = read_rows(element, builder.layout.styles)
    return builder.rows[element]


def _settings(
    result: Element,
    element: HtmlElement,
    widths: tuple[float, ...],
    left: float,
    texts: tuple[str, str],
) -> None:
    """Write what holds for the whole table; ``texts`` are its title and its description."""
    title, description = texts
    settings = add(result, "tblPr")
    add(settings, "tblStyle", val=identifier(table_name(element)))
    add(settings, "tblW", w=sum(twips(width) for width in widths), type="dxa")
    if twips(left):
        add(settings, "tblInd", w=twips(left), type="dxa")
    add(settings, "tblLayout", type="fixed")
    add(settings, "tblLook")
    for name, text in (("tblCaption", title), ("tblDescription", description)):
        if text:
            add(settings, name, val=checked(text))


def _has_row_headers(rows: Sequence[Row]) -> bool:
    """Tell whether the first cell of every row of the body is its header."""
    body = [row for row in rows if not row.in_head]
    return bool(body) and all(row.cells[0].element.tag == "th" for row in body)


def _look_flags(result: Element, look: TableLook, *, header: bool, row_headers: bool) -> None:
    """Fill in which conditions of the style apply (ECMA-376, 17.4.55).

    A first column of headers is told even where it looks like the others: it is by this flag
    that a reader of the screen knows it.
    """
    banded = look.bands != (None, None)
    flags = {
        "firstRow": (0x0020, header),
        "lastRow": (0x0040, False),
        "firstColumn": (0x0080, row_headers or look.marks_rows),
        "lastColumn": (0x0100, False),
        "noHBand": (0x0200, not banded),
        "noVBand": (0x0400, True),
    }
    value = sum(bit for bit, on in flags.values() if on)
    attributes = {name: int(on) for name, (_, on) in flags.items()}
    settings = result[0]
    old = next(child for child in settings if child.tag.endswith("}tblLook"))
    settings.replace(old, w("tblLook", val=f"{value:04X}", **attributes))


class _Places:
    """The places inside a table's cells, one for all that differ in their texts alone."""

    def __init__(self, own: str, place: Place) -> None:
        self._table = replace(place, role=replace(place.role, table=own), left=0, right=0)
        self._known: dict[tuple[object, ...], Place] = {}

    def inside(self, row: Row, cell: HtmlElement, width: int) -> Place:
        """Return the place inside a cell of a width in twentieths of a point."""
        line = row.element
        key = (
            row.in_head, line.get("class"), line.get("lang"), cell.tag, cell.get("class"),
            cell.get("lang"), width,
        )  # fmt: skip
        if key not in self._known:
            place = self._table.within(line).within(cell)
            role = replace(
                place.role,
                row=first_class(line),
                header_row=row.in_head,
                cell=str(cell.tag),
                cell_class=first_class(cell),
            )
            self._known[key] = replace(place, role=role, width=width / 20)
        return self._known[key]


def _fill(builder: Builder, line: Element, row: Row, flow: Flow, places: _Places) -> None:
    """Write what is in a row's cells."""
    target = builder.bookmarks.place(row.element)
    if target:
        flow.targets.append(target)
    for cell, element in zip(row.cells, line.iterchildren(_CELL), strict=True):
        inner = Flow(element, builder.styles, page_break=flow.page_break, targets=flow.targets)
        flow.page_break, flow.targets = False, []
        place = places.inside(row, cell.element, cell_width(element))
        _content(builder, cell.element, inner, place)
        inner.finish()


def _content(builder: Builder, cell: HtmlElement, flow: Flow, place: Place) -> None:
    if not any(child.tag in _CELL_BLOCKS for child in cell):
        cell_paragraph(builder, cell, flow, place)
        return
    target = builder.bookmarks.place(cell)
    if target:
        flow.targets.append(target)
    for child in builder.shown(cell):
        _CELL_BLOCKS[str(child.tag)](builder, child, flow, place)
