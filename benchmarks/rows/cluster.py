"""Papers made by a Dask cluster of two workers on this machine, beside the built-in pool."""

from __future__ import annotations

from importlib.util import find_spec

from benchmarks.desks import Desk
from benchmarks.row import Line, NotInstalledError, Row, Setting, compared
from benchmarks.timing import Contestant, interleaved


def _measure(setting: Setting) -> list[Line]:
    if find_spec("distributed") is None:
        raise NotInstalledError("Dask")
    papers = setting.count(200, 48, 2)
    desk = Desk(setting.folder / "desk", papers)
    build = ("-a", "analyst", "-j", "2")
    taken = interleaved(
        [
            Contestant("dask", lambda: desk.build(*build, "--executor", "dask"), desk.forget),
            Contestant("pool", lambda: desk.build(*build), desk.forget),
        ],
        setting.count(3, 2, 1),
    )
    note = "both with their start; a cluster's takes some seconds"
    return [
        compared(
            f"{papers} papers in PDF and Word by a Dask cluster of two workers of this machine",
            "briefgen's own two processes", taken["dask"], taken["pool"], 1.15, note,
        )
    ]  # fmt: skip


ROW = Row("cluster", "a Dask cluster of this machine", _measure)
