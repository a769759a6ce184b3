"""The CSS properties that both formats follow, and their values.

The PDF follows all that the layout engine knows; Word follows what the layout
tells its writer (:class:`briefgen.layout.pages.Style`). A style sheet keeps to
what both have, so that the two formats look alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Property:
    """What a property may hold.

    Attributes:
        keywords: words.
        kinds: other values: "length" (0 and above), "signed" (a length that may be negative),
            "percentage", "number", "color", "string", "any" (names and functions of all kinds).
    """

    keywords: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()


def _property(keywords: str = "", kinds: str = "") -> Property:
    return Property(frozenset(keywords.split()), frozenset(kinds.split()))


_SIDES = ("top", "right", "bottom", "left")
_LINES = "none hidden solid dotted dashed double"
_WIDTHS = "thin medium thick"
_BREAKS = "auto avoid avoid-page page left right always"
_FONT = "normal bold bolder lighter italic oblique small-caps"

#: Words that every property has (CSS Cascading and Inheritance 4, §7.3).
EVERYWHERE = frozenset(("inherit", "initial", "unset", "revert"))

_BORDER = _property(f"{_LINES} {_WIDTHS}", "length color")

PROPERTIES: Mapping[str, Property] = {
    "font": _property(_FONT, "length percentage number string any"),
    "font-family": _property("", "string any"),
    "font-size": _property("xx-small x-small small medium large x-large xx-large smaller larger",
                           "length percentage"),
    "font-weight": _property("normal bold bolder lighter", "number"),
    "font-style": _property("normal italic oblique"),
    "font-variant": _property("normal small-caps tabular-nums"),
    "font-variant-caps": _property("normal small-caps"),
    "font-variant-numeric": _property("normal tabular-nums lining-nums"),
    "text-transform": _property("none uppercase"),
    "letter-spacing": _property("normal", "signed"),
    "color": _property("", "color"),
    "background": _property("none", "color"),
    "background-color": _property("", "color"),
    "line-height": _property("normal", "length percentage number"),
    "text-align": _property("left right center justify start end"),
    "text-align-all": _property("left right center justify start end"),
    "text-indent": _property("", "signed"),
    "text-decoration": _property("none underline"),
    "text-decoration-line": _property("none underline"),
    "vertical-align": _property("baseline super sub top middle bottom"),
    "margin": _property("", "length"),
    "padding": _property("", "length"),
    **{f"margin-{side}": _property("", "length") for side in _SIDES},
    **{f"padding-{side}": _property("", "length") for side in _SIDES},
    "border": _BORDER,
    "border-style": _property(_LINES),
    "border-width": _property(_WIDTHS, "length"),
    "border-color": _property("", "color"),
    **{f"border-{side}": _BORDER for side in _SIDES},
    **{f"border-{side}-style": _property(_LINES) for side in _SIDES},
    **{f"border-{side}-width": _property(_WIDTHS, "length") for side in _SIDES},
    **{f"border-{side}-color": _property("", "color") for side in _SIDES},
    "border-collapse": _property("collapse separate"),
    "border-spacing": _property("", "length"),
    "width": _property("auto", "length percentage"),
    "list-style": _property("none disc circle square decimal decimal-leading-zero lower-alpha"
                            " upper-alpha lower-latin upper-latin lower-roman upper-roman inside"
                            " outside", "string"),
    "list-style-type": _property("none disc circle square decimal decimal-leading-zero lower-alpha"
                                 " upper-alpha lower-latin upper-latin lower-roman upper-roman",
                                 "string"),
    "break-before": _property(_BREAKS),
    "break-after": _property("auto avoid avoid-page"),
    "break-inside": _property("auto avoid avoid-page"),
    "page-break-before": _property(_BREAKS),
    "page-break-after": _property("auto avoid"),
    "page-break-inside": _property("auto avoid"),
    "orphans": _property("", "number"),
    "widows": _property("", "number"),
    "display": _property("block inline none list-item table table-row table-cell table-row-group"
                         " table-header-group table-caption"),
    "float": _property("none footnote"),
    "footnote-display": _property("block"),
    "hyphens": _property("none manual auto"),
    "hyphenate-limit-chars": _property("auto", "number"),
    "hyphenate-limit-zone": _property("", "length"),
    "overflow-wrap": _property("normal break-word"),
    "word-wrap": _property("normal break-word"),
    "table-layout": _property("auto fixed"),
    "string-set": _property("", "string any"),
    "bookmark-level": _property("none", "number"),
    "bookmark-label": _property("", "string any"),
    "content": _property("", "string any"),
    "caption-side": _property("top"),
    "page": _property("auto landscape upright"),
    "columns": _property("", "number"),
    "column-gap": _property("normal", "length"),
}  # fmt: skip

#: What a picture may have beside, as its size is measured and written as it is.
OF_PICTURES: Mapping[str, Property] = dict.fromkeys(
    ("height", "max-width", "max-height", "min-width", "min-height"),
    _property("auto none", "length percentage"),
)

#: What a page has (CSS Paged Media 3, §7).
OF_PAGES: Mapping[str, Property] = {
    "size": _property("a3 a4 a5 b4 b5 letter legal ledger portrait landscape", "length"),
    "margin": _property("", "length"),
    **{f"margin-{side}": _property("", "length") for side in _SIDES},
}

#: What pages of sections of class ``landscape`` have of their own.
OF_LANDSCAPE: Mapping[str, Property] = {"size": OF_PAGES["size"]}

#: Boxes in the margins of a page that become headers and footers.
MARGIN_BOXES = (
    "top-left", "top-center", "top-right", "bottom-left", "bottom-center", "bottom-right",
)  # fmt: skip

#: Properties of CSS that the layout engine may know and Word does not have.
NOT_IN_WORD = frozenset((
    "align-content", "align-items", "align-self", "all", "animation", "aspect-ratio",
    "backdrop-filter", "background-attachment", "background-blend-mode", "background-clip",
    "background-image", "background-origin", "background-position", "background-repeat",
    "background-size", "block-size", "border-image", "border-image-source", "border-radius",
    "border-bottom-left-radius", "border-bottom-right-radius", "border-top-left-radius",
    "border-top-right-radius", "bottom", "box-decoration-break", "box-shadow", "box-sizing",
    "clear", "clip", "clip-path", "column-count", "column-fill", "column-rule",
    "column-span", "column-width", "contain", "counter-increment", "counter-reset",
    "counter-set", "cursor", "direction", "filter", "flex", "flex-basis",
    "flex-direction", "flex-flow", "flex-grow", "flex-shrink", "flex-wrap",
    "font-feature-settings", "font-kerning", "font-stretch", "font-variant-alternates",
    "font-variant-east-asian", "font-variant-ligatures", "font-variant-position",
    "font-variation-settings", "gap", "grid", "grid-area", "grid-auto-columns",
    "grid-auto-flow", "grid-auto-rows", "grid-column", "grid-row", "grid-template",
    "grid-template-areas", "grid-template-columns", "grid-template-rows", "height",
    "image-orientation", "image-rendering", "image-resolution", "inline-size", "inset",
    "isolation", "justify-content", "justify-items", "justify-self", "left", "line-break",
    "list-style-image", "list-style-position", "margin-block", "margin-inline", "mask",
    "max-height", "max-width", "min-height", "min-width", "mix-blend-mode", "object-fit",
    "object-position", "opacity", "order", "outline", "outline-color", "outline-style",
    "outline-width", "overflow", "padding-block", "padding-inline", "perspective",
    "pointer-events", "position", "quotes", "resize", "right", "rotate", "row-gap", "scale",
    "tab-size", "text-align-last", "text-decoration-color", "text-decoration-style",
    "text-decoration-thickness", "text-emphasis", "text-orientation", "text-overflow",
    "text-shadow", "text-underline-offset", "text-wrap", "top", "transform",
    "transform-origin", "transition", "translate", "visibility", "white-space",
    "word-break", "word-spacing", "writing-mode", "z-index", "zoom",
))  # fmt: skip

#: Units of length (CSS Values 4, §6) that are the same on every page.
UNITS = frozenset(("pt", "pc", "mm", "cm", "in", "q", "px", "em", "rem", "ex", "ch"))

#: Pseudo-classes (Selectors 4) that can hold on paper.
CLASSES = (
    "any-link", "empty", "first-child", "first-of-type", "has", "is", "lang", "last-child",
    "last-of-type", "link", "not", "nth-child", "nth-last-child", "nth-last-of-type",
    "nth-of-type", "only-child", "only-of-type", "root", "where",
)  # fmt: skip

#: Pseudo-elements that Word has something for.
ELEMENTS = ("after", "before", "footnote-call", "footnote-marker")
