from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from briefgen.dossier.values import (
    CountryCode,
    FullDate,
    Identifier,
    Identifiers,
    LanguageTag,
    Names,
    Number,
    PartialDate,
    Text,
)


def read(kind: Any, value: object) -> Any:
    return TypeAdapter(kind).validate_python(value)


def refused(kind: Any, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        read(kind, value)
    return str(caught.value.errors()[0]["type"])


@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_every_date_of_any_precision_is_kept_as_it_is_written(day: date, length: int) -> None:
    written = f"{day.year:04}-{day.month:02}-{day.day:02}"[:length]
    assert read(PartialDate, written) == written


@given(st.integers(1, 9999), st.integers(0, 99), st.integers(0, 99))
def test_a_full_date_is_accepted_exactly_where_the_calendar_has_it(
    year: int, month: int, day: int
) -> None:
    written = f"{year:04}-{month:02}-{day:02}"
    try:
        date(year, month, day)
    except ValueError:
        assert refused(PartialDate, written) == refused(FullDate, written) == "bad-date"
    else:
        assert read(PartialDate, written) == read(FullDate, written) == written


@given(st.dates(), st.sampled_from([4, 7]))
def test_a_full_date_has_a_day(day: date, length: int) -> None:
    assert refused(FullDate, day.isoformat()[:length]) == "bad-date"


@given(st.text(max_size=12))
def test_any_other_text_is_no_date(text: str) -> None:
    try:
        value = read(PartialDate, text)
    except ValidationError:
        return
    assert date.fromisoformat((value + "-01-01")[:10] if len(value) < 10 else value)


NEARLY_DATES = (
    "", "2009-", "2009-9", "2009-09-1", "0000", "20090916", "2009-W38", "2009-W38-3", "16.9.2009",
    "2009-00", "2009-13", "2009-02-30", "2100-02-29", " 2009", "2009\n", "-2009", "02009",
    "2009-09-16T12:00", "\uff12\uff10\uff10\uff19", "2009/09/16", "about 2009",
)  # fmt: skip


@pytest.mark.parametrize("written", NEARLY_DATES)
def test_what_only_resembles_a_date_is_refused(written: str) -> None:
    assert refused(PartialDate, written) == "bad-date"


@pytest.mark.parametrize("value", [None, 2009, 2009.5, ["2009"], date(2009, 9, 16)])
def test_a_date_is_a_text(value: object) -> None:
    assert refused(PartialDate, value) == "string_type"


def test_a_plain_text_belongs_to_the_language_of_the_dossier() -> None:
    assert read(Text, "  Hello\n") == {"": "Hello"}


def test_a_text_may_have_several_languages() -> None:
    assert read(Text, {"en": "Hello", "lt": " Labas ", "sr-Latn": "Zdravo"}) == {
        "en": "Hello",
        "lt": "Labas",
        "sr-Latn": "Zdravo",
    }


@pytest.mark.parametrize("value", [{}, [], ["Hello"], None, 5, {"English": "Hello"}, {"<<": "x"}])
def test_what_has_no_text_by_language_is_refused(value: object) -> None:
    assert refused(Text, value) == "bad-text"


@pytest.mark.parametrize("value", ["", "  ", {"en": ""}, {"en": "Hello", "lt": " \n"}])
def test_an_empty_text_is_refused(value: object) -> None:
    assert refused(Text, value) == "string_too_short"


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("a; b", ("a", "b")),
        ("a;b;", ("a", "b")),
        (" ; a ;; b-2 ", ("a", "b-2")),
        ("a", ("a",)),
        ("", ()),
        (["a", "b"], ("a", "b")),
    ],
)
def test_one_cell_may_hold_a_list(cell: object, items: tuple[str, ...]) -> None:
    assert read(Identifiers, cell) == read(Names, cell) == items


def test_each_item_of_a_cell_is_an_identifier() -> None:
    assert refused(Identifiers, "a; B") == "string_pattern_mismatch"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20)))
def test_a_number_written_out_is_exactly_that_number(value: Decimal) -> None:
    if abs(value) < 10**20:
        assert read(Number, f"{value:f}") == value


NEARLY_NUMBERS = (
    "", " 1", "1 ", "1,5", "1 000", "1_000", "1e5", "NaN", "nan", "inf", "-Infinity", "0x10", ".",
    ".5", "5.", "--1", "\u22121", "\uff11", "9" * 31, "9" * 5000, "0." + "1" * 16, "1.2.3",
)  # fmt: skip


@pytest.mark.parametrize("written", NEARLY_NUMBERS)
def test_what_is_not_written_out_is_no_number(written: str) -> None:
    assert refused(Number, written) == "bad-number"


@pytest.mark.parametrize("written", ["0", "-3.50", "+7", "0207", "9" * 30, "0." + "1" * 15])
def test_written_out_numbers_keep_every_digit(written: str) -> None:
    assert read(Number, written) == Decimal(written)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (CountryCode, ["NO", "XA", "ZZ"], ["no", "NOR", "N0", "", "NO\n", "\u0410\u0411"]),
        (Identifier, ["a", "0", "mfa-lt-2023"], ["A", "a_b", "-a", "a-", "a--b", "", "a b", "é"]),
        (LanguageTag, ["en", "sr-Latn", "de-AT", "mul"], ["e", "EN", "en_GB", "english", "en-"]),
    ],
)
def test_codes_are_taken_as_they_are_written_or_refused(
    kind: Any, good: list[str], bad: list[str]
) -> None:
    assert [read(kind, code) for code in good] == good
    assert {refused(kind, code) for code in bad} == {"string_pattern_mismatch"}
