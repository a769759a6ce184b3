"""The graphics state of a PDF as far as it matters (ISO 32000-1, 8.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from briefgen.verify.reading.geometry import UNIT, Matrix
from briefgen.verify.reading.painting import Area, Color

_BLACK: Color = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class State:
    """What holds for what is painted next.

    Attributes:
        matrix: from the coordinates of operands to those of the page.
        color: of texts and areas.
        line: colour of lines.
        width: of lines, in units of the matrix.
        opaque: whether areas are.
        font: name of the font among the resources.
        size: of type, in units of the matrix.
        mode: how letters are painted (9.3.6).
        leading: distance of lines of text.
        clips: areas that everything is clipped to.
    """

    matrix: Matrix = UNIT
    color: Color = _BLACK
    line: Color = _BLACK
    width: float = 1.0
    opaque: bool = True
    font: str = ""
    size: float = 0.0
    mode: int = 0
    leading: float = 0.0
    clips: tuple[Area, ...] = ()


def color_of(operator: str, operands: Any) -> Color:
    """Return a colour of the device's spaces; of others only what is grey, RGB or CMYK in form."""
    try:
        numbers = [float(operand) for operand in operands]
    except (TypeError, ValueError):
        return None
    match numbers:
        case [grey] if operator == "g":
            return (grey, grey, grey)
        case [red, green, blue]:
            return (red, green, blue)
        case [cyan, magenta, yellow, key]:
            return tuple((1 - ink) * (1 - key) for ink in (cyan, magenta, yellow))  # type: ignore[return-value]
    return None
