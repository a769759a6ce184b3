"""Corners of a file: where texts can stand in it, and how deep they may be packed."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from briefgen.verify.leaks.encodings import rewritten, texts, unpacked, without_bulk
from briefgen.verify.leaks.matching import Channel

#: How much may come out of one file, in bytes, and how often it may be packed.
MOST_BYTES = 256 * 2**20
DEEPEST = 12


class Corner(NamedTuple):
    """A text of a file.

    Attributes:
        where: where in the file it stands, in plain words.
        text: what stands there.
        channel: what can be told from chance there.
    """

    where: str
    text: str
    channel: Channel = Channel.TEXT


@dataclass
class Budget:
    """What the search of one file may still cost.

    Attributes:
        left: bytes that may still come out of it.
    """

    left: int = MOST_BYTES

    def spend(self, size: int, where: str) -> None:
        """Note that bytes came out.

        Raises:
            ValueError: they are more than may come out of one file.
        """
        self.left -= size
        if self.left < 0:
            raise ValueError(f"{where}: too large to search")

    def descend(self, depth: int, where: str) -> int:
        """Return the depth inside what lies at a depth.

        Raises:
            ValueError: it is packed too often.
        """
        if depth >= DEEPEST:
            raise ValueError(f"{where}: too deep to search")
        return depth + 1

    def inflate(self, data: bytes, where: str, window: int = zlib.MAX_WBITS) -> bytes:
        """Return as much of deflated bytes as can be read, none where they are not deflated.

        Args:
            data: the bytes.
            where: where they stand.
            window: as zlib counts it: 15 for zlib, -15 for raw deflate, 47 for gzip or zlib.

        Raises:
            ValueError: more comes out than may.
        """
        pieces: list[bytes] = []
        stream = zlib.decompressobj(window)
        rest = data
        try:
            while rest and not stream.eof:
                pieces.append(stream.decompress(rest, 2**16))
                self.spend(len(pieces[-1]), where)
                rest = stream.unconsumed_tail
        except zlib.error:
            pass  # what came before the damage is readable, and so searched
        return b"".join(pieces)


class Search:
    """What the readers of the formats share: the budget, and the way into what they find."""

    def __init__(self, opener: Opener) -> None:
        self.budget = Budget()
        self._opener = opener
        self._seen: set[tuple[str, Channel]] = set()

    def open(self, data: bytes, where: str, depth: int) -> Iterator[Corner]:
        """Yield the corners of bytes of any kind that lie in a file.

        Raises:
            ValueError: they are too large or too deep to search.
        """
        yield from self._opener(data, where, self, self.budget.descend(depth, where))

    def text(
        self, text: str, where: str, depth: int, channel: Channel = Channel.TEXT
    ) -> Iterator[Corner]:
        """Yield a text, what it says in another notation, and the corners of what it encodes.

        Raises:
            ValueError: what it encodes is too large or too deep to search.
        """
        if not text or text.isspace():
            return
        mark = (text, channel)
        if mark in self._seen:
            return
        self._seen.add(mark)
        bulk = []
        for encoding, data in unpacked(text):
            bulk.append(encoding)
            self.budget.spend(len(data), where)
            yield from self.open(data, f"{where}, {encoding}", depth)
        plain = without_bulk(text) if bulk else text
        yield Corner(where, plain, channel)
        for other in rewritten(plain):
            yield from self.text(other, where, self.budget.descend(depth, where), channel)

    def bytes(self, data: bytes, where: str, depth: int, otherwise: Channel) -> Iterator[Corner]:
        """Yield the corners of bytes that are a text or have texts in them."""
        for text, channel in texts(data, otherwise):
            yield from self.text(text, where, depth, channel)


Opener = Callable[[bytes, str, Search, int], Iterator[Corner]]
