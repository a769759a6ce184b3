"""Where the parts of a chart stand, and what they look like: one answer for both formats.

Lengths are CSS pixels of the picture, from its upper left corner.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final, NamedTuple
from unicodedata import east_asian_width

from briefgen.compose.chartspec import ChartSpec, Series

#: Size of writing and margins in the house style.
SIZE: Final = 11.0
_TOP, _BOTTOM = 10.0, 22.0
#: Height of the axis' title, of an entry in the key, and of a line of writing at a line's end.
TITLE: Final = 16.0
ENTRY: Final = 16.0
_LINE: Final = 13.0
#: Length of the stroke before an entry of the key, and side of the square before one.
STROKE, SQUARE = 24.0, 9.0
#: Least margin on both sides: half a year's label.
_NARROW: Final = 16.0
#: Distance of the axis' numbers from the plot.
TICK: Final = 6.0
#: Distance of a label from the end of its line.
_GAP: Final = 8.0
#: Width that the label of a year needs.
_YEAR: Final = 36.0
#: Share of a chart's width that names at the ends of lines may take.
_ASIDE: Final = 0.25
_NARROW_LETTERS: Final = " \u00a0\u202f.,:;!'|()[]-fijlrtI"
#: Share of a year's width that its columns take.
COLUMNS: Final = 0.64
#: More values than this on a line, and only the last is marked.
_MOST_MARKS: Final = 12
#: How much of a series' colour the areas of the first, second and third series keep, so that
#: they differ in grey as well.
_TINTS: Final = (1.0, 0.5, 0.2, 0.75)


class Look(NamedTuple):
    """What tells a series from others, in grey too.

    Attributes:
        mark: what stands at its values: ``circle``, ``square``, ``diamond``, ``triangle``.
        dash: lengths of strokes and gaps in widths of the line; none for a line without gaps.
        fill: colour of its areas, ``#rrggbb``.
        on_fill: colour of writing on them.
    """

    mark: str
    dash: tuple[int, ...]
    fill: str
    on_fill: str


_MARKS: Final = ("circle", "square", "diamond", "triangle")
_DASHES: Final = ((), (3, 1), (1, 1), (8, 3, 1, 3))


def look(spec: ChartSpec, index: int) -> Look:
    """Return what a series looks like."""
    tint = _TINTS[index % len(_TINTS)]
    color = spec.series[index].color
    parts = [round(255 - (255 - int(color[at : at + 2], 16)) * tint) for at in (1, 3, 5)]
    fill = "#" + "".join(f"{part:02x}" for part in parts)
    light = 0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2]  # luma, ITU-R BT.601
    on_fill = spec.ink if light > 140 else "#ffffff"
    return Look(_MARKS[index % len(_MARKS)], _DASHES[index % len(_DASHES)], fill, on_fill)


@dataclass(frozen=True)
class Frame:
    """Scales and places of a chart.

    Attributes:
        spec: the chart.
    """

    spec: ChartSpec

    @property
    def has_columns(self) -> bool:
        """Values are columns, not points."""
        return self.spec.kind != "line"

    @property
    def is_stack(self) -> bool:
        """Columns stand upon each other."""
        return self.spec.kind in ("stacked", "share")

    @property
    def names_aside(self) -> bool:
        """Names stand at the ends of lines."""
        return not self.has_columns and self._aside <= self.spec.width * _ASIDE

    @property
    def has_key(self) -> bool:
        """Names stand in a key above the plot."""
        return not self.names_aside and (not self.has_columns or len(self.spec.series) > 1)

    @cached_property
    def key(self) -> list[int]:
        """Indices of the series in the key from top to bottom; as stacks are, top first."""
        if not self.has_key:
            return []
        order = list(range(len(self.spec.series)))
        return order[::-1] if self.is_stack else order

    @property
    def above(self) -> float:
        """Margin above the plot."""
        title = TITLE if self.spec.axis_title else 0
        return (_TOP + ENTRY * len(self.key) + title) * self.spec.scale

    @property
    def below(self) -> float:
        """Margin below it."""
        return _BOTTOM * self.spec.scale

    @property
    def left(self) -> float:
        """Margin left of it: for the numbers of the axis, and half of the first year."""
        widest = max(map(wide, self.spec.ticks))
        return max(TICK + 1 + widest * SIZE, _NARROW) * self.spec.scale

    @cached_property
    def right(self) -> float:
        """Margin right of it: for names and values, or for values alone."""
        if self.has_columns:  # half of the last year, as far as it is wider than its column
            room = (self.spec.width - self.left) / len(self.spec.years)
            return max(_NARROW * self.spec.scale - room / 2, 0.0)
        least = _NARROW * self.spec.scale
        return max(self._aside if self.names_aside else self._beside, least)

    @property
    def _beside(self) -> float:
        """Width of the values at the ends of lines."""
        widest = max(wide(one.last) for one in self.spec.series)
        return (_GAP + widest * SIZE) * self.spec.scale

    @property
    def _aside(self) -> float:
        """Width of names and values at the ends of lines."""
        widest = max(wide(one.name) for one in self.spec.series)
        return max((_GAP + widest * SIZE) * self.spec.scale, self._beside)

    @property
    def breadth(self) -> float:
        """Width of the plot."""
        return self.spec.width - self.left - self.right

    @property
    def tallness(self) -> float:
        """Height of the plot."""
        return self.spec.height - self.above - self.below

    @cached_property
    def slot(self) -> float:
        """Width that belongs to one year; columns stand in the middle of theirs."""
        count = len(self.spec.years)
        return self.breadth / (count if self.has_columns else max(count - 1, 1))

    @cached_property
    def every(self) -> int:
        """Of so many years, counted from the first, one is labelled.

        Years without values are passed over, and the last is labelled, if that can be.
        """
        years = self.spec.years
        room = max(int(self.breadth / (_YEAR * self.spec.scale)), 1)
        least = math.ceil(len(years) / room)
        apart = math.gcd(*(year - years[0] for one in self.spec.series for year in one.points))
        apart = max(apart, 1)
        choices = range(least, 2 * least + apart)
        fitting = [n for n in choices if n % apart == 0]
        ending = [n for n in fitting if (len(years) - 1) % n == 0 and n < 2 * least]
        return (ending or fitting)[0]

    def x(self, year: float) -> float:
        """Return where a year stands."""
        middle = 0.5 if self.has_columns else 0.0
        return self.left + self.slot * (year - self.spec.years[0] + middle)

    def y(self, value: Decimal) -> float:
        """Return where a value stands; of a share, where so many per cent do."""
        bottom = self.spec.height - self.below
        return bottom - self.tallness * float(value / self.spec.top)

    def marked(self, series: Series) -> list[int]:
        """Return the years whose values on a line are marked."""
        years = list(series.points)
        return years if len(years) <= _MOST_MARKS else years[-1:]

    @cached_property
    def ends(self) -> Mapping[int, float]:
        """Heights of the labels at the ends of lines by the index of the series.

        They keep apart from each other and inside the picture.
        """
        scale = self.spec.scale
        label = (2 if self.names_aside else 1) * _LINE * scale
        places = sorted(
            (self.y(list(one.points.values())[-1]), index)
            for index, one in enumerate(self.spec.series)
        )
        heights: list[float] = []
        for y, _ in places:
            heights.append(max(y, heights[-1] + label) if heights else y)
        lowest = self.spec.height - self.below - label / 2
        for at in range(len(heights) - 1, -1, -1):
            heights[at] = min(heights[at], lowest)
            lowest = heights[at] - label
        return {index: height for (_, index), height in zip(places, heights, strict=True)}

    def spans(self, year: int) -> dict[int, tuple[Decimal, Decimal]]:
        """Return from where to where the columns of a year reach, by the index of the series."""
        values = {
            index: one.points[year]
            for index, one in enumerate(self.spec.series)
            if year in one.points
        }
        if not self.is_stack:
            return {index: (Decimal(0), value) for index, value in values.items()}
        whole = sum(values.values())
        factor = self.spec.top / whole if self.spec.kind == "share" and whole else Decimal(1)
        found, base = {}, Decimal(0)
        for index, value in values.items():
            found[index] = (base * factor, (base + value) * factor)
            base += value
        return found

    def written(self, index: int) -> bool:
        """Whether the last value of a stack's series has room for its number."""
        one = self.spec.series[index]
        if not self.is_stack:
            return False
        low, high = self.spans(list(one.points)[-1])[index]
        size = SIZE * self.spec.scale
        is_wide = wide(one.last) * size <= self.slot * COLUMNS
        return is_wide and self.y(low) - self.y(high) >= 1.2 * size

    def key_width(self) -> float:
        """Return the width of the key's box."""
        widest = max((wide(self.spec.series[index].name) for index in self.key), default=0)
        needed = (SQUARE if self.has_columns else STROKE) + 10 + widest * SIZE
        return min(needed * self.spec.scale, self.spec.width)


def height_of(spec: ChartSpec, height: float) -> float:
    """Return the height of a picture whose plot grows half as much as its writing.

    Args:
        spec: the chart.
        height: of the picture, if its writing were not scaled and it had no key.
    """
    frame = Frame(spec)
    plot = height - _TOP - _BOTTOM - (TITLE if spec.axis_title else 0)
    return plot * (1 + spec.scale) / 2 + frame.above + frame.below


def wide(text: str) -> float:
    """Return how wide a text is in sizes of its writing: bold, and rather more than less."""
    return sum(_width(letter) for letter in text)


def _width(letter: str) -> float:
    if east_asian_width(letter) in "WF":
        return 1.0
    if letter in _NARROW_LETTERS:
        return 0.3
    return 0.65 if letter.isupper() else 0.88 if letter in "mw%@" else 0.55
