"""Whether a chart of a Word file shows what its workbook holds (ISO/IEC 29500-1, 21.2)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from lxml import etree

from briefgen.verify.conformance.faults import Fault
from briefgen.verify.reading.word import C, Element, R, WordPackage

S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

_RANGE: Final = re.compile(r"(?:'?[^'!]*'?!)?\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")


def chart_faults(package: WordPackage) -> Iterator[Fault]:
    """Yield charts without a workbook, or with values other than its own."""
    for name in sorted(package.parts):
        if re.fullmatch(r"word/charts/[^/]+\.xml", name):
            yield from (Fault("docx-chart", name, message) for message in _chart(package, name))


def _chart(package: WordPackage, name: str) -> Iterator[str]:
    root = package.tree(name)
    data = root.find(f"{C}externalData")
    link = None if data is None else package.relationships(name).get(data.get(f"{R}id", ""))
    if link is None or link.target not in package.parts:
        yield "it has no workbook, so nobody can edit it"
        return
    try:
        cells = _cells(package.parts[link.target])
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        yield f"its workbook cannot be read: {error}"
        return
    for reference in root.iter(f"{C}numRef", f"{C}strRef"):
        formula = reference.findtext(f"{C}f", "")
        wanted = [cells.get(place, "") for place in _places(formula)]
        shown = _cached(reference, len(wanted))
        # The axis leaves out years for which it has no room.
        may_lack = next(reference.iterancestors(f"{C}cat"), None) is not None
        for at, (one, other) in enumerate(zip(shown, wanted, strict=False), 1):
            if not _alike(one, other) and not (may_lack and not one):
                yield f"it shows “{one}” where its workbook has “{other}” ({formula}, cell {at})"
        if len(shown) != len(wanted):
            yield f"it shows {len(shown)} values of {formula}, which has {len(wanted)}"


def _cached(reference: Element, length: int) -> list[str]:
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


def _alike(one: str, other: str) -> bool:
    try:
        return one == other or float(one) == float(other)
    except ValueError:
        return False


def _places(formula: str) -> list[str]:
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


def _cells(workbook: bytes) -> dict[str, str]:
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
