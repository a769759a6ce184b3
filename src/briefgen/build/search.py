"""Finished files are searched as soon as each is there, while the renderer makes the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from briefgen.build.ahead import Ahead
from briefgen.build.prepare import Prepared
from briefgen.build.release import finished_files, leaks, without_banner
from briefgen.diagnostics import Diagnostic
from briefgen.verify.leaks.needles import Needles
from briefgen.verify.leaks.scan import Finished


class Searching:
    """Searches the files of an edition for what is withheld, and its pages for their banner.

    Args:
        prepared: the edition.
        sought: returns what is searched for.
    """

    def __init__(self, prepared: Prepared, sought: Callable[[], Needles]) -> None:
        self._prepared = prepared
        self._sought = sought
        self._begun: dict[Path, tuple[Finished, Ahead[list[Diagnostic]]]] = {}

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
