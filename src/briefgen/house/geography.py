"""What a workspace decides about maps and flags: whose an area is drawn, whose flag is which.

Maps and flags take positions whether anybody chose them or not, so each choice has a name, and
every map says in words what was chosen for the areas on it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from briefgen.diagnostics import ContentError, Diagnostic, Findings, Place, did_you_mean

#: What an area is drawn as that is left open: apart, its borders dashed.
OPEN: Final = "disputed"

#: Areas that maps can draw in several ways, each with the states that it can be drawn with; the
#: first answer stands where the workspace gives none. These are all that the outlines can tell
#: apart: other lines, as in Kashmir or on the Golan Heights, are drawn as the source has them.
AREAS: Final[Mapping[str, tuple[str, ...]]] = {
    "crimea": ("UA", "RU", OPEN),  # General Assembly, resolution 68/262
    "falklands": (OPEN, "FK", "AR"),
    "kosovo": (OPEN, "XK", "RS"),
    "northern-cyprus": ("CY", OPEN),  # Security Council, resolution 541 (1983)
    "palestine": ("PS", "IL", OPEN),  # General Assembly, resolution 67/19
    "siachen": (OPEN, "IN", "PK"),
    "somaliland": ("SO", OPEN),
    "taiwan": ("TW", "CN", OPEN),  # "TW": a code of its own in ISO 3166-1
    "western-sahara": (OPEN, "EH", "MA"),  # a non-self-governing territory (United Nations)
}

#: Codes that states disagree about so much that their flag has to be chosen.
CONTESTED: Final = frozenset(("XK",))

#: Answers that are not files: the flag that comes with briefgen, or none.
SHIPPED, NONE = "shipped", "none"

_LARGEST = 1_000_000


@dataclass(frozen=True)
class Geography:
    """Choices of a workspace.

    Attributes:
        areas: by area, the code of the state that it is drawn with, or :data:`OPEN`.
        flags: by ISO 3166-1 alpha-2 code, :data:`SHIPPED`, :data:`NONE` or a drawing (SVG).
    """

    areas: Mapping[str, str] = field(default_factory=dict)
    flags: Mapping[str, str] = field(default_factory=dict)

    def drawn_with(self, area: str) -> str:
        """Return the code of the state that an area is drawn with, or :data:`OPEN`."""
        return self.areas.get(area, AREAS[area][0])


def read_geography(
    settings: Mapping[str, object], templates: Path, place: Callable[[str, str], Place]
) -> Geography:
    """Return the choices under ``[map.disputes]`` and ``[flags]`` of a workspace's settings.

    Args:
        settings: those of ``briefgen.toml``.
        templates: the folder that files of flags lie in.
        place: where a setting stands, by its table and name.

    Raises:
        ContentError: with everything that is wrong with them.
    """
    found = Findings()
    areas = _areas(settings.get("map", {}), place, found)
    flags = _flags(settings.get("flags", {}), templates, place, found)
    found.raise_errors()
    return Geography(areas, flags)


def _areas(
    table: object, place: Callable[[str, str], Place], found: Findings
) -> dict[str, str]:  # fmt: skip
    disputes = table.get("disputes", {}) if isinstance(table, dict) else None
    if not isinstance(table, dict) or not isinstance(disputes, dict):
        hint = 'such as [map.disputes], and beneath it crimea = "UA"'
        found.error(place("map", ""), "bad-shape", "`map` holds a table `disputes`", hint)
        return {}
    for name in table:
        if name != "disputes":
            hint = "known here: disputes"
            found.error(place("map", name), "unknown-field", f"maps have no setting `{name}`", hint)
    areas = {}
    for name, value in disputes.items():
        at = place("map.disputes", name)
        if name not in AREAS:
            hint = did_you_mean(name, list(AREAS))
            found.error(at, "unknown-field", f"maps have no area `{name}` to choose for", hint)
        elif value not in AREAS[name]:
            message = f"`{name}` is {json.dumps(value, default=str)}, expected a way to draw it"
            found.error(at, "bad-choice", message, "one of " + _listed(AREAS[name]))
        else:
            areas[name] = value
    return areas


def _flags(
    table: object, templates: Path, place: Callable[[str, str], Place], found: Findings
) -> dict[str, str]:
    if not isinstance(table, dict):
        hint = 'such as [flags], and beneath it BY = "flags/by.svg"'
        found.error(place("flags", ""), "bad-shape", "`flags` holds a table", hint)
        return {}
    flags = {}
    for code, value in table.items():
        at = place("flags", code)
        if not (len(code) == 2 and code.isascii() and code.isupper()):
            message = f"`{code}` is no ISO 3166-1 alpha-2 code"
            found.error(at, "bad-code", message, "two capital letters, such as LT")
        elif value in (SHIPPED, NONE):
            flags[code] = value
        elif isinstance(value, str) and (drawing := _drawing(templates, value)) is not None:
            flags[code] = drawing
        else:
            message = f"`{code}` is {json.dumps(value, default=str)}, expected a flag"
            hint = f'"{SHIPPED}", "{NONE}", or an SVG file below templates/, 640 by 480'
            found.error(at, "bad-choice", message, hint)
    return flags


def _drawing(templates: Path, name: str) -> str | None:
    """Return the text of a file below the templates; nothing where there is none."""
    path = (templates / name).resolve()
    if not (path.is_relative_to(templates.resolve()) and path.suffix == ".svg" and path.is_file()):
        return None
    try:
        return path.read_text("utf-8") if path.stat().st_size <= _LARGEST else None
    except (OSError, UnicodeDecodeError):
        return None


def _listed(options: tuple[str, ...]) -> str:
    return ", ".join(f'"{option}"' for option in options)


def flag_to_choose(code: str) -> ContentError:
    """Return the fault of a flag that a paper shows and nobody has chosen."""
    message = f"there is no agreed flag for `{code}`, and nobody has chosen one"
    hint = f'beneath [flags]: {code} = "{SHIPPED}", "{NONE}", or an SVG file below templates/'
    return ContentError([Diagnostic(Place("briefgen.toml"), "flag-to-choose", message, hint)])
