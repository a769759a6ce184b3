"""For information: what other engines take for the same text, cold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import peers
from benchmarks.desks import Desk
from benchmarks.row import Line, NotInstalledError, Row, Setting, compared
from benchmarks.timing import Contestant, Taken, interleaved, run

_JOB = "one paper in PDF and Word, everything new, cold process"


def _measure(setting: Setting) -> list[Line]:
    desk = Desk(setting.folder / "desk", 1)
    [name] = desk.names
    page = peers.composed(desk, name, "analyst", setting.folder / "peers")
    desk.build("-a", "analyst")
    word = desk.paper(name, "analyst", "docx")
    others: dict[str, tuple[Callable[[], Sequence[str | Path]], str]] = {
        "Typst, PDF alone": (lambda: peers.typst(page),
                             "a port by pandoc in Typst's own styles, without pictures and with"
                             " notes in the text"),
        "Chromium, PDF alone": (lambda: peers.chromium(page),
                                "no footnotes, leaders, page numbers in the contents"),
        "LibreOffice, Word to PDF": (lambda: peers.libreoffice(word, setting.folder),
                                     "of briefgen's Word file, which is there already"),
    }  # fmt: skip
    lines = []
    for against, (command, note) in others.items():
        try:
            found = command()
        except NotInstalledError:
            lines.append(Line(_JOB, against, "", "not installed", note=note))
            continue
        taken = interleaved(
            [
                Contestant("briefgen", lambda: desk.build("-a", "analyst"), desk.forget),
                Contestant("other", _turn(found)),
            ],
            setting.count(9, 5, 1),
        )
        lines.append(compared(_JOB, against, taken["briefgen"], taken["other"], None, note))
    return lines


def _turn(command: Sequence[str | Path]) -> Callable[[], Taken]:
    return lambda: run(command)


ROW = Row("other-tools", "other engines, for information", _measure)
