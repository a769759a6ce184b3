"""What a composed page says, block by block, as docxtpl's template takes it."""

from __future__ import annotations

import base64
import copy
from pathlib import Path
from typing import Any

import resvg_py
from lxml import html

_NOTE = "\ue000"

#: Dots an inch of pictures, which docxtpl takes only as such.
_DOTS = 220

_BLOCKS = ("h1", "h2", "h3", "h4", "p", "li", "figcaption", "img", "table")


def texts(page: Path) -> dict[str, Any]:
    """Return headings, paragraphs, tables, pictures and notes of a page in their order.

    Pictures are drawn into files beside the page. Notes of tables stay in the text of their cells.
    """
    blocks: list[dict[str, Any]] = []
    notes: list[str] = []
    for element in html.parse(page).getroot().body.iter(*_BLOCKS):
        if next(element.iterancestors("table"), None) is not None:
            continue
        if element.tag == "table":
            caption = element.find("caption")
            if caption is not None:
                blocks.append({"kind": "p", "runs": _runs(caption, notes)})
            rows = [[_text(cell) for cell in row.iter("td", "th")] for row in element.iter("tr")]
            width = max(map(len, rows), default=0)
            rows = [[*row, *[""] * (width - len(row))] for row in rows]
            blocks.append({"kind": "table", "rows": rows})
        elif element.tag == "img":
            path = page.with_suffix(f".{len(blocks)}.png")
            path.write_bytes(_drawn(element.get("src")))
            blocks.append({"kind": "picture", "picture": str(path)})
        else:
            kind = element.tag if element.tag.startswith("h") else "p"
            blocks.append({"kind": kind, "runs": _runs(element, notes)})
    return {"blocks": blocks, "notes": notes}


def _runs(element: html.HtmlElement, notes: list[str]) -> list[dict[str, Any]]:
    """Return the texts between the notes of a paragraph, each with the number of the note after it.

    A list inside an item has items of its own.
    """
    element = copy.deepcopy(element)
    for inner in element.xpath("./ul | ./ol"):
        element.remove(inner)
    first = len(notes)
    for note in element.xpath(".//span[contains(concat(' ', @class, ' '), ' note ')]"):
        notes.append(_text(note))
        tail = note.tail
        note.clear()
        note.text, note.tail = _NOTE, tail
    parts = _text(element).split(_NOTE)
    numbers = [*range(first + 1, len(notes) + 1), 0]
    return [{"text": text, "note": number} for text, number in zip(parts, numbers, strict=True)]


def _drawn(source: str) -> bytes:
    """Return the picture of a ``data:`` URI as PNG."""
    head, _, data = source.partition(",")
    content = base64.b64decode(data)
    if "svg" not in head:
        return content
    return bytes(resvg_py.svg_to_bytes(svg_string=content.decode(), dpi=_DOTS))


def _text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
