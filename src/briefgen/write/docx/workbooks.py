"""Workbooks of charts: a sheet of the values that are shown (SpreadsheetML, ECMA-376, 18).

Years down the first column, a column for each series, the unit in the corner. There are no
properties: no author, no dates, no program.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from lxml import etree

from briefgen.compose.chartspec import ChartSpec
from briefgen.write.docx.ooxml import Element, R, checked
from briefgen.write.docx.package import zipped

_S: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"

_WORKSHEET: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"

#: Name of the sheet.
SHEET: Final = "Sheet1"


def workbook(spec: ChartSpec) -> bytes:
    """Return the workbook of a chart, always the same bytes for the same chart.

    Raises:
        ValueError: a name has a character that XML forbids.
    """
    return zipped(
        {
            "[Content_Types].xml": _bytes(_types()),
            "_rels/.rels": _bytes(
                _relationships({RELATIONSHIP_TYPE.OFFICE_DOCUMENT: "xl/workbook.xml"})
            ),
            "xl/workbook.xml": _bytes(_workbook()),
            "xl/_rels/workbook.xml.rels": _bytes(
                _relationships({_WORKSHEET: "worksheets/sheet1.xml"})
            ),
            "xl/worksheets/sheet1.xml": _bytes(_sheet(spec)),
        }
    )


def written(value: Decimal) -> str:
    """Return a number as cells hold it: to 15 digits, no zeros at its end."""
    return f"{float(value):.15g}"


def years_at(spec: ChartSpec) -> str:
    """Return the reference of the years' cells."""
    return f"{SHEET}!$A$2:$A${len(spec.years) + 1}"


def name_at(index: int) -> str:
    """Return the reference of the cell that names a series."""
    return f"{SHEET}!${_column(index + 1)}$1"


def values_at(spec: ChartSpec, index: int) -> str:
    """Return the reference of the cells of a series' values."""
    column = _column(index + 1)
    return f"{SHEET}!${column}$2:${column}${len(spec.years) + 1}"


def _column(number: int) -> str:
    """Return a column's letter; a chart has fewer series than the alphabet letters."""
    return chr(ord("A") + number)


def _sheet(spec: ChartSpec) -> Element:
    root = _root(_S, "worksheet")
    data = _sub(root, "sheetData")
    head = _sub(data, "row", r="1")
    for number, text in enumerate([spec.unit, *(one.name for one in spec.series)]):
        if text:
            cell = _sub(head, "c", r=f"{_column(number)}1", t="inlineStr")
            content = _sub(_sub(cell, "is"), "t")
            content.text = checked(text)
            content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for at, year in enumerate(spec.years, 2):
        row = _sub(data, "row", r=str(at))
        _sub(_sub(row, "c", r=f"A{at}"), "v").text = str(year)
        for number, one in enumerate(spec.series, 1):
            if year in one.points:
                cell = _sub(row, "c", r=f"{_column(number)}{at}")
                _sub(cell, "v").text = written(one.points[year])
    return root


def _workbook() -> Element:
    root = _root(_S, "workbook")
    sheet = _sub(_sub(root, "sheets"), "sheet", name=SHEET, sheetId="1")
    sheet.set(f"{{{R}}}id", "rId1")
    return root


def _types() -> Element:
    root = _root(_TYPES, "Types")
    for extension, kind in (("rels", CONTENT_TYPE.OPC_RELATIONSHIPS), ("xml", CONTENT_TYPE.XML)):
        etree.SubElement(
            root, f"{{{_TYPES}}}Default", {"Extension": extension, "ContentType": kind}
        )
    for name, kind in (
        ("/xl/workbook.xml", CONTENT_TYPE.SML_SHEET_MAIN),
        ("/xl/worksheets/sheet1.xml", CONTENT_TYPE.SML_WORKSHEET),
    ):
        etree.SubElement(root, f"{{{_TYPES}}}Override", {"PartName": name, "ContentType": kind})
    return root


def _relationships(targets: Mapping[str, str]) -> Element:
    root = _root(_RELATIONSHIPS, "Relationships")
    for number, (kind, target) in enumerate(targets.items(), 1):
        etree.SubElement(
            root,
            f"{{{_RELATIONSHIPS}}}Relationship",
            {"Id": f"rId{number}", "Type": kind, "Target": target},
        )
    return root


def _root(namespace: str, tag: str) -> Element:
    prefixes: Any = {None: namespace} | ({"r": R} if namespace == _S else {})
    return etree.Element(f"{{{namespace}}}{tag}", nsmap=prefixes)


def _sub(parent: Element, tag: str, **attributes: str) -> Element:
    return etree.SubElement(parent, f"{{{_S}}}{tag}", attributes)


def _bytes(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
