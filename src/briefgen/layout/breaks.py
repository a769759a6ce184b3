"""Where lines of the layout end, told so that Word ends them there too.

Two things make Word end a line elsewhere. It knows other places in words where a
line may end, in web addresses above all; and it sets a line by a fraction of a
point shorter, so that one more word may find room. Both are mended in the text: a
mark stands where a line ended inside a word, and a word that would almost have
found room is kept together with the one after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element

#: Shows a hyphen if a line ends there, and nothing otherwise (Unicode 15, 6.2).
SOFT_HYPHEN: Final = "\u00ad"

#: Lets a line end, and never shows anything.
ZERO_WIDTH_SPACE: Final = "\u200b"

#: A space at which no line ends.
NO_BREAK_SPACE: Final = "\u00a0"

#: What the layout engine sets at the end of a line that it hyphenates: every font has it, but not
#: U+2010, which the engine would take from another font.
HYPHEN: Final = "-"

#: After these, lines end of themselves.
_BREAKING: Final = (HYPHEN, "\u2010", SOFT_HYPHEN, ZERO_WIDTH_SPACE)

#: How much shorter a line can come out in Word, in CSS pixels for each em of its width. Measured in
#: LibreOffice on all shipped papers: up to 1.6 pt in 52 em.
_SHORTER: Final = 0.05

#: A word is measured only where so many times its letters' mean width would find room.
_WORTH_MEASURING: Final = 1.5


class Break(NamedTuple):
    """A change to a text that has a line end where the layout ended one.

    Attributes:
        text: which of the element's texts: 0 for the one before its first child, then those
            after each of its children.
        offset: how many characters of that text come before.
        length: how many of its characters the mark replaces.
        mark: what is to stand there.
    """

    text: int
    offset: int
    length: int
    mark: str


#: Where a piece of text has spaces at which no line is to end.
Spaces = tuple[int, ...]

#: Returns the width of a text in a style of the engine's, both as it has them (CSS pixels).
Measure = Callable[[str, Any], float]


def breaks(pages: Iterable[Any], measure: Measure) -> dict[Element, tuple[Break, ...]]:
    """Return the changes that keep the ends of lines, by the element that holds the text.

    Args:
        pages: the page boxes of the layout engine, in order.
        measure: measures a text.
    """
    pieces: dict[Element, list[tuple[str, Spaces]]] = {}
    for page in pages:
        for box, spaces in _text_boxes(page, measure):
            pieces.setdefault(box.element, []).append((box.text, spaces))
    found = {
        element: tuple(_changes(element, shown))
        for element, shown in pieces.items()
        if not _on_one_line(element, shown)
    }
    return {element: changes for element, changes in found.items() if changes}


class Matched(NamedTuple):
    """Where a piece of text that is laid out stands in the texts of its element.

    Attributes:
        begin: how many of the element's characters that are not white come before it.
        end: how many come up to its end.
        hyphenated: it ends in a hyphen that the layout engine set.
    """

    begin: int
    end: int
    hyphenated: bool


def matched(characters: Sequence[str], pieces: Iterable[str]) -> Iterator[Matched]:
    """Yield where pieces stand, in order, up to one that was transformed beyond recognition.

    Args:
        characters: those of the element's texts that are not white.
        pieces: what is laid out of it.
    """
    at = 0
    for piece in pieces:
        begin, shown, hyphenated = at, "".join(piece.split()), False
        for number, character in enumerate(shown, 1):
            if at < len(characters) and characters[at].casefold() == character.casefold():
                at += 1
            elif character == HYPHEN and number == len(shown):
                hyphenated = True
            else:
                return  # as ß in capitals is
        yield Matched(begin, at, hyphenated)


def characters_of(element: Element) -> list[str]:
    """Return the characters of an element's own texts that are not white."""
    texts = (element.text or "", *(child.tail or "" for child in element))
    return [character for text in texts for character in text if not character.isspace()]


def kept(text: str, index: int, changes: Iterable[Break]) -> str:
    """Return one of an element's texts with those of the changes that are its own."""
    for change in sorted(changes, reverse=True):
        if change.text == index:
            end = change.offset + change.length
            text = text[: change.offset] + change.mark + text[end:]
    return text


def _text_boxes(page: Any, measure: Measure) -> Iterator[tuple[Any, Spaces]]:
    """Yield the boxes of the document's own text, and where each has spaces to be kept."""
    stack = [page]
    spaces: dict[int, list[int]] = {}
    while stack:
        box = stack.pop()
        if _is_text(box) and "::" not in box.element_tag:
            yield box, tuple(spaces.get(id(box), ()))
        children = getattr(box, "children", ())
        lines = [child for child in children if hasattr(child, "text_overflow")]
        for line, after in pairwise(lines):
            for at, space in _kept_spaces(box, line, after, measure):
                spaces.setdefault(id(at), []).append(space)
        stack.extend(reversed(children))


def _is_text(box: Any) -> bool:
    return box.element is not None and hasattr(box, "text")


def _kept_spaces(block: Any, line: Any, after: Any, measure: Measure) -> Iterator[tuple[Any, int]]:
    """Yield the spaces after those first words of a line that have, or almost have, room before.

    The layout engine may leave room for words that stand before a link, too.
    """
    if _ends_itself(line):
        return
    allowed = _SHORTER * block.width / block.style["font_size"]
    room = block.content_box_x() + block.width - _end(line) + allowed
    before = 0.0
    for box in _texts(after):
        text = box.text
        mean = box.width / len(text)
        space = text.find(" ", 0 if before else 1)
        while space >= 0:
            if before + mean * (space + 1) > _WORTH_MEASURING * room:
                return
            start = text[:space] if before else f" {text[:space]}"
            if before + measure(start, box.style) > room:
                return
            yield box, space
            space = text.find(" ", space + 1)
        before += float(box.width) + (0 if before else measure(" ", box.style))


def _ends_itself(line: Any) -> bool:
    """Whether a line ends because the document says so."""
    return any(box.element_tag == "br" for box in line.descendants())


def _end(line: Any) -> float:
    """Return how far a line's last box reaches."""
    return max(float(child.position_x + child.margin_width()) for child in line.children)


def _texts(line: Any) -> Iterator[Any]:
    """Yield a line's boxes of text, up to whatever else it holds."""
    stack = list(reversed(line.children))
    while stack:
        box = stack.pop()
        if hasattr(box, "text"):
            yield box
        elif hasattr(box, "children"):
            stack.extend(reversed(box.children))
        else:
            return


def _on_one_line(element: Element, shown: Sequence[tuple[str, Spaces]]) -> bool:
    """Whether all of an element's texts are one piece, as in most cells: nothing has to change."""
    if len(shown) > 1 or shown[0][1]:
        return False
    texts = (element.text or "", *(child.tail or "" for child in element))
    return shown[0][0].split() == "".join(texts).split()


def _changes(element: Element, shown: Sequence[tuple[str, Spaces]]) -> Iterator[Break]:
    """Yield the changes of one element, whose texts are shown in these pieces."""
    texts = [element.text or "", *(child.tail or "" for child in element)]
    places = [
        (index, offset, character)
        for index, text in enumerate(texts)
        for offset, character in enumerate(text)
        if not character.isspace()
    ]
    characters = [character for _, _, character in places]
    found = matched(characters, (piece for piece, _ in shown))
    for (piece, spaces), (begun, at, hyphenated) in zip(shown, found, strict=False):
        for space in spaces:
            count = len("".join(piece[:space].split()))
            yield from _space(texts, places, begun, count)
        if not 0 < at < len(places):
            continue
        (before, last, character), (index, offset, _) = places[at - 1], places[at]
        if (before, last + 1) == (index, offset) and character not in _BREAKING:
            yield Break(index, offset, 0, SOFT_HYPHEN if hyphenated else ZERO_WIDTH_SPACE)


def _space(
    texts: Sequence[str], places: Sequence[tuple[int, int, str]], begun: int, count: int
) -> Iterator[Break]:
    """Yield the change that lets no line end in the white space after some characters.

    Args:
        texts: the element's texts.
        places: where its characters are that are not white.
        begun: which of them a piece begins with.
        count: how many of the piece come before the white space.
    """
    if count:
        index, start, _ = places[begun + count - 1]
        start = end = start + 1
    elif begun < len(places):
        index, start, _ = places[begun]
        end = start
    else:
        return
    text = texts[index]
    while start > 0 and not count and text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    if end > start:
        yield Break(index, start, end - start, NO_BREAK_SPACE)
