"""Hyphens at the ends of lines, told apart from those of the text (ISO 32000-1, 14.8.2.2.3).

Both are painted with the same glyph. What stands for the one that only breaks a word is a soft
hyphen, in ``ActualText`` (14.9.4), so that whoever searches a PDF, copies from it or reads it
aloud gets the word whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

#: The last glyph of a shown text, of two bytes (Identity-H), and what moves on after it.
_LAST: Final = re.compile(rb"^(\[.*?)(<?)([0-9a-f]{4})(>[-+.\d]*\] TJ)$", re.DOTALL)


def tell_hyphens(boxes: Iterable[Any], streams: Iterable[Any]) -> None:
    """Say of the hyphens that end some boxes that they only break a word.

    Args:
        boxes: text boxes that end in a hyphen of the layout engine's.
        streams: the content stream of each page, painted and not yet numbered anew.
    """
    wanted = set(boxes)
    for stream in streams if wanted else ():
        numbers = {mark["mcid"] for box, mark in stream._tags.items() if box in wanted}
        if numbers:
            _tell(stream.stream, numbers)


def _tell(items: list[Any], numbers: set[int]) -> None:
    """Put the last glyph of each of some marked contents into a span of its own."""
    open_, last = False, None
    edits: list[tuple[int, re.Match[bytes]]] = []
    for index, item in enumerate(items):
        if isinstance(item, dict) and "MCID" in item:
            open_ = item["MCID"] in numbers
        elif not open_ or not isinstance(item, bytes):
            continue
        elif item.endswith(b" TJ"):
            last = index
        elif item == b"EMC":
            if last is not None and (match := _LAST.match(items[last])):
                edits.append((last, match))
            open_, last = False, None
    for index, match in reversed(edits):
        before, opened, glyph, after = match.groups()
        items[index : index + 1] = [
            before + (b"] TJ" if opened else b">] TJ"),
            b"/Span <</ActualText <FEFF00AD>>> BDC",
            b"[<" + glyph + after,
            b"EMC",
        ]
