"""Rules on texts: translations that lag behind, letters of another script, leftovers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator

from briefgen.dossier.rules.rule import Case, Fault, Words
from briefgen.dossier.rules.scripts import ALIKE, LATIN, script_of, scripts_of
from briefgen.dossier.walk import Location

_WORD = re.compile(r"[^\W\d_]+")

#: Brackets and quotation marks.
_MARKS = r"()\[\]\"'\u00ab\u00bb\u2018-\u201f"

#: A name in its own script behind a word: "Kamenny Log (Каменны Лог)".
_GLOSS = re.compile(rf"(?<=\w)\s[{_MARKS}](?P<gloss>[^{_MARKS}]+)[{_MARKS}]")

#: How many words a name in another script may have.
_GLOSS_WORDS = 3

#: Followers of the letters that the lead bytes of UTF-8 become in Windows-1252.
_TAIL = (
    "[\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d"
    "\u017e\u0192\u02c6\u02dc\u2020\u2021\u2030\u2039\u203a\u20ac\u2122]"
)

_LEFTOVERS = (
    (re.compile(r"\[(?:citation|clarification|source) needed\]", re.IGNORECASE), "copying"),
    (re.compile(r"\blorem ipsum\b", re.IGNORECASE), "a template"),
    (re.compile(r"\b(?:TODO|FIXME|XXX)\b"), "drafting"),
    (
        re.compile(
            r"</?(?:a|b|br|div|em|font|h[1-6]|hr|i|img|li|ol|p|span|strong|sub|sup|table|td|th|tr|u"
            r"|ul)\b[^<>]*>",
            re.IGNORECASE,
        ),
        "a web page",
    ),
    (re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,8});"), "a web page"),
    (re.compile("\N{REPLACEMENT CHARACTER}"), "text read in a wrong encoding"),
    (
        re.compile(f"â€[^\\s\\w]?|[ÂÃÄÅÐÑØÙ]{_TAIL}|ï»¿"),
        "text read in a wrong encoding",
    ),
)


def stale_translation(case: Case) -> Iterator[Fault]:
    """A translation older than the text, or one that is not there."""
    dated = [(record, location) for record, location in case.all if record.translated]
    if not dated:
        return
    languages: dict[Location, set[str]] = defaultdict(set)
    for words in case.texts:
        for end in range(1, len(words.location)):
            languages[words.location[:end]].add(words.language)
    for record, location in dated:
        for language, date in record.translated.items():
            at = (*location, "translated", language)
            if language not in languages[location]:
                yield Fault(
                    at, f"there is no text in the language {language}",
                    "add the translation, or remove its date",
                )  # fmt: skip
            elif record.revised is not None and date < record.revised:
                yield Fault(
                    at, f"the translation ({language}) is of {date}, the text of {record.revised}",
                    "bring the translation up to date and change its date",
                )  # fmt: skip


def unexpected_script(case: Case) -> Iterator[Fault]:
    """Letters of a script that the language is not written in, or that look like its own."""
    for words in case.texts:
        expected = scripts_of(words.language)
        if not words.text.isascii():
            yield from _mixed(words)
            yield from _foreign(words, expected)
        if LATIN not in expected:
            yield from _untranslated(words)


def _mixed(words: Words) -> Iterator[Fault]:
    for word in _WORD.findall(words.text):
        if word.isascii():
            continue
        counts = Counter(script for letter in word if (script := script_of(letter)) in ALIKE)
        if len(counts) > 1:
            rare = min(counts, key=lambda script: counts[script])
            letter = next(letter for letter in word if script_of(letter) == rare)
            name = unicodedata.name(letter).capitalize()
            yield Fault(
                words.location,
                f'"{word}" mixes the scripts {" and ".join(sorted(counts))}: {letter} is {name}',
                "type the letter again in the script of the word",
            )  # fmt: skip
            return


def _foreign(words: Words, expected: frozenset[str]) -> Iterator[Fault]:
    """Find a word in another script; Latin names and abbreviations stand in every language."""
    for word in _WORD.findall(_GLOSS.sub(_without_names, words.text)):
        present = {script for letter in word if (script := script_of(letter))}
        strange = present - expected - {LATIN}
        symbol = len(word) == 1 and present == {"Greek"}
        if strange and not symbol and len(present & ALIKE) < 2:
            script = min(strange)
            yield Fault(
                words.location, f'"{word}" is {script} in a text of the language {words.language}',
                "transliterate it, put a name in its own script in brackets behind it, or file"
                " the text under its language",
            )  # fmt: skip
            return


def _without_names(found: re.Match[str]) -> str:
    names = _WORD.findall(found["gloss"])
    return " " if len(names) <= _GLOSS_WORDS else found[0]


def _untranslated(words: Words) -> Iterator[Fault]:
    found = _WORD.findall(words.text)
    latin = sum(script_of(word[0]) == LATIN for word in found)
    if len(found) > 2 and latin * 2 > len(found):
        yield Fault(
            words.location,
            f"most of this text of the language {words.language} is in Latin letters",
            "translate it, or file it under its own language",
        )  # fmt: skip


def machine_leftover(case: Case) -> Iterator[Fault]:
    """What copying, drafting or a wrong encoding leaves behind."""
    for words in case.texts:
        for pattern, origin in _LEFTOVERS:
            if found := pattern.search(words.text):
                yield Fault(
                    words.location, f'"{found[0]}" is left over from {origin}',
                    "remove it, or type what was meant",
                )  # fmt: skip
                break
