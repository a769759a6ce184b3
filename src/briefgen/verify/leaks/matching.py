"""Many texts searched for at once, in time that does not grow with their number.

Folded texts of eight characters and more are looked up by their first eight at every position
of what is searched; shorter words and figures are looked up as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

from briefgen.verify.leaks import figures
from briefgen.verify.leaks.folding import BARRIER, fold, words

T = TypeVar("T")

#: Folded characters that are looked up at every position.
HEAD = 8

#: A single word shorter than this, folded, is too common to search for.
SHORTEST_WORD = 5


class Kind(IntEnum):
    """What is searched for, from the most to the least distinctive."""

    PHRASE = 0
    CODE = 1
    NAME = 2
    FIGURE = 3


class Channel(IntEnum):
    """What is searched: the highest kind that can be told from chance there.

    People write texts; formats have words of their own (names of styles, keys, CSS); and in
    bytes that are no text at all short words turn up by chance.
    """

    RAW = Kind.PHRASE
    FORMAT = Kind.CODE
    TEXT = Kind.FIGURE


class Needle(NamedTuple):
    """A folded text, or the key of a figure."""

    kind: Kind
    text: str


class Index(Generic[T]):
    """Needles and what each of them gives away."""

    def __init__(self, owners: Mapping[Needle, tuple[T, ...]]) -> None:
        self._owners = owners
        self._long: dict[str, list[Needle]] = {}
        self._heads: dict[str, set[int]] = {}
        self._words: dict[str, list[Needle]] = {}
        self._figures: dict[str, Needle] = {}
        for needle in owners:
            if needle.kind is Kind.FIGURE:
                self._figures[needle.text] = needle
            elif len(needle.text) < HEAD:
                self._words.setdefault(needle.text, []).append(needle)
            else:
                self._long.setdefault(needle.text, []).append(needle)
                self._heads.setdefault(needle.text[:HEAD], set()).add(len(needle.text))

    def __len__(self) -> int:
        return len(self._owners)

    def found(self, text: str, channel: Channel) -> set[Needle]:
        """Return the needles that stand in a text."""
        hits = self._found_anywhere(fold(text)) if self._heads else set()
        by_chance = {n for n in hits if n.kind is Kind.NAME and not stands_as_word(n.text, text)}
        hits -= by_chance
        if channel is Channel.TEXT:
            if self._words:
                there = {fold(word) for word in set(words(text))} & self._words.keys()
                hits.update(needle for word in there for needle in self._words[word])
            if self._figures:
                there = figures.keys(text) & self._figures.keys()
                hits.update(self._figures[key] for key in there)
        return {needle for needle in hits if int(needle.kind) <= int(channel)}

    def betrayed(self, found: Iterable[Needle]) -> list[T]:
        """Return what needles give away, each once, in the order in which it was given."""
        return list(dict.fromkeys(item for n in sorted(found) for item in self._owners[n]))

    def without(self, needles: set[Needle]) -> Index[T]:
        """Return the index of the other needles."""
        return Index({n: owners for n, owners in self._owners.items() if n not in needles})

    def owned(self) -> set[T]:
        """Return everything that some needle gives away."""
        return {owner for owners in self._owners.values() for owner in owners}

    def _found_anywhere(self, folded: str) -> set[Needle]:
        heads, long = self._heads, self._long
        hits: set[Needle] = set()
        for start in range(len(folded) - HEAD + 1):
            if (head := folded[start : start + HEAD]) in heads:
                for length in heads[head]:
                    hits.update(long.get(folded[start : start + length], ()))
        return hits


def stands_as_word(name: str, text: str) -> bool:
    """Whether a folded name stands in a text, and not only where two words meet.

    "Harbour strategy" does not name the harbours; "har bours", "h a r b o u r s" and
    "theharbours" do: texts are read from files in which words are split, or run together.
    """
    for part in text.split(BARRIER):
        folded = [fold(word) for word in words(part)]
        joined, edges = "".join(folded), {0, *accumulate(map(len, folded))}
        start = joined.find(name)
        while start >= 0:
            end = start + len(name)
            if {start, end} <= edges or edges.isdisjoint(range(start + 1, end)):
                return True
            start = joined.find(name, start + 1)
    return False
