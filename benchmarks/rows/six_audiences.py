"""One figure changed, six audiences in two formats, beside six PDFs by WeasyPrint."""

from __future__ import annotations

from statistics import median

from benchmarks import peers
from benchmarks.desks import Desk
from benchmarks.row import Line, Row, Setting, compared, seconds
from benchmarks.timing import Contestant, interleaved, run_all

AUDIENCES = ("minister", "analyst", "delegation", "press", "business", "largeprint")


def _measure(setting: Setting) -> list[Line]:
    desk = Desk(setting.folder / "desk", 1)
    [name] = desk.names
    pages = [peers.composed(desk, name, a, setting.folder / "peers") for a in AUDIENCES]
    jobs = str(setting.processors)
    desk.build("-j", jobs)
    loop = [peers.weasyprint(page) for page in pages]
    scripts = [peers.engine(pages[side::2]) for side in range(2)]
    taken = interleaved(
        [
            Contestant(
                "all six", lambda: desk.build("-j", jobs), lambda: desk.change(name)
            ),
            Contestant("weasyprint", lambda: run_all(loop, 1)),
            Contestant("engine", lambda: run_all(scripts, 2)),
            Contestant(
                "one of six", lambda: desk.build("-j", jobs),
                lambda: desk.change_for_analysts(name),
            ),
            Contestant(
                "that one alone", lambda: desk.build("-j", jobs, "-a", "analyst"),
                lambda: desk.change_for_analysts(name),
            ),
        ],
        setting.count(9, 7, 1),
    )  # fmt: skip
    reached = compared(
        "one figure changed that reaches six papers, in PDF and Word",
        "WeasyPrint's command line six times, PDF alone", taken["all six"], taken["weasyprint"],
        0.30, f"two at a time; WeasyPrint's are {peers.NO_CHECKS}, one after the other",
    )  # fmt: skip
    script = "two scripts at a time that call WeasyPrint three times each, PDF alone"
    alone = compared(
        "one figure changed that reaches six papers, in PDF and Word", script, taken["all six"],
        taken["engine"], note=f"for information: both with their start; {peers.NO_CHECKS}",
    )  # fmt: skip
    left = compared(
        script, "WeasyPrint's command line six times, PDF alone", taken["engine"],
        taken["weasyprint"], note="for information: what the engine alone leaves of the time",
    )  # fmt: skip
    unreached = [
        (six.seconds - one.seconds) / (len(AUDIENCES) - 1)
        for six, one in zip(taken["one of six"], taken["that one alone"], strict=True)
    ]
    single = [loop.seconds / len(AUDIENCES) for loop in taken["weasyprint"]]
    ratios = [a / b for a, b in zip(unreached, single, strict=True)]
    return [
        reached,
        alone,
        left,
        Line(
            "each paper that a changed figure does not reach", "WeasyPrint making one PDF",
            seconds(median(unreached)), seconds(median(single)), median(ratios), min(ratios),
            max(ratios), 0.02,
            "a build of six papers of which one is reached, less a build of that one, over five",
        ),
    ]  # fmt: skip


ROW = Row("six-audiences", "one figure changed, six audiences", _measure)
