"""Quotation marks and apostrophes: straight ones become those of the language.

Marks are those of CLDR (``delimiters`` of ``common/main``), for English in the British locale.
French has its own inside its own there; the house takes “ ” for the inner ones, as is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

NARROW_NO_BREAK: Final = "\N{NARROW NO-BREAK SPACE}"
APOSTROPHE: Final = "\N{RIGHT SINGLE QUOTATION MARK}"


class Edit(NamedTuple):
    """Characters of a text and what stands in their place."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Marks:
    """Quotation marks of a language: what opens and closes, outer ones first.

    Attributes:
        pairs: opening and closing mark of each level; deeper levels begin anew.
        space: what stands between a mark of the outer level and the text.
    """

    pairs: tuple[tuple[str, str], tuple[str, str]]
    space: str = ""

    def at(self, depth: int) -> tuple[str, str]:
        """Return the opening and the closing mark of a level, with their spaces."""
        opening, closing = self.pairs[depth % 2]
        space = self.space if depth % 2 == 0 else ""
        return opening + space, space + closing


def _marks(four: str, space: str = "") -> Marks:
    return Marks(((four[0], four[1]), (four[2], four[3])), space)


_HIGH = _marks("“”‘’")
_LOW = _marks("„“‚‘")
_ANGLES = _marks("«»“”")

#: By language, without script or country.
_BY_LANGUAGE: Final[Mapping[str, Marks]] = {
    **dict.fromkeys(("cs", "de", "et", "hr", "sk", "sl", "sr"), _LOW),
    **dict.fromkeys(("be", "ru", "uk"), _marks("«»„“")),
    **dict.fromkeys(("el", "es", "it"), _ANGLES),
    "fr": _marks("«»“”", NARROW_NO_BREAK),
    "nb": _marks("«»‘’"),
    "lt": _marks("„“‚‘"),
    "bg": _marks("„“„“"),
    **dict.fromkeys(("pl", "ro"), _marks("„”«»")),
    "hu": _marks("„”»«"),
    **dict.fromkeys(("fi", "sv"), _marks("””’’")),
}

#: What a quotation opens behind, beside spaces and the start of a text.
_BEFORE: Final = frozenset("([{–—-/«„“‘‚\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")


def quotation_marks(language: str) -> Marks:
    """Return the marks of a language; those of English where it is not known.

    Args:
        language: BCP 47 tag.
    """
    return _BY_LANGUAGE.get(language.partition("-")[0].lower(), _HIGH)


#: Every character that is a mark in any language; all others say nothing.
_ANY: Final = re.compile(
    "[" + "".join(sorted({char for marks in (_HIGH, *_BY_LANGUAGE.values())
                          for pair in marks.pairs for char in pair} | {'"', "'"})) + "]"
)  # fmt: skip


@dataclass
class _Mark:
    """A straight mark in a text, or a pair's mark that stands there already."""

    at: int
    char: str
    pair: _Mark | None = None
    depth: int = 0


def quotations(text: str, language_at: Callable[[int], str]) -> list[Edit]:
    """Return what makes the straight marks of a text those of its language.

    Double marks change in pairs only: one that has no other stays as it is, such as inches.

    Args:
        text: running text.
        language_at: the language at a position.
    """
    edits: list[Edit] = []
    stack: list[_Mark] = []
    marks: list[_Mark] = []
    for found in _ANY.finditer(text):
        at, char = found.start(), found[0]
        kept = {pair for pair in quotation_marks(language_at(at)).pairs if pair[0] != pair[1]}
        if any(char == opening for opening, _ in kept):
            stack.append(_Mark(at, char))
        elif closed := _closed(stack, [opening for opening, close in kept if close == char]):
            del stack[closed[0] :]
        elif char in "\"'":
            edit = _straight(text, at, stack, marks)
            edits.extend([edit] if edit else [])
    edits.extend(_written(marks, language_at))
    return sorted(edits)


def _straight(text: str, at: int, stack: list[_Mark], marks: list[_Mark]) -> Edit | None:
    """Deal with one straight mark; return an edit if it is an apostrophe."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    single = text[at] == "'"
    if single and before.isalnum() and after.isalnum():
        return None if before.isdigit() and after.isdigit() else Edit(at, at + 1, APOSTROPHE)
    if before.strip() and before not in _BEFORE and (closed := _closed(stack, [text[at]])):
        opening = stack[closed[0]]
        del stack[closed[0] :]
        pair = _Mark(at, text[at], opening, len(stack))
        opening.depth = pair.depth
        marks.append(pair)
        return None
    opens = (not before.strip() or before in _BEFORE or before in "\"'") and after.strip()
    if single and not _closes_later(text, at):
        is_apostrophe = before.isalpha() or (opens and after.isdigit())
        return Edit(at, at + 1, APOSTROPHE) if is_apostrophe else None
    if opens:
        stack.append(_Mark(at, text[at]))
    elif single and before.isalpha():
        return Edit(at, at + 1, APOSTROPHE)
    return None


def _closes_later(text: str, at: int) -> bool:
    """Whether a single mark that follows can close what opens here."""
    later = text.find("'", at + 1)
    while later >= 0:
        inside, after = text[later - 1], text[later + 1 : later + 2]
        if later > at + 1 and inside.strip() and not after.isalnum():
            return True
        later = text.find("'", later + 1)
    return False


def _closed(stack: Sequence[_Mark], openings: Sequence[str]) -> list[int]:
    """Return the place of the innermost mark that one of the openings is, if there is any."""
    found = [at for at, mark in enumerate(stack) if mark.char in openings]
    return found[-1:]


def _written(marks: Sequence[_Mark], language_at: Callable[[int], str]) -> list[Edit]:
    """Return the edits that write pairs in the marks of the language in which they open."""
    edits = []
    for closing in marks:
        opening = closing.pair
        if opening is None:
            raise ValueError("only pairs are written")
        first, last = quotation_marks(language_at(opening.at)).at(closing.depth)
        edits += [Edit(opening.at, opening.at + 1, first), Edit(closing.at, closing.at + 1, last)]
    return edits
