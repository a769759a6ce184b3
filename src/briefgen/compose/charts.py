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
#: Right margin of a chart that has no names there: half a year's label.
_NARROW = 18.0
#: Height of a line's name with its last value beneath.
_LABEL = 26.0
#: Height of a line's entry in a key above the chart, and length of the stroke before it.
_ENTRY, _STROKE = 16.0, 20.0
#: Width that the label of a year needs.
_YEAR = 56.0
#: Share of a chart's width that names at the ends of lines may take.
_ASIDE = 0.25
_FONT, _SIZE = "Carlito", 11.0

Kind = Literal["line", "bar"]


@dataclass(frozen=True)
class _Line:
    """One series to be drawn."""

    name: str
    color: str
    points: Sequence[tuple[int, Decimal]]


@dataclass(frozen=True)
class _Frame:
    """Scales of a chart, from data to SVG units (CSS pixels).

    Attributes:
        width: of the whole picture.
        height: of the whole picture.
        left: margin left of the plot.
        right: margin right of it.
        above: margin above it.
        below: margin below it.
        years: first and last year.
        top: value at the upper edge.
        columns: values are columns, not points.
    """

    width: float
    height: float
    left: float
    right: float
    above: float
    below: float
    years: tuple[int, int]
    top: Decimal
    columns: bool

    @property
    def breadth(self) -> float:
        """Width of the plot."""
        return self.width - self.left - self.right

    @property
    def slot(self) -> float:
        """Width that belongs to one year; columns stand in the middle of theirs."""
        first, last = self.years
        count = last - first + 1 if self.columns else max(last - first, 1)
        return self.breadth / count

    def x(self, year: float) -> float:
        return self.left + self.slot * (year - self.years[0] + (0.5 if self.columns else 0))

    def y(self, value: Decimal) -> float:
        plot = self.height - self.above - self.below
        return self.height - self.below - plot * float(value / self.top)


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
            height: height in CSS pixels, of a chart whose writing is not scaled.
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
        has_key = kind == "line" and not self._fits_aside(width)
        above = _TOP + (_ENTRY * len(lines) if has_key else 0)
        aside = _RIGHT if self._fits_aside(width) else _NARROW
        plot = (height - _TOP - _BOTTOM) * (1 + self._scale) / 2
        left, right, above, below = (m * self._scale for m in (_LEFT, aside, above, _BOTTOM))
        height = plot + above + below
        frame = _Frame(width, height, left, right, above, below,
                       (min(years), max(years)), top, kind == "bar")  # fmt: skip
        parts = [*self._grid(frame, step), *self._axis(frame, sorted(set(years)))]
        for line in lines:
            parts += self._polyline(line, frame) if kind == "line" else self._columns(line, frame)
        if has_key:
            parts += self._key(lines)
        elif kind == "line":
            parts += self._labels(lines, frame)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
            f' viewBox="0 0 {width:g} {height:g}" font-family="{_FONT}"'
            f' font-size="{_SIZE * self._scale:g}">'
            f"{''.join(parts)}</svg>"
        )
        data = base64.b64encode(svg.encode()).decode()
        alternative = self._alternative(kind, lines, title)
        return Markup('<img src="data:image/svg+xml;base64,{}" alt="{}"/>').format(
            data, alternative
        )

    def _fits_aside(self, width: float) -> bool:
        return _RIGHT * self._scale <= width * _ASIDE

    def _grid(self, frame: _Frame, step: Decimal) -> list[str]:
        left, right, scale = frame.left, frame.width - frame.right, self._scale
        parts = []
        value = Decimal(0)
        while value <= frame.top:
            y = frame.y(value)
            color = self._colors["ink"] if value == 0 else self._colors["rule"]
            parts.append(
                f'<line x1="{left:g}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}"'
                f' stroke="{color}" stroke-width="0.75"/>'
                + _text(left - 6 * scale, y + 3.5 * scale, self._wording.number(value), "end",
                        self._colors["muted"])
            )  # fmt: skip
            value += step
        return parts

    def _axis(self, frame: _Frame, years: Sequence[int]) -> list[str]:
        room = max(int(frame.breadth / (_YEAR * self._scale)), 1)
        every = math.ceil(len(years) / room)
        shown = [y for i, y in enumerate(reversed(years)) if i % every == 0]
        y = frame.height - 6 * self._scale
        return [
            _text(frame.x(year), y, str(year), "middle", self._colors["muted"])
            for year in reversed(shown)
        ]

    def _polyline(self, line: _Line, frame: _Frame) -> list[str]:
        points = [(frame.x(year), frame.y(value)) for year, value in line.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        radius, width = 2.6 * self._scale, 2 * self._scale
        dots = [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{line.color}"/>'
            for x, y in points
        ]
        return [
            f'<polyline points="{path}" fill="none" stroke="{line.color}"'
            f' stroke-width="{width:g}"/>',
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

    def _key(self, lines: Sequence[_Line]) -> list[str]:
        """Name each line above the chart, behind a stroke in its colour, with its last value."""
        scale, parts = self._scale, []
        for number, line in enumerate((line for line in lines if line.points), 1):
            baseline = _ENTRY * scale * number - 4 * scale
            middle = baseline - 4 * scale
            year, value = line.points[-1]
            last = self._wording.number(value, _decimals(value))
            text = self._wording.word("chart.key", name=line.name, value=last, year=year)
            parts.append(
                f'<line x1="0" x2="{_STROKE * scale:g}" y1="{middle:.1f}" y2="{middle:.1f}"'
                f' stroke="{line.color}" stroke-width="{3 * scale:g}"/>'
                + _text((_STROKE + 6) * scale, baseline, text, "start", line.color, bold=True)
            )
        return parts

    def _labels(self, lines: Sequence[_Line], frame: _Frame) -> list[str]:
        """Name each line at its end; names keep apart from each other and inside the picture."""
        scale, label = self._scale, _LABEL * self._scale
        drawn = [line for line in lines if line.points]
        ends = sorted(((frame.y(line.points[-1][1]), line) for line in drawn), key=lambda e: e[0])
        heights: list[float] = []
        for y, _ in ends:
            heights.append(max(y, heights[-1] + label) if heights else y)
        lowest = frame.height - frame.below + 4 * scale
        for index in range(len(heights) - 1, -1, -1):
            heights[index] = min(heights[index], lowest - 11 * scale)
            lowest = heights[index] - label + 11 * scale
        parts = []
        for at, (_, line) in zip(heights, ends, strict=True):
            year, value = line.points[-1]
            x = frame.x(year) + 8 * scale
            parts.append(_text(x, at - scale, line.name, "start", line.color, bold=True))
            last = self._wording.number(value, _decimals(value))
            parts.append(_text(x, at + 11 * scale, last, "start", line.color))
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
