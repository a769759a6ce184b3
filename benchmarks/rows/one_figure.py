"""One figure changed, one paper in both formats, beside WeasyPrint making the PDF alone."""

from __future__ import annotations

from benchmarks import peers
from benchmarks.desks import Desk
from benchmarks.row import Line, Row, Setting, compared
from benchmarks.timing import Contestant, interleaved, run


def _measure(setting: Setting) -> list[Line]:
    desk = Desk(setting.folder / "desk", 1)
    [name] = desk.names
    page = peers.composed(desk, name, "analyst", setting.folder / "peers")
    desk.build("-a", "analyst")
    taken = interleaved(
        [
            Contestant("briefgen", lambda: desk.build("-a", "analyst"), lambda: desk.change(name)),
            Contestant("weasyprint", lambda: run(peers.weasyprint(page))),
        ],
        setting.count(15, 9, 1),
    )
    return [
        compared(
            "one figure changed, one paper in PDF and Word, cold process",
            "WeasyPrint's command line, PDF alone", taken["briefgen"], taken["weasyprint"], 0.75,
            f"WeasyPrint's is {peers.NO_CHECKS}, and there is no Word file",
        )
    ]  # fmt: skip


ROW = Row("one-figure", "one figure changed, one paper", _measure)
