"""The trail of every number that a paper prints: where it was read, and what was done to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from briefgen.view.quantity import Origin, origins_of


@dataclass(frozen=True)
class Printed:
    """A number as a paper prints it.

    Attributes:
        text: what the paper says.
        origins: where it was read; several for a number that was worked out.
    """

    text: str
    origins: tuple[Origin, ...]


class Trail:
    """Notes every number that the words of a paper, or its charts, are made of."""

    def __init__(self) -> None:
        self._printed: dict[Printed, None] = {}

    def note(self, text: str, *numbers: Any) -> None:
        """Note that numbers were printed as a text; bare numbers leave no trail."""
        origins = {origin for number in numbers for origin in origins_of(number)}
        if origins:
            self._printed[Printed(text, tuple(sorted(origins)))] = None

    def printed(self) -> tuple[Printed, ...]:
        """Return everything noted, in the order in which it was printed."""
        return tuple(self._printed)


def matching(printed: Iterable[Printed], wanted: str) -> list[Printed]:
    """Return what was printed as a text, or contains it; separators of thousands do not count."""
    needle = _bare(wanted)
    return [p for p in printed if needle in _bare(p.text)]


def _bare(text: str) -> str:
    return "".join(text.split()).replace(",", "").casefold()
