"""Texts made comparable: what hides a word from a reader's search is taken out.

Compatibility forms, case, spaces, hyphens, soft hyphens, zero-width characters and
punctuation go (Unicode NFKC, UAX #15; case folding, Unicode 3.13), so that a text that is
split by runs, kerning, line breaks or hyphenation is found all the same.
"""

from __future__ import annotations

import re
import unicodedata

#: Keeps texts that do not belong together apart; no text that is searched for holds it.
BARRIER = "\x1e"

_DROPPED = re.compile(f"[^\\w{BARRIER}]+|_+")
_ASCII = {code: None for code in range(128) if not (chr(code).isalnum() or chr(code) == BARRIER)}

#: Soft hyphen, zero-width characters, marks of direction, byte order mark.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_HYPHENATED = re.compile(r"[-\u00ad\u2010\u2011][ \t]*[\r\n]+[ \t]*")
_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011'\u2019][^\W_]+)*")


def fold(text: str) -> str:
    """Return the letters and digits of a text in one case, and its barriers."""
    if text.isascii():
        return text.lower().translate(_ASCII)
    normal = unicodedata.normalize("NFKC", text).casefold()
    return _DROPPED.sub("", unicodedata.normalize("NFKC", normal))


def visible(text: str) -> str:
    """Return a text without characters that no reader sees, words at line ends made whole."""
    return _INVISIBLE.sub("", _HYPHENATED.sub("-", unicodedata.normalize("NFKC", text)))


def words(text: str) -> list[str]:
    """Return the words of a text as they are written; hyphens and apostrophes join."""
    return _WORD.findall(visible(text))
