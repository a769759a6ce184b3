"""For information: what all pairs of 193 states would take, worked out from a sample.

Processor time is measured, which other programs disturb less than wall time. The processes that
make papers share nothing, so their part is divided by the processors. So is the part of the process
that reads dossiers and searches finished files, which has one processor: where there are more than
it keeps busy, there are several runs, each with its share of the dossiers.
"""

from __future__ import annotations

import json
import subprocess
from itertools import islice
from math import comb

from benchmarks.desks import module
from benchmarks.row import Line, Row, Setting, seconds
from benchmarks.timing import CommandError
from benchmarks.world import STATES, pairs, write

_AUDIENCES = 6
_PAIRS = comb(STATES, 2)
_PAPERS = _PAIRS * _AUDIENCES
_PROCESSORS = (2, 32, 1_000)


def _measure(setting: Setting) -> list[Line]:
    spent = []
    for dossiers in (1, setting.count(41, 21, 2)):
        folder = setting.folder / str(dossiers)
        write(folder, islice(islice(pairs(), 0, None, _PAIRS // dossiers), dossiers))
        run = subprocess.run(
            [str(word) for word in module("accounted", "build", "-j", str(setting.processors))],
            cwd=folder, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        if run.returncode:
            raise CommandError(f"the build ended with status {run.returncode}: {run.stderr[-500:]}")
        spent.append((dossiers * _AUDIENCES, json.loads(run.stderr.splitlines()[-1])))
    (few, first), (many, last) = spent
    own, rendering = ((last[who] - first[who]) / (many - few) for who in ("own", "children"))
    at_most = (own + rendering) / own
    how = (
        f"processor time of {many} papers less that of {few}; a paper takes {seconds(own)} where"
        f" dossiers are read and files searched, {seconds(rendering)} where it is made;"
        f" one run keeps {at_most:.0f} processors busy, more of them want several runs"
    )
    return [
        Line(
            f"{_PAPERS:,} papers of {_PAIRS:,} pairs of states in PDF and Word, worked out",
            f"{processors:,} processors like this machine's",
            _long(_PAPERS * (own + rendering) / processors), "", note=how,
        )
        for processors in _PROCESSORS
    ]  # fmt: skip


def _long(value: float) -> str:
    return f"{value / 3600:.1f} h" if value > 3600 else f"{value / 60:.0f} min"


ROW = Row("world", "all pairs of 193 states, worked out", _measure)
