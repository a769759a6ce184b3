"""A table of many rows into a Word file: by briefgen from a layout, by python-docx cell by cell.

Prints seconds. The layout is of a short table whose rows are then multiplied: what is measured is
the Word writer, whose work is the same for a table that was laid out whole.
"""

from __future__ import annotations

import copy
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from docx import Document

from benchmarks.workloads.layouts import fonts, laid_out, word_file
from briefgen.layout.pages import Layout

_COLUMNS = 6

#: Rows of the table that is laid out.
_LAID_OUT = 50


def main(arguments: Sequence[str]) -> None:
    """Measure ``briefgen``, ``rows`` or ``cells`` (first argument) with so many rows (second)."""
    how, rows = arguments[0], int(arguments[1])
    taken = _briefgen(Path(arguments[2]), rows) if how == "briefgen" else _python_docx(how, rows)
    sys.stderr.write(f"{taken}\n")


def _briefgen(folder: Path, rows: int) -> float:
    page = folder / f"table-{rows}.html"
    page.write_text(_html(_LAID_OUT), "utf-8")
    known, layout = fonts(), _multiplied(laid_out(page), rows)
    word_file(laid_out(page), known)  # what is loaded once a process
    begun = time.perf_counter()
    page.with_suffix(".docx").write_bytes(word_file(layout, known))
    return time.perf_counter() - begun


def _python_docx(how: str, rows: int) -> float:
    document = Document()
    begun = time.perf_counter()
    table = document.add_table(rows=rows, cols=_COLUMNS)
    if how == "rows":
        for number, row in enumerate(table.rows):
            for cell, text in zip(row.cells, _row(number), strict=True):
                cell.text = text
    else:
        for number in range(rows):
            for column, text in enumerate(_row(number)):
                table.cell(number, column).text = text
    document.save(BytesIO())
    return time.perf_counter() - begun


def _row(number: int) -> list[str]:
    return [f"Commodity {number:05}", *(f"{number * 7919 * n % 999_983:,}" for n in range(1, 6))]


def _html(rows: int) -> str:
    body = "".join(
        f"<tr>{''.join(f'<td>{text}</td>' for text in _row(number))}</tr>" for number in range(rows)
    )
    return (
        '<!DOCTYPE html><html lang="en"><head><title>Table</title><style>'
        "@page { size: A4 } html { font-family: Carlito } table { width: 100%;"
        " table-layout: fixed; border-collapse: collapse } td { border-bottom: 0.5pt solid #c5ced6;"
        f" padding: 2pt }}</style></head><body><table><tbody>{body}</tbody></table></body></html>"
    )


def _multiplied(layout: Layout, rows: int) -> Layout:
    """Return a layout whose table has as many rows as asked for, each with texts of its own."""
    styles = dict(layout.styles)
    [body] = layout.root.iter("tbody")
    there = list(body)
    for number in range(len(there), rows):
        pattern = there[number % len(there)]
        added = copy.deepcopy(pattern)
        for old, new in zip(pattern.iter(), added.iter(), strict=True):
            if old in layout.styles:
                styles[new] = layout.styles[old]
        for cell, text in zip(added, _row(number), strict=True):
            cell.text = text
        body.append(added)
    return replace(layout, styles=styles)
