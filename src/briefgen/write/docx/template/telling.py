"""What is wrong with tags, told to those who write Word templates and not programs."""

from __future__ import annotations

import re
from typing import Final

#: Longest text that is repeated in a message.
_LONGEST: Final = 80

_PAGE: Final = "docs/word-templates.md lists every tag"

#: What Jinja says, how it is told here, and the way out; a name in it is a gap.
_TOLD: Final = (
    (re.compile(r"No filter named '(\w+)'\.?"), "there is no filter `{}`",
     "there are date, listed and those of Jinja, such as upper and default"),
    (re.compile(r"the catalogue has no word `(.+)`"), "the catalogue has no word `{}`",
     "its words are the keys of catalogue/*.yaml; a text of your own needs no tag"),
    (re.compile(r"(?:expected token|unexpected|unknown argument).*"), "a tag cannot be read",
     _PAGE),
)  # fmt: skip

#: What was meant as a tag and has one brace where two belong.
HALF_TAG: Final = re.compile(r"(?<!\{)\{(?![{%#])\s*(?:paper\.|briefgen_body\b|t\()[^{}]*\}")


def told(message: str, hint: str) -> tuple[str, str]:
    """Return a message of Jinja's, and a hint, as they are told."""
    for pattern, ours, way_out in _TOLD:
        if found := pattern.fullmatch(message):
            return ours.format(*found.groups()), hint or way_out
    return message.removesuffix("."), hint


def in_paragraph(number: int, said: str) -> str:
    """Return the end of a message: the paragraph that it is about, with its text."""
    said = said.strip()
    short = said if len(said) <= _LONGEST else f"{said[: _LONGEST - 3]}..."
    return f", in paragraph {number}: {short}" if short else ""
