"""Charts of a Word file: what they keep of their values, and what their workbooks hold.

ISO/IEC 29500-1, 21.2 (DrawingML charts) and 18 (SpreadsheetML).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from lxml import etree

from briefgen.verify.reading.word import A, C, Element, R, WordPackage

S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

_RANGE: Final = re.compile(r"(?:'?[^'!]*'?!)?\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")


@dataclass(frozen=True)
class WordSeries:
    """One series of a chart.

    Attributes:
        name: what it is called.
        color: of its line or its areas, six hexadecimal digits.
        kept: its values by year, as the chart keeps them.
        held: the same as its workbook holds them.
    """

    name: str
    color: str
    kept: Mapping[str, float]
    held: Mapping[str, float]


@dataclass(frozen=True)
class WordChart:
    """A chart.

    Attributes:
        part: the part that it is.
        book: the part that its workbook is; an empty text where it has none.
        kind: "line", or "bar" for columns.
        grouping: how its series stand: "standard", "clustered", "stacked", "percentStacked".
        top: the upper end of its axis; nothing where it is not told.
        series: the series, in order.
    """

    part: str
    book: str
    kind: str
    grouping: str
    top: float | None
    series: tuple[WordSeries, ...]


def read_chart(package: WordPackage, part: str) -> WordChart:
    """Return a chart.

    Raises:
        ValueError: it is no XML, or its workbook cannot be read.
    """
    root = package.tree(part)
    book = book_of(package, part)
    try:
        cells = cells_of(package.parts[book]) if book else {}
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        raise ValueError(f"{book} cannot be read: {error}") from None
    plot = next(root.iter(f"{C}lineChart", f"{C}barChart"), None)
    grouping = None if plot is None else plot.find(f"{C}grouping")
    top = root.find(f".//{C}valAx/{C}scaling/{C}max")
    return WordChart(
        part,
        book,
        "line" if plot is not None and plot.tag == f"{C}lineChart" else "bar",
        "" if grouping is None else grouping.get("val", ""),
        None if top is None else _number_of(top.get("val", "")),
        tuple(_series(one, cells) for one in root.iter(f"{C}ser")),
    )


def _series(series: Element, cells: Mapping[str, str]) -> WordSeries:
    years = _both(series.find(f"{C}cat"), cells)
    labels = [held or kept for kept, held in zip(*years, strict=True)]
    values = [dict(_told(labels, found)) for found in _both(series.find(f"{C}val"), cells)]
    shape = series.find(f"{C}spPr")
    fill = None if shape is None else shape.find(f"{A}solidFill/{A}srgbClr")
    line = None if shape is None else shape.find(f"{A}ln/{A}solidFill/{A}srgbClr")
    color = fill if fill is not None else line
    name, _ = _both(series.find(f"{C}tx"), cells)
    return WordSeries(
        name[0] if name else "", "" if color is None else color.get("val", "").lower(), *values
    )


def _told(labels: list[str], found: list[str]) -> list[tuple[str, float]]:
    """Return values by their labels, without the places that are empty."""
    pairs = [(at, _number_of(text)) for at, text in zip(labels, found, strict=False)]
    return [(at.removesuffix(".0"), value) for at, value in pairs if at and value is not None]


def _both(holder: Element | None, cells: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Return the texts of a range as the chart keeps them, and as the workbook holds them."""
    kinds = (f"{C}numRef", f"{C}strRef")
    reference = None if holder is None else next(holder.iter(*kinds), None)
    if reference is None:
        return [], []
    wanted = [cells.get(place, "") for place in places(reference.findtext(f"{C}f", ""))]
    kept = cached(reference, len(wanted))
    length = max(len(kept), len(wanted))
    return (
        kept + [""] * (length - len(kept)), wanted + [""] * (length - len(wanted))
    )  # fmt: skip


def _number_of(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def book_of(package: WordPackage, part: str) -> str:
    """Return the part that is the workbook of a chart; an empty text where it has none."""
    data = package.tree(part).find(f"{C}externalData")
    link = None if data is None else package.relationships(part).get(data.get(f"{R}id", ""))
    return link.target if link is not None and link.target in package.parts else ""


def cached(reference: Element, length: int) -> list[str]:
    """Return the values that a chart keeps of a range, an empty text where it has none."""
    holder = next(reference.iter(f"{C}numCache", f"{C}strCache"), None)
    if holder is None:
        return []
    count = holder.find(f"{C}ptCount")
    size = int(count.get("val", "0")) if count is not None else length
    found = [""] * size
    for point in holder.iter(f"{C}pt"):
        at = int(point.get("idx", "0"))
        if at < size:
            found[at] = point.findtext(f"{C}v", "")
    return found


def places(formula: str) -> list[str]:
    """Return the cells of a range in one column or row, or of one cell."""
    match = _RANGE.fullmatch(formula)
    if match is None:
        return []
    first, top, last, bottom = match.groups()
    columns = range(_number(first), _number(last or first) + 1)
    return [
        f"{_letters(column)}{row}"
        for row in range(int(top), int(bottom or top) + 1)
        for column in columns
    ]


def _number(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found


def _letters(number: int) -> str:
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def cells_of(workbook: bytes) -> dict[str, str]:
    """Return the cells of a workbook's first sheet."""
    with zipfile.ZipFile(BytesIO(workbook)) as package:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        sheets = sorted(n for n in package.namelist() if n.startswith("xl/worksheets/sheet"))
        sheet = etree.fromstring(package.read(sheets[0]), parser) if sheets else None
        shared: list[str] = []
        if "xl/sharedStrings.xml" in package.namelist():
            strings = etree.fromstring(package.read("xl/sharedStrings.xml"), parser)
            shared = ["".join(map(str, one.itertext())) for one in strings.iter(f"{S}si")]
    found = {}
    for cell in () if sheet is None else sheet.iter(f"{S}c"):
        value = cell.findtext(f"{S}v", "")
        match cell.get("t"):
            case "inlineStr":
                value = "".join(str(text) for text in cell.itertext())
            case "s":
                value = shared[int(value)]
        found[cell.get("r", "")] = value
    return found
