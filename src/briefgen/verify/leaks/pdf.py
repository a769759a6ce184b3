"""Corners of a PDF: pages, every object, reachable or not, older revisions, what no table lists.

The file is read twice: through its cross-reference table, as a reader program does, and byte by
byte, as somebody does who looks for what the table no longer lists.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from briefgen.verify.leaks.corners import Corner, Search
from briefgen.verify.leaks.matching import Channel
from briefgen.verify.leaks.pdfraw import raw_corners, raw_drawing, syntax_corners
from briefgen.verify.leaks.pdftext import (
    Decoder,
    glyph_text,
    plainly_shown,
    shown,
    shows_text,
    simple,
    to_unicode,
)

_REVISION = re.compile(rb"%%EOF[ \t]*(?:\r\n|\r|\n)?")
_CODED = ("/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode")

#: Texts of a structure element (ISO 32000-2, 14.7.2).
_SAID_OF_STRUCTURE = ("/T", "/Alt", "/ActualText", "/E", "/ID")

#: How fonts and XML begin: they may look like a drawing by chance.
_NO_DRAWING = (b"<", b"OTTO", b"\0\1\0\0", b"true", b"\1\0\4")

#: Nested deeper than this, an object is no paper's.
_DEEPEST = 100


def pdf_corners(data: bytes, where: str, search: Search, depth: int) -> Iterator[Corner]:
    """Yield the corners of a PDF.

    Raises:
        ValueError: it is damaged or encrypted, or too large or too deep to search.
    """
    inside = f"{where}, " if where else ""
    known: set[bytes] = set()
    decoders: list[Decoder] = []
    try:
        yield from _document(data, inside, search, depth, (known, decoders))
    except ValueError:
        raise
    except Exception as error:
        raise ValueError(f"{inside or 'the PDF '}cannot be searched: {error}") from error
    yield from raw_corners(data, inside, search, depth, (known, decoders))
    ends = [match.end() for match in _REVISION.finditer(data)]
    last = data.rfind(b"%%EOF")
    for number, end in enumerate((e for e in ends if e < last), 1):
        place = f"{inside}revision {number}"
        search.budget.spend(end, place)
        try:
            yield from _document(
                data[:end], f"{place}, ", search, search.budget.descend(depth, place), (set(), [])
            )
        except _pdf_errors():
            continue  # its objects have been found byte by byte


def load() -> None:
    """Load what reads PDF, so that the first file need not wait for it."""
    import pikepdf  # noqa: F401, PLC0415  # 50 ms, and only where a PDF is searched


def _pdf_errors() -> tuple[type[Exception], ...]:
    import pikepdf  # noqa: PLC0415

    return (pikepdf.PdfError, pikepdf.DataDecodingError)


def _document(
    data: bytes,
    inside: str,
    search: Search,
    depth: int,
    noted: tuple[set[bytes], list[Decoder]],
) -> Iterator[Corner]:
    import pikepdf  # noqa: PLC0415

    known, decoders = noted
    try:
        pdf = pikepdf.open(BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError:
        raise ValueError(f"{inside or 'the PDF '}is encrypted, and so not searched") from None
    with pdf:
        fonts = _Fonts(decoders)
        read = _Objects(inside, search, depth, fonts, known)
        yield from read.value(pdf.trailer, f"{inside}trailer")
        for number, page in enumerate(pdf.pages, 1):
            yield from read.page(page.obj, f"{inside}page {number}")
        for item in pdf.objects:
            identity = item.objgen[0]
            where = f"{inside}PDF object {identity}"
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem":
                # Thousands, and their other strings are found in the bytes of the file.
                for key in _SAID_OF_STRUCTURE:
                    if key in item:
                        yield from read.value(item[key], f"{where}, {key}", 1)
            else:
                yield from read.value(item, where)


class _Fonts:
    """Decoders of a document's fonts."""

    def __init__(self, decoders: list[Decoder]) -> None:
        self.every = decoders
        self._known: dict[tuple[int, int], Decoder] = {}

    def of(self, resources: Any) -> dict[str, Decoder]:
        """Return the decoders of the fonts that resources name."""
        import pikepdf  # noqa: PLC0415

        fonts = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
        if not isinstance(fonts, pikepdf.Dictionary):
            return {}
        return {
            str(name): self._decoder(font)
            for name, font in fonts.items()
            if isinstance(font, pikepdf.Dictionary)
        }

    def _decoder(self, font: Any) -> Decoder:
        import pikepdf  # noqa: PLC0415

        identity = font.objgen
        if identity != (0, 0) and identity in self._known:
            return self._known[identity]
        cmap = font.get("/ToUnicode")
        if isinstance(cmap, pikepdf.Stream):
            decoder = to_unicode(cmap.read_bytes())
            self.every.append(decoder)
        elif font.get("/Subtype") == "/Type0":
            decoder = _wide
        else:
            decoder = simple(_differences(font.get("/Encoding")))
        self._known[identity] = decoder
        return decoder

    def spare(self, text: bytes) -> str:
        """Return what bytes may show in any of the document's fonts."""
        return "\x1e".join({d(text) for d in self.every} | {text.decode("cp1252", "replace")})


def _wide(text: bytes) -> str:
    return text.decode("utf-16-be", "replace")


def _differences(encoding: Any) -> dict[int, str]:
    """Return what an encoding's differences show, by code (ISO 32000-2, 9.6.5)."""
    import pikepdf  # noqa: PLC0415

    table: dict[int, str] = {}
    listed = encoding.get("/Differences") if isinstance(encoding, pikepdf.Dictionary) else None
    code = 0
    for item in listed if isinstance(listed, pikepdf.Array) else ():
        if isinstance(item, pikepdf.Name):
            table[code] = glyph_text(str(item)[1:])
            code += 1
        else:
            code = int(item)
    return table


class _Objects:
    """Reads the objects of a document, each once."""

    def __init__(
        self, inside: str, search: Search, depth: int, fonts: _Fonts, known: set[bytes]
    ) -> None:
        self._inside, self._search, self._depth = inside, search, depth
        self._fonts, self._known = fonts, known
        self._drawn: set[tuple[int, int]] = set()

    def page(self, page: Any, where: str) -> Iterator[Corner]:
        """Yield the text layer of a page, its parts joined."""
        import pikepdf  # noqa: PLC0415

        contents = page.get("/Contents")
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        streams = [s for s in streams if isinstance(s, pikepdf.Stream)]
        self._drawn.update(s.objgen for s in streams)
        resources = _inherited(page, "/Resources")
        joined = b"\n".join(self._content(s, where) for s in streams)
        yield from self._drawing(joined, resources, where)
        for stream in streams:
            self._note(stream)

    def value(self, item: Any, where: str, level: int = 0) -> Iterator[Corner]:
        """Yield the strings and names of an object, and what its stream holds."""
        import pikepdf  # noqa: PLC0415

        if level > _DEEPEST:
            raise ValueError(f"{where}: too deep to search")
        if level and getattr(item, "is_indirect", False):
            return
        if isinstance(item, pikepdf.String):
            yield from self._string(bytes(item), where)
        elif isinstance(item, pikepdf.Name):
            yield from self._search.text(str(item)[1:], where, self._depth, Channel.FORMAT)
        elif isinstance(item, pikepdf.Array):
            for value in item:
                yield from self.value(value, where, level + 1)
        elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            yield from self._entries(item, where, level)

    def _entries(self, item: Any, where: str, level: int) -> Iterator[Corner]:
        """Yield the corners of a dictionary, and of the stream that it may belong to."""
        import pikepdf  # noqa: PLC0415

        pairs = item.stream_dict if isinstance(item, pikepdf.Stream) else item
        for key, value in pairs.items():
            name = str(key)[1:]
            yield from self._search.text(name, where, self._depth, Channel.FORMAT)
            if not isinstance(value, int | float | bool):
                yield from self.value(value, f"{where}, /{name}", level + 1)
        if isinstance(item, pikepdf.Stream):
            yield from self._stream(item, f"{where}, stream")

    def _string(self, data: bytes, where: str) -> Iterator[Corner]:
        yield from self._search.bytes(data, where, self._depth, Channel.FORMAT)

    def _note(self, stream: Any) -> None:
        self._known.add(stream.read_raw_bytes())

    def _stream(self, stream: Any, where: str) -> Iterator[Corner]:
        import pikepdf  # noqa: PLC0415

        self._note(stream)
        if stream.objgen in self._drawn:
            return
        subtype = str(stream.get("/Subtype", ""))
        if subtype == "/Image":
            yield from self._picture(stream, where)
            return
        content = self._content(stream, where)
        if stream.get("/Type") == "/ObjStm":
            yield from syntax_corners(content, where, self._search, self._depth)
            return
        if stream.get("/Type") == "/XRef":
            return
        if content.startswith(_NO_DRAWING):
            yield from self._search.open(content, where, self._depth)
            return
        if "begincmap" in content[:512].decode("latin-1"):
            yield from self._search.bytes(content, where, self._depth, Channel.FORMAT)
            return
        if subtype == "/Form" or shows_text(content):
            resources = stream.get("/Resources", pikepdf.Dictionary())
            yield from self._drawing(content, resources, where)
            if subtype == "/Form":
                return
        yield from self._search.open(content, where, self._depth)

    def _picture(self, stream: Any, where: str) -> Iterator[Corner]:
        filters = str(stream.get("/Filter", ""))
        if any(name in filters for name in _CODED):
            try:
                coded = stream.read_raw_bytes() if " " not in filters.strip("[] ") else b""
            except _pdf_errors():
                return
            coded = coded or _before_coding(stream)
            yield from self._search.open(coded, where, self._depth)

    def _content(self, stream: Any, where: str) -> bytes:
        """Return a stream's content, filters undone as far as they can be."""
        filters = str(stream.get("/Filter", ""))
        raw = bytes(stream.read_raw_bytes())
        if filters == "/FlateDecode" and "/DecodeParms" not in stream:
            return self._search.budget.inflate(raw, where)
        try:
            content = bytes(stream.read_bytes()) if filters else raw
        except _pdf_errors():
            content = raw
        self._search.budget.spend(len(content), where)
        return content

    def _drawing(self, content: bytes, resources: Any, where: str) -> Iterator[Corner]:
        import pikepdf  # noqa: PLC0415

        if not shows_text(content):
            return
        fonts = self._fonts.of(resources)
        text = plainly_shown(content, fonts, self._fonts.spare)
        if text is not None:
            yield from self._search.text(text, f"{where}, text layer", self._depth)
            yield from syntax_corners(
                content, f"{where}, marked content", self._search, self._depth
            )
            return
        with pikepdf.new() as scratch:
            stream = pikepdf.Stream(scratch, content)
            try:
                with warnings.catch_warnings(action="ignore"):
                    operations = pikepdf.parse_content_stream(stream)
                text = shown(operations, fonts, self._fonts.spare)
            except (pikepdf.PdfError, ValueError, TypeError, IndexError):
                yield from raw_drawing(content, where, self._search, self._depth, self._fonts.every)
                return
            yield from self._search.text(text, f"{where}, text layer", self._depth)
            for operation in operations:
                if str(operation.operator) in ("BDC", "DP"):
                    for operand in operation.operands:
                        if isinstance(operand, pikepdf.Dictionary):
                            yield from self.value(operand, f"{where}, marked content")
        for comment in re.findall(rb"(?:^|[\r\n\s])%([^\r\n]{4,})", content):
            yield from self._search.bytes(comment, f"{where}, comment", self._depth, Channel.FORMAT)


def _before_coding(stream: Any) -> bytes:
    """Return a picture as it is coded, other filters undone."""
    from pikepdf import StreamDecodeLevel  # noqa: PLC0415

    try:
        return bytes(stream.read_bytes(StreamDecodeLevel.generalized))
    except _pdf_errors():
        return b""


def _inherited(page: Any, key: str) -> Any:
    node, seen = page, 0
    while node is not None and seen < _DEEPEST:
        if key in node:
            return node[key]
        node, seen = node.get("/Parent"), seen + 1
    return None
