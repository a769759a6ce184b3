"""Documents that the tests of the sandbox have laid out."""

from __future__ import annotations

import base64

from briefgen.house.faces import FontFace
from sandbox.conftest import FONTS
from sandbox.jobs import Document

FACES = tuple(
    FontFace("Carlito", FONTS / f"Carlito-{name}.ttf", weight, style)
    for name, weight, style in (
        ("Regular", 400, "normal"), ("Bold", 700, "normal"),
        ("Italic", 400, "italic"), ("BoldItalic", 700, "italic"),
    )
)  # fmt: skip


def html(body: str, css: str = "", head: str = "") -> str:
    """Return a document with a body, a style sheet and more in its head."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"/><title>T</title>{head}'
        f"<style>html {{ font: 10pt Carlito }} {css}</style></head>"
        f"<body><h1>T</h1>{body}</body></html>"
    )


def document(body: str, css: str = "", head: str = "") -> Document:
    return Document(html(body, css, head), FACES)


def picture(svg: str) -> str:
    """Return a figure that holds a drawing."""
    source = base64.b64encode(svg.encode()).decode()
    return f'<figure><img src="data:image/svg+xml;base64,{source}" alt="x"/></figure>'


def drawing(content: str) -> str:
    """Return a figure that holds a drawing of the given elements."""
    return picture(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="40" height="20">{content}</svg>'
    )
