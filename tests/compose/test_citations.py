"""Sources are numbered in the order in which a paper first cites them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefgen.compose.citations import Citations, paragraphs
from briefgen.compose.csl import Bibliography
from briefgen.compose.wording import Wording
from briefgen.house.catalogue import load_catalogue
from briefgen.house.workspace import Workspace

WORKSPACE = Workspace(Path(__file__).parents[2])
WORDING = Wording(load_catalogue(WORKSPACE, "en"))
HOUSE = WORKSPACE.house_file("citations/house.csl")


def _source(identifier: str, **values: Any) -> dict[str, Any]:
    given = {"publisher": identifier.upper(), "title": f"On {identifier}", "date": "2009-09-16"}
    bare = dict.fromkeys(("author", "kind", "url", "retrieved"))
    return {"id": identifier, **bare, "reliability": "official", **given, **values}


SOURCES = [_source(name) for name in ("a", "b", "c", "d")]


def _citations(notes: str = "footnotes", sources: list[dict[str, Any]] = SOURCES) -> Citations:
    bibliography = Bibliography(HOUSE, "en-GB", sources)
    return Citations({"sources": sources, "notes": notes}, WORDING, bibliography)


def _record(*sources: str) -> dict[str, list[str]]:
    return {"sources": list(sources)}


def test_numbers_follow_the_first_citation_without_gaps() -> None:
    citations = _citations()
    assert citations.marks(_record("c")) == '[<a href="#source-c">1</a>]'
    citations.note(_record("a", "c"))
    citations.names(_record("d"))
    assert [(s["id"], s["number"]) for s in citations.used()] == [("c", 1), ("a", 2), ("d", 3)]


def test_one_note_lists_its_sources_by_number_and_each_once() -> None:
    citations = _citations()
    citations.marks(_record("b"))
    text = citations.marks(_record("d", "b"), _record("b", "a"))
    assert text == (
        '[<a href="#source-b">1</a>, <a href="#source-d">2</a>, <a href="#source-a">3</a>]'
    )


def test_a_source_that_nobody_cites_is_not_listed() -> None:
    citations = _citations()
    assert citations.used() == []
    citations.note(_record())
    assert citations.used() == []


def test_a_paper_without_notes_prints_none_and_still_lists_its_sources() -> None:
    citations = _citations("none")
    assert citations.note(_record("b")) == ""
    assert citations.marks(_record("a")) == ""
    assert [s["id"] for s in citations.used()] == ["b", "a"]


def test_a_record_without_sources_gets_no_note() -> None:
    citations = _citations()
    assert citations.note(_record()) == ""
    assert citations.marks(_record()) == ""
    assert citations.names(_record()) == ""


def test_a_note_is_one_footnote_with_escaped_titles() -> None:
    sources = [_source("a", publisher="R & D <i>", title='"Quoted" <script>')]
    text = _citations(sources=sources).note(_record("a"))
    assert text == (
        '<span class="note">R &amp; D &lt;i&gt;, <em>&#34;Quoted&#34; &lt;script&gt;</em>, '
        '16 September 2009 [<a href="#source-a">1</a>].</span>'
    )


@pytest.mark.parametrize(
    ("date", "retrieved", "expected"),
    [
        ("2009", "2026-01-01", "A, 2009, read 1\N{NO-BREAK SPACE}Jan 2026"),
        ("2009", None, "A, 2009"),
        (None, "2026-01-01", "A, n.d., read 1\N{NO-BREAK SPACE}Jan 2026"),
        (None, None, "A, n.d."),
    ],
)
def test_an_undated_source_says_so(date: str | None, retrieved: str | None, expected: str) -> None:
    citations = _citations(sources=[_source("a", date=date, retrieved=retrieved)])
    assert citations.names(_record("a")) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("2026-01-01", "2026-01-01"), "A, 2009; B, n.d., read 1 Jan 2026"),
        (("2026-01-01", "2026-01-02"), "A, 2009, read 1 Jan 2026; B, n.d., read 2 Jan 2026"),
        (("2026-01-01", None), "A, 2009, read 1 Jan 2026; B, n.d."),
    ],
)
def test_the_day_of_reading_stands_once_where_it_is_one(
    days: tuple[str | None, str | None], expected: str
) -> None:
    sources = [
        _source("a", date="2009", retrieved=days[0]),
        _source("b", publisher="B", date=None, retrieved=days[1]),
    ]
    names = _citations(sources=sources).names(_record("a", "b"))
    assert names.replace("\N{NO-BREAK SPACE}", " ") == expected


def test_paragraphs_part_at_blank_lines_and_are_escaped() -> None:
    assert paragraphs("one\n two\n\n<b>three</b>\n\n\n\n") == [
        "one two",
        "&lt;b&gt;three&lt;/b&gt;",
    ]
    assert paragraphs(" \n\n ") == []
