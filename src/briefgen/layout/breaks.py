"""Where lines of the layout end, told so that Word ends them there too.

Two things make Word end a line elsewhere. It knows other places in words where a
line may end, in web addresses above all; and it sets a line by a fraction of a
point shorter, so that one more word may find room. Both are mended in the text: a
mark stands where a line ended inside a word, and a word that would almost have
found room is kept together with the one after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element

#: Shows a hyphen if a line ends there, and nothing otherwise (Unicode 15, 6.2).
SOFT_HYPHEN: Final = "\u00ad"

#: Lets a line end, and never shows anything.
ZERO_WIDTH_SPACE: Final = "\u200b"

#: A space at which no line ends.
NO_BREAK_SPACE: Final = "\u00a0"

#: What the layout engine sets at the end of a line that it hyphenates.
_HYPHEN: Final = "\u2010"

#: After these, lines end of themselves.
_BREAKING: Final = ("-", _HYPHEN, SOFT_HYPHEN, ZERO_WIDTH_SPACE)

#: How much shorter a line can come out in Word, as a share of its width, and in CSS pixels. Measured
#: in LibreOffice on all shipped papers: up to 0.8 pt in 480.
_SHORTER: Final = 0.0018
_LEAST: Final = 0.2

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


#: Returns the width of a text in a style of the engine's, both as it has them (CSS pixels).
Measure = Callable[[str, Any], float]


def breaks(pages: Iterable[Any], measure: Measure) -> dict[Element, tuple[Break, ...]]:
    """Return the changes that keep the ends of lines, by the element that holds the text.

    Args:
        pages: the page boxes of the layout engine, in order.
        measure: measures a text.
    """
    pieces: dict[Element, list[tuple[str, bool]]] = {}
    for page in pages:
        for box, keeps in _text_boxes(page, measure):
            pieces.setdefault(box.element, []).append((box.text, keeps))
    found = {element: tuple(_changes(element, shown)) for element, shown in pieces.items()}
    return {element: changes for element, changes in found.items() if changes}


def kept(text: str, index: int, changes: Iterable[Break]) -> str:
    """Return one of an element's texts with those of the changes that are its own."""
    for change in sorted(changes, reverse=True):
        if change.text == index:
            end = change.offset + change.length
            text = text[: change.offset] + change.mark + text[end:]
    return text


def _text_boxes(page: Any, measure: Measure) -> Iterator[tuple[Any, bool]]:
    """Yield the boxes of the document's own text, and whether their first word needs keeping."""
    stack = [page]
    held: set[int] = set()
    while stack:
        box = stack.pop()
        if box.element is not None and "::" not in box.element_tag and hasattr(box, "text"):
            yield box, id(box) in held
        children = getattr(box, "children", ())
        held.update(id(first) for first in _kept_firsts(box, children, measure))
        stack.extend(reversed(children))


def _kept_firsts(block: Any, lines: Sequence[Any], measure: Measure) -> Iterator[Any]:
    """Yield the first text boxes of lines whose first word almost stood in the line before."""
    for line, after in zip(lines, lines[1:], strict=False):
        if not hasattr(line, "text_overflow"):
            return
        first = _first_text(after)
        if first is None or " " not in first.text.strip():
            continue
        word = first.text.split()[0]
        room = block.content_box_x() + block.width - _end(line)
        allowed = _SHORTER * block.width + _LEAST
        mean = first.width / len(first.text)
        if room > 0 and mean * len(word) < _WORTH_MEASURING * (room + allowed):
            needed = measure(f" {word}", first.style)
            if needed - room < allowed:
                yield first


def _end(line: Any) -> float:
    """Return how far a line's last box reaches."""
    return max(float(child.position_x + child.margin_width()) for child in line.children)


def _first_text(line: Any) -> Any | None:
    """Return a line's first text box of the document's own, if nothing comes before it."""
    box = line
    while not hasattr(box, "text"):
        if not getattr(box, "children", ()) or "::" in (box.element_tag or ""):
            return None
        box = box.children[0]
    return None if "::" in box.element_tag else box


def _changes(element: Element, shown: Sequence[tuple[str, bool]]) -> Iterator[Break]:
    """Yield the changes of one element, whose texts are shown in these pieces."""
    texts = [element.text or "", *(child.tail or "" for child in element)]
    places = [
        (index, offset, character)
        for index, text in enumerate(texts)
        for offset, character in enumerate(text)
        if not character.isspace()
    ]
    at = 0
    for piece, keeps in shown:
        begun, hyphenated = at, False
        for character in "".join(piece.split()):
            if at < len(places) and places[at][2].casefold() == character.casefold():
                at += 1
            elif character == _HYPHEN:
                hyphenated = True
            else:
                return  # the text was transformed beyond recognition, as ß in capitals is
        if keeps:
            index, offset, _ = places[begun + len(piece.split()[0]) - 1]
            length = places[begun + len(piece.split()[0])][1] - offset - 1
            yield Break(index, offset + 1, length, NO_BREAK_SPACE)
        if not 0 < at < len(places):
            continue
        (before, last, character), (index, offset, _) = places[at - 1], places[at]
        if (before, last + 1) == (index, offset) and character not in _BREAKING:
            yield Break(index, offset, 0, SOFT_HYPHEN if hyphenated else ZERO_WIDTH_SPACE)
