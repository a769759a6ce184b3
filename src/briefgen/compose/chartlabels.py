"""Which values are written in a chart, and where: one answer for both formats.

Lengths are CSS pixels of the picture, from its upper left corner. The last value of a line stands
at its end (:attr:`briefgen.compose.chartframe.Frame.ends`); the others are here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from briefgen.compose.chartframe import COLUMNS, SIZE, Frame, wide
from briefgen.compose.chartspec import Series

#: Where a label stands: above or below a point, above a column, in the middle of a column.
Place = Literal["above", "below", "top", "middle"]

#: Distance of a base line from what is labelled: above it, and below it.
RISE, DROP, LIFT = 6.0, 14.0, 3.0

#: Room that a label leaves to lines and numbers beside it.
_ROOM: Final = 2.0


@dataclass(frozen=True)
class Label:
    """A value that is written.

    Attributes:
        year: whose value it is.
        text: the value.
        place: where it stands.
        x: the middle of the text.
        y: its base line.
        aside: how far it stands to the right of the middle of what it labels.
    """

    year: int
    text: str
    place: Place
    x: float
    y: float
    aside: float = 0.0


def labels(frame: Frame, index: int) -> list[Label]:
    """Return the values of a series that are written, but for the one at the end of a line."""
    one = frame.spec.series[index]
    if frame.is_stack:
        return list(_in_stack(frame, index))
    if frame.has_columns:
        return list(_on_columns(frame, index, one))
    taken: list[Label] = []
    for at, other in enumerate(frame.spec.series[: index + 1]):
        first = _at_start(frame, at, other, taken)
        taken += [] if first is None else [first]
    return [first] if first is not None else []


def _in_stack(frame: Frame, index: int) -> Iterator[Label]:
    one = frame.spec.series[index]
    if frame.written(index):
        year = list(one.points)[-1]
        y = sum(map(frame.y, frame.spans(year)[index])) / 2 + 3.5 * frame.spec.scale
        yield Label(year, one.last, "middle", frame.x(year), y)


def _on_columns(frame: Frame, index: int, one: Series) -> Iterator[Label]:
    """Label every column, if all have room for it; nothing else, for a few would be picked out."""
    together = len(frame.spec.series)
    scale = frame.spec.scale
    room = frame.slot * (1.0 if together == 1 else COLUMNS / together)
    every = [other for series in frame.spec.series for other in series.labels.values()]
    complete = all(len(series.labels) == len(series.points) for series in frame.spec.series)
    if not complete or max(map(wide, every)) * SIZE * scale > room - _ROOM:
        return
    width = frame.slot * COLUMNS / together
    for year, value in one.points.items():
        x = frame.x(year) + (index - (together - 1) / 2) * width
        yield Label(year, one.labels[year], "top", x, frame.y(value) - LIFT * scale)


def _at_start(frame: Frame, index: int, one: Series, taken: Sequence[Label]) -> Label | None:
    """Label the first value of a line above or below it, where neither it nor another runs.

    Args:
        frame: of the chart.
        index: of the series.
        one: the series.
        taken: the labels of the lines before it; all keep a line of writing apart.
    """
    years = list(one.points)
    if len(years) < 2:
        return None
    scale = frame.spec.scale
    x, y = frame.x(years[0]), frame.y(one.points[years[0]])
    text = one.labels[years[0]]
    width = wide(text) * SIZE * scale
    rise = (y - frame.y(one.points[years[1]])) / (frame.x(years[1]) - x) * width
    sides: dict[Place, tuple[float, float]] = {
        "above": (y - RISE * scale, rise), "below": (y + DROP * scale, -rise),
    }  # fmt: skip
    for place, (base, nearer) in sorted(sides.items(), key=lambda side: side[1][1]):
        top, bottom = base - 0.75 * SIZE * scale, base + _ROOM * scale
        is_inside = top >= 0 and bottom <= frame.spec.height - frame.below
        apart = [label for label in taken
                 if abs(label.y - base) > 2 * SIZE * scale
                 or label.x - label.aside > x + width or label.x + label.aside < x]  # fmt: skip
        others = [other for at, other in enumerate(frame.spec.series) if at != index]
        if (
            is_inside
            and len(apart) == len(taken)
            and nearer < (RISE - _ROOM) * scale
            and not _is_crossed(frame, others, (x, x + width), (top, bottom))
        ):
            return Label(years[0], text, place, x + width / 2, base, width / 2)
    return None


def _is_crossed(
    frame: Frame, others: Sequence[Series], across: tuple[float, float], up: tuple[float, float]
) -> bool:
    """Whether lines, or the labels at their beginnings, may lie where a label would stand."""
    left, right = across
    spare = (SIZE + RISE) * frame.spec.scale
    for one in others:
        places = [(frame.x(year), frame.y(value)) for year, value in one.points.items()]
        for (a, b), (c, d) in zip(places, places[1:] or places, strict=False):
            if c < left - spare or a > right:
                continue
            heights = [b + (d - b) * (at - a) / (c - a) if c > a else b
                       for at in (max(a, left), min(c, right), a, c) if a <= at <= c]  # fmt: skip
            if max(heights) >= up[0] - spare / 2 and min(heights) <= up[1] + spare / 2:
                return True
    return False
