"""Landscape pages are as large as the others, whatever size those have."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.compose.turned import turned_pages
from briefgen.house.fonts import load_fonts
from briefgen.house.workspace import Workspace
from briefgen.layout.weasy import lay_out

FACES = load_fonts(Workspace(Path(__file__).parents[2])).faces

#: Points by name of a size, its shorter side first (CSS Paged Media 3, 7.1; ISO 216).
A4, A5, LETTER = (595.3, 841.9), (419.5, 595.3), (612.0, 792.0)

SIZES = {
    "none stated": ("@page { margin: 1cm }", A4),
    "a name": ("@page { size: A5 }", A5),
    "another name": ("@page { size: letter }", LETTER),
    "a name and a direction": ("@page { size: A5 portrait }", A5),
    "a direction alone": ("@page { size: portrait }", A4),
    "lengths": ("@page { size: 148mm 210mm }", A5),
    "lengths in several units": ("@page { size: 8.5in 27.94cm }", LETTER),
    "one length": ("@page { size: 595.3pt }", (595.3, 595.3)),
    "the last of several": ("@page { size: A4 } @page { size: letter }", LETTER),
    "that of all pages, not of the first": ("@page { size: A5 } @page :first { size: A5 }", A5),
    "one for print": ("@media print { @page { size: letter } }", LETTER),
    "one after boxes in the margin": (
        '@page { @top-left { content: "}{" } margin: 1cm; size: letter } p { margin: 0 }',
        LETTER,
    ),
    "a comment": ("@page { /* size: A4; */ size: /* US */ letter }", LETTER),
}


def _page_sizes(*styles: str) -> list[tuple[float, float]]:
    css = "\n".join((turned_pages(styles), *styles))
    html = (
        '<html lang="en"><head><title>T</title><style>html { font: 10pt Carlito }'
        f" .landscape {{ page: landscape }} .landscape ~ * {{ page: upright }} {css}</style></head>"
        '<body><p>a</p><section class="landscape"><p>b</p></section><p>c</p></body></html>'
    )
    pages = lay_out(html, FACES).engine.pages
    return [(page.width * 0.75, page.height * 0.75) for page in pages]


@pytest.mark.parametrize("case", SIZES)
def test_landscape_pages_are_the_others_turned(case: str) -> None:
    style, (short, long) = SIZES[case]
    upright, turned, after = _page_sizes(style)
    assert upright == after == pytest.approx((short, long), abs=0.1)
    assert turned == pytest.approx((long, short), abs=0.1)


def test_a_later_style_sheet_gives_all_pages_their_size() -> None:
    _, turned, _ = _page_sizes("@page { size: A4 }", "@page { size: letter }")
    assert turned == pytest.approx(LETTER[::-1], abs=0.1)


def test_pages_that_are_broad_already_stay_so() -> None:
    assert {_page_sizes(f"@page {{ size: {size} }}")[1] for size in ("A4 landscape", "A4")} == {
        _page_sizes("@page { size: 297mm 210mm }")[1]
    }


def test_a_size_that_landscape_pages_are_given_counts() -> None:
    _, turned, _ = _page_sizes("@page { size: A4 } @page landscape { size: A3 landscape }")
    assert turned == pytest.approx((1190.6, 841.9), abs=0.1)
