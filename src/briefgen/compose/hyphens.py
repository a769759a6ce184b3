"""How freely a paper breaks words, as rules of a style sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: What is read at a glance, is a name or has to be copied: it stays whole.
_WHOLE: Final = (
    "h1, h2, h3, h4, header, nav, th, caption, figcaption, a,"
    " .code, .note, .endnote, .source, .sources { hyphens: manual }"
)

#: Letters of a word, and of it before and after the break, at least; and how much of a line must
#: be left for a word to be broken: in text, and in the narrower lines of cells (docs/design.md).
_RULES: Final[Mapping[str, str]] = {
    "none": "",
    "sparing": (
        "html { hyphens: auto; hyphenate-limit-chars: 8 3 4; hyphenate-limit-zone: 4em }"
        " td { hyphenate-limit-zone: 2em }"
    ),
    "full": "html { hyphens: auto; hyphenate-limit-chars: 6 3 3; hyphenate-limit-zone: 0 }",
}


def hyphenation(manner: str) -> str:
    """Return the rules for a manner of breaking words: "none", "sparing" or "full"."""
    rules = _RULES.get(manner, "")
    return f"{rules} {_WHOLE}" if rules else ""
