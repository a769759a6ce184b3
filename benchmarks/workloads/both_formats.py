"""WeasyPrint and docxtpl called from one script, as somebody would who has many papers to make."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from weasyprint import HTML

from benchmarks.workloads.docxtpl_papers import fill


def main(arguments: Sequence[str]) -> None:
    """Make both files of each page after the template; print the seconds without the imports."""
    template, *pages = arguments
    begun = time.perf_counter()
    for page in map(Path, pages):
        HTML(page).write_pdf(page.with_suffix(".script.pdf"))
        fill(template, page.with_suffix(".json"), page.with_suffix(".script.docx"))
    sys.stderr.write(f"{time.perf_counter() - begun}\n")
