"""Files that are whole or not there: atomic replacement."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

#: Beginning of the names of unfinished files; a killed build may leave one behind. The
#: number of the process that writes follows.
_UNFINISHED = ".briefgen-"


def replace_file(path: Path, content: bytes) -> None:
    """Put content in a file's place, at once: readers see the old file or the new one.

    Raises:
        OSError: the folder cannot be written to; the old file stays whole.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{_UNFINISHED}{os.getpid()}-", dir=path.parent)
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
    """Remove unfinished files that a killed build left in a folder.

    Those that another process is writing stay: editions of a dossier share a
    folder and are built at the same time.
    """
    for path in folder.glob(f"{_UNFINISHED}*"):
        if not _is_being_written(path.name):
            path.unlink(missing_ok=True)


def _is_being_written(name: str) -> bool:
    number = name.removeprefix(_UNFINISHED).partition("-")[0]
    if not number.isdecimal() or len(number) > 9 or int(number) in (0, os.getpid()):
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it lives and is somebody else's
        return True
    return True


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
