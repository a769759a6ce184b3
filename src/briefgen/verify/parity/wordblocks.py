"""What a Word file says, read from its XML (ISO/IEC 29500-1, 17)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

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
from briefgen.verify.parity.wordfields import Fields
from briefgen.verify.parity.wordplaces import Places
from briefgen.verify.reading.word import (
    DC,
    MAIN,
    WP,
    Element,
    R,
    W,
    WordPackage,
    is_on,
    shown,
    val,
    whole,
)
from briefgen.verify.reading.wordnumbers import WordNumbers, written
from briefgen.verify.reading.wordstyles import WordStyles, conditions_of, is_flag

#: The number of the heading styles by their names; the title is the first heading of a paper.
_HEADING = re.compile(r"heading ([1-9])")

#: What a decorative drawing is marked with ([MS-ODRAWXML], 2.3).
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"

_CHARACTERS = {"tab": LINE_END, "br": LINE_END, "cr": LINE_END, "noBreakHyphen": "\u2011"}


def word_blocks(package: WordPackage) -> list[Block]:
    """Return the blocks of a Word file, its notes last.

    Raises:
        ValueError: it cannot be read.
    """
    return _Reading(package).blocks()


@dataclass
class _Line:
    """A paragraph in the making, and the pictures and text boxes that stand in it."""

    spans: list[Span] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


class _Reading:
    """Walks the parts of one Word file."""

    def __init__(self, package: WordPackage) -> None:
        self._package = package
        self._styles = WordStyles(package)
        self._numbers = WordNumbers(package)
        self._places = Places(package.body)
        self._order = {p: n for n, p in enumerate(package.body.iter(f"{W}p"), 1)}
        self._marks: list[tuple[str, str]] = []
        self._language = self._styles.document.language

    def blocks(self) -> list[Block]:
        """Return the blocks of the document, its notes last."""
        language = self._language.split("-")[0].lower()
        found = [Block("document", language, self._title(), "docProps/core.xml")]
        found += self._all(self._package.body, ())
        for number, (kind, identifier) in enumerate(self._marks, 1):
            found += self._note(number, kind, identifier)
        return found

    def _title(self) -> str:
        for link in self._package.relationships("").values():
            if link.type == "core-properties" and link.target in self._package.parts:
                return self._package.tree(link.target).findtext(f"{DC}title", "")
        return ""

    def _all(self, holder: Element, conditions: Sequence[Element]) -> Iterator[Block]:
        fields = Fields()
        for child in shown(holder):
            if child.tag == f"{W}p":
                yield from self._paragraph(child, conditions, fields)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)

    def _paragraph(
        self, paragraph: Element, conditions: Sequence[Element], fields: Fields
    ) -> Iterator[Block]:
        line = _Line()
        self._inline(paragraph, paragraph, conditions, fields, line, frozenset())
        if any(squeezed(span.text) for span in line.spans):
            role, detail, label = self._role(paragraph)
            spans = [Span(f"{label} ", self._language), *line.spans] if label else line.spans
            where = f"{MAIN}, paragraph {self._order.get(paragraph, 0)}"
            yield from described(role, detail, spans, where, self._language)
        yield from line.blocks

    def _role(self, paragraph: Element) -> tuple[str, str, str]:
        """Return what a paragraph is: role, detail, and the label that is part of its text."""
        names = self._styles.names(paragraph)
        numbering = self._styles.own(paragraph, "numPr")
        level, label = (0, "") if numbering is None else self._numbers.label(numbering)
        role, detail = "paragraph", ""
        if "toc heading" in names:
            role = "contents heading"
        elif "title" in names:
            role, detail = "heading", "1"
        elif any(match := _HEADING.fullmatch(name) for name in names):
            role, detail = "heading", str(int(match[1]) + 1) if match else ""
        elif any(name.startswith("toc ") or name == "table of figures" for name in names):
            role = "contents"
        elif "caption" in names:
            role = "caption"
        elif squeezed(label):
            return "item", f"{squeezed(label)} of level {level}", ""
        elif "quote" in names:
            role = "quote"
        return role, detail, label

    def _inline(
        self, parent: Element, paragraph: Element, conditions: Sequence[Element],
        fields: Fields, line: _Line, targets: frozenset[str],
    ) -> None:  # fmt: skip
        """Add what stands in a paragraph, a link or a simple field."""
        for child in shown(parent):
            if child.tag == f"{W}hyperlink":
                place = self._target(child)
                self._inline(child, paragraph, conditions, fields, line, targets or place)
            elif child.tag == f"{W}fldSimple":
                place = self._places.of_field(val(child, "instr"))
                self._inline(child, paragraph, conditions, fields, line, targets or place)
            elif child.tag == f"{W}r":
                look = self._styles.look(child, paragraph, conditions)
                if not look.hidden:
                    self._run(child, line, fields, targets, look.language, look.capitals)

    def _run(
        self, run: Element, line: _Line, fields: Fields, targets: frozenset[str],
        language: str, capitals: bool,
    ) -> None:  # fmt: skip
        for child in shown(run):
            name = str(child.tag).removeprefix(W)
            if fields.takes(child):
                continue
            if name in ("footnoteReference", "endnoteReference"):
                self._marks.append((name.removesuffix("Reference"), val(child, "id")))
                line.spans.append(Span(f"⟦{len(self._marks)}⟧", language, is_mark=True))
            elif name in ("drawing", "pict", "object"):
                line.blocks += self._drawing(child)
            else:
                text = _CHARACTERS.get(name, child.text or "" if name == "t" else "")
                if name == "sym":
                    text = chr(int(val(child, "char"), 16))
                place = targets or self._places.of_field(fields.instruction)
                line.spans.append(Span(text.upper() if capitals else text, language, place))

    def _target(self, link: Element) -> frozenset[str]:
        if anchor := val(link, "anchor"):
            return self._places.of(anchor)
        found = self._package.relationships(MAIN)
        for source in self._package.stories:
            root = link.getroottree().getroot()
            if root is self._package.tree(source):
                found = self._package.relationships(source)
        relationship = found.get(link.get(f"{R}id", ""))
        return frozenset({relationship.target if relationship else "nowhere"})

    def _drawing(self, drawing: Element) -> Iterator[Block]:
        for properties in drawing.iter(f"{WP}docPr"):
            if next(properties.iter(_DECORATIVE), None) is None:
                yield Block("figure", "", properties.get("descr", ""), _name(properties))
        for box in drawing.iter(f"{W}txbxContent"):
            yield from self._all(box, ())

    def _table(self, table: Element) -> Iterator[Block]:
        lines = [child for child in shown(table) if child.tag == f"{W}tr"]
        first = next((self._order.get(p, 0) for p in table.iter(f"{W}p")), 0)
        where = f"{MAIN}, table at paragraph {first}"
        width = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        row_heads = is_flag(table.find(f"{W}tblPr/{W}tblLook"), "firstColumn")
        rows = []
        for number, line in enumerate(lines):
            heads = is_on(line.find(f"{W}trPr/{W}tblHeader"))
            cells, column = [], 1 + whole(val(line.find(f"{W}trPr/{W}gridBefore")))
            for cell in (child for child in shown(line) if child.tag == f"{W}tc"):
                across = whole(val(cell.find(f"{W}tcPr/{W}gridSpan")), 1)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is None or val(merge) == "restart":
                    size = (len(lines), width)
                    conditions = list(conditions_of(self._styles, table, number, column - 1, size))
                    inner = list(self._all(cell, conditions))
                    header = "heads its row" if row_heads and column == 1 else ""
                    header = "heads its column" if heads else header
                    said = any(squeezed(block.text) for block in inner)
                    down = 1 if merge is None else _height(lines[number:], column)
                    detail = cell_detail(column, across, down, header if said else "")
                    place = f"{where}, row {number + 1}, column {column}"
                    cells.append(cell_of(detail, place, inner))
                column += across
            rows.append(cells)
        yield from table_of(rows, where, width)

    def _note(self, number: int, kind: str, identifier: str) -> Iterator[Block]:
        root = self._package.one(f"{kind}s")
        notes = [] if root is None else root.findall(f"{W}{kind}")
        place = f"word/{kind}s.xml, note {number}"
        for note in notes:
            if val(note, "id") == identifier:
                line, fields = _Line(), Fields()
                for paragraph in note.iter(f"{W}p"):
                    self._inline(paragraph, paragraph, (), fields, line, frozenset())
                label = written(self._count(number, kind), self._format(kind))
                yield from described("note", label, line.spans, place, self._language)
                yield from line.blocks

    def _count(self, number: int, kind: str) -> int:
        """Return the number of a note among those of its kind."""
        return sum(other == kind for other, _ in self._marks[:number])

    def _format(self, kind: str) -> str:
        """Return how notes are numbered: footnotes 1, 2, 3, endnotes i, ii, iii if not told."""
        own = self._package.body.find(f"{W}sectPr/{W}{kind}Pr/{W}numFmt")
        settings = self._package.one("settings")
        if own is None and settings is not None:
            own = settings.find(f"{W}{kind}Pr/{W}numFmt")
        return val(own, default="decimal" if kind == "footnote" else "lowerRoman")


def _name(properties: Element) -> str:
    return f"{MAIN}, {properties.get('name') or 'drawing ' + properties.get('id', '')}"


def _height(lines: Sequence[Element], column: int) -> int:
    """Return how many rows a cell is high that begins in the first of some rows."""
    height = 1
    for line in lines[1:]:
        at, merge = 1, None
        for cell in line.findall(f"{W}tc"):
            if at == column:
                merge = cell.find(f"{W}tcPr/{W}vMerge")
            at += whole(val(cell.find(f"{W}tcPr/{W}gridSpan")), 1)
        if merge is None or val(merge) == "restart":
            break
        height += 1
    return height
