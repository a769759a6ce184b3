"""Word lays a paper out as the PDF does: the same words end lines and stand on the same pages.

LibreOffice lays the Word file out. Words are told apart by their boxes (poppler's ``pdftotext
-bbox``), matched in the order of reading, and compared where both have them.
"""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from conftest import EDITIONS

if TYPE_CHECKING:
    from conftest import Desk, Office, Shipped

#: Least share of the words that both must have, of lines that end alike, of words on their page.
MATCHED, LINES, PAGES = 0.9, 0.99, 0.95

#: Points at the head and the foot of a page that hold its furniture.
HEAD, FOOT = 55, 46

_WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</word>'
)


@dataclass(frozen=True)
class Word:
    """A word, the number of its page, and its left and lower edge in points."""

    text: str
    page: int
    left: float
    bottom: float


@dataclass(frozen=True)
class Agreement:
    """How far two layouts of a paper agree: numbers of pages, and shares."""

    pages: tuple[int, int]
    matched: float
    same_end: float
    same_page: float

    @property
    def holds(self) -> bool:
        own, other = self.pages
        return (
            abs(own - other) <= max(1, own // 10)
            and self.matched >= MATCHED
            and self.same_end >= LINES
            and self.same_page >= PAGES
        )


def words(path: Path) -> tuple[list[Word], int]:
    """Return the words of a PDF in the order of reading, and how many pages it has."""
    command = ["pdftotext", "-bbox", str(path), "-"]
    text = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    found, page, height = [], 0, 0.0
    for line in text.splitlines():
        if size := re.search(r'<page .*height="([\d.]+)"', line):
            page, height = page + 1, float(size[1])
        elif word := _WORD.search(line):
            left, bottom, shown = float(word[1]), float(word[2]), _told_apart(unescape(word[3]))
            if shown and HEAD < bottom < height - FOOT:
                found.append(Word(shown, page, left, bottom))
    return found, page


def _told_apart(text: str) -> str:
    """Return a word without leaders, marks of notes and hyphens at its end; nothing for bullets,
    ordinals, Arabic.

    What stands before or above a word is a word of its own in one layout and not in the other.
    """
    text = re.sub(r"[.…]{3,}\d*$|[-\u00ad]$", "", text)
    text = re.sub(r"(?<=[.,;:)\]\u201d\u2019])\d{1,2}$", "", text)
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text):
        return ""
    return "" if re.fullmatch(r"[•\u2013.]|\d{1,2}\.?", text) else text


def agreement(one: Path, other: Path) -> Agreement:
    """Compare the layouts of two PDFs that say the same."""
    (own, own_pages), (theirs, their_pages) = words(one), words(other)
    matcher = SequenceMatcher(None, [w.text for w in own], [w.text for w in theirs], autojunk=False)
    pairs = [
        (start + step, match + step)
        for start, match, length in matcher.get_matching_blocks()
        for step in range(length)
    ]
    ends = [(a, b) for a, b in pairs if _ends_line(own, a)]
    return Agreement(
        (own_pages, their_pages),
        len(pairs) / len(own),
        sum(_ends_line(theirs, b) for _, b in ends) / len(ends),
        sum(own[a].page == theirs[b].page for a, b in pairs) / len(pairs),
    )


def _ends_line(line: list[Word], at: int) -> bool:
    if at + 1 == len(line):
        return True
    word, after = line[at], line[at + 1]
    lower = abs(after.bottom - word.bottom) > 5
    return after.page != word.page or lower or after.left < word.left


def test_words_lines_and_pages_are_those_of_the_pdf(shipped: Shipped, office: Office) -> None:
    converted = office.all([shipped.path(edition, "docx") for edition in EDITIONS])
    compared = {
        edition: agreement(shipped.path(edition, "pdf"), pdf)
        for edition, pdf in zip(EDITIONS, converted, strict=True)
    }
    assert {edition: found for edition, found in compared.items() if not found.holds} == {}


def test_both_formats_break_the_same_words(copied: Callable[..., Desk], office: Office) -> None:
    desk = copied("belarus-lithuania")
    desk.write("templates/broken/audience.yaml", "like: analyst\nhyphenation: full\n")
    run = desk("build", "-a", "broken", "-f", "pdf", "-f", "docx", timeout=400)
    assert run.returncode == 0, run.stdout + run.stderr
    [pdf] = desk.root.glob("output/*/*.pdf")
    converted = office(pdf.with_suffix(".docx"))
    assert agreement(pdf, converted).holds
    own, other = broken(pdf), broken(converted)
    assert len(own) > 10
    assert not [word for word in own if word not in other]


def broken(pdf: Path) -> list[str]:
    """Return what stands before hyphens at the ends of lines: in our PDFs, before soft ones."""
    command = ["pdftotext", "-raw", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    soft = re.findall("(\\w+)\u00ad\n", text)
    return soft or re.findall(r"(\w+)-\n", text)


def test_papers_that_differ_do_not_agree(shipped: Shipped) -> None:
    press, large = (
        shipped.path(f"belarus-lithuania.{a}.en", "pdf") for a in ("press", "largeprint")
    )
    found = agreement(press, large)
    assert not found.holds
    assert found.same_end < LINES
    assert found.same_page < PAGES
