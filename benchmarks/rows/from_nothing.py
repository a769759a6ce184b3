"""Papers in both formats from nothing, beside what makes them one by one."""

from __future__ import annotations

from pathlib import Path

from benchmarks import peers
from benchmarks.desks import Desk
from benchmarks.row import Line, NotInstalledError, Row, Setting, compared, scaled
from benchmarks.timing import Contestant, inner, interleaved, run_all

#: The audience with the longest papers.
_AUDIENCE = "analyst"

#: What briefgen is compared with, why it is not the same, and what is aimed at.
_OTHERS = {
    "loop": ("a loop over the command lines of WeasyPrint and docxtpl", peers.POOR, 0.25),
    "script": (
        "a script that calls WeasyPrint and docxtpl, two at a time, started once",
        f"for information: what is imported at the start of the script is left out; {peers.POOR}",
        None,
    ),
    "pandoc": (
        "pandoc to Word, pandoc and WeasyPrint to PDF, two at a time",
        "pandoc's Word files are in its own styles, with notes in the text",
        0.45,
    ),
}


def _measure(setting: Setting) -> list[Line]:
    count, sampled = setting.count(200, 48, 2), setting.count(20, 8, 2)
    desk = Desk(setting.folder / "desk", count)
    build = ("-a", _AUDIENCE, "-j", str(setting.processors))
    pages = [
        peers.composed(desk, name, _AUDIENCE, setting.folder / "peers")
        for name in desk.names[:sampled]
    ]
    taken = interleaved(
        [Contestant("all", lambda: desk.build(*build), desk.forget), *_others(pages)],
        setting.count(3, 3, 1),
    )
    job = f"{count} papers in PDF and Word, from nothing, {setting.processors} at a time"
    lines = []
    for name, (against, note, target) in _OTHERS.items():
        if name not in taken:
            lines.append(Line(job, against, "", "not installed", target=target))
            continue
        theirs = [scaled(turn, sampled, count) for turn in taken[name]]
        how = f"{sampled} papers a round measured and multiplied; " if sampled < count else ""
        lines.append(compared(job, against, taken["all"], theirs, target, how + note))
    return lines


def _others(pages: list[Path]) -> list[Contestant]:
    found = []
    try:
        loop = [c for page in pages for c in (peers.weasyprint(page), peers.docxtpl([page]))]
        found.append(Contestant("loop", lambda: run_all(loop, 1)))
        scripts = [peers.script(pages[side::2]) for side in range(2)]
        found.append(Contestant("script", lambda: inner(scripts)))
    except NotInstalledError:
        pass
    try:
        piped = [command for page in pages for command in peers.pandoc(page)]
        # pandoc leaves files behind in the folder where it is started.
        found.append(Contestant("pandoc", lambda: run_all(piped, 2, pages[0].parent)))
    except NotInstalledError:
        pass
    return found


ROW = Row("from-nothing", "papers from nothing", _measure)
