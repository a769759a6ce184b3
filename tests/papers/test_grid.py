"""Lines of running text stand on the grid of docs/design.md; no page ends or begins badly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from briefgen.house.fonts import load_fonts
from briefgen.house.workspace import Workspace
from briefgen.layout.weasy import lay_out

if TYPE_CHECKING:
    from conftest import Shipped

FACES = load_fonts(Workspace(Path(__file__).parents[2])).faces

#: Half a line in points, by audience.
HALF = {"minister": 6.25, "largeprint": 15.0}
USUAL = 7.0

#: Elements and classes that have a pitch of their own, or stand between the lines of the grid.
APART = frozenset(("table", "header", "sources", "press-line", "clearance"))
DOSSIERS = ["belarus-lithuania", "ruritania-graustark"]
AUDIENCES = ["analyst", "business", "delegation", "largeprint", "minister", "press"]


class Line(NamedTuple):
    """A line of text: the page's number, its top in points below the margin, its block's tag."""

    page: int
    top: float
    tag: str
    text: str


def lines(html: str) -> Iterator[Line]:
    """Yield the lines of a paper that stand above any picture of their page but flags."""
    for number, page in enumerate(lay_out(html, FACES).engine.pages, 1):
        box = page._page_box
        origin = box.content_box_y()
        yield from _lines(box, number, origin, "")


def _lines(box: Any, page: int, origin: float, tag: str) -> Iterator[Line]:
    """Yield lines in the order of the page, up to the first picture."""
    for kind, line in _walk(box, tag):
        if kind == "img":
            return
        text = "".join(_texts(line))
        if text.strip():
            yield Line(page, (line.position_y - origin) * 0.75, kind, text)


def _walk(box: Any, tag: str) -> Iterator[tuple[str, Any]]:
    for child in getattr(box, "children", ()):
        name = type(child).__name__
        if name in ("FootnoteAreaBox", "MarginBox"):
            continue
        element = child.element_tag
        if element == "img":
            if child.element.get("class") != "flags":  # they are as high as three half lines
                yield "img", child
            continue
        own = tag
        if element in ("p", "li", "h1", "h2", "h3", "h4", "figcaption", "caption") and not own:
            own = element
        classes = child.element.get("class", "") if child.element is not None else ""
        if element in APART or not APART.isdisjoint(classes.split()):
            own = "apart"
        if name == "LineBox":
            yield own, child
        else:
            yield from _walk(child, own)


def _texts(box: Any) -> Iterator[str]:
    for child in getattr(box, "children", ()):
        yield from _texts(child)
    if hasattr(box, "text"):
        yield box.text


@pytest.mark.parametrize("dossier", DOSSIERS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_lines_of_text_stand_on_the_grid(shipped: Shipped, dossier: str, audience: str) -> None:
    half = HALF.get(audience, USUAL)
    html = shipped.path(f"{dossier}.{audience}.en", "html").read_text("utf-8")
    found = [line for line in lines(html) if line.tag in ("p", "li")]
    off = [line for line in found if abs(line.top / half - round(line.top / half)) * half > 0.3]
    assert len(found) > 5
    assert off == []


@pytest.mark.parametrize("dossier", DOSSIERS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_page_ends_with_a_heading(shipped: Shipped, dossier: str, audience: str) -> None:
    html = shipped.path(f"{dossier}.{audience}.en", "html").read_text("utf-8")
    last = {line.page: line for line in lines(html)}
    assert not [line for line in last.values() if line.tag in ("h2", "h3", "h4", "caption")]
