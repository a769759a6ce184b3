"""Charts of a PDF, read as a reader does: from what is drawn, against the scale beside it.

A value is how high a column is, or where a point of a line stands, between the lines of the
grid; its year is the one that is written beneath.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from briefgen.verify.reading.geometry import Point
from briefgen.verify.reading.lettering import Lettering, letterings
from briefgen.verify.reading.numerals import scale_of
from briefgen.verify.reading.painting import Area, Painting, Stroke, Text

#: How far apart, in points, two heights or sides may be that are meant to be the same.
_ALIKE: Final = 0.2


@dataclass(frozen=True)
class DrawnSeries:
    """One series of a chart.

    Attributes:
        color: of its line or its areas, six hexadecimal digits.
        values: by year.
    """

    color: str
    values: Mapping[str, float]


@dataclass(frozen=True)
class DrawnChart:
    """A chart as it is drawn.

    Attributes:
        page: its number, from 1.
        kind: "line", or "bar" for columns.
        top: what the highest line of its grid stands for.
        texts: everything that is written in it.
        labels: what is written in it beside the years and the numbers of its axis.
        series: in the order in which they are drawn.
    """

    page: int
    kind: str
    top: float
    texts: tuple[str, ...]
    labels: tuple[str, ...]
    series: tuple[DrawnSeries, ...]


@dataclass(frozen=True)
class _Plot:
    """The grid, and what its lines and years stand for."""

    left: float
    right: float
    bottom: float
    height: float
    top: float
    years: Mapping[str, float]

    def value(self, height: float) -> float:
        """Return what a height on the page stands for."""
        return (height - self.bottom) / self.height * self.top

    def holds(self, points: Iterable[Point]) -> bool:
        """Whether points lie within the grid."""
        return all(
            self.left - _ALIKE <= x <= self.right + _ALIKE
            and self.bottom - _ALIKE <= y <= self.bottom + self.height + _ALIKE
            for x, y in points
        )

    def year(self, x: float) -> str:
        """Return the year that stands at a place, by those that are written."""
        known = sorted((int(year), place) for year, place in self.years.items())
        (first, start), (last, end) = known[0], known[-1]
        slot = (end - start) / (last - first) if last > first else 0.0
        return str(first + round((x - start) / slot) if slot else first)


def read_drawing(painting: Painting, page: int, marks: frozenset[int]) -> DrawnChart:
    """Return the chart that a drawing is.

    Args:
        painting: what its page paints.
        page: number of the page, from 1.
        marks: the marked content of the page that the drawing is.

    Raises:
        ValueError: no values can be read from it; why, in words that follow "its chart".
    """

    def drawn(thing: Text | Area | Stroke) -> bool:
        return thing.mark is not None and thing.mark.number in marks

    strokes = [one for one in painting.strokes if drawn(one)]
    things = [one for one in painting.things if drawn(one)]
    written = letterings(one for one in things if isinstance(one, Text))
    plot, told = _plot(strokes, written)
    areas = [one for one in things if isinstance(one, Area)]
    series = _lines(strokes, plot)
    kind = "line" if series else "bar"
    series = series or _columns(areas, plot)
    texts = tuple(one.text for one in written)
    labels = tuple(one.text for one in written if one not in told)
    return DrawnChart(page, kind, plot.top, texts, labels, tuple(series))


def _plot(strokes: Sequence[Stroke], written: Sequence[Lettering]) -> tuple[_Plot, list[Lettering]]:
    """Return the grid, and the texts that say what it stands for."""
    level = [one.paths[0] for one in strokes if _is_level(one)]
    thinnest = min((one.width for one in strokes if _is_level(one)), default=0.0)
    level = [
        one.paths[0] for one in strokes if _is_level(one) and one.width < thinnest + _ALIKE
    ]  # fmt: skip
    widest = max((abs(b[0] - a[0]) for a, b in level), default=0.0)
    grid = sorted({
        round(a[1], 3): (min(a[0], b[0]), max(a[0], b[0]))
        for a, b in level if abs(b[0] - a[0]) > widest - _ALIKE
    }.items())  # fmt: skip
    if len(grid) < 2:
        raise ValueError("has no grid")
    (bottom, (left, right)), (highest, _) = grid[0], grid[-1]
    size = max((one.size for one in written), default=0.0)
    beneath = [one for one in written if one.start[1] < bottom - 0.6 * size]
    years = {one.text: one.middle for one in beneath if one.text.isdecimal() and len(one.text) == 4}
    if not years:
        raise ValueError("has no years")
    ticks = sorted(
        (one for one in written
         if one not in beneath and one.end[0] < left and one.start[1] < highest),
        key=lambda one: one.start[1],
    )  # fmt: skip
    if len(ticks) != len(grid):
        raise ValueError(f"has {len(grid)} lines of its grid and {len(ticks)} numbers beside them")
    step = scale_of([one.text for one in ticks])
    plain = {str(int(year)): place for year, place in years.items()}
    plot = _Plot(left, right, bottom, highest - bottom, step * (len(grid) - 1), plain)
    return plot, [*beneath, *ticks]


def _is_level(stroke: Stroke) -> bool:
    """Whether a stroke is one line from left to right."""
    if len(stroke.paths) != 1 or len(stroke.paths[0]) != 2:
        return False
    (_, one), (_, other) = stroke.paths[0]
    return abs(one - other) < 0.01


def _lines(strokes: Sequence[Stroke], plot: _Plot) -> list[DrawnSeries]:
    """Return the lines in the order in which they are drawn; one of one value is a point."""
    grid = min(stroke.width for stroke in strokes if _is_level(stroke))
    found = []
    for stroke in strokes:
        [*paths] = (path for path in stroke.paths if path)
        if len(paths) == 1 and stroke.width > 1.5 * grid and plot.holds(paths[0]):
            values = {plot.year(x): plot.value(y) for x, y in paths[0]}
            found.append(DrawnSeries(_hexadecimal(stroke.color), values))
    return found


def _columns(areas: Sequence[Area], plot: _Plot) -> list[DrawnSeries]:
    """Return columns by their colours; what stands upon another begins where that ends."""
    found: dict[str, dict[str, float]] = {}
    for area in areas:
        for path in area.paths:
            if len(path) < 4 or not plot.holds(path):
                continue
            across, up = sorted(x for x, _ in path), sorted(y for _, y in path)
            year = plot.year((across[0] + across[-1]) / 2)
            values = found.setdefault(_hexadecimal(area.color), {})
            values[year] = plot.value(up[-1]) - plot.value(up[0])
    return [DrawnSeries(color, values) for color, values in found.items()]


def _hexadecimal(color: Sequence[float] | None) -> str:
    return "" if color is None else "".join(f"{round(part * 255):02x}" for part in color)
