"""Labels that Word counts by itself: of list items and headings (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from briefgen.verify.reading.word import Element, W, WordPackage, val, whole

_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class WordNumbers:
    """Counts the numbered paragraphs of a document, in their order."""

    def __init__(self, package: WordPackage) -> None:
        root = package.one("numbering")
        found = [] if root is None else root.findall(f"{W}num")
        abstract = {} if root is None else {
            val(one, "abstractNumId"): one for one in root.findall(f"{W}abstractNum")
        }  # fmt: skip
        self._nums = {val(num, "numId"): num for num in found}
        self._abstract = {
            number: abstract.get(val(num.find(f"{W}abstractNumId")))
            for number, num in self._nums.items()
        }
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()

    def label(self, numbering: Element) -> tuple[int, str]:
        """Count one more paragraph; return its level from 1 and its label, "" without one.

        Args:
            numbering: the ``w:numPr`` that holds for it.
        """
        number = val(numbering.find(f"{W}numId"))
        level = whole(val(numbering.find(f"{W}ilvl")))
        definition = self._level(number, level)
        if definition is None:
            return 0, ""
        counts = self._counts[self._counter(number)]
        override = self._override(number, level)
        if override is not None and (number, level) not in self._begun:
            counts[level] = override - 1
        self._begun.add((number, level))
        counts[level] = counts.get(level, self._start(number, level) - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return level + 1, self._written(number, definition, counts)

    def _written(self, number: str, definition: Element, counts: dict[int, int]) -> str:
        def count(found: re.Match[str]) -> str:
            level = int(found[1]) - 1
            own = self._level(number, level)
            kind = val(None if own is None else own.find(f"{W}numFmt"), default="decimal")
            return written(counts.get(level, self._start(number, level)), kind)

        return re.sub(r"%([1-9])", count, val(definition.find(f"{W}lvlText")))

    def _counter(self, number: str) -> str:
        """Return what paragraphs are counted by: lists of one definition are counted together."""
        return val(self._nums[number].find(f"{W}abstractNumId"))

    def _override(self, number: str, level: int) -> int | None:
        for one in self._nums[number].findall(f"{W}lvlOverride"):
            start = one.find(f"{W}startOverride")
            if whole(val(one, "ilvl"), -1) == level and start is not None:
                return whole(val(start), 1)
        return None

    def _start(self, number: str, level: int) -> int:
        definition = self._level(number, level)
        return whole(val(None if definition is None else definition.find(f"{W}start")), 1)

    def _level(self, number: str, level: int) -> Element | None:
        holders = []
        if number in self._nums:
            holders = self._nums[number].findall(f"{W}lvlOverride")
            abstract = self._abstract[number]
            holders += [] if abstract is None else [abstract]
        for holder in holders:
            for one in holder.findall(f"{W}lvl"):
                if whole(val(one, "ilvl"), -1) == level:
                    return one
        return None


def written(number: int, kind: str) -> str:
    """Return a number in a format of Word's (17.18.59)."""
    match kind:
        case "upperRoman" | "lowerRoman":
            roman, rest = "", number
            for value, letters in _ROMAN:
                roman += letters * (rest // value)
                rest %= value
            return roman.upper() if kind == "upperRoman" else roman
        case "upperLetter" | "lowerLetter":
            letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letter.upper() if kind == "upperLetter" else letter
        case "none":
            return ""
        case "decimalZero":
            return f"{number:02}"
    return str(number)
