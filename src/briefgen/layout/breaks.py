"""Where lines of the layout end inside words.

A line may end inside a word: at a hyphenation point, or in a web address. What
breaks lines in Word knows other such places; told these, it breaks where the
layout did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element

#: Shows a hyphen if a line ends there, and nothing otherwise (Unicode 15, 6.2).
SOFT_HYPHEN: Final = "\u00ad"

#: Lets a line end, and never shows anything.
ZERO_WIDTH_SPACE: Final = "\u200b"

#: What the layout engine sets at the end of a line that it hyphenates.
_HYPHEN: Final = "\u2010"

#: After these, lines end of themselves.
_BREAKING: Final = ("-", _HYPHEN, SOFT_HYPHEN, ZERO_WIDTH_SPACE)


class Break(NamedTuple):
    """The end of a line inside a word.

    Attributes:
        text: which of the element's texts: 0 for the one before its first child, then those
            after each of its children.
        offset: how many characters of that text come before.
        mark: what must stand there for a line to end there again.
    """

    text: int
    offset: int
    mark: str


def breaks(pages: Iterable[Any]) -> dict[Element, tuple[Break, ...]]:
    """Return the ends of lines inside words, by the element that holds the text.

    Args:
        pages: the page boxes of the layout engine, in order.
    """
    pieces: dict[Element, list[str]] = {}
    for page in pages:
        for box in _text_boxes(page):
            pieces.setdefault(box.element, []).append(box.text)
    several = {element: shown for element, shown in pieces.items() if len(shown) > 1}
    found = {element: tuple(_inside_words(element, shown)) for element, shown in several.items()}
    return {element: ends for element, ends in found.items() if ends}


def marked(text: str, index: int, ends: Iterable[Break]) -> str:
    """Return one of an element's texts with the marks of the breaks that are its own."""
    for end in sorted(ends, reverse=True):
        if end.text == index:
            text = text[: end.offset] + end.mark + text[end.offset :]
    return text


def _text_boxes(page: Any) -> Iterator[Any]:
    """Yield the boxes of the document's own text, in their order."""
    stack = [page]
    while stack:
        box = stack.pop()
        if box.element is not None and "::" not in box.element_tag and hasattr(box, "text"):
            yield box
        stack.extend(reversed(getattr(box, "children", ())))


def _inside_words(element: Element, shown: Sequence[str]) -> Iterator[Break]:
    """Yield the breaks of one element, whose texts are shown in these pieces."""
    texts = [element.text or "", *(child.tail or "" for child in element)]
    places = [
        (index, offset, character)
        for index, text in enumerate(texts)
        for offset, character in enumerate(text)
        if not character.isspace()
    ]
    at = 0
    for piece in shown:
        hyphenated = False
        for character in "".join(piece.split()):
            if at < len(places) and places[at][2].casefold() == character.casefold():
                at += 1
            elif character == _HYPHEN:
                hyphenated = True
            else:
                return  # the text was transformed beyond recognition, as ß in capitals is
        if not 0 < at < len(places):
            continue
        (before, last, character), (index, offset, _) = places[at - 1], places[at]
        if (before, last + 1) == (index, offset) and character not in _BREAKING:
            yield Break(index, offset, SOFT_HYPHEN if hyphenated else ZERO_WIDTH_SPACE)
