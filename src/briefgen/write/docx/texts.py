"""Texts as Word writes them into runs."""

from __future__ import annotations

import re
from typing import Final

from briefgen.write.docx.ooxml import XML, Element, w

#: Characters that Word writes as elements (ECMA-376, 17.3.3.18 and 17.3.3.29).
_SPECIAL: Final = {"\u00ad": "softHyphen", "\u2011": "noBreakHyphen"}


def text_elements(text: str) -> list[Element]:
    """Return the content of a run that shows a text."""
    found: list[Element] = []
    for part in re.split("([\u00ad\u2011])", text):
        if part in _SPECIAL:
            found.append(w(_SPECIAL[part]))
        elif part:
            element = w("t")
            element.text = part
            if part != part.strip():
                element.set(f"{{{XML}}}space", "preserve")
            found.append(element)
    return found
