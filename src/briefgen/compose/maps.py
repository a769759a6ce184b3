"""Locator maps: states of the view in their region, as SVG with a text alternative."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from briefgen.compose.capitals import capital
from briefgen.compose.inks import readable
from briefgen.compose.maplines import UNIT
from briefgen.compose.mapnames import DOT, WIDEST, Names
from briefgen.compose.mapsheet import Sheet
from briefgen.compose.outlines import RETRIEVED, outlines, own_code
from briefgen.compose.projection import Box
from briefgen.compose.wording import Wording
from briefgen.house.geography import AREAS, OPEN, Geography

_FONT = "Carlito"
_SIZE = 13.0

#: A state drawn smaller than this, in pixels, gets a ring around it; one smaller than the second, a
#: dot as well.
_SMALL, _TINY = 14.0, 4.0

#: Widths of borders, and dashes of those that are left open, in units of the sheet.
_BORDER, _DASHES = 3, "10 7"


class Maps:
    """Draws the maps of one paper.

    Args:
        wording: its language.
        colors: colours of the house style by name.
        scale: how much larger writing is than in the house style.
        geography: whose the workspace has disputed areas drawn.
    """

    def __init__(
        self,
        wording: Wording,
        colors: Mapping[str, str],
        scale: float = 1.0,
        geography: Geography | None = None,
    ) -> None:
        self._wording = wording
        self._colors = colors
        self._size = _SIZE * scale
        self._geography = geography or Geography()
        self._sheets: dict[tuple[tuple[str, ...], float, float], Sheet] = {}
        self._drawn: dict[tuple[Any, ...], Markup] = {}

    def draw(
        self, states: Sequence[Mapping[str, Any]], *, width: float = 600.0, height: float = 300.0
    ) -> Markup:
        """Return a map of states in their region as a picture with a text alternative.

        Args:
            states: records with ``iso``, an ISO 3166-1 alpha-2 code, and ``name``; with
                ``capital`` where they name one.
            width: width in CSS pixels.
            height: height in CSS pixels.

        Returns:
            The picture; nothing where one of the states has no outline, as invented ones have
            not, nor a state whose outline the workspace has drawn with another.
        """
        sheet = self._sheet([state["iso"] for state in states], width, height)
        if sheet is None:
            return Markup("")
        shown = ((s["iso"], str(s["name"]), str(s.get("capital") or "")) for s in states)
        key = (width, height, *shown)
        if key not in self._drawn:
            self._drawn[key] = self._picture(sheet, states)
        return self._drawn[key]

    def _picture(self, sheet: Sheet, states: Sequence[Mapping[str, Any]]) -> Markup:
        width, height = sheet.width, sheet.height
        written, capitals = self._names(sheet, states)
        parts = [*self._land(sheet, states), *written]
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
            f' viewBox="0 0 {width:g} {height:g}" font-family="{_FONT}" font-size="{self._size:g}"'
            f' font-weight="700">{"".join(parts)}</svg>'
        )
        data = base64.b64encode(svg.encode()).decode()
        names = self._wording.listed([str(state["name"]) for state in states])
        alternative = self._wording.word("map.alternative", names=names)
        if capitals:
            marked = self._wording.word("map.capitals", names=self._wording.listed(capitals))
            alternative = f"{alternative} {marked}"
        return Markup('<img src="data:image/svg+xml;base64,{}" alt="{}"/>').format(
            data, alternative
        )

    def source(self) -> str:
        """Return where the lines and places of maps come from, and when they were read."""
        return self._wording.word("map.source", date=self._wording.date(RETRIEVED, "short"))

    def note(
        self, states: Sequence[Mapping[str, Any]], *, width: float = 600.0, height: float = 300.0
    ) -> str:
        """Return what was chosen for the disputed areas on a map, in sentences; none for none.

        Args:
            states: those of the map.
            width: its width.
            height: its height.
        """
        sheet = self._sheet([state["iso"] for state in states], width, height)
        if sheet is None:
            return ""
        known = {state["iso"]: str(state["name"]) for state in states}
        groups: dict[tuple[int, str], list[str]] = {}
        for area in AREAS:
            if sheet.shows(area):
                holder = self._geography.drawn_with(area)
                order = 1 if holder == own_code(area) else 2 if holder == OPEN else 0
                key = (order, "" if order else known.get(holder) or self._wording.territory(holder))
                groups.setdefault(key, []).append(self._wording.word(f"area.{area}"))
        return " ".join(
            self._wording.word(
                ("map.areas-with", "map.areas-apart", "map.areas-open")[order],
                areas=self._wording.listed(areas), state=state,
            )
            for (order, state), areas in sorted(groups.items())
        )  # fmt: skip

    def _sheet(self, codes: Sequence[str], width: float, height: float) -> Sheet | None:
        world = outlines(self._geography)
        if not codes or not all(len(code) == 2 and code in world.states for code in codes):
            return None
        key = (tuple(codes), width, height)
        if key not in self._sheets:
            self._sheets[key] = Sheet(world, codes, width, height)
        return self._sheets[key]

    def _tints(self, states: Sequence[Mapping[str, Any]]) -> dict[str, str]:
        palette = [self._colors["accent"], self._colors["second"], self._colors["third"]]
        codes = [state["iso"] for state in states]
        return {code: palette[index % len(palette)] for index, code in enumerate(codes)}

    def _land(self, sheet: Sheet, states: Sequence[Mapping[str, Any]]) -> list[str]:
        tints = self._tints(states)
        left_open = [area for area in AREAS if self._geography.drawn_with(area) == OPEN]
        settled, opened = sheet.borders(left_open)
        ground = f'<rect width="{sheet.width:g}" height="{sheet.height:g}"'
        others = set(outlines(self._geography).states) - set(tints)
        line = f'fill="none" stroke="#ffffff" stroke-width="{_BORDER}"'
        dashed = (
            f'fill="none" stroke="{self._colors["ink"]}" stroke-width="{_BORDER}"'
            f' stroke-dasharray="{_DASHES}"'
        )
        return [
            f'{ground} fill="{self._colors["soft"]}"/>',
            _path(sheet.ground(others), f'fill="{self._colors["rule"]}"'),
            *(_path(sheet.fill(code), f'fill="{tints[code]}"') for code in tints),
            _path(settled, line),
            _path(opened, line),
            _path(opened, dashed),
        ]

    def _names(
        self, sheet: Sheet, states: Sequence[Mapping[str, Any]]
    ) -> tuple[list[str], list[str]]:
        """Name the states inside; where there is no room, the northern one above, others below.

        Returns:
            What is drawn, and the names of the capitals that are marked.
        """
        names = Names(sheet, self._size)
        tints = self._tints(states)
        boxes = {state["iso"]: sheet.box(state["iso"]) for state in states}
        northern = min(boxes, key=lambda code: (boxes[code].middle[1], code))
        parts, capitals = [], []
        for state in states:
            code, name = state["iso"], str(state["name"])
            if max(boxes[code].width, boxes[code].height) < _SMALL:
                parts.append(_ring(boxes[code], tints[code]))
                place = names.beside(boxes[code], name, _SMALL * 0.8, above=code == northern)
                parts += _text(*place, name, self._colors["ink"], "#ffffff")
                continue
            before = names.taken()
            marked = self._capital(sheet, names, state, tints[code])
            inside = names.inside(code, name, bold=True)
            if inside is None and marked:  # the name of the state comes first
                names.release(before)
                inside, marked = names.inside(code, name, bold=True), []
            if inside is not None:
                parts += _text(*inside, name, "#ffffff", tints[code])
            else:
                place = names.beside(boxes[code], name, 0.0, above=code == northern)
                parts += _text(*place, name, self._colors["ink"], "#ffffff")
            marked = marked or self._capital(sheet, names, state, tints[code])
            capitals += [str(state["capital"])] if marked else []
            parts += marked
        return [*parts, *self._neighbours(names, set(boxes))], capitals

    def _capital(
        self, sheet: Sheet, names: Names, state: Mapping[str, Any], tint: str
    ) -> list[str]:
        """Mark a state's capital, if its record names one whose place is known and has room."""
        name = str(state.get("capital") or "")
        known = capital(state["iso"], name)
        dot = sheet.place(known) if known is not None else None
        found = names.at_dot(state["iso"], dot, name) if dot is not None else None
        if dot is None or found is None:
            return []
        place, is_inside = found
        ink = ("#ffffff", tint) if is_inside else (self._colors["ink"], "#ffffff")
        circle = (
            f'<circle cx="{dot[0]:.1f}" cy="{dot[1]:.1f}" r="{DOT:g}" fill="#ffffff"'
            f' stroke="{tint}" stroke-width="1"/>'
        )
        return [circle, *_text(*place, name, *ink, size=names.smaller)]

    def _neighbours(self, names: Names, shown: set[str]) -> list[str]:
        """Name the states around, where their names have room."""
        parts = []
        world = outlines(self._geography)
        color = readable(self._colors["muted"], self._colors["rule"], self._colors["ink"])
        for code in sorted(code for code in world.states if len(code) == 2 and code not in shown):
            name = self._wording.territory(code)
            if name and len(name) <= WIDEST and (place := names.inside(code, name, bold=False)):
                x, y = place
                parts.append(
                    f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-weight="400"'
                    f' font-size="{names.smaller:g}" fill="{color}">'
                    f"{escape(name)}</text>"
                )
        return parts


def _ring(box: Box, tint: str) -> str:
    x, y = box.middle
    ring = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_SMALL * 0.8:g}" fill="none"'
        f' stroke="{tint}" stroke-width="2"/>'
    )
    tiny = max(box.width, box.height) < _TINY
    dot = f'<rect x="{x - 2:.1f}" y="{y - 2:.1f}" width="4" height="4" rx="2" fill="{tint}"/>'
    return ring + (dot if tiny else "")


def _text(
    x: float, y: float, name: str, color: str, halo: str, size: float | None = None
) -> list[str]:
    """Write a name over its halo: that of a state, or in a size of its own and not bold."""
    look = "" if size is None else f' font-weight="400" font-size="{size:g}"'
    text = f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle"{look} fill='
    return [
        f'{text}"{halo}" stroke="{halo}" stroke-width="3">{escape(name)}</text>',
        f'{text}"{color}">{escape(name)}</text>',
    ]


def _path(data: str, style: str) -> str:
    return f'<path transform="scale({1 / UNIT:g})" d="{data}" {style}/>' if data else ""
