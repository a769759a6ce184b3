"""CSV files, with the place of every cell.

Commas (RFC 4180) unless the input is declared otherwise; nothing is guessed at.
"""

from __future__ import annotations

import csv
import io
import re

from briefgen.diagnostics import ContentError, Diagnostic, Findings, Place
from briefgen.load.inputs import Input
from briefgen.load.nodes import Scalar, Sequence
from briefgen.load.tables import Columns

#: Ways out, by a part of the reader's message.
_HINTS = {
    "unexpected end": "close the quotation marks",
    "expected after": "part the columns with `{}`; double a quotation mark inside a quoted text",
    "field limit": "close the quotation marks, or shorten the text",
}

#: Columns that hold numbers, by their last part.
_NUMBERS = ("value", "base")

#: Spaces that part thousands where the decimal sign is a comma.
_THOUSANDS = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]"
_DECIMAL_COMMA = re.compile(
    rf"[-+\N{{MINUS SIGN}}]?([0-9]{{1,3}}({_THOUSANDS}[0-9]{{3}})+|[0-9]+)(,[0-9]+)?"
)

_BREAK = re.compile("\r\n|\r|\n")


def read_csv(text: str, file: str, source: Input | None = None) -> Sequence:
    """Read a table with a header row; one record a row, empty cells left out.

    Args:
        text: the file's content.
        file: the path to print in diagnostics.
        source: what is declared of the file; its file and encoding are not looked at.

    Raises:
        ContentError: no header, duplicate or empty column names, rows of
            another length than the header, open quotation marks.
    """
    found = Findings()
    source = source or Input(file=file)
    rows = _rows(text, file, source.delimiter)
    if not rows:
        raise ContentError(
            [Diagnostic(Place(file), "bad-csv", "the table is empty", "give it a header row")]
        )
    header, *body = rows
    _check_header(header, source, found)
    columns = Columns(((name, place) for place, name in header), header[0][0], found, source)
    found.raise_errors()
    decimals = [
        source.decimal == "," and name.rpartition(".")[2] in _NUMBERS for name in columns.names
    ]
    records = []
    for row in body:
        if not any(cell.strip() for _, cell in row):
            continue
        if len(row) != len(header):
            found.error(
                row[0][0], "bad-csv",
                f"this row has {len(row)} cells, the header has {len(header)}",
                f"put texts that hold `{_shown(source.delimiter)}` in quotation marks",
            )  # fmt: skip
            continue
        for (place, cell), decimal in zip(row, decimals, strict=False):
            if decimal and "." in cell:
                found.error(
                    place, "bad-number", f'"{cell.strip()}" has a dot, expected a decimal comma',
                    'remove dots that part thousands, or declare `decimal: "."`',
                )  # fmt: skip
        cells = [
            (path, Scalar(_with_dot(text) if decimal else text, place))
            for path, (place, cell), decimal in zip(columns.paths, row, decimals, strict=False)
            if path is not None and (text := cell.strip())
        ]
        records.append(columns.record(cells, row[0][0]))
    found.raise_errors()
    return Sequence(tuple(records), Place(file, 1, 1))


def _with_dot(text: str) -> str:
    """Return a number with a decimal comma as one with a dot; anything else unchanged."""
    if not _DECIMAL_COMMA.fullmatch(text):
        return text
    return re.sub(_THOUSANDS, "", text).replace(",", ".").replace("\N{MINUS SIGN}", "-")


def _shown(delimiter: str) -> str:
    return delimiter.replace("\t", "\\t")


def _check_header(header: list[tuple[Place, str]], source: Input, found: Findings) -> None:
    for other in (";", "\t", "|", ","):
        if len(header) == 1 and other in header[0][1] and other != source.delimiter:
            shown = _shown(other)
            found.error(
                header[0][0], "bad-csv", f"the columns seem to be separated by `{shown}`",
                f'declare `delimiter: "{shown}"` for the file under `inputs`, '
                "or save it with commas",
            )  # fmt: skip
            break
    for index, (place, name) in enumerate(header):
        if not name.strip():
            found.error(
                place, "bad-csv", f"column {index + 1} has no name", "name it in the first row"
            )


def _rows(text: str, file: str, delimiter: str) -> list[list[tuple[Place, str]]]:
    """Return rows of placed cells; a cell's column is that of its first character."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines = _BREAK.split(text)
    rows: list[list[tuple[Place, str]]] = []
    line = 1
    try:
        for cells in reader:
            column, row, here = 1, [], line
            for cell in cells:
                row.append((Place(file, here, column), cell))
                quoted = here <= len(lines) and lines[here - 1][column - 1 : column] == '"'
                if "\n" in cell or "\r" in cell:
                    *more, last = _BREAK.split(cell)
                    here += len(more)
                    column = len(last) + last.count('"') * quoted + 1 + quoted + 1
                else:
                    column += len(cell) + cell.count('"') * quoted + 2 * quoted + 1
            if row:
                rows.append(row)
            line = reader.line_num + 1
    except csv.Error as error:
        message = str(error)
        hint = next((hint for part, hint in _HINTS.items() if part in message), "")
        place = Place(file, line)
        hint = hint.format(_shown(delimiter))
        raise ContentError([Diagnostic(place, "bad-csv", message, hint)]) from None
    return rows
