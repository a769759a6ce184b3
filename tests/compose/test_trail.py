"""Every number that a paper prints can be followed to the cell it was read from."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from briefgen.compose.charts import Charts
from briefgen.compose.trail import Printed, Trail, matching
from briefgen.compose.wording import Wording
from briefgen.house.catalogue import load_catalogue
from briefgen.house.workspace import Workspace
from briefgen.view.quantity import Basis, Origin, Quantity

CATALOGUE = load_catalogue(Workspace(Path(__file__).parents[2]), "en")
DOLLARS = Basis("US$", "USD", "current")
COLORS = dict.fromkeys(("accent", "second", "third", "soft", "ink", "muted", "rule"), "#000000")


def _origin(place: str) -> Origin:
    return Origin(place, "text", "2025", ("yearbook",))


def _quantity(value: str, place: str) -> Quantity:
    return Quantity(Decimal(value), DOLLARS, (_origin(place),))


A, B = _quantity("41870000000", "a.yaml:2:3"), _quantity("1234.5", "b.csv:5:9")


def test_numbers_are_noted_as_they_are_printed_and_in_that_order() -> None:
    trail = Trail()
    wording = Wording(CATALOGUE, trail)
    figure = {"value": A, "unit": "US$", "currency": "USD", "as_of": "2025"}
    texts = [wording.figure(figure), wording.number(B), wording.quantity(A), wording.number(B, 0)]
    assert texts[0] == "US$41.9\N{NO-BREAK SPACE}billion (2025)"
    assert [p.text for p in trail.printed()] == texts
    assert [p.origins[0].place for p in trail.printed()] == [
        "a.yaml:2:3", "b.csv:5:9", "a.yaml:2:3", "b.csv:5:9",
    ]  # fmt: skip


def test_a_figure_is_noted_once_and_not_its_parts() -> None:
    trail = Trail()
    figure = {"value": A, "unit": "US$", "currency": "USD", "as_of": "2025"}
    text = Wording(CATALOGUE, trail).figure(figure, dated=False)
    assert [p.text for p in trail.printed()] == [text]


def test_what_is_printed_twice_is_noted_once() -> None:
    trail = Trail()
    wording = Wording(CATALOGUE, trail)
    wording.number(B)
    wording.number(B)
    assert trail.printed() == (Printed("1,234.5", (_origin("b.csv:5:9"),)),)


def test_a_number_that_was_worked_out_has_all_of_its_origins_in_order() -> None:
    trail = Trail()
    Wording(CATALOGUE, trail).number((B - A) / A * 100, 1)
    [printed] = trail.printed()
    assert printed == Printed("\N{MINUS SIGN}100.0", (_origin("a.yaml:2:3"), _origin("b.csv:5:9")))


@pytest.mark.parametrize("bare", [3, 2.5, Decimal(7)])
def test_bare_numbers_leave_no_trail(bare: Any) -> None:
    trail = Trail()
    Wording(CATALOGUE, trail).number(bare)
    assert trail.printed() == ()


def test_a_chart_notes_its_values_and_not_the_numbers_of_its_axis() -> None:
    trail = Trail()
    values = {"2024": _quantity("80", "c.csv:1:1"), "2025": _quantity("143", "c.csv:2:1")}
    series = {"observations": [{"period": p, "value": v} for p, v in values.items()]}
    Charts(Wording(CATALOGUE, trail), COLORS).draw("line", [series], "Trade", names=["Exports"])
    assert {(p.text, p.origins[0].place) for p in trail.printed()} == {
        ("80.0", "c.csv:1:1"), ("143", "c.csv:2:1"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("41.9 billion", ["US$41.9\N{NO-BREAK SPACE}Billion (2025)"]),
        ("us$41.9\N{NO-BREAK SPACE}BILLION", ["US$41.9\N{NO-BREAK SPACE}Billion (2025)"]),
        ("9", ["US$41.9\N{NO-BREAK SPACE}Billion (2025)", "0.9"]),
        ("42", []),
    ],
)
def test_a_printed_number_is_found_by_a_part_of_it_whatever_its_spaces(
    wanted: str, expected: list[str]
) -> None:
    printed = [Printed("US$41.9\N{NO-BREAK SPACE}Billion (2025)", ()), Printed("0.9", ())]
    assert [p.text for p in matching(printed, wanted)] == expected
