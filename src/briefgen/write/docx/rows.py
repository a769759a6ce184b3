"""Rows of tables without what is in their cells: copies of patterns."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Final

from briefgen.write.docx.builder import Builder
from briefgen.write.docx.formats import border_element
from briefgen.write.docx.grid import Cell, CellLook, Row
from briefgen.write.docx.ooxml import Element, W, add, twips, w
from briefgen.write.docx.tablestyles import MARGIN_SIDES, TableLook, cell_margins

_WIDTH: Final = f"{{{W}}}w"


class RowPatterns:
    """The rows of one table, each a copy of the first that stands and looks like it."""

    def __init__(
        self,
        builder: Builder,
        look: TableLook,
        widths: Sequence[float],
        count: int,
        *,
        has_header: bool,
    ) -> None:
        """Prepare for a table.

        Args:
            builder: the document.
            look: the table's style.
            widths: of its columns, in points.
            count: number of its rows.
            has_header: the first row is a header.
        """
        self._builder, self._look, self._widths = builder, look, widths
        self._count, self._has_header = count, has_header
        self._patterns: dict[tuple[object, ...], Element] = {}

    def copy(self, number: int, row: Row) -> Element:
        """Return the ``w:tr`` of a row, numbered from 0; its cells hold their properties only."""
        # What the style does for a cell depends on where its row stands (``TableLook.cell``).
        stands = (min(number, 2), (number - self._has_header) % 2, number + 1 == self._count)
        styles = self._builder.layout.styles
        cells = ((id(one.look), id(styles[one.element]), one.span) for one in row.cells)
        key = (row.in_head, stands, *cells)
        if key not in self._patterns:
            self._patterns[key] = self._row(number, row)
        return copy(self._patterns[key])

    def _row(self, number: int, row: Row) -> Element:
        line = w("tr")
        properties = add(line, "trPr")
        add(properties, "cantSplit")
        if row.in_head:
            add(properties, "tblHeader")
        size = (self._count, len(self._widths))
        for cell in row.cells:
            # Programs differ on whether a second header row has the first row's look.
            known = not (number and row.in_head)
            has_header = self._has_header
            usual = self._look.cell(number, cell, size, has_header=has_header) if known else None
            add(line, "tc").append(self._properties(cell, usual))
        return line

    def _properties(self, cell: Cell, usual: CellLook | None) -> Element:
        """Return ``w:tcPr``: the cell's width, and in what it differs from the table's style.

        Where ``usual`` is ``None`` nothing is known of what the style does; all is written.
        """
        columns = self._widths[cell.column : cell.column + cell.span]
        properties = w("tcPr")
        add(properties, "tcW", w=sum(map(twips, columns)), type="dxa")
        if cell.span > 1:
            add(properties, "gridSpan", val=cell.span)
        borders = w("tcBorders")
        for side in MARGIN_SIDES:
            if usual is None or getattr(cell.look, side) != getattr(usual, side):
                borders.append(border_element(side, getattr(cell.look, side)))
        if len(borders):
            properties.append(borders)
        if usual is None or cell.look.shading != usual.shading:
            add(properties, "shd", val="clear", color="auto", fill=cell.look.shading or "auto")
        margins = cell_margins(self._builder.style(cell.element))
        if margins != self._look.margins:
            holder = add(properties, "tcMar")
            for side, margin, common in zip(MARGIN_SIDES, margins, self._look.margins, strict=True):
                if margin != common:
                    add(holder, side, w=margin, type="dxa")
        if usual is None or cell.look.align != usual.align:
            add(properties, "vAlign", val=cell.look.align)
        return properties


def cell_width(cell: Element) -> int:
    """Return the width of a copy's cell, in twentieths of a point."""
    return int(cell[0][0].get(_WIDTH, ""))
