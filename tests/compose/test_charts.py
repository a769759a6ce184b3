"""Charts: the same bytes every time, and a text alternative that says everything they show."""

from __future__ import annotations

import base64
import re
from decimal import Decimal
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pytest
from lxml import etree
from markupsafe import Markup

from briefgen.compose.charts import Charts
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
    *values: Values, kind: Literal["line", "bar"] = "line", names: list[str] | None = None,
    title: str = "Trade", divisor: int = 1,
) -> str:  # fmt: skip
    chart = Charts(WORDING, COLORS).draw
    names = names or [f"S{n}" for n in range(len(values))]
    return str(chart(kind, [_series(v) for v in values], title, names=names, divisor=divisor))


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
        "Line chart of Trade. Out: 120 in 2019; 98.0 in 2020; 143 in 2021. "
        "Back: 80.0 in 2019; 101 in 2021."
    )


def test_columns_say_that_they_are_columns() -> None:
    markup = _draw(A, kind="bar")
    assert _alternative(markup).startswith("Column chart of Trade.")
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


@pytest.mark.parametrize("kind", ["line", "bar"])
@pytest.mark.parametrize(
    "values",
    [
        {2020: "5"}, {2020: "0"}, {2019: "0", 2020: "0"}, {2019: "0.001", 2020: "0.002"},
        {2019: "0", 2020: "7"}, {year: str(year) for year in range(1990, 2030)},
        {2020: "12345678901234567890"},
    ],
)  # fmt: skip
def test_unusual_values_are_drawn_within_the_picture(
    kind: Literal["line", "bar"], values: Values
) -> None:
    markup = _draw(values, kind=kind)
    svg = _svg(markup)
    width, height = float(svg.get("width") or 0), float(svg.get("height") or 0)
    numbers = _numbers(svg)
    assert numbers
    assert all(0 <= number <= max(width, height) for number in numbers)
    assert len(re.findall(r" in \d{4}", _alternative(markup))) == len(values)


@pytest.mark.parametrize("kind", ["line", "bar"])
@pytest.mark.parametrize(
    ("values", "what"), [({2019: "-5", 2020: "10"}, "a value below zero"), ({}, "no values")]
)
def test_what_cannot_be_drawn_is_refused(
    kind: Literal["line", "bar"], values: Values, what: str
) -> None:
    with pytest.raises(ValueError, match=f"the chart “Trade” has {what}"):
        _draw(values, kind=kind)


def test_labels_at_the_ends_of_lines_do_not_cover_each_other() -> None:
    svg = _svg(_draw({2020: "100"}, {2020: "100"}, {2020: "101"}, names=["A", "B", "C"]))
    names = [t for t in svg.findall("s:text", SVG) if t.get("font-weight") == "700"]
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
    body = f"<body><figure>{markup}</figure></body>"
    page = f'<html lang="en"><head><title>T</title></head>{body}</html>'
    assert check(page, "x.html") == []


def test_text_that_a_template_has_escaped_is_not_escaped_twice() -> None:
    markup = Charts(WORDING, COLORS).draw(
        "line", [_series(A)], Markup("R &amp; D"), names=[Markup("X &lt; Y")]
    )
    assert "Line chart of R & D. X < Y:" in _alternative(str(markup))


def test_an_unknown_kind_of_chart_is_refused() -> None:
    with pytest.raises(ValueError, match="no chart of the kind `pie`: line, bar"):
        Charts(WORDING, COLORS).draw("pie", [_series(A)], "T", names=["S"])  # type: ignore[arg-type]


def test_each_series_needs_a_name() -> None:
    with pytest.raises(ValueError, match="zip"):
        Charts(WORDING, COLORS).draw("line", [_series(A)], "T", names=[])
