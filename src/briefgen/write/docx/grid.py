"""A table as a grid: its cells, and the look of each as CSS has it.

Borders collapse (CSS 2.2, 17.6.2.1): of the borders that meet at an edge the
widest is drawn; of equals the cell's, the row's, the row group's, the table's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element as HtmlElement

from briefgen.layout.pages import Border, Style
from briefgen.write.docx.formats import Line, border_line


@dataclass(frozen=True)
class CellLook:
    """What a cell looks like apart from its text; ``align`` is an ST_VerticalJc.

    In a table that is read from right to left, ``left`` is the side where rows begin.
    """

    shading: str | None
    top: Line | None
    left: Line | None
    bottom: Line | None
    right: Line | None
    align: str


@dataclass(frozen=True)
class Cell:
    """A cell in its row: where it begins, how many columns it takes, how it looks."""

    element: HtmlElement
    column: int
    span: int
    look: CellLook


@dataclass(frozen=True)
class Row:
    """A row with its cells."""

    element: HtmlElement
    in_head: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class _Placed:
    element: HtmlElement
    row: HtmlElement
    group: HtmlElement
    column: int
    span: int


def read_rows(table: HtmlElement, styles: Mapping[HtmlElement, Style]) -> tuple[Row, ...]:
    """Return the rows of a table that the layout shows.

    Cells that stand and are styled alike in rows whose neighbours are alike, too, share one look.
    """
    lines = [
        (group, row)
        for group in table
        if group.tag in ("thead", "tbody") and group in styles
        for row in group
        if row in styles
    ]
    placed = [_place(group, row, styles) for group, row in lines]
    kinds = [
        _kind(group, row, cells, styles) for (group, row), cells in zip(lines, placed, strict=True)
    ]
    around = zip([None, *kinds[:-1]], kinds, [*kinds[1:], None], strict=True)
    known: dict[object, tuple[CellLook, ...]] = {}
    rows = []
    for number, ((group, row), key) in enumerate(zip(lines, around, strict=True)):
        if key not in known:
            above = placed[number - 1] if number else ()
            below = placed[number + 1] if number + 1 < len(lines) else ()
            known[key] = _looks(table, styles, placed[number], above, below)
        cells = [
            Cell(cell.element, cell.column, cell.span, look)
            for cell, look in zip(placed[number], known[key], strict=True)
        ]
        rows.append(Row(row, group.tag == "thead", tuple(cells)))
    return tuple(rows)


def _kind(
    group: HtmlElement,
    row: HtmlElement,
    cells: Iterable[_Placed],
    styles: Mapping[HtmlElement, Style],
) -> tuple[object, ...]:
    """Return what the looks of a row's cells, and of those next to it, depend on."""
    return (
        group,
        id(styles[row]),
        *((id(styles[cell.element]), cell.span) for cell in cells),
    )


def _looks(
    table: HtmlElement,
    styles: Mapping[HtmlElement, Style],
    row: Sequence[_Placed],
    above: Iterable[_Placed],
    below: Iterable[_Placed],
) -> tuple[CellLook, ...]:
    looks = []
    start, end = ("right", "left") if styles[table].right_to_left else ("left", "right")
    for place, cell in enumerate(row):
        before, after = row[max(place - 1, 0) : place], row[place + 1 : place + 2]
        painted = (styles[one].background for one in (cell.element, cell.row, cell.group, table))
        align = styles[cell.element].vertical_align
        look = CellLook(
            shading=next((background for background in painted if background), None),
            top=_edge(styles, table, ("top", "bottom"), cell, _overlapping(above, cell)),
            left=_edge(styles, table, (start, end), cell, before),
            bottom=_edge(styles, table, ("bottom", "top"), cell, _overlapping(below, cell)),
            right=_edge(styles, table, (end, start), cell, after),
            align={"middle": "center", "bottom": "bottom"}.get(align, "top"),
        )
        looks.append(look)
    return tuple(looks)


def _place(
    group: HtmlElement, row: HtmlElement, styles: Mapping[HtmlElement, Style]
) -> list[_Placed]:
    found, column = [], 0
    for cell in row:
        if cell in styles:
            span = int(cell.get("colspan", "1"))
            found.append(_Placed(cell, row, group, column, span))
            column += span
    return found


def _overlapping(row: Iterable[_Placed], cell: _Placed) -> list[_Placed]:
    end = cell.column + cell.span
    return [one for one in row if one.column < end and cell.column < one.column + one.span]


def _edge(
    styles: Mapping[HtmlElement, Style],
    table: HtmlElement,
    sides: tuple[str, str],
    cell: _Placed,
    neighbours: Sequence[_Placed],
) -> Line | None:
    """Return the border drawn where a side of a cell meets the opposite one of its neighbours."""
    side, opposite = sides
    horizontal = side in ("top", "bottom")
    found: list[Border] = [getattr(styles[cell.element].border, side)]
    found += [getattr(styles[one.element].border, opposite) for one in neighbours]
    if horizontal or not neighbours:
        found.append(getattr(styles[cell.row].border, side))
        found += [getattr(styles[one.row].border, opposite) for one in neighbours[:1]]
    if not neighbours or neighbours[0].group is not cell.group:
        found.append(getattr(styles[cell.group].border, side))
        found += [getattr(styles[one.group].border, opposite) for one in neighbours[:1]]
    if not neighbours:
        found.append(getattr(styles[table].border, side))
    return border_line(max(found, key=lambda border: border.width))
