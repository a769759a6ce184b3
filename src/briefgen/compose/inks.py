"""Colours of writing that stand out from what they are on (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

from typing import Final

#: Contrast that text needs, and a little more.
_LEAST: Final = 4.6

#: Parts in which one colour becomes another.
_PARTS: Final = 10


def readable(color: str, ground: str, darkest: str) -> str:
    """Return a colour that can be read on a ground.

    Args:
        color: as it should be, ``#rrggbb``.
        ground: what it is on.
        darkest: what it becomes, as far as is needed; white or black if that does not do.
    """
    for part in range(_PARTS + 1):
        mixed = tuple(
            a + (b - a) * part / _PARTS for a, b in zip(_rgb(color), _rgb(darkest), strict=True)
        )
        found = "#" + "".join(f"{round(channel):02x}" for channel in mixed)
        if contrast(found, ground) >= _LEAST:
            return found
    return max("#ffffff", "#000000", key=lambda one: contrast(one, ground))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _rgb(color))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
