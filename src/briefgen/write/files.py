"""Files that are whole or not there: atomic replacement."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path

#: Beginning of the names of unfinished files; a killed build may leave one behind.
_UNFINISHED = ".briefgen-"


def replace_file(path: Path, content: bytes) -> None:
    """Put content in a file's place, at once: readers see the old file or the new one.

    Raises:
        OSError: the folder cannot be written to; the old file stays whole.
    """
    replace_files({path: content})


def replace_files(files: Mapping[Path, bytes]) -> None:
    """Put contents in the places of files; none is replaced before all of them are written.

    Raises:
        OSError: a folder cannot be written to; the old files stay whole.
    """
    written: list[tuple[int, str, Path]] = []
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = _unfinished(path.parent)
            written.append((handle, name, path))
            _write(handle, content)
        for _, name, path in written:
            Path(name).replace(path)
    except BaseException:
        for _, name, _ in written:
            Path(name).unlink(missing_ok=True)
        raise
    finally:
        for handle, _, _ in written:
            os.close(handle)


def sweep(folder: Path) -> None:
    """Remove unfinished files that a killed build left in a folder.

    Those that are being written stay: editions of a dossier share a folder and
    are built at the same time. Their writers hold a lock on them, which the
    system takes from a process that ends, however it ends. A name may be another
    file's by the time that its lock is had; while it is that file's, it stays so.
    """
    for path in folder.glob(f"{_UNFINISHED}*"):
        with suppress(OSError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.stat().st_ino == os.fstat(file.fileno()).st_ino:
                path.unlink(missing_ok=True)


def _unfinished(folder: Path) -> tuple[int, str]:
    """Make an unfinished file and lock it; return its handle and path.

    It has the rights that the system gives to new files.
    """
    for number in count():
        name = folder / f"{_UNFINISHED}{os.getpid()}-{threading.get_ident()}-{number}"
        try:
            handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        except FileExistsError:
            continue
        fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, str(name)
        os.close(handle)  # swept between its making and its locking
    raise AssertionError("numbers do not end")


def _write(handle: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]
    os.fsync(handle)
