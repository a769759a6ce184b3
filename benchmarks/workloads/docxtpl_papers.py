"""docxtpl fills a template once for each file of texts; prints the seconds without the imports."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage


def main(arguments: Sequence[str]) -> None:
    """Fill the template given first with the texts of each JSON file given after it."""
    template, *contexts = arguments
    begun = time.perf_counter()
    for context in map(Path, contexts):
        fill(template, context, context.with_suffix(".docxtpl.docx"))
    sys.stderr.write(f"{time.perf_counter() - begun}\n")


def fill(template: str, context: Path, target: Path) -> None:
    """Write a Word file with the texts and pictures that a file of texts names."""
    document = DocxTemplate(template)
    content = json.loads(context.read_text("utf-8"))
    for block in content["blocks"]:
        if block["kind"] == "picture":
            block["picture"] = InlineImage(document, block["picture"], width=Mm(80))
    document.render(content, autoescape=True)
    document.save(target)
