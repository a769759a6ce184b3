"""Places on a page of a PDF (ISO 32000-1, 8.3)."""

from __future__ import annotations

from typing import Any

#: a, b, c, d, e, f of a transformation (ISO 32000-1, 8.3.4).
Matrix = tuple[float, float, float, float, float, float]

Point = tuple[float, float]

UNIT: Matrix = (1, 0, 0, 1, 0, 0)

#: Farther than any page reaches.
EVERYWHERE = ((-1e6, -1e6), (1e6, -1e6), (1e6, 1e6), (-1e6, 1e6))


def matrix_of(values: Any) -> Matrix:
    """Return a transformation by its six numbers."""
    a, b, c, d, e, f = (float(value) for value in values)
    return a, b, c, d, e, f


def times(one: Matrix, other: Matrix) -> Matrix:
    """Return the transformation that does one and then the other."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k,
        e * h + f * j + m,
    )  # fmt: skip


def at(x: Any, y: Any, matrix: Matrix) -> Point:
    """Return where a transformation takes a point."""
    a, b, c, d, e, f = matrix
    x, y = float(x), float(y)
    return a * x + c * y + e, b * x + d * y + f


def rectangle(numbers: list[float], matrix: Matrix) -> tuple[Point, ...]:
    """Return the corners of a rectangle given by a corner, width and height."""
    x, y, width, height = numbers
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    return tuple(at(*corner, matrix) for corner in corners)


def encloses(path: tuple[Point, ...], point: Point) -> bool:
    """Whether a closed outline of straight lines encloses a point (ray casting)."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(path, (*path[1:], *path[:1]), strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
