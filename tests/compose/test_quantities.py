"""Numbers carry what they measure and where they were read, and refuse to be mixed."""

from __future__ import annotations

import operator
import pickle
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from briefgen.compose.templates import Templates
from briefgen.diagnostics import ContentError
from briefgen.view.quantity import (
    Basis,
    MixedBasisError,
    Origin,
    Quantity,
    basis_of,
    origins_of,
)

DOLLARS = Basis("US$", "USD", "current")
CONSTANT = Basis("US$", "USD", "constant")
EUROS = Basis("€", "EUR", "current")
TONNES = Basis("tonnes")
OTHERS = [CONSTANT, EUROS, TONNES, None]


def _origin(place: str) -> Origin:
    return Origin(place, "1", "2025", ("yearbook",))


def _quantity(value: str, basis: Basis | None = DOLLARS, place: str = "a.csv:2:3") -> Quantity:
    return Quantity(Decimal(value), basis, (_origin(place),))


A, B = _quantity("6", place="a.csv:2:3"), _quantity("4", place="b.yaml:5:9")
BOTH = (_origin("a.csv:2:3"), _origin("b.yaml:5:9"))


@pytest.mark.parametrize(("operation", "expected"), [(operator.add, "10"), (operator.sub, "2")])
def test_sums_and_differences_of_one_basis_carry_it_and_both_origins(
    operation: Callable[[Any, Any], Any], expected: str
) -> None:
    result = operation(A, B)
    assert result == Decimal(expected)
    assert (basis_of(result), origins_of(result)) == (DOLLARS, BOTH)


def test_a_sum_over_many_begins_with_nothing_and_names_each_origin_once() -> None:
    result = sum([A, B, A])
    assert result == 16
    assert (basis_of(result), origins_of(result)) == (DOLLARS, BOTH)


@pytest.mark.parametrize("other", OTHERS, ids=str)
@pytest.mark.parametrize(
    ("operation", "verb"),
    [(operator.add, "added"), (operator.sub, "subtracted"), (operator.truediv, "divided")],
)
def test_different_unit_currency_or_price_basis_refuse_each_other(
    operation: Callable[[Any, Any], Any], verb: str, other: Basis | None
) -> None:
    left, right = A, _quantity("4", other)
    for pair in ((left, right), (right, left)):
        with pytest.raises(MixedBasisError, match=f"cannot be {verb}") as caught:
            operation(*pair)
        assert "US$ in current prices" in str(caught.value)
        assert str(other or "a bare number") in str(caught.value)


@pytest.mark.parametrize("bare", [1, Decimal(1)])
@pytest.mark.parametrize("operation", [operator.add, operator.sub])
def test_a_measured_number_and_a_bare_one_refuse_each_other(
    operation: Callable[[Any, Any], Any], bare: Any
) -> None:
    for pair in ((A, bare), (bare, A)):
        with pytest.raises(MixedBasisError, match="bare number 1 cannot be"):
            operation(*pair)


@pytest.mark.parametrize(
    ("result", "expected"),
    [(A * 100, "600"), (100 * A, "600"), (A * Decimal("0.5"), "3"), (A / 4, "1.5"),
     (-A, "-6"), (abs(-A), "6")],
)  # fmt: skip
def test_scaling_keeps_basis_and_origin(result: Quantity, expected: str) -> None:
    assert result == Decimal(expected)
    assert (basis_of(result), origins_of(result)) == (DOLLARS, BOTH[:1])


def test_the_quotient_of_two_has_no_basis_and_both_origins() -> None:
    ratio = A / B
    assert ratio == Decimal("1.5")
    assert (basis_of(ratio), origins_of(ratio)) == (None, BOTH)


def test_a_quotient_is_a_number_like_any_other_and_keeps_its_origins() -> None:
    growth = (A / B - 1) * 100
    assert growth == 50
    assert (basis_of(growth), origins_of(growth)) == (None, BOTH)
    less = 1 - A / B
    assert less == Decimal("-0.5")


def test_a_share_of_a_measured_number_is_measured_alike() -> None:
    part = _quantity("10", TONNES, "c.csv:9:9") * (A / B)
    assert part == 15
    assert basis_of(part) == TONNES
    assert origins_of(part) == (*BOTH, _origin("c.csv:9:9"))


def test_two_measured_numbers_are_not_multiplied() -> None:
    with pytest.raises(MixedBasisError, match="cannot be multiplied"):
        A * B


def test_a_quantity_reaches_another_process_whole() -> None:
    again = pickle.loads(pickle.dumps(A))  # noqa: S301  # our own
    assert again == A
    assert (basis_of(again), origins_of(again)) == (DOLLARS, BOTH[:1])


@pytest.mark.parametrize("number", [1, 1.5, Decimal(1), "1", None])
def test_what_is_no_quantity_has_neither_basis_nor_origin(number: object) -> None:
    assert (basis_of(number), origins_of(number)) == (None, ())


@pytest.mark.parametrize(
    "text",
    ["{{ money + freight }}", "{{ money - freight }}", "{{ money / freight }}",
     "{{ [money, freight]|sum }}", "{{ money + 1 }}"],
)  # fmt: skip
def test_a_template_that_mixes_figures_is_at_fault_at_its_line(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "templates"
    (folder / "sections").mkdir(parents=True)
    (folder / "x.html.j2").write_text("<p>\n{% include 'sections/y.html.j2' %}", "utf-8")
    (folder / "sections/y.html.j2").write_text(f"<p>\n\n{text}", "utf-8")
    values = {"money": A, "freight": _quantity("4", TONNES)}
    with pytest.raises(ContentError) as caught:
        Templates([folder], tmp_path).render("x.html.j2", values, {})
    [fault] = caught.value.diagnostics
    assert fault.rule == "mixed-basis"
    assert (fault.place.file, fault.place.line) == ("templates/sections/y.html.j2", 3)
    assert "US$ in current prices" in fault.message


@pytest.mark.parametrize("name", ["_basis", "_origins"])
def test_a_template_does_not_reach_what_a_number_carries(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.html.j2").write_text(f"{{{{ money.{name} }}}}", "utf-8")
    with pytest.raises(ContentError) as caught:
        Templates([tmp_path], tmp_path).render("x.html.j2", {"money": A}, {})
    assert [d.rule for d in caught.value.diagnostics] == ["forbidden"]


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge, max])
def test_different_bases_refuse_to_be_compared(compare: Callable[[Any, Any], Any]) -> None:
    dollars, euros = Quantity(Decimal(1), DOLLARS, ()), Quantity(Decimal(2), EUROS, ())
    with pytest.raises(MixedBasisError, match="cannot be compared"):
        compare(dollars, euros)


def test_equal_bases_and_bare_numbers_can_be_compared() -> None:
    one, two = (Quantity(Decimal(value), DOLLARS, ()) for value in (1, 2))
    assert one < two
    assert two >= one
    assert one > 0
    assert max(one, two) is two


def test_rounding_keeps_basis_and_origins() -> None:
    origin = Origin("a.csv:1:1", "1.26", "2020", ())
    rounded = round(Quantity(Decimal("1.26"), DOLLARS, (origin,)), 1)
    assert rounded == Decimal("1.3")
    assert basis_of(rounded) == DOLLARS
    assert origins_of(rounded) == (origin,)
