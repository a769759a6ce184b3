"""The key of a job: a hash of every input that reaches the paper, and of nothing else.

Values are hashed as they are, files by their contents. Which templates reach a paper is known
once it was made; they are no part of the key, and :mod:`briefgen.build.store` compares them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from briefgen.build.environment import Environment
from briefgen.build.job import Job
from briefgen.build.states import clock, content_hash, hash_of, is_fresh, state_of
from briefgen.view.quantity import Quantity, basis_of, origins_of

#: Fields that reach no paper: where places are told from, and where templates are looked for.
_LEFT_OUT = {"Job": ("composed",), "House": ("folders", "root", "compiled")}


class Contents:
    """Hashes of files' contents; a file is read again when its state has changed.

    Args:
        private: a folder of the file system whose clock tells which states can be trusted.
    """

    def __init__(self, private: Path) -> None:
        self._private = private
        self._known: dict[str, tuple[str, str]] = {}

    def __call__(self, path: str) -> str:
        """Return the hash of a file's content; empty where it cannot be read."""
        state = state_of(path)
        known, content = self._known.get(path, ("", ""))
        if not state or state != known:
            now = clock(self._private)
            content = content_hash(path)
            if not is_fresh(state, now):
                self._known[path] = (state, content)
        return content


def key_of(job: Job, environment: Environment, contents: Callable[[str], str]) -> str:
    """Return the key of a job.

    Args:
        job: the job.
        environment: what it is done with.
        contents: tells the hash of a file's content.

    Raises:
        TypeError: the job holds something whose content cannot be told.
    """
    whole = [environment.code, dict(environment.versions), job]
    text = json.dumps(whole, default=lambda value: plain(value, contents), ensure_ascii=False)
    return hash_of(text.encode("utf-8", "surrogatepass"))


def plain(value: Any, contents: Callable[[str], str]) -> Any:
    """Return a value that JSON does not know as one that it does, different for different values.

    Raises:
        TypeError: its content cannot be told.
    """
    if isinstance(value, Quantity):
        return ["quantity", str(value), repr(basis_of(value)), repr(origins_of(value))]
    if isinstance(value, Decimal):
        return ["decimal", str(value)]
    if isinstance(value, bytes):
        return ["bytes", value.hex()]
    if isinstance(value, Path):
        return ["file", value.name, contents(str(value))]
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple | list | frozenset | set):
        return sorted(value) if isinstance(value, frozenset | set) else list(value)
    if is_dataclass(value) and not isinstance(value, type):
        name = type(value).__name__
        left_out = _LEFT_OUT.get(name, ())
        return [
            name,
            {f.name: getattr(value, f.name) for f in fields(value) if f.name not in left_out},
        ]
    raise TypeError(f"a {type(value).__name__} has no content that can be told")
