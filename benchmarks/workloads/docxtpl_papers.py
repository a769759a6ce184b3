"""docxtpl fills a template once for each file of texts; prints the seconds without the imports."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from docxtpl import DocxTemplate


def main(arguments: Sequence[str]) -> None:
    """Fill the template given first with the texts of each JSON file given after it."""
    template, *contexts = arguments
    begun = time.perf_counter()
    for context in map(Path, contexts):
        document = DocxTemplate(template)
        document.render(json.loads(context.read_text("utf-8")), autoescape=True)
        document.save(context.with_suffix(".docxtpl.docx"))
    sys.stderr.write(f"{time.perf_counter() - begun}\n")
