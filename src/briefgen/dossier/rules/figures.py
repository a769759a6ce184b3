"""Rules on single numbers: lost thousands, shares of a whole, counts below zero."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from briefgen.dossier.records import Figure, LabelledFigure
from briefgen.dossier.rules.rule import Case, Fault
from briefgen.dossier.rules.timing import SPACE
from briefgen.dossier.walk import Location

#: From this factor on, one value beside another has lost its "thousand".
JUMP = 500

#: Units of what cannot be fewer than none.
COUNTED = SPACE | {"people", "persons", "inhabitants", "citizens", "students", "tonnes"}


def unit_jump(case: Case) -> Iterator[Fault]:
    """Neighbouring values of a series, or a figure and its series, a thousand times apart."""
    known: dict[tuple[str, str | None, str | None, str], Decimal] = {}
    for number, series in enumerate(case.records.series):
        before: Decimal | None = None
        outlier: Decimal | None = None
        for index, observation in enumerate(series.observations):
            key = (series.measure, series.reporter, series.currency, observation.period)
            known.setdefault(key, observation.value)
            if before is None or _factor(before, observation.value) < JUMP:
                before, outlier = observation.value, None
            elif outlier is not None and _factor(outlier, observation.value) < JUMP:
                before, outlier = observation.value, None  # it is the new level, reported once
            else:
                outlier = observation.value
                yield Fault(
                    ("series", number, "observations", index, "value"),
                    f"{series.id} goes from {before} to {observation.value} in"
                    f" {observation.period}",
                    "look for a lost or added thousand or million",
                )  # fmt: skip
    for number, country in enumerate(case.records.countries):
        for measure, figure in (("population", country.population), ("gdp", country.gdp)):
            if figure is None:
                continue
            reported = known.get((measure, country.iso, figure.currency, figure.as_of[:4]))
            if reported is not None and _power_of_thousand(_factor(reported, figure.value)):
                yield Fault(
                    ("countries", number, measure, "value"),
                    f"the figure is {figure.value}, and the series of the same year has {reported}",
                    "look for a lost or added thousand or million",
                )  # fmt: skip


def _factor(one: Decimal, other: Decimal) -> Decimal:
    """Return how many times the larger value is the smaller one; 1 where there is no answer."""
    low, high = sorted((abs(one), abs(other)))
    return high / low if low else Decimal(1)


def _power_of_thousand(factor: Decimal) -> bool:
    return JUMP <= factor <= 2 * 1000 or 1000 * JUMP <= factor <= 2 * 1000**2


def shares_sum(case: Case) -> Iterator[Fault]:
    """Shares of one whole that hold for different dates or do not add up to it."""
    groups: dict[tuple[Location, str], list[tuple[LabelledFigure, Location]]] = defaultdict(list)
    for figure, location in case.of(LabelledFigure):
        if figure.group is not None and figure.unit == "%":
            around = location[:-2] if isinstance(location[-1], int) else location[:-1]
            groups[around, figure.group].append((figure, location))
    for (_, group), shares in groups.items():
        first, at = shares[0]
        other = next(((f, where) for f, where in shares if f.as_of != first.as_of), None)
        if other is not None:
            yield Fault(
                (*other[1], "as_of"),
                f"shares of the group {group} hold for {first.as_of} and for {other[0].as_of}",
                "give shares of one whole for one date",
            )  # fmt: skip
            continue
        total = sum((figure.value for figure, _ in shares), Decimal(0))
        if abs(total - 100) > 1:
            yield Fault(
                (*at, "group"), f"the shares of the group {group} add up to {total}, not to 100",
                "add the missing share, or remove `group:`",
            )  # fmt: skip


def negative_count(case: Case) -> Iterator[Fault]:
    """Fewer than no people, less than no area."""
    for figure, location in case.of(Figure):
        if figure.unit in COUNTED and figure.value < 0:
            yield _negative((*location, "value"), figure.value, figure.unit)
    for number, series in enumerate(case.records.series):
        if series.unit in COUNTED:
            for index, observation in enumerate(series.observations):
                if observation.value < 0:
                    location = ("series", number, "observations", index, "value")
                    yield _negative(location, observation.value, series.unit)


def _negative(location: Location, value: Decimal, unit: str) -> Fault:
    return Fault(location, f"{value} {unit} cannot be", "correct the number or the unit")
