"""A located tree written out as source files of any format: the inverse of reading.

Texts stay texts: no cell of a table is a number or a date, so that no program
interprets what it holds.
"""

from __future__ import annotations

import csv
import io
import json
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.diagnostics import UsageError
from briefgen.load.nodes import Mapping, plain
from briefgen.load.sheets import escaped
from briefgen.load.tables import flatten

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet
    from sqlalchemy import Connection

FORMATS = ("yaml", "json", "csv", "xlsx")

#: Characters of a cell (ECMA-376 has no limit; Excel's specifications do).
_CELL = 32_767

#: Bytes of a column's name that PostgreSQL tells apart.
_NAME = 63

#: Texts that YAML reads as they stand, on one line and in any place.
_PLAIN = re.compile(r"[A-Za-z0-9][\w./()%+-]*( [\w(][\w./()%+-]*)*", re.ASCII)
_BLOCK = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff][^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]*"
)
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class Table:
    """The records of one type as columns and rows of cells; an empty cell holds nothing."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def write_dossier(tree: Mapping, folder: Path, format_: str) -> None:
    """Write a dossier's records into a folder.

    Args:
        tree: the records, as :func:`briefgen.load.folder.load_folder` returns them.
        folder: an existing folder.
        format_: one of :data:`FORMATS`.

    Raises:
        UsageError: a text is too long for the format.
    """
    if format_ == "yaml":
        (folder / "dossier.yaml").write_text(as_yaml(tree), "utf-8")
    elif format_ == "json":
        text = json.dumps(plain(tree), ensure_ascii=False, indent=2) + "\n"
        (folder / "dossier.json").write_text(text, "utf-8")
    elif format_ == "csv":
        for name, table in tables(tree).items():
            file = io.StringIO(newline="")
            csv.writer(file, lineterminator="\n").writerows([table.columns, *table.rows])
            (folder / f"{name}.csv").write_bytes(file.getvalue().encode())
    else:
        write_workbook(tables(tree), folder / "dossier.xlsx")


def tables(tree: Mapping) -> dict[str, Table]:
    """Return every record type of a tree as a table."""
    found = {}
    for name, records in plain(tree).items():
        rows = [flatten(record) for record in (records if isinstance(records, list) else [records])
                if isinstance(record, dict)]  # fmt: skip
        columns = tuple(dict.fromkeys(column for row in rows for column in row))
        if columns:
            cells = tuple(tuple(row.get(column, "") for column in columns) for row in rows)
            found[name] = Table(columns, cells)
    return found


def write_workbook(
    sheets: dict[str, Table], path: Path, comments: dict[str, dict[str, str]] | None = None
) -> None:
    """Write tables as a workbook of one sheet each.

    Args:
        sheets: the tables by the names of their sheets.
        path: where it goes.
        comments: by sheet and column: what is shown where the pointer rests on the header.

    Raises:
        UsageError: a text is longer than a cell can hold.
    """
    import openpyxl  # noqa: PLC0415  # slow to import

    book = openpyxl.Workbook()
    if book.active is not None:
        book.remove(book.active)
    for name, table in sheets.items():
        _fill(book.create_sheet(name), table, (comments or {}).get(name, {}))
    book.save(path)


def _fill(sheet: Worksheet, table: Table, comments: dict[str, str]) -> None:
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    top = Alignment(vertical="top", wrap_text=True)
    for row, cells in enumerate((table.columns, *table.rows), 1):
        for column, text in enumerate(cells, 1):
            if not text:
                continue
            text = escaped(text)  # noqa: PLW2901
            if len(text) > _CELL:
                raise UsageError(
                    f"a text of {sheet.title} has {len(text)} characters, a cell of a workbook "
                    f"holds {_CELL}\n  hint: use another format"
                )
            cell = sheet.cell(row, column, text)
            # Whatever it looks like ("=1+1", "#N/A"), it is a text, and shown as one.
            cell.data_type = "s"
            cell.number_format = "@"
            if row > 1:
                cell.alignment = top
    bold, fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="12436D")
    for number, name in enumerate(table.columns, 1):
        header = sheet.cell(1, number)
        header.font, header.fill = bold, fill
        if name in comments:
            header.comment = Comment(comments[name], "briefgen", height=110, width=280)
        longest = max((len(row[number - 1]) for row in table.rows), default=0)
        width = min(max(len(name) + 3, longest), 60)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"


def write_tables(tree: Mapping, connection: Connection) -> dict[str, str]:
    """Write the records into tables of a database; return the queries that read them.

    Raises:
        UsageError: a column's name is longer than a database tells apart.
    """
    from sqlalchemy import Column, Integer, MetaData, Text  # noqa: PLC0415
    from sqlalchemy import Table as DatabaseTable  # noqa: PLC0415

    queries = {}
    for name, table in tables(tree).items():
        for column in table.columns:
            if len(column.encode()) > _NAME:
                raise UsageError(f"`{column}` is too long for a database's column")
        columns = [Column(column, Text) for column in table.columns]
        written = DatabaseTable(name, MetaData(), Column("_row", Integer), *columns)
        written.create(connection)
        connection.execute(
            written.insert(),
            [
                {"_row": number}
                | {c: text or None for c, text in zip(table.columns, row, strict=True)}
                for number, row in enumerate(table.rows, 1)
            ],
        )
        queries[name] = f"SELECT * FROM {name} ORDER BY _row"  # noqa: S608  # a record type
    return queries


def as_yaml(tree: Mapping) -> str:
    """Return the records as YAML."""
    value = plain(tree)
    return "\n".join("\n".join(_mapping({key: item}, "")) + "\n" for key, item in value.items())


def _mapping(value: dict[str, Any], indent: str) -> Iterator[str]:
    for key, item in value.items():
        yield from _entry(f"{indent}{_scalar(key)}:", item, indent)


def _entry(begin: str, item: Any, indent: str) -> Iterator[str]:
    """Yield the lines of a value that follows a name."""
    if isinstance(item, dict) and item:
        yield begin
        yield from _mapping(item, indent + "  ")
    elif isinstance(item, list) and item:
        if all(isinstance(one, str) and _is_plain(one) and len(one) <= 40 for one in item):
            yield f"{begin} [{', '.join(item)}]"
            return
        yield begin
        for one in item:
            if isinstance(one, dict) and one:
                first, *others = _mapping(one, indent + "    ")
                yield f"{indent}  - {first.lstrip()}"
                yield from others
            else:
                yield from _entry(f"{indent}  -", one, indent + "    ")
    elif isinstance(item, str) and (block := _block(item)):
        yield f"{begin} >-"
        yield from (f"{indent}  {line}".rstrip() for line in block)
    else:
        yield f"{begin} {_inline(item)}".rstrip()


def _inline(item: Any) -> str:
    """Return a value that holds no others as YAML."""
    if item is None:
        return ""
    return _scalar(item) if isinstance(item, str) else repr(item)


def _is_plain(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text)) and text.lower() not in ("null", "~")


def _scalar(text: str) -> str:
    """Return a text as YAML, in quotation marks where it needs them."""
    if _is_plain(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def _block(text: str) -> list[str]:
    """Return the lines of a folded block, none where a line is the better form."""
    paragraphs = text.split("\n\n")
    if len(text) <= 88 and len(paragraphs) == 1:
        return []
    lines: list[str] = []
    for paragraph in paragraphs:
        words = paragraph.split(" ")
        if not _BLOCK.fullmatch(paragraph) or "\n" in paragraph or not all(words):
            return []
        wrapped = textwrap.wrap(
            paragraph, 96, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
        )
        if " ".join(wrapped) != paragraph:
            return []
        lines += [*([""] if lines else []), *wrapped]
    return lines
