"""Endnotes: Word's own, counted in figures, with nothing left of them where they stand in HTML."""

from __future__ import annotations

from collections.abc import Callable

from .conftest import Word, q, text, value

Write = Callable[..., Word]

NOTED = (
    "<h1>t</h1><p>One<a class='endnote' id='n-call-1' href='#n-1'>1</a> and two"
    "<a class='endnote' id='n-call-2' href='#n-2'>2</a>.</p>"
    "<section class='endnotes' id='n'><h2>Notes</h2>"
    "<p class='endnote' id='n-1'><a class='endnote' href='#n-call-1'>1</a>\u00a0See "
    "<a href='https://example.org/'>this</a>.</p>"
    "<p class='endnote' id='n-2'><a class='endnote' href='#n-call-2'>2</a>\u00a0<em>That</em>.</p>"
    "</section>"
)

CSS = "a.endnote { vertical-align: super; font-size: 65% } p.endnote { font-size: 8pt }"


def test_endnotes_are_words_own(write: Write) -> None:
    word = write(NOTED, CSS)
    notes = word.part("word/endnotes.xml")
    assert [note.get(q("id")) for note in notes] == ["-1", "0", "1", "2"]
    assert [text(note) for note in list(notes)[2:]] == ["\u00a0See this.", "\u00a0That."]
    assert [mark.get(q("id")) for mark in word.body.iter(q("endnoteReference"))] == ["1", "2"]
    assert all(len(list(note.iter(q("endnoteRef")))) == 1 for note in list(notes)[2:])
    assert value(notes[2], "p", "pPr", "pStyle") == "EndnoteText"
    assert value(word.style("EndnoteReference"), "rPr", "vertAlign") == "superscript"
    assert b"https://example.org/" in word.read("word/_rels/endnotes.xml.rels")
    assert "word/footnotes.xml" not in word.names
    assert word.formatted == 0


def test_the_body_ends_with_the_heading_of_the_notes(write: Write) -> None:
    body = write(NOTED, CSS).body
    assert [text(p) for p in body.iter(q("p"))] == ["t", "One and two.", "Notes"]
    assert not list(body.iter(q("bookmarkStart"), q("hyperlink")))


def test_endnotes_are_counted_in_figures_everywhere(write: Write) -> None:
    word = write(NOTED + "<section class='landscape'><p>a</p></section>", CSS)
    settings = word.part("word/settings.xml")
    assert value(settings, "endnotePr", "numFmt") == "decimal"
    separators = settings.findall(f"{q('endnotePr')}/{q('endnote')}")
    assert [one.get(q("id")) for one in separators] == ["-1", "0"]
    sections = list(word.body.iter(q("sectPr")))
    assert [value(section, "endnotePr", "numFmt") for section in sections] == ["decimal"] * 2


def test_notes_at_the_foot_and_at_the_end_may_stand_in_one_paper(write: Write) -> None:
    word = write(NOTED.replace("One", "One<span class='note'>foot</span>"), CSS)
    assert text(word.part("word/footnotes.xml")).strip() == "foot"
    assert len(word.part("word/endnotes.xml")) == 4
