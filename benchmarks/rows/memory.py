"""Thousands of papers in one run: whether any process goes on growing."""

from __future__ import annotations

import resource
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.desks import Desk, briefgen
from benchmarks.row import Line, NotInstalledError, Row, Setting, megabytes
from benchmarks.timing import CommandError

#: Bytes that a process may hold more than after the first papers.
_ALLOWED = 10 << 20

_PAUSE = 0.25
_PAGE = resource.getpagesize()


def _measure(setting: Setting) -> list[Line]:
    if not Path("/proc/self/statm").exists():
        raise NotInstalledError("/proc, where Linux tells what a process holds")
    papers, first = setting.count(2_000, 480, 8), setting.count(50, 50, 2)
    desk = Desk(setting.folder / "desk", papers // 2)
    command = briefgen("build", "-a", "press", "-a", "minister", "-j", str(setting.processors))
    with subprocess.Popen(
        [str(word) for word in command], cwd=desk.root, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as run:  # fmt: skip
        then, most = _watched(run, desk, first)
    if run.returncode not in (0, 3):
        raise CommandError(f"the build ended with status {run.returncode}")
    grown = {number: most[number] - held for number, held in then.items()}
    worst = max(grown, key=grown.__getitem__)
    ratio = max(grown.values()) / _ALLOWED
    return [
        Line(
            f"memory of any process in a run of {papers:,} papers in PDF and Word",
            f"10 MB more than after {first} papers", megabytes(grown[worst]),
            megabytes(_ALLOWED), ratio, ratio, ratio, 1.0,
            f"the process that grew most held {megabytes(then[worst])} after {first} papers",
        )
    ]  # fmt: skip


def _watched(
    run: subprocess.Popen[bytes], desk: Desk, first: int
) -> tuple[dict[int, int], dict[int, int]]:
    """Return what each process held after the first papers, and the most it held later.

    A process that comes later, in the place of one that was replaced, has as much time for its
    first papers as those had that came first.
    """
    seen: dict[int, float] = {}
    then: dict[int, int] = {}
    most: dict[int, int] = {}
    begun, warm = time.monotonic(), 0.0
    while run.poll() is None:
        now = time.monotonic()
        held = {number: size for number in _family(run.pid) if (size := _held(number))}
        if not warm and sum(1 for _ in desk.root.glob("output/*/*.docx")) >= first:
            warm = now - begun
        for number, size in held.items():
            seen.setdefault(number, now if warm else begun)
            if warm and now - seen[number] >= warm:
                then.setdefault(number, size)
                most[number] = max(most.get(number, 0), size)
        time.sleep(_PAUSE)
    if not then:
        raise CommandError("the build ended before the first papers were there")
    return then, most


def _family(number: int) -> Iterator[int]:
    """Yield a process and all that it started."""
    yield number
    try:
        for path in Path(f"/proc/{number}/task").glob("*/children"):
            for child in path.read_text("ascii").split():
                yield from _family(int(child))
    except OSError:
        return  # it has ended


def _held(number: int) -> int:
    """Return the resident bytes of a process (proc_pid_statm(5)); 0 where it has ended."""
    try:
        return int(Path(f"/proc/{number}/statm").read_text("ascii").split()[1]) * _PAGE
    except OSError:
        return 0


ROW = Row("memory", "memory in a long run", _measure)
