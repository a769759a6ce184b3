"""Code of templates that is kept on disk, as Python keeps that of modules beside their sources.

The process that runs the build compiles and writes it, in a folder of its owner; a process that
makes papers reads it. Nothing that such a process made is ever read as code: it may be a
template's.
"""

from __future__ import annotations

import json
import marshal
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from types import CodeType
from typing import Any

_CHECK = 16


def place_of(folder: Path, name: str, file: str, text: str, passing: Iterable[Any]) -> Path:
    """Return where the code of a template is kept.

    Args:
        folder: where code of one release of briefgen, Python and Jinja is kept.
        name: what the template is called.
        file: where it lies; tracebacks name it.
        text: what stands in it.
        passing: the filters that there are, with what each is passed.
    """
    filters = sorted(map(str, passing))
    whole = json.dumps([name, file, text, filters]).encode("utf-8", "surrogatepass")
    return folder / blake2b(whole, digest_size=16).hexdigest()


def packed(code: CodeType) -> bytes:
    """Return code as it is kept."""
    body = marshal.dumps(code)
    return blake2b(body, digest_size=_CHECK).digest() + body


def read(place: Path) -> CodeType | None:
    """Return the code that is kept in a place; nothing where there is none, or it is damaged."""
    try:
        content = place.read_bytes()
    except OSError:
        return None
    body = content[_CHECK:]
    if blake2b(body, digest_size=_CHECK).digest() != content[:_CHECK]:
        return None
    code = marshal.loads(body)  # noqa: S302  # written by the owner of the workspace
    return code if isinstance(code, CodeType) else None
