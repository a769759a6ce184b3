"""Places in a Word file that links lead to: bookmarks, and the texts that they stand before."""

from __future__ import annotations

import re
import shlex

from briefgen.verify.parity.blocks import named, squeezed
from briefgen.verify.reading.word import Element, W, val

#: Fields that lead to a bookmark (ISO/IEC 29500-1, 17.16.5), where their switch ``\h`` says so.
_LEADING = ("REF", "PAGEREF", "NOTEREF")


class Places:
    """The bookmarks of a body, with the text of the paragraph that each stands in or before."""

    def __init__(self, body: Element) -> None:
        self._texts: dict[str, str] = {}
        waiting: list[str] = []
        for element in body.iter(f"{W}bookmarkStart", f"{W}p"):
            if element.tag == f"{W}p":
                if text := _text(element):
                    self._texts |= dict.fromkeys(waiting, text)
                    waiting = []
                continue
            around = next(element.iterancestors(f"{W}p"), None)
            text = "" if around is None else _text(around)
            if text:
                self._texts[val(element, "name")] = text
            else:
                waiting.append(val(element, "name"))

    def of(self, name: str) -> frozenset[str]:
        """Return what a link to a bookmark leads to: its name and the text there."""
        if name not in self._texts:
            return frozenset({"nowhere"})
        return frozenset({named(name), f"“{self._texts[name][:40]}”"})

    def of_field(self, instruction: str) -> frozenset[str]:
        """Return what a field leads to, nothing where it leads nowhere."""
        words = instruction_words(instruction)
        if not words:
            return frozenset()
        kind, *rest = words
        if kind.upper() == "HYPERLINK" and rest:
            return self.of(rest[1]) if rest[0] == "\\l" and len(rest) > 1 else frozenset(rest[:1])
        if kind.upper() in _LEADING and "\\h" in rest:
            return self.of(rest[0])
        return frozenset()


def instruction_words(instruction: str) -> list[str]:
    """Return the words of a field's instruction; what stands in quotation marks is one."""
    plain = instruction.replace("\\", "\\\\")
    try:
        return shlex.split(plain)
    except ValueError:
        return re.split(r"\s+", instruction.strip())


def _text(paragraph: Element) -> str:
    return squeezed("".join(node.text or "" for node in paragraph.iter(f"{W}t")))
