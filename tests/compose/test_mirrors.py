"""Mirror statistics: both reporters' figures side by side, and how far apart they are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from briefgen.compose.mirrors import mirrors
from briefgen.view.quantity import Basis, MixedBasisError, Origin, Quantity, basis_of, origins_of

DOLLARS = Basis("US$", "USD", "current")


def _series(
    flow: str, reporter: str, partner: str, values: dict[str, str], basis: Basis = DOLLARS
) -> dict[str, Any]:
    observations = [
        {"period": period, "value": Quantity(Decimal(value), basis,
                                             (Origin(f"{flow}:{period}", value, period, ()),))}
        for period, value in values.items()
    ]  # fmt: skip
    return {"flow": flow, "reporter": reporter, "partner": partner, "observations": observations}


EXPORTS = _series("exports", "XN", "XS", {"2023": "80", "2024": "100", "2025": "200"})
IMPORTS = _series("imports", "XS", "XN", {"2023": "100", "2024": "90", "2025": "201"})


def test_both_reporters_stand_side_by_side_with_the_gap_in_per_cent_of_the_exporters() -> None:
    [flow] = mirrors([IMPORTS, EXPORTS])
    assert flow["exported"] is EXPORTS
    assert flow["imported"] is IMPORTS
    rows = [(r["period"], r["exported"], r["imported"], r["gap"]) for r in flow["rows"]]
    assert rows == [
        ("2023", 80, 100, 25),
        ("2024", 100, 90, -10),
        ("2025", 200, 201, Decimal("0.5")),
    ]


def test_a_gap_is_a_bare_number_that_knows_both_cells() -> None:
    [flow] = mirrors([EXPORTS, IMPORTS])
    gap = flow["rows"][0]["gap"]
    assert basis_of(gap) is None
    assert [o.place for o in origins_of(gap)] == ["exports:2023", "imports:2023"]


def test_years_that_one_side_does_not_report_are_left_out() -> None:
    imports = _series("imports", "XS", "XN", {"2022": "1", "2024": "90", "2026": "1"})
    [flow] = mirrors([EXPORTS, imports])
    assert [row["period"] for row in flow["rows"]] == ["2024"]


@pytest.mark.parametrize(
    "other",
    [
        _series("imports", "XS", "XN", {"1999": "1"}),
        _series("imports", "XS", "XN", {}),
        _series("imports", "XN", "XS", {"2024": "90"}),
        _series("imports", "XS", "XX", {"2024": "90"}),
        _series("exports", "XS", "XN", {"2024": "90"}),
    ],
    ids=[
        "no-year-in-common",
        "empty",
        "the-exporters-own-imports",
        "another-partner",
        "no-imports",
    ],
)
def test_without_a_mirror_there_is_no_table(other: dict[str, Any]) -> None:
    assert mirrors([EXPORTS, other]) == []


def test_each_direction_has_its_own_mirror() -> None:
    back = _series("exports", "XS", "XN", {"2024": "10"})
    theirs = _series("imports", "XN", "XS", {"2024": "11"})
    flows = mirrors([EXPORTS, back, theirs, IMPORTS])
    assert [(f["exported"]["reporter"], f["imported"]["reporter"]) for f in flows] == [
        ("XN", "XS"), ("XS", "XN"),
    ]  # fmt: skip
    assert [row["gap"] for row in flows[1]["rows"]] == [10]


@pytest.mark.parametrize("imported", ["0", "5"])
def test_where_the_exporter_reports_nothing_there_is_no_gap(imported: str) -> None:
    [flow] = mirrors([
        _series("exports", "XN", "XS", {"2024": "0"}),
        _series("imports", "XS", "XN", {"2024": imported}),
    ])  # fmt: skip
    [row] = flow["rows"]
    assert (row["exported"], row["imported"], row["gap"]) == (0, Decimal(imported), None)


def test_where_the_importer_reports_nothing_the_gap_is_all_of_it() -> None:
    [flow] = mirrors([
        _series("exports", "XN", "XS", {"2024": "5"}),
        _series("imports", "XS", "XN", {"2024": "0"}),
    ])  # fmt: skip
    assert flow["rows"][0]["gap"] == -100


@pytest.mark.parametrize("exported", ["100", "0"])
@pytest.mark.parametrize(
    "basis",
    [Basis("€", "EUR", "current"), Basis("US$", "USD", "constant"), Basis("tonnes")],
    ids=str,
)
def test_mixed_currencies_prices_and_units_are_refused(basis: Basis, exported: str) -> None:
    with pytest.raises(MixedBasisError):
        mirrors([
            _series("exports", "XN", "XS", {"2024": exported}),
            _series("imports", "XS", "XN", {"2024": "90"}, basis),
        ])  # fmt: skip
