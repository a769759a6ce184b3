"""Font files, read whole before they are used: the layout engine passes over damaged ones."""

from __future__ import annotations

from functools import cache
from pathlib import Path

#: OpenType 1.9.1, "Required tables".
_REQUIRED = frozenset(("cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post"))
_OUTLINES = frozenset(("glyf", "CFF ", "CFF2"))


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
        with TTFont(path, checkChecksums=2) as font:
            tables = set(font.reader.keys())
            for table in tables:
                font.reader[table]  # compares its checksum
    except Exception as error:  # what a damaged file makes the reader raise is anything
        return f"{damaged}: {error}" if str(error) else damaged
    missing = sorted(_REQUIRED - tables)
    if not tables & _OUTLINES:
        missing.append("outlines")
    return f"{damaged}: it lacks {', '.join(missing)}" if missing else None
