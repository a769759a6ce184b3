"""What cannot be seen in a paper is not in it: every channel is closed or told."""

from __future__ import annotations

import base64
import io
from itertools import product

import pikepdf
import pytest
from PIL import Image

from briefgen.compose.pictures import scrubbed
from briefgen.compose.vocabulary import check
from briefgen.layout.weasy import LayoutError
from briefgen.sandbox.pool import Pool
from sandbox.documents import document, html

MARKER = "canary 4711"


def _photograph() -> str:
    image = Image.new("RGB", (30, 30), "red")
    file = io.BytesIO()
    image.save(file, "JPEG", comment=MARKER.encode())
    return f"data:image/jpeg;base64,{base64.b64encode(file.getvalue()).decode()}"


HIDING = {
    "white": "color: white",
    "almost white on white": "color: #ffffff; background: #fff",
    "colour of the box": "color: #123456; background: #123456",
    "black bar": "color: #000000; background: #000000",
    "transparent colour": "color: transparent",
    "nearly transparent": "color: rgba(0, 0, 0, 0.01)",
    "opacity": "opacity: 0",
    "visibility": "visibility: hidden",
    "collapse": "visibility: collapse",
    "no size": "font-size: 0",
    "tiny": "font-size: 0.1pt",
    "indent": "text-indent: -9999px",
    "margin": "margin-left: -9999px",
    "cut off": "height: 1px; overflow: hidden",
    "absolute": "position: absolute; left: -9999px",
    "fixed over": "position: fixed; top: 0; background: black",
    "relative": "position: relative; left: -9999px",
    "moved": "transform: translate(-9999px, 0)",
    "shrunk": "transform: scale(0)",
    "clip": "position: absolute; clip: rect(0, 0, 0, 0)",
    "clip-path": "clip-path: inset(100%)",
}


@pytest.mark.parametrize(("tag", "how"), list(product(("p", "h2"), HIDING)))
def test_a_text_that_cannot_be_seen_is_refused(layout_pool: Pool, tag: str, how: str) -> None:
    body = f"<section><{tag}>{MARKER}</{tag}><p>a</p></section>"
    with pytest.raises(LayoutError) as caught:
        layout_pool.submit(
            document(body, f"section > {tag}:first-child {{ {HIDING[how]} }}")
        ).result(30)
    assert caught.value.messages


def test_a_text_in_a_box_of_its_own_colour_is_refused(layout_pool: Pool) -> None:
    css = "div { background: #123456 } div p { color: white } p.x { color: #123456 }"
    body = f'<div><p>seen</p><p class="x">{MARKER}</p></div>'
    with pytest.raises(LayoutError) as caught:
        layout_pool.submit(document(body, css)).result(30)
    assert [m for m in caught.value.messages if "seen”" in m] == []
    assert f"cannot be seen: “{MARKER}”" in str(caught.value)


def test_white_text_on_a_dark_band_is_seen(layout_pool: Pool) -> None:
    css = "div { background: #123456 } div p { color: white }"
    assert layout_pool.submit(document("<div><p>seen</p></div>", css)).result(30)[0] == 1


def test_what_is_not_displayed_is_not_in_the_file(layout_pool: Pool) -> None:
    css = "h2, p.x { display: none }"
    body = f'<section><h2>{MARKER}</h2><p class="x">{MARKER}</p><p>a</p></section>'
    _, hidden = layout_pool.submit(document(body, css)).result(30)
    _, shown = layout_pool.submit(document(body)).result(30)
    assert _bookmarks(hidden) == ["T"]
    assert _bookmarks(shown) == ["T", MARKER]


def _bookmarks(pdf: bytes) -> list[str]:
    def titles(items: list[pikepdf.OutlineItem]) -> list[str]:
        return [title for item in items for title in (item.title, *titles(item.children))]

    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        return titles(list(outline.root))


@pytest.mark.parametrize(
    "body",
    [
        f'<p><input type="hidden" value="{MARKER}"/></p>',
        f"<details><summary>a</summary><p>{MARKER}</p></details>",
        f"<noscript><p>{MARKER}</p></noscript>",
        f"<template><p>{MARKER}</p></template>",
        f"<p hidden>{MARKER}</p>",
        f"<p>a<!-- {MARKER} --></p>",
        f'<p title="{MARKER}">a</p>',
        f'<p data-note="{MARKER}">a</p>',
        f'<p aria-label="{MARKER}">a</p>',
        f'<p><a href="annex/{MARKER.replace(" ", "-")}.pdf">a</a></p>',
        f"<script>{MARKER}</script>",
        f"<p><del>{MARKER}</del></p>",
    ],
)
def test_elements_that_are_not_read_are_no_part_of_the_vocabulary(body: str) -> None:
    assert check(html(body), "x.html") != []


def test_a_picture_shown_in_part_is_refused(layout_pool: Pool) -> None:
    body = f'<figure><img src="{_photograph()}" alt="x"/></figure>'
    for fit in ("cover", "none"):
        css = f"img {{ width: 60px; height: 10px; object-fit: {fit} }}"
        with pytest.raises(LayoutError, match="cut off"):
            layout_pool.submit(document(body, css)).result(30)
    assert layout_pool.submit(document(body, "img { width: 60px }")).result(30)[0] == 1


def test_the_metadata_of_a_picture_is_gone(layout_pool: Pool) -> None:
    body = f'<figure><img src="{_photograph()}" alt="x"/></figure>'
    job = document(body)
    assert MARKER.encode() in layout_pool.submit(job).result(30)[1]
    clean, faults = scrubbed(job.html, "x.html")
    assert faults == []
    _, pdf = layout_pool.submit(type(job)(clean, job.fonts)).result(30)
    assert MARKER.encode() not in pdf
