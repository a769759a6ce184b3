"""Our shortcuts through the layout engine: the documents are the ones that it makes by itself."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest
import weasyprint
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from weasyprint.css import ComputedStyle, StyleFor
from weasyprint.formatting_structure import boxes

from briefgen.layout import shortcuts

WORDS = "The harbour of Port Meridian was dredged in two thousand and four. "

#: What a style sheet may ask for, each in a document of its own.
FEATURES = {
    "footnotes": ".n { float: footnote } @page { @footnote { border-top: 1pt solid } }",
    "footnotes in lines": ".n { float: footnote; footnote-display: inline }",
    "collapsed borders": "table { border-collapse: collapse } td { border: 2px solid red }"
    " tr:last-child td { border-bottom: 3px double blue; box-sizing: border-box; padding: 3% }",
    "separate borders": "td { border: 1px solid; padding: 2px 5%; width: 30% }",
    "percentages": "p { margin: 1% 2%; padding: 3%; width: 80%; max-height: 50%; height: 20% }",
    "box-sizing": "p { box-sizing: border-box; width: 200px; padding: 10%; border: 5px solid }"
    " li { box-sizing: padding-box; height: 60px; padding: 9px }",
    "arithmetic": "p { width: calc(100% - 2em); margin-left: calc(10px + 1%);"
    " text-indent: calc(1em + 2%) } li { font-size: 2em; width: calc(3em + 10%) }",
    "variables": ":root { --a: 3mm; --b: var(--a) } p { padding: var(--b); margin: var(--c, 1cm) }"
    " em { --a: 9mm; padding: var(--a) }",
    "logical sides": "p { margin-inline-start: 2cm; padding-block: 4px; inline-size: 50% }"
    " li { margin-left: 1cm; margin-inline-start: 3cm } td { border-inline-end: 2px solid }",
    "logical sides from right to left": "body { direction: rtl } p { margin-inline: 3cm 1cm;"
    " border-inline-start: 4px solid; border-start-start-radius: 6px } li { padding-left: 7px }",
    "first letters": "p::first-letter { font-size: 300%; color: red; margin: 2px }",
    "first lines": "p::first-line { font-weight: bold; letter-spacing: 2px }",
    "pages with names": "table { page: wide } @page wide { size: A5 landscape } @page { size: A5 }"
    " section { page: other } h2 { break-before: page }",
    "columns": "section { columns: 3; column-gap: 1cm; column-rule: 1px solid } h2 { float: left }",
    "floats": "em { float: right; width: 30% } li:nth-child(2) { float: left; clear: left }",
    "out of the flow": "em { position: absolute; top: 5px; right: 10% } h2 { position: relative;"
    " left: 1cm } strong { position: running(x) } @page { @top-left { content: element(x) } }"
    " a { position: fixed; bottom: 0 }",
    "flexible boxes": "ul { display: flex } li { flex: 1; padding: 5% } tr { margin: 1% }",
    "grids": "ul { display: grid; grid-template-columns: 1fr 2fr; gap: 3% } li { padding: 2% }",
    "backgrounds": "p { background: rgb(255 0 0 / 0%) } li { background: #eee; border-radius: 10% }"
    " td { box-shadow: 1px 1px red } h2 { background: linear-gradient(red, blue) }"
    " em { background: transparent } strong { visibility: hidden; background: red }",
    "round corners": "p { border: 1px solid; border-radius: 5px 10% 0 3px / 2px }",
    "generated content": "h2::before { content: counter(h) ' '; counter-increment: h }"
    " h2 a::after { content: target-counter(attr(href), page) }"
    " li::marker { color: red; font-weight: bold } p::after { content: '§'; margin: 1em }",
    "leaders": "h2 a::after { content: leader('.') target-counter(attr(href), page) }",
    "lists": "ul { list-style: upper-roman inside } li::before { content: 'x'; padding: 3px }",
    "running heads": "h2 { string-set: t content() } @page { @top-center { content: string(t);"
    " width: 50% } @bottom-right { content: counter(page) '/' counter(pages); margin: 3% } }",
    "decoration": "p { text-decoration: underline wavy red } em { text-decoration: line-through }",
    "kept together": "p { break-inside: avoid; orphans: 4; widows: 4 } h2 { break-after: avoid }"
    " section { box-decoration-break: clone; border: 3px solid; padding: 2% }",
    "anchors": "h2::before { content: 'a' } p { bookmark-level: 2; bookmark-label: content() }",
    "inherited": "section { page-break-inside: avoid; border: inherit; margin: inherit }"
    " p { display: inherit; float: inherit } em { border: initial; color: green }",
    "tables of generated content": "p::before { content: 'xx'; display: table; padding: 1cm;"
    " border-collapse: collapse; border: 1px solid } em::after { content: 'a'; margin: 1cm;"
    " display: table-cell }",
    "notes": "p > .n { position: note(note) }",
    "gradients": "section { background: linear-gradient(90deg, red 2em, blue 4em) }"
    " p, li { background: inherit; font-size: 40px } td { border-image: radial-gradient(2em, red,"
    " blue 3em) 4 }",
    "values that cannot be": "p { image-orientation: var(--no); color: var(--no) }"
    " em { page: var(--no); width: calc(1px + 1) } li { box-shadow: var(--no); visibility: hidden }"
    " td { background: var(--no); text-decoration: var(--no) }",
    "important": "p { margin: 1cm !important; margin-block-start: 2cm; color: red !important }"
    " section p { margin: 0; color: blue }",
}


def document(style: str) -> str:
    """Return a document of a few pages with a style sheet and one of each kind of element."""
    sections = "".join(
        f'<section id="s{n}"><h2 id="h{n}">Section {n}</h2><p id="p{n}" class="x" lang="en-GB">'
        f'{WORDS * 4}<em>{WORDS}</em><span class="n">{WORDS}</span> and <a href="#h{5 - n}">there'
        f"</a>.</p><ul><li>one</li><li>{WORDS}<strong>two</strong></li><li>three</li></ul>"
        f'<table><thead><tr><th>a</th><th colspan="2">b</th></tr></thead><tbody>'
        f'<tr><td>1</td><td rowspan="2">{WORDS}</td><td>3</td></tr><tr><td>4</td><td>5</td></tr>'
        f"</tbody></table><p>{WORDS * 6}</p></section>"
        for n in range(1, 5)
    )
    contents = "".join(f'<h2><a href="#h{n}">Section {n}</a></h2>' for n in range(1, 5))
    return (
        f'<html lang="en"><head><title>T</title><style>@page {{ size: A5; margin: 2cm }} {style}'
        f"</style></head><body>{contents}{sections}</body></html>"
    )


def written(html: str, within: AbstractContextManager[None]) -> tuple[bytes, list[str]]:
    """Return the PDF of a document, in which nothing is packed, and what the engine said."""
    said: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    logger, collector = logging.getLogger("weasyprint"), Collector(logging.WARNING)
    logger.addHandler(collector)
    try:
        with within:
            document = weasyprint.HTML(string=html)
            made = document.write_pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=True)
    except Exception as error:  # the engine has faults of its own; they are the same ones
        made = repr(error).encode()
    finally:
        logger.removeHandler(collector)
    assert isinstance(made, bytes)
    return made, said


@pytest.mark.parametrize("feature", FEATURES)
def test_a_document_is_the_one_that_the_engine_makes(feature: str) -> None:
    html = document(FEATURES[feature])
    made, said = written(html, nullcontext())
    assert made.startswith(b"%PDF")
    assert bool(said) == (feature == "values that cannot be")
    assert written(html, shortcuts.in_use()) == (made, said)


def test_an_element_is_followed_as_deep_as_the_engine_follows_it() -> None:
    def deepest(within: Callable[[], AbstractContextManager[None]]) -> int:
        for depth in range(80, 400, 20):
            html = f"<p>{'<span>' * depth}x{'</span>' * depth}</p>"
            if not written(html, within())[0].startswith(b"%PDF"):
                return depth
        return 400

    assert deepest(shortcuts.in_use) >= deepest(nullcontext)


def test_documents_that_differ_are_told_apart() -> None:
    plain = document("p { padding-top: 1px }")
    assert written(plain, nullcontext()) != written(
        document("p { padding-top: 2px }"), nullcontext()
    )


_LENGTH = st.sampled_from(["0", "3px", "1em", "5%", "auto", "calc(1% + 2px)", "inherit", "initial"])
_DECLARATIONS = st.one_of(
    st.tuples(
        st.sampled_from([
            "margin", "margin-left", "margin-inline-start", "padding", "padding-block-end", "width",
            "inline-size", "max-width", "min-height", "height", "border-radius", "text-indent",
        ]),
        _LENGTH,
    ),
    st.tuples(st.just("float"), st.sampled_from(["left", "right", "none", "footnote", "inherit"])),
    st.tuples(st.just("position"), st.sampled_from(["static", "relative", "absolute", "inherit"])),
    st.tuples(
        st.just("display"),
        st.sampled_from(["block", "inline", "inline-block", "table", "table-cell", "list-item"]),
    ),
    st.tuples(st.just("border"), st.sampled_from(["none", "1px solid", "4px dotted red"])),
    st.tuples(st.just("border-collapse"), st.sampled_from(["collapse", "separate"])),
    st.tuples(st.just("box-sizing"), st.sampled_from(["border-box", "content-box", "padding-box"])),
    st.tuples(st.just("background"), st.sampled_from(["none", "#f00", "rgb(0 0 0 / 0%)"])),
    st.tuples(st.just("direction"), st.sampled_from(["ltr", "rtl"])),
    st.tuples(st.just("page"), st.sampled_from(["auto", "a", "b"])),
    st.tuples(st.just("break-before"), st.sampled_from(["page", "avoid", "auto"])),
    st.tuples(st.just("content"), st.sampled_from(["none", "normal", "'x'", "counter(page)"])),
    st.tuples(st.just("visibility"), st.sampled_from(["hidden", "visible"])),
)  # fmt: skip
_SELECTORS = st.sampled_from([
    "body", "section", "h2", "p", ".x", "em", ".n", "ul", "li", "li::marker", "p::before",
    "em::after", ".n::footnote-call", ".n::footnote-marker", "table", "tr", "td", "th", "a",
])  # fmt: skip
_RULES = st.lists(
    st.tuples(_SELECTORS, st.lists(_DECLARATIONS, min_size=1, max_size=3)), min_size=1, max_size=6
)


@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@example([("h2", [("position", "absolute")])])  # a box for which another one stands in
@given(rules=_RULES)
def test_any_document_is_the_one_that_the_engine_makes(rules: list[Any]) -> None:
    style = " ".join(
        f"{selector} {{ {'; '.join(f'{name}: {value}' for name, value in declarations)} }}"
        for selector, declarations in rules
    )
    html = document(style)
    assert written(html, shortcuts.in_use()) == written(html, nullcontext())


def test_the_engine_is_its_own_again_afterwards() -> None:
    def state() -> dict[str, Any]:
        engine = {n: m for n, m in sys.modules.items() if n.startswith("weasyprint.")}
        found = {f"{n}.{name}": value for n, m in engine.items() for name, value in vars(m).items()}
        for kind in (boxes.Box, boxes.ParentBox, StyleFor):
            found |= {f"{kind.__name__}.{name}": value for name, value in vars(kind).items()}
        return {name: value for name, value in found.items() if callable(value)}

    before = state()
    with shortcuts.in_use():
        assert state() != before
    assert state() == before
    with pytest.raises(ZeroDivisionError), shortcuts.in_use():
        raise ZeroDivisionError
    assert state() == before
    assert before["weasyprint.css.ComputedStyle"] is ComputedStyle
