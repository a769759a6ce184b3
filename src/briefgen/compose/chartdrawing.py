"""Charts as drawings: the same specification gives the same SVG, to the byte."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Final

from markupsafe import escape

from briefgen.compose.chartframe import (
    COLUMNS,
    ENTRY,
    SIZE,
    SQUARE,
    STROKE,
    TICK,
    TITLE,
    Frame,
    Look,
    look,
)
from briefgen.compose.chartlabels import labels
from briefgen.compose.chartspec import ChartSpec, Series

#: Family that charts are written in.
FONT: Final = "Carlito"

#: Widths of grid lines, of lines and, in the key, of theirs; radius of a mark.
GRID, LINE, MARK = 0.75, 2.0, 2.6


def source(spec: ChartSpec) -> str:
    """Return the drawing of a chart as a ``data:`` URI."""
    return f"data:image/svg+xml;base64,{base64.b64encode(draw(spec).encode()).decode()}"


def draw(spec: ChartSpec) -> str:
    """Return the drawing of a chart as SVG."""
    frame = Frame(spec)
    parts = [*_grid(frame), *_years(frame), *_title(frame), *_key(frame)]
    if frame.has_columns:
        parts += _columns(frame)
    else:
        for index, one in enumerate(spec.series):
            parts += _line(frame, one, look(spec, index))
        parts += _ends(frame)
    parts += _labels(frame)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{spec.width:g}" height="{spec.height:g}"'
        f' viewBox="0 0 {spec.width:g} {spec.height:g}" font-family="{FONT}"'
        f' font-size="{SIZE * spec.scale:g}">'
        f"{''.join(parts)}</svg>"
    )


def _grid(frame: Frame) -> Iterator[str]:
    spec = frame.spec
    left, right, scale = frame.left, spec.width - frame.right, spec.scale
    for number, tick in enumerate(spec.ticks):
        y = frame.y(spec.step * number)
        color = spec.rule if number else spec.ink
        yield _stroke(left, right, y, color, GRID)
        yield _text(left - TICK * scale, y + 3.5 * scale, tick, "end", spec.muted)


def _years(frame: Frame) -> Iterator[str]:
    spec = frame.spec
    y = spec.height - 6 * spec.scale
    for year in spec.years[:: frame.every]:
        yield _text(frame.x(year), y, str(year), "middle", spec.muted)


def _title(frame: Frame) -> Iterator[str]:
    """Write the unit above the value axis."""
    spec = frame.spec
    if spec.axis_title:
        y = frame.above - TITLE * spec.scale + 2 * spec.scale
        yield _text(0, y, spec.axis_title, "start", spec.muted)


def _key(frame: Frame) -> Iterator[str]:
    """Name each series above the chart, behind what it looks like there."""
    spec, scale = frame.spec, frame.spec.scale
    for number, index in enumerate(frame.key):
        middle = (ENTRY * number + ENTRY / 2) * scale
        kind, color = look(spec, index), spec.series[index].color
        if frame.has_columns:
            side = SQUARE * scale
            yield _area(GRID, middle - side / 2, side, side, kind.fill, color)
        else:
            yield _stroke(0, STROKE * scale, middle, color, LINE * scale, kind.dash)
            yield _mark(kind.mark, STROKE / 2 * scale, middle, MARK * scale, color)
        x = ((SQUARE if frame.has_columns else STROKE) + 5) * scale
        yield _text(x, middle + 3.5 * scale, spec.series[index].name, "start", spec.ink)


def _line(frame: Frame, series: Series, kind: Look) -> Iterator[str]:
    scale = frame.spec.scale
    points = {year: (frame.x(year), frame.y(value)) for year, value in series.points.items()}
    path = " ".join(f"{x:.1f},{y:.2f}" for x, y in points.values())
    yield (
        f'<polyline points="{path}" fill="none" stroke="{series.color}"'
        f' stroke-width="{LINE * scale:g}"{_dashes(kind.dash, LINE * scale)}/>'
    )
    for year in frame.marked(series):
        yield _mark(kind.mark, *points[year], MARK * scale, series.color)


def _ends(frame: Frame) -> Iterator[str]:
    """Write the last value at each line's end, under its name if there is room for names."""
    spec, scale = frame.spec, frame.spec.scale
    for index, middle in sorted(frame.ends.items(), key=lambda end: end[1]):
        one = spec.series[index]
        x = frame.x(list(one.points)[-1]) + 8 * scale
        if frame.names_aside:
            yield _text(x, middle - 3.5 * scale, one.name, "start", one.color, bold=True)
            yield _text(x, middle + 8.5 * scale, one.last, "start", one.color, bold=True)
        else:
            yield _text(x, middle + 4 * scale, one.last, "start", one.color, bold=True)


def _columns(frame: Frame) -> Iterator[str]:
    spec, slot = frame.spec, frame.slot
    together = 1 if frame.is_stack else len(spec.series)
    width = slot * COLUMNS / together
    looks = [look(spec, index) for index in range(len(spec.series))]
    for year in spec.years:
        for index, (low, high) in frame.spans(year).items():
            left = frame.x(year) - slot * COLUMNS / 2 + (0 if frame.is_stack else index * width)
            top = frame.y(high)
            outline = spec.series[index].color if len(spec.series) > 1 else ""
            yield _area(left, top, width, frame.y(low) - top, looks[index].fill, outline)


def _labels(frame: Frame) -> Iterator[str]:
    """Write the values at the beginnings of lines, above columns or in stacks."""
    for index, one in enumerate(frame.spec.series):
        color = look(frame.spec, index).on_fill if frame.is_stack else one.color
        for label in labels(frame, index):
            yield _text(label.x, label.y, label.text, "middle", color, bold=not frame.is_stack)


def _stroke(
    left: float, right: float, y: float, color: str, width: float, dash: tuple[int, ...] = ()
) -> str:
    return (
        f'<line x1="{left:g}" x2="{right:.1f}" y1="{y:.2f}" y2="{y:.2f}"'
        f' stroke="{color}" stroke-width="{width:g}"{_dashes(dash, width)}/>'
    )


def _dashes(dash: tuple[int, ...], width: float) -> str:
    lengths = " ".join(f"{length * width:g}" for length in dash)
    return f' stroke-dasharray="{lengths}"' if dash else ""


def _area(left: float, top: float, width: float, height: float, fill: str, outline: str) -> str:
    drawn = f' stroke="{outline}" stroke-width="{GRID}"' if outline else ""
    return (
        f'<rect x="{left:.1f}" y="{top:.2f}" width="{width:.1f}" height="{height:.2f}"'
        f' fill="{fill}"{drawn}/>'
    )


def _mark(mark: str, x: float, y: float, radius: float, color: str) -> str:
    """Draw what stands at a value; all marks are about as large as the circle."""
    if mark == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{color}"/>'
    if mark == "square":
        side = radius * 2
        return _area(x - radius, y - radius, side, side, color, "")
    far = radius * 1.4
    corners = [(x, y - far), (x + far, y + far), (x - far, y + far)]
    if mark == "diamond":
        corners = [(x, y - far), (x + far, y), (x, y + far), (x - far, y)]
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
    return f'<polygon points="{points}" fill="{color}"/>'


def _text(x: float, y: float, text: str, anchor: str, color: str, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{color}"{weight}>'
        f"{escape(text)}</text>"
    )
