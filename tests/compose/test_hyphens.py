"""What a paper breaks where its audience lets it, and what stays whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.compose.hyphens import hyphenation
from briefgen.compose.lint.style import Sheet
from briefgen.compose.lint.variables import Variables
from briefgen.house.audience import load_audience
from briefgen.house.fonts import load_fonts
from briefgen.house.workspace import Workspace
from briefgen.layout.weasy import lay_out

WORKSPACE = Workspace(Path(__file__).parents[2])
FACES = load_fonts(WORKSPACE).faces

TEXT = (
    "all the representatives of administrations communicate internationally about infrastructure"
    " and transportation arrangements, while some governments consider additional investments"
)
KINDS = {
    "p": f"<p>{TEXT}</p>",
    "td": f"<table><tbody><tr><td>{TEXT}</td></tr></tbody></table>",
    "li": f"<ul><li>{TEXT}</li></ul>",
    "h2": f"<h2>{TEXT}</h2>",
    "th": f"<table><thead><tr><th>{TEXT}</th></tr></thead></table>",
    "caption": f"<table><caption>{TEXT}</caption><tbody><tr><td>a</td></tr></tbody></table>",
    "figcaption": f"<figure><figcaption>{TEXT}</figcaption></figure>",
    "a": f'<p><a href="https://a.example/">{TEXT}</a></p>',
    "code": f'<p class="code">{TEXT}</p>',
    "note": f'<p>a<span class="note">{TEXT}</span></p>',
    "source": f'<p class="source">{TEXT}</p>',
    "sources": f'<ol class="sources"><li>{TEXT}</li></ol>',
    "header": f"<header><p>{TEXT}</p></header>",
}
BROKEN = ("p", "td", "li")


def _broken(body: str, rules: str) -> int:
    """Return how many words are broken in pages of some widths."""
    found = 0
    for width in (52, 58, 63, 70):
        html = (
            f'<html lang="en"><head><title>T</title><style>html {{ font: 10pt Carlito }}'
            f" @page {{ size: {width}mm 297mm; margin: 10mm }} .note {{ float: footnote }} {rules}"
            f"</style></head><body><h1>T</h1>{body}</body></html>"
        )
        found += len(lay_out(html, FACES).engine.broken)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_running_text_is_broken_and_what_is_looked_up_is_not(kind: str) -> None:
    assert (_broken(KINDS[kind], hyphenation("full")) > 0) is (kind in BROKEN)
    assert _broken(KINDS[kind], hyphenation("none")) == 0


def test_sparing_breaks_fewer_words_in_all() -> None:
    sparing, full = (
        sum(_broken(KINDS[kind], hyphenation(manner)) for kind in BROKEN)
        for manner in ("sparing", "full")
    )
    assert 0 < sparing < full


@pytest.mark.parametrize("manner", ["sparing", "full"])
def test_the_rules_are_such_as_a_style_sheet_may_have(manner: str) -> None:
    sheet = Sheet("style.css", Variables(None))
    sheet.read(hyphenation(manner))
    assert sheet.found == []


def test_readers_of_large_print_get_no_broken_words() -> None:
    manners = {name: load_audience(WORKSPACE, name)[0].hyphenation
               for name in WORKSPACE.audiences()}  # fmt: skip
    assert manners == {
        "analyst": "none", "business": "sparing", "delegation": "none", "largeprint": "none",
        "minister": "none", "press": "none",
    }  # fmt: skip
