"""The rows of the table, in its order."""

from __future__ import annotations

from benchmarks.row import Row
from benchmarks.rows import (
    big_table,
    cluster,
    from_nothing,
    long_pdf,
    memory,
    nothing_changed,
    one_figure,
    other_tools,
    six_audiences,
    watched,
    word_half,
    world,
)

ROWS: tuple[Row, ...] = (
    nothing_changed.ROW,
    one_figure.ROW,
    watched.ROW,
    six_audiences.ROW,
    from_nothing.ROW,
    word_half.ROW,
    big_table.ROW,
    long_pdf.ROW,
    memory.ROW,
    cluster.ROW,
    other_tools.ROW,
    world.ROW,
)
