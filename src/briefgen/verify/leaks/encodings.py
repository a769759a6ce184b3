"""Bytes as text, and texts that are written as other texts: base64, percent, entities, escapes."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from briefgen.verify.leaks.folding import BARRIER
from briefgen.verify.leaks.matching import Channel

_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1d\x1f\x7f-\x84\x86-\x9f\ufffd\ufffe\uffff]")
_PRINTABLE = re.compile(rb"[\t\n\r\x20-\x7e\xa0-\xff]{6,}")
_WIDE = {
    "utf-16-le": re.compile(rb"(?:[\x09\x0a\x0d\x20-\xff][\x00-\x06\x20]){5,}"),
    "utf-16-be": re.compile(rb"(?:[\x00-\x06\x20][\x09\x0a\x0d\x20-\xff]){5,}"),
}
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"),
)  # fmt: skip


def texts(data: bytes, otherwise: Channel) -> Iterator[tuple[str, Channel]]:
    """Yield the texts that bytes can be read as.

    Args:
        data: the bytes.
        otherwise: the channel of what can be read in bytes that are no text as a whole.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            yield data[len(mark) :].decode(encoding, "replace"), Channel.TEXT
            if encoding != "utf-8":  # the mark may be chance, or a disguise
                yield from _runs(data, otherwise)
            return
    if (text := whole_text(data)) is not None:
        yield text, Channel.TEXT
        return
    if data.count(0) * 3 > len(data):
        for encoding in _WIDE:
            text = data.decode(encoding, "ignore")
            if len(_CONTROLS.findall(text)) * 50 <= len(text):
                yield text, Channel.TEXT
    yield from _runs(data, otherwise)


def whole_text(data: bytes) -> str | None:
    """Return bytes as text in UTF-8 or Windows-1252, nothing where they are no text."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if len(_CONTROLS.findall(text, 0, 4096)) * 50 > min(len(text), 4096):
        return None
    return None if len(_CONTROLS.findall(text)) * 50 > len(text) else text


def _runs(data: bytes, channel: Channel) -> Iterator[tuple[str, Channel]]:
    """Yield what can be read in bytes that are no text, one text for each encoding."""
    if found := _PRINTABLE.findall(data):
        joined = b"\x1e".join(found)
        try:
            yield joined.decode(), channel
        except UnicodeDecodeError:
            yield joined.decode("latin-1"), channel
            yield joined.decode("utf-8", "ignore"), channel
    for encoding, pattern in _WIDE.items():
        if data.count(0) > 4 and (found := pattern.findall(data)):
            yield BARRIER.join(run.decode(encoding, "ignore") for run in found), channel


_HINT = re.compile(
    r"%[0-9A-Fa-f]{2}|&[#A-Za-z]|\\[0-9A-Fa-fux]|=[0-9A-F]{2}|[A-Za-z0-9+/_-]{12}"
    r"|(?:[0-9A-Fa-f]{2}[ \r\n:]?){6}|<~"
)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}(?:\r?\n[ \t]*[A-Za-z0-9+/_-]{4,})*")
_BULK = re.compile(r"[A-Za-z0-9+/_-]{512,}={0,2}")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}[ \r\n:,]?){6,}")
_ASCII85 = re.compile(r"<~(.{5,}?)~>", re.DOTALL)
_OCTAL = re.compile(r"\\([0-3]?[0-7]{1,2})")
_HEX_ESCAPE = re.compile(r"\\u\{?([0-9A-Fa-f]{4,6})\}?|\\x([0-9A-Fa-f]{2})|\\([0-9A-Fa-f]{2,6}) ?")
_QUOTED = re.compile(r"=(?:([0-9A-F]{2})|\r?\n)")
_PERCENT = re.compile("%[0-9A-Fa-f]{2}")
_ENTITY = re.compile(r"&#?\w+;?")

#: Characters around an escape that are searched together with it.
_AROUND = 400


def rewritten(text: str) -> Iterator[str]:
    """Yield a text with its percent signs, entities and escapes resolved, where it has any.

    Of a long text only what stands around them is yielded.
    """
    if not _HINT.search(text):
        return
    if near := _near(text, "%", _PERCENT):
        yield unquote_to_bytes(near).decode("utf-8", "replace")
    if (near := _near(text, "&", _ENTITY)) and (plain := html.unescape(near)) != near:
        yield plain
    if near := _near(text, "\\", _OCTAL):
        yield _OCTAL.sub(lambda m: chr(int(m[1], 8)), near)
    if near := _near(text, "\\", _HEX_ESCAPE):
        yield _HEX_ESCAPE.sub(lambda m: _character(m[1] or m[2] or m[3]), near)
    if near := _near(text, "=", _QUOTED):
        raw = _QUOTED.sub(lambda m: chr(int(m[1], 16)) if m[1] else "", near)
        yield raw.encode("latin-1", "replace").decode("utf-8", "replace")


def _near(text: str, sign: str, pattern: re.Pattern[str]) -> str:
    """Return what stands around the places where a pattern matches, nothing where none does."""
    if sign not in text:
        return ""
    pieces: list[str] = []
    end = 0
    for match in pattern.finditer(text):
        if match.start() - _AROUND > end:
            pieces += [text[end : end + _AROUND] if end else "", BARRIER]
            end = match.start() - _AROUND
        pieces.append(text[end : match.end()])
        end = match.end()
    return "".join([*pieces, text[end : end + _AROUND]]) if end else ""


def unpacked(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield the bytes that parts of a text stand for, with the name of the encoding."""
    if not _HINT.search(text):
        return
    for match in _BASE64.finditer(text):
        yield from (("base64", data) for data in _base64(match[0]))
    for match in _HEX.finditer(text):
        digits = re.sub("[^0-9A-Fa-f]", "", match[0])
        yield "hexadecimal", bytes.fromhex(digits[: len(digits) // 2 * 2])
    for match in _ASCII85.finditer(text):
        if (data := ascii85(match[1].encode("ascii", "ignore"))) is not None:
            yield "ASCII85", data


def without_bulk(text: str) -> str:
    """Return a text without long base64: what it stands for is searched, its letters are none."""
    return _BULK.sub(BARRIER, text) if len(text) > 1024 else text


def ascii85(data: bytes) -> bytes | None:
    """Return what ASCII85 stands for, nothing where it is none."""
    try:
        return base64.a85decode(data.strip().removeprefix(b"<~").split(b"~>")[0])
    except (ValueError, binascii.Error):
        return None


def _base64(text: str) -> Iterator[bytes]:
    """Yield what base64 may stand for; letters before it may belong to the words around it."""
    body = re.sub(r"\s+", "", text).replace("-", "+").replace("_", "/")
    for start in range(4):
        part = body[start : start + (len(body) - start) // 4 * 4]
        tail = body[start + len(part) :]
        data = base64.b64decode(part + (tail + "=" * (4 - len(tail)) if len(tail) > 1 else ""))
        if is_worth_opening(data):
            yield data
            if start == 0:
                return


def is_worth_opening(data: bytes) -> bool:
    """Whether bytes are a text or a file of a known kind, and not chance."""
    known = (
        b"%PDF",
        b"PK\x03\x04",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"\x1f\x8b",
        b"<",
        b"OTTO",
        b"GIF8",
    )
    if data.startswith(known) or data[:2] in (b"\x78\x01", b"\x78\x9c", b"\x78\xda", b"\x78\x5e"):
        return True
    if data.count(0) * 3 > len(data):
        return True
    head = data[:64]
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if error.start < 48:
            return False
        text = head[: error.start].decode()
    return not _CONTROLS.search(text)


def _character(digits: str) -> str:
    number = int(digits, 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else " "
