"""A row of the table: what is compared, what is aimed at, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from statistics import median

from benchmarks.timing import Taken, ratio


class NotInstalledError(Exception):
    """What briefgen is compared with is not on this machine."""


class NotThereError(Exception):
    """This briefgen cannot do what the row measures."""


class Size(StrEnum):
    """How much is measured.

    Attributes:
        FULL: what the targets speak of; some hours.
        QUICK: every row at a size that means something; about twenty minutes.
        SMOKE: the least that every row works with; its figures mean nothing.
    """

    FULL = "full"
    QUICK = "quick"
    SMOKE = "smoke"


@dataclass(frozen=True)
class Setting:
    """How rows are measured.

    Attributes:
        size: how much is measured.
        folder: where a row puts what it makes; empty.
        processors: how many papers are made at a time.
    """

    size: Size
    folder: Path
    processors: int = 2

    def count(self, full: int, quick: int, smoke: int) -> int:
        """Return how many of something there are."""
        return {Size.FULL: full, Size.QUICK: quick, Size.SMOKE: smoke}[self.size]


@dataclass(frozen=True)
class Line:
    """One comparison.

    Attributes:
        job: what was done.
        against: what briefgen was compared with.
        ours: briefgen's measure, as it is printed.
        theirs: the other one's.
        ratio: briefgen's over the other one's; ``None`` where there is nothing to compare.
        least: the least ratio of any round.
        greatest: the greatest ratio of any round.
        target: what the ratio should not be above; ``None`` where nothing is aimed at.
        note: where the two do not do the same, and what was worked out instead of measured.
    """

    job: str
    against: str
    ours: str
    theirs: str
    ratio: float | None = None
    least: float | None = None
    greatest: float | None = None
    target: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Row:
    """A row, or several that are measured together.

    Attributes:
        name: what it is asked for by.
        title: what it measures.
        measure: measures it.
    """

    name: str
    title: str
    measure: Callable[[Setting], list[Line]]


def compared(
    job: str,
    against: str,
    ours: Sequence[Taken],
    theirs: Sequence[Taken],
    target: float | None = None,
    note: str = "",
) -> Line:
    """Return the line of two contestants' turns."""
    a, b = [t.seconds for t in ours], [t.seconds for t in theirs]
    found = ratio(a, b)
    return Line(
        job, against, seconds(median(a)), seconds(median(b)), found.median, found.least,
        found.greatest, target, note,
    )  # fmt: skip


def seconds(value: float) -> str:
    """Return a time as the table prints it."""
    return f"{value * 1000:.0f} ms" if value < 10 else f"{value:.1f} s"


def megabytes(value: float) -> str:
    """Return a size in memory as the table prints it."""
    return f"{value / (1 << 20):.0f} MB"


def scaled(value: Taken, count: int, wanted: int) -> Taken:
    """Return what more of the same would take, of something that takes the same each time."""
    return Taken(value.seconds * wanted / count, value.peak)
