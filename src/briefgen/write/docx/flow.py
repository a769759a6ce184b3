"""A column of blocks, and the space between them.

CSS lets the margins of neighbours and of the containers that open or close
between them collapse (CSS 2.2, 8.3.1); Word takes the greater of two
paragraphs' spacing and knows no containers. A flow adds to a paragraph what
its own margins do not provide.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from briefgen.write.docx.formats import Line, ParagraphFormat
from briefgen.write.docx.names import StyleName
from briefgen.write.docx.ooxml import Element, twips, w
from briefgen.write.docx.styles import Paragraph, Styles

#: Differences of less than this many points are left alone.
_TOLERANCE: Final = 0.3

_SPACER: Final = StyleName("Table Spacer")

_BODY: Final = w("body").tag


@dataclass
class Flow:
    """The blocks of a body, a cell or a note in the making.

    Attributes:
        previous: the paragraph written last, or ``None`` at the start and after a table.
        page_break: the next paragraph begins a page, because a container does.
        targets: names and numbers of bookmarks that the next paragraph takes.
    """

    container: Element
    styles: Styles
    previous: Paragraph | None = None
    page_break: bool = False
    targets: list[tuple[str, int]] = field(default_factory=list)
    _after_table: bool = False
    _fixed: float = 0.0
    _margin: float = 0.0
    _closed: float = 0.0

    def open(self, margin: float, padding: float) -> None:
        """Enter a container.

        Args:
            margin: its top margin in points.
            padding: its top padding in points.
        """
        self._margin = max(self._margin, margin)
        self._fix(padding)

    def close(self, margin: float, padding: float) -> None:
        """Leave a container.

        Args:
            margin: its bottom margin in points.
            padding: its bottom padding in points.
        """
        self._fix(padding)
        self._margin = max(self._margin, margin)
        self._closed = self._fixed + self._margin

    def paragraph(self, paragraph: Paragraph, *, heading: bool = False) -> None:
        """Append a paragraph and see to the space above it."""
        if self.page_break:
            paragraph.format = replace(paragraph.format, page_break=True)
            paragraph.own = replace(paragraph.own, page_break=True)
            paragraph.structural.add("page_break")
            self.page_break = False
        if heading and self._after_table:
            # LibreOffice leaves a heading right below a table behind at the foot of the page.
            self._spacer(1)
        before = paragraph.format.before / 20
        needed = self._fixed + max(self._margin, before)
        after = self.previous.format.after / 20 if self.previous else 0.0
        if needed > max(before, after) + _TOLERANCE:
            if self.previous and not heading and self._closed >= needed - _TOLERANCE:
                self._raise_after(self.previous, needed)
            else:
                paragraph.format = replace(paragraph.format, before=twips(needed))
        self.container.append(paragraph.element)
        self.previous, self._after_table = paragraph, False
        self._fixed, self._margin, self._closed = 0.0, paragraph.format.after / 20, 0.0

    def line_below(self, line: Line | None) -> None:
        """Draw a container's lower line below the last paragraph."""
        last = self.previous
        if last is None or line is None:
            return
        line = replace(line, space=min(line.space + last.own.after // 20, 31))
        for name in ("format", "own"):
            value = getattr(last, name)
            borders = (*value.borders[:2], line, value.borders[3])
            setattr(last, name, replace(value, borders=borders, after=0))
        self._margin = self._fixed = 0.0

    def table(self, table: Element, above: float, below: float) -> None:
        """Append a table.

        Args:
            table: the ``w:tbl``.
            above: its top margin in points.
            below: its bottom margin in points.
        """
        needed = self._fixed + max(self._margin, above)
        if self._after_table:
            self._spacer(needed)
        elif self.previous and needed > self.previous.format.after / 20 + _TOLERANCE:
            self._raise_after(self.previous, needed)
        self.container.append(table)
        self.previous, self._after_table = None, True
        self._fixed, self._margin, self._closed = 0.0, below, 0.0

    def end_section(self, properties: Element) -> None:
        """End a section with the last paragraph; it holds the section's ``w:sectPr``."""
        if self._after_table or self.previous is None:
            self._spacer(1)
            self.previous = self.styles.recorded[-1]
        self.previous.section = properties
        self.previous, self._after_table = None, False

    def finish(self) -> None:
        """Close the column: it must end with a paragraph (ECMA-376, 17.4.65)."""
        needed = self._fixed + self._margin
        ends_document = self.container.tag == _BODY
        if (
            self.previous
            and not ends_document
            and needed > self.previous.format.after / 20 + _TOLERANCE
        ):
            self._raise_after(self.previous, needed)
        if self._after_table or self.previous is None:
            self._spacer(1)

    def _fix(self, padding: float) -> None:
        if padding > 0:
            self._fixed += self._margin + padding
            self._margin = 0.0

    def _spacer(self, height: float) -> None:
        """Append an empty paragraph of a given height, which keeps two tables apart."""
        least = ParagraphFormat(line=("exact", 20))
        value = replace(least, line=("exact", max(twips(height), 20)))
        paragraph = Paragraph(w("p"), (_SPACER,), value, self.styles.characters, least)
        self.styles.recorded.append(paragraph)
        self.container.append(paragraph.element)

    @staticmethod
    def _raise_after(paragraph: Paragraph, needed: float) -> None:
        paragraph.format = replace(paragraph.format, after=twips(needed))
