"""Charts: the same bytes every time, and a text alternative that says everything they show."""

from __future__ import annotations

import base64
import json
import re
from decimal import Decimal
from html import escape, unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from briefgen.compose import svg
from briefgen.compose.chartreading import parse
from briefgen.compose.charts import Charts
from briefgen.compose.chartspec import KINDS, ChartSpec, Kind
from briefgen.compose.vocabulary import check
from briefgen.compose.wording import Wording
from briefgen.house.catalogue import load_catalogue
from briefgen.house.workspace import Workspace

WORDING = Wording(load_catalogue(Workspace(Path(__file__).parents[2]), "en"))
COLORS = dict(zip(
    ("accent", "second", "third", "soft", "ink", "muted", "rule"),
    (f"#00000{n}" for n in range(7)), strict=True,
))  # fmt: skip
SVG = {"s": "http://www.w3.org/2000/svg"}

Values = dict[int, str]


def _series(values: Values) -> dict[str, Any]:
    observations = [{"period": str(y), "value": Decimal(v)} for y, v in values.items()]
    return {"observations": observations}


def _draw(
    *values: Values, kind: Kind = "line", names: list[str] | None = None, title: str = "Trade",
    divisor: int = 1, scale: float = 1.0, **more: str,
) -> str:  # fmt: skip
    chart = Charts(WORDING, COLORS, scale).draw
    names = names or [f"S{n}" for n in range(len(values))]
    series = [_series(v) for v in values]
    return str(chart(kind, series, title, names=names, divisor=divisor, **more))  # type: ignore[arg-type]


def _spec(markup: str) -> ChartSpec:
    found = re.search(r'data-chart="([^"]*)"', markup)
    assert found
    return parse(unescape(found[1]))


def _faults(markup: str) -> list[str]:
    """Return what the check of the vocabulary finds in a document of a picture."""
    body = f"<body><figure>{markup}</figure></body>"
    page = f'<html lang="en"><head><title>T</title></head>{body}</html>'
    return [fault.message for fault in check(page, "x.html")]


def _svg(markup: str) -> etree._Element:
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', markup)
    assert found
    return etree.fromstring(base64.b64decode(found[1]))


def _alternative(markup: str) -> str:
    found = re.search(r'alt="([^"]*)"', markup)
    assert found
    return unescape(found[1])


def _numbers(element: etree._Element) -> list[float]:
    """Return every coordinate of a picture."""
    names = ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height", "points")
    return [
        float(number)
        for node in element.iter()
        for name in names
        for number in re.split("[ ,]", node.get(name) or "")
        if number
    ]


A: Values = {2019: "120.5", 2020: "98", 2021: "143.25"}
B: Values = {2019: "80", 2021: "101"}


def test_the_same_values_give_the_same_bytes() -> None:
    assert _draw(A, B) == _draw(dict(A), dict(B))
    assert _draw(A, B) != _draw(A, {**B, 2021: "102"})


def test_the_alternative_names_every_value_with_its_year() -> None:
    text = _alternative(_draw(A, B, names=["Out", "Back"]))
    assert text == (
        "Line chart of Trade, 2019 to 2021. Out: 120 in 2019; 98.0 in 2020; 143 in 2021; "
        "highest 143 in 2021, lowest 98.0 in 2020. Back: 80.0 in 2019; 101 in 2021."
    )


def test_columns_say_that_they_are_columns() -> None:
    markup = _draw(A, kind="bar")
    assert _alternative(markup).startswith("Column chart of Trade, 2019 to 2021.")
    assert len(_svg(markup).findall("s:rect", SVG)) == 3


def test_values_are_divided_for_axis_and_alternative() -> None:
    text = _alternative(_draw({2020: "143250000"}, divisor=1_000_000))
    assert "143 in 2020" in text


def test_a_year_without_a_value_is_a_gap_in_time_and_no_value() -> None:
    markup = _draw({2010: "1", 2012: "3", 2020: "5"})
    [line] = _svg(markup).findall("s:polyline", SVG)
    xs = [float(pair.split(",")[0]) for pair in (line.get("points") or "").split()]
    assert len(xs) == 3
    assert (xs[1] - xs[0]) * 4 == pytest.approx(xs[2] - xs[1], abs=1)
    assert "2015" not in _alternative(markup)


@pytest.mark.parametrize("kind", ["line", "bar", "stacked"])
@pytest.mark.parametrize(
    "values",
    [
        {2020: "5"}, {2020: "0"}, {2019: "0", 2020: "0"}, {2019: "0.001", 2020: "0.002"},
        {2019: "0", 2020: "7"}, {year: str(year) for year in range(1990, 2030)},
        {2020: "12345678901234567890"}, {2020: "1E+25"},
    ],
)  # fmt: skip
def test_unusual_values_are_drawn_within_the_picture(kind: Kind, values: Values) -> None:
    markup = _draw(values, kind=kind)
    svg = _svg(markup)
    width, height = float(svg.get("width") or 0), float(svg.get("height") or 0)
    numbers = _numbers(svg)
    assert numbers
    assert all(0 <= number <= max(width, height) for number in numbers)
    said = dict.fromkeys(re.findall(r"(?<= in )\d{4}", _alternative(markup)))
    assert list(map(int, said)) == list(values)[:: 1 if len(values) <= 12 else len(values) - 1]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("values", "what"), [({2019: "-5", 2020: "10"}, "a value below zero"), ({}, "no values")]
)
def test_what_cannot_be_drawn_is_refused(kind: Kind, values: Values, what: str) -> None:
    with pytest.raises(ValueError, match=f"the chart “Trade” has {what}"):
        _draw(values, kind=kind)


def test_labels_at_the_ends_of_lines_do_not_cover_each_other() -> None:
    svg = _svg(_draw({2020: "100"}, {2020: "100"}, {2020: "101"}, names=["A", "B", "C"]))
    names = [t for t in svg.findall("s:text", SVG) if t.text in ("A", "B", "C")]
    heights = sorted(float(t.get("y") or 0) for t in names)
    assert len(heights) == 3
    assert min(b - a for a, b in pairwise(heights)) >= 20


@pytest.mark.parametrize(
    "hostile",
    ['"><script>alert(1)</script>', "</text><image href='file:///etc/passwd'/>", "A & B <i>",
     "{{ 7*7 }}", "]]>&#0;"],
)  # fmt: skip
def test_hostile_names_stay_text_in_picture_and_alternative(hostile: str) -> None:
    markup = _draw(A, names=[hostile], title=hostile)
    svg = _svg(markup)
    assert {etree.QName(node).localname for node in svg.iter()} <= {
        "svg", "line", "text", "polyline", "circle"
    }  # fmt: skip
    assert hostile in [node.text for node in svg.findall("s:text", SVG)]
    assert hostile in _alternative(markup)
    assert _spec(markup).series[0].name == _spec(markup).title == hostile
    assert _faults(markup) == []


def test_text_that_a_template_has_escaped_is_not_escaped_twice() -> None:
    markup = Charts(WORDING, COLORS).draw(
        "line", [_series(A)], Markup("R &amp; D"), names=[Markup("X &lt; Y")]
    )
    assert "Line chart of R & D, 2019 to 2021. X < Y:" in _alternative(str(markup))


def test_an_unknown_kind_of_chart_is_refused() -> None:
    with pytest.raises(ValueError, match="no chart of the kind `pie`: line, bar, stacked, share"):
        Charts(WORDING, COLORS).draw("pie", [_series(A)], "T", names=["S"])  # type: ignore[arg-type]


def test_each_series_needs_a_name() -> None:
    with pytest.raises(ValueError, match="zip"):
        Charts(WORDING, COLORS).draw("line", [_series(A)], "T", names=[])


def test_the_picture_carries_what_is_drawn_and_no_more() -> None:
    withheld = _series(A)
    withheld["observations"][0] |= {"note": "not for the press", "sources": ["s1"]}
    withheld["title"] = "not for the press either"
    markup = Charts(WORDING, COLORS).draw(
        "line", [withheld, _series({})], "Trade", names=["Out", "Nothing"], unit="US$"
    )
    found = re.search(r'data-chart="([^"]*)"', markup)
    assert found
    assert json.loads(unescape(found[1])) == {
        "kind": "line", "title": "Trade", "unit": "US$",
        "size": {"width": 600.0, "height": 180.0, "scale": 1.0},
        "axis": {"step": 50.0, "ticks": ["0", "50", "100", "150"], "titled": True},
        "colors": {"ink": "#000004", "muted": "#000005", "rule": "#000006"},
        "series": [
            {
                "name": "Out", "color": "#000000",
                "labels": {"2019": "120.5", "2020": "98.0", "2021": "143"},
                "points": {"2019": 120.5, "2020": 98.0, "2021": 143.25},
            },
        ],
    }  # fmt: skip


@given(
    st.sampled_from(KINDS),
    st.lists(
        st.dictionaries(
            st.integers(1990, 2024), st.decimals(0, 10**9, places=2).map(str), max_size=12
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from((1.0, 1.5, 2.3)),
    st.sampled_from(("", "million US$, current prices")),
)
def test_every_drawing_can_be_drawn_again_from_what_it_carries(
    kind: Kind, values: list[Values], scale: float, unit: str
) -> None:
    try:
        markup = _draw(*values, kind=kind, scale=scale, unit=unit)
    except ValueError as error:
        assert re.search("no values|no year in which", str(error))  # noqa: PT017
        return
    assert _faults(markup) == []
    found = re.search('base64,([^"]+)"', markup)
    assert found
    assert svg.fault(base64.b64decode(found[1])) is None
    spec = _spec(markup)
    assert parse(spec.json()) == spec
    assert all(0 <= number <= max(spec.width, spec.height) for number in _numbers(_svg(markup)))
    if kind in ("line", "bar"):
        shown = [{year: float(v) for year, v in one.points.items()} for one in spec.series]
        assert shown == [{y: float(v) for y, v in sorted(one.items())} for one in values if one]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('0":98.0', '0":99.0', "the picture is not the chart that data-chart specifies"),
        ('"S0"', '"S9"', "the picture is not the chart that data-chart specifies"),
        ('0":98.0', '0":98.00', "data-chart is not written as specifications of charts are"),
        ('"unit":""', '"unit":"","note":"secret"',
         "data-chart is not written as specifications of charts are"),
        ('"kind":"line"', '"kind":"line","kind":"line"',
         "data-chart is not written as specifications of charts are"),
        ('"kind":"line"', '"kind":"pie"',
         "data-chart is of the kind “pie”: line, bar, stacked, share"),
        ('"kind":"line",', "", "data-chart is not the specification of a chart"),
        ('0":98.0', '0":-98.0', "data-chart has a value below zero, or none that can be drawn"),
        ('0":98.0', '0":NaN', "data-chart has NaN for a number"),
        ('0":98.0', '0":1e999', "data-chart has a value below zero, or none that can be drawn"),
        ('"2020"', '"1700"', "data-chart has years out of order"),
        ('"2021"', '"9999"', "data-chart spans more than 500 years"),
        ('"2020"', '"20"', "data-chart has “20” for a year"),
        ('"scale":1.0', '"scale":99.0', "data-chart has writing 99 times as large as usual"),
        ('"width":600.0', '"width":1e9', "data-chart is larger than 4000 pixels"),
        ('"step":50.0', '"step":0.0', "data-chart has no axis that values can be read from"),
        ('0":98.0', '0":980.0', "data-chart has a value above its axis"),
        ("#000004", "red", "data-chart has a colour that is not written as #rrggbb"),
        ('"titled":false', '"titled":0', "data-chart is not the specification of a chart"),
        ('"2019":"120.5"', '"2018":"120.5"',
         "data-chart has labels of other years than its values"),
        ('"title":"Trade"', '"title":7', "data-chart is not the specification of a chart"),
        ('"title":"Trade"', f'"title":"{"x" * 600}"',
         "data-chart has a text that is longer than 500 letters, or not of letters"),
    ],
)  # fmt: skip
def test_what_is_not_the_drawings_specification_is_refused(
    old: str, new: str, message: str
) -> None:
    markup = unescape(_draw(A))
    assert markup.count(old) == (2 if re.fullmatch('"[0-9]+"', old) else 1)  # labels, points
    assert _faults(_quoted(markup.replace(old, new))) == [message]


@pytest.mark.parametrize("text", ["", "[]", "7", "{", "[" * 100_000, '{"kind":"line"}'])
def test_what_is_no_specification_is_refused(text: str) -> None:
    [fault] = _faults(f'<img src="data:image/png;base64," alt="" data-chart=\'{text}\'/>')
    assert fault.startswith("data-chart ")


def _quoted(markup: str) -> str:
    """Return a picture whose specification is escaped again."""
    head, _, rest = markup.partition('data-chart="')
    specification = escape(rest.removesuffix('"/>'))
    return f'{head}data-chart="{specification}"/>'


def test_the_unit_stands_above_the_axis() -> None:
    svg_ = _svg(_draw(A, unit="million US$, current prices"))
    [text] = [t for t in svg_.findall("s:text", SVG) if t.text == "million US$, current prices"]
    grid = [float(line.get("y1") or 0) for line in svg_.findall("s:line", SVG)]
    assert float(text.get("y") or 0) < min(grid)
    assert svg_.get("height") == _svg(_draw(A)).get("height")


def test_a_finding_comes_first_in_the_alternative() -> None:
    text = _alternative(_draw(A, finding="Trade has grown by a fifth."))
    assert text.startswith("Trade has grown by a fifth. Line chart of Trade, ")


def test_columns_of_several_series_stand_side_by_side() -> None:
    svg_ = _svg(_draw(A, A, kind="bar"))
    edges = sorted(
        (float(r.get("x") or 0), float(r.get("width") or 0)) for r in svg_.findall("s:rect", SVG)
    )
    plotted = [edge for edge in edges if edge[0] > 10]  # the key's stand on the left
    assert len(plotted) == 6
    assert all(b[0] - (a[0] + a[1]) >= -0.15 for a, b in pairwise(plotted))


C: Values = {2019: "20", 2020: "30", 2021: "40"}


def test_stacks_stand_only_where_every_part_has_a_value() -> None:
    markup = _draw(A, B, C, kind="stacked", names=["Out", "Back", "Rest"])
    assert [list(one.points) for one in _spec(markup).series] == [[2019, 2021]] * 3
    assert _alternative(markup) == (
        "Stacked column chart of Trade, 2019 to 2021. Out: 120 in 2019; 143 in 2021. "
        "Back: 80.0 in 2019; 101 in 2021. Rest: 20.0 in 2019; 40.0 in 2021."
    )
    rects = [r for r in _svg(markup).findall("s:rect", SVG) if float(r.get("x") or 0) > 10]
    first = [(float(r.get("y") or 0), float(r.get("height") or 0)) for r in rects[:3]]
    for below, above in pairwise(first):
        assert above[0] + above[1] == pytest.approx(below[0], abs=0.15)


def test_shares_are_per_cent_of_the_year() -> None:
    markup = _draw({2020: "30", 2021: "1"}, {2020: "90", 2021: "2"}, kind="share",
                   names=["Out", "Back"])  # fmt: skip
    assert [one.points for one in _spec(markup).series] == [
        {2020: Decimal(25), 2021: Decimal("33.3")}, {2020: Decimal(75), 2021: Decimal("66.7")},
    ]  # fmt: skip
    assert "Out: 25 % in 2020; 33 % in 2021." in _alternative(markup).replace("\xa0", " ")


def test_a_whole_of_nothing_has_no_shares() -> None:
    with pytest.raises(ValueError, match="no year in which its series make a whole"):
        _draw({2020: "0"}, {2020: "0"}, kind="share")


def test_series_differ_without_their_colours() -> None:
    lines = _svg(_draw(A, A, A, A)).findall("s:polyline", SVG)
    assert len({line.get("stroke-dasharray") for line in lines}) == 4
    rects = _svg(_draw(A, A, A, kind="stacked")).findall("s:rect", SVG)
    fills = {int((rect.get("fill") or "")[1:3], 16) for rect in rects}
    assert min(b - a for a, b in pairwise(sorted(fills))) >= 60


def test_the_years_that_have_values_are_those_that_are_labelled() -> None:
    found = _svg(_draw(dict.fromkeys(range(1992, 2021, 4), "5"))).findall("s:text", SVG)
    years = [text.text for text in found if re.fullmatch("[0-9]{4}", text.text or "")]
    assert years == ["1992", "1996", "2000", "2004", "2008", "2012", "2016", "2020"]


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("688.4", "688"),
        ("688.5", "688.5"),
        ("689.5", "689.5"),
        ("12.25", "12.25"),
        ("12.3", "12.3"),
    ],
)
def test_a_label_midway_between_two_numbers_is_not_rounded(value: str, label: str) -> None:
    assert _spec(_draw({2020: "5", 2021: value})).series[0].last == label


def test_the_label_is_that_of_the_last_year_in_whatever_order_values_come() -> None:
    [one] = _spec(_draw({2021: "7", 2019: "3", 2020: "5"})).series
    assert one.last == "7.0"
    assert list(one.points) == [2019, 2020, 2021]


@pytest.mark.parametrize(("height", "ticks"), [(180, ["0", "200", "400", "600", "800"]),
                                               (100, ["0", "400", "800"])])  # fmt: skip
def test_a_low_chart_has_fewer_lines(height: float, ticks: list[str]) -> None:
    markup = Charts(WORDING, COLORS).draw(
        "line", [_series({2020: "412", 2021: "688"})], "T", names=["S"], height=height
    )
    assert list(_spec(str(markup)).ticks) == ticks
