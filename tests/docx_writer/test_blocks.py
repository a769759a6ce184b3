"""Headings, lists, boxes, contents, pictures, and the space between them."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from briefgen.write.docx.ooxml import WP

from .conftest import Word, q, text, value

Write = Callable[..., Word]


def test_headings_have_levels(write: Write) -> None:
    word = write("<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><p>e</p>")
    assert word.styled("Title") == ["a"]
    for level, letter in enumerate("bcd"):
        assert word.styled(f"Heading{level + 1}") == [letter]
        style = word.style(f"Heading{level + 1}")
        assert value(style, "pPr", "outlineLvl") == str(level)
        assert value(style, "next") == "BodyText"
        assert value(style, "name") == f"heading {level + 1}"


def test_style_is_what_most_paragraphs_look_like(write: Write) -> None:
    word = write(
        "<p>a</p><p>b</p><p>c</p><section class='odd'><p>d</p></section>"
        "<p class='stand-first'>e</p>",
        ".odd p { color: #ff0000 } .stand-first { font-size: 13pt }",
    )
    assert word.formatted == 0
    assert word.styled("BodyText") == ["a", "b", "c"]
    assert word.styled("OddText") == ["d"]
    assert word.styled("Standfirst") == []
    assert word.styled("StandFirst") == ["e"]
    assert value(word.style("OddText"), "basedOn") == "BodyText"


def test_direct_formatting_is_counted(write: Write) -> None:
    word = write("<p>a</p><p>b</p><p id='x'>c</p>", "#x { text-align: right }")
    assert (word.paragraphs, word.formatted) == (3, 1)


def test_lists_are_lists(write: Write) -> None:
    word = write(
        "<ul><li>a<ul><li>b</li></ul></li></ul><ol><li>c</li><li>d</li></ol>"
        "<ol start='4'><li>e</li></ol>",
        "ul, ol { padding-left: 14pt }",
    )
    assert word.styled("ListBullet") == ["a"]
    assert word.styled("ListBullet2") == ["b"]
    assert word.styled("ListNumber") == ["c", "d", "e"]
    numbering = word.part("word/numbering.xml")
    linked = {value(level, "pStyle") for level in numbering.iter(q("lvl"))} - {None}
    assert linked == {"ListBullet", "ListBullet2", "ListNumber"}
    starts = [one.get(q("val")) for one in numbering.iter(q("startOverride"))]
    assert starts == ["1", "4"]
    last = [p for p in word.body.iter(q("p")) if text(p) == "e"][0]  # noqa: RUF015
    assert value(last, "pPr", "numPr", "numId") == "3"


@pytest.mark.parametrize(
    ("css", "kind", "shown"),
    [
        ("ul { list-style-type: square }", "bullet", "\u25aa"),
        ("ul { list-style-type: '+' }", "bullet", "+"),
        ("ul { list-style-type: lower-roman }", "lowerRoman", "%1."),
    ],
)
def test_markers(write: Write, css: str, kind: str, shown: str) -> None:
    level = next(write("<ul><li>a</li></ul>", css).part("word/numbering.xml").iter(q("lvl")))
    assert (value(level, "numFmt"), value(level, "lvlText")) == (kind, shown)


def test_margins_of_containers_reach_paragraphs(write: Write) -> None:
    word = write(
        "<section><h2>a</h2><p>b</p></section><section><h2>c</h2><p>d</p></section>",
        "section { margin-top: 18pt } h2 { margin-top: 4pt }",
    )
    spacing = word.style("Heading1").find(f"{q('pPr')}/{q('spacing')}")
    assert spacing is not None
    assert spacing.get(q("before")) == "360"
    assert word.formatted == 0


def test_aside_is_a_box(write: Write) -> None:
    word = write(
        "<aside class='callout'><h3>a</h3><p>b</p></aside><aside class='callout'><p>c</p></aside>",
        "aside { background: #eeeeee; padding: 6pt; border-left: 2pt solid #ff0000 }",
    )
    tables = list(word.body.iter(q("tbl")))
    assert [value(table, "tblPr", "tblStyle") for table in tables] == ["CalloutBox", "CalloutBox"]
    assert word.styled("CalloutText") == ["b", "c"]
    style = word.style("CalloutBox")
    shading = style.find(f"{q('tcPr')}/{q('shd')}")
    assert shading is not None
    assert shading.get(q("fill")) == "eeeeee"
    # The box is named for those who have it read out.
    assert [value(table, "tblPr", "tblCaption") for table in tables] == ["a", "a"]
    # Word joins tables that touch.
    assert tables[0].getnext() is not tables[1]


def test_contents(write: Write) -> None:
    word = write(
        "<nav><h2>Contents</h2><ol><li><a href='#a'>First</a></li><li><a href='#b'>Second</a></li>"
        "</ol></nav><h1>t</h1><h2 id='a'>First</h2>"
        "<section class='new' id='b'><h2>Second</h2></section>",
        ".new { break-before: page } nav ol { list-style: none; padding: 0 }",
    )
    entries = [p for p in word.body.iter(q("p")) if value(p, "pPr", "pStyle") == "TOC1"]
    assert [text(entry) for entry in entries] == ["First\t1", "Second\t2"]
    assert word.styled("TOCHeading") == ["Contents"]
    assert word.styled("Heading1") == ["First", "Second"]
    codes = [code.text for code in word.body.iter(q("instrText"))]
    assert codes == [' TOC \\o "1-1" \\h \\z \\u ', " PAGEREF a \\h ", " PAGEREF b \\h "]
    kinds = [mark.get(q("fldCharType")) for mark in word.body.iter(q("fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == 3


def test_pictures(write: Write) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48"><title>t</title></svg>'
    source = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
    word = write(
        f"<figure><img src='{source}' alt='Bars &amp; lines'><figcaption>c</figcaption></figure>"
        f"<p><img src='{source}' alt=''></p>"
    )
    extents = [one.get("cx") for one in word.body.iter(f"{{{WP}}}extent")]
    assert extents == [str(72 * 12700)] * 2
    first, second = word.body.iter(f"{{{WP}}}docPr")
    assert first.get("descr") == "Bars & lines"
    assert second.get("descr") is None
    assert b"decorative" in word.read("word/document.xml")
    assert word.read("word/media/image1.png").startswith(b"\x89PNG")
    width = int.from_bytes(word.read("word/media/image1.png")[16:20], "big")
    assert width == 220


def test_landscape_pages_are_a_section(write: Write) -> None:
    word = write(
        "<main><p>a</p><section class='landscape'><p>b</p></section><p>c</p></main>",
        "@page landscape { size: A4 landscape } body { page: upright }"
        " .landscape { page: landscape }",
    )
    sections = list(word.body.iter(q("sectPr")))
    sizes = [section.find(q("pgSz")) for section in sections]
    assert [size.get(q("orient")) for size in sizes if size is not None] == [
        None, "landscape", None,
    ]  # fmt: skip


def test_each_style_of_bullets_has_a_list_of_its_own(write: Write) -> None:
    """Word finds the level of a style's list by the one style that the level names (17.9.3)."""
    items = "<li>x</li><li>y<ul><li>z</li></ul></li>"
    word = write(
        f"<ul>{items}</ul><ul class='positions'>{items}</ul><ul>{items}</ul>",
        ".positions > li { margin-bottom: 3pt }",
    )
    assert list(word.body.iter(q("numPr"))) == []
    lists = {
        name: value(word.style(name), "pPr", "numPr", "numId")
        for name in ("ListBullet", "PositionsListBullet")
    }
    assert len(set(lists.values())) == 2
    linked = [value(level, "pStyle") for level in word.part("word/numbering.xml").iter(q("lvl"))]
    found = [name for name in linked if name]
    assert len(found) == len(set(found))
    assert set(lists) < set(found)


def test_numbered_lists_say_themselves_where_they_begin_anew(write: Write) -> None:
    word = write("<ol><li>a</li><li>b</li></ol><p>c</p><ol><li>d</li><li>e</li></ol>")
    own = {text(p): value(p, "pPr", "numPr", "numId") for p in word.body.iter(q("p"))}
    assert own == {"a": None, "b": None, "c": None, "d": "2", "e": "2"}
