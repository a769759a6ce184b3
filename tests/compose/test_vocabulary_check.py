"""The closed vocabulary: what it refuses, with which words, and that its document agrees."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefgen.compose.vocabulary import CONTENT, check

ROOT = Path(__file__).parents[2]

PIXEL = "data:image/png;base64,iVBORw0KGgo="

GOOD = f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"/><meta name="a" content="b"/><title>T</title>
<style>p {{}}</style></head>
<body class="press" data-marking="TLP:CLEAR" data-running="x">
<header class="masthead"><p class="kind">Kind</p><h1>Title</h1></header>
<main>
<nav class="contents"><h2>Contents</h2><ol><li><a href="#one">One</a></li></ol></nav>
<section class="landscape" id="one"><h2>One<br/>two</h2>
<p>A <strong>b <em>c</em></strong><sup>2</sup><sub>3</sub> <small>d</small>
<span class="note">see <a href="https://example.org">there</a></span>
<a href="mailto:a@b.example">e</a></p>
<ul><li>one<ul><li>nested</li></ul></li></ul><ol start="3"><li lang="lt">trys</li></ol>
<blockquote><p>said</p></blockquote>
<table class="data"><caption>C</caption>
<thead><tr><th scope="col">a</th><th scope="col" colspan="2">b</th></tr></thead>
<tbody><tr><th scope="row">1</th><td class="number">2</td>
<td><p>x</p><ul><li>y</li></ul></td></tr></tbody>
<tbody><tr><td colspan="3">all</td></tr></tbody></table>
<figure><figcaption>F</figcaption><img src="{PIXEL}" alt=""/><p class="source">S</p></figure>
<aside class="box"><h3>Box</h3><div><p>in it</p></div></aside>
<h3>Three</h3><h4>Four</h4></section>
<section><h2>Back up</h2><p>&lt;script&gt; is text</p></section>
</main>
<footer><p>End</p></footer>
</body>
</html>
"""


def _document(body: str) -> str:
    return f'<html lang="en"><head><title>T</title></head><body><h1>T</h1>\n{body}</body></html>'


def test_a_document_of_everything_that_is_allowed_passes() -> None:
    assert check(GOOD, "x.html") == []
    used = set(re.findall(r"<([a-z0-9]+)", GOOD))
    assert used == set(CONTENT), "the good document shows every element"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<script>x</script>", "<script> is not in the vocabulary"),
        ("<sektion></sektion>", "<sektion> is not in the vocabulary"),
        ("<iframe></iframe>", "<iframe> is not in the vocabulary"),
        ("<svg></svg>", "<svg> is not in the vocabulary"),
        ("<p><p>a</p></p>", "<p> may not stand in <p>"),
        ("<p><table></table></p>", "<table> may not stand in <p>"),
        ("<ul><p>a</p></ul>", "<p> may not stand in <ul>"),
        ("<div><li>a</li></div>", "<li> may not stand in <div>"),
        ("<blockquote>a</blockquote>", "text may not stand in <blockquote>: “a”"),
        ("loose words", "text may not stand in <body>: “loose words”"),
        ("<p><img src='data:image/png;,' alt=''/></p>", "<img> may not stand in <p>"),
        ("<p>a</div>", "</div> where </p> was expected"),
        ("<p>a", "</body> where </p> was expected"),
        ("<!-- secret --><p>a</p>", "a comment is in the document"),
        ('<p style="color:red">a</p>', "<p> may not carry `style`"),
        ('<p onclick="x()">a</p>', "<p> may not carry `onclick`"),
        ('<p data-x="1">a</p>', "<p> may not carry `data-x`"),
        ('<p class="Upper">a</p>', '<p> has class="Upper", which is not allowed'),
        ('<p class="a  b">a</p>', '<p> has class="a  b", which is not allowed'),
        ('<p class="">a</p>', '<p> has class="", which is not allowed'),
        ("<p><a>a</a></p>", "<a> lacks `href`"),
        ('<p><a href="javascript:x()">a</a></p>', '<a> has href="javascript:x()"'),
        ('<p><a href="file:///etc/passwd">a</a></p>', '<a> has href="file:///etc/passwd"'),
        ('<p><a href="annex/notes.pdf">a</a></p>', '<a> has href="annex/notes.pdf"'),
        ('<p><a href="#gone">a</a></p>', "the link leads to `#gone`, which is not there"),
        ('<figure><img src="https://a.example/b.png" alt=""/></figure>', '<img> has src="https:'),
        ('<figure><img src="data:text/html,x" alt=""/></figure>', '<img> has src="data:'),
        (f'<figure><img src="{PIXEL}"/></figure>', "<img> lacks `alt`"),
        ('<figure><img alt="x"/></figure>', "<img> lacks `src`"),
        ("<h3>a</h3>", "<h3> follows a heading of level 1: a level is skipped"),
        ("<h2>a</h2><h4>b</h4>", "<h4> follows a heading of level 2: a level is skipped"),
        ('<p id="a">a</p><p id="a">b</p>', "two elements have the id `a`"),
        ("<table><tbody><tr><th>a</th></tr></tbody></table>", "<th> lacks `scope`"),
        ('<table><tbody><tr><th scope="all">a</th></tr></tbody></table>', '<th> has scope="all"'),
        ("<table><tr><td>a</td></tr></table>", "<tr> may not stand in <table>"),
        ('<table><tbody><tr><td rowspan="2">a</td></tr></tbody></table>', "carry `rowspan`"),
        ('<table><tbody><tr><td colspan="0">a</td></tr></tbody></table>', '<td> has colspan="0"'),
        ('<table><tbody><tr><td colspan="101">a</td></tr></tbody></table>', 'colspan="101"'),
        ("<table><tbody><tr><td>a</td></tr><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody>"
         "</table>", "the row before this one has 2 columns, the first has 1"),
        ("<table><tbody><tr><td>a</td></tr><tr><td>a</td><td>b</td></tr></tbody></table>",
         "the last row has 2 columns, the first has 1"),
    ],
)  # fmt: skip
def test_a_bad_fragment_is_refused_at_its_place(body: str, message: str) -> None:
    found = check(_document(body), "x.html")
    assert found, "nothing was found"
    assert message in "\n".join(d.message for d in found)
    assert {d.rule for d in found} == {"vocabulary"}
    assert all(d.place.file == "x.html" and d.place.line and d.place.column for d in found)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("<p>a</p>", "<p> may not stand in <the document>"),
        ("<html><head><title>T</title></head><body></body></html>", "<html> lacks `lang`"),
        ('<html lang="en"><head></head><body></body></html>', "the document has no title"),
        ('<html lang="en"><head><title> </title></head><body></body></html>',
         "the document has no title"),
        ('<html lang="en"><head><link rel="stylesheet"/><title>T</title></head></html>',
         "<link> is not in the vocabulary"),
        ('<html lang="en"><head><title>T</title></head><body><h2>T</h2></body></html>',
         "<h2> follows a heading of level 0"),
        ('<html lang="en"><head><title>T</title></head><body>', "<body> is not closed"),
    ],
)  # fmt: skip
def test_a_bad_frame_is_refused(document: str, message: str) -> None:
    assert message in "\n".join(d.message for d in check(document, "x.html"))


def test_the_place_is_the_line_and_column_of_the_element() -> None:
    [fault] = check(_document("<p>a</p>\n  <p style='x'>b</p>"), "x.html")
    assert (fault.place.line, fault.place.column) == (3, 3)
    assert fault.hint == "use a class and a style sheet"


def test_a_misspelt_element_is_told_the_nearest() -> None:
    found = check(_document("<blockqoute></blockqoute>"), "x.html")
    assert "did you mean `blockquote`?" in found[0].hint


def test_every_fault_of_a_document_is_found_in_one_pass() -> None:
    body = "<p style='x'>a</p><script></script><h4>b</h4><p><a href='#x'>c</a></p>"
    assert len(check(_document(body), "x.html")) >= 4


def _documented() -> dict[str, tuple[str, str]]:
    """Return what docs/vocabulary.md says an element holds and carries, by element."""
    text = (ROOT / "docs/vocabulary.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| `")
    ]
    described: dict[str, tuple[str, str]] = {}
    for row in rows:
        names = re.findall(r"`([a-z0-9]+)`", row[0])
        if "…" in row[0]:
            names = [f"h{level}" for level in range(1, 5)]
        if len(row) == 4:
            described.update(dict.fromkeys(names, (row[1], row[2])))
    return described


def test_the_documented_elements_are_the_checked_ones() -> None:
    described = _documented()
    # `title` and `style` are told in the row of `head`.
    assert set(described) | {"title", "style"} == set(CONTENT)
    assert "title" in described["head"][0]
    assert "style" in described["head"][0]


def test_what_the_document_says_an_element_holds_may_stand_in_it() -> None:
    blocks = {"p", "h2", "table", "figure", "section"}
    inlines = {"strong", "a", "span", "#text"}
    for element, (described, _) in _documented().items():
        holds = described.split(";")[0]
        plain = re.sub(r"`[^`]*`", "", holds)
        named = {n for n in re.findall(r"`([a-z0-9]+)`", holds) if n in CONTENT} - {element}
        assert named <= CONTENT[element] | {"li", "a"}, element
        if re.search(r"\bblocks\b(?! `)", plain) and element != "td":
            assert blocks <= CONTENT[element], element
        if "inlines" in plain:
            assert inlines <= CONTENT[element], element
        if holds == "\N{EN DASH}":
            assert CONTENT[element] == frozenset(), element


def test_the_attributes_that_the_document_requires_are_required() -> None:
    for element, (_, attributes) in _documented().items():
        for name in re.findall(r"`([a-z]+)`[^`]*?\(required", attributes.split(";")[0]):
            found = check(f"<{element}></{element}>", "x.html")
            assert f"<{element}> lacks `{name}`" in [d.message for d in found]
