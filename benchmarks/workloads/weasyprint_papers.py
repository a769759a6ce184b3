"""WeasyPrint called from a script: the PDFs of pages, and nothing else.

Prints the seconds that the last one took: nothing is loaded then, and nothing done the first time.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from weasyprint import HTML


def main(arguments: Sequence[str]) -> None:
    """Make the PDF of each page given, in their order."""
    taken = 0.0
    for page in map(Path, arguments):
        begun = time.perf_counter()
        HTML(page).write_pdf(page.with_suffix(".engine.pdf"))
        taken = time.perf_counter() - begun
    sys.stderr.write(f"{taken}\n")
