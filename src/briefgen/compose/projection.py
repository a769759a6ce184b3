"""Points of the globe on a plane: Lambert's azimuthal equal-area projection.

Snyder, Map Projections: A Working Manual, 1987, pages 182 to 190. It is centred on what a map
shows, and knows no antimeridian.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Cosine of the distance from the middle behind which points are drawn on the rim.
RIM = math.cos(math.radians(130))

Point = tuple[float, float]
Vector = tuple[float, float, float]


class Projection:
    """The unit sphere on a plane, north up in the middle.

    Args:
        middle: the point that is drawn at the origin.
    """

    def __init__(self, middle: Vector) -> None:
        east = math.hypot(middle[0], middle[1])
        # At a pole every direction is the equator's: the meridian of Greenwich points down.
        self._right = (-middle[1] / east, middle[0] / east, 0.0) if east > 1e-9 else (0.0, 1.0, 0.0)
        a, b = middle, self._right
        self._up = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
        self._middle = middle

    def depth(self, vector: Vector) -> float:
        """Return the cosine of a point's distance from the middle."""
        return dot(vector, self._middle)

    def __call__(self, vector: Vector) -> Point:
        """Return a point in the plane, y downwards."""
        # Written out: a map has tens of thousands of points.
        a, b, c = vector
        (d, e, f), (g, h, i), (j, k, m) = self._middle, self._right, self._up
        depth, x, y = a * d + b * e + c * f, a * g + b * h + c * i, a * j + b * k + c * m
        if depth < RIM:
            rim = math.sqrt(1 - RIM * RIM) / (math.hypot(x, y) or 1.0)
            x, y, depth = x * rim, y * rim, RIM
        factor = math.sqrt(2 / (1 + depth))
        return x * factor, -y * factor


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, points: Iterable[Point]) -> Box:
        """Return the least rectangle around points."""
        xs, ys = zip(*points, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> Point:
        """The point in the middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def meets(self, other: Box) -> bool:
        """Whether two rectangles have a point in common."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )


def vector(longitude: float, latitude: float) -> Vector:
    """Return a point of the unit sphere, given in degrees."""
    across, up = math.radians(longitude), math.radians(latitude)
    flat = math.cos(up)
    return flat * math.cos(across), flat * math.sin(across), math.sin(up)


def dot(one: Vector, other: Vector) -> float:
    """Return the cosine of the angle between two points of the unit sphere."""
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def middle_of(vectors: Iterable[Vector]) -> Vector:
    """Return the direction of the mean of vectors; that of the first where there is none."""
    given = list(vectors)
    x, y, z = (sum(part) for part in zip(*given, strict=True))
    length = math.sqrt(x * x + y * y + z * z)
    return (x / length, y / length, z / length) if length > 1e-6 else given[0]


def spread(points: Sequence[Vector]) -> float:
    """Return the area of a ring on the unit sphere, near enough to compare rings."""
    x = y = z = 0.0
    for a, b in zip(points, [*points[1:], points[0]], strict=True):
        x += a[1] * b[2] - a[2] * b[1]
        y += a[2] * b[0] - a[0] * b[2]
        z += a[0] * b[1] - a[1] * b[0]
    return math.sqrt(x * x + y * y + z * z) / 2
