"""How far a run has come: one line on a terminal, rewritten; nothing in a pipe."""

from __future__ import annotations

import os
import sys
import time

import click

from briefgen.build.edition import Outcome

#: Seconds of a run that need no summary of their own.
_SHORT = 1.0

_CLEAR = "\r\x1b[K"


class Progress:
    """Shows on standard error what is done, what failed, and how long the rest may take.

    A terminal that cannot rewrite a line (``TERM=dumb``) is shown nothing.

    Args:
        total: how many editions there are.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._skipped = self._failed = 0
        self._unchanged = 0
        self._times: dict[str, float] = {}
        self._begun = time.perf_counter()
        self._shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def skip(self, count: int) -> None:
        """Count editions that took no time."""
        self._skipped += count
        self._unchanged += count

    def add(self, outcome: Outcome) -> None:
        """Count an edition, and show how far the run has come."""
        self._times[outcome.edition.name] = outcome.seconds
        self._failed += outcome.failed
        self._unchanged += outcome.reused
        if not self._shown:
            return
        done = len(self._times) + self._skipped
        left = (time.perf_counter() - self._begun) / len(self._times) * (self._total - done)
        parts = [
            f"{done}/{self._total} {outcome.edition.name}",
            *([f"{self._unchanged} unchanged"] if self._unchanged else []),
            *([f"{self._failed} failed"] if self._failed else []),
            *([f"about {_duration(left)} left"] if left >= 1 else []),
        ]
        click.echo(f"{_CLEAR}{', '.join(parts)}", err=True, nl=False)

    def close(self) -> None:
        """Clear the line; of a run that took its time, say how long and name the slowest."""
        seconds = time.perf_counter() - self._begun
        if not (self._shown and self._times):
            return
        click.echo(_CLEAR, err=True, nl=False)
        if seconds >= _SHORT:
            slowest = max(self._times, key=self._times.__getitem__)
            click.echo(
                f"{_duration(seconds)}; {slowest} took longest, {self._times[slowest]:.1f} s",
                err=True,
            )


def _duration(seconds: float) -> str:
    """Return a time in words."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds // 60:.0f} min {seconds % 60:.0f} s"
