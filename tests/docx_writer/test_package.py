"""The package: determinism, properties, furniture, references."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from .conftest import Word, q, text, value
from .test_tables import CSS, TABLE

Write = Callable[..., Word]

FURNITURE = """
@page { @top-left { content: "OFFICIAL" } @top-right { content: "A / B" }
        @bottom-right { content: counter(page) " of " counter(pages) } }
@page :first { @top-left { content: none } @top-right { content: none } }
"""

PAPER = (
    "<header class='masthead'><h1>t</h1><p class='date-line'>d</p></header>"
    f"<h2 id='x'>h</h2><p>a <a href='#x'>b</a><span class='note'>n</span></p>{TABLE}"
    "<aside class='box'><p>c</p></aside><ul><li>d</li></ul>"
)


def test_bytes_are_the_same_twice(write: Write) -> None:
    assert write(PAPER, CSS + FURNITURE).data == write(PAPER, CSS + FURNITURE).data


def test_members_are_sorted_and_undated(write: Write) -> None:
    with zipfile.ZipFile(io.BytesIO(write(PAPER).data)) as archive:
        members = archive.infolist()
    names = [member.filename for member in members]
    assert names[0] == "[Content_Types].xml"
    assert names[1:] == sorted(names[1:])
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}


def test_nothing_unasked_for_is_inside(write: Write) -> None:
    word = write("<p>a</p>")
    assert word.names == [
        "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml",
        "docProps/custom.xml", "word/_rels/document.xml.rels", "word/document.xml",
        "word/fontTable.xml", "word/settings.xml", "word/styles.xml",
    ]  # fmt: skip


def test_properties(write: Write) -> None:
    word = write("<p>a</p>")
    core = {str(one.tag).rpartition("}")[2]: one.text for one in word.part("docProps/core.xml")}
    assert core == {
        "title": "A paper", "subject": "Relations", "creator": "Desk", "category": "Briefing",
        "identifier": "urn:paper", "language": "en", "lastModifiedBy": "Desk", "revision": "1",
        "created": "2026-11-01T00:00:00Z", "modified": "2026-11-01T00:00:00Z",
    }  # fmt: skip
    assert "OFFICIAL" in "".join(str(part) for part in word.part("docProps/custom.xml").itertext())


def test_furniture(write: Write) -> None:
    word = write("<p>a</p><p class='b'>b</p>", FURNITURE + ".b { break-before: page }")
    section = word.body[-1]
    assert section.find(q("titlePg")) is not None
    headers = [text(word.part(name)) for name in word.names if name.startswith("word/header")]
    assert sorted(headers) == ["", "OFFICIAL\t\tA / B"]
    footer = word.part("word/footer1.xml")
    assert text(footer) == "1 of 2"
    assert [code.text for code in footer.iter(q("instrText"))] == [" PAGE ", " NUMPAGES "]


def test_every_reference_resolves(write: Write) -> None:
    word = write(PAPER, CSS + FURNITURE)
    styles = {style.get(q("styleId")) for style in word.part("word/styles.xml").iter(q("style"))}
    used = {
        one.get(q("val"))
        for name in word.names
        if name.startswith("word/") and name.endswith(".xml")
        for one in word.part(name).iter(q("pStyle"), q("rStyle"), q("tblStyle"), q("basedOn"))
    }
    assert used <= styles
    numbers = {one.get(q("numId")) for one in word.part("word/numbering.xml").iter(q("num"))}
    applied = {
        one.get(q("val"))
        for name in ("word/document.xml", "word/styles.xml")
        for one in word.part(name).iter(q("numId"))
    }
    assert applied <= numbers
    names = [
        (value(style, "name") or "").lower()
        for style in word.part("word/styles.xml").iter(q("style"))
    ]
    assert len(names) == len(set(names))


def test_fonts_are_words(write: Write) -> None:
    fonts = write("<p>a</p>").part("word/fontTable.xml")
    assert [(font.get(q("name")), value(font, "altName")) for font in fonts] == [
        ("Calibri", "Carlito")
    ]
