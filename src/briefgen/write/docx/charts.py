"""Charts: specifications become DrawingML charts (ECMA-376, 21.2) that Word can edit.

Places, lengths and colours are those of the drawing in the PDF; all are written out, for no two
programs agree on what they take where nothing is said. The order of elements is the schema's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lxml import etree

from briefgen.compose.chartdrawing import FONT, GRID, LINE, MARK
from briefgen.compose.chartframe import COLUMNS, ENTRY, SIZE, TITLE, Frame, look
from briefgen.compose.chartspec import ChartSpec, decimals, places
from briefgen.compose.wording import NO_BREAK
from briefgen.write.docx.ooxml import A, C, Element, R, checked, emu
from briefgen.write.docx.workbooks import name_at, values_at, written, years_at

#: Identifiers of the two axes.
_YEARS, _VALUES = 1, 2

#: Presets for the dashes of :mod:`briefgen.compose.chartframe` (20.1.10.48).
_DASHES: Final = {(): "solid", (3, 1): "sysDash", (1, 1): "sysDot", (8, 3, 1, 3): "lgDashDot"}

#: Rotation of labels that turn only where they must; LibreOffice breaks those of rotation 0.
_AS_IT_FITS: Final = "-60000000"

#: LibreOffice breaks titles of value axes at this share of a chart's width; width of a letter
#: in sizes of the writing, and size of such a title, which it sets a little wide.
_TITLE_WIDTH, _TITLE_LETTER, _TITLE_SIZE = 0.2, 0.42, 0.92

#: The extension that says whether lines lead to labels that were moved ([MS-ODRAWXML] 2.24.3).
_C15: Final = "http://schemas.microsoft.com/office/drawing/2012/chart"
_LABELS: Final = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"

#: Marks are no smaller and no larger (21.2.3.24).
_SMALLEST_MARK, _LARGEST_MARK = 2, 72


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
    _c(root, "date1904", 0)
    _c(root, "roundedCorners", 0)
    writer = _Writer(spec, Frame(spec), width / spec.width, fonts.get(FONT, FONT))
    writer.chart(_c(root, "chart"))
    _nothing(_c(root, "spPr"))
    writer.writing(root, spec.muted)
    return root


def external_data(chart: Element, relationship: str) -> None:
    """Let a chart part refer to its workbook."""
    data = _c(chart, "externalData")
    data.set(f"{{{R}}}id", relationship)
    _c(data, "autoUpdate", 0)


@dataclass(frozen=True)
class _Writer:
    """Writes the elements of one chart.

    Attributes:
        spec: the chart.
        frame: where its parts stand.
        point: points by CSS pixel.
        font: name of the font.
    """

    spec: ChartSpec
    frame: Frame
    point: float
    font: str

    def chart(self, chart: Element) -> None:
        """Write everything that is seen (CT_Chart)."""
        frame = self.frame
        if self.spec.unit and not self.has_axis_title:
            self.title(_c(chart, "title"), 1)
        _c(chart, "autoTitleDeleted", int(not self.spec.unit or self.has_axis_title))
        area = _c(chart, "plotArea")
        self.place(area, frame.left, frame.above, frame.breadth, frame.tallness, target="inner")
        plot = _c(area, "barChart" if frame.has_columns else "lineChart")
        if frame.has_columns:
            _c(plot, "barDir", "col")
        grouping = {"line": "standard", "bar": "clustered", "stacked": "stacked",
                    "share": "percentStacked"}  # fmt: skip
        _c(plot, "grouping", grouping[self.spec.kind])
        _c(plot, "varyColors", 0)
        for index in range(len(self.spec.series)):
            self.series(_c(plot, "ser"), index)
        if frame.has_columns:
            together = 1 if frame.is_stack else len(self.spec.series)
            _c(plot, "gapWidth", min(round((1 - COLUMNS) / COLUMNS * together * 100), 500))
            _c(plot, "overlap", 100 if frame.is_stack else 0)
        else:
            _c(plot, "marker", 1)
        _c(plot, "axId", _YEARS)
        _c(plot, "axId", _VALUES)
        self.years(_c(area, "catAx"))
        self.values(_c(area, "valAx"))
        _nothing(_c(area, "spPr"))
        if frame.has_key:
            self.key(_c(chart, "legend"))
        _c(chart, "plotVisOnly", 1)
        _c(chart, "dispBlanksAs", "gap" if frame.has_columns else "span")

    def series(self, series: Element, index: int) -> None:
        """Write a series (CT_LineSer, CT_BarSer)."""
        one, kind = self.spec.series[index], look(self.spec, index)
        _c(series, "idx", index)
        _c(series, "order", index)
        name = _c(_c(series, "tx"), "strRef")
        _c(name, "f").text = name_at(index)
        cache = _c(name, "strCache")
        _c(cache, "ptCount", 1)
        _c(_c(cache, "pt", idx="0"), "v").text = checked(one.name)
        shape = _c(series, "spPr")
        if self.frame.has_columns:
            _fill(shape, kind.fill)
            if len(self.spec.series) > 1:
                self.stroke(shape, one.color, GRID)
            else:
                _a(_a(shape, "ln"), "noFill")
            _c(series, "invertIfNegative", 0)
        else:
            self.stroke(shape, one.color, LINE * self.spec.scale, _DASHES[kind.dash])
            self.marks(series, index)
        if not self.frame.is_stack and self.frame.has_columns:
            _hidden(_c(series, "dLbls"))
        elif not self.frame.is_stack or self.frame.written(index):
            self.label(_c(series, "dLbls"), index)
        else:
            _hidden(_c(series, "dLbls"))
        years = self.spec.years
        categories = _c(_c(series, "cat"), "numRef")
        _c(categories, "f").text = years_at(self.spec)
        # Only the years that are labelled: LibreOffice knows no tickLblSkip and turns or breaks
        # what has no room. Whoever edits the chart gets all of them, from the workbook.
        labelled = range(0, len(years), self.frame.every)
        _numbers(categories, "0", len(years), {at: Decimal(years[at]) for at in labelled})
        values = _c(_c(series, "val"), "numRef")
        _c(values, "f").text = values_at(self.spec, index)
        points = {year - years[0]: value for year, value in one.points.items()}
        _numbers(values, "General", len(years), points)
        if not self.frame.has_columns:
            _c(series, "smooth", 0)

    def marks(self, series: Element, index: int) -> None:
        """Write the marks at values: at all of them, or at the last."""
        one = self.spec.series[index]
        marked = self.frame.marked(one)
        if len(marked) == len(one.points):
            self.mark(_c(series, "marker"), index)
            return
        _c(_c(series, "marker"), "symbol", "none")
        for year in marked:
            point = _c(series, "dPt")
            _c(point, "idx", year - self.spec.years[0])
            self.mark(_c(point, "marker"), index)
            _c(point, "bubble3D", 0)

    def mark(self, marker: Element, index: int) -> None:
        """Write what a mark looks like (CT_Marker)."""
        _c(marker, "symbol", look(self.spec, index).mark)
        size = round(2 * MARK * self.spec.scale * self.point)
        _c(marker, "size", min(max(size, _SMALLEST_MARK), _LARGEST_MARK))
        shape = _c(marker, "spPr")
        _fill(shape, self.spec.series[index].color)
        _a(_a(shape, "ln"), "noFill")

    def label(self, labels: Element, index: int) -> None:
        """Label the last value of a series, and name it there if names stand at lines' ends."""
        one, frame = self.spec.series[index], self.frame
        year = list(one.points)[-1]
        value = one.points[year]
        label = _c(labels, "dLbl")
        _c(label, "idx", year - self.spec.years[0])
        if not frame.is_stack:
            offset = (frame.ends[index] - frame.y(value)) / self.spec.height
            if abs(offset) > 0.001:
                layout = _c(_c(label, "layout"), "manualLayout")
                _c(layout, "x", 0)
                _c(layout, "y", round(offset, 4))
        _c(label, "numFmt", formatCode=_format(self.spec, value), sourceLinked="0")
        _nothing(_c(label, "spPr"))
        color = look(self.spec, index).on_fill if frame.is_stack else one.color
        self.writing(label, color, bold=not frame.is_stack)
        _c(label, "dLblPos", "ctr" if frame.is_stack else "r")
        _shown(label, value=True, name=frame.names_aside)
        if frame.names_aside:
            _c(label, "separator").text = "\n"
        _hidden(labels)
        extension = _c(_c(labels, "extLst"), "ext", uri=_LABELS)
        etree.SubElement(extension, f"{{{_C15}}}showLeaderLines", {"val": "0"}, {"c15": _C15})

    def years(self, axis: Element) -> None:
        """Write the axis of years (CT_CatAx)."""
        spec = self.spec
        self.axis(axis, _YEARS, "b")
        _c(axis, "numFmt", formatCode="0", sourceLinked="0")
        _c(axis, "majorTickMark", "none")
        _c(axis, "minorTickMark", "none")
        _c(axis, "tickLblPos", "low")
        self.stroke(_c(axis, "spPr"), spec.ink, GRID)
        self.writing(axis, spec.muted, rotation=_AS_IT_FITS)
        _c(axis, "crossAx", _VALUES)
        _c(axis, "crosses", "autoZero")
        _c(axis, "auto", 0)
        _c(axis, "lblAlgn", "ctr")
        _c(axis, "lblOffset", 100)
        _c(axis, "tickLblSkip", self.frame.every)
        _c(axis, "tickMarkSkip", 1)
        _c(axis, "noMultiLvlLbl", 1)

    def values(self, axis: Element) -> None:
        """Write the axis of values (CT_ValAx)."""
        spec = self.spec
        # A share of 100 per cent is 1 on its axis.
        unit = Decimal(100) if spec.kind == "share" else Decimal(1)
        self.axis(axis, _VALUES, "l", spec.top / unit)
        self.stroke(_c(_c(axis, "majorGridlines"), "spPr"), spec.rule, GRID)
        if spec.unit and self.has_axis_title:
            self.title(_c(axis, "title"), _TITLE_SIZE)
        code = f'0"{NO_BREAK}"%' if spec.kind == "share" else _decimal_format(places(spec.step))
        _c(axis, "numFmt", formatCode=code, sourceLinked="0")
        _c(axis, "majorTickMark", "none")
        _c(axis, "minorTickMark", "none")
        _c(axis, "tickLblPos", "nextTo")
        _a(_a(_c(axis, "spPr"), "ln"), "noFill")
        self.writing(axis, spec.muted)
        _c(axis, "crossAx", _YEARS)
        _c(axis, "crosses", "autoZero")
        _c(axis, "crossBetween", "between" if self.frame.has_columns else "midCat")
        _c(axis, "majorUnit", written(spec.step / unit))

    @staticmethod
    def axis(axis: Element, identifier: int, position: str, top: Decimal | None = None) -> None:
        """Begin an axis (EG_AxShared)."""
        _c(axis, "axId", identifier)
        scaling = _c(axis, "scaling")
        _c(scaling, "orientation", "minMax")
        if top is not None:
            _c(scaling, "max", written(top))
            _c(scaling, "min", 0)
        _c(axis, "delete", 0)
        _c(axis, "axPos", position)

    @property
    def has_axis_title(self) -> bool:
        """The unit is short enough for a title of the axis; else it is the chart's."""
        size = _TITLE_SIZE * SIZE * self.spec.scale
        return len(self.spec.unit) * _TITLE_LETTER * size <= self.spec.width * _TITLE_WIDTH

    def title(self, title: Element, size: float) -> None:
        """Write the unit above the axis, upright, not turned beside it."""
        spec = self.spec
        rich = _c(_c(title, "tx"), "rich")
        _a(rich, "bodyPr", rot="0", vert="horz", wrap="none", lIns="0", tIns="0", rIns="0",
           bIns="0")  # fmt: skip
        _a(rich, "lstStyle")
        paragraph = _a(rich, "p")
        self.characters(_a(_a(paragraph, "pPr"), "defRPr"), spec.muted, size=size)
        run = _a(paragraph, "r")
        self.characters(_a(run, "rPr"), spec.muted, size=size)
        _a(run, "t").text = checked(spec.unit).replace(" ", NO_BREAK)
        y = self.frame.above - (TITLE + SIZE - 3) * spec.scale
        layout = _c(_c(title, "layout"), "manualLayout")
        _c(layout, "xMode", "edge")
        _c(layout, "yMode", "edge")
        _c(layout, "x", 0)
        _c(layout, "y", round(max(y, 0) / spec.height, 4))
        _c(title, "overlay", 0)

    def key(self, legend: Element) -> None:
        """Write the key above the plot, one entry beneath the other (CT_Legend)."""
        _c(legend, "legendPos", "r")
        height = ENTRY * len(self.frame.key) * self.spec.scale
        self.place(legend, 0, 0, self.frame.key_width(), height)
        _c(legend, "overlay", 0)
        _nothing(_c(legend, "spPr"))
        self.writing(legend, self.spec.ink)

    def place(self, parent: Element, x: float, y: float, width: float, height: float,
              target: str = "") -> None:  # fmt: skip
        """Write where something stands, in parts of the whole chart (21.2.2.88)."""
        layout = _c(_c(parent, "layout"), "manualLayout")
        if target:
            _c(layout, "layoutTarget", target)
        _c(layout, "xMode", "edge")
        _c(layout, "yMode", "edge")
        for name, length, whole in (
            ("x", x, self.spec.width),
            ("y", y, self.spec.height),
            ("w", width, self.spec.width),
            ("h", height, self.spec.height),
        ):
            _c(layout, name, round(length / whole, 4))

    def writing(self, parent: Element, color: str, *, bold: bool = False,
                rotation: str = "0") -> None:  # fmt: skip
        """Write what writing looks like (``c:txPr``)."""
        text = _c(parent, "txPr")
        _a(text, "bodyPr", rot=rotation, vert="horz", wrap="none")
        _a(text, "lstStyle")
        paragraph = _a(text, "p")
        self.characters(_a(_a(paragraph, "pPr"), "defRPr"), color, bold=bold)
        _a(paragraph, "endParaRPr")

    def characters(self, properties: Element, color: str, *, bold: bool = False,
                   size: float = 1) -> None:  # fmt: skip
        """Write size (in sizes of the chart's writing), weight, colour and font of characters."""
        properties.set("sz", str(round(size * SIZE * self.spec.scale * self.point * 100)))
        properties.set("b", str(int(bold)))
        _fill(properties, color)
        for script in ("latin", "ea", "cs"):
            _a(properties, script, typeface=self.font)

    def stroke(self, shape: Element, color: str, width: float, dash: str = "solid") -> None:
        """Write a line; its width is in CSS pixels."""
        line = _a(shape, "ln", w=str(emu(width * self.point)), cap="flat")
        _fill(line, color)
        _a(line, "prstDash", val=dash)
        _a(line, "round")


def _format(spec: ChartSpec, value: Decimal) -> str:
    """Return how a value is written; per cent are in quotation marks, for it is one already."""
    return f'0"{NO_BREAK}%"' if spec.kind == "share" else _decimal_format(decimals(value))


def _decimal_format(count: int) -> str:
    return "#,##0" + ("." + "0" * count if count else "")


def _numbers(reference: Element, code: str, count: int, points: Mapping[int, Decimal]) -> None:
    """Write the numbers of a reference; a year without a value has none."""
    cache = _c(reference, "numCache")
    _c(cache, "formatCode").text = code
    _c(cache, "ptCount", count)
    for at, value in points.items():
        _c(_c(cache, "pt", idx=str(at)), "v").text = written(value)


def _hidden(labels: Element) -> None:
    """Write that other values have no labels."""
    _shown(labels, value=False, name=False)


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
        _c(labels, tag, int(is_shown))


def _nothing(shape: Element) -> None:
    """Write that something has neither area nor outline."""
    _a(shape, "noFill")
    _a(_a(shape, "ln"), "noFill")


def _fill(parent: Element, color: str) -> None:
    _a(_a(parent, "solidFill"), "srgbClr", val=color.removeprefix("#"))


def _c(parent: Element, tag: str, val: str | float | None = None, **attributes: str) -> Element:
    if val is not None:
        attributes["val"] = str(val)
    return etree.SubElement(parent, f"{{{C}}}{tag}", attributes)


def _a(parent: Element, tag: str, **attributes: str) -> Element:
    return etree.SubElement(parent, f"{{{A}}}{tag}", attributes)
