"""Text of a file, in the encoding it is declared to have."""

from __future__ import annotations

import codecs
from contextlib import suppress
from pathlib import Path

from briefgen.diagnostics import ContentError, Diagnostic, Place

#: Far above any dossier's file, far below what exhausts a machine.
_BYTES = 50_000_000


def read_text(path: Path, file: str, encoding: str = "utf-8") -> str:
    """Return a file's text without a byte order mark.

    Args:
        path: the file.
        file: the path to print in diagnostics.
        encoding: its encoding.

    Raises:
        ContentError: the encoding is not known or not that of the file, or the
            file cannot be read or is too large.
    """
    codec = _codec(encoding, file)
    try:
        with path.open("rb") as stream:
            content = stream.read(_BYTES + 1)
    except OSError as error:
        raise _fault(Place(file), "unreadable", f"cannot be read: {error.strerror}") from None
    if len(content) > _BYTES:
        message = f"the file has more than {_BYTES // 10**6} MB"
        raise _fault(Place(file), "too-large", message, "split it, or keep it in a database")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and codec == "utf-8":
        message = "the file is UTF-16, not UTF-8"
        raise _fault(Place(file, 1), _rule(codec), message, _hint(path))
    try:
        return content.decode("utf-8-sig" if codec == "utf-8" else codec)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"the byte 0x{content[error.start]:02X} is not {encoding.upper()}"
        raise _fault(Place(file, line), _rule(codec), message, _hint(path)) from None
    except UnicodeError:
        message = f"the file cannot be read as {encoding}"
        raise _fault(Place(file), _rule(codec), message, _hint(path)) from None


def _codec(encoding: str, file: str) -> str:
    try:
        codec = codecs.lookup(encoding).name
        with suppress(UnicodeError):
            b"a".decode(encoding)  # refuses codecs, such as base64, that are no encodings of text
    except (LookupError, ValueError):
        message = f"there is no encoding `{encoding}`"
        hint = "such as utf-8, windows-1257, windows-1251"
        raise _fault(Place(file), "bad-encoding", message, hint) from None
    return codec


def _rule(codec: str) -> str:
    return "not-utf8" if codec == "utf-8" else "bad-encoding"


def _hint(path: Path) -> str:
    declared = ", or declare its `encoding` under `inputs`"
    return "save the file as UTF-8" + (declared if path.suffix.lower() == ".csv" else "")


def _fault(place: Place, rule: str, message: str, hint: str = "") -> ContentError:
    return ContentError([Diagnostic(place, rule, message, hint)])
