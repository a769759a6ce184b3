"""The files of a house as the linter reads them, and whether they are still the same."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path


class Files:
    """The files in some folders as they are at one time.

    What is looked for is noted, whether it is there or not: while all of that is unchanged,
    so is whatever was made of it.

    Args:
        folders: where files are looked for, nearest first.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        self._found: dict[str, Path | None] = {}
        self._read: dict[Path, bytes | None] = {}
        self._listed: dict[str, list[str]] = {}

    def find(self, name: str) -> Path | None:
        """Return the nearest file of a name, with links followed, if there is one."""
        if name not in self._found:
            self._found[name] = _find(self.folders, name)
        return self._found[name]

    def read(self, path: Path) -> bytes | None:
        """Return the content of a file; nothing where it is not there or cannot be read."""
        if path not in self._read:
            self._read[path] = _read(path)
        return self._read[path]

    def below(self, folder: str) -> list[str]:
        """Return the names of all templates in a folder, wherever it lies."""
        if folder not in self._listed:
            self._listed[folder] = _below(self.folders, folder)
        return self._listed[folder]

    def unchanged(self) -> bool:
        """Whether everything that was looked for is as it was.

        Contents are compared, and not times of change: two changes can have the same.
        """
        return (
            all(_find(self.folders, name) == path for name, path in self._found.items())
            and all(_read(path) == content for path, content in self._read.items())
            and all(_below(self.folders, name) == there for name, there in self._listed.items())
        )


def _find(folders: Sequence[Path], name: str) -> Path | None:
    for folder in folders:
        path = os.path.join(folder, name)  # noqa: PTH118  # pathlib takes several times as long
        if os.path.isfile(path):  # noqa: PTH113
            return Path(os.path.realpath(path))
    return None


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _below(folders: Sequence[Path], folder: str) -> list[str]:
    return sorted({
        path.relative_to(root).as_posix()
        for root in folders
        for path in (root / folder).glob("*.j2")
    })  # fmt: skip
