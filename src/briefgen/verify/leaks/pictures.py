"""Texts in pictures: PNG chunks (PNG 3rd edition, 11.3), JPEG segments (T.81, B.1), GIF comments.

Pixels are not searched.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from briefgen.verify.leaks.corners import Corner, Search
from briefgen.verify.leaks.matching import Channel

_PIXELS = (b"IHDR", b"PLTE", b"IDAT", b"fdAT", b"IEND")


def png_corners(data: bytes, where: str, search: Search, depth: int) -> Iterator[Corner]:
    """Yield the texts of a PNG: its chunks, and what follows the last."""
    at, ended = 8, False
    while at + 8 <= len(data) and not ended:
        length, name = struct.unpack_from(">L4s", data, at)
        content = data[at + 8 : at + 8 + length]
        at += 12 + length
        ended = name == b"IEND"
        if name in _PIXELS:
            continue
        place = f"{where}, {name.decode('latin-1')} chunk"
        for piece in (content, *_compressed(name, content, search, place)):
            yield from search.bytes(piece.replace(b"\0", b"\n"), place, depth, Channel.FORMAT)
            yield from search.bytes(piece, place, depth, Channel.FORMAT)
    if rest := data[at:]:
        yield from search.open(rest, f"{where}, after the end of the picture", depth)


def _compressed(name: bytes, content: bytes, search: Search, where: str) -> list[bytes]:
    """Return the compressed text of a chunk, none where it has none."""
    _, _, rest = content.partition(b"\0")
    if name in (b"zTXt", b"iCCP"):
        return [search.budget.inflate(rest[1:], where)]
    if name == b"iTXt" and rest[:1] == b"\1":
        return [search.budget.inflate(rest[2:].split(b"\0", 2)[-1], where)]
    return []


def jpeg_corners(data: bytes, where: str, search: Search, depth: int) -> Iterator[Corner]:
    """Yield the texts of a JPEG: comments, application segments, what follows the picture."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        content = data[at + 4 : at + 2 + length]
        if marker == 0xDA:
            break
        if marker == 0xFE or 0xE0 <= marker <= 0xEF:
            kind = "comment" if marker == 0xFE else f"APP{marker - 0xE0} segment"
            place = f"{where}, {kind}"
            if (start := content.find(b"<")) >= 0 and b"xmpmeta" in content:
                yield from search.open(content[start:], place, depth)
            yield from search.bytes(content, place, depth, Channel.FORMAT)
        at += 2 + length
    end = _end_of_scans(data, at)
    if rest := data[end:]:
        yield from search.open(rest, f"{where}, after the end of the picture", depth)


def _end_of_scans(data: bytes, at: int) -> int:
    """Return where the picture's end marker ends; inside scans FF is stuffed with 00."""
    end = data.find(b"\xff\xd9", at)
    return end + 2 if end >= 0 else len(data)


def gif_corners(data: bytes, where: str, search: Search, depth: int) -> Iterator[Corner]:
    """Yield the comments of a GIF (89a, 24), and what else can be read in it."""
    at = 0
    while (at := data.find(b"\x21\xfe", at)) >= 0:
        at += 2
        comment = b""
        while at < len(data) and (size := data[at]):
            comment += data[at + 1 : at + 1 + size]
            at += size + 1
        yield from search.bytes(comment, f"{where}, comment", depth, Channel.FORMAT)
    yield from search.bytes(data, where, depth, Channel.RAW)
