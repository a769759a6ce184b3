"""Stand-ins for functions of the layout engine, for as long as a document is laid out.

The engine works the same things out a hundred thousand times for a paper. Our functions give the
same answers sooner: ``tests/layout/test_shortcuts.py`` compares documents with those that the
engine makes by itself, ``tests/layout/test_engine.py`` names what they rest on.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from briefgen.layout import flow, quickstyles, usedlengths


@contextmanager
def in_use() -> Iterator[None]:
    """Have the engine use our functions for as long as the block lasts."""
    before = []
    try:
        for home, name, ours in _ours():
            plain = getattr(home, name)
            for holder in _holders(home, name, plain):
                before.append((holder, name, plain))
                setattr(holder, name, ours)
        yield
    finally:
        for holder, name, plain in reversed(before):
            setattr(holder, name, plain)


def _ours() -> Iterator[tuple[Any, str, Any]]:
    """Yield what each of our functions stands in for: its module or class, and its name there."""
    from weasyprint import css  # noqa: PLC0415  # heavy: loads Pango
    from weasyprint.css import computed_values, properties  # noqa: PLC0415
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415
    from weasyprint.layout import background, percent  # noqa: PLC0415
    from weasyprint.text import line_break  # noqa: PLC0415

    initial = properties.INITIAL_VALUES
    computed = quickstyles.computed(css.ComputedStyle, properties, computed_values)
    yield css, "ComputedStyle", computed
    yield css, "AnonymousStyle", quickstyles.anonymous(css.AnonymousStyle, properties)
    assign = css.StyleFor.set_computed_styles
    yield css.StyleFor, "set_computed_styles", quickstyles.assigned(assign, css)
    yield css.StyleFor, "__call__", quickstyles.asked(css.StyleFor.__call__)
    used = usedlengths.remembered(percent.resolve_percentages, boxes)
    yield percent, "resolve_percentages", used
    corners = flow.corners(percent.resolve_radii_percentages, boxes.Box, initial)
    yield percent, "resolve_radii_percentages", corners
    behind = flow.backgrounds(background.layout_box_backgrounds, background, initial)
    yield background, "layout_box_backgrounds", behind
    yield boxes.Box, "is_in_normal_flow", flow.in_normal_flow(boxes.Box.is_in_normal_flow)
    yield boxes.Box, "descendants", flow.descendants(boxes.Box)
    yield boxes.ParentBox, "page_values", flow.page_values
    yield line_break, "can_break_text", cache(line_break.can_break_text)


def _holders(home: Any, name: str, plain: Any) -> list[Any]:
    """Return the class that has a function, or the engine's modules that know it by its name."""
    if isinstance(home, type):
        return [home]
    engine = [m for module, m in list(sys.modules.items()) if module.startswith("weasyprint.")]
    return [module for module in engine if vars(module).get(name) is plain]
