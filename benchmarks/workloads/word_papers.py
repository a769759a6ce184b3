"""briefgen writes a Word file again and again from one layout; prints the seconds that took."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.workloads.layouts import fonts, laid_out, word_file


def main(arguments: Sequence[str]) -> None:
    """Write as many files as the second argument says from the page that the first one is."""
    page, count = Path(arguments[0]), int(arguments[1])
    layout, known = laid_out(page), fonts()
    word_file(layout, known)  # what is loaded once a process
    begun = time.perf_counter()
    for number in range(count):
        page.with_suffix(f".{number % 2}.docx").write_bytes(word_file(layout, known))
    sys.stderr.write(f"{time.perf_counter() - begun}\n")
