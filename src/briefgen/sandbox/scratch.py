"""The one folder that a worker may write to, and those that a killed parent left behind."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

_BEGINNING = "briefgen-worker-"

#: Names as :func:`tempfile.mkdtemp` makes them.
_NAME = re.compile(re.escape(_BEGINNING) + r"[a-z0-9_]{8}")


class Scratch:
    """A new folder of this user alone, locked as long as this process lives.

    The system takes the lock from a process that ends, however it ends.

    Attributes:
        path: the folder.
    """

    def __init__(self) -> None:
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=_BEGINNING)).resolve()
            with suppress(FileNotFoundError):  # swept between its making and its locking
                self._handle = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
                fcntl.flock(self._handle, fcntl.LOCK_EX)
                if self.path.is_dir():
                    return
                os.close(self._handle)

    def remove(self) -> None:
        """Remove the folder with everything in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        with suppress(OSError):
            os.close(self._handle)


def sweep_scratch() -> None:
    """Remove folders of this user whose processes were killed."""
    for name in os.listdir(tempfile.gettempdir()):  # noqa: PTH208  # it may hold thousands
        if _NAME.fullmatch(name):
            with suppress(OSError):
                _remove_abandoned(Path(tempfile.gettempdir(), name))


def _remove_abandoned(folder: Path) -> None:
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(handle)
