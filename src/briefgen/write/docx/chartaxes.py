"""The axes, titles and keys of charts."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from briefgen.compose.chartdrawing import GRID
from briefgen.compose.chartframe import ENTRY, SIZE, TITLE
from briefgen.compose.chartspec import places
from briefgen.compose.wording import NO_BREAK
from briefgen.write.docx.chartpen import Pen, a, c, decimal_format, nothing
from briefgen.write.docx.ooxml import Element, checked
from briefgen.write.docx.workbooks import written

#: Identifiers of the two axes.
YEARS, VALUES = 1, 2

#: Rotation of labels that turn only where they must; LibreOffice breaks those of rotation 0.
_AS_IT_FITS: Final = "-60000000"

#: LibreOffice breaks titles of value axes at this share of a chart's width; width of a letter
#: in sizes of the writing, and size of such a title, which it sets a little wide.
_TITLE_WIDTH, _TITLE_LETTER, _TITLE_SIZE = 0.2, 0.42, 0.92


def write_years(pen: Pen, axis: Element) -> None:
    """Write the axis of years (CT_CatAx)."""
    spec = pen.spec
    _begin(axis, YEARS, "b")
    c(axis, "numFmt", formatCode="0", sourceLinked="0")
    c(axis, "majorTickMark", "none")
    c(axis, "minorTickMark", "none")
    c(axis, "tickLblPos", "low")
    pen.stroke(c(axis, "spPr"), spec.ink, GRID)
    pen.writing(axis, spec.muted, rotation=_AS_IT_FITS)
    c(axis, "crossAx", VALUES)
    c(axis, "crosses", "autoZero")
    c(axis, "auto", 0)
    c(axis, "lblAlgn", "ctr")
    c(axis, "lblOffset", 100)
    c(axis, "tickLblSkip", pen.frame.every)
    c(axis, "tickMarkSkip", 1)
    c(axis, "noMultiLvlLbl", 1)


def write_values(pen: Pen, axis: Element) -> None:
    """Write the axis of values (CT_ValAx)."""
    spec = pen.spec
    # A share of 100 per cent is 1 on its axis.
    unit = Decimal(100) if spec.kind == "share" else Decimal(1)
    _begin(axis, VALUES, "l", spec.top / unit)
    pen.stroke(c(c(axis, "majorGridlines"), "spPr"), spec.rule, GRID)
    if spec.axis_title and has_axis_title(pen):
        write_title(pen, c(axis, "title"), _TITLE_SIZE)
    code = f'0"{NO_BREAK}"%' if spec.kind == "share" else decimal_format(places(spec.step))
    c(axis, "numFmt", formatCode=code, sourceLinked="0")
    c(axis, "majorTickMark", "none")
    c(axis, "minorTickMark", "none")
    c(axis, "tickLblPos", "nextTo")
    a(a(c(axis, "spPr"), "ln"), "noFill")
    pen.writing(axis, spec.muted)
    c(axis, "crossAx", YEARS)
    c(axis, "crosses", "autoZero")
    c(axis, "crossBetween", "between" if pen.frame.has_columns else "midCat")
    c(axis, "majorUnit", written(spec.step / unit))


def _begin(axis: Element, identifier: int, position: str, top: Decimal | None = None) -> None:
    """Begin an axis (EG_AxShared)."""
    c(axis, "axId", identifier)
    scaling = c(axis, "scaling")
    c(scaling, "orientation", "minMax")
    if top is not None:
        c(scaling, "max", written(top))
        c(scaling, "min", 0)
    c(axis, "delete", 0)
    c(axis, "axPos", position)


def has_axis_title(pen: Pen) -> bool:
    """The unit is short enough for a title of the axis; else it is the chart's."""
    size = _TITLE_SIZE * SIZE * pen.spec.scale
    return len(pen.spec.axis_title) * _TITLE_LETTER * size <= pen.spec.width * _TITLE_WIDTH


def write_title(pen: Pen, title: Element, size: float) -> None:
    """Write the unit above the axis, upright, not turned beside it."""
    spec = pen.spec
    rich = c(c(title, "tx"), "rich")
    a(rich, "bodyPr", rot="0", vert="horz", wrap="none", lIns="0", tIns="0", rIns="0",
       bIns="0")  # fmt: skip
    a(rich, "lstStyle")
    paragraph = a(rich, "p")
    pen.characters(a(a(paragraph, "pPr"), "defRPr"), spec.muted, size=size)
    run = a(paragraph, "r")
    pen.characters(a(run, "rPr"), spec.muted, size=size)
    a(run, "t").text = checked(spec.axis_title).replace(" ", NO_BREAK)
    y = pen.frame.above - (TITLE + SIZE - 3) * spec.scale
    layout = c(c(title, "layout"), "manualLayout")
    c(layout, "xMode", "edge")
    c(layout, "yMode", "edge")
    c(layout, "x", 0)
    c(layout, "y", round(max(y, 0) / spec.height, 4))
    c(title, "overlay", 0)


def write_key(pen: Pen, legend: Element) -> None:
    """Write the key above the plot, one entry beneath the other (CT_Legend)."""
    c(legend, "legendPos", "r")
    height = ENTRY * len(pen.frame.key) * pen.spec.scale
    pen.place(legend, 0, 0, pen.frame.key_width(), height)
    c(legend, "overlay", 0)
    nothing(c(legend, "spPr"))
    pen.writing(legend, pen.spec.ink)
