"""Numbers as papers write them, in whatever language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

#: A number with the marks that part groups and decimals (CLDR), and digits of any script.
_NUMBER: Final = re.compile(r"\d+(?:[.,'\u2019\u00a0\u202f\u066b\u066c]\d+)*")
_MARKS: Final = re.compile(r"[.,'\u2019\u00a0\u202f\u066b\u066c]")


@dataclass(frozen=True)
class Numeral:
    """A number that is written.

    Attributes:
        value: the number.
        digit: what one in its last digit stands for.
    """

    value: Decimal
    digit: Decimal

    def says(self, value: float, slack: float = 0.0) -> bool:
        """Whether it is a value, rounded to its last digit.

        Args:
            value: the value.
            slack: how far the value may be off.
        """
        return abs(float(self.value) - value) <= float(self.digit) / 2 + slack + abs(value) * 1e-9


def numerals(text: str) -> Iterator[Numeral]:
    """Yield every number of a text, in each way in which it can be read."""
    for match in _NUMBER.finditer(text):
        yield from _readings(match[0])


def numerals_beside(text: str, year: str, side: int) -> Iterator[Numeral]:
    """Yield the numbers that stand next to a year, before it (-1) or after it (1)."""
    found = [list(_readings(match[0])) for match in _NUMBER.finditer(text)]
    wanted = Decimal(year)
    for at, readings in enumerate(found):
        is_year = any(one.value == wanted and one.digit == 1 for one in readings)
        if is_year and 0 <= at + side < len(found):
            yield from found[at + side]


def scale_of(texts: Sequence[str]) -> float:
    """Return the step of a scale from zero in equal steps.

    Args:
        texts: the numbers at it, from zero up.

    Raises:
        ValueError: they are none.
    """
    found = [list(numerals(text)) for text in texts]
    for reading in found[1] if len(found) > 1 else ():
        if reading.value and all(
            any(one.value == reading.value * at for one in several)
            for at, several in enumerate(found)
        ):
            return float(reading.value)
    raise ValueError(f"has an axis of {', '.join(texts)}, which is no scale from zero")


def _readings(text: str) -> Iterator[Numeral]:
    """Yield what a number can mean: "1,500" is fifteen hundred, or one and a half."""
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    first, *groups = _MARKS.split(plain)
    marks = _MARKS.findall(plain)
    alike = len(set(marks)) <= 1
    whole = not groups or (alike and first[0] != "0")
    if whole and all(len(group) == 3 for group in groups):
        yield Numeral(Decimal("".join([first, *groups])), Decimal(1))
    if groups and (len(marks) == 1 or marks.count(marks[-1]) == 1):
        *parts, decimals = [first, *groups]
        if all(len(group) == 3 for group in parts[1:]):
            number = Decimal(f"{''.join(parts)}.{decimals}")
            yield Numeral(number, Decimal(1).scaleb(-len(decimals)))
