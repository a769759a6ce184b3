"""A sheet of paper with the world on it, around some states."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from briefgen.compose.maplines import path, seen
from briefgen.compose.outlines import Outlines, Ring
from briefgen.compose.projection import RIM, Box, Point, Projection, Vector, middle_of

#: Room around the states, in parts of their extent, and the least extent of a map: the sine of
#: about eight degrees.
_ROOM, _LEAST = 0.38, 0.14

#: Cosine of the distance from the middle behind which a polygon is left out: it may lie around
#: the opposite point, where nothing has a shape.
_BEHIND = math.cos(math.radians(155))

#: Islands of neighbours smaller than this, in pixels, are left out.
_LEAST_ISLAND = 4.0


class Sheet:
    """The part of the world that a map shows.

    Args:
        world: outlines.
        codes: the states that it is about.
        width: in CSS pixels.
        height: the same.
    """

    def __init__(self, world: Outlines, codes: Sequence[str], width: float, height: float) -> None:
        self.codes = tuple(codes)
        self.width, self.height = width, height
        self._world = world
        self._mains = {code: world.main_parts(code) for code in codes}
        points = {
            code: [point for ring in rings for point in world.points(ring)]
            for code, rings in self._mains.items()
        }
        self._projection = Projection(middle_of(middle_of(several) for several in points.values()))
        extent = Box.around(
            self._projection(point) for several in points.values() for point in several
        )
        room = 1 + 2 * _ROOM
        self._scale = min(
            width / (max(extent.width, _LEAST) * room), height / (max(extent.height, _LEAST) * room)
        )
        self._center = extent.middle
        self.frame = Box(-2.0, -2.0, width + 2.0, height + 2.0)
        far = math.hypot(width, height) / self._scale + math.hypot(*self._center)
        self._near = max(math.cos(min(2 * math.asin(min(far / 2, 1.0)), math.pi)), RIM)
        self._drawn: dict[int, list[Point]] = {}
        self._depths: dict[int, tuple[float, float]] = {}

    def place(self, vector: Vector) -> Point | None:
        """Return where a point of the unit sphere lies on the sheet; nothing where it does not."""
        x, y = self._place(vector)
        is_near = self._projection.depth(vector) > RIM
        return (x, y) if is_near and 0 < x < self.width and 0 < y < self.height else None

    def box(self, code: str) -> Box:
        """Return the rectangle around a state's main part."""
        main = self._mains[code][0]
        return Box.around(self._place(point) for point in self._world.points(main))

    def rings(self, rings: Iterable[Ring]) -> list[list[Point]]:
        """Return rings as points on the sheet, as far as they reach into it."""
        lines = [self._line(ring) for ring in rings if self._is_near(ring)]
        return [line for line in lines if len(line) > 3 and Box.around(line).meets(self.frame)]

    def fill(self, code: str) -> str:
        """Return the path that fills a state."""
        rings = (*self._world.states[code], *self._world.holes[code])
        return _paths(self.rings(rings))

    def ground(self, codes: Iterable[str]) -> str:
        """Return the path that fills states together, without the smallest islands."""
        world = self._world
        rings = [
            ring for code in sorted(codes) for ring in (*world.states[code], *world.holes[code])
        ]
        whole = world.merged([ring for ring in rings if self._is_near(ring)])
        return _paths(line for line in self.rings(whole) if _extent(line) >= _LEAST_ISLAND)

    def _is_near(self, ring: Ring) -> bool:
        """Whether a ring may reach into the sheet, and lies around no opposite point."""
        depths = [self._reach(max(index, ~index)) for index in ring]
        return min(least for least, _ in depths) >= _BEHIND and any(
            most >= self._near for _, most in depths
        )

    def _reach(self, index: int) -> tuple[float, float]:
        """Return how far a line is from the middle at most and at least, as cosines."""
        if index not in self._depths:
            depths = [self._projection.depth(point) for point in self._world.arcs[index]]
            self._depths[index] = min(depths), max(depths)
        return self._depths[index]

    def _line(self, ring: Ring) -> list[Point]:
        line: list[Point] = []
        for index in ring:
            arc = self.arc(max(index, ~index))
            arc = arc if index >= 0 else arc[::-1]
            line += arc[1:] if line else arc
        return line

    def borders(self, open_areas: Iterable[str]) -> tuple[str, str]:
        """Return the paths of the lines that two states share: settled ones, and open ones.

        Args:
            open_areas: areas that are left open; lines around them are open.

        The antimeridian is no border, nor is a line within one state.
        """
        sides: dict[int, list[str]] = {}
        for several in (self._world.states, self._world.holes):
            for code, rings in several.items():
                for ring in rings:
                    for index in ring:
                        sides.setdefault(max(index, ~index), []).append(code)
        left_open = {
            max(index, ~index)
            for area in open_areas
            for ring in self._world.areas[area]
            for index in ring
        }
        settled: list[str] = []
        opened: list[str] = []
        for index in sorted(sides):
            if len(set(sides[index])) > 1 and self._is_seen(index):
                (opened if index in left_open else settled).append(path(self.arc(index)))
        return "".join(settled), "".join(opened)

    def shows(self, area: str) -> bool:
        """Whether any part of an area lies on the sheet."""
        frame = Box(0.0, 0.0, self.width, self.height)
        return any(Box.around(r).meets(frame) for r in self.rings(self._world.areas[area]))

    def visible(self, code: str) -> list[Point]:
        """Return the largest part of a state on the sheet, cut at its edges."""
        parts = [self._cut(line) for line in self.rings(self._world.states[code])]
        return max((p for p in parts if len(p) > 2), key=lambda p: abs(area_of(p)), default=[])

    def arc(self, index: int) -> list[Point]:
        """Return a line on the sheet without points that cannot be seen; its ends stay."""
        if index not in self._drawn:
            places = [self._place(point) for point in self._world.arcs[index]]
            self._drawn[index] = seen(places, self.frame)
        return self._drawn[index]

    def _is_seen(self, index: int) -> bool:
        if self._reach(index)[0] < RIM:
            return False
        return Box.around(self.arc(index)).meets(self.frame)

    def _place(self, vector: Vector) -> Point:
        x, y = self._projection(vector)
        return (
            self.width / 2 + (x - self._center[0]) * self._scale,
            self.height / 2 + (y - self._center[1]) * self._scale,
        )

    def _cut(self, line: Sequence[Point]) -> list[Point]:
        """Return a ring without what lies off the sheet (Sutherland and Hodgman, 1974)."""
        points = list(line)
        edges = ((0, 0.0, 1), (0, self.width, -1), (1, 0.0, 1), (1, self.height, -1))
        for axis, edge, sign in edges:
            kept: list[Point] = []
            for a, b in pairwise([*points[-1:], *points]):
                inside = [(p[axis] - edge) * sign >= 0 for p in (a, b)]
                if inside[0] != inside[1]:
                    part = (edge - a[axis]) / (b[axis] - a[axis])
                    kept.append((a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part))
                if inside[1]:
                    kept.append(b)
            points = kept
        return points


def _paths(lines: Iterable[Sequence[Point]]) -> str:
    return "Z".join(drawn for line in lines if (drawn := path(line)))


def _extent(points: Sequence[Point]) -> float:
    box = Box.around(points)
    return max(box.width, box.height)


def area_of(points: Sequence[Point]) -> float:
    """Return the area of a ring, negative where it runs the other way."""
    turns = (a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*points, points[0]]))
    return sum(turns) / 2


def contains(points: Sequence[Point], x: float, y: float) -> bool:
    """Whether a point lies in a ring."""
    crossings = 0
    for a, b in pairwise([*points, points[0]]):
        if (a[1] > y) != (b[1] > y) and x < a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]):
            crossings += 1
    return crossings % 2 == 1
