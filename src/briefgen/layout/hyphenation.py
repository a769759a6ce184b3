"""Words broken at the ends of lines: where the patterns of their language and our rules allow it.

The layout engine looks a language's patterns up in a dictionary of its own; :class:`Patterns`
stands in for that. What can be judged in a finished layout only is judged there, by
:func:`unwelcome`: the words that it tells are kept whole, and the document is laid out again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import Element

from briefgen.layout.breaks import HYPHEN, characters_of, matched

#: Ends of lines in a row that may break a word.
_IN_A_ROW: Final = 2

#: Languages that begin all their nouns with a capital, as others begin names.
_CAPITAL_NOUNS: Final = ("de", "lb")

_LETTERS: Final = re.compile(r"[^\W\d_]+")

#: A word that has a hyphen, as it stands in a text.
_COMPOUND: Final = re.compile(r"(?<![\w/.-])[^\W\d_]+(?:-[^\W\d_]+)+(?![\w/-])")

#: Layouts of one paper in which words may be broken; what is made of thousands must end, too.
_LAYOUTS: Final = 3

#: What stands in addresses, codes, figures, and words that have a hyphen of their own.
_NO_WORD: Final = re.compile(r"[\d/@_\\=&-]|[^\W\d_]\.[^\W\d_]")


class Patterns(dict[tuple[str, int, int, int], Any]):
    """The layout engine's dictionaries by language and limits, made as they are asked for.

    Attributes:
        whole: words that are not broken, in small letters.

    Args:
        text: all that may be broken; parts of words in it that have a hyphen stay whole.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.whole = {part.lower() for word in _COMPOUND.findall(text) for part in word.split("-")}
        self._layouts = 0

    def __missing__(self, key: tuple[str, int, int, int]) -> _Language:
        name, left, right, _total = key
        made = self[key] = _Language(name, left, right, self.whole)
        return made

    def get(self, key: Any, _default: object = None) -> Any:
        """Return the dictionary of a language; the engine makes none of its own."""
        return self[key]

    def keep_whole(self, words: Iterable[str]) -> bool:
        """Keep words whole in the next layout; return whether there are any that were not.

        After some layouts, all are kept.
        """
        new = {word.lower() for word in words} - self.whole
        self.whole |= new
        self._layouts += 1
        if new and self._layouts >= _LAYOUTS:
            for language in self.values():
                language.patterns = None
        return bool(new)


class _Language:
    """Where words of a language may be broken (Liang's patterns, through pyphen).

    Args:
        name: of the patterns, as pyphen has it.
        left: letters that stay before a break at least.
        right: letters that come after it at least.
        whole: words that are not broken.

    Attributes:
        patterns: nothing where no word is broken any more.
    """

    def __init__(self, name: str, left: int, right: int, whole: set[str]) -> None:
        import pyphen  # type: ignore[import-untyped]  # noqa: PLC0415  # comes with the engine

        self.patterns: Any = pyphen.Pyphen(lang=name, left=left, right=right)
        self._capitals = name.partition("_")[0] in _CAPITAL_NOUNS
        self._whole = whole

    def iterate(self, word: str) -> Iterator[tuple[str, str]]:
        """Yield the parts of a word at each place where it may be broken, the last place first.

        Names and abbreviations stay whole: words with a capital. So do breaks away that would
        spell the word in another way, as in Hungarian; its letters are not ours to change.
        """
        tail = word[1:] if self._capitals else word
        if self.patterns is None or tail != tail.lower() or _NO_WORD.search(word):
            return
        small = word.lower()  # a part of a word, where the line before ends in the middle of it
        if any(small in one for one in self._whole):
            return
        for position in reversed(self.patterns.positions(word)):
            if not position.data:
                yield word[:position], word[position:]


@dataclass(frozen=True, eq=False)
class Broken:
    """A word that a line breaks.

    Attributes:
        word: all that stands between two spaces.
        box: the text box that ends in the hyphen.
        block: the box around the line.
        line: number of the line in it, from 0.
    """

    word: str
    box: Any
    block: Any
    line: int


def broken(pages: Iterable[Any]) -> list[Broken]:
    """Return the words that lines of a layout break, in order.

    Args:
        pages: the page boxes of the layout engine.
    """
    ends: dict[Any, tuple[Any, int]] = {}
    pieces: dict[Element, list[Any]] = {}
    for block, number, line in _lines(pages):
        boxes = _texts(line)
        for box in boxes:
            pieces.setdefault(box.element, []).append(box)
        if boxes and boxes[-1].text.endswith(HYPHEN):
            ends[boxes[-1]] = block, number
    words: dict[Any, str] = {}
    for element in dict.fromkeys(box.element for box in ends):
        places = matched(characters_of(element), (box.text for box in pieces[element]))
        for box, place in zip(pieces[element], places, strict=False):
            if place.hyphenated:
                words[box] = _word(element, place.end)
    return [Broken(words[box], box, *where) for box, where in ends.items() if box in words]


def unwelcome(found: Sequence[Broken]) -> Iterator[str]:
    """Yield the words among those broken that are better kept whole.

    That is what is no plain word; and of words for which a line has room, those that would go on
    in another column or on another page, those of which a part would stand alone on the last
    line, and the third in a row.
    """
    row = 0
    before: Broken | None = None
    for end in found:
        follows = before is not None and (before.block, before.line + 1) == (end.block, end.line)
        row = row + 1 if follows else 1
        lines = [child for child in end.block.children if _is_line(child)]
        after = lines[end.line + 1 :]
        alone = len(after) == 1 and len(_words(after[0])) < 2
        misplaced = row > _IN_A_ROW or not after or alone
        has_room = len(_words(lines[end.line])) > 1
        if _NO_WORD.search(end.word) or (misplaced and has_room):
            row -= 1
            yield from _LETTERS.findall(end.word)
        before = end


def _word(element: Element, count: int) -> str:
    """Return the word in an element's own text that goes on after so many characters."""
    texts = (element.text or "", *(child.tail or "" for child in element))
    for part in "\n".join(texts).split():
        if count < len(part):
            return part
        count -= len(part)
    return ""


def _lines(pages: Iterable[Any]) -> Iterator[tuple[Any, int, Any]]:
    """Yield the lines of pages, each with the box around it and its number there."""
    stack = list(pages)[::-1]
    while stack:
        box = stack.pop()
        children = getattr(box, "children", ())
        lines = [child for child in children if _is_line(child)]
        yield from ((box, number, line) for number, line in enumerate(lines))
        stack.extend(reversed(children))


def _words(line: Any) -> list[str]:
    return "".join(box.text for box in _texts(line)).split()


def _is_line(box: Any) -> bool:
    return hasattr(box, "text_overflow")


def _texts(line: Any) -> list[Any]:
    """Return the boxes of the document's own text in a line."""
    return [
        box for box in line.descendants()
        if box.element is not None and hasattr(box, "text") and "::" not in box.element_tag
    ]  # fmt: skip
