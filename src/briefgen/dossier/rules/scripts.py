"""Which script a letter belongs to, and in which scripts a language is written."""

from __future__ import annotations

import unicodedata
from functools import cache

LATIN = "Latin"

#: First words of Unicode character names, and the script that they mean here.
_PREFIXES = {
    "LATIN": LATIN, "CYRILLIC": "Cyrillic", "GREEK": "Greek", "ARMENIAN": "Armenian",
    "GEORGIAN": "Georgian", "HEBREW": "Hebrew", "ARABIC": "Arabic", "DEVANAGARI": "Devanagari",
    "BENGALI": "Bengali", "THAI": "Thai", "ETHIOPIC": "Ethiopic", "HANGUL": "Hangul",
    "HIRAGANA": "Kana", "KATAKANA": "Kana", "CJK": "Han",
}  # fmt: skip

#: Scripts whose letters look alike, so that one among the others goes unseen.
ALIKE = frozenset({LATIN, "Cyrillic", "Greek", "Armenian"})

_CYRILLIC, _ARABIC = frozenset({"Cyrillic"}), frozenset({"Arabic"})

#: Scripts of the languages that are not written in Latin letters.
_LANGUAGES = {
    **dict.fromkeys(("be", "bg", "kk", "ky", "mk", "mn", "ru", "tg", "uk"), _CYRILLIC),
    **dict.fromkeys(("ar", "fa", "ps", "ur"), _ARABIC),
    "sr": frozenset({LATIN, "Cyrillic"}),
    "ja": frozenset({"Han", "Kana"}), "zh": frozenset({"Han"}), "ko": frozenset({"Hangul", "Han"}),
    "el": frozenset({"Greek"}), "he": frozenset({"Hebrew"}), "yi": frozenset({"Hebrew"}),
    "hy": frozenset({"Armenian"}), "ka": frozenset({"Georgian"}), "hi": frozenset({"Devanagari"}),
    "mr": frozenset({"Devanagari"}), "ne": frozenset({"Devanagari"}), "bn": frozenset({"Bengali"}),
    "th": frozenset({"Thai"}), "am": frozenset({"Ethiopic"}),
}  # fmt: skip

_SUBTAGS = {"Latn": frozenset({LATIN}), "Cyrl": _CYRILLIC, "Arab": _ARABIC}


@cache
def script_of(letter: str) -> str | None:
    """Return a letter's script, ``None`` for one that belongs to none known here."""
    return _PREFIXES.get(unicodedata.name(letter, "").partition(" ")[0].partition("-")[0])


@cache
def scripts_of(language: str) -> frozenset[str]:
    """Return the scripts that a language, a BCP 47 tag, is written in."""
    primary, *subtags = language.split("-")
    for subtag in subtags:
        if subtag in _SUBTAGS:
            return _SUBTAGS[subtag]
    return _LANGUAGES.get(primary, frozenset({LATIN}))
