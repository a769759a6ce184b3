"""Texts that run from right to left: documents, paragraphs, tables and words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Word, q, text, value

Write = Callable[..., Word]

ARABIC = 'lang="ar" dir="rtl"'
CSS = """
:lang(ar), :lang(fa) { font-family: "NotoNaskhArabic", Carlito }
p.in { margin: 0 40pt 0 10pt }
td, th { padding: 1pt 8pt 1pt 2pt; text-align: start }
"""


def test_a_document_runs_from_right_to_left(write: Write) -> None:
    word = write("<h1>العلاقات</h1><p>نص</p>", CSS, ARABIC)
    assert word.style("Normal").find(f"{q('pPr')}/{q('bidi')}") is not None
    assert word.body[-1].find(q("bidi")) is not None
    assert all(run.find(f"{q('rPr')}/{q('rtl')}") is not None for run in word.body.iter(q("r")))
    languages = word.style("Normal").find(f"{q('rPr')}/{q('lang')}")
    assert languages is not None
    assert languages.get(q("bidi")) == "ar-SA"
    theme = word.part("word/settings.xml").find(q("themeFontLang"))
    assert theme is not None
    assert theme.get(q("bidi")) == "ar-SA"
    assert word.formatted == 0


def test_no_style_says_so_of_characters(write: Write) -> None:
    """The schema has ``w:rtl`` for runs only."""
    word = write("<h1>العلاقات</h1><p>نص <strong>مهم</strong></p>", CSS, ARABIC)
    assert not list(word.part("word/styles.xml").iter(q("rtl")))


@pytest.mark.parametrize(
    ("align", "written"),
    [("start", None), ("right", None), ("left", "right"), ("end", "right"), ("center", "center")],
)
def test_alignment_is_counted_from_where_lines_begin(
    write: Write, align: str, written: str | None
) -> None:
    word = write(f"<p>نص</p><p class='x'>{'نص ' * 3}</p>", f"{CSS} .x {{ text-align: {align} }}",
                 ARABIC)  # fmt: skip
    [style] = {value(word.body[1], "pPr", "pStyle")}
    assert style is not None
    assert value(word.style(style), "pPr", "jc") == written


def test_indents_are_counted_from_where_lines_begin(write: Write) -> None:
    word = write("<p class='in'>a</p>", CSS)
    there = write("<p class='in'>نص</p>", CSS, ARABIC)
    found = [one.style("In").find(f"{q('pPr')}/{q('ind')}") for one in (word, there)]
    assert [(one.get(q("left")), one.get(q("right"))) for one in found if one is not None] == [
        ("200", "800"), ("800", "200"),
    ]  # fmt: skip


TABLE = "<table{}><tbody><tr><th scope='row'>1</th><td>2</td></tr></tbody></table>"


def test_a_table_begins_on_the_right(write: Write) -> None:
    tables = list(write(TABLE.format(" dir='rtl'") + TABLE.format(""), CSS).body.iter(q("tbl")))
    assert [one.find(f"{q('tblPr')}/{q('bidiVisual')}") is not None for one in tables] == [
        True, False,
    ]  # fmt: skip
    assert [text(cell) for cell in tables[0].iter(q("tc"))] == ["1", "2"]


def test_columns_and_cells_of_a_table_are_turned_with_it(write: Write) -> None:
    css = CSS + "table { width: 300pt; table-layout: fixed } th { width: 60pt }"
    word = write(TABLE.format(" dir='rtl' class='x'"), css)
    table = next(word.body.iter(q("tbl")))
    widths = [int(one.get(q("w"), "0")) for one in table.iter(q("gridCol"))]
    assert widths[0] < widths[1]
    margins = word.style("XTable").find(f"{q('tblPr')}/{q('tblCellMar')}")
    assert margins is not None
    sides = {str(one.tag).rpartition("}")[2]: one.get(q("w")) for one in margins}
    assert (sides["left"], sides["right"]) == ("160", "38")


def test_a_paragraph_and_words_of_it_may_run_the_other_way(write: Write) -> None:
    word = write(
        "<p>English <span lang='ar'>عربي</span></p><p lang='ar' dir='rtl'>نص <span lang='en'>in"
        "</span></p>", CSS,
    )  # fmt: skip
    first, second = list(word.body.iter(q("p")))
    assert first.find(f"{q('pPr')}/{q('bidi')}") is None
    style = value(second, "pPr", "pStyle")
    assert style is not None
    own = second.find(f"{q('pPr')}/{q('bidi')}")
    assert own is not None or word.style(style).find(f"{q('pPr')}/{q('bidi')}") is not None
    runs = [run.find(f"{q('rPr')}/{q('rtl')}") is not None for run in word.body.iter(q("r"))]
    assert runs == [False, True, True, False]
