"""What a chart shows, in one sentence: worked out from its values, or not said.

A claim is made only where the values bear it. Periods must be years, evenly spaced, all of one
unit and price basis, with nothing redacted; claims about every year need every year. A change
below a threshold is no change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from briefgen.compose.wording import Wording
from briefgen.view.quantity import basis_of

#: Changes that are told, of a value in per cent of it and of a share in percentage points; a
#: peak or a low is one where values differ from it by the second at both ends.
CHANGE: Final = {False: Decimal(5), True: Decimal(2)}
PEAK: Final = {False: Decimal(20), True: Decimal(5)}

#: Growth that is told as a multiple, and what is told as larger by how much.
MULTIPLE, LARGER = Decimal(3), Decimal("1.5")

Points = Mapping[int, Decimal]


@dataclass(frozen=True)
class Claim:
    """A claim about values, before it is put into words.

    Attributes:
        key: the word of the catalogue, without ``finding.``.
        subject: index of the series that it is about; ``None`` for the sum of all.
        other: index of the series that it is compared with.
        years: the years that it names, by the gap they fill.
        change: a change in per cent or, of shares, in percentage points; never negative.
        times: a ratio.
        parts: shares in per cent, by the gap they fill.
        count: a number of times.
    """

    key: str
    subject: int | None
    years: Mapping[str, int]
    other: int | None = None
    change: Decimal | None = None
    times: Decimal | None = None
    parts: Mapping[str, Decimal] | None = None
    count: int | None = None


def claim(kind: str, several: Sequence[Points], *, is_share: bool = False) -> Claim | None:
    """Return what values show, or nothing.

    Args:
        kind: of the chart, as in :data:`briefgen.compose.chartspec.KINDS`.
        several: for each series its values by year, in order.
        is_share: whether the values are per cent of something.
    """
    if not several or not all(_is_even(points) for points in several):
        return None
    values = [value for points in several for value in points.values()]
    if len({basis_of(value) for value in values}) > 1 or any(value < 0 for value in values):
        return None
    if len(several) == 1:
        return None if kind == "share" else _course(several[0], 0, is_share=is_share)
    common = [year for year in several[0] if all(year in points for points in several)]
    if len(common) < 2 or not all(_is_unbroken(points, common) for points in several):
        return None
    alike = [{year: points[year] for year in common} for points in several]
    if kind == "stacked":
        total = {year: sum((p[year] for p in alike[1:]), alike[0][year]) for year in common}
        return _course(total, None, is_share=is_share)
    if kind == "share":
        return _part(alike)
    return _comparison(alike) if len(alike) == 2 else _largest(alike)


def _course(points: Points, subject: int | None, *, is_share: bool) -> Claim | None:
    """Tell of a peak, a low, a level that was kept, a rise or a fall."""
    years = list(points)
    first, last = years[0], years[-1]
    a, b = points[first], points[last]
    ends = {"first": first, "last": last}
    if a == 0:
        return None
    if _is_yearly(years) and (turn := _turn(points, subject, is_share=is_share)):
        return turn
    widest = max(_change(a, value, is_share=is_share) for value in points.values())
    if _is_yearly(years) and len(years) > 2 and widest <= CHANGE[is_share]:
        return Claim("steady", subject, ends, change=widest) if widest else None
    change = _change(a, b, is_share=is_share)
    if change < CHANGE[is_share]:
        return None
    if b == 0:
        return Claim("to-zero", subject, ends)
    if not is_share and b / a >= MULTIPLE:
        return Claim("times", subject, ends, times=b / a)
    return Claim("rose" if b > a else "fell", subject, ends, change=change)


def _turn(points: Points, subject: int | None, *, is_share: bool) -> Claim | None:
    """Tell of one highest or lowest value between the ends, far from both."""
    years = list(points)
    a, b = points[years[0]], points[years[-1]]
    for key, best in (("peaked", max(points.values())), ("lowest", min(points.values()))):
        found = [year for year in years if points[year] == best]
        if len(found) != 1 or found[0] in (years[0], years[-1]) or best == 0:
            continue
        apart = [_change(best, end, is_share=is_share) for end in (a, b)]
        if min(apart) >= PEAK[is_share]:
            named = {"year": found[0], "first": years[0], "last": years[-1]}
            return Claim(key, subject, named, change=apart[1])
    return None


def _comparison(several: Sequence[Points]) -> Claim | None:
    """Tell which of two is larger, and since when."""
    years = list(several[0])
    signs = [(several[0][year] > several[1][year]) - (several[0][year] < several[1][year])
             for year in years]  # fmt: skip
    if not signs[-1]:
        return None
    larger, smaller = (0, 1) if signs[-1] > 0 else (1, 0)
    ends = {"first": years[0], "last": years[-1]}
    turns = [year for (one, other), year in zip(pairwise(signs), years[1:], strict=True)
             if one != other]  # fmt: skip
    if not _is_yearly(years) or 0 in signs:
        return Claim("larger", larger, ends, smaller)
    if not turns:
        low = several[smaller][years[-1]]
        times = several[larger][years[-1]] / low if low else None
        if times is not None and times >= LARGER:
            return Claim("always-times", larger, ends, smaller, times=times)
        return Claim("always", larger, ends, smaller)
    if len(turns) == 1:
        key = "overtook" if turns[0] == years[-1] else "ahead-since"
        return Claim(key, larger, {**ends, "year": turns[0]}, smaller)
    return Claim("lead-changed", larger, ends, smaller, count=len(turns))


def _largest(several: Sequence[Points]) -> Claim | None:
    last = list(several[0])[-1]
    values = [points[last] for points in several]
    found = [index for index, value in enumerate(values) if value == max(values)]
    return Claim("largest", found[0], {"last": last}) if len(found) == 1 else None


def _part(several: Sequence[Points]) -> Claim | None:
    """Tell what part of all the largest part is, and was."""
    years = list(several[0])
    totals = {year: sum((p[year] for p in several[1:]), several[0][year]) for year in years}
    largest = _largest(several)
    if largest is None or largest.subject is None or not totals[years[0]]:
        return None
    shares = {year: several[largest.subject][year] / totals[year] * 100
              for year in (years[0], years[-1])}  # fmt: skip
    before, after = shares[years[0]], shares[years[-1]]
    key = "part-same"
    if round(before) != round(after):
        key = "part-up" if after > before else "part-down"
    ends = {"first": years[0], "last": years[-1]}
    return Claim(key, largest.subject, ends, parts={"part": after, "before": before})


def _change(a: Decimal, b: Decimal, *, is_share: bool) -> Decimal:
    """Return how far `b` is from `a`: in percentage points, or in per cent of `a`."""
    return abs(b - a) if is_share else abs((b - a) / a * 100)


def _is_even(points: Points) -> bool:
    years = list(points)
    return len(years) > 1 and len({b - a for a, b in pairwise(years)}) == 1 and years[1] > years[0]


def _is_yearly(years: Sequence[int]) -> bool:
    return years[1] - years[0] == 1


def _is_unbroken(points: Points, common: Sequence[int]) -> bool:
    return [year for year in points if common[0] <= year <= common[-1]] == list(common)


class Findings:
    """Puts what charts show into words.

    Args:
        wording: the paper's language.
    """

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def told(
        self, records: Sequence[Mapping[str, Any]], subjects: Sequence[str], kind: str = "line",
        others: Sequence[str] = (),
    ) -> str:  # fmt: skip
        """Return what series show, in a sentence without a full stop; nothing where no claim holds.

        What an author wrote as the finding of the first series comes before what is worked out.

        Args:
            records: series of the view.
            subjects: what each is called as the subject of a sentence.
            kind: of the chart.
            others: what each is called after the subject, which need not be said twice: "that
                of Lithuania"; without it as the subject is.
        """
        if records and records[0].get("finding"):
            return str(records[0]["finding"])
        several = [_points(record) for record in records]
        if any(points is None for points in several):
            return ""
        is_share = all(record["unit"] == "%" for record in records)
        found = claim(kind, [points for points in several if points], is_share=is_share)
        if not found:
            return ""
        return self._sentence(found, subjects, others or subjects, is_share=is_share)

    def _sentence(
        self, found: Claim, subjects: Sequence[str], others: Sequence[str], *, is_share: bool
    ) -> str:
        word = self._wording.word
        gaps: dict[str, str | int] = dict(found.years)
        index = found.subject
        gaps["name"] = word("finding.total") if index is None else str(subjects[index])
        if found.other is not None:
            gaps["other"] = str(others[found.other])
        if found.change is not None:
            unit = "finding.points" if is_share else "finding.percent"
            gaps["change"] = word(unit, number=self._rounded(found.change))
        if found.times is not None:
            gaps["times"] = self._wording.number(found.times, 1)
        if found.count is not None:
            gaps["count"] = found.count
        for name, part in (found.parts or {}).items():
            gaps[name] = word("finding.percent", number=self._wording.number(part, 0))
        sentence = word(f"finding.{found.key}", **gaps)
        return sentence[:1].upper() + sentence[1:]

    def _rounded(self, change: Decimal) -> str:
        """Return a change as it is printed, not rounded up to all or down to nothing."""
        whole = change >= 10 and not 99 < change < 100
        return self._wording.number(change, 0 if whole else 1)


def _points(record: Mapping[str, Any]) -> dict[int, Decimal] | None:
    """Return values by year; nothing where they are not yearly, or something is redacted."""
    observations = record["observations"]
    redacted = (record.get("gaps") or {}).get("observations")
    if redacted or not observations or any(len(o["period"]) != 4 for o in observations):
        return None
    points = {int(o["period"]): o["value"] for o in observations}
    return dict(sorted(points.items())) if len(points) == len(observations) else None
