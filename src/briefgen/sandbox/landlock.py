"""Landlock: Linux refuses this process every file but those below the given paths.

Numbers and structures are those of ``linux/landlock.h`` (landlock(7)).
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path

#: System calls, the same on every architecture but Alpha.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446

_VERSION, _PATH_BENEATH = 1, 1

#: Rights over files, by the version that brought the last of them.
_WRITE_FILE, _READ_FILE, _READ_DIR, _TRUNCATE = 1 << 1, 1 << 2, 1 << 3, 1 << 14
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}

#: Making folders and files in a folder and removing them again.
_CHANGE_FOLDER = 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8

#: Binding and connecting (version 4); abstract sockets and signals of other processes (6).
_NETWORK, _SCOPES = 0b11, 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scopes", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("folder", ctypes.c_int32))


def confine(readable: Iterable[Path], writable: Iterable[Path], devices: Iterable[Path]) -> str:
    """Confine this process and all its threads to come.

    Args:
        readable: files and folders that can be read; those that are not there are passed over.
        writable: folders that files can be made in.
        devices: files that can be written to.

    Returns:
        What is in force.

    Raises:
        OSError: the system has no Landlock.
    """
    if not sys.platform.startswith("linux"):
        raise OSError("only Linux has that")
    version = _call(_CREATE_RULESET, None, 0, _VERSION)
    handled = _FILE_RIGHTS[max(known for known in _FILE_RIGHTS if known <= version)]
    ruleset = _Ruleset(handled, _NETWORK if version >= 4 else 0, _SCOPES if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    descriptor = _call(_CREATE_RULESET, ctypes.byref(ruleset), size, 0)
    try:
        for path in readable:
            _allow(descriptor, path, _READ_FILE | _READ_DIR)
        for path in writable:
            rights = _READ_FILE | _READ_DIR | _WRITE_FILE | _CHANGE_FOLDER | _TRUNCATE
            _allow(descriptor, path, rights & handled)
        for path in devices:
            _allow(descriptor, path, (_READ_FILE | _WRITE_FILE | _TRUNCATE) & handled)
        _call(_RESTRICT_SELF, descriptor, 0)
    finally:
        os.close(descriptor)
    return f"Landlock, version {version}"


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not path.is_dir():
            rights &= _READ_FILE | _WRITE_FILE | _TRUNCATE
        rule = _Beneath(rights, descriptor)
        _call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(descriptor)


def _call(number: int, *arguments: object) -> int:
    function = ctypes.CDLL(None, use_errno=True).syscall
    function.restype = ctypes.c_long
    result = int(function(ctypes.c_long(number), *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
