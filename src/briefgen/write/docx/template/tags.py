"""Tags in running text: found, joined where Word split them, and set apart.

Word cuts a text into runs as it pleases: a tag may begin in one and end in another. Joined, a
tag stands whole in the run where it begins and looks like its first letter. What Word's
autocorrection does to quotation marks in tags is undone.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from briefgen.compose.wordtags import BODY
from briefgen.write.docx.ooxml import XML, Element
from briefgen.write.docx.template.edits import q

#: A value, a statement, or a comment.
TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")

_STATEMENT: Final = re.compile(r"\{%.*?%\}|\{#.*?#\}")
#: Nothing but statements; a pattern that is to fit the whole must not run over their ends.
_ONLY_STATEMENTS: Final = re.compile(r"\s*(?:\{(?:%(?:(?!%\}).)*%|#(?:(?!#\}).)*#)\}\s*)+")
_OPENING: Final = re.compile(r"\{\{|\{%|\{#")
_BODY: Final = re.compile(r"\{\{-?\s*" + BODY + r"\s*-?\}\}")

_QUOTES: Final = str.maketrans({
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2018": "'", "\u2019": "'", "\u201a": "'",
    "\u00a0": " ",
})  # fmt: skip

#: The element that stands for a statement among runs, paragraphs or rows.
STATEMENT: Final = "{briefgen}statement"


def text_of(element: Element) -> str:
    """Return the text of a paragraph, without that of drawings in it."""
    return "".join(one.text or "" for one in _texts(element))


def is_body(paragraph: Element) -> bool:
    """Whether a paragraph holds the tag of the paper and nothing else."""
    return _BODY.fullmatch(text_of(paragraph).strip()) is not None


def names_body(paragraph: Element) -> bool:
    """Whether a paragraph holds the tag of the paper."""
    return _BODY.search(text_of(paragraph)) is not None


def unclosed(paragraph: Element) -> bool:
    """Whether a tag begins in a paragraph and does not end there."""
    return _OPENING.search(TAG.sub("", text_of(paragraph))) is not None


def join_tags(paragraph: Element) -> None:
    """Put every tag whole into the run where it begins."""
    texts = list(_texts(paragraph))
    for text in texts:
        text.text = re.sub(r"\s", " ", text.text or "") if "\n" in (text.text or "") else text.text
    whole = "".join(text.text or "" for text in texts)
    ends = []
    at = 0
    for text in texts:
        at += len(text.text or "")
        ends.append(at)
    pieces: list[list[str]] = [[] for _ in texts]
    position = 0
    for match in [*TAG.finditer(whole), None]:
        _share(whole, position, match.start() if match else len(whole), ends, pieces)
        if match:
            first = next(n for n, end in enumerate(ends) if match.start() < end)
            pieces[first].append(match[0].translate(_QUOTES))
            position = match.end()
    for text, piece in zip(texts, pieces, strict=True):
        _write(text, "".join(piece))


def _share(whole: str, start: int, end: int, ends: list[int], pieces: list[list[str]]) -> None:
    """Give each run its part of a stretch of text."""
    begin = 0
    for number, stop in enumerate(ends):
        part = whole[max(start, begin) : min(end, stop)]
        if part and max(start, begin) < min(end, stop):
            pieces[number].append(part)
        begin = stop


def set_apart(paragraph: Element, number: int) -> None:
    """Put every statement of a paragraph between runs, or itself in the paragraph's place."""
    if _ONLY_STATEMENTS.fullmatch(text_of(paragraph)) and not _holds_more(paragraph):
        if paragraph.find(f"{q('pPr')}/{q('sectPr')}") is not None:
            paragraph.addnext(_bare(paragraph))  # a section ends here all the same
        _replace(paragraph, text_of(paragraph), number)
        return
    for text in list(_texts(paragraph)):
        while (match := _STATEMENT.search(text.text or "")) is not None:
            run = text.getparent()
            if run is None or run.tag != q("r"):
                break
            _split(run, text, match, number)


def set_rows_apart(root: Element, numbers: Mapping[Element, int]) -> None:
    """Put statements that have a table row to themselves in its place.

    Args:
        root: a part.
        numbers: number of each paragraph in it.
    """
    for row in list(root.iter(q("tr"))):
        paragraphs = list(row.iter(q("p")))
        said = "".join(map(text_of, paragraphs))
        if _ONLY_STATEMENTS.fullmatch(said) and not _holds_more(row):
            _replace(row, said, numbers[paragraphs[0]])


def _holds_more(paragraph: Element) -> bool:
    things = ("drawing", "pict", "footnoteReference", "endnoteReference", "fldChar")
    return any(True for _ in paragraph.iter(*map(q, things)))


def _replace(element: Element, said: str, number: int) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for statement in reversed(_STATEMENT.findall(said)):
        parent.insert(at, _statement(statement, number))
    parent.remove(element)


def _bare(paragraph: Element) -> Element:
    """Return a copy of a paragraph without its content."""
    copied = copy.deepcopy(paragraph)
    for child in [one for one in copied if one.tag != q("pPr")]:
        copied.remove(child)
    return copied


def _split(run: Element, text: Element, match: re.Match[str], number: int) -> None:
    """Split a run around a statement; ``text`` stays in what follows it."""
    content = text.text or ""
    before = copy.deepcopy(run)
    place = run.index(text)
    for child in list(before)[place + 1 :]:
        before.remove(child)
    _write(before[place], content[: match.start()])
    for child in list(run)[:place]:
        if child.tag != q("rPr"):
            run.remove(child)
    _write(text, content[match.end() :])
    run.addprevious(before)
    run.addprevious(_statement(match[0], number))


def _write(text: Element, content: str) -> None:
    """Give a ``w:t`` another text, whose outer spaces count as well (ECMA-376, 17.3.3.31)."""
    text.text = content
    if content != content.strip():
        text.set(f"{{{XML}}}space", "preserve")


def _statement(said: str, number: int) -> Element:
    element = etree.Element(STATEMENT, paragraph=str(number))
    element.text = said
    return element


def _texts(paragraph: Element) -> Iterator[Element]:
    """Yield the texts of a paragraph, without those of paragraphs in its drawings."""
    for text in paragraph.iter(q("t")):
        if next(text.iterancestors(q("p")), None) is paragraph:
            yield text
