"""Places in a PDF that links lead to: destinations, and the texts that stand there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from briefgen.verify.parity.blocks import named, squeezed
from briefgen.verify.reading.tagged import Annotation, Content, Element, TaggedPdf

#: Structure types that stand inside a line (ISO 32000-1, 14.8.4.4); others are blocks.
INLINE = {
    "Span", "Quote", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP",
    "Warichu", "WT", "WP", "Lbl", "Em", "Strong", "Sub",
}  # fmt: skip


class Places:
    """The destinations of a PDF, each with the text that begins there."""

    def __init__(self, file: TaggedPdf, document: Element) -> None:
        self._document = document
        self._destinations = destinations(file.pdf)
        self._numbers = {page.obj.objgen: n for n, page in enumerate(file.pdf.pages, 1)}

    def of(self, link: Element) -> frozenset[str]:
        """Return what a link leads to: its address; or the name and the text of the place."""
        for kid in link.kids:
            if isinstance(kid, Annotation):
                action = kid.entries.get("/A", {})
                if "/URI" in action:
                    return frozenset({str(action["/URI"])})
                place = kid.entries.get("/Dest", action.get("/D"))
                return self._place(place) if place is not None else frozenset({"nowhere"})
        return frozenset()

    def _place(self, place: Any) -> frozenset[str]:
        import pikepdf  # noqa: PLC0415  # loaded already where there are annotations

        found: set[str] = set()
        if not isinstance(place, pikepdf.Array):
            found.add(named(str(place)))
            place = self._destinations.get(str(place))
        if place is None:
            return frozenset({"nowhere"})
        if len(place) > 3 and str(place[1]) == "/XYZ":
            text = self._text_at(self._numbers.get(place[0].objgen, 0), float(place[3]))
            found.add(f"“{text[:40]}”")
        return frozenset(found)

    def _text_at(self, page: int, top: float) -> str:
        """Return the text that begins first, in the order of reading, below a height of a page."""
        for number, height, text in self._lines:
            if number == page and height <= top + 1:
                return text
        return ""

    @cached_property
    def _lines(self) -> list[tuple[int, float, str]]:
        return list(_lines(self._document, {}))


def _lines(
    element: Element, texts: dict[Element, str], block: Element | None = None
) -> Iterator[tuple[int, float, str]]:
    """Yield page, height and block's text of each line below an element, as they are read."""
    if element.type == "Note":
        return
    own = block if element.type in INLINE else element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _lines(kid, texts, own)
        elif isinstance(kid, Content) and own is not None and squeezed(kid.said):
            if own not in texts:
                texts[own] = _unlabelled(own)
            yield kid.page, kid.texts[0].start[1], texts[own]


def _unlabelled(element: Element) -> str:
    """Return the text of an element without the labels of items and notes, and without notes."""
    pieces = []
    for kid in element.kids:
        if isinstance(kid, Content):
            pieces.append(kid.said)
        elif isinstance(kid, Element) and kid.type not in ("Lbl", "Note", "Figure"):
            pieces.append(kid.own.get("ActualText") or _unlabelled(kid))
    return squeezed("".join(pieces))


def destinations(pdf: Any) -> dict[str, Any]:
    """Return the named destinations of a PDF (ISO 32000-1, 12.3.2.3)."""
    import pikepdf  # noqa: PLC0415

    found: dict[str, Any] = {}
    tree = pdf.Root.get("/Names", {}).get("/Dests")
    if tree is not None:
        found |= {str(key): value for key, value in pikepdf.NameTree(tree).items()}
    found |= {str(key)[1:]: value for key, value in pdf.Root.get("/Dests", {}).items()}
    return {
        key: value.get("/D") if isinstance(value, pikepdf.Dictionary) else value
        for key, value in found.items()
    }
