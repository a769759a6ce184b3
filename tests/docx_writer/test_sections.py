"""Sections: landscape pages, columns, a first page of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from briefgen.compose.turned import turned_pages

from .conftest import Word, q, text

Write = Callable[..., Word]

CSS = """
@page { @top-left { content: "OFFICIAL" } @bottom-right { content: counter(page) } }
@page :first { @top-left { content: none } }
@page landscape { size: A4 landscape }
body { page: upright }
.landscape { page: landscape }
.columns { columns: 2; column-gap: 20pt }
"""

BODY = (
    "<main><p>a</p><section class='landscape'><table><tbody><tr><td>b</td></tr></tbody></table>"
    "</section><p>c</p></main>"
)


def _sizes(word: Word) -> list[tuple[str | None, str | None]]:
    sizes = [section.find(q("pgSz")) for section in word.body.iter(q("sectPr"))]
    return [(size.get(q("w")), size.get(q("orient"))) for size in sizes if size is not None]


def test_landscape_pages_lie_between_upright_ones(write: Write) -> None:
    word = write(BODY, CSS)
    assert _sizes(word) == [("11906", None), ("16838", "landscape"), ("11906", None)]
    table = next(word.body.iter(q("tbl")))
    width = table.find(f"{q('tblPr')}/{q('tblW')}")
    assert width is not None
    assert int(width.get(q("w"), "0")) <= 16838 - 2 * 1134


def test_a_paper_may_begin_with_landscape_pages(write: Write) -> None:
    word = write("<main><section class='landscape'><p>a</p></section><p>b</p></main>", CSS)
    assert _sizes(word) == [("16838", "landscape"), ("11906", None)]


def test_pages_go_on_counting_and_keep_their_furniture(write: Write) -> None:
    word = write(BODY, CSS)
    sections = list(word.body.iter(q("sectPr")))
    assert not list(word.body.iter(q("pgNumType")))
    parts = {
        name: text(word.part(name))
        for name in word.names
        if name.startswith(("word/header", "word/footer"))
    }
    relations = {one.get("Id"): f"word/{one.get('Target')}"
                 for one in word.part("word/_rels/document.xml.rels")}  # fmt: skip
    shown = [
        {
            (str(one.tag).rpartition("}")[2], one.get(q("type"))): parts[relations[key]]
            for one in section
            for key in one.attrib.values()
            if key in relations
        }
        for section in sections
    ]
    later = {("headerReference", "default"): "OFFICIAL", ("footerReference", "default"): "1"}
    first = {("headerReference", "first"): "", ("footerReference", "first"): "1"}
    assert shown == [first | later, later, later]


def test_the_first_section_alone_has_a_first_page_of_its_own(write: Write) -> None:
    sections = list(write(BODY, CSS).body.iter(q("sectPr")))
    assert [section.find(q("titlePg")) is not None for section in sections] == [True, False, False]


def test_columns_are_a_section_on_the_same_page(write: Write) -> None:
    text_ = "Words that fill a line and go on. " * 8
    word = write(f"<p>a</p><section class='columns'><p>{text_}</p><p>b</p></section><p>c</p>", CSS)
    sections = list(word.body.iter(q("sectPr")))
    columns = [section.find(q("cols")) for section in sections]
    assert [one.get(q("num")) for one in columns if one is not None] == [None, "2", None]
    assert columns[1] is not None
    assert columns[1].get(q("space")) == "400"
    kinds = [section.find(q("type")) for section in sections]
    assert [None if kind is None else kind.get(q("val")) for kind in kinds] == [
        None, "continuous", "continuous",
    ]  # fmt: skip
    assert word.formatted == 0


@pytest.mark.parametrize(
    ("size", "sides"),
    [("letter", (12240, 15840)), ("A5", (8391, 11906)), ("200mm 250mm", (11339, 14173))],
)
def test_landscape_pages_are_as_large_as_the_others(
    write: Write, size: str, sides: tuple[int, int]
) -> None:
    page = f"@page {{ size: {size} }}"
    word = write(BODY, CSS.replace("@page landscape { size: A4 landscape }", turned_pages([page]))
                 + page)  # fmt: skip
    sizes = [section.find(q("pgSz")) for section in word.body.iter(q("sectPr"))]
    found = [(int(one.get(q("w"), 0)), int(one.get(q("h"), 0))) for one in sizes if one is not None]
    assert found == [sides, sides[::-1], sides]


def test_a_paper_of_broad_pages_says_so_and_none_is_turned_back(write: Write) -> None:
    word = write(BODY, CSS + "@page { size: A4 landscape }")
    assert _sizes(word) == [("16838", "landscape")] * 3
