"""A paper is a draft until its clearance is complete, and says so on every page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Desk, WordFile

SMALL = "norland-sundmark"
HEADER = f"data/{SMALL}/dossier.yaml"
PDF = f"output/{SMALL}/{SMALL}.press.en.pdf"
DOCX = f"output/{SMALL}/{SMALL}.press.en.docx"
UNCLEARED = "  date: 2026-03-30\n"
CLEARED = "  cleared_by: Head of department\n  date: 2026-03-30\n"


def test_an_uncleared_paper_says_draft_on_every_page_of_both_formats(
    desk: Desk,
    pdf_pages: Callable[[Path], list[str]],
    word_file: Callable[[Path], WordFile],
) -> None:
    assert desk("build", SMALL, "-a", "press").returncode == 0
    pages = pdf_pages(desk.root / PDF)
    assert len(pages) > 1
    assert all("DRAFT" in page for page in pages)
    word = word_file(desk.root / DOCX)
    headers = [n for n in word.parts if n.startswith("word/header")]
    assert headers
    assert all("DRAFT" in word.text(word.tree(name)) for name in headers)


def test_a_cleared_paper_does_not(
    desk: Desk,
    pdf_pages: Callable[[Path], list[str]],
    word_file: Callable[[Path], WordFile],
) -> None:
    desk.edit(HEADER, UNCLEARED, CLEARED)
    done = desk("build", SMALL, "-a", "press", "--final")
    assert done.returncode == 0, done.stderr
    assert not any("DRAFT" in page for page in pdf_pages(desk.root / PDF))
    assert b"DRAFT" not in b"".join(word_file(desk.root / DOCX).parts.values())


@pytest.mark.parametrize("missing", ["cleared_by: Head of department", "date: 2026-03-30"])
def test_final_refuses_a_paper_whose_clearance_is_not_complete(desk: Desk, missing: str) -> None:
    desk.edit(HEADER, UNCLEARED, CLEARED)
    desk.edit(HEADER, f"  {missing}\n", "")
    (desk.root / PDF).parent.mkdir(parents=True)
    (desk.root / PDF).write_bytes(b"older")
    refused = desk("build", SMALL, "-a", "press", "--final")
    assert refused.returncode == 1
    line, column = desk.edit(HEADER, "clearance:", "clearance:")
    assert f"{HEADER}:{line + 1}:{column + 2}: error[not-cleared]" in refused.stderr
    assert "hint: complete `clearance:`" in refused.stderr
    assert f"{PDF}: kept; it is the older one" in refused.stderr
    assert (desk.root / PDF).read_bytes() == b"older"


def test_final_refuses_a_dossier_without_any_clearance(desk: Desk) -> None:
    path = desk.root / HEADER
    path.write_text(path.read_text("utf-8").split("clearance:")[0], "utf-8")
    refused = desk("build", SMALL, "-a", "press", "--final")
    assert refused.returncode == 1
    assert "error[not-cleared]" in refused.stderr
