"""Outlines of states, as a workspace has disputed areas drawn.

They are Natural Earth's (``outlines.json``, made by ``script/outlines``), keyed by ISO 3166-1
alpha-2 codes, so that no state can get the outline of another.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from briefgen.compose.projection import Vector, dot, middle_of, spread, vector
from briefgen.house.geography import AREAS, OPEN, Geography

#: The day on which Natural Earth's outlines and places were taken over.
RETRIEVED: Final = "2026-11-22"

#: Parts of a state farther than this from its main part do not widen a map.
_FAR = math.cos(math.radians(30))

#: Indices of the lines around a polygon; one that runs the other way is inverted
#: (TopoJSON 1.0, 2.1.4).
Ring = list[int]


@dataclass(frozen=True)
class Outlines:
    """The world: lines as points of the unit sphere, and states as rings of lines.

    Attributes:
        arcs: lines; one that two states share is there once.
        states: outer rings of each state, by code; of areas that are left open, by their name.
        holes: rings of states that lie inside, by code of the state around them.
        areas: outer rings of the areas that a workspace chooses for, by name.
    """

    arcs: Sequence[Sequence[Vector]]
    states: Mapping[str, Sequence[Ring]]
    holes: Mapping[str, Sequence[Ring]]
    areas: Mapping[str, Sequence[Ring]]

    def points(self, ring: Ring) -> list[Vector]:
        """Return the points of a ring in order."""
        found: list[Vector] = []
        for index in ring:
            arc = self.arcs[index] if index >= 0 else self.arcs[~index][::-1]
            found += arc[1:] if found else arc
        return found

    def merged(self, rings: Sequence[Ring]) -> list[Ring]:
        """Return the rings around what rings enclose together, without the lines that two share.

        Neighbours run along a line they share in opposite directions, so what is left closes again.
        """
        used = {index for ring in rings for index in ring}
        waiting: dict[Vector, list[int]] = {}
        for index in (index for ring in rings for index in ring if ~index not in used):
            waiting.setdefault(self._ends(index)[0], []).append(index)
        found: list[Ring] = []
        while waiting:
            start = at = next(iter(waiting))
            ring: Ring = []
            while at in waiting:
                ring.append(waiting[at].pop())
                if not waiting[at]:
                    del waiting[at]
                at = self._ends(ring[-1])[1]
                if at == start:
                    break
            found.append(ring)
        return found

    def _ends(self, index: int) -> tuple[Vector, Vector]:
        """Return where a line begins and ends."""
        arc = self.arcs[max(index, ~index)]
        return (arc[0], arc[-1]) if index >= 0 else (arc[-1], arc[0])

    def main_parts(self, code: str) -> list[Ring]:
        """Return the rings of a state that belong to its main part, the longest first."""
        rings = sorted(self.states[code], key=lambda ring: -spread(self.points(ring)))
        main = middle_of(self.points(rings[0]))
        return [ring for ring in rings if dot(middle_of(self.points(ring)), main) >= _FAR]


def outlines(geography: Geography) -> Outlines:
    """Return the outlines as a workspace has them drawn."""
    return _drawn(tuple(geography.drawn_with(area) for area in AREAS))


def own_code(area: str) -> str | None:
    """Return the code of an area that has one of its own."""
    return _CODES.get(area)


#: Areas that have a code of their own.
_CODES: Mapping[str, str] = {
    "falklands": "FK", "kosovo": "XK", "palestine": "PS", "taiwan": "TW", "western-sahara": "EH",
}  # fmt: skip


@cache
def _content() -> tuple[Mapping[str, Any], list[list[Vector]]]:
    """Read the outlines (TopoJSON 1.0, sections 2.1 and 2.2)."""
    content = json.loads(Path(__file__).with_name("outlines.json").read_text("utf-8"))
    scale, shift = content["transform"]["scale"], content["transform"]["translate"]
    arcs = []
    for steps in content["arcs"]:
        x = y = 0
        points: list[Vector] = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            points.append(vector(x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(points)
    return content, arcs


@cache
def _drawn(holders: tuple[str, ...]) -> Outlines:
    """Return the outlines with each area given to the state of that code, or left open."""
    content, arcs = _content()
    polygons = {code: list(state["polygons"]) for code, state in content["states"].items()}
    for area, holder in zip(AREAS, holders, strict=True):
        key = (own_code(area) or area) if holder == OPEN else holder
        polygons[key] = [*polygons.get(key, ()), *content["areas"][area]["polygons"]]
    return Outlines(
        arcs,
        {code: [polygon[0] for polygon in several] for code, several in polygons.items()},
        {
            code: [ring for polygon in several for ring in polygon[1:]]
            for code, several in polygons.items()
        },
        {area: [polygon[0] for polygon in content["areas"][area]["polygons"]] for area in AREAS},
    )
