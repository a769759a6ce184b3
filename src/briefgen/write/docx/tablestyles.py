"""Table styles: what the cells of a table have in common, by Word's conditions.

Word lays the conditions over each other (ECMA-376, 17.7.6): the whole table,
bands of rows, the first column, the first row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar
from xml.etree.ElementTree import Element as HtmlElement

from briefgen.layout.pages import Style
from briefgen.write.docx.formats import Line, border_element
from briefgen.write.docx.grid import Cell, CellLook, Row
from briefgen.write.docx.ooxml import Element, add, twips, w
from briefgen.write.docx.stylesheet import table_style

T = TypeVar("T")

#: Top, left, bottom and right margin of cells in twentieths of a point.
Margins = tuple[int, int, int, int]

MARGIN_SIDES: Final = ("top", "left", "bottom", "right")

#: What a cell's text is given beyond its width in the layout, in twentieths of a point, so that
#: words which just fit there fit here too; with much more, words fit that did not fit there.
_SLACK: Final = 2


@dataclass(frozen=True)
class TableLook:
    """A table style.

    Attributes:
        outer: top, left, bottom and right line of the table.
        inside: lines between rows and between columns.
        bands: shading of odd and of even body rows.
        first_column: shading of row headers, where ``marks_rows``.
        marks_rows: the first column looks different from the others.
        first_row: shading of the header row.
        below_first_row: line below it.
        inside_first_row: line between its cells.
        align: vertical alignment in the body and in the header row.
        margins: margins of the cells.
    """

    outer: tuple[Line | None, Line | None, Line | None, Line | None]
    inside: tuple[Line | None, Line | None]
    bands: tuple[str | None, str | None]
    first_column: str | None
    marks_rows: bool
    first_row: str | None
    below_first_row: Line | None
    inside_first_row: Line | None
    align: tuple[str, str]
    margins: Margins

    def cell(self, row: int, cell: Cell, size: tuple[int, int], *, has_header: bool) -> CellLook:
        """Return what a cell of this style looks like.

        Args:
            row: number of its row from 0.
            cell: the cell.
            size: number of the table's rows and columns.
            has_header: the first row is a header.
        """
        rows, columns = size
        in_header = has_header and row == 0
        across = self.inside_first_row if in_header else self.inside[1]
        if in_header:
            shading = self.first_row
        elif self.marks_rows and cell.column == 0:
            shading = self.first_column
        else:
            shading = self.bands[(row - has_header) % 2]
        below = self.below_first_row if in_header else self.inside[0]
        above = self.below_first_row if has_header and row == 1 else self.inside[0]
        return CellLook(
            shading=shading,
            top=self.outer[0] if row == 0 else above,
            left=self.outer[1] if cell.column == 0 else across,
            bottom=self.outer[2] if row + 1 == rows else below,
            right=self.outer[3] if cell.column + cell.span == columns else across,
            align=self.align[1 if in_header else 0],
        )


def table_look(rows: Sequence[Row], styles: Mapping[HtmlElement, Style]) -> TableLook:
    """Derive the style that says most about a table's cells."""
    has_header = rows[0].in_head
    header = rows[0].cells if has_header else ()
    body = rows[1 if has_header else 0 :]
    cells = [cell for row in body for cell in row.cells]
    firsts = [row.cells[0] for row in body]
    others = [
        [cell.look.shading for row in body[odd::2] for cell in row.cells[1:] or row.cells]
        for odd in (0, 1)
    ]
    bands = (_usual(others[0]), _usual(others[1] or others[0]))
    first_column = _usual(cell.look.shading for cell in firsts)
    across = _usual(cell.look.right for row in body for cell in row.cells[:-1])
    return TableLook(
        outer=(
            _usual(cell.look.top for cell in rows[0].cells),
            _usual(row.cells[0].look.left for row in rows),
            _usual(cell.look.bottom for cell in rows[-1].cells),
            _usual(row.cells[-1].look.right for row in rows),
        ),
        inside=(_usual(cell.look.bottom for row in body[:-1] for cell in row.cells), across),
        bands=bands,
        first_column=first_column,
        marks_rows=_stand_apart(firsts, bands, first_column),
        first_row=_usual(cell.look.shading for cell in header),
        below_first_row=_usual(cell.look.bottom for cell in header),
        inside_first_row=_usual((cell.look.right for cell in header[:-1]), across),
        align=(
            _usual((cell.look.align for cell in cells), "top"),
            _usual((cell.look.align for cell in header), "top"),
        ),
        margins=_usual((cell_margins(styles[cell.element]) for cell in cells), (0, 0, 0, 0)),
    )


def cell_margins(style: Style) -> Margins:
    """Return a cell's margins: its padding, less the slack that its text is given."""
    padding = style.padding
    left, right = twips(padding.left), twips(padding.right)
    if style.right_to_left:
        left, right = right, left
    if right >= _SLACK:
        right -= _SLACK
    elif left >= _SLACK:
        left -= _SLACK
    return (twips(padding.top), left, twips(padding.bottom), right)


def style_element(name: str, look: TableLook) -> Element:
    """Return the ``w:style`` of a table style."""
    style = table_style(name)
    properties = add(style, "tblPr")
    add(properties, "tblStyleRowBandSize", val=1)
    borders = w("tblBorders")
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    for side, line in zip(sides, (*look.outer, *look.inside), strict=True):
        if line:
            borders.append(border_element(side, line))
    if len(borders):
        properties.append(borders)
    margins = add(properties, "tblCellMar")
    for side, margin in zip(MARGIN_SIDES, look.margins, strict=True):
        add(margins, side, w=margin, type="dxa")
    if look.align[0] != "top":
        add(add(style, "tcPr"), "vAlign", val=look.align[0])
    _condition(style, "firstRow", look.first_row, _header_borders(look), look.align[1])
    if look.marks_rows:
        _condition(style, "firstCol", look.first_column, [])
    _condition(style, "band1Horz", look.bands[0], [])
    _condition(style, "band2Horz", look.bands[1], [])
    return style


def _header_borders(look: TableLook) -> list[Element]:
    found = []
    if look.below_first_row != look.inside[0]:
        found.append(border_element("bottom", look.below_first_row))
    if look.inside_first_row != look.inside[1]:
        found.append(border_element("insideV", look.inside_first_row))
    return found


def _condition(
    style: Element, kind: str, shading: str | None, borders: list[Element], align: str = "top"
) -> None:
    cell = w("tcPr")
    if borders:
        add(cell, "tcBorders").extend(borders)
    if shading:
        add(cell, "shd", val="clear", color="auto", fill=shading)
    if align != "top":
        add(cell, "vAlign", val=align)
    if len(cell):
        add(style, "tblStylePr", type=kind).append(cell)


def _stand_apart(
    firsts: Sequence[Cell], bands: tuple[str | None, str | None], shading: str | None
) -> bool:
    """Tell whether the first column is all row headers and shaded on its own account."""
    return (
        all(cell.element.tag == "th" and cell.look.shading == shading for cell in firsts)
        and shading is not None
        and bands != (shading, shading)
    )


def _usual(values: Iterable[T], default: T | None = None) -> T:
    """Return the most frequent value, the first of them if several are."""
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else default  # type: ignore[return-value]
