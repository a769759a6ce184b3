"""What a layout is: the document's tree with what the layout engine computed for it.

Both writers read these values and nothing else. Lengths are in points (1/72
inch), colours are six lower-case hexadecimal digits as Word writes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar
from xml.etree.ElementTree import Element

from briefgen.layout.breaks import Break

T = TypeVar("T")

#: CSS pixels to points: 96 px and 72 pt make an inch (CSS Values 3, §6.2).
POINTS = 0.75


@dataclass(frozen=True)
class Border:
    """One side's border; a width of 0 means none."""

    width: float = 0.0
    style: Literal["none", "solid", "dotted", "dashed", "double"] = "none"
    color: str = "000000"


@dataclass(frozen=True)
class Sides(Generic[T]):
    """A value for each side of a box, in CSS order."""

    top: T
    right: T
    bottom: T
    left: T


@dataclass(frozen=True)
class Style:
    """Computed style of one element, or of its box in the page margin.

    ``background`` is ``None`` where the element paints none of its own;
    ``line_height`` is ``None`` where the font decides. Margins, paddings, borders and
    ``text_align`` are those of the sides of the page, whichever way is read.
    """

    display: str
    font_family: str
    font_size: float
    bold: bool
    italic: bool
    small_caps: bool
    uppercase: bool
    letter_spacing: float
    tabular_numerals: bool
    color: str
    background: str | None
    line_height: float | None
    text_align: Literal["left", "right", "center", "justify"]
    text_indent: float
    underline: bool
    vertical_align: Literal["baseline", "super", "sub", "top", "middle", "bottom"]
    margin: Sides[float]
    padding: Sides[float]
    border: Sides[Border]
    width: float | None
    list_style: str
    page_break_before: bool
    keep_with_next: bool
    keep_together: bool
    orphans: int
    widows: int
    right_to_left: bool = False
    columns: int = 1
    column_gap: float = 0.0


@dataclass(frozen=True)
class Field:
    """A part of a margin box that Word computes by itself."""

    kind: Literal["page", "pages"]


@dataclass(frozen=True)
class MarginBox:
    """The content of one page margin box.

    Attributes:
        position: CSS name: "top-left", "top-center", "bottom-right"…
        parts: literal texts and fields, in order.
        style: computed style of the box.
    """

    position: str
    parts: tuple[str | Field, ...]
    style: Style


@dataclass(frozen=True)
class PageGeometry:
    """Size and margins of a page, and what stands in its margins."""

    width: float
    height: float
    margin: Sides[float]
    boxes: tuple[MarginBox, ...]


@dataclass(frozen=True)
class Layout:
    """One document, laid out.

    Attributes:
        root: the document's ``html`` element.
        styles: computed style by element.
        columns: column widths by ``table`` element, from where its rows begin.
        images: width and height by ``img`` element.
        page_numbers: page on which the element with an id begins, by id.
        breaks: ends of lines inside words, by the element whose text is broken.
        first_page: geometry of the first page.
        pages: geometry of the second and every later page; the first page's if there is but one.
        page_count: number of pages.
        engine: the layout engine's own document; only ``layout.weasy`` looks inside.
    """

    root: Element
    styles: Mapping[Element, Style]
    columns: Mapping[Element, tuple[float, ...]]
    images: Mapping[Element, tuple[float, float]]
    page_numbers: Mapping[str, int]
    breaks: Mapping[Element, tuple[Break, ...]]
    first_page: PageGeometry
    pages: PageGeometry
    page_count: int
    engine: Any
