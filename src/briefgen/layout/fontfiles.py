"""Font files, read whole before they are used: the layout engine passes over damaged ones."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

#: OpenType 1.9.1, "Required tables".
_REQUIRED = frozenset(("cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post"))
_OUTLINES = frozenset(("glyf", "CFF ", "CFF2"))

#: Bytes that are added at a time, and every second word of so many.
_BLOCK = 4096
_EVEN = int.from_bytes(b"\0\0\0\0\xff\xff\xff\xff" * (_BLOCK // 8))


def fault(path: Path) -> str | None:
    """Return what is wrong with a font file, in words; ``None`` where it is sound.

    Each state of a file is read once in a process.
    """
    try:
        state = path.stat()
    except OSError:
        return f"the font {path.name} is not there"
    return _fault(path, state.st_mtime_ns, state.st_size)


@cache
def _fault(path: Path, _changed: int, _size: int) -> str | None:
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    damaged = f"the font {path.name} is damaged"
    try:
        with TTFont(path) as font:
            tables = set(font.reader.keys())
            for table in sorted(tables):
                data = font.reader[table]
                if table == "head":  # its third word is the sum of the whole file
                    data = data[:8] + bytes(4) + data[12:]
                if checksum(data) != font.reader.tables[table].checkSum:
                    return f"{damaged}: bad checksum for '{table}' table"
    except Exception as error:  # what a damaged file makes the reader raise is anything
        return f"{damaged}: {error}" if str(error) else damaged
    missing = sorted(_REQUIRED - tables)
    if not tables & _OUTLINES:
        missing.append("outlines")
    return f"{damaged}: it lacks {', '.join(missing)}" if missing else None


def refusal(path: Path, *, subset: bool) -> str | None:
    """Return why a font may not be embedded in a document that is edited; ``None`` where it may.

    Args:
        path: the font file.
        subset: whether only some of its letters are to be embedded.

    That is told by ``fsType`` (OpenType 1.9.1, "OS/2"): of several permissions the widest counts.
    """
    try:
        kind = _permissions(path, path.stat().st_mtime_ns)
    except Exception:  # what is damaged is told where it is laid out
        return None
    usage = kind & 0x000F
    if (usage and not usage & 0x0008) or kind & 0x0200:
        return f"{path.name} may not be embedded in a document to be edited (fsType {kind:#06x})"
    if subset and kind & 0x0100:
        return f"{path.name} may be embedded whole only (fsType {kind:#06x})"
    return None


@cache
def _permissions(path: Path, _changed: int) -> int:
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    with TTFont(path) as font:
        return int(font["OS/2"].fsType)


def checksum(data: bytes) -> int:
    """Return the checksum of a table (OpenType 1.9.1, "Calculating checksums").

    That is the sum of its words of 32 bits, the highest byte first. Many words are added at
    once, as numbers of a block's length, where each has 32 bits to carry into: word by word,
    the fonts of a house take three times as long.

    Args:
        data: the table; zeros stand in for what lacks to a multiple of four bytes.
    """
    total = 0
    for start in range(0, len(data), _BLOCK):
        block = int.from_bytes(data[start : start + _BLOCK].ljust(_BLOCK, b"\0"))
        total += (block & _EVEN) + (block >> 32 & _EVEN)
    sums: tuple[int, ...] = struct.unpack(f">{_BLOCK // 8}Q", total.to_bytes(_BLOCK))
    return sum(sums) & 0xFFFFFFFF
