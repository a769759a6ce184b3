"""What a reader does to a Word file in the tests, and how the file is read afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

from spoiling import W

if TYPE_CHECKING:
    from conftest import WordFile

#: What is written into every paper, and the looks that are chosen for it.
WORDS: dict[str, Any] = {
    "heading": ", as edited",
    "section": "A section of the reader's own",
    "paragraph": "Here a reader of the paper had more to say than it says, and wrote it. " * 5,
    "paragraphs": 18,
    "note": "A note of the reader's own.",
    "cell": "entered",
    "item": "An item of the reader's own",
    "caption": " A table of the reader's own",
    "colour": 0xAA0055,
    "size": 19.0,
    "body size": 17.0,
    # 3 points: more than the thickness of any line in a table.
    "lower": 106,
}


@dataclass(frozen=True)
class Edited:
    """A Word file before and after, and what LibreOffice found in it before and after."""

    before: WordFile
    after: WordFile
    found: dict[str, Any]
    pages: list[str]

    def headings(self) -> list[tuple[str, str]]:
        """Return numbers and texts of the headings of the first level."""
        found = self.found["headings"]
        return [(number, text) for style, number, text, _ in found if style.endswith("Heading 1")]


def said(word: WordFile, within: etree._Element) -> list[str]:
    """Return the texts of paragraphs without what fields made, which an edit may change."""
    found = []
    for paragraph in word.xpath(".//w:p[not(ancestor::w:sdt)]", within):
        depth, shown, text = 0, True, ""
        for node in paragraph.iter(f"{W}fldChar", f"{W}t", f"{W}br"):
            kind = node.get(f"{W}fldCharType")
            depth += {"begin": 1, "end": -1}.get(kind or "", 0)
            shown = depth == 0
            if kind is None and shown:
                text += node.text or " "
        found.append("".join(text.split()))
    return [text for text in found if text]


def references(word: WordFile) -> Iterator[str]:
    """Yield what a file's cross-references to captions say."""
    for code in word.xpath(".//w:instrText[starts-with(normalize-space(.), 'REF ')]"):
        [run] = code.iterancestors(f"{W}r")
        text = ""
        for one in run.itersiblings():
            if one.find(f"{W}fldChar[@{W}fldCharType='end']") is not None:
                break
            text += "".join(node.text or "" for node in one.iter(f"{W}t"))
        yield " ".join(text.split())


def first_heading(edited: Edited) -> str:
    """Return the text of the first heading before."""
    file = edited.before
    styled = (one for one in file.xpath(".//w:p") if file.style_of(one) == "heading 1")
    return plain(file, next(styled))


def plain(word: WordFile, heading: etree._Element) -> str:
    """Return a heading's text without its number."""
    number = " ".join(word.ordinals.get(heading, "").split())
    return word.text(heading).removeprefix(number).strip()


def has_list(edited: Edited) -> bool:
    """Tell whether there are lists outside tables."""
    file = edited.before
    names = (file.style_of(one) for one in file.xpath("w:p"))
    return any(name.startswith("List ") for name in names)


def row_styles(word: WordFile, row: etree._Element) -> list[str]:
    """Return the style of the first paragraph in each cell of a row."""
    return [word.style_of(word.xpath("w:p", cell)[0]) for cell in word.xpath("w:tc", row)]
