"""Pages of landscape sections: as large as the others, turned (CSS Paged Media 3, 7.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

#: Points in the units that measure a page.
_POINTS: Final = {
    "pt": 1.0, "pc": 12.0, "px": 0.75, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4,
    "q": 72 / 101.6,
}  # fmt: skip

#: What the layout engine takes where no size is stated.
_DEFAULT: Final = "A4"


def turned_pages(styles: Sequence[str]) -> str:
    """Return the rule by which landscape pages have the size of all others, turned.

    It stands before the style sheets: one that gives landscape pages a size has its way.

    Args:
        styles: style sheets, in the order in which they apply.
    """
    size: list[Any] = []
    for text in styles:
        if "@page" in text:
            for found in _sizes(text):
                size = found
    return f"@page landscape {{ size: {_turned(size)}; }}"


def _sizes(style: str | list[Any]) -> Iterator[list[Any]]:
    """Yield what each `size` of unnamed pages says, in the order of the style sheet."""
    import tinycss2  # type: ignore[import-untyped]  # noqa: PLC0415  # comes with WeasyPrint

    parse = tinycss2.parse_stylesheet if isinstance(style, str) else tinycss2.parse_rule_list
    for rule in parse(style, skip_comments=True, skip_whitespace=True):
        if rule.type != "at-rule" or rule.content is None:
            continue
        prelude = tinycss2.serialize(rule.prelude).strip()
        if rule.lower_at_keyword == "media":
            yield from _sizes(rule.content)
        elif rule.lower_at_keyword == "page" and not prelude:
            for item in tinycss2.parse_blocks_contents(rule.content):
                if item.type == "declaration" and item.lower_name == "size":
                    yield [one for one in item.value if one.type not in ("whitespace", "comment")]


def _turned(size: Sequence[Any]) -> str:
    """Return a size so that it is broader than high."""
    lengths = [one for one in size if one.type == "dimension"]
    if lengths:
        first, last = sorted((lengths[0], lengths[-1]), key=_points, reverse=True)
        return f"{first.serialize()} {last.serialize()}"
    names = [one.value for one in size if one.type == "ident"]
    known = [name for name in names if name.lower() not in ("auto", "portrait", "landscape")]
    return f"{known[0] if known else _DEFAULT} landscape"


def _points(length: Any) -> float:
    return float(length.value) * _POINTS.get(length.lower_unit, 1.0)
