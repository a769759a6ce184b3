"""Whether files are as they were, told without reading them.

A file's state is its inode, size and times of change, of which no program sets the last
(``st_ctime``, stat(2)): what is written to a file changes its state, unless that happens
within one tick of the file system's clock. A file that was changed so shortly before it was
looked at that a later change could have the same time is therefore read as well (the
"racy" entries of Git's index).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

#: Nanoseconds within which two changes of a file can have the same time: FAT counts two seconds.
TICK = 2_000_000_000

#: What Python and SQLite keep beside the files that they read.
_BESIDE = ("__pycache__", "-shm")


@dataclass(frozen=True)
class Seen:
    """What some files looked like.

    Attributes:
        state: hash of their names and states.
        content: hash of their names and contents; empty where they were not read.
        fresh: hashes of the contents of those whose state alone does not tell, by path.
    """

    state: str
    content: str
    fresh: Mapping[str, str]


def look(places: Iterable[str], now: int) -> Seen:
    """Return what files and folders look like.

    Args:
        places: files, and folders with everything below them; they need not be there.
        now: the file system's time before anything is looked at; see :func:`clock`.
    """
    states = dict(_states(places))
    fresh = {path: content_hash(path) for path, state in states.items() if is_fresh(state, now)}
    return Seen(_hash(states), "", fresh)


def examine(places: Iterable[str], now: int, known: Seen | None = None) -> Seen:
    """Return what files and folders look like and hold.

    Args:
        places: as for :func:`look`.
        now: the same.
        known: what they looked like and held; they are read where they look otherwise now.
    """
    states = dict(_states(places))
    if known is not None and known.content and _holds(known, states):
        return settled(known, now)
    contents = {path: content_hash(path) for path in states}
    fresh = {path: contents[path] for path, state in states.items() if is_fresh(state, now)}
    return Seen(_hash(states), _hash(contents), fresh)


def holds(seen: Seen, places: Iterable[str]) -> bool:
    """Whether files and folders still look as they did."""
    return _holds(seen, dict(_states(places)))


def _holds(seen: Seen, states: Mapping[str, str]) -> bool:
    return _hash(states) == seen.state and all(
        content_hash(path) == content for path, content in seen.fresh.items()
    )


def again(seen: Seen, places: Iterable[str], folder: Path) -> Seen | None:
    """Return what files look like now if they hold what they held; nothing if they do not.

    Files that were touched, copied or checked out again are read.

    Args:
        seen: what they looked like.
        places: as for :func:`look`.
        folder: as for :func:`clock`.
    """
    places = list(places)
    if holds(seen, places):
        return seen
    found = examine(places, clock(folder))
    return found if found.content == seen.content else None


def settled(seen: Seen, now: int) -> Seen:
    """Return what holds now without the contents of files that have become old enough."""
    fresh = {path: content for path, content in seen.fresh.items() if is_fresh(state_of(path), now)}
    return Seen(seen.state, seen.content, fresh)


def state_of(path: str) -> str:
    """Return a file's state; empty where there is none. Links are followed."""
    try:
        found = os.stat(path)  # noqa: PTH116  # pathlib takes several times as long
    except (OSError, ValueError):
        return ""
    return f"{found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def is_fresh(state: str, now: int) -> bool:
    """Whether a later change of the file could leave this state as it is."""
    return bool(state) and int(state.rpartition(" ")[2]) > now - TICK


def content_hash(path: str) -> str:
    """Return the hash of a file's content; empty where it cannot be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123  # as above
            return hash_of(file.read())
    except (OSError, ValueError):
        return ""


def hash_of(content: bytes) -> str:
    """Return the hash of a content, as :func:`content_hash` does of a file."""
    return blake2b(content, digest_size=16).hexdigest()


def clock(folder: Path) -> int:
    """Return a file system's time in nanoseconds, which may differ from the machine's.

    Args:
        folder: where a file is made and removed again; the machine's time serves where that
            cannot be done.
    """
    import tempfile  # noqa: PLC0415  # of no use where nothing is young

    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            return os.fstat(file.fileno()).st_ctime_ns
    except OSError:
        return time.time_ns()


def _states(places: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield files with their states. Links to folders are followed, each folder once."""
    known: set[tuple[int, int]] = set()
    pending = list(places)
    while pending:
        place = pending.pop()
        try:
            folder = os.stat(place)  # noqa: PTH116
            if (folder.st_dev, folder.st_ino) in known:
                continue
            with os.scandir(place) as entries:
                known.add((folder.st_dev, folder.st_ino))
                for entry in entries:
                    if entry.name.endswith(_BESIDE):
                        continue
                    if entry.is_dir():
                        pending.append(entry.path)
                    else:
                        yield entry.path, state_of(entry.path)
        except NotADirectoryError:
            yield place, state_of(place)
        except (OSError, ValueError):
            yield place, ""


def _hash(told: Mapping[str, str]) -> str:
    lines = "\0".join(f"{path}\0{told[path]}" for path in sorted(told))
    return blake2b(lines.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
