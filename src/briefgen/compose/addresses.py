"""Web addresses as they are printed: letters that only their encoding hides, made readable."""

from __future__ import annotations

import re
from typing import Final

#: Bytes beyond ASCII in a row, as an address encodes them (RFC 3986, 2.1).
_ENCODED: Final = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_BYTE: Final = re.compile(r"%[0-9A-Fa-f]{2}")

#: Letters that may be decoded, by script: they run from left to right, and are written in one way
#: only (Unicode NFC).
_LETTERS: Final = {
    "Latin": re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f]"),
    "Greek": re.compile("[\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce]"),
    "Cyrillic": re.compile("[\u0400-\u045f\u0490-\u0491]"),
}
_ASCII: Final = re.compile("[A-Za-z]")

#: What stands between the marks that part an address (RFC 3986, 2.2).
_PART: Final = re.compile(r"[^:/?#\[\]@!$&'()*+,;=]+")


def readable(address: str) -> str:
    """Return an address with its encoded letters decoded, where nobody could mistake them.

    Whoever types what is printed gets the same address. Characters that are reserved or not seen
    stay encoded, and so do those that look like others: dashes, letters of two scripts in one
    part of an address. So do letters that run from right to left, whose parts would change places.
    """
    return _PART.sub(_decoded, address)


def _decoded(part: re.Match[str]) -> str:
    text = _ENCODED.sub(_letters, part[0])
    scripts = {name for name, letters in _LETTERS.items() if letters.search(text)}
    if _ASCII.search(_BYTE.sub("", text)):
        scripts.add("Latin")
    return text if len(scripts) < 2 else part[0]


def _letters(encoded: re.Match[str]) -> str:
    """Return some encoded bytes with what are letters of a known script decoded."""
    try:
        text = bytes.fromhex(encoded[0].replace("%", "")).decode()
    except UnicodeDecodeError:
        return encoded[0]
    found, at = [], 0
    for letter in text:
        end = at + 3 * len(letter.encode())
        known = any(letters.match(letter) for letters in _LETTERS.values())
        found.append(letter if known else encoded[0][at:end])
        at = end
    return "".join(found)
