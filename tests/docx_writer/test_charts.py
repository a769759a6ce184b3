"""Charts in Word: what the specification says, in the schema's order, with its numbers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from html import escape
from typing import Final, get_args

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from briefgen.compose.chartdrawing import draw, source
from briefgen.compose.chartframe import Frame, look
from briefgen.compose.chartspec import ChartSpec, Kind, Series, number
from briefgen.write.docx.charts import chart_space, external_data
from briefgen.write.docx.ooxml import WP, A, C, Element, R
from briefgen.write.docx.workbooks import workbook

from .conftest import Word

Write = Callable[..., Word]

NS = {"c": C, "a": A}
FONTS = {"Carlito": "Calibri"}
KINDS: tuple[Kind, ...] = get_args(Kind)

#: Order of children as the schema has it (ISO/IEC 29500-1, dml-chart.xsd).
ORDER: Final = {
    "chartSpace": "date1904 lang roundedCorners style clrMapOvr pivotSource protection chart spPr"
    " txPr externalData printSettings userShapes extLst",
    "chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend"
    " plotVisOnly dispBlanksAs extLst",
    "title": "tx layout overlay spPr txPr extLst",
    "plotArea": "layout barChart lineChart catAx valAx dTable spPr extLst",
    "lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "ser": "idx order tx spPr invertIfNegative pictureOptions marker dPt dLbls trendline errBars"
    " cat val shape smooth",
    "marker": "symbol size spPr",
    "dPt": "idx invertIfNegative marker bubble3D explosion spPr pictureOptions",
    "dLbls": "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName"
    " showPercent showBubbleSize separator showLeaderLines leaderLines extLst",
    "dLbl": "idx delete layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName"
    " showSerName showPercent showBubbleSize separator extLst",
    "catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark"
    " minorTickMark tickLblPos spPr txPr crossAx crosses auto lblAlgn lblOffset tickLblSkip"
    " tickMarkSkip noMultiLvlLbl",
    "valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark"
    " minorTickMark tickLblPos spPr txPr crossAx crosses crossBetween majorUnit minorUnit",
    "scaling": "logBase orientation max min",
    "legend": "legendPos legendEntry layout overlay spPr txPr",
    "manualLayout": "layoutTarget xMode yMode wMode hMode x y w h",
    "numCache": "formatCode ptCount pt",
    "strCache": "ptCount pt",
    "externalData": "autoUpdate",
}  # fmt: skip

A_SERIES = Series("Out", "#12436d", {2019: "120.5", 2021: "143"},
                  {2019: Decimal("120.5"), 2021: Decimal("143.25")})  # fmt: skip
B_SERIES = Series("=Back & forth", "#b04a0a", {2019: "80.0", 2021: "0.0"},
                  {2019: Decimal(80), 2021: Decimal(0)})  # fmt: skip


def spec(kind: Kind = "line", *series: Series, unit: str = "million US$", scale: float = 1.0,
         step: str = "50", ticks: int = 5) -> ChartSpec:  # fmt: skip
    """Return a specification as the charts of a paper have it."""
    return ChartSpec(
        kind, "Trade", unit, bool(unit), 600, 180, scale, Decimal(step),
        tuple(str(Decimal(step) * n) for n in range(ticks)), "#1d2329", "#55606b", "#c5ced6",
        series or (A_SERIES, B_SERIES),
    )  # fmt: skip


def space(chart: ChartSpec) -> Element:
    """Return the chart part, read again from its bytes."""
    root = chart_space(chart, 450, FONTS)
    external_data(root, "rId1")
    return etree.fromstring(etree.tostring(root))


def find(root: Element, path: str) -> Element:
    found = root.find(path, NS)
    assert found is not None, path
    return found


def said(root: Element) -> str:
    return "".join(text.text or "" for text in root.iter(f"{{{A}}}t"))


def val(root: Element, path: str) -> str:
    return find(root, path).get("val", "")


def cached(series: Element, path: str) -> dict[int, Decimal]:
    return {
        int(point.get("idx", "")): Decimal(find(point, "c:v").text or "")
        for point in series.iterfind(f"{path}//c:pt", NS)
    }


def sheet(data: bytes) -> list[list[object]]:
    """Return the cells of a workbook as another program reads them."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    [found] = book.worksheets
    assert found.title == "Sheet1"
    return [[cell.value for cell in row] for row in found.iter_rows()]


def img(chart: ChartSpec) -> str:
    return f'<img src="{source(chart)}" alt="A &amp; B" data-chart="{escape(chart.json())}">'


def names() -> st.SearchStrategy[str]:
    letters = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn"])
    return st.text(letters, min_size=1, max_size=40)


def values() -> st.SearchStrategy[Decimal]:
    plain = st.decimals(0, 10**12, places=3)
    return st.one_of(st.just(Decimal(0)), plain, st.decimals("0.0001", "0.01", places=6)).map(
        number
    )


@st.composite
def specs(draw: st.DrawFn) -> ChartSpec:
    """Draw charts with gaps and zeros; the parts of a stack have values in the same years."""
    kind = draw(st.sampled_from(KINDS))
    years = st.sets(st.integers(1950, 2049), min_size=1, max_size=30)
    common = draw(years)
    found = []
    for color in draw(st.lists(st.sampled_from(("#12436d", "#b04a0a")), min_size=1, max_size=5)):
        own = common if kind in ("stacked", "share") else draw(years)
        points = {year: draw(values()) for year in sorted(own)}
        labels = {year: draw(names()) for year in points if year in (min(points), max(points))}
        found.append(Series(draw(names()), color, labels, points))
    top = max(sum(points) for points in zip(*(one.points.values() for one in found), strict=False))
    top = max([top, *(v for one in found for v in one.points.values())])
    step = number(top / 4) if top else Decimal(1)
    return replace(
        spec(kind, *found, scale=draw(st.sampled_from((1.0, 1.5, 2.3)))),
        step=Decimal(25) if kind == "share" else step, unit=draw(st.one_of(st.just(""), names())),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "element", "grouping", "overlap"),
    [
        ("line", "lineChart", "standard", None),
        ("bar", "barChart", "clustered", "0"),
        ("stacked", "barChart", "stacked", "100"),
        ("share", "barChart", "percentStacked", "100"),
    ],
)
def test_each_kind_is_the_chart_of_that_kind(
    kind: Kind, element: str, grouping: str, overlap: str | None
) -> None:
    root = space(spec(kind))
    [plot] = [one for one in find(root, ".//c:plotArea") if str(one.tag).endswith("Chart")]
    assert etree.QName(plot).localname == element
    assert val(plot, "c:grouping") == grouping
    assert (
        plot.find("c:overlap", NS) is None if overlap is None else val(plot, "c:overlap") == overlap
    )
    ids = [one.get("val") for one in plot.iterfind("c:axId", NS)]
    assert ids == [val(root, f".//c:{axis}/c:axId") for axis in ("catAx", "valAx")]
    assert all(identifier and int(identifier) >= 0 for identifier in ids)
    assert val(root, ".//c:catAx/c:crossAx") == val(root, ".//c:valAx/c:axId")


def test_the_axis_is_the_drawings() -> None:
    root = space(spec())
    axis = find(root, ".//c:valAx")
    assert [val(axis, f"c:{n}") for n in ("scaling/c:min", "scaling/c:max", "majorUnit")] == [
        "0", "200", "50",
    ]  # fmt: skip
    assert find(axis, "c:numFmt").get("formatCode") == "#,##0"
    assert find(axis, "c:majorGridlines//a:srgbClr").get("val") == "c5ced6"
    assert said(axis) == "million\N{NO-BREAK SPACE}US$"
    layout = list(find(root, ".//c:plotArea/c:layout/c:manualLayout"))[-4:]
    places = {etree.QName(n).localname: n.get("val") for n in layout}
    frame = Frame(spec())
    assert places == {
        "x": str(round(frame.left / 600, 4)), "y": str(round(frame.above / 180, 4)),
        "w": str(round(frame.breadth / 600, 4)), "h": str(round(frame.tallness / 180, 4)),
    }  # fmt: skip


def test_shares_are_parts_of_one_on_an_axis_in_per_cent() -> None:
    root = space(spec("share", step="25"))
    assert val(root, ".//c:valAx/c:scaling/c:max") == "1"
    assert val(root, ".//c:valAx/c:majorUnit") == "0.25"
    assert find(root, ".//c:valAx/c:numFmt").get("formatCode") == '0"\N{NO-BREAK SPACE}"%'


def test_a_unit_too_long_for_the_axis_is_the_title_of_the_chart() -> None:
    unit = "million Ruritanian crowns, constant prices of 2015"
    root = space(spec(unit=unit))
    assert root.find(".//c:valAx/c:title", NS) is None
    title = said(find(root, "c:chart/c:title"))
    assert title.replace("\N{NO-BREAK SPACE}", " ") == unit
    assert val(root, "c:chart/c:autoTitleDeleted") == "0"


def test_lines_differ_in_colour_mark_and_dash() -> None:
    series = [replace(A_SERIES, name=str(n)) for n in range(4)]
    found = [
        (val(one, "c:marker/c:symbol"), val(one, "c:spPr/a:ln/a:prstDash"))
        for one in space(spec("line", *series)).iterfind(".//c:ser", NS)
    ]
    assert found == [
        ("circle", "solid"), ("square", "sysDash"), ("diamond", "sysDot"),
        ("triangle", "lgDashDot"),
    ]  # fmt: skip


def test_of_many_values_only_the_last_is_marked() -> None:
    many = replace(
        A_SERIES, labels={2000: "5.0", 2019: "5.0"},
        points={year: Decimal(5) for year in range(2000, 2020)},
    )  # fmt: skip
    [one] = space(spec("line", many)).iterfind(".//c:ser", NS)
    assert val(one, "c:marker/c:symbol") == "none"
    [point] = one.findall("c:dPt", NS)
    assert (val(point, "c:idx"), val(point, "c:marker/c:symbol")) == ("19", "circle")
    lines = [etree.tostring(line) for line in one.iterfind(".//c:spPr/a:ln[@w]", NS)]
    assert len(lines) == 2
    assert lines[0] == lines[1]


def test_areas_have_the_fills_of_the_drawing() -> None:
    chart = spec("stacked")
    fills = [
        find(one, "c:spPr/a:solidFill/a:srgbClr").get("val")
        for one in space(chart).iterfind(".//c:ser", NS)
    ]
    assert fills == [look(chart, index).fill[1:] for index in range(2)]
    assert len(set(fills)) == 2


def test_the_last_value_stands_at_the_lines_end_beneath_its_name() -> None:
    for one in space(spec()).iterfind(".//c:ser", NS):
        *_, label = one.findall("c:dLbls/c:dLbl", NS)
        assert val(label, "c:idx") == "2"
        assert val(label, "c:dLblPos") == "r"
        assert (val(label, "c:showSerName"), val(label, "c:showVal")) == ("1", "1")
        assert find(label, "c:separator").text == "\n"
        assert val(one, "c:dLbls/c:showVal") == "0"
    lasts = space(spec()).iterfind(".//c:dLbls/c:dLbl[last()]/c:numFmt", NS)
    assert [one.get("formatCode") for one in lasts] == ["#,##0", "#,##0.0"]


def test_the_first_value_of_a_line_stands_where_the_line_leaves_room() -> None:
    falling = replace(A_SERIES, points={2019: Decimal(150), 2021: Decimal(30)})
    rising = replace(B_SERIES, points={2019: Decimal(60), 2021: Decimal(190)})
    for chart, places in (
        (spec("line", falling), ["t"]), (spec("line", rising), ["b"]),
        (spec("line", falling, falling), []),  # one runs through the label of the other
    ):  # fmt: skip
        found = [
            val(label, "c:dLblPos")
            for label in space(chart).iterfind(".//c:dLbl", NS)
            if val(label, "c:idx") == "0"
        ]
        assert found == places
        drawn = etree.fromstring(draw(chart).encode())
        written = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
        assert len(set(written) & {"120.5", "80.0"}) == len(places)


@pytest.mark.parametrize(("count", "labelled"), [(8, 8), (12, 12), (13, 0)])
def test_columns_have_their_values_above_them_if_all_have_room(count: int, labelled: int) -> None:
    points = {year: Decimal(40 + year % 7) for year in range(2000, 2000 + count)}
    labels = {year: f"{value}.0" for year, value in points.items()}
    if count > 12:
        labels = {year: labels[year] for year in (min(points), max(points))}
    root = space(spec("bar", replace(A_SERIES, labels=labels, points=points)))
    assert [val(one, "c:dLblPos") for one in root.iterfind(".//c:dLbl", NS)] == (
        ["outEnd"] * labelled
    )


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("line", "688.4", "#,##0"), ("line", "688.5", "#,##0.0"), ("line", "12.25", "#,##0.00"),
        ("line", "12.26", "#,##0.0"), ("stacked", "150", "#,##0"),
        ("share", "38.3", '#,##0"\N{NO-BREAK SPACE}%"'),
        ("share", "62.5", '#,##0.0"\N{NO-BREAK SPACE}%"'),
    ],
)  # fmt: skip
def test_labels_are_rounded_as_in_the_drawing(kind: Kind, value: str, expected: str) -> None:
    one = replace(A_SERIES, labels={2020: value}, points={2020: Decimal(value)})
    root = space(spec(kind, one, step="200"))
    assert find(root, ".//c:dLbl/c:numFmt").get("formatCode") == expected


def test_large_writing_moves_names_into_a_key() -> None:
    root = space(spec(scale=2.3))
    assert {val(one, "c:showSerName") for one in root.iterfind(".//c:dLbl", NS)} == {"0"}
    assert root.find("c:chart/c:legend", NS) is not None
    assert space(spec()).find("c:chart/c:legend", NS) is None
    sizes = [int(one.get("sz", "")) for one in root.iter(f"{{{A}}}defRPr")]
    assert min(sizes) >= 0.92 * 2.3 * 825


def test_a_year_without_a_value_is_no_point_and_an_empty_cell() -> None:
    chart = spec()
    root = space(chart)
    first, second = root.iterfind(".//c:ser", NS)
    assert cached(first, "c:val") == {0: Decimal("120.5"), 2: Decimal("143.25")}
    assert cached(second, "c:val") == {0: Decimal(80), 2: Decimal(0)}
    assert val(root, "c:chart/c:dispBlanksAs") == "span"
    assert sheet(workbook(chart)) == [
        ["million US$", "Out", "=Back & forth"], [2019, 120.5, 80], [2020, None, None],
        [2021, 143.25, 0],
    ]  # fmt: skip


def test_the_workbook_says_nothing_of_who_made_it_and_when() -> None:
    data = workbook(spec())
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert {one.date_time for one in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert [one.filename for one in book.infolist()] == [
            "[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/workbook.xml",
            "xl/worksheets/sheet1.xml",
        ]  # fmt: skip
    cell = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["C1"]
    assert (cell.data_type, cell.value) == ("s", "=Back & forth")


@given(specs())
def test_every_chart_is_in_order_and_its_numbers_are_those_of_its_workbook(
    chart: ChartSpec,
) -> None:
    root = space(chart)
    for element in root.iter(*(f"{{{C}}}{name}" for name in ORDER)):
        order = ORDER[etree.QName(element).localname].split()
        places = [order.index(etree.QName(child).localname) for child in element]
        assert places == sorted(places), etree.tostring(element)
    rows = sheet(workbook(chart))
    assert [row[0] for row in rows[1:]] == list(chart.years)
    every = Frame(chart).every
    for index, element in enumerate(root.iterfind(".//c:ser", NS)):
        one = chart.series[index]
        column = [row[index + 1] for row in rows]
        assert column[0] == one.name == find(element, "c:tx//c:v").text
        shown = {chart.years[at]: value for at, value in cached(element, "c:val").items()}
        assert shown == one.points
        found = {year: v for year, v in zip(chart.years, column[1:], strict=True) if v is not None}
        assert found == {year: float(value) for year, value in one.points.items()}
        labelled = cached(element, "c:cat")
        assert labelled == {at: chart.years[at] for at in range(0, len(chart.years), every)}
        letter = "BCDEFG"[index]
        end = len(chart.years) + 1
        references = [one.text for one in element.iterfind(".//c:f", NS)]
        assert references == [
            f"Sheet1!${letter}$1", f"Sheet1!$A$2:$A${end}", f"Sheet1!${letter}$2:${letter}${end}",
        ]  # fmt: skip
    assert workbook(chart) == workbook(chart)


def test_a_chart_replaces_the_picture_in_its_size_with_its_alternative(write: Write) -> None:
    chart = spec()
    word = write(f"<figure>{img(chart)}<figcaption>c</figcaption></figure>", "img { width: 300pt }")
    [extent] = word.body.iter(f"{{{WP}}}extent")
    assert (extent.get("cx"), extent.get("cy")) == (str(300 * 12700), str(90 * 12700))
    [properties] = word.body.iter(f"{{{WP}}}docPr")
    assert properties.get("descr") == "A & B"
    assert not [name for name in word.names if "media" in name]
    [reference] = word.body.iter(f"{{{C}}}chart")
    targets = {
        one.get("Id"): one.get("Target") for one in word.part("word/_rels/document.xml.rels")
    }
    assert targets[reference.get(f"{{{R}}}id")] == "charts/chart1.xml"
    [relationship] = word.part("word/charts/_rels/chart1.xml.rels")
    assert relationship.get("Target") == "../embeddings/chart1.xlsx"
    data = find(word.part("word/charts/chart1.xml"), "c:externalData")
    assert data.get(f"{{{R}}}id") == relationship.get("Id")
    assert word.read("word/embeddings/chart1.xlsx") == workbook(chart)


def test_charts_and_pictures_are_numbered_together_and_the_same_twice(write: Write) -> None:
    picture = f'<img src="{source(spec())}" alt="">'
    body = f"<figure>{img(spec('share', step='25'))}</figure><p>{picture}</p>{img(spec('bar'))}"
    first, second = write(body), write(body)
    assert first.data == second.data
    numbers = [one.get("id") for one in first.body.iter(f"{{{WP}}}docPr")]
    assert numbers == ["1", "2", "3"]
    assert {"word/charts/chart1.xml", "word/media/image2.png", "word/charts/chart3.xml"} <= set(
        first.names
    )
