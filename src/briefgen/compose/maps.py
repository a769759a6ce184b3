"""Locator maps: states of the view in their region, as deterministic SVG with a text alternative.

Outlines are Natural Earth's (``outlines.json``, made by ``script/outlines``) and keyed by
ISO 3166-1 alpha-2 codes, so that no state can get the outline of another. The projection is
Lambert's azimuthal equal-area one, around the middle of the states shown (Snyder, Map
Projections: A Working Manual, 1987, pages 182 to 190); it knows no antimeridian.
"""

from __future__ import annotations

import base64
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from briefgen.compose.wording import Wording

_FONT = "Carlito"
_SIZE = 13.0

#: Width of a letter of a bold name, in parts of the font size; an upper mean.
_LETTER = 0.56

#: A state drawn smaller than this, in pixels, gets a ring around it.
_SMALL = 14.0

#: Room around the states, in parts of their extent, and the least extent of a map: the sine of
#: about eight degrees.
_ROOM, _LEAST = 0.38, 0.14

#: Cosines of the distances from the middle behind which points are drawn on the rim, and behind
#: which a polygon is left out: it may lie around the opposite point, where nothing has a shape.
_RIM, _BEHIND = math.cos(math.radians(130)), math.cos(math.radians(155))

#: Parts of a state farther than this from its main part do not widen the map.
_FAR = math.cos(math.radians(30))

#: Points of a line closer than this, in pixels, are drawn as one.
_STEP = 1.2

#: Lines are drawn in whole units of this part of a pixel, which keeps pictures small.
_UNIT = 4

Point = tuple[float, float]
Vector = tuple[float, float, float]
Ring = list[int]


@dataclass(frozen=True)
class _Outlines:
    """The world: lines as points of the unit sphere, and states as rings of lines.

    Attributes:
        arcs: lines; one that two states share is there once.
        states: outer rings of each state, by code.
        holes: rings of states that lie inside, by code of the state around them.
    """

    arcs: Sequence[Sequence[Vector]]
    states: Mapping[str, Sequence[Ring]]
    holes: Mapping[str, Sequence[Ring]]

    def points(self, ring: Ring) -> list[Vector]:
        """Return the points of a ring in order."""
        found: list[Vector] = []
        for index in ring:
            arc = self.arcs[index] if index >= 0 else self.arcs[~index][::-1]
            found += arc[1:] if found else arc
        return found


@cache
def _outlines() -> _Outlines:
    """Read the outlines (TopoJSON 1.0, sections 2.1 and 2.2)."""
    content = json.loads(Path(__file__).with_name("outlines.json").read_text("utf-8"))
    scale, shift = content["transform"]["scale"], content["transform"]["translate"]
    arcs = []
    for steps in content["arcs"]:
        x = y = 0
        degrees: list[Point] = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            degrees.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append([_vector(point) for point in degrees])
    polygons = {code: state["polygons"] for code, state in content["states"].items()}
    states = {code: [polygon[0] for polygon in several] for code, several in polygons.items()}
    holes = {
        code: [ring for polygon in several for ring in polygon[1:]]
        for code, several in polygons.items()
    }
    return _Outlines(arcs, states, holes)


def _vector(point: Point) -> Vector:
    longitude, latitude = (math.radians(degrees) for degrees in point)
    flat = math.cos(latitude)
    return flat * math.cos(longitude), flat * math.sin(longitude), math.sin(latitude)


def _dot(one: Vector, other: Vector) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _middle(vectors: Iterable[Vector]) -> Vector:
    """Return the direction of the mean of vectors; that of the first where there is none."""
    given = list(vectors)
    x, y, z = (sum(part) for part in zip(*given, strict=True))
    length = math.sqrt(x * x + y * y + z * z)
    return (x / length, y / length, z / length) if length > 1e-6 else given[0]


class _Projection:
    """Lambert's azimuthal equal-area projection of the unit sphere, north up in the middle."""

    def __init__(self, middle: Vector) -> None:
        east = math.hypot(middle[0], middle[1])
        # At a pole every direction is the equator's: the meridian of Greenwich points down.
        self._right = (-middle[1] / east, middle[0] / east, 0.0) if east > 1e-9 else (0.0, 1.0, 0.0)
        a, b = middle, self._right
        self._up = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
        self._middle = middle

    def depth(self, vector: Vector) -> float:
        """Return the cosine of a point's distance from the middle."""
        return _dot(vector, self._middle)

    def __call__(self, vector: Vector) -> Point:
        """Return a point in the plane, y downwards."""
        depth = self.depth(vector)
        x, y = _dot(vector, self._right), _dot(vector, self._up)
        if depth < _RIM:
            rim = math.sqrt(1 - _RIM * _RIM) / (math.hypot(x, y) or 1.0)
            x, y, depth = x * rim, y * rim, _RIM
        factor = math.sqrt(2 / (1 + depth))
        return x * factor, -y * factor


@dataclass(frozen=True)
class _Box:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, points: Iterable[Point]) -> _Box:
        xs, ys = zip(*points, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> Point:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def meets(self, other: _Box) -> bool:
        """Whether two rectangles have a point in common."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )


class Maps:
    """Draws the maps of one paper.

    Args:
        wording: its language.
        colors: colours of the house style by name.
        scale: how much larger writing is than in the house style.
    """

    def __init__(self, wording: Wording, colors: Mapping[str, str], scale: float = 1.0) -> None:
        self._wording = wording
        self._colors = colors
        self._size = _SIZE * scale

    def draw(
        self, states: Sequence[Mapping[str, Any]], *, width: float = 600.0, height: float = 300.0
    ) -> Markup:
        """Return a map of states in their region as a picture with a text alternative.

        Args:
            states: records with ``iso``, an ISO 3166-1 alpha-2 code, and ``name``.
            width: width in CSS pixels.
            height: height in CSS pixels.

        Returns:
            The picture; nothing where one of the states has no outline, as
            invented ones and the smallest have not.
        """
        world = _outlines()
        codes = [state["iso"] for state in states]
        if not codes or not all(len(code) == 2 and code in world.states for code in codes):
            return Markup("")
        sheet = _Sheet(world, codes, width, height)
        palette = [self._colors["accent"], self._colors["second"], self._colors["third"]]
        tints = {code: palette[index % len(palette)] for index, code in enumerate(codes)}
        parts = [
            f'<rect width="{width:g}" height="{height:g}" fill="{self._colors["soft"]}"/>',
            _path(sheet.fill(set(world.states) - set(codes)), f'fill="{self._colors["rule"]}"'),
            *(_path(sheet.fill({code}), f'fill="{tints[code]}"') for code in codes),
            _path(sheet.borders(), 'fill="none" stroke="#ffffff" stroke-width="3"'),
            *self._names(sheet, states, tints),
        ]
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
            f' viewBox="0 0 {width:g} {height:g}" font-family="{_FONT}" font-size="{self._size:g}"'
            f' font-weight="700">{"".join(parts)}</svg>'
        )
        data = base64.b64encode(svg.encode()).decode()
        names = self._wording.listed([str(state["name"]) for state in states])
        alternative = self._wording.word("map.alternative", names=names)
        return Markup('<img src="data:image/svg+xml;base64,{}" alt="{}"/>').format(
            data, alternative
        )

    def _names(
        self, sheet: _Sheet, states: Sequence[Mapping[str, Any]], tints: Mapping[str, str]
    ) -> list[str]:
        """Name the states inside; where there is no room, the northern one above, others below."""
        boxes = {state["iso"]: sheet.box(state["iso"]) for state in states}
        northern = min(boxes, key=lambda code: (boxes[code].middle[1], code))
        parts = []
        for state in states:
            code, name = state["iso"], str(state["name"])
            size = self._size
            box, wide = boxes[code], _LETTER * size * len(name)
            x, y = box.middle
            ring = max(box.width, box.height) < _SMALL
            if ring:
                parts.append(
                    f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_SMALL * 0.8:g}" fill="none"'
                    f' stroke="{tints[code]}" stroke-width="2"/>'
                )
            inside = box.width > wide + 8 and box.height > size * 2
            if inside:
                color, halo, y = "#ffffff", tints[code], y + size * 0.35
            else:
                color, halo = self._colors["ink"], "#ffffff"
                gap = _SMALL if ring else 5.0
                half = _SMALL * 0.8 if ring else box.height / 2
                y = y - half - gap if code == northern else y + half + gap + size * 0.7
            x = min(max(x, wide / 2 + 4), sheet.width - wide / 2 - 4)
            y = min(max(y, size + 2), sheet.height - 6)
            text = f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" fill='
            parts += [
                f'{text}"{halo}" stroke="{halo}" stroke-width="3">{escape(name)}</text>',
                f'{text}"{color}">{escape(name)}</text>',
            ]
        return parts


class _Sheet:
    """A sheet of paper with the world on it, around some states."""

    def __init__(self, world: _Outlines, codes: Sequence[str], width: float, height: float) -> None:
        self.width, self.height = width, height
        self._world = world
        mains = {code: _main_parts(world, code) for code in codes}
        self._projection = _Projection(
            _middle(_middle(point for ring in rings for point in world.points(ring))
                    for rings in mains.values())
        )  # fmt: skip
        extent = _Box.around(
            self._projection(point)
            for rings in mains.values()
            for ring in rings
            for point in world.points(ring)
        )
        room = 1 + 2 * _ROOM
        self._scale = min(
            width / (max(extent.width, _LEAST) * room), height / (max(extent.height, _LEAST) * room)
        )
        self._center = extent.middle
        self._mains = mains
        self._frame = _Box(-2.0, -2.0, width + 2.0, height + 2.0)
        self._drawn = [self._thinned(arc) for arc in world.arcs]

    def box(self, code: str) -> _Box:
        """Return the rectangle around a state's main part."""
        main = self._mains[code][0]
        return _Box.around(self._place(point) for point in self._world.points(main))

    def fill(self, codes: Iterable[str]) -> str:
        """Return the path that fills states, as far as they reach into the sheet."""
        parts = []
        for code in sorted(codes):
            for ring in (*self._world.states[code], *self._world.holes[code]):
                depths = [self._projection.depth(point) for point in self._world.points(ring)]
                if min(depths) < _BEHIND or max(depths) < _RIM:
                    continue
                points: list[Point] = []
                for index in ring:
                    arc = self._drawn[index] if index >= 0 else self._drawn[~index][::-1]
                    points += arc[1:] if points else arc
                if len(points) > 3 and _Box.around(points).meets(self._frame):
                    parts.append(_line(points))
        return "Z".join(part for part in parts if part)

    def borders(self) -> str:
        """Return the path of the lines that two states share; the antimeridian is none of them."""
        rings = [*self._world.states.values(), *self._world.holes.values()]
        uses = Counter(
            max(index, ~index) for several in rings for ring in several for index in ring
        )
        parts = []
        for index, arc in enumerate(self._world.arcs):
            points = self._drawn[index]
            hidden = any(self._projection.depth(point) < _RIM for point in arc)
            if uses[index] > 1 and not hidden and _Box.around(points).meets(self._frame):
                parts.append(_line(points))
        return "".join(parts)

    def _place(self, vector: Vector) -> Point:
        x, y = self._projection(vector)
        return (
            self.width / 2 + (x - self._center[0]) * self._scale,
            self.height / 2 + (y - self._center[1]) * self._scale,
        )

    def _thinned(self, arc: Sequence[Vector]) -> list[Point]:
        """Return a line on the sheet without steps too short to be seen; its ends stay."""
        places = [self._place(point) for point in arc]
        kept = places[:1]
        for place in places[1:-1]:
            if math.dist(place, kept[-1]) >= _STEP:
                kept.append(place)
        return [*kept, *places[-1:]]


def _main_parts(world: _Outlines, code: str) -> list[Ring]:
    """Return the rings of a state that belong to its main part, the longest first."""
    rings = sorted(world.states[code], key=lambda ring: -_spread(world.points(ring)))
    main = _middle(world.points(rings[0]))
    return [ring for ring in rings if _dot(_middle(world.points(ring)), main) >= _FAR]


def _spread(points: Sequence[Vector]) -> float:
    """Return the area of a ring on the unit sphere, near enough to compare rings."""
    x = y = z = 0.0
    for a, b in zip(points, [*points[1:], points[0]], strict=True):
        x += a[1] * b[2] - a[2] * b[1]
        y += a[2] * b[0] - a[0] * b[2]
        z += a[0] * b[1] - a[1] * b[0]
    return math.sqrt(x * x + y * y + z * z) / 2


def _line(points: Sequence[Point]) -> str:
    """Return a line as the commands of a path, in units; nothing where it is a point."""
    units = [(round(x * _UNIT), round(y * _UNIT)) for x, y in points]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(units) if a != b]
    start = f"M{units[0][0]} {units[0][1]}"
    return f"{start}l" + " ".join(f"{x} {y}" for x, y in steps) if steps else ""


def _path(data: str, style: str) -> str:
    return f'<path transform="scale({1 / _UNIT:g})" d="{data}" {style}/>' if data else ""
