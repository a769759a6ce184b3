"""Corners of ZIP packages, Word files among them: members, and everything between them.

After APPNOTE 6.3.10: local headers, the central directory, comments, extra fields.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import unquote

from briefgen.verify.leaks.corners import Corner, Search
from briefgen.verify.leaks.matching import Channel

_LOCAL = struct.Struct("<4s5H3L2H")
_SIGNATURE = re.compile(rb"PK\x03\x04")


def package_corners(data: bytes, where: str, search: Search, depth: int) -> Iterator[Corner]:
    """Yield the corners of a ZIP package.

    Raises:
        ValueError: it cannot be read, or is too large or too deep to search.
    """
    inside = f"{where}, " if where else ""
    try:
        package = zipfile.ZipFile(BytesIO(data))
    except zipfile.BadZipFile:
        if not where:
            raise ValueError("the package cannot be read, and so not searched") from None
        yield from _leftovers(data, f"{inside}damaged package", search, depth)
        return
    spans = []
    with package:
        yield from search.bytes(package.comment, f"{inside}ZIP comment", depth, Channel.FORMAT)
        for member in package.infolist():
            place = f"{inside}{member.filename}"
            for label, text in (("name", member.filename), ("name", unquote(member.filename))):
                yield from search.text(text, f"{place}, {label}", depth)
            yield from search.bytes(member.comment, f"{place}, comment", depth, Channel.FORMAT)
            yield from search.bytes(member.extra, f"{place}, extra field", depth, Channel.FORMAT)
            start = _content_start(data, member.header_offset)
            spans.append((start, start + member.compress_size))
            yield from search.open(_content(package, member, place, search), place, depth)
    yield from _leftovers(_without(data, spans), f"{inside}between the parts", search, depth)


def _content(
    package: zipfile.ZipFile, member: zipfile.ZipInfo, place: str, search: Search
) -> bytes:
    """Return a member's content; a size that it does not have is not believed."""
    pieces = []
    try:
        with package.open(member) as stream:
            while piece := stream.read(2**20):
                search.budget.spend(len(piece), place)
                pieces.append(piece)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise ValueError(f"{place}: cannot be read, and so not searched: {error}") from None
    return b"".join(pieces)


def _content_start(data: bytes, header: int) -> int:
    *_, name, extra = _LOCAL.unpack_from(data, header)
    return int(header + _LOCAL.size + name + extra)


def _without(data: bytes, spans: list[tuple[int, int]]) -> bytes:
    """Return what stands outside the contents of members."""
    at, pieces = 0, []
    for start, end in sorted(spans):
        pieces.append(data[at:start])
        at = max(at, end)
    return b"\n".join([*pieces, data[at:]])


def _leftovers(data: bytes, where: str, search: Search, depth: int) -> Iterator[Corner]:
    """Yield what stands between members: plain, or a member that no directory lists."""
    for match in _SIGNATURE.finditer(data):
        try:
            start = _content_start(data, match.start())
        except struct.error:
            continue
        rest = data[start:]
        if inflated := search.budget.inflate(rest, where, -15):
            yield from search.open(inflated, f"{where}, member without entry", depth)
    yield from search.bytes(data, where, depth, Channel.FORMAT)
    for piece in re.split(rb"PK(?:\x03\x04|\x01\x02|\x05\x06)", data):
        if len(piece) > 5:
            yield from search.bytes(piece, where, depth, Channel.FORMAT)
