"""One figure changed while `briefgen build --watch` runs."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks import peers
from benchmarks.desks import Desk, briefgen, needs
from benchmarks.row import Line, Row, Setting, compared
from benchmarks.timing import CommandError, Contestant, Taken, interleaved, run

#: Seconds in which a changed paper is there, or never will be.
_PATIENCE = 120.0


def _measure(setting: Setting) -> list[Line]:
    needs("--watch")
    desk = Desk(setting.folder / "desk", 1)
    [name] = desk.names
    page = peers.composed(desk, name, "analyst", setting.folder / "peers")
    papers = [desk.paper(name, "analyst", ending) for ending in ("pdf", "docx")]

    def states() -> list[tuple[int, int]]:
        return [(state.st_ino, state.st_mtime_ns) for state in (path.stat() for path in papers)]

    with _watching(desk) as until:

        def changed() -> Taken:
            before = states()
            desk.change(name)
            begun = time.perf_counter()
            until(lambda: all(a != b for a, b in zip(before, states(), strict=True)))
            return Taken(time.perf_counter() - begun)

        changed()  # the first is not like the others: everything is loaded then
        taken = interleaved(
            [
                Contestant("briefgen", changed, lambda: time.sleep(0.2)),
                Contestant("weasyprint", lambda: run(peers.weasyprint(page))),
            ],
            setting.count(15, 9, 1),
        )
    return [
        compared(
            "one figure changed, one paper in PDF and Word, `--watch` running",
            "WeasyPrint's command line, PDF alone", taken["briefgen"], taken["weasyprint"], 0.45,
            f"until both files are replaced; WeasyPrint's is {peers.NO_CHECKS}",
        )
    ]  # fmt: skip


@contextmanager
def _watching(desk: Desk) -> Iterator[Callable[[Callable[[], bool]], None]]:
    """Have a build watch; provide what waits for something that it does.

    Raises:
        CommandError: it ends, or does not do it; with the end of what it said.
    """
    said = desk.root / "said.txt"
    with (
        said.open("wb") as file,
        subprocess.Popen(
            [str(word) for word in briefgen("build", "--watch", "-a", "analyst")], cwd=desk.root,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=file,
        ) as watching,
    ):  # fmt: skip

        def until(condition: Callable[[], bool]) -> None:
            begun = time.perf_counter()
            while not condition():
                if watching.poll() is not None or time.perf_counter() - begun > _PATIENCE:
                    end = said.read_text("utf-8", "replace")[-2000:]
                    raise CommandError(f"the watching build does not build\n{end}")
                time.sleep(0.001)

        try:
            until(lambda: b"watching" in said.read_bytes())
            yield until
        finally:
            watching.send_signal(signal.SIGINT)
            try:
                watching.wait(10)
            except subprocess.TimeoutExpired:
                watching.kill()


ROW = Row("watched", "one figure changed while the build watches", _measure)
