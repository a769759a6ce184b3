"""A source's title in another language is told as that in every format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tagged import read

if TYPE_CHECKING:
    from conftest import Desk, WordFile

TITLE = "Metraštis"


def test_a_foreign_title_is_marked_in_notes_and_in_the_list(
    desk: Desk, word_file: Callable[[Path], WordFile]
) -> None:
    name = "data/norland-sundmark/sources.yaml"
    desk.edit(name, "title: Yearbook", f"title: {{lt: {TITLE}}}")
    run = desk("build", "-a", "analyst", "-f", "html", "-f", "pdf", "-f", "docx")
    assert run.returncode == 0, run.stdout + run.stderr
    [html], [pdf], [docx] = (
        list(desk.root.glob(f"output/*/*.analyst.*.{e}")) for e in ("html", "pdf", "docx")
    )
    text = html.read_text("utf-8")
    assert text.count(TITLE) == text.count(f'<span lang="lt">{TITLE}</span>') > 1
    tagged = read(pdf.read_bytes())
    spoken = [e.text for e in tagged.find("Span") if str(e.entries.get("/Lang")) == "lt"]
    assert spoken == [TITLE] * text.count(TITLE)
    word = word_file(docx)
    runs = [
        run
        for part in ("word/document.xml", "word/footnotes.xml")
        for run in word.xpath(f".//w:r[w:t[contains(., '{TITLE}')]]", word.tree(part))
    ]
    assert len(runs) == text.count(TITLE)
    assert all(word.xpath("w:rPr/w:lang[@w:val='lt-LT' or @w:val='lt']", run) for run in runs)
