"""What the layout engine works out again and again, worked out once for one document.

It lays a text out when it measures it, when it looks for the widths of columns, whenever the notes
of a page are laid out anew, and when it paints it; each time it sets Pango up from the style. All
of that depends on the text, the style and the room alone, so that what came of it the last time is
what would come of it now: the same layout, the same bytes. ``tests/layout/test_engine.py`` names
what that rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from typing import Any, Final

#: Every property that the engine reads to set a text up, but ``text_decoration_line``.
PROPERTIES: Final = (
    "direction", "lang", "font_language_override", "font_family", "font_size", "font_stretch",
    "font_style", "font_weight", "font_kerning", "font_variation_settings",
    "font_feature_settings", "font_variant_alternates", "font_variant_caps",
    "font_variant_east_asian", "font_variant_ligatures", "font_variant_numeric",
    "font_variant_position",
)  # fmt: skip

_values: Final = itemgetter(*PROPERTIES)

#: Lines that are remembered at a time; what is asked for again is mostly asked for soon.
_LINES: Final = 4096

#: A copy of a layout, its text and attributes (docs.gtk.org/Pango, ``Layout.copy``).
_COPY: Final = "PangoLayout * pango_layout_copy (PangoLayout *src);"


class Remembered:
    """What was worked out for one document.

    Styles are known by their identity, and kept as long as that counts.
    """

    def __init__(self) -> None:
        self._set_up: dict[Hashable, Any] = {}
        self._lines: dict[Hashable, tuple[Any, dict[str, Any], tuple[Any, ...]]] = {}
        self._struts: dict[int, tuple[Any, tuple[float, float]]] = {}

    def forget_lines(self) -> None:
        """Let go of what is of use only while a document is laid out."""
        self._lines.clear()
        self._struts.clear()

    @contextmanager
    def in_use(self, line_break: Any, inline: Any, preferred: Any, native: Any) -> Iterator[None]:
        """Have the engine ask here first, for as long as the block lasts.

        Args:
            line_break: its module that lays texts out.
            inline: its module that fills lines.
            preferred: its module that finds widths of columns.
            native: its module that calls Pango.
        """
        kind = line_break.Layout
        before = kind.setup, line_break.split_first_line, line_break.strut
        kind.setup = _setting_up(kind.setup, self._set_up, native)
        inline.split_first_line = _splitting(line_break.split_first_line, kind, self._lines)
        preferred.split_first_line = inline.split_first_line
        inline.strut = _measuring(line_break.strut, self._struts)
        try:
            yield
        finally:
            kind.setup, split, inline.strut = before
            inline.split_first_line = preferred.split_first_line = split


def _setting_up(
    plain: Callable[[Any, Any], None], known: dict[Hashable, Any], native: Any
) -> Callable[[Any, Any], None]:
    """Return what sets a text up by copying one that was set up for a style like its own.

    It also gives back the memory that the engine loses with each text whose style asks for
    features of fonts.
    """
    ffi, gobject, pango = native.ffi, native.gobject, native.pango
    if not hasattr(pango, "pango_layout_copy"):
        ffi.cdef(_COPY)

    def setup(layout: Any, style: Any) -> None:
        families = style["font_family"]
        if not isinstance(families, tuple):  # as in pictures
            plain(layout, style)
            return
        # What is decorated is measured, too; `none` is no set, all other values are.
        key = (_values(style), style["text_decoration_line"] == "none")
        pattern = known.get(key)
        if pattern is None:
            pattern = known[key] = object.__new__(type(layout))
            plain(pattern, style)
        vars(layout).update(vars(pattern))
        copied = pango.pango_layout_copy(pattern.layout)
        layout.layout = ffi.gc(copied, gobject.g_object_unref)
        layout.style = style

    return setup


def _splitting(
    plain: Callable[..., tuple[Any, ...]],
    kind: type[Any],
    known: dict[Hashable, tuple[Any, dict[str, Any], tuple[Any, ...]]],
) -> Callable[..., tuple[Any, ...]]:
    """Return what finds the first line of a text, and remembers it."""

    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> tuple[Any, ...]:
        key = (id(style), text, max_width, justification_spacing, is_line_start, minimum)
        found = known.get(key)
        if found is None:
            layout, *rest = plain(
                text, style, context, max_width, justification_spacing, is_line_start, minimum
            )
            if len(known) >= _LINES:
                known.clear()
            known[key] = (style, dict(vars(layout)), tuple(rest))
            return layout, *rest
        # Each line has a layout of its own: it is set up, and spread out, when it is painted.
        layout = object.__new__(kind)
        vars(layout).update(found[1])
        return layout, *found[2]

    return split_first_line


def _measuring(
    plain: Callable[[Any], tuple[float, float]], known: dict[int, tuple[Any, tuple[float, float]]]
) -> Callable[[Any], tuple[float, float]]:
    """Return what measures the height of a line without text, once for each style."""

    def strut(style: Any) -> tuple[float, float]:
        found = known.get(id(style))
        if found is None:
            found = known[id(style)] = style, plain(style)
        return found[1]

    return strut
