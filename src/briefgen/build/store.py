"""Papers that were made before, by the key of their job: `.briefgen/cache`.

A paper stands there with the templates that it was made from. It is given out again only while
each of their names leads to the same text; a template that was asked for and was not there must
still not be there. What is damaged is not given out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from briefgen.build.job import Rendered
from briefgen.write.files import replace_file, sweep

#: Bytes that all papers together may take; those that were not asked for longest go first.
LIMIT = 1 << 30

_CHECK = 32

#: Returns the hash of a template's text by its name; nothing where it cannot be read.
Hashes = Callable[[str], str | None]


class Store:
    """Papers by the keys of their jobs.

    Args:
        folder: where they are kept; nobody but the owner may read it, for each paper is for
            its audience alone.
        limit: bytes that all of them together may take.
    """

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self._folder = folder
        self._limit = limit
        self._grown = False

    def get(self, key: str, templates: Hashes) -> Rendered | None:
        """Return the paper of a job, if one is there that would be the same today."""
        for path in self._candidates(key):
            with suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
                rendered = _read(path.read_bytes(), templates)
                if rendered is not None:
                    os.utime(path)
                    return rendered
        return None

    def put(self, key: str, rendered: Rendered, templates: Mapping[str, str | None]) -> None:
        """Keep a paper; where that cannot be done, it is made again the next time.

        Args:
            key: the key of its job.
            rendered: the paper.
            templates: hashes of the templates that it was made from, by name.
        """
        head = {
            "templates": dict(templates),
            "pages": rendered.pages,
            "marking": rendered.marking,
            "sizes": {name: len(content) for name, content in rendered.files.items()},
        }
        body = b"".join([json.dumps(head).encode(), b"\n", *rendered.files.values()])
        names = blake2b(json.dumps(sorted(templates.items())).encode(), digest_size=8).hexdigest()
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._folder.chmod(0o700)
            replace_file(self._folder / key[:2] / f"{key}-{names}", _check(body) + body)
            self._grown = True

    def shrink(self) -> None:
        """Remove what was not asked for longest, until the rest is within the limit."""
        if not self._grown:
            return
        found = []
        for folder in self._folder.glob("??"):
            sweep(folder)
            for path in folder.iterdir():
                with suppress(OSError):
                    state = path.stat()
                    found.append((state.st_mtime_ns, state.st_size, path))
        total = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if total <= self._limit:
                break
            with suppress(OSError):
                path.unlink()
            total -= size

    def _candidates(self, key: str) -> Iterator[Path]:
        return (self._folder / key[:2]).glob(f"{key}-*")


def _read(content: bytes, templates: Hashes) -> Rendered | None:
    """Return a paper as it was kept; nothing where it is damaged or its templates have changed."""
    body = content[_CHECK:]
    if content[:_CHECK] != _check(body):
        return None
    line, _, rest = body.partition(b"\n")
    head = json.loads(line)
    if any(templates(name) != kept for name, kept in head["templates"].items()):
        return None
    files, at = {}, 0
    for name, size in head["sizes"].items():
        files[name] = rest[at : at + size]
        at += size
    return Rendered(files, head["pages"], head["marking"], (), (), "",
                    tuple(head["templates"]), remembered=True)  # fmt: skip


def _check(body: bytes) -> bytes:
    return blake2b(body, digest_size=_CHECK).digest()
