"""The ledger of a workspace: what its inputs looked like, and which editions were made of that.

One file in ``.briefgen/``, replaced as a whole. It is never believed further than it can be
checked: a ledger that is damaged, or of another version, is the same as none.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from briefgen.build.edition import Edition
from briefgen.build.states import Seen, state_of
from briefgen.diagnostics import shown_path
from briefgen.house.workspace import Workspace
from briefgen.write.files import replace_file

_VERSION = 2

#: Names of the groups of inputs that every edition depends on.
SHARED = ("briefgen", "house", "settings")


@dataclass
class Ledger:
    """What is known of earlier builds.

    Attributes:
        environment: the libraries and the interpreter, as :mod:`briefgen.build.environment`
            tells them without loading any.
        natives: files of the native libraries.
        groups: what inputs looked like, by name: those of ``SHARED``, and ``data/NAME``.
        elsewhere: what dossiers read outside their folders; nothing where a server was asked.
        editions: what was made of them, by :func:`entry_name`.
        state: the state of the file it was read from.
    """

    environment: str = ""
    natives: tuple[str, ...] = ()
    groups: dict[str, Seen] = field(default_factory=dict)
    elsewhere: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    editions: dict[str, dict[str, Any]] = field(default_factory=dict)
    state: str = ""

    def inputs(self, dossier: str) -> str:
        """Return the hash of everything that a dossier's editions are made of; empty if unknown."""
        names = (*SHARED, f"data/{dossier}")
        if not all(name in self.groups for name in names):
            return ""
        contents = "\0".join([self.environment, *(self.groups[name].content for name in names)])
        return blake2b(contents.encode(), digest_size=16).hexdigest()

    def add(self, newer: Ledger) -> None:
        """Take over what another run found out; what that makes useless is forgotten."""
        if newer.environment != self.environment:
            self.editions, self.groups = {}, {}
        for name, seen in newer.groups.items():
            old = self.groups.get(name)
            fresh = dict(seen.fresh)
            if old is not None and (old.state, old.content) == (seen.state, seen.content):
                fresh = {**old.fresh, **fresh}
            self.groups[name] = Seen(seen.state, seen.content, fresh)
        self.environment, self.natives = newer.environment, newer.natives
        self.elsewhere |= newer.elsewhere
        self.editions |= newer.editions
        valid = {self.inputs(name[5:]) for name in self.groups if name.startswith("data/")}
        self.editions = {
            name: entry for name, entry in self.editions.items() if entry["inputs"] in valid
        }


def entry_name(workspace: Workspace, edition: Edition, *, final: bool) -> str:
    """Return what an edition is called in the ledger: what it is, where it goes, how strictly."""
    formats = "+".join(sorted(edition.formats))
    rule = " final" if final else ""
    return f"{edition.name} {formats} {_shown(edition.folder, workspace.root)}{rule}"


_shown = cache(shown_path)  # thousands of editions go to one folder


def read_ledger(workspace: Workspace) -> Ledger:
    """Return the ledger; an empty one where there is none that can be read."""
    state = state_of(str(_path(workspace)))
    try:
        data = json.loads(_path(workspace).read_bytes())
        if data["version"] != _VERSION:
            return Ledger()
        return Ledger(
            str(data["environment"]),
            tuple(data["natives"]),
            {name: Seen(seen[0], seen[1], dict(seen[2])) for name, seen in data["groups"].items()},
            {name: None if files is None else tuple(files)
             for name, files in data["elsewhere"].items()},
            dict(data["editions"]),
            state,
        )  # fmt: skip
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Ledger()


def add_to_ledger(workspace: Workspace, newer: Ledger) -> None:
    """Write down what a run found out, beside what other runs did meanwhile.

    Where that cannot be written, the next run finds it out again.
    """
    with suppress(OSError), _locked(workspace):
        ledger = read_ledger(workspace)
        ledger.add(newer)
        _write(workspace, ledger)


def settle_ledger(workspace: Workspace, ledger: Ledger) -> None:
    """Write a ledger that was read and made shorter, unless another run wrote one meanwhile."""
    with suppress(OSError), _locked(workspace):
        if state_of(str(_path(workspace))) == ledger.state:
            _write(workspace, ledger)


def _write(workspace: Workspace, ledger: Ledger) -> None:
    data: Mapping[str, Any] = {
        "version": _VERSION,
        "environment": ledger.environment,
        "natives": ledger.natives,
        "groups": {
            name: [seen.state, seen.content, seen.fresh] for name, seen in ledger.groups.items()
        },
        "elsewhere": ledger.elsewhere,
        "editions": ledger.editions,
    }
    replace_file(_path(workspace), json.dumps(data).encode())


def _path(workspace: Workspace) -> Path:
    return workspace.private / "ledger.json"


@contextmanager
def _locked(workspace: Workspace) -> Iterator[None]:
    """Let one process at a time read and replace the ledger."""
    workspace.private.mkdir(parents=True, exist_ok=True)
    with (workspace.private / "ledger.lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
