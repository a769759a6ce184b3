"""Figures made comparable: 4812300, "4,812,300", "4 812 300" and "4.81 million" are one number.

A figure's key is its significant digits and its power of ten, ``48123E2``. A rounded figure keeps
the zeros that its writer gave it: "4.80 million" is ``480E4``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

#: Fewer significant digits than this say nothing.
FEWEST_DIGITS = 4
_FEWEST_ROUNDED = 3

#: A figure is distinctive while at most one in this many numbers of its length is withheld.
_RARE = 100

#: Powers of ten by the word after the number.
_SCALES = {
    "thousand": 3, "tausend": 3, "tsd": 3, "mille": 3, "tūkst": 3, "тыс": 3, "ألف": 3,
    "million": 6, "millions": 6, "millionen": 6, "mln": 6, "mn": 6, "mio": 6, "m": 6, "млн": 6,
    "مليون": 6, "billion": 9, "billions": 9, "bn": 9, "milliarden": 9, "milliards": 9, "mrd": 9,
    "mlrd": 9, "млрд": 9, "مليار": 9, "trillion": 12, "tn": 12, "万": 4, "萬": 4, "億": 8, "亿": 8,
    "兆": 12,
}  # fmt: skip

_GAP = r"[ \u00a0\u2009\u202f'\u2019.,\u066b\u066c]"
_NUMBER = re.compile(rf"\d+(?:{_GAP}\d+)*")
_SCALED = re.compile(rf"({_NUMBER.pattern})(?:[ \u00a0\u2009\u202f]?([^\W\d_]+))?")
_DATE = re.compile(r"(?<!\d)\d{4}-\d{2}(?:-\d{2})?(?!\d)|(?<!\d)\d{1,2}:\d{2}(?!\d)")


def keys(text: str) -> set[str]:
    """Return the keys of every number that a text can be read to hold, rounded ones included."""
    found = set()
    plain = unicodedata.normalize("NFKC", text)
    for number, word in set(_SCALED.findall(plain)):
        scale = _SCALES.get(word.casefold(), 0) or (_SCALES.get(word[0], 0) if word else 0)
        for digits, decimals in _readings(number):
            if len(significant := digits.lstrip("0")) < _FEWEST_ROUNDED:
                continue
            found.add(_key(digits, -decimals))
            if scale:
                found.add(_key(digits, scale - decimals))
                found.add(f"~{significant}E{scale - decimals}")
    return found


def figures(text: str) -> set[tuple[str, int]]:
    """Return the figures that a source gives, as significant digits and power of ten.

    Dates, times and years are no figures.
    """
    found = set()
    plain = _DATE.sub(" ", unicodedata.normalize("NFKC", text))
    for match in _NUMBER.finditer(plain):
        for digits, decimals in _readings(match[0]):
            if not decimals and len(digits) == 4 and digits[:2] in ("17", "18", "19", "20", "21"):
                continue
            significant, _, power = _key(digits, -decimals).partition("E")
            if len(significant) >= FEWEST_DIGITS:
                found.add((significant, int(power)))
    return found


def distinctive(withheld: Iterable[tuple[str, int]]) -> Iterator[tuple[tuple[str, int], str]]:
    """Return each withheld figure with each key by which it can be told from chance.

    Where many figures are withheld, some figure of few digits stands in any paper by
    chance; so a key counts only while at most one in a hundred numbers of as many digits
    is withheld.
    """
    forms = []
    for digits, power in withheld:
        forms.append(((digits, power), f"{digits}E{power}"))
        for kept in (_FEWEST_ROUNDED, 4):
            if kept < len(digits) and len(digits) + power > 3:
                rounded, carried = _rounded(digits, kept)
                forms.append(((digits, power), f"~{rounded}E{power + carried}"))
    taken = Counter(_kind(key) for key in {key for _, key in forms})
    for figure, key in forms:
        rounded_to, length, _ = _kind(key)
        if taken[rounded_to, length, _kind(key)[2]] * _RARE <= 9 * 10 ** (length - 1):
            yield figure, key


def _kind(key: str) -> tuple[bool, int, int]:
    """Return what a key is one of many of: rounded or not, its digits, a rounded one's power."""
    digits, _, power = key.lstrip("~").partition("E")
    rounded = key.startswith("~")
    return rounded, len(digits), int(power) if rounded else 0


def _rounded(digits: str, kept: int) -> tuple[str, int]:
    """Return digits rounded half up, and the power of ten that went."""
    number = int(digits[: kept + 1]) + 5
    rounded = str(number // 10)
    gone = len(digits) - kept
    return (rounded, gone) if len(rounded) == kept else (rounded[:kept], gone + 1)


def _readings(number: str) -> Iterator[tuple[str, int]]:
    """Return what digits and separators can mean: digits and how many of them are decimals."""
    parts = re.split(f"({_GAP})", number)
    groups, marks = parts[::2], parts[1::2]
    if len(groups) > 64:
        return
    for first in range(len(groups)):
        for last in range(first + 1, min(first + 8, len(groups)) + 1):
            run, between = groups[first:last], marks[first : last - 1]
            joined = "".join(run)
            whole = len(run) == 1 or (len(run[0]) <= 3 and all(len(g) == 3 for g in run[1:]))
            if whole:
                yield joined, 0
            if len(run) > 1 and between[-1] in ".,\u066b" and between[-1] not in between[:-1]:
                thousands = len(run) == 2 or all(len(g) == 3 for g in run[1:-1])
                if thousands and all(a == b for a, b in pairwise(between[:-1])):
                    yield joined, len(run[-1])


def _key(digits: str, power: int) -> str:
    significant = digits.lstrip("0")
    short = significant.rstrip("0")
    return f"{short}E{power + len(significant) - len(short)}" if short else "0E0"
