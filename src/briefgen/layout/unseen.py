"""Text that a layout holds and nobody sees: found by whoever searches the file or copies from it.

Reads the boxes and computed styles that :mod:`briefgen.layout.weasy` got from the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from briefgen.layout.pages import Layout, Style

#: Opacity and letters, in points, below which nothing is seen.
_FAINTEST, _SMALLEST = 0.05, 1.0

#: CSS pixels.
_ROUNDING = 1.0

#: What is laid out apart from the flow can lie over it.
_OVER = ("absolute", "fixed", "relative")


def complaints(layout: Layout, context: Any) -> list[str]:
    """Return a complaint for everything in a layout that cannot be seen, or not whole.

    Args:
        layout: the layout.
        context: the engine's own, which knows computed styles.
    """
    found = list(_colored_away(layout, context))
    for number, page in enumerate(layout.engine.pages, 1):
        found.extend(_of_page(page._page_box, number))
    return list(dict.fromkeys(found))


def holds_text(element: Element) -> bool:
    """Whether text stands in an element itself, not only in those inside it."""
    texts = (element.text, *(child.tail for child in element))
    return any(text and not text.isspace() for text in texts)


def _colored_away(layout: Layout, context: Any) -> Iterator[str]:
    pending = [(layout.root, "ffffff")]
    while pending:
        element, behind = pending.pop()
        style = layout.styles.get(element)
        if style is not None:
            behind = style.background or behind
            how = _hidden(context.style_for(element), style, behind)
            if how is not None and holds_text(element):
                shown = " ".join("".join(element.itertext()).split())[:40]
                yield f"<{element.tag}> {how} and cannot be seen: “{shown}”"
        pending.extend((child, behind) for child in element)


def _hidden(computed: Any, style: Style, behind: str) -> str | None:
    if computed["visibility"] != "visible":
        return f"has visibility {computed['visibility']}"
    if computed["color"].to("srgb").alpha < _FAINTEST or style.color == behind:
        return "has the colour of what is behind it"
    if style.font_size < _SMALLEST:
        return f"has letters of {style.font_size:g} pt"
    return None


def _of_page(page_box: Any, number: int) -> Iterator[str]:
    """Yield what is drawn as if it were not there, and what goes beyond the edges of a page."""
    stack = list(page_box.children)
    while stack:
        box = stack.pop()
        how = _drawn_away(box) or _beyond(box, page_box)
        if how is not None:
            yield f"<{box.element_tag}> on page {number} {how}"
        stack.extend(getattr(box, "children", ()))


def _drawn_away(box: Any) -> str | None:
    style = box.style
    if style["opacity"] < _FAINTEST:
        return "is transparent and cannot be seen"
    if style["transform"] or style["clip"]:
        return "is moved or cut after it was laid out"
    if style["position"] in _OVER and not box.element_tag.endswith("marker"):
        return "may lie over what else stands there"
    if box.element_tag == "img":
        cut = style["object_fit"] in ("cover", "none")
    else:
        cut = style["overflow"] != "visible" and box.element_tag != "html"
    return "would be cut off where it does not fit" if cut else None


def _beyond(box: Any, page_box: Any) -> str | None:
    right, bottom = page_box.margin_width(), page_box.margin_height()
    text = getattr(box, "text", "")
    if isinstance(text, str) and text.strip():
        across = box.position_x >= 0 and box.position_x + box.width <= right + _ROUNDING
        down = 0 <= box.position_y < bottom
        if across and down:
            return None
        return f"goes beyond the edge of the page: “{text.strip()[:40]}”"
    is_table = box.element_tag == "table" and hasattr(box, "column_widths")
    end = right - page_box.margin_right + _ROUNDING
    if is_table and box.position_x + box.margin_width() > end:
        return "is wider than the page"
    return None
