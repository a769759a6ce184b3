"""Computed styles as the layout engine has them, read into values that the writers know."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any, Final, Literal

from briefgen.layout.pages import POINTS, Border, Sides, Style

SIDES: Final = ("top", "right", "bottom", "left")

#: Properties whose values are known by their identity: colours, which the engine compares without
#: regard to transparency, and what may be a set.
_BY_IDENTITY: Final = (
    "color", "background_color", *(f"border_{side}_color" for side in SIDES),
    "text_decoration_line",
)  # fmt: skip

#: Every other property that a style is read from.
_PROPERTIES: Final = (
    "display", "font_family", "font_size", "font_weight", "font_style", "font_variant_caps",
    "font_variant_numeric", "text_transform", "letter_spacing", "line_height", "text_align_all",
    "direction", "text_indent", "vertical_align", "width",
    "list_style_type", "break_before", "break_after", "break_inside", "orphans", "widows",
    "column_count", "column_gap",
    *(f"{box}_{side}" for box in ("margin", "padding") for side in SIDES),
    *(f"border_{side}_{what}" for side in SIDES for what in ("style", "width")),
)  # fmt: skip

_values: Final = itemgetter(*_PROPERTIES)
_others: Final = itemgetter(*_BY_IDENTITY)


class StyleReader:
    """Reads the computed styles of one document: what is styled alike gets one ``Style``.

    There are far fewer ways to look than elements, and whoever works something out from a style
    can know it by its identity.
    """

    def __init__(self) -> None:
        # What is known by its identity is kept as long as that counts.
        self._read: dict[tuple[Any, ...], tuple[Style, tuple[Any, ...]]] = {}
        self._known: dict[int, tuple[Style, Any]] = {}
        self._styles: dict[Style, Style] = {}

    def style(self, computed: Any) -> Style:
        """Return the style of an element, or of a box in the page margin, from the engine's."""
        if id(computed) in self._known:
            return self._known[id(computed)][0]
        values, others = _values(computed), _others(computed)
        key = (*values, *map(id, others))
        if key not in self._read:
            named = dict(zip((*_PROPERTIES, *_BY_IDENTITY), (*values, *others), strict=True))
            style = _style(named)
            self._read[key] = self._styles.setdefault(style, style), others
        style = self._read[key][0]
        self._known[id(computed)] = style, computed
        return style


def _style(computed: Mapping[str, Any]) -> Style:
    size = computed["font_size"]
    return Style(
        display=computed["display"][-1]
        if len(computed["display"]) == 1 or computed["display"][1] != "flow"
        else computed["display"][0],
        font_family=computed["font_family"][0],
        font_size=size * POINTS,
        bold=computed["font_weight"] >= 600,
        italic=computed["font_style"] != "normal",
        small_caps="small-caps" in str(computed["font_variant_caps"]),
        uppercase=computed["text_transform"] == "uppercase",
        letter_spacing=_points(computed["letter_spacing"]),
        tabular_numerals="tabular-nums" in computed["font_variant_numeric"],
        color=_color(computed["color"], computed) or "000000",
        background=_color(computed["background_color"], computed),
        line_height=_line_height(computed["line_height"], size),
        text_align=_text_align(computed["text_align_all"], computed["direction"]),
        text_indent=_points(computed["text_indent"]),
        underline="underline" in computed["text_decoration_line"],
        vertical_align=_vertical_align(computed["vertical_align"]),
        margin=_sides(computed, "margin_{}"),
        padding=_sides(computed, "padding_{}"),
        border=Sides(*(_border(computed, side) for side in SIDES)),
        width=_width(computed["width"]),
        list_style=_list_style(computed["list_style_type"]),
        page_break_before=computed["break_before"] in ("page", "left", "right", "always"),
        keep_with_next=computed["break_after"] in ("avoid", "avoid-page"),
        keep_together=computed["break_inside"] in ("avoid", "avoid-page"),
        orphans=computed["orphans"],
        widows=computed["widows"],
        right_to_left=computed["direction"] == "rtl",
        columns=computed["column_count"] if isinstance(computed["column_count"], int) else 1,
        column_gap=size * POINTS
        if computed["column_gap"] == "normal"
        else _points(computed["column_gap"]),
    )


def _sides(computed: Mapping[str, Any], name: str) -> Sides[float]:
    return Sides(*(_points(computed[name.format(side)]) for side in SIDES))


def _points(value: Any) -> float:
    """Return a computed length in points; ``auto``, ``normal`` and percentages count as none."""
    if isinstance(value, (int, float)):
        return float(value) * POINTS
    if getattr(value, "unit", None) == "px":
        return float(value.value) * POINTS
    return 0.0


def _width(value: Any) -> float | None:
    return _points(value) if getattr(value, "unit", None) == "px" else None


def _line_height(value: Any, font_size: float) -> float | None:
    if value == "normal":
        return None
    if isinstance(value, (int, float)):
        return float(value) * font_size * POINTS
    if getattr(value, "unit", None) == "%":
        return float(value.value) / 100 * font_size * POINTS
    return _points(value)


def _text_align(value: str, direction: str) -> Literal["left", "right", "center", "justify"]:
    """Return a computed alignment as a side of the page."""
    if value in ("start", "end"):
        value = "left" if (value == "start") is (direction == "ltr") else "right"
    named: dict[str, Literal["left", "right", "center", "justify"]] = {
        "right": "right", "center": "center", "justify": "justify",
    }  # fmt: skip
    return named.get(value, "left")


def _vertical_align(
    value: Any,
) -> Literal["baseline", "super", "sub", "top", "middle", "bottom"]:
    if value in ("super", "sub", "top", "middle", "bottom"):
        return value  # type: ignore[no-any-return]
    return "baseline"


def _list_style(value: Any) -> str:
    """Return a counter style's name, or a literal marker in quotation marks."""
    return f'"{value[1]}"' if isinstance(value, tuple) else str(value)


def _border(computed: Mapping[str, Any], side: str) -> Border:
    style = computed[f"border_{side}_style"]
    width = computed[f"border_{side}_width"] * POINTS
    if style in ("none", "hidden") or width == 0:
        return Border()
    if style not in ("solid", "dotted", "dashed", "double"):
        style = "solid"
    return Border(width, style, _color(computed[f"border_{side}_color"], computed) or "000000")


def _color(value: Any, computed: Mapping[str, Any]) -> str | None:
    if value == "currentcolor":
        value = computed["color"]
    rgb = value.to("srgb")
    if rgb.alpha == 0:
        return None
    return "".join(f"{round(min(max(channel, 0), 1) * 255):02x}" for channel in rgb.coordinates)
