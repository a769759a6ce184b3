"""XLSX workbooks, with the place of every cell; one sheet a record type.

What a reader of the sheet would not see, or would see otherwise, is refused
rather than read: hidden sheets, rows and columns, merged cells, formulas whose
results the file does not hold, error values, percentages stored as fractions.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence as SequenceOf
from decimal import Decimal
from pathlib import Path

from briefgen.diagnostics import ContentError, Diagnostic, Findings, Place, did_you_mean
from briefgen.load.inputs import Input
from briefgen.load.nodes import Mapping, Node, Scalar, Sequence
from briefgen.load.sheets import Cell, FarError, Package, PackageError, Sheet, SheetInfo, letters
from briefgen.load.tables import ASIDE, UNPRINTABLE, Columns

_NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")

#: The parts of a number format that are not its letters: quoted texts, conditions and colours
#: (but not hours beyond 24: ``[h]``), escaped and padding characters.
_ORNAMENT = re.compile(r'"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|\\.|_.|\*.', re.IGNORECASE)


def read_workbook(path: Path, file: str, sources: SequenceOf[Input] = ()) -> Mapping:
    """Read a workbook: every sheet, or those that are declared.

    Args:
        path: the workbook.
        file: the path to print in diagnostics.
        sources: what is declared of it.

    Raises:
        ContentError: the file is no workbook, or holds something that is refused.
    """
    found = Findings()
    try:
        with Package(path) as package:
            chosen = _chosen(package, file, sources, found)
            tables = [
                (source.records or info.name.strip(), _Table(package, info, file, source, found))
                for info, source in chosen
            ]
            parts = [(name, table.records()) for name, table in tables]
    except FarError as error:
        hint = "delete rows and columns that lie far from the table, and save the workbook anew"
        message = f"the workbook is too large to be read: {error}"
        raise ContentError([Diagnostic(Place(file), "too-large", message, hint)]) from None
    except PackageError as error:
        message = f"the workbook cannot be read: {error}"
        hint = "save it in a spreadsheet program as .xlsx, without a password"
        raise ContentError([Diagnostic(Place(file), "bad-workbook", message, hint)]) from None
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise ContentError([Diagnostic(Place(file), "unreadable", message)]) from None
    found.raise_errors()
    entries: dict[str, Node] = {}
    for name, records in parts:
        there = entries.get(name)
        items = (*there.items, *records.items) if isinstance(there, Sequence) else records.items
        entries[name] = Sequence(items, there.place if there else records.place)
    return Mapping(entries, {name: node.place for name, node in entries.items()}, Place(file))


def _chosen(
    package: Package, file: str, sources: SequenceOf[Input], found: Findings
) -> list[tuple[SheetInfo, Input]]:
    """Return the sheets to be read with what is declared of each."""
    sheets = {info.name: info for info in package.sheets}
    declared = [source for source in sources if source.sheet is not None]
    everywhere = next((source for source in sources if source.sheet is None), Input(file=file))
    if not declared:
        chosen = [(info, everywhere) for info in sheets.values() if info.name[:1] != ASIDE]
    else:
        chosen = []
        for source in declared:
            if source.sheet in sheets:
                chosen.append((sheets[source.sheet], source))
            else:
                hint = did_you_mean(source.sheet or "", list(sheets))
                found.error(Place(file), "no-sheet", f"there is no sheet `{source.sheet}`", hint)
    for info, source in chosen:
        if info.hidden and source.hidden == "refuse":
            found.error(
                Place(f"{file}#{info.name}"), "hidden-cells", "the sheet is hidden",
                f"show it, delete it, begin its name with `{ASIDE}`, or declare `hidden: read` "
                "for this file under `inputs`",
            )  # fmt: skip
    return chosen


class _Table:
    """One sheet: a header row of column names, then one record a row."""

    def __init__(
        self, package: Package, info: SheetInfo, file: str, source: Input, found: Findings
    ) -> None:
        self.package = package
        self.info = info
        self.source = source
        self.found = found
        self.sheet = f"{file}#{info.name}"
        self.notes = Sheet()
        self.reported: set[tuple[str, int]] = set()
        self.day_zero = dt.date(1904, 1, 1) if package.date_1904 else dt.date(1899, 12, 30)

    def records(self) -> Sequence:
        columns: Columns | None = None
        by_number: dict[int, tuple[str, ...] | None] = {}
        records = []
        for row in self.package.rows(self.info, self.notes):
            cells = [(cell, text) for cell in row if (text := self.text(cell)) is not None]
            if not cells:
                continue
            if columns is None:
                header = [(text, self.place(cell)) for cell, text in cells]
                columns = Columns(header, Place(self.sheet), self.found, self.source)
                numbers = [cell.column for cell, _ in cells]
                by_number = dict(zip(numbers, columns.paths, strict=True))
                continue
            placed = []
            for cell, text in cells:
                path = by_number.get(cell.column)
                if path is not None:
                    placed.append((path, Scalar(text, self.place(cell))))
                elif cell.column not in by_number:
                    self.note_once(
                        cell, ("nameless", cell.column), "bad-column",
                        "this column has a value but no name", "name it in the first row",
                    )  # fmt: skip
            if placed:
                records.append(columns.record(placed, placed[0][1].place))
        for reference in self.notes.merged:
            self.found.error(
                Place(f"{self.sheet}!{reference.partition(':')[0]}"), "merged-cells",
                f"the cells {reference} are merged", "part them and fill each in",
            )  # fmt: skip
        return Sequence(tuple(records), Place(self.sheet))

    def text(self, cell: Cell) -> str | None:
        """Return a cell's value as the text that a reader sees in it, ``None`` for none."""
        if cell.text is None:
            self.note(
                cell, "uncached-formula", "the file lacks this formula's result",
                "open the workbook in a spreadsheet program and save it",
            )  # fmt: skip
            return None
        if bad := UNPRINTABLE.search(cell.text):
            message = f"the character U+{ord(bad[0]):04X} cannot be printed"
            self.note(cell, "bad-character", message, "remove it")
            return None
        text = cell.text.strip()
        if not text:
            return None
        if self.source.hidden == "refuse" and self.is_hidden(cell):
            return None
        if cell.kind == "e":
            self.note(cell, "error-value", f"the cell holds the error {text}", "mend it")
            return None
        if cell.kind == "b":
            return "true" if text == "1" else "false"
        if cell.kind == "d":
            return re.sub(r"T00:00(:00(\.0+)?)?Z?$", "", text)
        return self.number(cell, text) if cell.kind == "n" else text

    def is_hidden(self, cell: Cell) -> bool:
        """Whether a reader of the sheet does not see the cell; reports it."""
        hint = "show it, delete it, or declare `hidden: read` for this file under `inputs`"
        if cell.hidden:
            message = f"row {cell.row} is hidden"
            self.note_once(cell, ("row", cell.row), "hidden-cells", message, hint)
            return True
        if any(first <= cell.column <= last for first, last in self.notes.hidden_columns):
            message = f"column {letters(cell.column)} is hidden"
            self.note_once(cell, ("column", cell.column), "hidden-cells", message, hint)
            return True
        if cell.form.replace(" ", "") in (";;", ";;;"):
            self.note(cell, "hidden-cells", "the cell's number format shows nothing", hint)
            return True
        return False

    def number(self, cell: Cell, text: str) -> str | None:
        """Return a number as its cell shows it: written out, or as a date."""
        if not _NUMBER.fullmatch(text) or len(text) > 10_000:
            self.note(cell, "bad-number", "the cell holds a number that cannot be read", "mend it")
            return None
        if cell.form == "General":
            return _exact(text)
        form = _ORNAMENT.sub("", cell.form).lower().partition(";")[0]
        if "%" in form:
            self.note(
                cell, "percent-format",
                f"the cell shows a percentage and holds the fraction {_exact(text)}",
                "write 86, not 86 %, and give the unit % in a column of its own",
            )  # fmt: skip
            return None
        if "general" in form or not re.search("[dmyhs]", form):
            return _exact(text)
        moment = self.moment(float(text), form)
        if moment is None:
            self.note(
                cell, "bad-date", "the cell has the format of a date and holds none",
                "write the date as a text: 2009-09-16, 2009-09, 2009",
            )  # fmt: skip
        return moment

    def moment(self, serial: float, form: str) -> str | None:
        """Return a date in the precision in which its cell shows it ("mmm-yy" shows no day)."""
        days, seconds = divmod(round(serial * 86_400), 86_400)
        minutes, second = divmod(seconds, 60)
        clock = f"{minutes // 60:02}:{minutes % 60:02}" + (f":{second:02}" if second else "")
        if not re.search("[dy]", form) and re.search("[hs]", form):
            return clock if days == 0 else None
        # The calendar of 1900 has a 29 February that never was (ECMA-376-1, §18.17.4.1).
        if not self.package.date_1904 and days <= 60:
            days = days + 1 if 0 < days < 60 else -1
        if not 0 <= days <= 2_958_465:
            return None
        day = (self.day_zero + dt.timedelta(days)).isoformat()
        if "d" in form or "y" not in form:
            return f"{day} {clock}" if seconds else day
        return day[: 7 if "m" in form else 4]

    def place(self, cell: Cell) -> Place:
        return Place(f"{self.sheet}!{letters(cell.column)}{cell.row}")

    def note(self, cell: Cell, rule: str, message: str, hint: str) -> None:
        self.found.error(self.place(cell), rule, message, hint)

    def note_once(
        self, cell: Cell, what: tuple[str, int], rule: str, message: str, hint: str
    ) -> None:
        """Report what a whole row or column is at fault with, at its first cell."""
        if what not in self.reported:
            self.reported.add(what)
            self.note(cell, rule, message, hint)


def _exact(text: str) -> str:
    """Return a number written out in full.

    Spreadsheet programs write 17 digits of a binary fraction; the shortest
    number that is the same fraction is what was typed.
    """
    if re.fullmatch("-?[0-9]+", text):
        return text
    value = float(text)
    return format(Decimal(repr(value)), "f").removesuffix(".0")
