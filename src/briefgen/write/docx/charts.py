"""Charts: specifications become DrawingML charts (ECMA-376, 21.2) that Word can edit.

Places, lengths and colours are those of the drawing in the PDF; all are written out, for no two
programs agree on what they take where nothing is said. The order of elements is the schema's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from briefgen.compose.chartdrawing import FONT
from briefgen.compose.chartframe import COLUMNS, Frame
from briefgen.compose.chartspec import ChartSpec
from briefgen.write.docx.chartaxes import (
    VALUES,
    YEARS,
    has_axis_title,
    write_key,
    write_title,
    write_values,
    write_years,
)
from briefgen.write.docx.chartpen import Pen, c, nothing
from briefgen.write.docx.chartseries import write_series
from briefgen.write.docx.ooxml import A, C, Element, R

_GROUPINGS: Final = {
    "line": "standard",
    "bar": "clustered",
    "stacked": "stacked",
    "share": "percentStacked",
}


def chart_space(spec: ChartSpec, width: float, fonts: Mapping[str, str]) -> Element:
    """Return the chart part of a specification, without its workbook.

    Args:
        spec: the chart.
        width: of the chart, in points.
        fonts: Word's name by CSS font family.

    Raises:
        ValueError: a name has a character that XML forbids.
    """
    root = etree.Element(f"{{{C}}}chartSpace", nsmap={"c": C, "a": A, "r": R})
    c(root, "date1904", 0)
    c(root, "roundedCorners", 0)
    pen = Pen(spec, Frame(spec), width / spec.width, fonts.get(FONT, FONT))
    _chart(pen, c(root, "chart"))
    nothing(c(root, "spPr"))
    pen.writing(root, spec.muted)
    return root


def external_data(chart: Element, relationship: str) -> None:
    """Let a chart part refer to its workbook."""
    data = c(chart, "externalData")
    data.set(f"{{{R}}}id", relationship)
    c(data, "autoUpdate", 0)


def _chart(pen: Pen, chart: Element) -> None:
    """Write everything that is seen (CT_Chart)."""
    frame = pen.frame
    if pen.spec.axis_title and not has_axis_title(pen):
        write_title(pen, c(chart, "title"), 1)
    c(chart, "autoTitleDeleted", int(not pen.spec.axis_title or has_axis_title(pen)))
    area = c(chart, "plotArea")
    pen.place(area, frame.left, frame.above, frame.breadth, frame.tallness, target="inner")
    plot = c(area, "barChart" if frame.has_columns else "lineChart")
    if frame.has_columns:
        c(plot, "barDir", "col")
    c(plot, "grouping", _GROUPINGS[pen.spec.kind])
    c(plot, "varyColors", 0)
    for index in range(len(pen.spec.series)):
        write_series(pen, c(plot, "ser"), index)
    if frame.has_columns:
        together = 1 if frame.is_stack else len(pen.spec.series)
        c(plot, "gapWidth", min(round((1 - COLUMNS) / COLUMNS * together * 100), 500))
        c(plot, "overlap", 100 if frame.is_stack else 0)
    else:
        c(plot, "marker", 1)
    c(plot, "axId", YEARS)
    c(plot, "axId", VALUES)
    write_years(pen, c(area, "catAx"))
    write_values(pen, c(area, "valAx"))
    nothing(c(area, "spPr"))
    if frame.has_key:
        write_key(pen, c(chart, "legend"))
    c(chart, "plotVisOnly", 1)
    c(chart, "dispBlanksAs", "gap" if frame.has_columns else "span")
