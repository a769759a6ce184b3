"""Pages of landscape sections: as large as the others, turned (CSS Paged Media 3, 7.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

#: Points in the units that measure a page.
_POINTS: Final = {
    "pt": 1.0, "pc": 12.0, "px": 0.75, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4,
    "q": 72 / 101.6,
}  # fmt: skip

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_PAGE: Final = re.compile(r"@page\s*\{", re.IGNORECASE)

#: A brace, or a text, in which braces do not count.
_BRACE: Final = re.compile(r"""[{}]|"[^"\n]*"|'[^'\n]*'""")

#: What the layout engine takes where no size is stated.
_DEFAULT: Final = "A4"


def turned_pages(styles: Sequence[str]) -> str:
    """Return the rule by which landscape pages have the size of all others, turned.

    It stands before the style sheets: one that gives landscape pages a size has its way.

    Args:
        styles: style sheets, in the order in which they apply.
    """
    sizes = [size for text in styles for block in _pages(text) for size in _sizes(block)]
    return f"@page landscape {{ size: {_turned(sizes[-1] if sizes else ())}; }}"


def _pages(style: str) -> Iterator[str]:
    """Yield what stands in each rule for all pages; the rest of a style sheet is not parsed."""
    text = _COMMENT.sub(" ", style)
    for start in _PAGE.finditer(text):
        depth = 1
        for brace in _BRACE.finditer(text, start.end()):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if not depth:
                yield text[start.end() : brace.start()]
                break


def _sizes(block: str) -> Iterator[list[Any]]:
    """Yield what each `size` of a rule says."""
    import tinycss2  # type: ignore[import-untyped]  # noqa: PLC0415  # comes with WeasyPrint

    for item in tinycss2.parse_blocks_contents(block):
        if item.type == "declaration" and item.lower_name == "size":
            yield [one for one in item.value if one.type != "whitespace"]


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
