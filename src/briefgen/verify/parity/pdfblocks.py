"""What a PDF says, read from its structure tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from briefgen.verify.parity.blocks import (
    LINE_END,
    Block,
    Span,
    cell_of,
    described,
    squeezed,
    table_of,
)
from briefgen.verify.reading.tagged import Annotation, Content, Element, TaggedPdf

#: Structure types that stand inside a line (ISO 32000-1, 14.8.4.4); others are blocks.
_INLINE = {
    "Span", "Quote", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP",
    "Warichu", "WT", "WP", "Lbl", "Em", "Strong", "Sub",
}  # fmt: skip

_HEADING = re.compile(r"H([1-6]?)")


def pdf_blocks(file: TaggedPdf) -> list[Block]:
    """Return the blocks of a PDF, its notes last.

    Raises:
        ValueError: it has no structure.
    """
    if file.document is None:
        raise ValueError("it has no structure tree")
    return _Reading(file).blocks()


@dataclass
class _Inline:
    """A line of text in the making, and the blocks that stand in it."""

    spans: list[Span] = field(default_factory=list)
    blocks: list[Element] = field(default_factory=list)
    page: int = 0


class _Reading:
    """Walks the structure of one PDF."""

    def __init__(self, file: TaggedPdf) -> None:
        assert file.document is not None
        self._file, self._document = file, file.document
        self._notes = list(file.document.below("Note"))
        self._labels = {_bare(_label(note)): n for n, note in enumerate(self._notes, 1)}
        self._destinations = _destinations(file.pdf)
        self._numbers = {page.obj.objgen: n for n, page in enumerate(file.pdf.pages, 1)}

    def blocks(self) -> list[Block]:
        """Return the blocks of the document, its notes last."""
        language = self._document.language
        found = [Block("document", language.split("-")[0].lower(), self._title(), "the file")]
        found += self._all(self._document.kids, 0)
        for number, note in enumerate(self._notes, 1):
            found += self._note(number, note)
        return found

    def _title(self) -> str:
        return str(self._file.pdf.docinfo.get("/Title", ""))

    def _all(self, kids: Iterable[Element | Content | Annotation], depth: int) -> Iterator[Block]:
        """Yield the blocks among kids; texts that stand between them are paragraphs."""
        line = _Inline()
        for kid in kids:
            if isinstance(kid, Element) and kid.type not in _INLINE:
                yield from self._paragraph(line, depth)
                line = _Inline()
                yield from self._block(kid, depth)
            else:
                self._inline([kid], line)
        yield from self._paragraph(line, depth)

    def _paragraph(self, line: _Inline, depth: int) -> Iterator[Block]:
        if any(squeezed(span.text) for span in line.spans):
            where = f"page {line.page}"
            yield from described("paragraph", "", line.spans, where, self._document.language)
        for block in line.blocks:
            yield from self._block(block, depth)

    def _block(self, element: Element, depth: int) -> Iterator[Block]:
        match element.type:
            case "P" | "Caption" | "TOCI" | "BlockQuote" if not _holds_blocks(element):
                role = _ROLES[element.type]
                if element.type == "P" and element.around("BlockQuote"):
                    role = "quote"
                yield from self._text(role, "", element, depth)
            case "L":
                for item in element.elements:
                    yield from self._item(item, depth + 1)
            case "Table":
                yield from self._table(element)
            case "Figure":
                yield Block("figure", "", element.own.get("Alt", ""), f"page {element.page}")
                for caption in element.below("Caption"):
                    yield from self._block(caption, depth)
            case "Note":
                pass
            case kind if match := _HEADING.fullmatch(kind):
                above = element.above
                of_contents = above is not None and any(e.type == "TOC" for e in above.elements)
                role, level = ("contents heading", "") if of_contents else ("heading", match[1])
                yield from self._text(role, level, element, depth)
            case _:
                yield from self._all(element.kids, depth)

    def _text(self, role: str, detail: str, element: Element, depth: int) -> Iterator[Block]:
        line = _Inline()
        self._inline(element.kids, line)
        if any(squeezed(span.text) for span in line.spans):
            where = f"page {element.page}"
            yield from described(role, detail, line.spans, where, self._document.language)
        for block in line.blocks:
            yield from self._block(block, depth)

    def _item(self, item: Element, depth: int) -> Iterator[Block]:
        """Yield a list item; one without a label is a paragraph, in Word too."""
        if item.type != "LI":
            yield from self._block(item, depth)
            return
        label = squeezed(_label(item))
        body = [kid for kid in item.kids if not _is(kid, "Lbl")]
        if len(body) == 1 and _is(body[0], "LBody"):
            body = body[0].kids  # type: ignore[union-attr]
        line, rest = _Inline(), []
        for kid in body:
            if rest or (isinstance(kid, Element) and kid.type not in {*_INLINE, "Note", "P"}):
                rest.append(kid)
            else:
                self._inline(kid.kids if _is(kid, "P") else [kid], line)  # type: ignore[union-attr]
        role, detail = ("item", f"{label} of level {depth}") if label else ("paragraph", "")
        yield from described(role, detail, line.spans, f"page {item.page}", self._document.language)
        yield from (b for block in line.blocks for b in self._block(block, depth))
        yield from self._all(rest, depth)

    def _table(self, table: Element) -> Iterator[Block]:
        for caption in table.elements:
            if caption.type == "Caption":
                yield from self._block(caption, 0)
        where = f"page {table.page}"
        rows, width = [], 0
        for number, row in enumerate(table.below("TR"), 1):
            if row.around("Table") is table:
                cells, column = [], 1
                for cell in row.elements:
                    span = int(cell.attributes.get("ColSpan", "1"))
                    place = f"page {row.page or table.page}, row {number}, column {column}"
                    cells.append(self._cell(cell, column, span, place))
                    column += span
                rows.append(cells)
                width = max(width, column - 1)
        yield from table_of(rows, where, width)

    def _cell(self, cell: Element, column: int, span: int, where: str) -> list[Block]:
        inner = list(self._all(cell.kids, 0))
        header = ""
        if cell.type == "TH" and any(squeezed(block.text) for block in inner):
            header = f"heads its {cell.attributes.get('Scope', 'nothing').lower()}"
        down = int(cell.attributes.get("RowSpan", "1"))
        return cell_of(cell_detail(column, span, down, header), where, inner)

    def _note(self, number: int, note: Element) -> Iterator[Block]:
        line = _Inline()
        self._inline([kid for kid in note.kids if not _is(kid, "Lbl")], line)
        spans = line.spans
        for block in line.blocks:  # paragraphs of the note
            inner = _Inline()
            self._inline(block.kids, inner)
            spans += inner.spans
        label = _bare(_label(note)) or str(number)
        where = f"page {note.page}, note {number}"
        yield from described("note", label, spans, where, self._document.language)

    def _inline(self, kids: Iterable[Element | Content | Annotation], line: _Inline,
                targets: frozenset[str] = frozenset(), language: str = "") -> None:  # fmt: skip
        """Add kids to a line of text."""
        language = language or self._document.language
        kids = list(kids)
        for index, kid in enumerate(kids):
            if isinstance(kid, Content):
                line.page = line.page or kid.page
                text = "".join(text.text for text in kid.texts) + LINE_END
                line.spans.append(Span(text, language, targets))
            elif isinstance(kid, Element):
                if number := self._marked(kid, kids[index + 1 : index + 2]):
                    line.page = line.page or kid.page
                    line.spans.append(Span(f"⟦{number}⟧", language, is_mark=True))
                elif "ActualText" in kid.own:
                    line.page = line.page or kid.page
                    text = kid.own["ActualText"] + LINE_END
                    line.spans.append(Span(text, kid.language, targets))
                elif kid.type in _INLINE:
                    self._inline(kid.kids, line, targets | self._targets(kid), kid.language)
                elif kid.type != "Note":
                    line.blocks.append(kid)

    def _marked(self, element: Element, following: list[Any]) -> int:
        """Return the number of the note whose mark an element is, 0 where it is none."""
        if element.type != "Reference" or element.around("TOCI"):
            return 0
        if following and _is(following[0], "Note"):
            return self._notes.index(following[0]) + 1
        return self._labels.get(_bare(element.words), 0)

    def _targets(self, link: Element) -> frozenset[str]:
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
        import pikepdf  # noqa: PLC0415

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
        for element in self._places:
            if element[0] == page and element[1] <= top + 1:
                return element[2]
        return ""

    @property
    def _places(self) -> list[tuple[int, float, str]]:
        if not hasattr(self, "_known_places"):
            self._known_places = list(_places(self._document, {}))
        return self._known_places


_ROLES = {"P": "paragraph", "Caption": "caption", "TOCI": "contents", "BlockQuote": "quote"}


def cell_detail(column: int, across: int, down: int, header: str) -> str:
    """Return what a cell is besides its text."""
    parts = [f"in column {column}"]
    parts += [f"{across} columns wide"] if across > 1 else []
    parts += [f"{down} rows high"] if down > 1 else []
    return ", ".join([*parts, header] if header else parts)


def named(identifier: str) -> str:
    """Return the name of a place as both formats can write it: Word knows 40 letters and digits."""
    return "#" + re.sub(r"\W", "_", identifier).removeprefix("b_")[:36]


def _places(
    element: Element, texts: dict[Element, str], block: Element | None = None
) -> Iterator[tuple[int, float, str]]:
    """Yield page, height and block's text of each line below an element, as they are read."""
    if element.type == "Note":
        return
    own = block if element.type in _INLINE else element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _places(kid, texts, own)
        elif isinstance(kid, Content) and kid.texts and own is not None:
            if any(squeezed(text.text) for text in kid.texts):
                if own not in texts:
                    texts[own] = _unlabelled(own)
                yield kid.page, kid.texts[0].start[1], texts[own]


def _unlabelled(element: Element) -> str:
    """Return the text of an element without the labels of items and notes, and without notes."""
    pieces = []
    for kid in element.kids:
        if isinstance(kid, Content):
            pieces += [text.text for text in kid.texts]
        elif isinstance(kid, Element) and kid.type not in ("Lbl", "Note", "Figure"):
            pieces.append(kid.own.get("ActualText") or _unlabelled(kid))
    return squeezed("".join(pieces))


def _holds_blocks(element: Element) -> bool:
    return any(e.type not in _INLINE and e.type not in ("Note", "Figure") for e in element.elements)


def _is(kid: Any, kind: str) -> bool:
    return isinstance(kid, Element) and kid.type == kind


def _label(element: Element) -> str:
    return " ".join(kid.words for kid in element.elements if kid.type == "Lbl")


def _bare(label: str) -> str:
    """Return the number of a note without what stands around it."""
    return re.sub(r"[\W_]+", "", label)


def _destinations(pdf: Any) -> dict[str, Any]:
    """Return the named destinations (ISO 32000-1, 12.3.2.3)."""
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
