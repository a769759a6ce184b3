"""What a Word file needs for those who have it read out, or see little of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from briefgen.verify.conformance.contrast import least, ratio, told
from briefgen.verify.conformance.faults import Fault
from briefgen.verify.conformance.pdftags import heading_faults
from briefgen.verify.conformance.wordreferences import place_in
from briefgen.verify.reading.word import DC, WP, Element, W, WordPackage, shown
from briefgen.verify.reading.wordstyles import Look, WordStyles, conditions_of, fill_of

_HEADING: Final = re.compile(r"heading ([1-9])")
_COLOR: Final = re.compile(r"[0-9a-f]{6}")

#: What marks a drawing as decorative ([MS-ODRAWXML], 2.3).
_DECORATIVE: Final = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


def access_faults(package: WordPackage) -> Iterator[Fault]:
    """Yield what keeps readers from a Word file."""
    styles = WordStyles(package)
    if not styles.document.language:
        message = "it does not say in which language it is"
        yield Fault("docx-metadata", "word/styles.xml", message)
    yield from _title(package)
    yield from _headings(package, styles)
    yield from _pictures(package)
    yield from _Contrast(package, styles).faults()


def _title(package: WordPackage) -> Iterator[Fault]:
    titles = [
        package.tree(link.target).findtext(f"{DC}title", "").strip()
        for link in package.relationships("").values()
        if link.type == "core-properties" and link.target in package.parts
    ]
    if not any(titles):
        yield Fault("docx-metadata", "docProps/core.xml", "it has no title")


def _headings(package: WordPackage, styles: WordStyles) -> Iterator[Fault]:
    before = titles = 0
    for number, paragraph in enumerate(package.body.iter(f"{W}p"), 1):
        level = _level(styles.names(paragraph))
        if level:
            titles += level == 1
            text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
            where = f"word/document.xml, paragraph {number}"
            for message in heading_faults(level, before, titles, text):
                yield Fault("docx-heading", where, message)
            before = level
    if not before:
        yield Fault("docx-heading", "word/document.xml", "it has no heading")


def _level(names: Sequence[str]) -> int:
    """Return the level of a heading by the names of its styles, 0 where it is none."""
    for name in names:
        if name == "title":
            return 1
        if match := _HEADING.fullmatch(name):
            return int(match[1]) + 1
    return 0


def _pictures(package: WordPackage) -> Iterator[Fault]:
    for part in package.stories:
        for picture in package.tree(part).iter(f"{WP}docPr"):
            decorative = next(picture.iter(_DECORATIVE), None)
            is_decorative = decorative is not None and decorative.get("val") in ("1", "true")
            if not picture.get("descr", "").strip() and not is_decorative:
                name = picture.get("name", "a picture")
                message = f"{name} has no alternative text and is not marked as decorative"
                yield Fault("docx-alt", place_in(part, picture), message)


class _Contrast:
    """Judges every text of a file against what is behind it."""

    def __init__(self, package: WordPackage, styles: WordStyles) -> None:
        self._package, self._styles = package, styles
        self._known: set[tuple[str, str, float, bool]] = set()

    def faults(self) -> Iterator[Fault]:
        """Yield texts that stand out too little; each pair of colours once."""
        for part in self._package.stories:
            root = self._package.tree(part)
            holder = root.find(f"{W}body")
            if holder is not None:
                yield from self._all(holder, part, "ffffff", ())
            else:
                for story in (root, *root):
                    yield from self._all(story, part, "ffffff", ())

    def _all(
        self, holder: Element, part: str, behind: str, conditions: Sequence[Element]
    ) -> Iterator[Fault]:
        for child in shown(holder):
            if child.tag == f"{W}p":
                own = self._styles.own(child, "shd")
                yield from self._paragraph(child, part, fill_of(own) or behind, conditions)
            elif child.tag == f"{W}tbl":
                yield from self._table(child, part, behind)

    def _table(self, table: Element, part: str, behind: str) -> Iterator[Fault]:
        rows = [row for row in shown(table) if row.tag == f"{W}tr"]
        size = (len(rows), len(table.findall(f"{W}tblGrid/{W}gridCol")))
        for number, row in enumerate(rows):
            cells = [cell for cell in shown(row) if cell.tag == f"{W}tc"]
            for column, cell in enumerate(cells):
                found = list(conditions_of(self._styles, table, number, column, size))
                fill = behind
                for holder in found:
                    fill = fill_of(holder.find(f"{W}tcPr/{W}shd")) or fill
                own = cell.find(f"{W}tcPr/{W}shd")
                if own is not None:
                    fill = fill_of(own) or behind
                yield from self._all(cell, part, fill, found)

    def _paragraph(
        self, paragraph: Element, part: str, behind: str, conditions: Sequence[Element]
    ) -> Iterator[Fault]:
        for run in paragraph.iter(f"{W}r"):
            text = "".join(node.text or "" for node in run.findall(f"{W}t"))
            if text.strip():
                look = self._styles.look(run, paragraph, conditions)
                yield from self._text(text, look, behind, partial(place_in, part, run))
        for box in paragraph.iter(f"{W}txbxContent"):
            yield from self._all(box, part, behind, ())

    def _text(
        self, text: str, look: Look, behind: str, where: Callable[[], str]
    ) -> Iterator[Fault]:
        color = "000000" if look.color == "auto" else look.color
        behind = look.shading or behind
        key = (color, behind, look.size, look.bold)
        if look.hidden or key in self._known or not _COLOR.fullmatch(color):
            return
        self._known.add(key)
        found, wanted = ratio(_rgb(color), _rgb(behind)), least(look.size, bold=look.bold)
        if found < wanted - 0.005:
            yield Fault("docx-contrast", where(), told(text, found, wanted))


def _rgb(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue
