"""The series of charts: names, looks, labels, and the numbers with their cells."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from lxml import etree

from briefgen.compose.chartdrawing import GRID, LINE, MARK
from briefgen.compose.chartframe import look
from briefgen.compose.chartlabels import Label, labels
from briefgen.compose.chartspec import ChartSpec, Series, label_decimals
from briefgen.compose.wording import NO_BREAK
from briefgen.write.docx.chartpen import Pen, a, c, decimal_format, fill, nothing
from briefgen.write.docx.ooxml import C, Element, checked
from briefgen.write.docx.workbooks import name_at, values_at, written, years_at

#: Presets for the dashes of :mod:`briefgen.compose.chartframe` (ST_PresetLineDashVal).
_DASHES: Final = {(): "solid", (3, 1): "sysDash", (1, 1): "sysDot", (8, 3, 1, 3): "lgDashDot"}

#: The extension that says whether lines lead to labels that were moved ([MS-ODRAWXML]).
_C15: Final = "http://schemas.microsoft.com/office/drawing/2012/chart"
_LABELS: Final = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"

#: Where labels stand (ST_DLblPos).
_PLACES: Final = {"above": "t", "below": "b", "top": "outEnd", "middle": "ctr"}

#: Marks are no smaller and no larger (ST_MarkerSize).
_SMALLEST_MARK, _LARGEST_MARK = 2, 72


def write_series(pen: Pen, series: Element, index: int) -> None:
    """Write a series (CT_LineSer, CT_BarSer)."""
    one = pen.spec.series[index]
    c(series, "idx", index)
    c(series, "order", index)
    name = c(c(series, "tx"), "strRef")
    c(name, "f").text = name_at(index)
    cache = c(name, "strCache")
    c(cache, "ptCount", 1)
    c(c(cache, "pt", idx="0"), "v").text = checked(one.name)
    shape = c(series, "spPr")
    if pen.frame.has_columns:
        fill(shape, look(pen.spec, index).fill)
        if len(pen.spec.series) > 1:
            pen.stroke(shape, one.color, GRID)
        else:
            a(a(shape, "ln"), "noFill")
        c(series, "invertIfNegative", 0)
    else:
        _stroke(pen, shape, index)
        _marks(pen, series, index)
    _labels(pen, series, index)
    years = pen.spec.years
    categories = c(c(series, "cat"), "numRef")
    c(categories, "f").text = years_at(pen.spec)
    # Only the years that are labelled: LibreOffice knows no tickLblSkip and turns or breaks
    # what has no room. Whoever edits the chart gets all of them, from the workbook.
    labelled = range(0, len(years), pen.frame.every)
    _numbers(categories, "0", len(years), {at: Decimal(years[at]) for at in labelled})
    values = c(c(series, "val"), "numRef")
    c(values, "f").text = values_at(pen.spec, index)
    points = {year - years[0]: value for year, value in one.points.items()}
    _numbers(values, "General", len(years), points)
    if not pen.frame.has_columns:
        c(series, "smooth", 0)


def _marks(pen: Pen, series: Element, index: int) -> None:
    """Write the marks at values: at all of them, or at the last."""
    one = pen.spec.series[index]
    marked = pen.frame.marked(one)
    if len(marked) == len(one.points):
        _mark(pen, c(series, "marker"), index)
        return
    c(c(series, "marker"), "symbol", "none")
    for year in marked:
        point = c(series, "dPt")
        c(point, "idx", year - pen.spec.years[0])
        _mark(pen, c(point, "marker"), index)
        c(point, "bubble3D", 0)
        _stroke(pen, c(point, "spPr"), index)


def _stroke(pen: Pen, shape: Element, index: int) -> None:
    """Write what a line looks like; a point has to say it again for the stroke that leads to it."""
    dash = _DASHES[look(pen.spec, index).dash]
    pen.stroke(shape, pen.spec.series[index].color, LINE * pen.spec.scale, dash)


def _mark(pen: Pen, marker: Element, index: int) -> None:
    """Write what a mark looks like (CT_Marker)."""
    c(marker, "symbol", look(pen.spec, index).mark)
    size = round(2 * MARK * pen.spec.scale * pen.point)
    c(marker, "size", min(max(size, _SMALLEST_MARK), _LARGEST_MARK))
    shape = c(marker, "spPr")
    fill(shape, pen.spec.series[index].color)
    a(a(shape, "ln"), "noFill")


def _labels(pen: Pen, series: Element, index: int) -> None:
    """Label the values of a series that the drawing labels (CT_DLbls), in the order of years."""
    frame = pen.frame
    holder = c(series, "dLbls")
    for label in labels(frame, index):
        _label(pen, holder, index, label)
    if not frame.has_columns:
        _end(pen, holder, index)
    _shown(holder, value=False, name=False)
    if holder.find(f"{{{C}}}dLbl") is not None:
        extension = c(c(holder, "extLst"), "ext", uri=_LABELS)
        etree.SubElement(extension, f"{{{_C15}}}showLeaderLines", {"val": "0"}, {"c15": _C15})


def _label(pen: Pen, holder: Element, index: int, label: Label) -> None:
    """Label one value, but for the one at the end of a line."""
    one, frame = pen.spec.series[index], pen.frame
    color = look(pen.spec, index).on_fill if frame.is_stack else one.color
    element = _begun(pen, holder, one, label.year, (label.aside, 0.0))
    pen.writing(element, color, bold=not frame.is_stack)
    c(element, "dLblPos", _PLACES[label.place])
    _shown(element, value=True, name=False)


def _end(pen: Pen, holder: Element, index: int) -> None:
    """Label the last value of a line, and name the line there if names stand at lines' ends."""
    one, frame = pen.spec.series[index], pen.frame
    year = list(one.points)[-1]
    offset = frame.ends[index] - frame.y(one.points[year])
    element = _begun(pen, holder, one, year, (0.0, offset))
    pen.writing(element, one.color, bold=True, left=frame.names_aside)
    c(element, "dLblPos", "r")
    _shown(element, value=True, name=frame.names_aside)
    if frame.names_aside:
        c(element, "separator").text = "\n"


def _begun(
    pen: Pen, holder: Element, one: Series, year: int, offset: tuple[float, float]
) -> Element:
    """Begin a label (CT_DLbl) that is moved from its usual place by so many pixels."""
    spec = pen.spec
    label = c(holder, "dLbl")
    c(label, "idx", year - spec.years[0])
    across, down = offset[0] / spec.width, offset[1] / spec.height
    if max(abs(across), abs(down)) > 0.001:
        layout = c(c(label, "layout"), "manualLayout")
        c(layout, "x", round(across, 4))
        c(layout, "y", round(down, 4))
    c(label, "numFmt", formatCode=_format(spec, one.points[year]), sourceLinked="0")
    nothing(c(label, "spPr"))
    return label


def _format(spec: ChartSpec, value: Decimal) -> str:
    """Return how a value is written; per cent are in quotation marks, for it is one already."""
    code = decimal_format(label_decimals(spec.kind, value))
    return f'{code}"{NO_BREAK}%"' if spec.kind == "share" else code


def _numbers(reference: Element, code: str, count: int, points: Mapping[int, Decimal]) -> None:
    """Write the numbers of a reference; a year without a value has none."""
    cache = c(reference, "numCache")
    c(cache, "formatCode").text = code
    c(cache, "ptCount", count)
    for at, value in points.items():
        c(c(cache, "pt", idx=str(at)), "v").text = written(value)


def _shown(labels: Element, *, value: bool, name: bool) -> None:
    """Write what a label says (EG_DLblShared)."""
    for tag, is_shown in (
        ("showLegendKey", False),
        ("showVal", value),
        ("showCatName", False),
        ("showSerName", name),
        ("showPercent", False),
        ("showBubbleSize", False),
    ):
        c(labels, tag, int(is_shown))
