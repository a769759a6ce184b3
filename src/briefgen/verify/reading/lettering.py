"""Texts of drawings: letters that are placed one by one, put together again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from briefgen.verify.reading.geometry import Point
from briefgen.verify.reading.painting import Color, Text


@dataclass(frozen=True)
class Lettering:
    """A text of a drawing.

    Attributes:
        text: what it says.
        start: where its first letter begins, in points from the page's lower left corner.
        end: where its last letter begins.
        size: of its type in points.
        font: the name of its font.
        color: of its letters.
        outlined: whether its letters have an outline of their own.
    """

    text: str
    start: Point
    end: Point
    size: float
    font: str
    color: Color
    outlined: bool

    @property
    def middle(self) -> float:
        """Where its middle is, from left to right; a digit is half as wide as its size."""
        return (self.start[0] + self.end[0]) / 2 + self.size / 4

    def is_on(self, other: Lettering) -> bool:
        """Whether it is painted over another that says the same."""
        apart = (abs(a - b) for a, b in zip(self.start, other.start, strict=True))
        return self.text == other.text and all(distance < 0.5 for distance in apart)


def letterings(texts: Iterable[Text]) -> list[Lettering]:
    """Return the texts of a drawing in the order in which they are painted.

    What stands in one text object on one line is one text (ISO 32000-1, 9.4).
    """
    found: list[list[Text]] = []
    for text in texts:
        before = found[-1][0] if found else None
        if before is not None and _goes_on(before, text):
            found[-1].append(text)
        elif text.text.strip():
            found.append([text])
    return [
        Lettering(
            "".join(letter.text for letter in letters), letters[0].start, letters[-1].start,
            letters[0].size, letters[0].font, letters[0].color, letters[0].outlined,
        )
        for letters in found
    ]  # fmt: skip


def _goes_on(one: Text, other: Text) -> bool:
    return one.place == other.place and abs(one.start[1] - other.start[1]) < 0.1
