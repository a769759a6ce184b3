"""The room a template leaves for text, and a layout brought to that room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element as HtmlElement

from briefgen.layout.pages import Layout, PageGeometry, Sides
from briefgen.write.docx.furniture import page_width
from briefgen.write.docx.ooxml import Element
from briefgen.write.docx.template.edits import q, val

#: A4 with margins of an inch, in twentieths of a point: what counts where nothing is said.
_SIZE: Final = {"w": 11906, "h": 16838}
_MARGIN: Final = 1440

#: Sizes of pages and widths of text beyond these are mistakes, in points.
_LEAST_TEXT, _LARGEST_PAGE = 72.0, 1584.0


@dataclass(frozen=True)
class Sheet:
    """A page of a template, upright or as the template has it, in points."""

    width: float
    height: float
    margin: Sides[float]

    @property
    def text_width(self) -> float:
        """Width of the text."""
        return self.width - self.margin.left - self.margin.right


def sheet_of(section: Element | None) -> Sheet:
    """Return the page of a section; its column, where it has several.

    Raises:
        ValueError: no text fits on it.
    """
    size = None if section is None else section.find(q("pgSz"))
    margins = None if section is None else section.find(q("pgMar"))
    width, height = (_points(size, name, default) for name, default in _SIZE.items())
    sides = (abs(_points(margins, s, _MARGIN)) for s in ("top", "right", "bottom", "left"))
    top, right, bottom, left = sides
    left += _points(margins, "gutter", 0)
    columns = None if section is None else section.find(q("cols"))
    count = int(val(columns, "num") or 1)
    if count > 1:
        gaps = _points(columns, "space", 720) * (count - 1)
        right += (width - left - right) - (width - left - right - gaps) / count
    sheet = Sheet(width, height, Sides(top, right, bottom, left))
    if sheet.text_width < _LEAST_TEXT or max(width, height) > _LARGEST_PAGE:
        raise ValueError(f"its page leaves no room for text: {width:g} by {height:g} pt")
    return sheet


def brought_to(layout: Layout, sheet: Sheet) -> Layout:
    """Return a layout whose columns and pictures are as broad as a page lets them be."""
    found = replace(
        layout, first_page=_on(layout.first_page, sheet), pages=_on(layout.pages, sheet)
    )
    upright = page_width(found, landscape=False) / page_width(layout, landscape=False)
    turned = page_width(found, landscape=True) / page_width(layout, landscape=True)
    scales: dict[HtmlElement, float] = {}
    _note(layout.root, upright, turned, scales)
    return replace(
        found,
        columns={e: tuple(one * scales[e] for one in c) for e, c in layout.columns.items()},
        images=_scaled(layout.images, scales),
    )


def _scaled(
    images: Mapping[HtmlElement, tuple[float, float]], scales: Mapping[HtmlElement, float]
) -> dict[HtmlElement, tuple[float, float]]:
    return {e: (width * scales[e], height * scales[e]) for e, (width, height) in images.items()}


def _note(
    element: HtmlElement, scale: float, turned: float, scales: dict[HtmlElement, float]
) -> None:
    if "landscape" in element.get("class", "").split():
        scale = turned
    scales[element] = scale
    for child in element:
        _note(child, scale, turned, scales)


def _on(page: PageGeometry, sheet: Sheet) -> PageGeometry:
    return replace(page, width=sheet.width, height=sheet.height, margin=sheet.margin)


def _points(element: Element | None, name: str, default: int) -> float:
    """Return a length in points; it may be written in twentieths of a point or with a unit.

    Raises:
        ValueError: it is no length (ECMA-376, 22.9.2.14).
    """
    said = val(element, name)
    for unit, points in (("pt", 1.0), ("mm", 72 / 25.4), ("cm", 72 / 2.54), ("in", 72.0)):
        if said.endswith(unit):
            return float(said.removesuffix(unit)) * points
    return float(said or default) / 20
