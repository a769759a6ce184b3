"""What a page of a PDF paints: texts with colour and place, filled areas (ISO 32000-1, 8 and 9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from briefgen.verify.reading.geometry import Point, encloses

#: Red, green and blue from 0 to 1; nothing where it is a pattern or cannot be known.
Color = tuple[float, float, float] | None


@dataclass(frozen=True)
class Mark:
    """The marked content that something is painted in.

    Attributes:
        artifact: whether it is one.
        number: its identifier on the page; nothing where it belongs to no element.
    """

    artifact: bool = False
    number: int | None = None


@dataclass(frozen=True)
class Text:
    """A text that is painted.

    Attributes:
        text: what it says.
        mark: the marked content that it is in; nothing where it is in none.
        start: where it begins, in points from the page's lower left corner.
        size: of its type in points.
        font: the name of its font.
        color: of its letters.
        place: number, on the page, of the text object that it is in.
        outlined: whether the letters have an outline of their own (ISO 32000-1, 9.3.6).
    """

    text: str
    mark: Mark | None
    start: Point
    size: float
    font: str
    color: Color
    place: int = 0
    outlined: bool = False


@dataclass(frozen=True)
class Area:
    """An area that is filled.

    Attributes:
        mark: the marked content that it is in.
        paths: the corners of its outlines.
        alternating: whether areas inside areas are holes.
        color: what it is filled with.
        within: the areas that it is clipped to.
    """

    mark: Mark | None
    paths: tuple[tuple[Point, ...], ...]
    alternating: bool
    color: Color = None
    within: tuple[Area, ...] = ()

    def covers(self, point: Point) -> bool:
        """Whether a point lies in it."""
        x, y = point
        left, bottom, right, top = self._bounds
        if not (left <= x <= right and bottom <= y <= top):
            return False
        inside = [encloses(path, point) for path in self.paths]
        covered = sum(inside) % 2 == 1 if self.alternating else any(inside)
        return covered and all(clip.covers(point) for clip in self.within)

    @cached_property
    def _bounds(self) -> tuple[float, float, float, float]:
        across = [x for path in self.paths for x, _ in path] or [0.0]
        up = [y for path in self.paths for _, y in path] or [0.0]
        return min(across), min(up), max(across), max(up)


@dataclass(frozen=True)
class Stroke:
    """A line that is drawn.

    Attributes:
        mark: the marked content that it is in.
        paths: the points that it joins.
        color: of the line.
        width: in points.
    """

    mark: Mark | None
    paths: tuple[tuple[Point, ...], ...]
    color: Color
    width: float


@dataclass
class Painting:
    """What a page paints, in order.

    Attributes:
        things: texts and areas.
        strokes: lines.
        marks: each mark with an identifier, as it is opened.
        unmarked: how many things are painted that are neither tagged nor an artifact.
        fonts: fonts that texts are set in, by their names.
        objects: how many text objects there are.
    """

    things: list[Text | Area] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    unmarked: int = 0
    fonts: dict[str, Any] = field(default_factory=dict)
    objects: int = 0

    @property
    def texts(self) -> Iterator[Text]:
        """The texts, in order."""
        return (thing for thing in self.things if isinstance(thing, Text))
