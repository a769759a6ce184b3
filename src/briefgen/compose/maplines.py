"""Lines of maps with no more points than can be seen, and as SVG writes them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from briefgen.compose.projection import Box, Point

#: How far a line may be drawn from where it runs, in pixels: at the width of a page, 0.4 points.
TOLERANCE: Final = 0.5

#: Points closer to each other than this, in pixels, are one.
_STEP: Final = 0.75

#: Lines are drawn in whole units of this part of a pixel, which keeps pictures small.
UNIT: Final = 4


def seen(line: Sequence[Point], frame: Box) -> list[Point]:
    """Return a line with the points that matter within a frame; its ends stay.

    Lines that two states share are thus drawn alike for both, and no gap opens between them.
    """
    return reduced(_apart(_kept_near(line, frame)))


def _apart(line: Sequence[Point]) -> list[Point]:
    """Return a line without points that are next to the one before."""
    kept = list(line[:1])
    for point in line[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= _STEP:
            kept.append(point)
    return [*kept, *line[max(len(line) - 1, 1) :]]


def _kept_near(line: Sequence[Point], frame: Box) -> list[Point]:
    """Return a line without what runs on one side of the frame.

    A straight line between two points on the same side of a rectangle does not meet it, and
    what is filled within the rectangle does not change.
    """
    sides = [_side(point, frame) for point in line]
    kept = [
        point
        for at, point in enumerate(line[1:-1], 1)
        if not sides[at] or not sides[at - 1] == sides[at] == sides[at + 1]
    ]
    return [*line[:1], *kept, *line[max(len(line) - 1, 1) :]]


def _side(point: Point, frame: Box) -> str:
    """Return on which side of a frame a point lies; nothing where it lies within."""
    x, y = point
    if x < frame.left:
        return "left"
    if x > frame.right:
        return "right"
    return "above" if y < frame.top else "below" if y > frame.bottom else ""


def reduced(line: Sequence[Point]) -> list[Point]:
    """Return a line that is nowhere farther from another than can be seen; its ends stay.

    Douglas and Peucker, 1973, without recursion. A closed line is cut where it is widest.
    """
    if len(line) < 3:
        return list(line)
    last = len(line) - 1
    kept = {0, last}
    pending = [(0, last)]
    while pending:
        start, end = pending.pop()
        far, distance = _farthest(line, start, end)
        if distance > TOLERANCE:
            kept.add(far)
            pending += [(start, far), (far, end)]
    return [line[at] for at in sorted(kept)]


def _farthest(line: Sequence[Point], start: int, end: int) -> tuple[int, float]:
    """Return which point between two is farthest from the stretch between them, and how far."""
    (a, b), (c, d) = line[start], line[end]
    dx, dy = c - a, d - b
    square = dx * dx + dy * dy
    far, most = start, 0.0
    for at in range(start + 1, end):
        x, y = line[at][0] - a, line[at][1] - b
        part = min(max((x * dx + y * dy) / square, 0.0), 1.0) if square else 0.0
        x, y = x - part * dx, y - part * dy
        if (distance := x * x + y * y) > most:
            far, most = at, distance
    return far, math.sqrt(most)


def path(points: Sequence[Point]) -> str:
    """Return a line as the commands of a path, in units; nothing where it is a point."""
    units = [(round(x * UNIT), round(y * UNIT)) for x, y in points]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(units) if a != b]
    start = f"M{units[0][0]} {units[0][1]}"
    return f"{start}l" + " ".join(f"{x} {y}" for x, y in steps) if steps else ""
