"""Charts: series of the view become pictures with a text alternative and their specification."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from briefgen.compose import chartdrawing
from briefgen.compose.chartframe import height_of
from briefgen.compose.chartspec import (
    KINDS,
    ChartSpec,
    Kind,
    Series,
    decimals,
    label_decimals,
    number,
)
from briefgen.compose.wording import NO_BREAK, Wording
from briefgen.view.quantity import MixedBasisError, basis_of

_LINES = re.compile("[\t\n\r]+")

#: More values than this, and only the first and the last may be written in the picture; the text
#: alternative says these and the extremes.
_MOST_LABELS = 12

#: Pixels of height below which a chart has fewer grid lines.
_LOW = 120

#: Per cent between the grid lines of shares.
_QUARTER = Decimal(25)


@dataclass(frozen=True)
class _Line:
    """One series to be drawn, its values with their origins."""

    name: str
    color: str
    points: Mapping[int, Decimal]


class Charts:
    """Draws the charts of one paper.

    Args:
        wording: its language.
        colors: colours of the house style by name.
        scale: how much larger writing is than in the house style. The plot grows half as
            much, and names too wide for the ends of their lines stand in a key above it.
    """

    def __init__(self, wording: Wording, colors: Mapping[str, str], scale: float = 1.0) -> None:
        self._wording = wording
        self._colors = colors
        self._scale = scale

    def draw(
        self,
        kind: Kind,
        series: Sequence[Mapping[str, Any]],
        title: str,
        *,
        names: Sequence[str],
        unit: str = "",
        finding: str = "",
        titled: bool = True,
        width: float = 600.0,
        height: float = 180.0,
        divisor: int = 1,
    ) -> Markup:
        """Return a chart of annual values as a picture with a text alternative.

        The picture carries its specification, from which Word gets the chart itself. Columns
        upon each other stand for the years alone in which every series has a value: without
        one of its parts the whole would be wrong.

        Args:
            kind: ``line``; ``bar``, columns side by side; ``stacked``, columns upon each
                other; ``share``, each series' part of all, in per cent.
            series: series of the view, all in one unit.
            title: what the chart shows, for the text alternative.
            names: what each series is called.
            unit: unit and price basis; shares are in per cent.
            titled: whether the unit stands above the value axis, and not in the caption.
            finding: what the chart tells, in a sentence; the text alternative begins with it.
            width: width in CSS pixels.
            height: height in CSS pixels, of a chart whose writing is not scaled.
            divisor: what values are divided by for the axis.

        Raises:
            ValueError: there is no such kind of chart, or its values cannot be drawn.
        """
        if kind not in KINDS:
            raise ValueError(f"there is no chart of the kind `{kind}`: {', '.join(KINDS)}")
        title, unit, finding, *names = (
            _LINES.sub(" ", text.unescape() if isinstance(text, Markup) else text)
            for text in (title, unit, finding, *names)
        )
        palette = [self._colors["accent"], self._colors["second"], self._colors["third"]]
        lines = [
            _Line(
                name,
                palette[index % len(palette)],
                {int(o["period"][:4]): o["value"] / divisor for o in one["observations"]},
            )
            for index, (one, name) in enumerate(zip(series, names, strict=True))
        ]
        self._check(lines, title)
        if kind in ("stacked", "share"):
            lines = _whole(lines)
        if kind == "share":
            lines = _shares(lines)
        lines = [line for line in lines if line.points]
        if not lines:
            raise ValueError(f"the chart “{title}” has no year in which its series make a whole")
        titled = titled and bool(unit)
        spec = self._spec(kind, lines, title, unit, (width, height), titled=titled)
        spec = replace(spec, height=round(height_of(spec, height), 2))
        return Markup('<img src="{}" alt="{}" data-chart="{}"/>').format(
            chartdrawing.source(spec),
            f"{_ended(finding)} {self._alternative(kind, lines, title, unit)}".lstrip(),
            spec.json(),
        )

    def _check(self, lines: Sequence[_Line], title: str) -> None:
        bases = {basis_of(value) for line in lines for value in line.points.values()}
        if len(bases) > 1:
            listed = " and ".join(sorted(str(basis or "bare numbers") for basis in bases))
            raise MixedBasisError(f"the chart “{title}” would mix {listed}")
        values = [value for line in lines for value in line.points.values()]
        if not values or min(values) < 0:
            what = "a value below zero" if values else "no values"
            raise ValueError(f"the chart “{title}” has {what}, which cannot be drawn")

    def _spec(
        self, kind: Kind, lines: Sequence[_Line], title: str, unit: str,
        size: tuple[float, float], *, titled: bool,
    ) -> ChartSpec:  # fmt: skip
        colors = self._colors
        step = _QUARTER if kind == "share" else _step(_highest(kind, lines), is_low=size[1] < _LOW)
        steps = 4 if kind == "share" else max(1, math.ceil(_highest(kind, lines) / step))
        percent = f"{NO_BREAK}%" if kind == "share" else ""
        return ChartSpec(
            kind=kind,
            title=title,
            unit=unit,
            titled=titled,
            width=size[0],
            height=size[1],
            scale=float(self._scale),
            step=number(step),
            ticks=tuple(self._wording.number(step * n) + percent for n in range(steps + 1)),
            ink=colors["ink"],
            muted=colors["muted"],
            rule=colors["rule"],
            series=tuple(
                Series(
                    line.name,
                    line.color,
                    self._labels(kind, line),
                    {year: number(value) for year, value in sorted(line.points.items())},
                )
                for line in lines
            ),
        )

    def _labels(self, kind: Kind, line: _Line) -> dict[int, str]:
        years = sorted(line.points)
        if len(years) > _MOST_LABELS:
            years = [years[0], years[-1]]
        return {year: self._label(kind, line.points[year]) for year in years}

    def _label(self, kind: Kind, value: Decimal) -> str:
        text = self._wording.number(value, label_decimals(kind, value))
        return f"{text}{NO_BREAK}%" if kind == "share" else text

    def _number(self, kind: Kind, value: Decimal) -> str:
        if kind == "share":
            return f"{self._wording.number(value, 0)}{NO_BREAK}%"
        return self._wording.number(value, decimals(value))

    def _alternative(self, kind: Kind, lines: Sequence[_Line], title: str, unit: str) -> str:
        """Say what is drawn: of when, and of each series all values or those that bound it."""
        word = self._wording.word
        what = title if not unit or kind == "share" else f"{title}, {unit}"
        years = sorted({year for line in lines for year in line.points})
        period = str(years[0])
        if len(years) > 1:
            period = word("chart.period", first=years[0], last=years[-1])
        parts = [word(f"chart.{kind}", title=what, period=period)]
        for line in lines:
            values = "; ".join(self._told(kind, line.points))
            parts.append(word("chart.series", name=line.name, values=values))
        return " ".join(parts)

    def _told(self, kind: Kind, points: Mapping[int, Decimal]) -> Iterator[str]:
        """Yield the values of a series, the first and the last of many, and its extremes."""
        word, years = self._wording.word, sorted(points)
        said = {
            year: word("chart.value", value=self._number(kind, points[year]), year=year)
            for year in years
        }
        if len(years) <= _MOST_LABELS:
            yield from said.values()
        else:
            yield word("chart.range", first=said[years[0]], last=said[years[-1]])
        highest, lowest = (pick(years, key=points.__getitem__) for pick in (max, min))
        if len(years) > 2 and points[highest] != points[lowest]:
            yield word("chart.extremes", highest=said[highest], lowest=said[lowest])


def _ended(sentence: str) -> str:
    """Return a sentence with its full stop, which titles go without."""
    return sentence if not sentence or sentence[-1] in ".!?…" else f"{sentence}."


def _whole(lines: Sequence[_Line]) -> list[_Line]:
    """Return series without the years in which one of them has no value."""
    years = set.intersection(*(set(line.points) for line in lines))
    return [
        replace(line, points={year: value for year, value in line.points.items() if year in years})
        for line in lines
    ]


def _shares(lines: Sequence[_Line]) -> list[_Line]:
    """Return what part of all each value is, in per cent to one decimal."""
    totals = {year: sum(line.points[year] for line in lines) for year in lines[0].points}
    return [
        replace(
            line,
            points={
                year: round(value / totals[year] * 100, 1)
                for year, value in line.points.items()
                if totals[year]
            },
        )
        for line in lines
    ]


def _highest(kind: Kind, lines: Sequence[_Line]) -> Decimal:
    """Return the value that the axis must reach."""
    values = [value for line in lines for value in line.points.values()]
    if kind != "stacked":
        return max(values)
    return max(sum((line.points[year] for line in lines), Decimal(0)) for year in lines[0].points)


def _step(highest: Decimal, *, is_low: bool) -> Decimal:
    """Return a round distance between grid lines: for three to six, in a low chart two or three."""
    raw = highest / (2 if is_low else 4)
    magnitude = Decimal(10) ** raw.adjusted() if raw else Decimal(1)
    for factor in (1, 2, 4, 5, 10) if is_low else (1, 2, 5, 10):
        if magnitude * factor >= raw:
            return magnitude * factor
    return magnitude * 10
