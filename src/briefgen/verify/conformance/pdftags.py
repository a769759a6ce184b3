"""What the structure of a PDF must be for those who have it read out (ISO 14289-1, 7)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from briefgen.verify.conformance.faults import Fault
from briefgen.verify.parity.pdfplaces import destinations
from briefgen.verify.reading.tagged import Annotation, Element, TaggedPdf

#: What may stand in an element of a type, where not everything may (ISO 32000-1, 14.8.4).
_HOLDS: Final = {
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "TOC": {"TOC", "TOCI", "Caption"},
}
#: And what it must stand in.
_WITHIN: Final = {
    "LI": {"L"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"},
    "TD": {"TR"}, "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"}, "TOCI": {"TOC"},
}  # fmt: skip

_SCOPES: Final = {"Row", "Column", "Both"}
_LEVEL: Final = re.compile(r"H([1-6])")


def tag_faults(file: TaggedPdf) -> Iterator[Fault]:
    """Yield what is wrong with the structure of a PDF."""
    yield from _marked(file)
    if file.document is None:
        return
    elements = list(file.document.below())
    yield from _headings(elements)
    yield from _nesting(elements)
    for element in elements:
        if element.type == "Figure":
            yield from _figure(element)
        elif element.type == "Table":
            yield from _table(element)
    yield from _notes(elements)
    yield from _links(file, elements)


def _marked(file: TaggedPdf) -> Iterator[Fault]:
    """Yield what is neither in the structure nor marked as no content."""
    root = file.pdf.Root
    if not bool(root.get("/MarkInfo", {}).get("/Marked", False)):
        yield Fault("pdf-untagged", "the file", "it does not say that it is tagged (/MarkInfo)")
    if file.document is None:
        yield Fault("pdf-untagged", "the file", "it has no structure tree")
        return
    if file.document.type != "Document":
        message = "its structure does not begin with one Document"
        yield Fault("pdf-untagged", "the file", message)
    yield from (Fault("pdf-untagged", "the file", fault) for fault in file.faults)
    for number, page in enumerate(file.pages, 1):
        where = f"page {number}"
        if page.unmarked:
            message = f"{page.unmarked} things are painted that are neither tagged nor artifacts"
            yield Fault("pdf-untagged", where, message)
        for mark, times in Counter(page.marks).items():
            if times > 1:
                yield Fault("pdf-untagged", where, f"marked content {mark} stands {times} times")
        if page.marks and "/StructParents" not in file.pdf.pages[number - 1]:
            message = "nothing leads from its content to the structure (/StructParents)"
            yield Fault("pdf-untagged", where, message)


def _headings(elements: list[Element]) -> Iterator[Fault]:
    before, titles = 0, 0
    for element in elements:
        if match := _LEVEL.fullmatch(element.type):
            level = int(match[1])
            titles += level == 1
            yield from (
                Fault("pdf-heading", f"page {element.page}", message)
                for message in heading_faults(level, before, titles, element.words)
            )
            before = level
    if not before:
        yield Fault("pdf-heading", "the file", "it has no heading")


def heading_faults(level: int, before: int, titles: int, text: str) -> Iterator[str]:
    """Yield what is wrong with a heading after another, in words.

    Args:
        level: of the heading, from 1.
        before: level of the heading before it; 0 for the first.
        titles: how many headings of level 1 there are up to this one.
        text: of the heading.
    """
    if level > before + 1:
        after = f"level {before}" if before else "nothing"
        yield f"the heading “{text}” of level {level} follows {after}"
    if level == 1 and titles > 1:
        yield f"“{text}” is the second heading of level 1"
    if not text.strip():
        yield f"a heading of level {level} is empty"


def _nesting(elements: list[Element]) -> Iterator[Fault]:
    for element in elements:
        where = f"page {element.page}"
        for kid in element.elements:
            may_hold = _HOLDS.get(element.type, {kid.type})
            may_be_in = _WITHIN.get(kid.type, {element.type})
            if kid.type not in may_hold or element.type not in may_be_in:
                yield Fault("pdf-nesting", where, f"{kid.type} stands in {element.type}")


def _figure(figure: Element) -> Iterator[Fault]:
    where = f"page {figure.page}"
    if not figure.own.get("Alt", "").strip():
        yield Fault("pdf-figure", where, "a picture has no alternative text")
    if "BBox" not in figure.attributes:
        yield Fault("pdf-figure", where, "a picture does not say where it stands (BBox)")


def _table(table: Element) -> Iterator[Fault]:
    where = f"page {table.page}, table"
    rows = [row for row in table.below("TR") if row.around("Table") is table]
    cells = [cell for row in rows for cell in row.elements]
    if not any(cell.type == "TH" for cell in cells):
        yield Fault("pdf-table", where, "it has no header cell")
    for cell in cells:
        if cell.type == "TH" and cell.attributes.get("Scope") not in _SCOPES:
            message = f"the header “{cell.words}” does not say what it heads (Scope)"
            yield Fault("pdf-table", where, message)
    widths = list(_widths(rows))
    if len(set(widths)) > 1:
        told = ", ".join(map(str, widths))
        yield Fault("pdf-table", where, f"its rows have different numbers of columns: {told}")


def _widths(rows: list[Element]) -> Iterator[int]:
    """Yield how many columns each row has, with those of cells that reach down into it."""
    waiting: dict[int, int] = {}
    for row in rows:
        covered, column = set(waiting), 0
        waiting = {at: left - 1 for at, left in waiting.items() if left > 1}
        width = len(covered)
        for cell in row.elements:
            down = _span(cell, "RowSpan")
            for _ in range(_span(cell, "ColSpan")):
                while column in covered:
                    column += 1
                if down > 1:
                    waiting[column] = down - 1
                column += 1
                width += 1
        yield width


def _span(cell: Element, name: str) -> int:
    given = cell.attributes.get(name, "1")
    return int(given) if given.isdigit() else 1


def _notes(elements: list[Element]) -> Iterator[Fault]:
    known: set[str] = set()
    for note in elements:
        if note.type != "Note":
            continue
        identifier = note.own.get("ID", "")
        if not identifier:
            yield Fault("pdf-note", f"page {note.page}", "a note has no identifier (ID)")
        elif identifier in known:
            message = f"two notes have the identifier {identifier}"
            yield Fault("pdf-note", f"page {note.page}", message)
        known.add(identifier)


def _links(file: TaggedPdf, elements: list[Element]) -> Iterator[Fault]:
    """Yield what is wrong with links: each annotation belongs to a Link and says what it is."""
    held: dict[Any, str] = {}
    for element in elements:
        for kid in element.kids:
            if isinstance(kid, Annotation):
                held[kid.entries.objgen] = element.type
        if element.type == "Link" and not any(isinstance(k, Annotation) for k in element.kids):
            message = f"the link “{element.words}” cannot be followed: it has no annotation"
            yield Fault("pdf-link", f"page {element.page}", message)
    names = set(destinations(file.pdf))
    for number, page in enumerate(file.pdf.pages, 1):
        for annotation in page.get("/Annots", ()):
            inside = held.get(annotation.objgen) == "Link" and "/StructParent" in annotation
            for message in _annotation(annotation, names, inside=inside):
                yield Fault("pdf-link", f"page {number}", message)


def _annotation(annotation: Any, names: set[str], *, inside: bool) -> Iterator[str]:
    """Yield what is wrong with an annotation, in words.

    Args:
        annotation: as pikepdf has it.
        names: of destinations.
        inside: whether a Link of the structure holds it.
    """
    kind = str(annotation.get("/Subtype", "/"))[1:]
    if kind != "Link":
        yield f"there is an annotation of the kind {kind}"
        return
    text = str(annotation.get("/Contents", ""))
    if not text.strip():
        yield "a link does not say what it is (/Contents)"
    if not inside:
        yield f"the link “{text}” is not in the structure"
    place = annotation.get("/Dest", annotation.get("/A", {}).get("/D"))
    if place is None:
        if "/A" not in annotation:
            yield f"the link “{text}” leads nowhere"
    elif not _is_array(place) and str(place) not in names:
        yield f"the link “{text}” leads to {place}, which is not there"


def _is_array(value: Any) -> bool:
    import pikepdf  # noqa: PLC0415  # loaded already where there are annotations

    return isinstance(value, pikepdf.Array)
