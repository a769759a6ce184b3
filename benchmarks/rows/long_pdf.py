"""PDFs of 100 and 500 pages, beside WeasyPrint alone: time and memory."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import pikepdf
from lxml import html

from benchmarks import peers
from benchmarks.desks import Desk, module
from benchmarks.row import Line, Row, Setting, Size, compared, megabytes
from benchmarks.timing import Contestant, Taken, interleaved, ratio, run

#: How often the sections of a paper of eight pages stand in one of about so many pages.
_TIMES = {100: 12, 500: 62}

#: What has WeasyPrint tag its PDF, as briefgen's is.
_TAGGED = ("--pdf-variant", "pdf/ua-1")


def _measure(setting: Setting) -> list[Line]:
    desk = Desk(setting.folder / "desk", 1)
    [name] = desk.names
    page = peers.composed(desk, name, "analyst", setting.folder / "peers")
    composed = desk.paper(name, "analyst", "html")
    if setting.size is Size.SMOKE:
        return _lines(composed, page, 2, 1)
    longest = _lines(composed, page, _TIMES[500], setting.count(3, 1, 1))
    return [*_lines(composed, page, _TIMES[100], 3), *longest]


def _lines(composed: Path, page: Path, times: int, rounds: int) -> list[Line]:
    """Return how briefgen compares, in time and in memory, when sections stand so many times."""
    ours, theirs = (_longer(path, times) for path in (composed, page))
    target = ours.with_suffix(".pdf")
    command = module("long_pdf", ours, target)
    taken = interleaved(
        [
            Contestant("briefgen", lambda: run(command)),
            Contestant("plain", lambda: run(peers.weasyprint(theirs))),
            Contestant("tagged", lambda: run(peers.weasyprint(theirs, *_TAGGED))),
        ],
        rounds,
    )
    with pikepdf.open(target) as document:
        pages = len(document.pages)
    job, against = f"a PDF of {pages} pages from finished HTML, cold", "WeasyPrint's command line"
    tagged = f"{against} with `{' '.join(_TAGGED)}`"
    plain = f"briefgen's is tagged (PDF/UA-1, PDF/A-3a); WeasyPrint's is {peers.NO_CHECKS}"
    alike = "both are tagged, briefgen's is PDF/A-3a as well"
    if rounds == 1:
        plain, alike = f"one round; {plain}", f"one round; {alike}"
    memory = f"the same, {pages} pages: memory at its most"
    return [
        compared(job, against, taken["briefgen"], taken["plain"], 0.8, plain),
        _held(memory, against, taken["briefgen"], taken["plain"], 1.0, plain),
        compared(job, tagged, taken["briefgen"], taken["tagged"], None, alike),
        _held(memory, tagged, taken["briefgen"], taken["tagged"], None, alike),
    ]


def _held(
    job: str,
    against: str,
    ours: Sequence[Taken],
    theirs: Sequence[Taken],
    target: float | None,
    note: str,
) -> Line:
    """Return the line of what two contestants held at their most."""
    a, b = [float(turn.peak) for turn in ours], [float(turn.peak) for turn in theirs]
    found = ratio(a, b)
    return Line(
        job, against, megabytes(median(a)), megabytes(median(b)), found.median, found.least,
        found.greatest, target, note,
    )  # fmt: skip


def _longer(page: Path, times: int) -> Path:
    """Return a page whose sections stand so many times, with ids of their own."""
    tree = html.parse(page)
    sections = [s for s in tree.getroot().iter("section") if s.getparent().tag != "section"]
    parent = sections[-1].getparent()
    ids = {e.get("id") for section in sections for e in section.iter() if e.get("id")}
    for number in range(1, times):
        for section in sections:
            added = copy.deepcopy(section)
            for element in added.iter():
                for attribute, value in element.items():
                    if value.removeprefix("#") in ids and attribute in ("id", "href"):
                        element.set(attribute, f"{value}-{number}")
            parent.append(added)
    path = page.with_name(f"{page.stem}.long.html")
    path.write_bytes(html.tostring(tree, encoding="utf-8", doctype="<!DOCTYPE html>"))
    return path


ROW = Row("long-pdf", "long PDFs", _measure)
