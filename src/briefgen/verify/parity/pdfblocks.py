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
    cell_detail,
    cell_of,
    described,
    squeezed,
    table_of,
)
from briefgen.verify.parity.pdfplaces import INLINE, Places
from briefgen.verify.reading.tagged import Annotation, Content, Element, TaggedPdf

_HEADING = re.compile(r"H([1-6]?)")


def pdf_blocks(file: TaggedPdf) -> list[Block]:
    """Return the blocks of a PDF, its notes last.

    Raises:
        ValueError: it has no structure.
    """
    if file.document is None:
        raise ValueError("it has no structure tree")
    return _Reading(file, file.document).blocks()


@dataclass
class _Inline:
    """A line of text in the making, and the blocks that stand in it."""

    spans: list[Span] = field(default_factory=list)
    blocks: list[Element] = field(default_factory=list)
    page: int = 0


class _Reading:
    """Walks the structure of one PDF."""

    def __init__(self, file: TaggedPdf, document: Element) -> None:
        self._file, self._document = file, document
        self._notes = list(document.below("Note"))
        self._labels = {_bare(_label(note)): n for n, note in enumerate(self._notes, 1)}
        self._places = Places(file, document)

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
            if isinstance(kid, Element) and kid.type not in INLINE:
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
        line = _Inline()
        rest: list[Element | Content | Annotation] = []
        for kid in body:
            if rest or (isinstance(kid, Element) and kid.type not in {*INLINE, "Note", "P"}):
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
                line.spans.append(Span(kid.said + LINE_END, language, targets))
            elif isinstance(kid, Element):
                if number := self._marked(kid, kids[index + 1 : index + 2]):
                    line.page = line.page or kid.page
                    line.spans.append(Span(f"⟦{number}⟧", language, is_mark=True))
                elif "ActualText" in kid.own:
                    line.page = line.page or kid.page
                    text = kid.own["ActualText"] + LINE_END
                    line.spans.append(Span(text, kid.language, targets))
                elif kid.type in INLINE:
                    self._inline(kid.kids, line, targets | self._places.of(kid), kid.language)
                elif kid.type != "Note":
                    line.blocks.append(kid)

    def _marked(self, element: Element, following: list[Any]) -> int:
        """Return the number of the note whose mark an element is, 0 where it is none."""
        if element.type != "Reference" or element.around("TOCI"):
            return 0
        if following and _is(following[0], "Note"):
            return self._notes.index(following[0]) + 1
        return self._labels.get(_bare(element.words), 0)


_ROLES = {"P": "paragraph", "Caption": "caption", "TOCI": "contents", "BlockQuote": "quote"}


def _holds_blocks(element: Element) -> bool:
    return any(e.type not in INLINE and e.type not in ("Note", "Figure") for e in element.elements)


def _is(kid: Any, kind: str) -> bool:
    return isinstance(kid, Element) and kid.type == kind


def _label(element: Element) -> str:
    return " ".join(kid.words for kid in element.elements if kid.type == "Lbl")


def _bare(label: str) -> str:
    """Return the number of a note without what stands around it."""
    return re.sub(r"[\W_]+", "", label)
