"""Texts in fonts: the name table (OpenType 1.9, "name") and whatever else can be read."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from briefgen.verify.leaks.corners import Corner, Search
from briefgen.verify.leaks.matching import Channel


def font_corners(data: bytes, where: str, search: Search, depth: int) -> Iterator[Corner]:
    """Yield the names that a font gives itself, and what can be read between its outlines."""
    try:
        names = list(_names(data))
    except struct.error:
        names = []
    for name in dict.fromkeys(names):
        yield from search.bytes(name, f"{where}, font name", depth, Channel.FORMAT)
    yield from search.bytes(data, where, depth, Channel.RAW)


def _names(data: bytes) -> Iterator[bytes]:
    (tables,) = struct.unpack_from(">H", data, 4)
    for table in range(tables):
        tag, _, start, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * table)
        if tag != b"name":
            continue
        _, count, texts = struct.unpack_from(">HHH", data, start)
        for record in range(count):
            platform, *_, length, offset = struct.unpack_from(">6H", data, start + 6 + 12 * record)
            name = data[start + texts + offset : start + texts + offset + length]
            wide = platform in (0, 3)  # Unicode and Windows names are UTF-16 (big-endian)
            yield name.decode("utf-16-be", "replace").encode() if wide else name
