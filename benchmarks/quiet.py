"""Whether anybody else used the processors while a row was measured.

How many programs want a processor says nothing: the contestants want them too. What counts is the
processor time that was spent on the machine (proc_stat(5)), less that of the contestants
(getrusage(2): every process that was started here and has ended).
"""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

#: Processors that others may use before it is said: what a system does by itself is less.
ALLOWED = 0.1

_STAT = Path("/proc/stat")

#: Fields of the first line of /proc/stat: waiting is no work, and guests are counted in `user`.
_IDLE, _IOWAIT, _GUESTS = 3, 4, 8


class Bystanders:
    """Watches, from when it is made, what others use."""

    def __init__(self) -> None:
        self._begun = time.perf_counter(), spent(), own()

    def processors(self) -> float | None:
        """Return how many processors others kept busy; ``None`` where the system does not tell."""
        begun, before, ours = self._begun
        now = spent()
        if now is None or before is None:
            return None
        others = now - before - (own() - ours)
        return max(others, 0.0) / max(time.perf_counter() - begun, 1e-9)


def spent() -> float | None:
    """Return the processor time that was spent on this machine since it started, in seconds.

    What a host took from this machine counts: it was not there for the contestants either.
    """
    if not _STAT.exists():
        return None
    fields = [int(field) for field in _STAT.read_text("ascii").split("\n", 1)[0].split()[1:]]
    busy = [n for at, n in enumerate(fields[:_GUESTS]) if at not in (_IDLE, _IOWAIT)]
    return sum(busy) / os.sysconf("SC_CLK_TCK")


def own() -> float:
    """Return the processor time of this process and of those that it started, in seconds."""
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)
