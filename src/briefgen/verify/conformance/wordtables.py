"""Whether the tables of a Word file fit their grids, and can be read out."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.verify.conformance.faults import Fault
from briefgen.verify.conformance.wordreferences import place_in
from briefgen.verify.reading.word import Element, W, WordPackage, is_on, shown, val, whole
from briefgen.verify.reading.wordstyles import is_flag

_CELL_ENDS = (f"{W}p",)


def table_faults(package: WordPackage) -> Iterator[Fault]:
    """Yield what is wrong with the tables of a Word file."""
    for part in package.stories:
        for table in package.tree(part).iter(f"{W}tbl"):
            where = place_in(part, table)
            yield from (Fault("docx-table", where, message) for message in _grid(table))
            if _lacks_headers(table):
                message = "the table has neither a header row nor a header column"
                yield Fault("docx-header-row", where, message)


def _grid(table: Element) -> Iterator[str]:
    columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
    for number, row in enumerate(_children(table, "tr"), 1):
        properties = row.find(f"{W}trPr")
        outside = sum(
            whole(val(properties.find(f"{W}{name}"))) for name in ("gridBefore", "gridAfter")
        ) if properties is not None else 0  # fmt: skip
        cells = _children(row, "tc")
        width = sum(whole(val(c.find(f"{W}tcPr/{W}gridSpan")), 1) for c in cells) + outside
        if width != columns:
            yield f"row {number} of the table is {width} columns wide, its grid {columns}"
        for column, cell in enumerate(cells, 1):
            content = [child for child in shown(cell) if child.tag != f"{W}tcPr"]
            ends = [c for c in content if c.tag not in (f"{W}bookmarkEnd", f"{W}bookmarkStart")]
            if not ends or ends[-1].tag not in _CELL_ENDS:
                yield f"cell {column} of row {number} does not end with a paragraph"


def _lacks_headers(table: Element) -> bool:
    """Whether a table tells no header; a single cell is a box and needs none."""
    rows = _children(table, "tr")
    if sum(len(_children(row, "tc")) for row in rows) <= 1:
        return False
    if any(is_on(row.find(f"{W}trPr/{W}tblHeader")) for row in rows[:1]):
        return False
    return not is_flag(table.find(f"{W}tblPr/{W}tblLook"), "firstColumn")


def _children(element: Element, name: str) -> list[Element]:
    return [child for child in shown(element) if child.tag == f"{W}{name}"]
