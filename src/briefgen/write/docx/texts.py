"""Texts as Word writes them into runs."""

from __future__ import annotations

import re
from typing import Final

from briefgen.write.docx.ooxml import XML, Element, w

#: Characters that Word writes as elements (ECMA-376, 17.3.3.18 and 17.3.3.29).
_SPECIAL: Final = {"\u00ad": "softHyphen", "\u2011": "noBreakHyphen"}

_SPECIAL_CHARACTER: Final = re.compile(f"([{''.join(_SPECIAL)}])")


def text_elements(text: str) -> list[Element]:
    """Return the content of a run that shows a text."""
    found: list[Element] = []
    for part in _SPECIAL_CHARACTER.split(text):
        if part in _SPECIAL:
            found.append(w(_SPECIAL[part]))
        elif part:
            element = w("t")
            element.text = part
            if part != part.strip():
                element.set(f"{{{XML}}}space", "preserve")
            found.append(element)
    return found
