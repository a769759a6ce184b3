"""Files that are whole or not there: atomic replacement."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

#: Beginning of the names of unfinished files; a killed build may leave one behind.
_UNFINISHED = ".briefgen-"


def replace_file(path: Path, content: bytes) -> None:
    """Put content in a file's place, at once: readers see the old file or the new one.

    Raises:
        OSError: the folder cannot be written to; the old file stays whole.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def sweep(folder: Path) -> None:
    """Remove unfinished files that a killed build left in a folder."""
    for path in folder.glob(f"{_UNFINISHED}*"):
        path.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
