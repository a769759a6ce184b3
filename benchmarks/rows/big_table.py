"""A table of 5,000 rows into Word, beside python-docx filling it cell by cell."""

from __future__ import annotations

from statistics import median

from benchmarks.desks import module
from benchmarks.row import Line, Row, Setting, compared, seconds
from benchmarks.timing import Contestant, Taken, inner, interleaved


def _measure(setting: Setting) -> list[Line]:
    longest = setting.count(20_000, 20_000, 400)
    rows = setting.count(5_000, 5_000, 200)
    sizes = (setting.count(500, 500, 100), rows, longest)
    indexed = setting.count(200, 100, 20)

    def turn(how: str, count: int) -> Contestant:
        command = module("large_table", how, str(count), setting.folder)
        return Contestant(f"{how} {count}", lambda: inner([command]))

    taken = interleaved(
        [
            *(turn("briefgen", size) for size in sizes), turn("rows", rows),
            turn("cells", indexed // 2), turn("cells", indexed),
        ],
        setting.count(5, 3, 1),
    )  # fmt: skip
    job = f"a table of {rows:,} rows and 6 columns into Word, layout given"
    ours = taken[f"briefgen {rows}"]
    each = [
        [turn.seconds / size for turn in taken[f"briefgen {size}"]]
        for size in (sizes[0], sizes[-1])
    ]
    growth = [large / small for small, large in zip(*each, strict=True)]
    squared = [Taken(turn.seconds * (rows / indexed) ** 2) for turn in taken[f"cells {indexed}"]]
    doubled = median(
        large.seconds / small.seconds
        for small, large in zip(
            taken[f"cells {indexed // 2}"], taken[f"cells {indexed}"], strict=True
        )
    )
    return [
        compared(
            job, "python-docx cell by cell, `table.cell(row, column)`", ours, squared, 0.05,
            f"worked out from {indexed} rows; twice as many take {doubled:.1f} times as long",
        ),
        compared(
            job, "python-docx row by row, `row.cells`", ours, taken[f"rows {rows}"], None,
            "for information: the fastest way that python-docx documents",
        ),
        Line(
            "each row of a long table into Word",
            f"each row of a table of {sizes[0]} rows",
            f"{median(each[1]) * 1e6:.0f} µs of {sizes[-1]:,}",
            f"{median(each[0]) * 1e6:.0f} µs", median(growth), min(growth), max(growth), 1.25,
            f"linear is 1; {seconds(median(t.seconds for t in taken[f'briefgen {sizes[-1]}']))}"
            " in all",
        ),
    ]  # fmt: skip


ROW = Row("big-table", "a long table into Word", _measure)
