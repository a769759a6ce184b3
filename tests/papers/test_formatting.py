"""A Word file is set by styles: what a paragraph looks like is told where all like it are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

if TYPE_CHECKING:
    from conftest import Shipped, WordFile

#: Share of a paper's paragraphs that may have formatting of their own.
MOST = 0.05

#: What belongs to a paragraph's place and not to its look: its list, its section, and with what
#: it stands on one page.
_OF_PLACE = ("pStyle", "numPr", "sectPr", "keepNext", "keepLines", "pageBreakBefore")

#: What belongs to words and not to their look.
_OF_WORDS = ("rStyle", "lang", "rtl")

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _own(element: etree._Element, holder: str, allowed: tuple[str, ...]) -> list[str]:
    properties = element.find(f"{WORD}{holder}")
    children = [] if properties is None else list(properties)
    names = [etree.QName(child).localname for child in children]
    return [name for name in names if name not in allowed]


def formatted(word: WordFile) -> tuple[int, list[str]]:
    """Return the number of a file's paragraphs, and what is set in those with their own look."""
    kinds = tuple(f"word/{kind}" for kind in ("document", "foot", "end", "head"))
    parts = [name for name in word.parts if name.startswith(kinds) and name.endswith(".xml")]
    count, found = 0, []
    for part in parts:
        for paragraph in word.tree(part).iter(f"{WORD}p"):
            count += 1
            own = _own(paragraph, "pPr", _OF_PLACE)
            own += [
                name for run in paragraph.iter(f"{WORD}r") for name in _own(run, "rPr", _OF_WORDS)
            ]
            if own:
                found.append(f"{part}: {own}")
    return count, found


def test_a_paper_is_set_by_styles(
    shipped: Shipped, word_file: Callable[[Path], WordFile], edition: str
) -> None:
    count, found = formatted(word_file(shipped.path(edition, "docx")))
    assert len(found) <= MOST * count, found


def test_a_paragraph_with_a_look_of_its_own_is_noticed(
    shipped: Shipped, word_file: Callable[[Path], WordFile], editions: list[str]
) -> None:
    file = word_file(shipped.path(editions[0], "docx"))
    _, before = formatted(file)
    document = file.parts["word/document.xml"]
    spoilt = document.replace(b"</w:pPr>", b'<w:jc w:val="right"/></w:pPr>', 1)
    file.parts["word/document.xml"] = spoilt
    assert len(formatted(file)[1]) == len(before) + 1


@pytest.mark.parametrize("field", ["title", "description"])
def test_every_table_has_a_title_and_a_description(
    shipped: Shipped, word_file: Callable[[Path], WordFile], edition: str, field: str
) -> None:
    name = {"title": "tblCaption", "description": "tblDescription"}[field]
    file = word_file(shipped.path(edition, "docx"))
    tables = file.xpath(".//w:tbl[count(.//w:tc) > 1]")
    texts = [table.find(f"{WORD}tblPr/{WORD}{name}") for table in tables]
    assert all(text is not None and text.get(f"{WORD}val") for text in texts)
