"""Papers written to a store that fsspec knows: S3, Google Cloud Storage, Azure and others.

An edition is built whole in a folder of this machine and searched there; only then is it sent. All
its files are first written under names of their own, then moved to theirs: what fails before the
first move leaves the older files whole. A store that moves by copying, as S3 does, replaces one
file after the other, each at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs

from briefgen.build.edition import Outcome
from briefgen.diagnostics import Diagnostic, Place, UsageError

#: Editions sent at a time: sending is waiting.
_AT_A_TIME = 8


class Publication:
    """A store, and the folder that papers are built in before they are sent.

    Args:
        url: where in the store they go, such as ``s3://bucket/prefix``.
        folder: an empty folder.

    Raises:
        UsageError: the store is not known, not reached, or does not let us in.
    """

    def __init__(self, url: str, folder: Path) -> None:
        self.folder = folder
        self._url = url.rstrip("/")
        try:
            store, root = url_to_fs(self._url, use_listings_cache=False)
            store.exists(root)
        except (ImportError, ValueError) as error:
            raise UsageError(f"{url} is in no store that is known here: {error}\n  hint: "
                             "pip install 'briefgen[s3]', or fsspec's package for that store",
                             ) from None  # fmt: skip
        except Exception as error:  # stores raise what they like
            raise UsageError(
                f"{url} cannot be reached: {_in_words(error)}\n  hint: check the "
                "address, the network and the store's own settings"
            ) from None
        self._store: AbstractFileSystem = store
        self._root: str = root.rstrip("/")

    def shown(self, path: Path) -> str:
        """Return where a paper built in the folder goes."""
        return f"{self._url}/{path.relative_to(self.folder).as_posix()}"

    def published(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Send every edition that was built; yield its outcome once it is there, or is not."""
        under_way: set[Future[Outcome]] = set()
        with ThreadPoolExecutor(_AT_A_TIME) as threads:
            for outcome in outcomes:
                under_way.add(threads.submit(self._publish, outcome))
                enough = len(under_way) >= 2 * _AT_A_TIME
                done, under_way = wait(under_way, None if enough else 0, FIRST_COMPLETED)
                yield from (future.result() for future in done)
            yield from (future.result() for future in under_way)

    def _publish(self, outcome: Outcome) -> Outcome:
        try:
            if outcome.failed:
                return replace(outcome, kept=self._older(outcome))
            self._send(outcome.files)
        except Exception as error:  # stores raise what they like
            fault = Diagnostic(
                Place(self.shown(outcome.edition.path(outcome.edition.formats[0]).parent)),
                "unwritable", f"{outcome.edition.name} cannot be written: {_in_words(error)}",
                "check the rights that the store gives, and that the bucket is there",
            )  # fmt: skip
            return replace(outcome, files=(), diagnostics=(*outcome.diagnostics, fault))
        finally:
            for path in outcome.files:
                path.unlink(missing_ok=True)
        return outcome

    def _send(self, files: tuple[Path, ...]) -> None:
        """Send files: all of them under other names, then each to its own."""
        names = {path: self._name(path) for path in files}
        unfinished = {
            path: f"{name.rpartition('/')[0]}/.briefgen-{os.getpid()}-{path.name}"
            for path, name in names.items()
        }
        try:
            self._store.pipe({unfinished[path]: path.read_bytes() for path in files})
            for path in files:
                self._store.mv(unfinished[path], names[path])
        except BaseException:
            for name in unfinished.values():
                with suppress(Exception):  # it may never have been written
                    self._store.rm_file(name)
            raise

    def _older(self, outcome: Outcome) -> tuple[Path, ...]:
        edition = outcome.edition
        paths = [edition.path(format_) for format_ in edition.formats]
        return tuple(path for path in paths if self._store.exists(self._name(path)))

    def _name(self, path: Path) -> str:
        return f"{self._root}/{path.relative_to(self.folder).as_posix()}"


def _in_words(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__
