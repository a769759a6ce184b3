"""Charts: series of the view become deterministic SVG with a text alternative."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from markupsafe import Markup, escape

from briefgen.compose.wording import Wording
from briefgen.view.quantity import MixedBasisError, basis_of

_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 118.0, 10.0, 22.0
#: Height of a line's name with its last value beneath.
_LABEL = 26.0
_FONT = "Carlito"

Kind = Literal["line", "bar"]


@dataclass(frozen=True)
class _Line:
    """One series to be drawn."""

    name: str
    color: str
    points: Sequence[tuple[int, Decimal]]


@dataclass(frozen=True)
class _Frame:
    """Scales of a chart, from data to SVG units (CSS pixels)."""

    width: float
    height: float
    years: tuple[int, int]
    top: Decimal
    columns: bool

    @property
    def slot(self) -> float:
        """Width that belongs to one year; columns stand in the middle of theirs."""
        first, last = self.years
        count = last - first + 1 if self.columns else max(last - first, 1)
        return (self.width - _LEFT - _RIGHT) / count

    def x(self, year: float) -> float:
        return _LEFT + self.slot * (year - self.years[0] + (0.5 if self.columns else 0))

    def y(self, value: Decimal) -> float:
        return self.height - _BOTTOM - (self.height - _TOP - _BOTTOM) * float(value / self.top)


class Charts:
    """Draws the charts of one paper."""

    def __init__(self, wording: Wording, colors: Mapping[str, str]) -> None:
        self._wording = wording
        self._colors = colors

    def draw(
        self,
        kind: Kind,
        series: Sequence[Mapping[str, Any]],
        title: str,
        *,
        names: Sequence[str],
        width: float = 600.0,
        height: float = 180.0,
        divisor: int = 1,
    ) -> Markup:
        """Return a chart of annual values as a picture with a text alternative.

        Args:
            kind: ``line``, or ``bar`` for the columns of one series.
            series: series of the view, all in one unit.
            title: what the chart shows, for the text alternative.
            names: what each series is called.
            width: width in CSS pixels.
            height: height in CSS pixels.
            divisor: what values are divided by for the axis.

        Raises:
            ValueError: there is no such kind of chart, or its values cannot be drawn.
        """
        if kind not in ("line", "bar"):
            raise ValueError(f"there is no chart of the kind `{kind}`: line, bar")
        title, *names = (
            text.unescape() if isinstance(text, Markup) else text for text in (title, *names)
        )
        palette = [self._colors["accent"], self._colors["second"], self._colors["third"]]
        lines = [
            _Line(
                name,
                palette[index % len(palette)],
                [(int(o["period"][:4]), o["value"] / divisor) for o in one["observations"]],
            )
            for index, (one, name) in enumerate(zip(series, names, strict=True))
        ]
        bases = {basis_of(value) for line in lines for _, value in line.points}
        if len(bases) > 1:
            listed = " and ".join(sorted(str(basis or "bare numbers") for basis in bases))
            raise MixedBasisError(f"the chart “{title}” would mix {listed}")
        years = [year for line in lines for year, _ in line.points]
        values = [value for line in lines for _, value in line.points]
        if not values or min(values) < 0:
            what = "a value below zero" if values else "no values"
            raise ValueError(f"the chart “{title}” has {what}, which cannot be drawn")
        step = _step(max(values))
        top = step * max(1, math.ceil(max(values) / step))
        frame = _Frame(width, height, (min(years), max(years)), top, kind == "bar")
        parts = [*self._grid(frame, step), *self._axis(frame, sorted(set(years)))]
        for line in lines:
            parts += self._polyline(line, frame) if kind == "line" else self._columns(line, frame)
        if kind == "line":
            parts += self._labels(lines, frame)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
            f' viewBox="0 0 {width:g} {height:g}" font-family="{_FONT}" font-size="11">'
            f"{''.join(parts)}</svg>"
        )
        data = base64.b64encode(svg.encode()).decode()
        alternative = self._alternative(kind, lines, title)
        return Markup('<img src="data:image/svg+xml;base64,{}" alt="{}"/>').format(
            data, alternative
        )

    def _grid(self, frame: _Frame, step: Decimal) -> list[str]:
        right = frame.width - _RIGHT
        parts = []
        value = Decimal(0)
        while value <= frame.top:
            y = frame.y(value)
            color = self._colors["ink"] if value == 0 else self._colors["rule"]
            parts.append(
                f'<line x1="{_LEFT:g}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}"'
                f' stroke="{color}" stroke-width="0.75"/>'
                + _text(_LEFT - 6, y + 3.5, self._wording.number(value), "end",
                        self._colors["muted"])
            )  # fmt: skip
            value += step
        return parts

    def _axis(self, frame: _Frame, years: Sequence[int]) -> list[str]:
        every = math.ceil(len(years) / 8)
        shown = [y for i, y in enumerate(reversed(years)) if i % every == 0]
        y = frame.height - 6
        return [
            _text(frame.x(year), y, str(year), "middle", self._colors["muted"])
            for year in reversed(shown)
        ]

    def _polyline(self, line: _Line, frame: _Frame) -> list[str]:
        points = [(frame.x(year), frame.y(value)) for year, value in line.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dots = [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{line.color}"/>' for x, y in points
        ]
        return [
            f'<polyline points="{path}" fill="none" stroke="{line.color}" stroke-width="2"/>',
            *(dots if len(points) <= 12 else dots[-1:]),
        ]

    def _columns(self, line: _Line, frame: _Frame) -> list[str]:
        slot, base = frame.slot, frame.y(Decimal(0))
        return [
            f'<rect x="{frame.x(year) - slot * 0.32:.1f}" y="{frame.y(value):.1f}"'
            f' width="{slot * 0.64:.1f}" height="{base - frame.y(value):.1f}"'
            f' fill="{line.color}"/>'
            for year, value in line.points
        ]

    def _labels(self, lines: Sequence[_Line], frame: _Frame) -> list[str]:
        """Name each line at its end; names keep apart from each other and inside the picture."""
        drawn = [line for line in lines if line.points]
        ends = sorted(((frame.y(line.points[-1][1]), line) for line in drawn), key=lambda e: e[0])
        heights: list[float] = []
        for y, _ in ends:
            heights.append(max(y, heights[-1] + _LABEL) if heights else y)
        lowest = frame.height - _BOTTOM + 4
        for index in range(len(heights) - 1, -1, -1):
            heights[index] = min(heights[index], lowest - 11)
            lowest = heights[index] - _LABEL + 11
        parts = []
        for at, (_, line) in zip(heights, ends, strict=True):
            year, value = line.points[-1]
            x = frame.x(year) + 8
            parts.append(_text(x, at - 1, line.name, "start", line.color, bold=True))
            parts.append(_text(x, at + 11, self._wording.number(value, _decimals(value)), "start",
                               line.color))  # fmt: skip
        return parts

    def _alternative(self, kind: Kind, lines: Sequence[_Line], title: str) -> str:
        word = self._wording.word
        parts = [word(f"chart.{kind}", title=title)]
        for line in lines:
            values = [
                word("chart.value", value=self._wording.number(v, _decimals(v)), year=year)
                for year, v in line.points
            ]
            parts.append(word("chart.series", name=line.name, values="; ".join(values)))
        return " ".join(parts)


def _decimals(value: Decimal) -> int:
    return 0 if value >= 100 else 1


def _step(highest: Decimal) -> Decimal:
    """Return a round distance between grid lines, for three to six of them."""
    raw = highest / 4
    magnitude = Decimal(10) ** raw.adjusted() if raw else Decimal(1)
    for factor in (1, 2, 5, 10):
        if magnitude * factor >= raw:
            return magnitude * factor
    return magnitude * 10


def _text(x: float, y: float, text: str, anchor: str, color: str, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{color}"{weight}>'
        f"{escape(text)}</text>"
    )
