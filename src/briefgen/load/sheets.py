"""The cells of an XLSX package (ECMA-376, parts 1 and 2), read as a stream.

Nothing is kept but the texts that cells share and the row at hand, so that a
hostile file costs no more than an honest one. Spreadsheet libraries build the
whole grid first, or leave out what this reader is after: whether a row or
column is hidden, and both a formula and its last result.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from xml.parsers import expat

#: Limits far above any desk's workbook and far below what exhausts a machine.
_BYTES, _RATIO, _CELLS, ROWS, COLUMNS = 100_000_000, 100, 1_000_000, 200_000, 1_000

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

#: How a string of a workbook writes characters that XML cannot hold (ECMA-376-1, §22.9.2.19).
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")

#: Number formats that need no definition (ECMA-376-1, §18.8.30); those that are not here show
#: numbers. 27 to 36 and 50 to 58 are dates of East Asian locales.
_FORMATS = {
    9: "0%", 10: "0.00%", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 59)), "yyyy-mm-dd"),
    **dict.fromkeys(range(32, 36), "h:mm"),
}  # fmt: skip


class PackageError(Exception):
    """The package cannot be read; the message says why."""


class FarError(PackageError):
    """The package holds more than is read."""


@dataclass(slots=True)
class Cell:
    """One cell that holds something.

    Attributes:
        row: from 1.
        column: from 1.
        kind: ``n`` number, ``s`` text, ``b`` truth value, ``e`` error, ``d`` ISO date.
        text: the value, as the file holds it; ``None`` where it has none.
        form: number format.
        formula: whether the value is a formula's last result.
        hidden: whether its row is hidden.
    """

    row: int
    column: int
    kind: str
    text: str | None
    form: str
    formula: bool
    hidden: bool


@dataclass(frozen=True)
class SheetInfo:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    hidden: bool


@dataclass
class _Handlers:
    """What a parser of one part calls."""

    start: Callable[[str, dict[str, str]], None]
    end: Callable[[str], None] | None = None
    text: Callable[[str], None] | None = None


@dataclass
class Sheet:
    """What a sheet holds beside its cells, as far as it has been read.

    Attributes:
        hidden_columns: first and last column of each hidden run.
        merged: references of merged cells.
    """

    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


class Package:
    """An open workbook.

    Raises:
        PackageError: on opening and on reading, where the file is at fault.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            if stream.read(len(_OLE)) == _OLE:
                raise PackageError("it is encrypted, or in the old format .xls")
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise PackageError(f"it is no XLSX workbook ({error})") from None
        try:
            self._open()
        except BaseException:
            self.zip.close()
            raise

    def _open(self) -> None:
        names = self.zip.namelist()
        if len(names) != len(set(names)):
            raise PackageError("two of its parts have the same name")
        self.read = 0
        self.date_1904 = False
        self.sheets: list[SheetInfo] = []
        main = next(iter(self._targets("_rels/.rels", "", "/officeDocument").values()), "")
        if main not in names:
            raise PackageError("it is no XLSX workbook (it has no workbook part)")
        self._refuse_macros()
        folder, name = posixpath.split(main)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        self._list_sheets(main, self._targets(relations, folder, "/worksheet"))
        self.forms = self._formats(self._targets(relations, folder, "/styles"))
        self.shared = self._shared_texts(self._targets(relations, folder, "/sharedStrings"))

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.zip.close()

    def rows(self, info: SheetInfo, sheet: Sheet) -> Iterator[list[Cell]]:
        """Yield the rows of a sheet that hold anything.

        Args:
            info: the sheet.
            sheet: takes what else is read; complete when the last row was yielded.
        """
        reader = _SheetReader(self, sheet)
        handlers = _Handlers(reader.start, reader.end, reader.text)
        for _ in self._parse(info.part, handlers):
            yield from reader.rows
            reader.rows.clear()

    def _refuse_macros(self) -> None:
        def start(_name: str, attributes: dict[str, str]) -> None:
            if "macroEnabled" in attributes.get("ContentType", ""):
                raise PackageError("it is a workbook with macros (.xlsm)")

        self._parse_all("[Content_Types].xml", _Handlers(start))

    def _targets(self, part: str, folder: str, kind: str) -> dict[str, str]:
        """Return the parts that a part's relationships of one kind lead to, by their ids."""
        found: dict[str, str] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if name != "Relationship" or not attributes.get("Type", "").endswith(kind):
                return
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
            found[attributes.get("Id", "")] = target.lstrip("/")

        if part in self.zip.namelist():
            self._parse_all(part, _Handlers(start))
        return found

    def _list_sheets(self, main: str, parts: Mapping[str, str]) -> None:
        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "workbookPr":
                self.date_1904 = attributes.get("date1904") in ("1", "true")
            if name == "sheet" and (part := parts.get(_relation(attributes))):
                state = attributes.get("state", "visible")
                self.sheets.append(SheetInfo(attributes.get("name", ""), part, state != "visible"))

        self._parse_all(main, _Handlers(start))

    def _formats(self, parts: Mapping[str, str]) -> list[str]:
        """Return the number format of each cell style."""
        codes: dict[int, str] = {}
        forms: list[str] = []
        inside = False

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            if name == "numFmt":
                codes[_integer(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            elif name == "cellXfs":
                inside = True
            elif name == "xf" and inside:
                number = _integer(attributes.get("numFmtId"))
                forms.append(codes.get(number, _FORMATS.get(number, "General")))

        def end(name: str) -> None:
            nonlocal inside
            inside = inside and name != "cellXfs"

        for part in parts.values():
            self._parse_all(part, _Handlers(start, end))
        return forms

    def _shared_texts(self, parts: Mapping[str, str]) -> list[str]:
        texts: list[str] = []
        reader = _TextReader()

        def end(name: str) -> None:
            reader.end(name)
            if name == "si":
                texts.append(reader.take())

        for part in parts.values():
            self._parse_all(part, _Handlers(reader.start, end, reader.text))
        return texts

    def _parse_all(self, part: str, handlers: _Handlers) -> None:
        for _ in self._parse(part, handlers):
            pass

    def _parse(self, part: str, handlers: _Handlers) -> Iterator[None]:
        """Parse a part piece by piece; names lose their prefixes, which tell nothing apart here."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        start, end = handlers.start, handlers.end

        def started(name: str, attributes: dict[str, str]) -> None:
            start(name[name.rfind(":") + 1 :], attributes)

        def refuse(*_: object) -> None:
            raise PackageError("it declares a document type")

        parser.StartElementHandler = started
        if end is not None:
            parser.EndElementHandler = lambda name: end(name[name.rfind(":") + 1 :])
        if handlers.text is not None:
            parser.CharacterDataHandler = handlers.text
        parser.StartDoctypeDeclHandler = refuse
        try:
            entry = self.zip.getinfo(part)
            self._check_size(entry)
            with self.zip.open(entry) as stream:
                while piece := stream.read(1 << 18):
                    parser.Parse(piece, False)
                    yield
            parser.Parse(b"", True)
            yield
        except (KeyError, expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise PackageError(f"its part {part} cannot be read ({error})") from None
        except (RuntimeError, NotImplementedError, OSError) as error:
            # zipfile: a password, or a kind of compression that it does not know.
            raise PackageError(f"its part {part} cannot be unpacked ({error})") from None

    def _check_size(self, entry: zipfile.ZipInfo) -> None:
        self.read += entry.file_size
        swollen = entry.file_size > max(entry.compress_size, 1) * _RATIO
        if self.read > _BYTES or (swollen and entry.file_size > _BYTES // 10):
            raise FarError(f"{entry.filename} is {entry.file_size // 10**6} MB unpacked")


class _TextReader:
    """Gathers the text of runs; phonetic readings (``rPh``) are no part of it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.reading = False
        self.aside = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        if name == "t":
            self.reading = not self.aside
        elif name == "rPh":
            self.aside = True

    def end(self, name: str) -> None:
        if name == "t":
            self.reading = False
        elif name == "rPh":
            self.aside = False

    def text(self, text: str) -> None:
        if self.reading:
            self.parts.append(text)

    def take(self) -> str:
        text = _unescaped("".join(self.parts))
        self.parts.clear()
        return text


class _SheetReader:
    """Turns the elements of a sheet into rows of cells."""

    def __init__(self, package: Package, sheet: Sheet) -> None:
        self.package = package
        self.sheet = sheet
        self.rows: list[list[Cell]] = []
        self.row: list[Cell] = []
        self.number = 0
        self.column = 0
        self.row_hidden = False
        self.kind = "n"
        self.style = 0
        self.formula = False
        self.value: list[str] | None = None
        self.reading = False
        self.runs = _TextReader()
        self.cells = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self.begin_cell(attributes)
        elif name == "v":
            self.value, self.reading = [], True
        elif name == "row":
            self.number = _integer(attributes.get("r")) or self.number + 1
            self.column = 0
            self.row_hidden = _is_hidden(attributes, "ht")
        elif name == "f":
            self.formula = True
        elif name == "col":
            if _is_hidden(attributes, "width"):
                run = (_integer(attributes.get("min")), _integer(attributes.get("max")))
                self.sheet.hidden_columns.append(run)
        elif name == "mergeCell":
            self.sheet.merged.append(attributes.get("ref", ""))
        else:
            self.runs.start(name, attributes)

    def begin_cell(self, attributes: dict[str, str]) -> None:
        reference = _REFERENCE.fullmatch(attributes.get("r", ""))
        if reference:
            self.column = 0
            for letter in reference[1]:
                self.column = self.column * 26 + ord(letter) - 64
            self.number = int(reference[2])
        else:
            self.column += 1
        self.kind = attributes.get("t", "n")
        self.style = _integer(attributes.get("s"))
        self.formula = False
        self.value = None

    def end(self, name: str) -> None:
        if name == "c":
            self.end_cell()
        elif name == "v":
            self.reading = False
        elif name == "row":
            if self.row:
                self.rows.append(self.row)
                self.row = []
        else:
            self.runs.end(name)

    def text(self, text: str) -> None:
        if self.reading and self.value is not None:
            self.value.append(text)
        else:
            self.runs.text(text)

    def end_cell(self) -> None:
        text: str | None = None if self.value is None else "".join(self.value)
        kind = self.kind
        if kind == "inlineStr":
            text, kind = self.runs.take(), "s"
        elif kind == "s" and text:
            index = _integer(text)
            if index >= len(self.package.shared):
                raise PackageError(f"a cell of row {self.number} lacks its text")
            text = self.package.shared[index]
        elif kind == "str":
            kind = "s"
            text = text and _unescaped(text)
        elif not text:
            text = None
        if text is None and not self.formula:
            return
        self.cells += 1
        if self.number > ROWS or self.column > COLUMNS or self.cells > _CELLS:
            what = f"a cell in row {self.number}, column {self.column}"
            raise FarError(what if self.cells <= _CELLS else f"more than {_CELLS} cells")
        forms = self.package.forms
        form = forms[self.style] if self.style < len(forms) else "General"
        self.row.append(
            Cell(self.number, self.column, kind, text, form, self.formula, self.row_hidden)
        )


def _relation(attributes: Mapping[str, str]) -> str:
    """Return the id of the relationship that an element names, whatever its prefix (``r:id``)."""
    return next((value for name, value in attributes.items() if name.endswith(":id")), "")


def letters(column: int) -> str:
    """Return a column's name: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def escaped(text: str) -> str:
    """Return a text with a mark before what a workbook's reader would take for an escape."""
    return _ESCAPE.sub(r"_x005F_x\1_", text)


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    """Whether a row or column is hidden, or has no size, which looks the same."""
    return attributes.get("hidden") in ("1", "true") or attributes.get(size) in ("0", "0.0")


def _integer(text: str | None) -> int:
    """Return a number of an attribute, 0 where there is none or it is no number."""
    return int(text) if text is not None and re.fullmatch("[0-9]{1,9}", text.strip()) else 0
