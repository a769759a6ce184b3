"""What kind of file bytes are, told by their first bytes, and its reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefgen.verify.leaks.corners import Corner, Search
from briefgen.verify.leaks.fonts import font_corners
from briefgen.verify.leaks.jsontext import json_corners, parsed_json
from briefgen.verify.leaks.markup import html_corners, is_html, is_markup, xml_corners
from briefgen.verify.leaks.matching import Channel
from briefgen.verify.leaks.packages import package_corners
from briefgen.verify.leaks.pdf import pdf_corners
from briefgen.verify.leaks.pictures import gif_corners, jpeg_corners, png_corners

_READERS = (
    (b"\x89PNG\r\n", png_corners),
    (b"\xff\xd8\xff", jpeg_corners),
    (b"GIF8", gif_corners),
    (b"OTTO", font_corners),
    (b"\0\1\0\0", font_corners),
    (b"true", font_corners),
)
_GZIP, _ZLIB = b"\x1f\x8b", re.compile(rb"\x78[\x01\x5e\x9c\xda]")


def opened(data: bytes, where: str, search: Search, depth: int) -> Iterator[Corner]:
    """Yield the corners of bytes of any kind.

    Args:
        data: the bytes.
        where: where they stand, in plain words.
        search: what the search may still cost.
        depth: how often they are packed.

    Raises:
        ValueError: they are too large or too deep to search, or cannot be read.
    """
    for start, reader in _READERS:
        if data.startswith(start):
            yield from reader(data, where, search, depth)
            return
    if b"%PDF-" in data[:1024]:
        yield from pdf_corners(data, where, search, depth)
    elif data.startswith((b"PK\x03\x04", b"PK\x05\x06")) or b"PK\x05\x06" in data[-(2**16) :]:
        yield from package_corners(data, where, search, depth)
    elif data.startswith(_GZIP) or _ZLIB.match(data):
        window = 47 if data.startswith(_GZIP) else 15
        if content := search.budget.inflate(data, where, window):
            yield from search.open(content, f"{where}, decompressed", depth)
        # A gzip header names a file; what follows the compressed bytes may be anything.
        yield from search.bytes(data, where, depth, Channel.FORMAT)
    elif is_html(data):
        yield from html_corners(data, where, search, depth)
    elif is_markup(data):
        yield from xml_corners(data, where, search, depth)
    elif (content := parsed_json(data)) is not None:
        yield from json_corners(content, data, where, search, depth)
    else:
        yield from search.bytes(data, where, depth, Channel.FORMAT)
