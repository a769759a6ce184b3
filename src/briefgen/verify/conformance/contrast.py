"""Contrast of text with what is behind it (WCAG 2.2, 1.4.3, level AA)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from briefgen.verify.conformance.faults import Fault
from briefgen.verify.reading.lettering import Lettering, letterings
from briefgen.verify.reading.painting import Area, Color, Painting, Text

#: Least contrast of text, and of large text.
LEAST: Final = 4.5
LEAST_LARGE: Final = 3.0

#: Points from which text is large, plain and bold (WCAG 2.2, definition of "large scale").
_LARGE: Final = 18
_LARGE_BOLD: Final = 14

_WHITE: Color = (1.0, 1.0, 1.0)
_BOLD = re.compile("bold|black|heavy", re.IGNORECASE)


def ratio(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def least(size: float, *, bold: bool) -> float:
    """Return the contrast that text of a size in points must have."""
    return LEAST_LARGE if size >= (_LARGE_BOLD if bold else _LARGE) - 0.01 else LEAST


def faint_texts(page: Painting, number: int, drawn: frozenset[int]) -> Iterator[Fault]:
    """Yield the texts of a page that stand out too little from what is painted behind them.

    What stands on a picture or a transparent area is not judged: its background is not known.
    A text that a drawing paints over the outlines of the same text, its halo, is on the halo.

    Args:
        page: what the page paints.
        number: of the page.
        drawn: marked content of the page that is part of a drawing.
    """
    areas: list[Area] = []
    known: dict[str, None] = {}
    for thing in _joined(page.things, drawn):
        if isinstance(thing, Area):
            areas.append(thing)
            continue
        text, behind = thing
        behind = behind or _behind(text, areas)
        if text.color is None or not text.text.strip() or behind is None:
            continue
        bold = bool(_BOLD.search(text.font))
        found, wanted = ratio(text.color, behind), least(text.size, bold=bold)
        if found < wanted - 0.005:
            known[told(text.text, found, wanted)] = None
    yield from (Fault("pdf-contrast", f"page {number}", message) for message in known)


def _joined(
    things: Sequence[Text | Area], drawn: frozenset[int]
) -> Iterator[Area | tuple[Text | Lettering, Color]]:
    """Yield areas and texts in order, each text with the colour of its halo if it has one.

    Letters of drawings are put together; a halo itself is passed over.
    """
    for is_drawing, several in groupby(things, lambda thing: _is_drawn(thing, drawn)):
        if not is_drawing:
            for thing in several:
                yield thing if isinstance(thing, Area) else (thing, None)
            continue
        halo: Lettering | None = None
        for is_text, group in groupby(several, lambda thing: isinstance(thing, Text)):
            if not is_text:
                yield from (thing for thing in group if isinstance(thing, Area))
                continue
            for text in letterings(thing for thing in group if isinstance(thing, Text)):
                if text.outlined:
                    halo = text
                    continue
                is_on_halo = halo is not None and text.is_on(halo)
                yield text, halo.color if halo is not None and is_on_halo else None


def _is_drawn(thing: Text | Area, drawn: frozenset[int]) -> bool:
    return thing.mark is not None and thing.mark.number in drawn


def told(text: str, found: float, wanted: float) -> str:
    """Return in words that a text has too little contrast."""
    short = text.strip() if len(text) <= 40 else f"{text.strip()[:37]}…"
    return f"“{short}” has a contrast of {found:.2f}, and needs {wanted}"


def _behind(text: Text | Lettering, areas: list[Area]) -> Color:
    """Return the colour on which a text stands; nothing where it cannot be known."""
    point = (text.start[0] + 0.2 * text.size, text.start[1] + 0.3 * text.size)
    for area in reversed(areas):
        if area.covers(point):
            return area.color
    return _WHITE


def _luminance(color: tuple[float, float, float]) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
