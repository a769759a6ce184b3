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
from benchmarks.timing import CommandError, Contestant, Taken, inner, interleaved, run

#: Seconds in which a changed paper is there, or never will be.
_PATIENCE = 120.0

#: Seconds between two looks at the papers; looking a thousand times a second takes a third of a
#: processor from what is measured.
_PAUSE = 0.005

#: Papers after which a process that calls WeasyPrint does nothing for the first time.
_WARM = 3


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
                Contestant("engine", lambda: inner([peers.engine([page] * _WARM)])),
            ],
            setting.count(15, 9, 1),
        )
    job = "one figure changed, one paper in PDF and Word, `--watch` running"
    command = "WeasyPrint's command line, PDF alone"
    warm = "WeasyPrint called by a process that is warm, PDF alone"
    return [
        compared(
            job, command, taken["briefgen"], taken["weasyprint"], 0.45,
            f"until both files are replaced; WeasyPrint's is {peers.NO_CHECKS}",
        ),
        compared(
            job, warm, taken["briefgen"], taken["engine"],
            note=f"for information: the last of {_WARM} papers; {peers.NO_CHECKS}",
        ),
        compared(
            warm, command, taken["engine"], taken["weasyprint"],
            note="for information: what the engine alone leaves of the time",
        ),
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
                time.sleep(_PAUSE)

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
