"""A run in which nothing has changed, beside ninja deciding as many targets, and `--help`."""

from __future__ import annotations

from benchmarks import peers
from benchmarks.desks import Desk, briefgen, needs
from benchmarks.row import Line, Row, Setting, compared
from benchmarks.timing import Contestant, interleaved, run

#: Six audiences, two formats.
_AUDIENCES, _FORMATS = 6, ("pdf", "docx")


def _measure(setting: Setting) -> list[Line]:
    needs("--force")
    dossiers = setting.count(167, 48, 1)
    desk = Desk(setting.folder / "desk", dossiers)
    built = desk.build("-j", str(setting.processors))
    desk.build()  # files as young as those of the first run are still read
    targets = {
        f"{name}.{number}.{ending}": sorted((desk.root / "data" / name).iterdir())
        for name in desk.names for number in range(_AUDIENCES) for ending in _FORMATS
    }  # fmt: skip
    ninja = peers.ninja(setting.folder / "ninja", targets)
    taken = interleaved(
        [
            Contestant("briefgen", desk.build),
            Contestant("ninja", lambda: run(ninja)),
            Contestant("help", lambda: run(briefgen("--help"), desk.root)),
        ],
        setting.count(15, 15, 1),
    )
    papers = dossiers * _AUDIENCES
    job = f"{papers:,} papers in two formats, nothing changed, cold process"
    first = f"made in {built.seconds:.0f} s beforehand"
    return [
        compared(job, f"ninja deciding {2 * papers:,} targets", taken["briefgen"],
                 taken["ninja"], 10.0, first),
        compared(job, "briefgen --help", taken["briefgen"], taken["help"], 2.0),
    ]  # fmt: skip


ROW = Row("nothing-changed", "nothing changed", _measure)
