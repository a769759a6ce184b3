"""Dates, numbers and quantities as papers print them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from briefgen.compose.wording import Wording
from briefgen.house.catalogue import load_catalogue
from briefgen.house.words import Catalogue
from briefgen.house.workspace import Workspace

ROOT = Path(__file__).parents[2]
SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

ENGLISH = Wording(load_catalogue(Workspace(ROOT), "en"))
LITHUANIAN = Wording(Catalogue("lt", "lt_LT", {}))


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        ("2009-09-16", "long", f"16{SPACE}September 2009"),
        ("2009-05-01", "long", f"1{SPACE}May 2009"),
        ("1991-12-20", "short", f"20{SPACE}Dec 1991"),
        ("2009-09", "long", "September 2009"),
        ("2010-10", "short", "Oct 2010"),
        ("2009", "long", "2009"),
        ("2009", "short", "2009"),
        ("2024-02-29", "long", f"29{SPACE}February 2024"),
        ("0988-01-01", "long", f"1{SPACE}January 988"),
    ],
)
def test_a_date_is_printed_with_the_precision_it_has(value: str, form: str, expected: str) -> None:
    assert ENGLISH.date(value, form) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("0", None, "0"),
        ("-0.4", None, f"{MINUS}0.4"),
        ("1234567.89", None, "1,234,567.89"),
        ("100", None, "100"),
        ("1E+3", None, "1,000"),
        ("2.50", None, "2.5"),
        ("2.5", 2, "2.50"),
        ("2.345", 1, "2.3"),
        ("-1234", 0, f"{MINUS}1,234"),
        ("71857382746", None, "71,857,382,746"),
    ],
)
def test_a_number_keeps_its_decimals_and_gets_separators(
    value: str, decimals: int | None, expected: str
) -> None:
    assert ENGLISH.number(Decimal(value), decimals) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", "0"),
        ("30", "30"),
        ("999999", "999,999"),
        ("-999999", f"{MINUS}999,999"),
        ("1000000", f"1{SPACE}million"),
        ("9132629", f"9.13{SPACE}million"),
        ("9995000", f"10{SPACE}million"),
        ("41870000", f"41.9{SPACE}million"),
        ("999499999", f"999{SPACE}million"),
        ("999999999", f"1{SPACE}billion"),
        ("71857382746", f"71.9{SPACE}billion"),
        ("1000000000000", f"1{SPACE}trillion"),
        ("-9132629", f"{MINUS}9.13{SPACE}million"),
    ],
)
def test_a_large_quantity_has_at_most_three_digits_and_a_word(value: str, expected: str) -> None:
    assert ENGLISH.quantity(Decimal(value)) == expected


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ({"value": "71857382746", "unit": "US$", "currency": "USD", "as_of": "2023"},
         f"US$71.9{SPACE}billion (2023)"),
        ({"value": "12.5", "unit": "EUR", "currency": "EUR", "as_of": "2023"},
         f"EUR{SPACE}12.5 (2023)"),
        ({"value": "999999", "unit": "people", "as_of": "2025-06"}, "999,999 (Jun 2025)"),
        ({"value": "4", "unit": "%", "as_of": "2024", "estimate": True}, f"4{SPACE}% (2024, est.)"),
        ({"value": "65300", "unit": "km²", "as_of": "2026-01-22"},
         f"65,300{SPACE}km² (22{SPACE}Jan 2026)"),
    ],
)  # fmt: skip
def test_a_figure_carries_unit_and_date(figure: dict[str, Any], expected: str) -> None:
    given = {"currency": None, "estimate": False, **figure, "value": Decimal(figure["value"])}
    assert ENGLISH.figure(given) == expected
    assert ENGLISH.figure(given, dated=False) == expected.split(" (", maxsplit=1)[0]


def test_another_language_has_its_own_separators_and_month_names() -> None:
    assert LITHUANIAN.number(Decimal("1234567.5")) == f"1{SPACE}234{SPACE}567,5"
    assert LITHUANIAN.date("2009-09-16") != ENGLISH.date("2009-09-16")


@pytest.mark.parametrize(
    ("items", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_is_joined_as_a_sentence(items: list[str], expected: str) -> None:
    assert ENGLISH.listed(items) == expected


def test_a_word_that_the_catalogue_lacks_is_an_error() -> None:
    with pytest.raises(KeyError, match="no word `nonsense`"):
        ENGLISH.word("nonsense")


def test_values_are_escaped_when_they_are_put_into_a_pattern() -> None:
    text = ENGLISH.markup("states-that", who="<b>X</b>", what=Markup("<em>y</em>"))
    assert text == "&lt;b&gt;X&lt;/b&gt; states that <em>y</em>"
