"""Texts, inline elements, links and notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from briefgen.layout.weasy import lay_out
from briefgen.write.docx.compile import write_docx
from briefgen.write.docx.ooxml import R, checked

from .conftest import FACES, PROPERTIES, STYLE, Word, q, text, value

Write = Callable[..., Word]

PLAIN = f'<html lang="en"><head><title>t</title><style>{STYLE}</style></head><body><p>a</p></html>'


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("  one \n two  ", "one two"),
        ("one <em> two</em> three", "one two three"),
        ("one<em> two </em> three", "one two three"),
        ("<em> one</em><strong> </strong>two", "one two"),
        ("one <br> two", "one\ntwo"),
        ("one\u00a0 \u00a0two", "one\u00a0 \u00a0two"),
        ("one <span class='note'>n</span> two", "one  two"),
    ],
)
def test_white_space_collapses_as_in_html(write: Write, html: str, shown: str) -> None:
    assert text(write(f"<p>{html}</p>").body[0]) == shown


def test_soft_hyphens_and_non_breaking_hyphens_are_words_own(write: Write) -> None:
    body = write("<p>trans\u00adboundary</p>").body
    assert [part.tag for part in body.iter(q("t"), q("softHyphen"))] == [
        q("t"), q("softHyphen"), q("t"),
    ]  # fmt: skip


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1f", "\ufffe", "\ud800"])
def test_forbidden_characters_are_named(character: str) -> None:
    with pytest.raises(ValueError, match=f"U\\+{ord(character):04X}"):
        checked(f"a{character}b")


def test_forbidden_character_in_the_document() -> None:
    layout = lay_out(PLAIN, FACES)
    next(layout.root.iter("p")).text = "a\x0bb"
    with pytest.raises(ValueError, match=r"U\+000B"):
        write_docx(layout, PROPERTIES, {})


def test_forbidden_character_in_a_property() -> None:
    with pytest.raises(ValueError, match=r"U\+0001"):
        write_docx(lay_out(PLAIN, FACES), replace(PROPERTIES, title="\x01"), {})


def test_unknown_elements_are_errors(write: Write) -> None:
    with pytest.raises(ValueError, match="pre is not a block"):
        write("<pre>x</pre>")
    with pytest.raises(ValueError, match="not text"):
        write("<section>loose</section>")


def test_character_styles(write: Write) -> None:
    word = write("<p>a <strong>b</strong> <em>c</em> <span class='flag-new'>d</span></p>",
                 ".flag-new { color: #f00 }")  # fmt: skip
    names = [value(run, "rPr", "rStyle") for run in word.body.iter(q("r"))]
    assert names == [None, "Strong", None, "Emphasis", None, "FlagNew"]
    assert word.formatted == 0
    assert word.style("Strong").find(f"{q('rPr')}/{q('b')}") is not None


def test_strong_in_a_bold_paragraph_does_not_toggle(write: Write) -> None:
    word = write("<p>a <strong>b</strong></p><h1>c <strong>d</strong></h1>")
    title = word.body[1]
    assert text(title) == "c d"
    assert value(title, "r", "rPr", "rStyle") is None


def test_external_links(write: Write) -> None:
    word = write('<p><a href="https://example.org/?a=1&amp;b=2">x</a></p>')
    link = next(word.body.iter(q("hyperlink")))
    relationships = word.part("word/_rels/document.xml.rels")
    targets = {one.get("Id"): one.get("Target") for one in relationships}
    assert targets[link.get(f"{{{R}}}id")] == "https://example.org/?a=1&b=2"


def test_links_inside_reach_bookmarks(write: Write) -> None:
    long = "a-very-long-identifier-that-is-longer-than-forty-characters"
    word = write(
        f'<p><a href="#{long}-1">x</a><a href="#{long}-2">y</a><a href="#9">z</a></p>'
        f'<h1 id="{long}-1">1</h1><section id="{long}-2"><p>2</p></section><p id="9">3</p>'
        '<p id="unlinked">4</p>'
    )
    anchors = [link.get(q("anchor")) for link in word.body.iter(q("hyperlink"))]
    names = [mark.get(q("name")) for mark in word.body.iter(q("bookmarkStart"))]
    assert anchors == names
    assert len(set(names)) == 3
    assert all(name and len(name) <= 40 and name[0].isalpha() for name in names)


def test_footnotes(write: Write) -> None:
    word = write(
        '<p>One.<span class="note">See <a href="https://example.org/">here</a>.</span></p>'
        '<table><tbody><tr><td>Two<span class="note">In <em>a</em> cell.</span></td></tr>'
        "</tbody></table>"
    )
    notes = word.part("word/footnotes.xml")
    assert [note.get(q("id")) for note in notes] == ["-1", "0", "1", "2"]
    assert [text(note).strip() for note in list(notes)[2:]] == [
        "See here.",
        "In a cell.",
    ]
    assert [mark.get(q("id")) for mark in word.body.iter(q("footnoteReference"))] == ["1", "2"]
    assert b"https://example.org/" in word.read("word/_rels/footnotes.xml.rels")
    assert value(notes[2], "p", "pPr", "pStyle") == "FootnoteText"


def test_languages(write: Write) -> None:
    word = write('<p>Minsk, <span lang="be">Мінск</span></p>')
    languages = [value(run, "rPr", "lang") for run in word.body.iter(q("r"))]
    assert languages == [None, "be-BY"]
    assert value(word.style("Normal"), "rPr", "lang") == "en-GB"
