"""Bookmarks: the targets of links inside the document."""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element

#: Longest name of a bookmark that Word accepts ([MS-OE376] 2.1.455).
_LONGEST: Final = 40


class Bookmarks:
    """Names and numbers of the bookmarks; an id that no link points to gets none."""

    def __init__(self, root: Element) -> None:
        targets = dict.fromkeys(
            link.get("href", "")[1:]
            for link in root.iter("a")
            # Word links the numbers of notes by itself.
            if link.get("href", "").startswith("#") and link.get("class") != "endnote"
        )
        self._names: dict[str, str] = {}
        taken: set[str] = set()
        for target in targets:
            self._names[target] = _unique(target, taken)
        self._numbers: dict[str, int] = {}

    def name(self, target: str) -> str:
        """Return the bookmark's name for an id that a link points to."""
        return self._names[target]

    def place(self, element: Element) -> tuple[str, int] | None:
        """Return name and number of the bookmark to set at an element, if a link needs it."""
        target = element.get("id", "")
        if target not in self._names or target in self._numbers:
            return None
        self._numbers[target] = len(self._numbers) + 1
        return (self._names[target], self._numbers[target])

    def check(self) -> None:
        """Assert that every link has a target.

        Raises:
            ValueError: a link points to an element that the document does not show.
        """
        missing = sorted(set(self._names) - set(self._numbers))
        if missing:
            raise ValueError(f"links to nothing: {', '.join('#' + name for name in missing)}")


def _unique(target: str, taken: set[str]) -> str:
    """Return a valid name that no other has: letters, digits, underscores, a letter first."""
    plain = re.sub(r"\W", "_", target)
    stem = (plain if plain[:1].isalpha() else f"b_{plain}")[:_LONGEST]
    name, number = stem, 1
    while name.lower() in taken:
        number += 1
        name = f"{stem[: _LONGEST - len(str(number)) - 1]}_{number}"
    taken.add(name.lower())
    return name
