"""Findings: whatever a chart's title claims is true of its numbers, and nothing else is claimed."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefgen.compose.findings import CHANGE, LARGER, MULTIPLE, PEAK, Findings, claim
from briefgen.compose.wording import Wording
from briefgen.house.catalogue import load_catalogue
from briefgen.house.workspace import Workspace
from briefgen.view.quantity import Basis, Quantity

FINDINGS = Findings(Wording(load_catalogue(Workspace(Path(__file__).parents[2]), "en")))

VALUES = st.lists(st.decimals(0, 1000, places=1), min_size=1, max_size=8)
POINTS = st.builds(
    lambda values, first: dict(enumerate(values, first)), VALUES, st.integers(1990, 2015)
)


def _told(
    *several: dict[int, str], kind: str = "line", unit: str = "US$", names: str = "AB", **more: Any
) -> str:
    records = [
        {"unit": unit, "observations": [{"period": str(y), "value": Decimal(v)}
                                        for y, v in points.items()], **more}
        for points in several
    ]  # fmt: skip
    return FINDINGS.told(records, list(names[: len(several)]), kind)


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ({2021: "100", 2022: "60", 2023: "50", 2024: "24"},
         "A fell by 76\N{NO-BREAK SPACE}% between 2021 and 2024"),
        ({2021: "100", 2022: "107.5"}, "A rose by 7.5\N{NO-BREAK SPACE}% between 2021 and 2022"),
        ({2000: "10", 2024: "32"}, "A grew to 3.2 times the value of 2000 by 2024"),
        ({2020: "10", 2021: "50", 2022: "20"},
         "A peaked in 2021; in 2022 the value was 60\N{NO-BREAK SPACE}% lower"),
        ({2020: "10", 2021: "5", 2022: "20"},
         "A fell to a low in 2021; in 2022 the value was 300\N{NO-BREAK SPACE}% higher"),
        ({2020: "100", 2021: "103", 2022: "99"},
         "A stayed within 3.0\N{NO-BREAK SPACE}% of the value of 2020 until 2022"),
        ({2020: "7", 2021: "0"}, "A fell to zero between 2020 and 2021"),
        ({2020: "1000", 2021: "1"}, "A fell by 99.9\N{NO-BREAK SPACE}% between 2020 and 2021"),
    ],
)  # fmt: skip
def test_one_series_has_its_course_told(points: dict[int, str], sentence: str) -> None:
    assert _told(points) == sentence


def test_shares_change_by_percentage_points() -> None:
    told = _told({2020: "40", 2021: "48"}, unit="%")
    assert told == "A rose by 8.0\N{NO-BREAK SPACE}percentage points between 2020 and 2021"


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        ({2020: "1", 2021: "2", 2022: "9"}, {2020: "3", 2021: "4", 2022: "5"},
         "A overtook B in 2022"),
        ({2020: "1", 2021: "7", 2022: "9"}, {2020: "3", 2021: "4", 2022: "5"},
         "A has exceeded B every year from 2021 to 2022"),
        ({2020: "10", 2021: "11"}, {2020: "9", 2021: "10"},
         "A exceeded B in every year from 2020 to 2021"),
        ({2020: "1", 2021: "2"}, {2020: "9", 2021: "8"},
         "B exceeded A in every year from 2020 to 2021, by a factor of 4.0 at the end"),
        ({2020: "1", 2021: "3", 2022: "1", 2023: "4"}, {2020: "2", 2021: "2", 2022: "2", 2023: "2"},
         "A exceeded B in 2023; the lead has changed 3 times since 2020"),
        ({2000: "1", 2004: "9"}, {2000: "2", 2004: "3"}, "A exceeded B in 2004"),
    ],
)  # fmt: skip
def test_two_series_are_compared(one: dict[int, str], other: dict[int, str], sentence: str) -> None:
    assert _told(one, other) == sentence


def test_of_parts_the_largest_is_told() -> None:
    one, other = {2020: "1", 2021: "3"}, {2020: "1", 2021: "1"}
    assert _told(one, other, kind="share") == (
        "A made up 75\N{NO-BREAK SPACE}% in 2021, up from 50\N{NO-BREAK SPACE}% in 2020"
    )
    assert (
        _told(one, other, kind="stacked")
        == "The total rose by 100\N{NO-BREAK SPACE}% between 2020 and 2021"
    )


@pytest.mark.parametrize(
    "points",
    [
        {2020: "1"}, {2020: "1", 2021: "2", 2023: "9"}, {2020: "0", 2021: "9"},
        {2020: "100", 2021: "101"}, {2020: "0", 2021: "0"}, {2020: "5", 2021: "5", 2022: "5"},
        {2020: "100", 2021: "110", 2022: "101"},
    ],
)  # fmt: skip
def test_nothing_is_claimed_where_the_values_do_not_bear_it(points: dict[int, str]) -> None:
    assert _told(points) == ""


def test_nothing_is_claimed_of_a_series_from_which_something_is_redacted() -> None:
    points = {2020: "100", 2021: "200"}
    assert _told(points) != ""
    assert _told(points, gaps={"observations": [{"basis": None}]}) == ""


def test_nothing_is_claimed_of_different_price_bases() -> None:
    def priced(basis: str) -> dict[int, Decimal]:
        return {
            year: Quantity(Decimal(year), Basis("US$", "USD", basis), ()) for year in (2020, 2021)
        }

    assert claim("line", [priced("current"), priced("current")]) is None
    apart = {2020: Decimal(1), 2021: Decimal(2)}
    assert claim("line", [apart, {2020: Decimal(3), 2021: Decimal(4)}]) is not None
    assert claim("line", [priced("current"), priced("constant")]) is None


def test_what_an_author_wrote_comes_first() -> None:
    assert _told({2020: "1", 2021: "9"}, finding="Trade has moved to the sea.") == (
        "Trade has moved to the sea."
    )


def test_months_are_no_years() -> None:
    months = [{"period": f"2020-0{month}", "value": Decimal(month)} for month in (1, 2, 3)]
    assert FINDINGS.told([{"unit": "t", "observations": months}], ["A"]) == ""


@given(POINTS, st.booleans())
@example({2000: Decimal(10), 2001: Decimal(40), 2002: Decimal(10)}, False)
@example({2000: Decimal(40), 2001: Decimal(10), 2002: Decimal(40)}, False)
def test_what_is_claimed_of_one_series_is_true(points: dict[int, Decimal], is_share: bool) -> None:
    found = claim("line", [points], is_share=is_share)
    if found is None:
        return
    values = [float(v) for v in points.values()]
    first, last = values[0], values[-1]
    assert found.years["last"] == max(points)
    assert found.years["first"] == min(points)

    def away(start: float, end: float) -> float:
        return abs(end - start) if is_share else abs(end - start) / start * 100

    change = float(found.change) if found.change is not None else None
    match found.key:
        case "rose":
            assert last > first
            assert change == pytest.approx(away(first, last))
        case "fell":
            assert last < first
            assert change == pytest.approx(away(first, last))
        case "to-zero":
            assert first > last == 0
        case "times":
            assert float(found.times or 0) == pytest.approx(last / first)
            assert last / first >= float(MULTIPLE) - 1e-9
        case "peaked":
            at = values[found.years["year"] - min(points)]
            assert all(value < at for n, value in enumerate(values) if value is not at) or (
                values.count(at) == 1 and max(values) == at
            )
            assert change == pytest.approx(away(at, last))
            assert away(at, first) >= float(PEAK[is_share]) - 1e-9
        case "lowest":
            at = values[found.years["year"] - min(points)]
            assert (values.count(at), min(values)) == (1, at)
            assert change == pytest.approx(away(at, last))
        case "steady":
            assert all(away(first, value) <= (change or 0) + 1e-9 for value in values)
            assert change is not None
            assert change <= float(CHANGE[is_share])
        case other:
            raise AssertionError(other)


@given(POINTS, POINTS)
def test_what_is_claimed_of_two_series_is_true(
    one: dict[int, Decimal], other: dict[int, Decimal]
) -> None:
    found = claim("line", [one, other])
    common = sorted(one.keys() & other.keys())
    if found is None:
        assert (
            len(common) < 2 or one[common[-1]] == other[common[-1]] or 1 in (len(one), len(other))
        )
        return
    larger, smaller = ((one, other), (other, one))[found.subject or 0]
    assert larger[common[-1]] > smaller[common[-1]]
    assert (found.years["first"], found.years["last"]) == (common[0], common[-1])
    ahead = [larger[year] > smaller[year] for year in common]
    if found.key.startswith("always"):
        assert all(ahead)
    if found.key == "always-times":
        assert found.times == larger[common[-1]] / smaller[common[-1]]
        assert found.times >= LARGER
    if found.key in ("overtook", "ahead-since"):
        at = found.years["year"]
        assert all(is_ahead == (year >= at) for year, is_ahead in zip(common, ahead, strict=True))
        assert at != common[0]
    if found.key == "lead-changed":
        assert found.count == sum(a != b for a, b in pairwise(ahead)) > 1


@given(st.lists(VALUES.filter(lambda v: len(v) > 1), min_size=2, max_size=4))
def test_the_part_that_is_told_is_the_largest(columns: list[list[Decimal]]) -> None:
    length = min(map(len, columns))
    several = [dict(enumerate(values[:length], 2000)) for values in columns]
    found = claim("share", several)
    if found is None or found.parts is None or found.subject is None:
        return
    totals = {year: sum(p[year] for p in several) for year in several[0]}
    last = max(totals)
    assert several[found.subject][last] == max(p[last] for p in several)
    shares = {y: several[found.subject][y] / totals[y] * 100 for y in (2000, last)}
    assert (found.parts["before"], found.parts["part"]) == (shares[2000], shares[last])
    assert (found.key == "part-up") == (round(shares[last]) > round(shares[2000]))
    assert (found.key == "part-down") == (round(shares[last]) < round(shares[2000]))


@given(POINTS)
def test_a_printed_change_is_neither_rounded_to_all_nor_to_nothing(
    points: dict[int, Decimal],
) -> None:
    told = _told({year: str(value) for year, value in points.items()})
    assert " 0.0" not in told
    if " fell by 100" in told:
        assert list(points.values())[-1] == 0


def test_the_pair_is_not_named_twice() -> None:
    records = [
        {"unit": "US$", "observations": [{"period": year, "value": Decimal(value)}
                                         for year, value in (("2000", one), ("2004", one))]}
        for one in ("9", "3")
    ]  # fmt: skip
    told = FINDINGS.told(records, ["GDP of A", "GDP of B"], others=["that of A", "that of B"])
    assert told == "GDP of A exceeded that of B in 2004"
