"""briefgen's layout and PDF of one composed page, in a process of its own."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path

from benchmarks.workloads.layouts import laid_out
from briefgen.write.pdf import write_pdf


def main(arguments: Sequence[str]) -> None:
    """Lay out the page given first and write the PDF given second."""
    gc.disable()  # as the sandbox's workers do while a job runs
    layout = laid_out(Path(arguments[0]))
    Path(arguments[1]).write_bytes(write_pdf(layout, "0" * 32))
