"""Texts as Word writes them into runs."""

from __future__ import annotations

import re
from typing import Final

from briefgen.write.docx.ooxml import XML, Element, add

#: Characters that Word writes as elements (ECMA-376, 17.3.3.18 and 17.3.3.29).
_SPECIAL: Final = {"\u00ad": "softHyphen", "\u2011": "noBreakHyphen"}

_KEEP_SPACE: Final = f"{{{XML}}}space"

_SPECIAL_CHARACTER: Final = re.compile(f"([{''.join(_SPECIAL)}])")


def add_text(run: Element, text: str) -> None:
    """Append what shows a text to a run."""
    for part in _SPECIAL_CHARACTER.split(text):
        if part in _SPECIAL:
            add(run, _SPECIAL[part])
        elif part:
            element = add(run, "t")
            element.text = part
            if part != part.strip():
                element.set(_KEEP_SPACE, "preserve")
