"""A PDF read byte by byte: what its cross-reference table does not lead to (ISO 32000-2, 7.3, 7.5).

Comments, bytes before the header and after the end, objects that a later one replaced, streams
that nothing refers to, object streams.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence

from briefgen.verify.leaks.corners import Corner, Search
from briefgen.verify.leaks.encodings import ascii85
from briefgen.verify.leaks.matching import Channel
from briefgen.verify.leaks.pdftext import Decoder, shows_text

_STREAM = re.compile(rb"stream\r?\n(.*?)[\r\n]{0,2}endstream", re.DOTALL)
_LITERAL = re.compile(
    rb"\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\))*+)\)", re.DOTALL
)
_HEXADECIMAL = re.compile(rb"<([0-9A-Fa-f\s]{6,}+)>")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|\r|\n)|(.))", re.DOTALL)
_CHARACTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_COMMENT = re.compile(rb"%([^\r\n]{4,})")
_SHOWN = re.compile(rb"\((?:[^()\\]|\\.)*+\)|<[0-9A-Fa-f\s]*+>")
_NAME = re.compile(rb"/([^\s/<>()\[\]{}%]+)")
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


def raw_corners(
    data: bytes,
    inside: str,
    search: Search,
    depth: int,
    noted: tuple[set[bytes], Sequence[Decoder]],
) -> Iterator[Corner]:
    """Yield what stands in a PDF outside the objects that its table leads to.

    Args:
        data: the file.
        inside: where the PDF itself stands, with a comma, or nothing.
        search: what the search may still cost.
        depth: how often the PDF is packed.
        noted: raw contents of the streams already read, and the decoders of its fonts.

    Raises:
        ValueError: what is found is too large or too deep to search.
    """
    known, decoders = noted
    skeleton: list[bytes] = []
    at = 0
    for match in _STREAM.finditer(data):
        skeleton.append(data[at : match.start()])
        at = match.end()
        if _is_known(data, match.start(1), match[1], known):
            continue
        where = f"{inside}bytes at {match.start(1)}, stream"
        yield from _stream(match[1], where, search, depth, decoders)
    skeleton.append(data[at:])
    outside = b"\nstream\n".join(skeleton)
    yield from syntax_corners(outside, f"{inside}outside the streams", search, depth)
    # What is no string, no name and no comment is no syntax of a PDF either.
    yield Corner(f"{inside}outside the streams", outside.decode("latin-1"), Channel.FORMAT)
    for comment in _COMMENT.findall(outside):
        yield from search.bytes(comment, f"{inside}comment", depth, Channel.FORMAT)
    end = data.rfind(b"%%EOF") + 5
    if len(after := data[end:].strip()) > 1 and end > 4:
        yield from search.open(after, f"{inside}after the end of the file", depth)
    if before := data[: max(data.find(b"%PDF-"), 0)]:
        yield from search.open(before, f"{inside}before the header", depth)


def _is_known(data: bytes, start: int, content: bytes, known: set[bytes]) -> bool:
    """Whether a stream was read; its end may be part of it, or of the line before endstream."""
    return any(data[start : start + len(content) + more] in known for more in (0, 1, 2))


def _stream(
    raw: bytes, where: str, search: Search, depth: int, decoders: Sequence[Decoder]
) -> Iterator[Corner]:
    for content in _unfiltered(raw, where, search):
        if shows_text(content):
            yield from raw_drawing(content, where, search, depth, decoders)
        else:
            yield from _strings(content, where, search, depth)
        yield from search.open(content, where, depth)


def raw_drawing(
    content: bytes, where: str, search: Search, depth: int, decoders: Sequence[Decoder]
) -> Iterator[Corner]:
    """Yield what a content stream may show, in each of the fonts that it may use."""
    yield from _strings(content, where, search, depth)
    strings = [_shown(item) for item in _SHOWN.findall(content)]
    for decode in decoders:
        text = "".join(decode(string) for string in strings)
        yield from search.text(text, f"{where}, text layer", depth)
    text = "".join(string.decode("cp1252", "replace") for string in strings)
    yield from search.text(text, f"{where}, text layer", depth)


def _unfiltered(raw: bytes, where: str, search: Search) -> Iterator[bytes]:
    """Yield a stream's content under the filters that it may have."""
    if inflated := search.budget.inflate(raw, where):
        yield inflated
        return
    yield raw
    if raw.rstrip().endswith(b"~>") and (data := ascii85(raw)) is not None:
        yield search.budget.inflate(data, where) or data
    elif re.fullmatch(rb"[0-9A-Fa-f\s]+>?\s*", raw):
        data = _hexadecimal(raw)
        yield search.budget.inflate(data, where) or data


def syntax_corners(data: bytes, where: str, search: Search, depth: int) -> Iterator[Corner]:
    """Yield the strings and names that stand in the syntax of objects."""
    yield from _strings(data, where, search, depth)
    names = b"\x1e".join(dict.fromkeys(_NAME.findall(data)))
    plain = _NAME_ESCAPE.sub(lambda m: bytes.fromhex(m[1].decode()), names)
    yield from search.text(
        plain.decode("utf-8", "replace"), f"{where}, names", depth, Channel.FORMAT
    )


def _strings(data: bytes, where: str, search: Search, depth: int) -> Iterator[Corner]:
    """Yield the strings that stand in the syntax of objects."""
    for literal in dict.fromkeys(_LITERAL.findall(data)):
        yield from search.bytes(_literal(literal), where, depth, Channel.FORMAT)
    for digits in dict.fromkeys(_HEXADECIMAL.findall(data)):
        yield from search.bytes(_hexadecimal(digits), where, depth, Channel.FORMAT)


def _shown(item: bytes) -> bytes:
    return _literal(item[1:-1]) if item.startswith(b"(") else _hexadecimal(item[1:-1])


def _literal(string: bytes) -> bytes:
    """Return a literal string with its escapes resolved (ISO 32000-2, 7.3.4.2)."""
    if b"\\" not in string:
        return string

    def resolve(match: re.Match[bytes]) -> bytes:
        if match[1]:
            return bytes([int(match[1], 8) & 0xFF])
        return b"" if match[2] else _CHARACTERS.get(match[3], match[3])

    return _ESCAPE.sub(resolve, string)


def _hexadecimal(digits: bytes) -> bytes:
    plain = re.sub(rb"[^0-9A-Fa-f]", b"", digits)
    try:
        return base64.b16decode(plain + b"0" * (len(plain) % 2), casefold=True)
    except binascii.Error:
        return b""
