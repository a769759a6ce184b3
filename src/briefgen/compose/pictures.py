"""Pictures of a composed document: read whole, and left with nothing but what is seen.

A layout engine passes over pictures that are cut short and keeps what cameras and programs
write into them. Here every ``data:`` picture is decoded once; photographs lose their
metadata, drawings are held against :mod:`briefgen.compose.svg`.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import struct
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from briefgen.compose import svg
from briefgen.diagnostics import Diagnostic, Place

if TYPE_CHECKING:
    from PIL import Image

#: Bytes and pixels of one picture.
_LARGEST, _MOST_PIXELS = 10_000_000, 25_000_000

_SOURCE = re.compile(r"data:image/(png|jpeg|svg\+xml);base64,([A-Za-z0-9+/]+={0,2})")

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
#: PNG (ISO/IEC 15948), 5.6: chunks that say what the pixels are.
_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")

#: JPEG (ITU-T T.81), table B.1: frames, markers without a segment.
_FRAMES = frozenset((0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF))
_BARE = frozenset((0x01, *range(0xD0, 0xD9)))
_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
#: JFIF without its thumbnail; how an Adobe segment and a colour profile begin.
_JFIF, _ADOBE, _PROFILE = b"JFIF\0", b"Adobe", b"ICC_PROFILE\0"


class _Refused(Exception):  # noqa: N818  # how reading is left, not a fault of ours
    """Why a picture cannot be in a paper."""


def scrubbed(html: str, file: str) -> tuple[str, list[Diagnostic]]:
    """Return a composed document whose pictures hold what is seen and no more.

    Applied to its own result it changes nothing.

    Args:
        html: the document.
        file: where a reader can find it; places are lines and columns in it.

    Returns:
        The document, and a fault for each picture that cannot be in a paper.
    """
    finder = _Finder()
    finder.feed(html)
    finder.close()
    found = []
    known = set()
    for source, (line, column) in finder.sources:
        try:
            if source not in known:
                html = _with(html, source, _cleaned(source))
                known.add(source)
        except _Refused as refused:
            place = Place(file, line, column + 1)
            found.append(Diagnostic(place, "vocabulary", f"the picture {refused}"))
    return html, found


def bare_picture(data: bytes, kind: str) -> bytes:
    """Return a picture without anything but its pixels.

    Args:
        data: the picture.
        kind: ``png`` or ``jpeg``.

    Raises:
        ValueError: it is larger than a picture may be, or cannot be read; why, in words that
            follow "the picture".
    """
    if len(data) > _LARGEST:
        raise ValueError(f"is larger than {_LARGEST // 1_000_000} MB")
    try:
        return _png(data) if kind == "png" else _jpeg(data)
    except _Refused as refused:
        raise ValueError(str(refused)) from None


def _with(html: str, source: str, clean: str) -> str:
    """Return a document with one source in another's place."""
    quoted = [quote + source + quote for quote in "\"'" if quote + source + quote in html]
    if not quoted:
        raise _Refused("has a source without quotation marks, or with character references")
    for one in quoted if clean != source else ():
        html = html.replace(one, one[0] + clean + one[0])
    return html


class _Finder(HTMLParser):
    """Notes the sources of pictures and where they stand."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sources: list[tuple[str, tuple[int, int]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.sources.append((dict(attrs).get("src") or "", self.getpos()))


def _cleaned(source: str) -> str:
    matched = _SOURCE.fullmatch(source)
    if matched is None:
        raise _Refused(
            f'"{source[:40]}" is not written as data:image/png, jpeg or svg+xml with ;base64,'
        )
    kind, encoded = matched.groups()
    if len(encoded) > _LARGEST * 4 // 3 + 4:
        raise _Refused(f"is larger than {_LARGEST // 1_000_000} MB")
    try:
        data = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise _Refused("is no valid base64") from None
    if kind == "svg+xml":
        if why := svg.fault(data):
            raise _Refused(why)
        return source
    clean = _png(data) if kind == "png" else _jpeg(data)
    return f"data:image/{kind};base64,{base64.b64encode(clean).decode()}"


def _png(data: bytes) -> bytes:
    """Return a PNG written anew from its pixels."""
    from PIL import Image  # noqa: PLC0415  # slow to import

    if not data.startswith(_PNG):
        raise _Refused("says that it is PNG and is not")
    kept = [(kind, content) for kind, content in _chunks(data) if kind in _CHUNKS]
    if kept[0][0] != b"IHDR" or len(kept[0][1]) != 13:
        raise _Refused("is PNG without a header")
    _check_size(*struct.unpack(">II", kept[0][1][:8]))
    bare = _PNG + b"".join(_chunk(kind, content) for kind, content in kept)
    image = _decoded(bare)
    colours = image.info.get("transparency")
    anew = Image.new(image.mode, image.size)
    if image.mode == "P":
        anew.putpalette(image.getpalette() or [])
    anew.paste(image)
    written = io.BytesIO()
    if colours is None:
        anew.save(written, "PNG")
    else:
        anew.save(written, "PNG", transparency=colours)
    return written.getvalue()


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4])
        if at + 12 + length > len(data):
            break
        kind, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        checksum = data[at + 8 + length : at + 12 + length]
        if zlib.crc32(kind + content) != int.from_bytes(checksum):
            raise _Refused("is damaged: a checksum does not match")
        yield kind, content
        if kind == b"IEND":
            return
        at += 12 + length
    raise _Refused("is cut short")


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def _jpeg(data: bytes) -> bytes:
    """Return a JPEG without metadata; its pixels are left as they are."""
    if not data.startswith(_JPEG):
        raise _Refused("says that it is JPEG and is not")
    clean = b"".join(_segments(data))
    _decoded(clean)
    if _orientation(data) not in (None, 1):
        raise _Refused("is turned by a note in its metadata, which papers do not keep; turn the"
                       " picture itself")  # fmt: skip
    return clean


def _segments(data: bytes) -> Iterator[bytes]:
    """Yield the segments of a JPEG that are needed to draw it (ITU-T T.81, annex B)."""
    yield data[:2]
    at = 2
    while at + 2 <= len(data):
        marker = data[at + 1]
        if data[at] != 0xFF:
            raise _Refused("is damaged: a segment does not begin where it should")
        if marker == 0xFF:  # fill byte
            at += 1
            continue
        if marker == _END:
            yield data[at : at + 2]
            return
        if marker in _BARE:
            yield data[at : at + 2]
            at += 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if end > len(data) or end < at + 4:
            break
        content = data[at + 4 : end]
        if marker in _FRAMES and len(content) >= 5:
            height, width = struct.unpack(">HH", content[1:5])
            _check_size(width, height)
        if marker == _SCAN:
            end = _end_of_scan(data, end)
        yield _needed(marker, data[at:end], content)
        at = end
    raise _Refused("is cut short")


def _needed(marker: int, segment: bytes, content: bytes) -> bytes:
    if marker == 0xE0 and content.startswith(_JFIF):
        return b"\xff\xe0\x00\x10" + content[:12].ljust(12, b"\0") + b"\0\0"
    if marker == 0xE2 and content.startswith(_PROFILE):
        return segment
    if marker == 0xEE and content.startswith(_ADOBE):
        return segment
    return b"" if 0xE0 <= marker <= 0xEF or marker == _COMMENT else segment


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the next marker stands that is no part of the compressed pixels."""
    while (at := data.find(b"\xff", at)) >= 0:
        following = data[at + 1 : at + 2]
        if following and following != b"\0" and not b"\xd0" <= following <= b"\xd7":
            return at
        at += 2
    raise _Refused("is cut short")


def _check_size(width: int, height: int) -> None:
    if not 0 < width * height <= _MOST_PIXELS:
        raise _Refused(f"has {width} by {height} pixels; {_MOST_PIXELS // 1_000_000} million"
                       " are allowed, which fills a page in print")  # fmt: skip


def _decoded(data: bytes) -> Image.Image:
    from PIL import Image, ImageFile  # noqa: PLC0415  # slow to import

    lenient = ImageFile.LOAD_TRUNCATED_IMAGES  # the layout engine turns this on for everybody
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            image.load()
            return image.copy()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, struct.error) as error:
        raise _Refused(f"cannot be read whole: {error}") from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _orientation(data: bytes) -> int | None:
    """Return how a picture is to be turned (Exif 3.0, tag 274)."""
    from PIL import Image  # noqa: PLC0415  # slow to import

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            turned = image.getexif().get(274)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, struct.error):
        return None  # what cannot be read turns nothing, and is not kept
    return turned if isinstance(turned, int) else None
