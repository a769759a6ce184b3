"""The Word half alone: 200 papers by two processes, layout given, beside docxtpl."""

from __future__ import annotations

from benchmarks import peers
from benchmarks.desks import Desk, module
from benchmarks.row import Line, Row, Setting, compared, scaled
from benchmarks.timing import Contestant, Taken, inner, interleaved

_WANTED = 200


def _measure(setting: Setting) -> list[Line]:
    each = setting.count(_WANTED // 2, 10)
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
        setting.count(7, 3),
    )
    note = "without imports; docxtpl's papers have no pictures, charts, notes and styles"
    if setting.quick:
        note += f"; {2 * each} papers measured and multiplied"

    def all_papers(who: str) -> list[Taken]:
        return [scaled(turn, 2 * each, _WANTED) for turn in taken[who]]

    return [
        compared(
            f"the Word half of {_WANTED} papers by two processes, layout given",
            "docxtpl in two processes", all_papers("briefgen"), all_papers("docxtpl"), 1.0, note,
        )
    ]  # fmt: skip


ROW = Row("word-half", "the Word half alone", _measure)
