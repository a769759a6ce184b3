"""What to search a finished file for: needles made of what its audience may not see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefgen.diagnostics import Place
from briefgen.verify.leaks import figures
from briefgen.verify.leaks.folding import BARRIER, fold, words
from briefgen.verify.leaks.matching import HEAD, SHORTEST_WORD, Channel, Index, Kind, Needle

#: Words of a run that gives its text away, and folded characters that it must have.
_RUN = 4
_LONGEST_RUN = 8
_SHORTEST_RUN = 18

#: Letters of scripts without spaces that say as much as a run of words.
_WINDOW = 8

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{8,}")
_SENTENCE_END = re.compile(r"[.!?:;\u3002]\W*$")


@dataclass(frozen=True)
class Secret:
    """One withheld scalar of a dossier.

    Attributes:
        text: the text that its file holds.
        place: where it stands there.
    """

    text: str
    place: Place


@dataclass(frozen=True)
class Needles:
    """What a file is searched for.

    Attributes:
        strong: texts, runs of words, names and figures that stand in nothing permitted.
        weak: secrets too short or too common to search for: listed, not checked.
    """

    strong: Index[Secret]
    weak: tuple[Secret, ...]


def needles(secrets: Iterable[Secret], permitted: Iterable[str]) -> Needles:
    """Return what the secrets of an audience are found by.

    Args:
        secrets: what the audience may not see.
        permitted: every text that it may see, and whatever else papers print: template
            sources, words of the catalogue, names of months. What stands in one of them is
            no secret.
    """
    withheld = list(dict.fromkeys(secrets))
    owners: dict[Needle, dict[Secret, None]] = {}
    numbers: dict[tuple[str, int], list[Secret]] = {}
    for secret in withheld:
        for needle in _needles_of(secret.text):
            owners.setdefault(needle, {})[secret] = None
        for figure in figures.figures(secret.text):
            numbers.setdefault(figure, []).append(secret)
    for figure, key in figures.distinctive(numbers):
        owners.setdefault(Needle(Kind.FIGURE, key), {}).update(dict.fromkeys(numbers[figure]))
    known = list(dict.fromkeys(permitted))
    index = Index({needle: tuple(of) for needle, of in owners.items()})
    index = index.without(index.found(BARRIER.join(known), Channel.TEXT))
    strong = index.owned()
    common = {fold(text) for text in known} | {fold(word) for text in known for word in words(text)}
    joined = fold(BARRIER.join(known))
    weak = [s for s in withheld if s not in strong and _says_something(s.text, common, joined)]
    return Needles(index, tuple(weak))


def _says_something(text: str, common: set[str], permitted: str) -> bool:
    """Whether a text is not empty and stands in no permitted one."""
    folded = fold(text)
    if not folded or folded in common:
        return False
    return len(folded) < HEAD or folded not in permitted


def _needles_of(text: str) -> Iterator[Needle]:
    """Return the phrases, codes and names by which a text is found."""
    written = words(text)
    folded = [fold(word) for word in written]
    if len(written) > 1 and len(whole := "".join(folded)) >= _SHORTEST_RUN:
        yield Needle(Kind.PHRASE, whole)
    for start in range(len(folded) - _RUN + 1):
        if run := _run(folded[start : start + _LONGEST_RUN]):
            yield Needle(Kind.PHRASE, run)
    for match in _UNSPACED.finditer(text):
        for start in range(len(match[0]) - _WINDOW + 1):
            yield Needle(Kind.PHRASE, fold(match[0][start : start + _WINDOW]))
    yield from _single_words(text, written)


def _run(folded: list[str]) -> str:
    """Return the shortest telling run of words that some words begin with, if there is one."""
    for count in range(_RUN, len(folded) + 1):
        run = "".join(folded[:count])
        telling = sum(len(w) >= SHORTEST_WORD and not w.isdigit() for w in folded[:count])
        if len(run) >= _SHORTEST_RUN and telling > (count == _RUN):
            return run
    return ""


def _single_words(text: str, written: list[str]) -> Iterator[Needle]:
    title = len(written) <= 6 and all(w[0].isupper() for w in written if len(w) >= 4)
    at = 0
    for word in written:
        found = text.find(word, at)
        before, at = text[: max(found, 0)], max(found, 0) + len(word)
        folded = fold(word)
        if len(folded) < SHORTEST_WORD or folded.isdigit():
            continue
        if _is_code(word):
            yield Needle(Kind.CODE, folded)
        elif word[0].isupper() and (title or (before.strip() and not _SENTENCE_END.search(before))):
            yield Needle(Kind.NAME, folded)


def _is_code(word: str) -> bool:
    """Whether a word is one that is made up: with hyphens, digits or capitals inside."""
    joined = "-" in word or "\u2010" in word or "\u2011" in word
    mixed = any(c.isdigit() for c in word) and any(c.isalpha() for c in word)
    date = bool(re.fullmatch(r"[\d-]+", word))
    return not date and (joined or mixed or any(c.isupper() for c in word[1:]))
