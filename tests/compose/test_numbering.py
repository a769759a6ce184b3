"""Numbers of captions and headings, and notes at the end: put into a document for both formats."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from briefgen.compose.captions import numbered_captions
from briefgen.compose.elements import read
from briefgen.compose.endnotes import endnotes
from briefgen.compose.headings import numbered_headings
from briefgen.compose.vocabulary import check
from briefgen.compose.wording import Wording
from briefgen.house.catalogue import load_catalogue
from briefgen.house.words import Catalogue
from briefgen.house.workspace import Workspace

ENGLISH = Wording(load_catalogue(Workspace(Path(__file__).parents[2]), "en"))
PICTURE = '<img src="data:image/png;base64,AA==" alt=""/>'


def _paper(body: str) -> str:
    return f'<html lang="en"><head><title>t</title></head><body>{body}</body></html>'


def _inside(html: str) -> str:
    return html.partition("<body>")[2].removesuffix("</body></html>")


def _shown(html: str) -> list[str]:
    """Return the text of each block, read by another parser."""
    body = etree.fromstring(html, etree.HTMLParser()).find("body")
    assert body is not None
    blocks = body.iter("h1", "h2", "h3", "h4", "p", "caption", "figcaption", "li")
    return ["".join(map(str, block.itertext())) for block in blocks]


FIGURES = f"""<nav class="figures"><h2>Figures</h2></nav>
<nav class="tables"><h2>Tables</h2></nav>
<p>See <a class="reference" href="#b">the map</a>, <a class="reference" href="#t">the table</a>.</p>
<figure><figcaption>First</figcaption>{PICTURE}</figure>
<table id="t"><caption>Data &amp; <em>more</em><span class="note">n</span></caption><tbody><tr>
<td>1</td></tr></tbody></table>
<figure>{PICTURE}</figure>
<figure id="b"><figcaption>Second<br/><small>line</small></figcaption>{PICTURE}</figure>
<figure><figcaption>Framed</figcaption><table><tbody><tr><td>2</td></tr></tbody></table></figure>
"""


def test_figures_and_tables_are_counted_apart_where_they_have_captions() -> None:
    shown = _shown(numbered_captions(_paper(FIGURES), ENGLISH))
    captions = [one for one in shown if "\N{EN SPACE}" in one]
    assert captions[:2] == ["Figure 1\u2002First", "Figure 2\u2002Second line"]  # the lists
    assert captions[2:4] == ["Table 1\u2002Data & more", "Table 2\u2002Framed"]
    assert captions[4:] == [
        "Figure 1\u2002First", "Table 1\u2002Data & moren", "Figure 2\u2002Secondline",
        "Table 2\u2002Framed",
    ]  # fmt: skip


def test_a_reference_prints_the_number_and_leads_to_it() -> None:
    html = numbered_captions(_paper(FIGURES), ENGLISH)
    assert '<a class="reference" href="#b-label">Figure 2</a>' in html
    assert '<a class="reference" href="#t-label">Table 1</a>' in html
    assert 'id="b-label"' in html
    assert 'id="t-label"' in html


def test_a_reference_to_what_has_no_number_keeps_its_text() -> None:
    body = '<p id="x">a</p><p><a class="reference" href="#x">above</a></p>'
    assert _inside(numbered_captions(_paper(body), ENGLISH)) == body


def test_a_list_of_captions_is_left_out_where_there_are_none() -> None:
    body = '<nav class="figures"><h2>Figures</h2></nav><p>a</p>'
    assert _inside(numbered_captions(_paper(body), ENGLISH)) == "<p>a</p>"


def test_a_language_puts_the_number_where_it_belongs() -> None:
    words = {"caption.figure": "{number}. ábra", "caption.table": "{number}. táblázat"}
    hungarian = Wording(Catalogue("hu", "hu_HU", words))
    html = numbered_captions(_paper(f"<figure><figcaption>A</figcaption>{PICTURE}</figure>"),
                             hungarian)  # fmt: skip
    assert _shown(html) == ["1. ábra\u2002A"]
    assert '><span class="count">1</span>. ábra</span>' in html


HEADINGS = """<h1>T</h1><nav><h2>Contents</h2><ol><li><a href="#one">One</a></li>
<li><a href="#x">X</a></li></ol></nav><section id="one"><h2>One</h2><h3>a</h3><h4>i</h4><h4>ii</h4>
<h3>b</h3><h4>i</h4></section><aside><h3>box</h3></aside><h2>Two</h2><h3>c</h3>
<section id="x"><h2 class="annex">X</h2><h3>d</h3></section><h2 class="annex">Y</h2>
<h2 class="unnumbered">Z</h2><h3>e</h3>"""


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (1, "1|a|i|ii|b|i|box|2|c|Annex A|d|Annex B|Z|e"),
        (2, "1|1.1|i|ii|1.2|i|box|2|2.1|Annex A|A.1|Annex B|Z|e"),
        (3, "1|1.1|1.1.1|1.1.2|1.2|1.2.1|box|2|2.1|Annex A|A.1|Annex B|Z|e"),
    ],
)
def test_headings_are_numbered_level_by_level(levels: int, expected: str) -> None:
    html = numbered_headings(_paper(HEADINGS), levels, ENGLISH)
    numbers = [one.partition("\N{EN SPACE}")[0] for one in _shown(html)]
    assert numbers == ["T", "Contents", "1", "Annex A", *expected.split("|")]


def test_annexes_go_on_after_the_twenty_sixth_as_word_counts() -> None:
    body = "".join(f'<h2 class="annex">{n}</h2>' for n in range(28))
    shown = _shown(numbered_headings(_paper(body), 1, ENGLISH))
    assert [one.split("\N{EN SPACE}")[0] for one in shown[24:]] == [
        "Annex Y", "Annex Z", "Annex AA", "Annex BB",
    ]  # fmt: skip


NOTED = (
    '<h1>T</h1><nav class="contents"><h2>Contents</h2><ol><li><a href="#s">S</a></li>\n</ol></nav>'
    '<section id="s"><h2>S</h2><p>One<span class="note">See <em>this</em>.</span> and two'
    '<span class="note">That.</span></p></section>'
)


def test_endnotes_stand_at_the_end_each_linked_with_its_number() -> None:
    html = endnotes(_paper(NOTED), "Notes & more")
    assert check(html, "f") == []
    assert _shown(html) == [
        "T", "Contents", "S", "Notes & more", "S", "One1 and two2", "Notes & more",
        "1\u00a0See this.", "2\u00a0That.",
    ]  # fmt: skip
    for number in (1, 2):
        call, back = f"endnotes-call-{number}", f"endnotes-{number}"
        assert f'<a class="endnote" id="{call}" href="#{back}">{number}</a>' in html
        assert f'<p class="endnote" id="{back}"><a class="endnote" href="#{call}">' in html


def test_a_paper_without_notes_gets_no_section_for_them() -> None:
    assert endnotes(_paper("<p>a</p>"), "Notes") == _paper("<p>a</p>")


BLOCKS = st.lists(
    st.sampled_from([
        "<h2>A</h2>", "<h3>B</h3>", "<h4>C</h4>", '<h2 class="annex">D</h2>',
        '<h2 class="unnumbered">E</h2>', "<p>F<span class='note'>G</span></p>",
        f"<figure><figcaption>H</figcaption>{PICTURE}</figure>", "<p>\u2028 \r\n&amp;<br/>I</p>",
        "<table><caption>J</caption><tbody><tr><td>K</td></tr></tbody></table>",
    ]),
    max_size=12,
)  # fmt: skip


@given(BLOCKS)
def test_nothing_but_numbers_is_added(blocks: list[str]) -> None:
    before = _paper("\n".join(blocks))
    html = numbered_captions(numbered_headings(before, 3, ENGLISH), ENGLISH)
    plain = re.sub(r'<span class="(ordinal|label)[^>]*>.*?</span>[^<]*</span>\u2002?', "", html)
    assert plain == before


@given(BLOCKS)
def test_every_note_goes_to_the_end_once_and_in_order(blocks: list[str]) -> None:
    count = sum("note" in block for block in blocks)
    html = endnotes(_paper("\n".join(blocks)), "Notes")
    calls = re.findall(r'href="#endnotes-(\d+)"', html)
    assert calls == [str(number) for number in range(1, count + 1)]
    assert 'class="note"' not in html.replace("'", '"')


@given(st.text(st.sampled_from('<>/abh2"= \n\r\u2028p&;')))
def test_a_text_that_is_no_html_is_read_without_complaint(text: str) -> None:
    for node in read(text).below():
        assert 0 <= node.start <= node.inner <= max(node.close, node.inner) <= len(text)
        assert text[node.start] == "<"
