"""Finished files are searched as soon as each is there, while the renderer makes the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from briefgen.build.ahead import Ahead
from briefgen.build.prepare import Prepared
from briefgen.build.release import (
    finished_files,
    leaks,
    search_key,
    searched_for,
    withheld_and_permitted,
    without_banner,
)
from briefgen.diagnostics import Diagnostic
from briefgen.verify.leaks.scan import Finished


class Searching:
    """Searches the files of an edition for what is withheld, and its pages for their banner.

    Args:
        prepared: the edition.
    """

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._texts = withheld_and_permitted(prepared)
        self._sought = Ahead(lambda: searched_for(*self._texts))
        self._begun: dict[Path, tuple[Finished, Ahead[list[Diagnostic]]]] = {}

    def key(self, contents: Sequence[bytes], marking: str, environment: Sequence[str]) -> str:
        """Return the hash of all that the search of some files depends on (:func:`search_key`)."""
        return search_key(self._prepared, self._texts, contents, marking, environment)

    def get_ready(self) -> None:
        """Work out what is searched for, and load what searches."""
        self._sought()

    def begin(self, part: tuple[str, bytes]) -> None:
        """Begin to search a file, given with its format; whether it is released shows later."""
        format_, content = part
        path = self._prepared.edition.path(format_)
        [file] = finished_files({path: content}).values()
        found = Ahead(partial(self._leaks, path, file))
        self._begun[path] = file, found
        found.begin()

    def found(self, files: Mapping[Path, bytes], marking: str) -> list[Diagnostic]:
        """Return an error for each withheld text in finished files, and each lacking banner.

        Args:
            files: the files that are to be released, by path; what was searched before counts
                only for a file of the same bytes.
            marking: the banner.
        """
        finished = finished_files(files)
        results = []
        for path, file in finished.items():
            begun, result = self._begun.get(path, (None, None))
            if begun is None or result is None or begun.content != file.content:
                begun, result = file, Ahead(partial(self._leaks, path, file))
            finished[path] = begun
            results.append(result)
        leaked = [fault for result in results for fault in result()]
        return [*leaked, *without_banner(self._prepared, finished, marking)]

    def _leaks(self, path: Path, file: Finished) -> list[Diagnostic]:
        return leaks(self._prepared, {path: file}, self._sought())
