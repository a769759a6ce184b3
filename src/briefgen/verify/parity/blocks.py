"""What a paper says, as a list of blocks that can be compared.

Both files of an edition are read into this form, each from its own structure. It leaves out what
must differ between them and nothing else:

* white space: lines of a PDF end where they end. Where a line of it has a space, or none, between
  two letters, Word must have the same (:func:`spaced_alike`);
* soft hyphens, and the hyphens (U+2010) that the layout puts at the ends of lines;
* the leaders of a table of contents, running heads and page numbers, which are artifacts;
* how the number of a note is written: each is told by its position among the notes;
* regions of languages: Word wants "en-GB" where a PDF says "en";
* a box: one cell in Word, a group in the PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

Key = TypeVar("Key")

#: Stands in texts where a line ends: there a space may be or not.
LINE_END = "\ue000"

#: Characters that only one of the files has.
_UNCOMPARED = "\u00ad\u200b\u2010\u2060\ufeff"
_SPACES = re.compile(rf"[\s{LINE_END}{_UNCOMPARED}]+")


@dataclass(frozen=True)
class Span:
    """A piece of a text.

    Attributes:
        text: what it says.
        language: its language tag.
        targets: what it leads to, by every name that it has, where it is a link.
        is_mark: whether it is the mark of a note.
    """

    text: str
    language: str = ""
    targets: frozenset[str] = frozenset()
    is_mark: bool = False


@dataclass(frozen=True)
class Block:
    """One block of a paper.

    Attributes:
        role: "heading", "paragraph", "item", "table", "row", "cell", "caption", "figure",
            "note", "link", "language" …
        detail: level, label, header flag, span: what it is besides its text.
        text: its text, or what stands for it.
        where: page, or part and paragraph.
        targets: what a link leads to, by every name that it has.
    """

    role: str
    detail: str
    text: str
    where: str
    targets: frozenset[str] = frozenset()

    @property
    def compared(self) -> tuple[str, str, str]:
        """What has to be equal in both files."""
        return self.role, self.detail, squeezed(self.text)

    @property
    def shown(self) -> str:
        """The block in words: ``heading 2 “Trade”``."""
        text = " ".join(self.text.replace(LINE_END, " ").split())
        short = text if len(text) <= 80 else f"{text[:77]}…"
        return " ".join(part for part in (self.role, self.detail) if part) + f" “{short}”"


def squeezed(text: str) -> str:
    """Return a text without white space and what else is not compared."""
    return _SPACES.sub("", text)


def primary(language: str) -> str:
    """Return the language of a tag without script and region (RFC 5646, 2.1)."""
    return language.split("-", maxsplit=1)[0].lower()


def described(
    role: str, detail: str, spans: Sequence[Span], where: str, language: str
) -> Iterator[Block]:
    """Yield a block, its links, and its texts in languages other than the document's.

    Args:
        role: of the block.
        detail: what it is besides its text.
        spans: its text.
        where: where it stands.
        language: of the document.
    """
    yield Block(role, detail, "".join(span.text for span in spans), where)
    for targets, text in _runs((span.targets, span) for span in spans if not span.is_mark):
        if targets:
            place = "" if any(one.startswith(("#", "“")) for one in targets) else "outside"
            yield Block("link", place, text, where, targets)
    own = primary(language)
    said = ((primary(s.language), s) for s in spans if not s.is_mark and squeezed(s.text))
    for other, text in _runs(said):
        if other != own:
            yield Block("language", other, text, where)


def _runs(keyed: Iterable[tuple[Key, Span]]) -> Iterator[tuple[Key, str]]:
    for key, pairs in groupby(keyed, lambda pair: pair[0]):
        yield key, "".join(span.text for _, span in pairs)


def cell_detail(column: int, across: int, down: int, header: str) -> str:
    """Return what a cell is besides its text."""
    parts = [f"in column {column}"]
    parts += [f"{across} columns wide"] if across > 1 else []
    parts += [f"{down} rows high"] if down > 1 else []
    return ", ".join([*parts, header] if header else parts)


def named(identifier: str) -> str:
    """Return the name of a place as both formats can write it: Word knows 40 letters and digits."""
    return "#" + re.sub(r"\W", "_", identifier).removeprefix("b_")[:36]


def cell_of(detail: str, where: str, inner: list[Block]) -> list[Block]:
    """Return a cell and what is in it; one paragraph in it is the text of the cell itself."""
    if sum(block.role not in ("link", "language") for block in inner) == 1:
        first, *rest = inner
        if first.role == "paragraph":
            return [Block("cell", detail, first.text, where), *rest]
    return [Block("cell", detail, "", where), *inner]


def table_of(rows: Sequence[Sequence[list[Block]]], where: str, columns: int) -> list[Block]:
    """Return a table and what is in it; one cell alone is a box, and what is in it stands alone."""
    if [len(row) for row in rows] == [1]:
        box, *inner = rows[0][0]
        if squeezed(box.text):
            return [replace(box, role="paragraph", detail=""), *inner]
        return inner
    found = [Block("table", f"of {len(rows)} rows, {columns} columns", "", where)]
    for number, row in enumerate(rows, 1):
        found.append(Block("row", "", "", f"{where}, row {number}"))
        for cell in row:
            found += cell
    return found


def spaced_alike(one: str, other: str) -> bool:
    """Whether two texts have spaces in the same places; at the end of a line there may be one."""
    gaps = [_gaps(text) for text in (one, other)]
    return all(
        a == b or LINE_END in (a, b) for a, b in zip(gaps[0], gaps[1], strict=False)
    )  # fmt: skip


def _gaps(text: str) -> list[str]:
    """Return what stands before each compared letter but the first: "", a space, a line's end."""
    found: list[str] = []
    gap = ""
    for letter in text:
        if letter == LINE_END:
            gap = LINE_END
        elif letter.isspace():
            gap = gap or " "
        elif letter not in _UNCOMPARED:
            found.append(gap)
            gap = ""
    return found[1:]
