"""Where the names of states stand on a map: inside, if they have room, and never over others."""

from __future__ import annotations

import math
from typing import Final

from briefgen.compose.mapsheet import Sheet, area_of, contains
from briefgen.compose.projection import Box, Point

#: Width of a letter in parts of the size of the writing, bold and not; upper means.
_BOLD, _REGULAR = 0.56, 0.5

#: Size of the names of neighbours, in parts of that of the states shown.
_SMALLER: Final = 0.82

#: Places tried across a state and down it.
_ACROSS, _DOWN = 11, 9

#: Room around a name, and to the edge of the sheet, in pixels.
_ROOM, _EDGE = 3.0, 4.0

#: Radius of the dot at a capital.
DOT: Final = 2.4

#: Letters of a name that is written inside a neighbour.
WIDEST: Final = 24


class Names:
    """Places of names on one map.

    Args:
        sheet: the map.
        size: of the names of the states shown, in pixels.
    """

    def __init__(self, sheet: Sheet, size: float) -> None:
        self._sheet = sheet
        self._size = size
        self._taken: list[Box] = []

    @property
    def smaller(self) -> float:
        """Size of the names of neighbours."""
        return round(self._size * _SMALLER, 2)

    def inside(self, code: str, name: str, *, bold: bool) -> Point | None:
        """Return where a name stands wholly inside a state, nearest to its middle, if it has room.

        The place is the middle of the name's base line.
        """
        size = self._size if bold else self.smaller
        wide, high = _wide(name, size, bold=bold) + 2 * _ROOM, size + 2 * _ROOM
        outline = _thinned(self._sheet.visible(code))
        if len(outline) < 3 or abs(area_of(outline)) < wide * high:
            return None
        bounds = Box.around(outline)
        middle = _centroid(outline)
        places = [
            (bounds.left + bounds.width * n / (_ACROSS + 1),
             bounds.top + bounds.height * m / (_DOWN + 1))
            for n in range(1, _ACROSS + 1)
            for m in range(1, _DOWN + 1)
        ]  # fmt: skip
        for x, y in sorted([middle, *places], key=lambda place: math.dist(place, middle)):
            box = Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
            if self._is_free(box) and _covers(outline, box):
                self._taken.append(box)
                return x, y + size * 0.35
        return None

    def beside(self, around: Box, name: str, radius: float, *, above: bool) -> Point:
        """Return where a name stands above or below a state.

        Args:
            around: the state's rectangle.
            name: the name, in the size of the states shown.
            radius: of the ring around the state, or nothing.
            above: whether it stands above.
        """
        size, wide = self._size, _wide(name, self._size, bold=True)
        x, y = around.middle
        gap = 14.0 if radius else 5.0
        half = radius or around.height / 2
        y = y - half - gap if above else y + half + gap + size * 0.7
        x = min(max(x, wide / 2 + _EDGE), self._sheet.width - wide / 2 - _EDGE)
        y = min(max(y, size + 2), self._sheet.height - 6)
        self._taken.append(Box(x - wide / 2, y - size, x + wide / 2, y + size * 0.35))
        return x, y

    def taken(self) -> int:
        """Return how many places are taken, for :meth:`release`."""
        return len(self._taken)

    def release(self, count: int) -> None:
        """Give back the places that were taken after so many."""
        del self._taken[count:]

    def at_dot(self, code: str, dot: Point, name: str) -> tuple[Point, bool] | None:
        """Return where the name of a place stands beside its dot, and whether inside its state.

        The place is the middle of the name's base line. Neither name nor dot covers another, nor
        does the name stand on another of the states shown if it need not.
        """
        size = self.smaller
        wide, (x, y) = _wide(name, size, bold=False), dot
        mark = Box(x - DOT - 1, y - DOT - 1, x + DOT + 1, y + DOT + 1)
        far = DOT + _ROOM + wide / 2
        middles = ((x + far, y), (x - far, y), (x, y - size), (x, y + size))
        boxes = [Box(a - wide / 2, b - size / 2, a + wide / 2, b + size / 2) for a, b in middles]
        outline = _thinned(self._sheet.visible(code))
        inside = [len(outline) > 2 and _covers(outline, box) for box in boxes]
        others = [_thinned(self._sheet.visible(one)) for one in self._sheet.codes if one != code]
        astray = [any(_meets(other, box) for other in others) for box in boxes]
        for at in sorted(range(len(boxes)), key=lambda at: (not inside[at], astray[at])):
            if self._is_free(mark) and self._is_free(boxes[at]):
                self._taken += [mark, boxes[at]]
                return (middles[at][0], middles[at][1] + size * 0.35), inside[at]
        return None

    def _is_free(self, box: Box) -> bool:
        sheet = self._sheet
        on_sheet = (
            box.left >= _EDGE and box.top >= _EDGE
            and box.right <= sheet.width - _EDGE and box.bottom <= sheet.height - _EDGE
        )  # fmt: skip
        return on_sheet and not any(box.meets(other) for other in self._taken)


def _wide(name: str, size: float, *, bold: bool) -> float:
    return (_BOLD if bold else _REGULAR) * size * len(name)


def _covers(outline: list[Point], box: Box) -> bool:
    return all(contains(outline, *point) for point in _nine(box))


def _meets(outline: list[Point], box: Box) -> bool:
    return len(outline) > 2 and any(contains(outline, *point) for point in _nine(box))


def _nine(box: Box) -> list[Point]:
    """Return corners, middles of sides and middle of a rectangle."""
    middle = box.middle
    xs, ys = (box.left, middle[0], box.right), (box.top, middle[1], box.bottom)
    return [(x, y) for x in xs for y in ys]


def _thinned(outline: list[Point]) -> list[Point]:
    """Return a ring without points that a name's place does not depend on."""
    kept: list[Point] = []
    for point in outline:
        if not kept or math.dist(point, kept[-1]) >= 3:
            kept.append(point)
    return kept


def _centroid(outline: list[Point]) -> Point:
    total = area_of(outline)
    x = y = 0.0
    for (a, b), (c, d) in zip(outline, [*outline[1:], outline[0]], strict=True):
        cross = a * d - c * b
        x, y = x + (a + c) * cross, y + (b + d) * cross
    return x / (6 * total), y / (6 * total)
