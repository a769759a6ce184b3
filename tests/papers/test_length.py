"""The minister reads two pages, whichever file is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html

from briefgen.house.workspace import Workspace

if TYPE_CHECKING:
    from conftest import Shipped

DOSSIERS = Workspace(Path(__file__).parents[2]).dossiers()


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_the_ministers_pdf_has_two_pages_at_most(
    shipped: Shipped, pdf_pages: Callable[[Path], list[str]], dossier: str
) -> None:
    assert len(pdf_pages(shipped.path(f"{dossier}.minister.en", "pdf"))) <= 2


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_the_ministers_word_file_has_two_pages_at_most(
    shipped: Shipped,
    office: Callable[[Path], Path],
    pdf_pages: Callable[[Path], list[str]],
    dossier: str,
) -> None:
    pages = pdf_pages(office(shipped.path(f"{dossier}.minister.en", "docx")))
    assert 1 <= len(pages) <= 2


def test_a_word_file_opens_with_all_of_its_text(
    shipped: Shipped,
    office: Callable[[Path], Path],
    pdf_pages: Callable[[Path], list[str]],
    squeezed: Callable[[str], str],
    edition: str,
) -> None:
    ours = pdf_pages(shipped.path(edition, "pdf"))
    theirs = pdf_pages(office(shipped.path(edition, "docx")))
    composed = squeezed(html.parse(str(shipped.path(edition, "html"))).getroot().text_content())
    words = {squeezed(word) for page in ours for word in page.split()}
    words = {word for word in words if word in composed}  # what stands in charts is a picture
    opened = squeezed(" ".join(theirs)).replace("-", "")  # where a line breaks a word
    missing = [word for word in words if word.isalpha() and word not in opened]
    assert missing == []
    assert abs(len(theirs) - len(ours)) <= max(1, len(ours) // 5)
