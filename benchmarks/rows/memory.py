"""Thousands of papers in one run: whether any process goes on growing."""

from __future__ import annotations

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


def _measure(setting: Setting) -> list[Line]:
    if not Path("/proc/self/smaps_rollup").exists():
        raise NotInstalledError("/proc, where Linux tells what a process holds")
    papers, first = (2_000, 50) if not setting.quick else (48, 12)
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
            f"the process that grew most held {megabytes(then[worst])} after {first} papers;"
            " private and shared pages as the system counts them (Pss)",
        )
    ]  # fmt: skip


def _watched(
    run: subprocess.Popen[bytes], desk: Desk, first: int
) -> tuple[dict[int, int], dict[int, int]]:
    """Return what each process held after the first papers, and the most it held later."""
    then: dict[int, int] = {}
    most: dict[int, int] = {}
    while run.poll() is None:
        done = sum(1 for _ in desk.root.glob("output/*/*.docx")) if not then else first
        if done >= first:
            held = {number: size for number in _family(run.pid) if (size := _held(number))}
            then = then or held
            for number, size in held.items():
                most[number] = max(most.get(number, 0), size)
                then.setdefault(number, size)
        time.sleep(_PAUSE)
    if not then:
        raise CommandError("the build ended before the first papers were there")
    return then, most


def _family(number: int) -> Iterator[int]:
    """Yield a process and all that it started."""
    yield number
    try:
        children = Path(f"/proc/{number}/task").glob("*/children")
        for path in children:
            for child in path.read_text("ascii").split():
                yield from _family(int(child))
    except OSError:
        return  # it has ended


def _held(number: int) -> int:
    """Return the bytes that a process holds; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:")), 0)


ROW = Row("memory", "memory in a long run", _measure)
