"""200 papers in both formats from nothing, beside loops over what makes them one by one."""

from __future__ import annotations

from pathlib import Path

from benchmarks import peers
from benchmarks.desks import Desk
from benchmarks.row import Line, NotInstalledError, Row, Setting, compared, extrapolated, scaled
from benchmarks.timing import Contestant, Taken, interleaved, run_all

_WANTED = 200

#: The audience with the longest papers.
_AUDIENCE = "analyst"


def _measure(setting: Setting) -> list[Line]:
    count = setting.count(_WANTED, 12)
    desk = Desk(setting.folder / "desk", count)
    build = ("-a", _AUDIENCE, "-j", str(setting.processors))
    sampled = setting.count(20, 2)
    pages = [
        peers.composed(desk, name, _AUDIENCE, setting.folder / "peers")
        for name in desk.names[:sampled]
    ]
    contestants = [Contestant("all", lambda: desk.build(*build), desk.forget), *_others(pages)]
    if setting.quick:
        first = desk.names[: count // 2]
        contestants.append(Contestant("half", lambda: desk.build(*first, *build), desk.forget))
    taken = interleaved(contestants, setting.count(3, 1))
    pairs = zip(taken.get("half", taken["all"]), taken["all"], strict=True)
    ours = [extrapolated(half, whole, count, _WANTED) for half, whole in pairs]
    job = f"{_WANTED} papers in PDF and Word, from nothing, {setting.processors} at a time"
    how = f"each of the others measured on {sampled} papers a round and multiplied"
    if setting.quick:
        how += f"; briefgen extrapolated from {count // 2} and {count}"

    def others(name: str) -> list[Taken]:
        return [scaled(turn, sampled, _WANTED) for turn in taken[name]]

    lines = []
    if "loop" in taken:
        against = "a loop over the command lines of WeasyPrint and docxtpl"
        note = f"{how}; docxtpl's papers have no pictures, notes and styles"
        lines.append(compared(job, against, ours, others("loop"), 0.25, note))
    else:
        lines.append(_missing(job, "WeasyPrint and docxtpl", 0.25))
    if "pandoc" in taken:
        against = "pandoc to Word, pandoc and WeasyPrint to PDF, two at a time"
        note = f"{how}; pandoc's papers are in its own styles"
        lines.append(compared(job, against, ours, others("pandoc"), 0.45, note))
    else:
        lines.append(_missing(job, "pandoc", 0.45))
    return lines


def _others(pages: list[Path]) -> list[Contestant]:
    found = []
    try:
        loop = [c for page in pages for c in (peers.weasyprint(page), peers.docxtpl([page]))]
        found.append(Contestant("loop", lambda: run_all(loop, 1)))
    except NotInstalledError:
        pass
    try:
        piped = [command for page in pages for command in peers.pandoc(page)]
        found.append(Contestant("pandoc", lambda: run_all(piped, 2)))
    except NotInstalledError:
        pass
    return found


def _missing(job: str, against: str, target: float) -> Line:
    return Line(job, against, "", "not installed", target=target)


ROW = Row("from-nothing", "200 papers from nothing", _measure)
