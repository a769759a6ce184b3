"""CSV files, with the place of every cell.

UTF-8 and commas (RFC 4180); anything else is refused with the way out rather
than guessed at.
"""

from __future__ import annotations

import csv
import io
import re

from briefgen.diagnostics import ContentError, Diagnostic, Findings, Place
from briefgen.load.nodes import Mapping, Node, Scalar, Sequence

#: Ways out, by a part of the reader's message.
_HINTS = {
    "unexpected end": "close the quotation marks",
    "expected after": "part the columns with commas; double a quotation mark inside a quoted text",
}

_BREAK = re.compile("\r\n|\r|\n")


def read_csv(text: str, file: str) -> Sequence:
    """Read a table with a header row; one record a row, empty cells left out.

    Args:
        text: the file's content.
        file: the path to print in diagnostics.

    Raises:
        ContentError: no header, duplicate or empty column names, rows of
            another length than the header, open quotation marks.
    """
    found = Findings()
    rows = list(_rows(text, file))
    if not rows:
        raise ContentError(
            [Diagnostic(Place(file), "bad-csv", "the table is empty", "give it a header row")]
        )
    header, *body = rows
    names = _column_names(header, found)
    records = []
    for row in body:
        if not any(text.strip() for _, text in row):
            continue
        if len(row) != len(names):
            found.error(
                row[0][0], "bad-csv",
                f"this row has {len(row)} cells, the header has {len(names)}",
                "put texts that hold commas in quotation marks",
            )  # fmt: skip
            continue
        cells = {n: (p, t) for n, (p, t) in zip(names, row, strict=True) if t.strip()}
        entries: dict[str, Node] = {n: Scalar(t.strip(), p) for n, (p, t) in cells.items()}
        records.append(Mapping(entries, {n: p for n, (p, _) in cells.items()}, row[0][0]))
    found.raise_errors()
    return Sequence(tuple(records), Place(file, 1, 1))


def _column_names(header: list[tuple[Place, str]], found: Findings) -> list[str]:
    names = [name.strip() for _, name in header]
    if len(names) == 1 and ";" in names[0]:
        found.error(
            header[0][0], "bad-csv", "the columns seem to be separated by `;`",
            "save the table with commas between the columns",
        )  # fmt: skip
    for index, (place, _) in enumerate(header):
        if not names[index]:
            found.error(place, "bad-csv", f"column {index + 1} has no name")
        elif names[index] in names[:index]:
            found.error(place, "duplicate-key", f"two columns are named `{names[index]}`")
    found.raise_errors()
    return names


def _rows(text: str, file: str) -> list[list[tuple[Place, str]]]:
    """Return rows of placed cells; a cell's column is that of its first character."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines = _BREAK.split(text)
    rows: list[list[tuple[Place, str]]] = []
    line = 1
    try:
        for cells in reader:
            column, row, here = 1, [], line
            for cell in cells:
                row.append((Place(file, here, column), cell))
                quoted = (
                    lines[here - 1][column - 1 : column] == '"' if here <= len(lines) else False
                )
                first, *more = _BREAK.split(cell)
                if more:
                    here += len(more)
                    column = len(more[-1]) + more[-1].count('"') * quoted + 1 + quoted + 1
                else:
                    column += len(first) + first.count('"') * quoted + 2 * quoted + 1
            if row:
                rows.append(row)
            line = reader.line_num + 1
    except csv.Error as error:
        message = str(error)
        hint = next((hint for part, hint in _HINTS.items() if part in message), "")
        place = Place(file, line)
        raise ContentError([Diagnostic(place, "bad-csv", message, hint)]) from None
    return rows
