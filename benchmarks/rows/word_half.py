"""The Word half alone: 200 papers by two processes, layout given, beside docxtpl."""

from __future__ import annotations

from benchmarks import peers
from benchmarks.desks import Desk, module
from benchmarks.row import Line, Row, Setting, compared
from benchmarks.timing import Contestant, inner, interleaved


def _measure(setting: Setting) -> list[Line]:
    each = setting.count(100, 50, 2)
    desk = Desk(setting.folder / "desk", 1)
    [name] = desk.names
    page = peers.composed(desk, name, "analyst", setting.folder / "peers")
    copies = [page.with_name(f"{name}-{number}.html") for number in range(2 * each)]
    for copy in copies:
        copy.write_bytes(page.read_bytes())
    composed = desk.paper(name, "analyst", "html")
    pages = [composed.with_name(f"{side}.html") for side in ("left", "right")]
    for one in pages:
        one.write_bytes(composed.read_bytes())
    ours = [module("word_papers", one, str(each)) for one in pages]
    theirs = [peers.docxtpl(copies[:each]), peers.docxtpl(copies[each:])]
    taken = interleaved(
        [
            Contestant("briefgen", lambda: inner(ours)),
            Contestant("docxtpl", lambda: inner(theirs)),
        ],
        setting.count(7, 5, 1),
    )
    note = f"without imports; {peers.POOR}"
    return [
        compared(
            f"the Word half of {2 * each} papers by two processes, layout given",
            "docxtpl in two processes", taken["briefgen"], taken["docxtpl"], 1.0, note,
        )
    ]  # fmt: skip


ROW = Row("word-half", "the Word half alone", _measure)
