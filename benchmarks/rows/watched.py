"""One figure changed while `briefgen build --watch` runs."""

from __future__ import annotations

import signal
import subprocess
import time

from benchmarks import peers
from benchmarks.desks import Desk, briefgen, needs
from benchmarks.row import Line, Row, Setting, compared
from benchmarks.timing import CommandError, Contestant, Taken, interleaved, run

#: Seconds in which a changed paper is there, or never will be.
_PATIENCE = 60.0


def _measure(setting: Setting) -> list[Line]:
    needs("--watch")
    desk = Desk(setting.folder / "desk", 1)
    [name] = desk.names
    page = peers.composed(desk, name, "analyst", setting.folder / "peers")
    papers = [desk.paper(name, "analyst", ending) for ending in ("pdf", "docx")]

    def states() -> list[tuple[int, int] | None]:
        return [(s.st_ino, s.st_mtime_ns) if p.exists() and (s := p.stat()) else None
                for p in papers]  # fmt: skip

    def wait(before: list[tuple[int, int] | None]) -> Taken:
        begun = time.perf_counter()
        while any(old == new or new is None for old, new in zip(before, states(), strict=True)):
            if time.perf_counter() - begun > _PATIENCE:
                raise CommandError("the watching build does not build")
            time.sleep(0.001)
        return Taken(time.perf_counter() - begun)

    def changed() -> Taken:
        before = states()
        desk.change(name)
        return wait(before)

    watching = subprocess.Popen(
        [str(word) for word in briefgen("build", "--watch", "-a", "analyst")], cwd=desk.root,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait([None, None])
        time.sleep(1)  # until it watches
        changed()  # the first is not like the others: everything is loaded then
        taken = interleaved(
            [
                Contestant("briefgen", changed, lambda: time.sleep(0.2)),
                Contestant("weasyprint", lambda: run(peers.weasyprint(page))),
            ],
            setting.count(15, 3),
        )
    finally:
        watching.send_signal(signal.SIGINT)
        try:
            watching.wait(10)
        except subprocess.TimeoutExpired:
            watching.kill()
            watching.wait()
    return [
        compared(
            "one figure changed, one paper in PDF and Word, `--watch` running",
            "WeasyPrint's command line, PDF alone", taken["briefgen"], taken["weasyprint"], 0.45,
            f"until both files are replaced; WeasyPrint's is {peers.NO_CHECKS}",
        )
    ]  # fmt: skip


ROW = Row("watched", "one figure changed while the build watches", _measure)
