"""Text layers: what the operators of a content stream show (ISO 32000-2, 9.4, 9.10)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

#: Takes the bytes of a shown string to the text that it shows.
Decoder = Callable[[bytes], str]

_SHOWS = re.compile(rb"[)>\]]\s*(?:T[jJ]|['\"])(?=\s|$)|\s(?:BDC|DP)\s")
_SPACES = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f\s]*)>")
_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(
    rb"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])"
)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")

#: Kerning, in thousandths of the font size, from which a gap is a space.
_SPACE = -180


def to_unicode(cmap: bytes) -> Decoder:
    """Return the decoder of a ToUnicode CMap."""
    found = _SPACES.search(cmap)
    width = max(len(bytes.fromhex(found[1].decode())), 1) if found else 2
    table: dict[int, str] = {}
    for section in _CHARS.findall(cmap):
        for code, text in _PAIR.findall(section):
            table[_number(code)] = _text(text)
    for section in _RANGES.findall(cmap):
        for first, last, start, listed in _RANGE.findall(section):
            low, high = _number(first), min(_number(last), _number(first) + 0xFFFF)
            if listed:
                for code, text in zip(range(low, high + 1), _HEX.findall(listed), strict=False):
                    table[code] = _text(text)
            elif text := _text(start):
                for code in range(low, high + 1):
                    table[code] = text[:-1] + chr(min(ord(text[-1]) + code - low, 0x10FFFF))

    texts = {code.to_bytes(width, "big"): text for code, text in table.items() if code < 256**width}

    def decode(shown: bytes) -> str:
        codes = [shown[at : at + width] for at in range(0, len(shown), width)]
        return "".join([texts.get(code, "") for code in codes])

    return decode


def simple(differences: Mapping[int, str]) -> Decoder:
    """Return the decoder of a font without ToUnicode: Windows-1252 and the names of glyphs."""

    def decode(shown: bytes) -> str:
        if not differences:
            return shown.decode("cp1252", "replace")
        return "".join(
            differences.get(code) or bytes([code]).decode("cp1252", "replace") for code in shown
        )

    return decode


def glyph_text(name: str) -> str:
    """Return what a glyph's name says it shows (Adobe Glyph List)."""
    from fontTools.agl import toUnicode  # noqa: PLC0415  # only fonts without ToUnicode need it

    return str(toUnicode(name))


def shows_text(content: bytes) -> bool:
    """Whether a content stream may show text or mark content."""
    return bool(_SHOWS.search(content))


def shown(operations: Iterable[Any], fonts: Mapping[str, Decoder], spare: Decoder) -> str:
    """Return the text that operations show, a line for each line.

    Args:
        operations: of a content stream, as pikepdf parses it.
        fonts: decoders by the names of the fonts in the resources.
        spare: decoder of fonts that the resources do not name.
    """
    pieces: list[str] = []
    decode = spare
    for operation in operations:
        operator, operands = str(operation.operator), operation.operands
        if operator == "Tf":
            decode = fonts.get(str(operands[0]), spare)
        elif operator == "Tj":
            pieces.append(decode(bytes(operands[0])))
        elif operator in ("'", '"'):
            pieces += ["\n", decode(bytes(operands[-1]))]
        elif operator == "TJ":
            for item in operands[0]:
                if isinstance(item, int | float) or not _is_string(item):
                    pieces.append(" " if float(item) < _SPACE else "")
                else:
                    pieces.append(decode(bytes(item)))
        elif operator == "Td":
            pieces.append("" if float(operands[1]) == 0 else "\n")
        elif operator in ("TD", "T*", "Tm", "ET"):
            pieces.append("\n")
    return "".join(pieces)


#: What may stand in a content stream that can be read without a parser: no literal strings.
_PLAIN = re.compile(
    rb"(/[^\s/<>\[\]]+)\s+[\d.+-]+\s+Tf|\[([^\[\]]*)\]\s*TJ|<([0-9A-Fa-f\s]*)>\s*Tj"
    rb"|[\d.+-]+\s+([\d.+-]+)\s+Td\b|\b(TD|Tm|ET)\b|(T\*)"
)
_WIDE_GAP = re.compile(rb"-(?:1[89]\d|[2-9]\d\d|\d{4,})(?:\.\d*)?")


def plainly_shown(content: bytes, fonts: Mapping[str, Decoder], spare: Decoder) -> str | None:
    """Return what :func:`shown` returns, ten times faster; nothing where a parser is needed."""
    if b"(" in content or b"%" in content or b"BI" in content:
        return None
    pieces: list[str] = []
    decode = spare
    for font, array, string, height, _, _ in _PLAIN.findall(content):
        if font:
            decode = fonts.get(font.decode("latin-1"), spare)
        elif array:
            runs = (b"".join(_HEX.findall(run)) for run in _WIDE_GAP.split(array))
            pieces.append(" ".join(decode(_bytes(run)) for run in runs))
        elif string:
            pieces.append(decode(_bytes(string)))
        elif not height or float(height):
            pieces.append("\n")
    return "".join(pieces)


def _bytes(digits: bytes) -> bytes:
    plain = b"".join(digits.split())
    return bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode())


def _is_string(item: Any) -> bool:
    from pikepdf import String  # noqa: PLC0415  # loaded already where there are operations

    return isinstance(item, String | str)


def _number(code: bytes) -> int:
    return int(b"".join(code.split()) or b"0", 16)


def _text(code: bytes) -> str:
    digits = b"".join(code.split()).decode()
    return bytes.fromhex(digits[: len(digits) // 2 * 2]).decode("utf-16-be", "replace")
