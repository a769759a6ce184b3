"""Rules on series: no silent gap, no period twice, one basis in a chart, both mirrors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from briefgen.dossier.records import Series
from briefgen.dossier.rules.dates import ordinal, period
from briefgen.dossier.rules.rule import Case, Fault

#: Measures whose series stand together in one chart.
CHARTED = ("exports", "gdp")


def series_gap(case: Case) -> Iterator[Fault]:
    """Periods missing from a series, given the step it commonly takes."""
    for number, series in enumerate(case.records.series):
        periods = [observation.period for observation in series.observations]
        lengths = {len(period) for period in periods}
        if series.gaps or len(lengths) != 1:
            continue
        [length] = lengths
        at = {ordinal(period): index for index, period in enumerate(periods)}
        numbers = sorted(at)
        steps = Counter(after - before for before, after in pairwise(numbers))
        if not steps:
            continue
        common = min(steps, key=lambda step: (-steps[step], step))
        for before, after in pairwise(numbers):
            if after - before > common:
                missing = [period(n, length) for n in range(before + common, after, common)]
                yield Fault(
                    ("series", number, "observations", at[after], "period"),
                    f"{series.id} has no value for {_listed(missing)}",
                    "add what is missing, or declare `gaps: true` and say why in the `note`",
                )  # fmt: skip


def _listed(missing: list[str]) -> str:
    return missing[0] if len(missing) == 1 else f"{missing[0]} to {missing[-1]}"


def duplicate_period(case: Case) -> Iterator[Fault]:
    """Two values of one series for one period."""
    for number, series in enumerate(case.records.series):
        seen: set[str] = set()
        for index, observation in enumerate(series.observations):
            if observation.period in seen:
                yield Fault(
                    ("series", number, "observations", index),
                    f"{series.id} has two values for {observation.period}", "remove one of them",
                )  # fmt: skip
            seen.add(observation.period)


def mixed_basis(case: Case) -> Iterator[Fault]:
    """Series that stand in one chart and cannot be compared."""
    first: dict[str, Series] = {}
    for number, series in enumerate(case.records.series):
        if series.measure not in CHARTED:
            continue
        other = first.setdefault(series.measure, series)
        if set(series.only or ()) & set(other.only or ()) or None in (series.only, other.only):
            for field in ("unit", "currency", "price_basis"):
                here, there = getattr(series, field), getattr(other, field)
                if here != there:
                    yield Fault(
                        ("series", number, field),
                        f"{series.id} has the {field.replace('_', ' ')} {here or '(none)'} and"
                        f" {other.id}, in the same chart, {there or '(none)'}",
                        "convert one of them, or show them to different audiences with `only:`",
                    )  # fmt: skip


def mirror_missing(case: Case) -> Iterator[Fault]:
    """Both ends of one trade flow, reported so that they cannot be compared."""
    exports: dict[tuple[str, str], list[Series]] = defaultdict(list)
    imports: dict[tuple[str, str], list[tuple[int, Series]]] = defaultdict(list)
    for number, series in enumerate(case.records.series):
        if series.measure == "exports" and series.reporter and series.partner:
            if series.flow == "imports":
                imports[series.partner, series.reporter].append((number, series))
            else:
                exports[series.reporter, series.partner].append(series)
    for (seller, buyer), reported in imports.items():
        mirrored = exports.get((seller, buyer), [])
        periods: dict[tuple[str, str | None], set[str]] = defaultdict(set)
        for series in mirrored:
            periods[series.unit, series.currency].update(o.period for o in series.observations)
        for number, series in reported:
            field, why = "unit", "in another unit or currency"
            common = periods.get((series.unit, series.currency))
            if common is not None:
                field, why = "observations", "for none of the same periods"
                if any(o.period in common for o in series.observations):
                    continue
            if mirrored:
                yield Fault(
                    ("series", number, field),
                    f"{seller} reports its exports to {buyer}, and {series.id} its mirror, {why}:"
                    " the gap cannot be computed",
                    "add values that both report in one unit, or remove one of the two",
                )  # fmt: skip
