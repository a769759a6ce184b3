"""PDF and Word say the same in the same order; the composed document is what both are held to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

import tagged
from tagged import Tagged

if TYPE_CHECKING:
    from conftest import Shipped, WordFile

Squeeze = Callable[[str], str]
Table = list[list[str]]

#: Headings by their style in Word.
LEVELS = {"Title": "h1", "heading 1": "h2", "heading 2": "h3", "heading 3": "h4"} | {
    f"{apart} Heading {level}": f"h{level + 1}"
    for apart in ("Annex", "Unnumbered")
    for level in (1, 2, 3)
}


@dataclass
class Said:
    """What a paper says; headings with their level, those of contents apart."""

    headings: list[tuple[str, str]] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    text: str = ""


class _Reader(HTMLParser):
    """Reads a composed document as one does who knows HTML and nothing of briefgen."""

    def __init__(self) -> None:
        super().__init__()
        self.said = Said()
        self.open: list[str] = []
        self.taken: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "img":
            self.said.pictures.append(given["alt"])
        if tag in ("img", "meta", "br"):
            return
        name = "note" if (tag, given.get("class")) == ("span", "note") else tag
        self.open.append(name)
        if tag == "table":
            self.said.tables.append([])
        elif tag == "tr":
            self.said.tables[-1].append([])
        elif tag == "a" and given["href"].startswith("http"):
            self.said.links.append(given["href"])
        if name in ("th", "td", "h1", "h2", "h3", "h4", "note"):
            self.taken.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  # html.parser's signature
        name = self.open.pop()
        if name in ("th", "td"):
            self.said.tables[-1][-1].append(self.taken.pop())
        elif name == "note":
            self.said.notes.append(self.taken.pop())
        elif name in ("h1", "h2", "h3", "h4"):
            text = self.taken.pop()
            if "nav" in self.open:
                self.said.contents.append(text)
            else:
                self.said.headings.append((name, text))

    def handle_data(self, data: str) -> None:
        if "body" not in self.open:
            return
        if self.taken:
            self.taken[-1] += data
        if "note" not in self.open and "nav" not in self.open:
            self.said.text += data


@cache
def _structure(path: Path) -> Tagged:
    """Return a PDF's structure; poppler's own reading takes up to a minute a paper."""
    return tagged.read(path.read_bytes())


@pytest.fixture(scope="module")
def composed(shipped: Shipped) -> Callable[[str], Said]:
    """Return what reads an edition's composed document."""

    def read(edition: str) -> Said:
        reader = _Reader()
        reader.feed(shipped.path(edition, "html").read_text("utf-8"))
        assert reader.said.headings
        return reader.said

    return read


@pytest.fixture(scope="module")
def word(shipped: Shipped, word_file: Callable[[Path], WordFile]) -> Callable[[str], WordFile]:
    """Return what opens an edition's Word file."""
    return lambda edition: word_file(shipped.path(edition, "docx"))


def test_word_has_the_same_headings(
    composed: Callable[[str], Said],
    word: Callable[[str], WordFile],
    squeezed: Squeeze,
    edition: str,
) -> None:
    file = word(edition)
    found = [
        (LEVELS[style], squeezed(file.text(paragraph)))
        for paragraph in file.xpath(".//w:p")
        if (style := file.style_of(paragraph)) in LEVELS
    ]
    assert found == [(level, squeezed(text)) for level, text in composed(edition).headings]


def test_pdf_has_the_same_headings(
    composed: Callable[[str], Said], shipped: Shipped, squeezed: Squeeze, edition: str
) -> None:
    said = composed(edition)
    expected = [(level, squeezed(text)) for level, text in said.headings]
    structure = _structure(shipped.path(edition, "pdf"))
    found = [(t.type.lower(), squeezed(t.text)) for t in structure.find("H1", "H2", "H3", "H4")]
    contents = {squeezed(text) for text in said.contents}
    assert [heading for heading in found if heading[1] not in contents] == expected


def test_word_has_the_same_tables(
    composed: Callable[[str], Said],
    word: Callable[[str], WordFile],
    squeezed: Squeeze,
    edition: str,
) -> None:
    file = word(edition)
    found = [
        [[squeezed(file.text(cell)) for cell in file.xpath("w:tc", row)]
         for row in file.xpath("w:tr", table)]
        for table in file.xpath(".//w:tbl[count(.//w:tc) > 1]")  # one cell makes a box
    ]  # fmt: skip
    expected = [[[squeezed(cell) for cell in row] for row in t] for t in composed(edition).tables]
    assert found == expected


def test_pdf_has_the_same_tables(
    composed: Callable[[str], Said], shipped: Shipped, squeezed: Squeeze, edition: str
) -> None:
    tables = [
        [
            [squeezed(cell.text.replace("•", "")) for cell in row.find("TH", "TD")]
            for row in table.find("TR")
        ]
        for table in _structure(shipped.path(edition, "pdf")).find("Table")
    ]
    expected = composed(edition).tables
    assert tables == [[[squeezed(cell) for cell in row] for row in table] for table in expected]


def test_word_has_the_same_footnotes(
    composed: Callable[[str], Said],
    word: Callable[[str], WordFile],
    squeezed: Squeeze,
    edition: str,
) -> None:
    found = [squeezed(note) for note in word(edition).footnotes]
    assert found == [squeezed(note) for note in composed(edition).notes]


def test_pdf_has_the_same_footnotes_each_after_its_number(
    composed: Callable[[str], Said], shipped: Shipped, squeezed: Squeeze, edition: str
) -> None:
    found = _structure(shipped.path(edition, "pdf")).find("Note")
    notes = enumerate(composed(edition).notes, 1)
    assert [squeezed(note.text) for note in found] == [squeezed(f"{n} {note}") for n, note in notes]


def test_pdf_has_the_same_footnotes_in_order(
    composed: Callable[[str], Said], shipped: Shipped, pdf_pages: Callable[[Path], list[str]],
    squeezed: Squeeze, edition: str,
) -> None:  # fmt: skip
    text = squeezed("".join(pdf_pages(shipped.path(edition, "pdf"))))
    at = 0
    for number, note in enumerate(composed(edition).notes, 1):
        at = text.find(squeezed(f"{number} {note}"), at)
        assert at >= 0, f"note {number} is missing or out of order: {note}"


def test_the_analysts_paper_has_footnotes_and_the_others_have_none(
    composed: Callable[[str], Said], edition: str
) -> None:
    notes = composed(edition).notes
    assert (len(notes) > 5) if ".analyst." in edition else notes == []


def test_word_has_the_same_running_text(
    composed: Callable[[str], Said],
    word: Callable[[str], WordFile],
    squeezed: Squeeze,
    edition: str,
) -> None:
    file = word(edition)
    for contents in file.xpath(".//w:sdt"):
        parent = contents.getparent()
        assert parent is not None
        parent.remove(contents)
    assert squeezed(file.text(file.body)) == squeezed(composed(edition).text)


def test_pictures_have_the_same_alternative_in_both(
    composed: Callable[[str], Said], word: Callable[[str], WordFile], shipped: Shipped,
    squeezed: Squeeze, edition: str,
) -> None:  # fmt: skip
    expected = composed(edition).pictures
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    assert [node.get("descr") for node in word(edition).body.iter(drawing)] == expected
    with pikepdf.open(shipped.path(edition, "pdf")) as pdf:
        found = [
            str(o.Alt)
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"
        ]
    assert sorted(found) == sorted(expected)


def test_links_lead_to_the_same_addresses_in_both(
    composed: Callable[[str], Said], word: Callable[[str], WordFile], shipped: Shipped, edition: str
) -> None:
    expected = set(composed(edition).links)
    file = word(edition)
    targets = {
        node.get("Target")
        for name in file.parts
        if name.endswith(".rels")
        for node in file.tree(name)
        if node.get("TargetMode") == "External"
    }
    assert targets == expected
    with pikepdf.open(shipped.path(edition, "pdf")) as pdf:
        notes = [note for page in pdf.pages for note in page.get("/Annots", ())]
        assert {str(note.A.URI) for note in notes if "/A" in note} == expected
