"""Wall time and memory of contestants that take turns.

Contestants run one after the other, round by round (A B A B …), so that whatever else the machine
does falls on all of them. What is told of two of them are the ratios of their turns in the same
round: the median, and the least and greatest.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

#: Bytes of what getrusage(2) counts memory in.
_UNIT = 1 if sys.platform == "darwin" else 1024


class CommandError(Exception):
    """A contestant's command failed, so there is nothing to compare."""


@dataclass(frozen=True)
class Taken:
    """What one turn took.

    Attributes:
        seconds: wall time.
        peak: most bytes that any of its processes held; 0 where nobody looked.
    """

    seconds: float
    peak: int = 0


@dataclass(frozen=True)
class Contestant:
    """Something that can be measured again and again.

    Attributes:
        name: as the table calls it.
        turn: takes a turn.
        before: what has to be done before each turn, and is not measured.
    """

    name: str
    turn: Callable[[], Taken]
    before: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Ratio:
    """How two contestants compare: the first one's measure over the second one's, pair by pair."""

    median: float
    least: float
    greatest: float


def interleaved(contestants: Sequence[Contestant], rounds: int) -> dict[str, list[Taken]]:
    """Have contestants take turns; return what each turn took, by contestant."""
    taken: dict[str, list[Taken]] = {contestant.name: [] for contestant in contestants}
    for _ in range(rounds):
        for contestant in contestants:
            contestant.before()
            taken[contestant.name].append(contestant.turn())
    return taken


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """Return how measures of the same rounds compare."""
    pairs = [a / b for a, b in zip(ours, theirs, strict=True)]
    return Ratio(median(pairs), min(pairs), max(pairs))


def run(command: Sequence[str | Path], folder: Path | None = None) -> Taken:
    """Run a command to its end.

    Raises:
        CommandError: it failed; with the end of what it said.
    """
    return run_all([command], 1, folder)


def run_all(
    commands: Sequence[Sequence[str | Path]], at_a_time: int, folder: Path | None = None
) -> Taken:
    """Run commands, so many at a time, each to its end.

    Raises:
        CommandError: one failed; with the end of what it said.
    """
    waiting, running, peak = list(reversed(commands)), dict[int, "_Started"](), 0
    begun = time.perf_counter()
    while waiting or running:
        while waiting and len(running) < at_a_time:
            started = _Started(waiting.pop(), folder)
            running[started.process.pid] = started
        number, status, usage = os.wait4(next(iter(running)) if at_a_time == 1 else -1, 0)
        if number not in running:
            continue
        peak = max(peak, usage.ru_maxrss * _UNIT)
        running.pop(number).ended(os.waitstatus_to_exitcode(status))
    return Taken(time.perf_counter() - begun, peak)


def inner(commands: Sequence[Sequence[str | Path]]) -> Taken:
    """Run commands at the same time, each of which prints on standard error the seconds it took.

    Returns:
        The longest of those times: what the commands load first is left out.

    Raises:
        CommandError: one failed, or prints something else.
    """
    running = [_Started(command, None) for command in commands]
    longest, peak = 0.0, 0
    for started in running:
        _, status, usage = os.wait4(started.process.pid, 0)
        said = started.ended(os.waitstatus_to_exitcode(status))
        try:
            longest = max(longest, float(said.split()[-1]))
        except (IndexError, ValueError):
            raise CommandError(f"it does not say how long it took: {said[-500:]}") from None
        peak = max(peak, usage.ru_maxrss * _UNIT)
    return Taken(longest, peak)


class _Started:
    """A command that runs; what it says goes into a file without a name."""

    def __init__(self, command: Sequence[str | Path], folder: Path | None) -> None:
        self._command = [str(word) for word in command]
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  # until it has ended
        self.process = subprocess.Popen(
            self._command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=self._said,
        )  # fmt: skip

    def ended(self, status: int) -> str:
        """Return what it said on standard error, or raise it where the command failed."""
        self.process.returncode = status
        with self._said as file:
            file.seek(0)
            said = file.read().decode(errors="replace")
        if status:
            raise CommandError(f"{' '.join(self._command)[:300]}: status {status}\n{said[-2000:]}")
        return said
