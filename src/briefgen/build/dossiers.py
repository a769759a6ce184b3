"""Dossiers opened: loaded, resolved, examined; each once in a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import replace
from threading import Lock
from typing import Generic, TypeVar

from briefgen.diagnostics import ContentError, Diagnostic, Findings, Severity, did_you_mean
from briefgen.dossier.resolve import Dossier, resolve
from briefgen.dossier.rules.registry import IDS, examine, graded
from briefgen.dossier.rules.rule import Case
from briefgen.house.audience import load_audience
from briefgen.house.markings import schemes
from briefgen.house.workspace import Workspace
from briefgen.load.folder import load_sound
from briefgen.view.coverage import never_shown
from briefgen.view.visible import Reader, visible_part

T = TypeVar("T")

#: Faults that stand where they stand, whatever other files hold.
_OF_VALUES = (
    "bad-date", "bad-time", "bad-number", "bad-choice", "bad-code", "bad-color", "bad-id",
    "bad-url", "empty-field", "unknown-field",
)  # fmt: skip


def open_dossier(workspace: Workspace, name: str) -> Dossier:
    """Load and resolve a dossier.

    Raises:
        ContentError: with everything that is wrong with it.
    """
    _check_rules(workspace)
    found = Findings()
    databases: list[tuple[str, ...] | None] = []
    tree = load_sound(workspace.data / name, workspace.root, found, databases)
    known, audiences = schemes(workspace.markings), workspace.audiences()
    try:
        dossier = resolve(name, tree, known, audiences, workspace.rules, workspace.stale_years)
    except ContentError as error:
        if not found.errors:
            raise
        # What a broken file should have held is missing; only faults of single values are sure.
        found.items.extend(d for d in error.diagnostics if d.rule in _OF_VALUES)
    found.raise_errors()
    elsewhere = None if None in databases else [file for d in databases if d for file in d]
    return replace(dossier, elsewhere=None if elsewhere is None else tuple(elsewhere))


def warnings_for(workspace: Workspace, dossier: Dossier, reader: Reader) -> list[Diagnostic]:
    """Return what a careful colleague would ask about what one audience may see.

    Only that part is examined: what is said while an audience's paper is built
    says no more about the rest than the paper does.
    """
    records, tree = visible_part(dossier, reader)
    found = Findings()
    examine(Case(records, tree, workspace.stale_years), workspace.rules, found)
    return [d for d in found.items if d.severity is Severity.WARNING]


def unseen(workspace: Workspace, dossier: Dossier) -> list[Diagnostic]:
    """Return what no audience is shown, once all of them can be asked."""
    if workspace.rules.get("never-shown") == "off":
        return []
    try:
        audiences = {name: load_audience(workspace, name)[0] for name in workspace.audiences()}
    except ContentError:
        return []  # checking that audience says so
    return graded(never_shown(dossier, audiences), workspace.rules)


class Once(Generic[T]):
    """Does something once for each dossier, whoever asks first, and forgets it after the last.

    Args:
        do: what is done, given a dossier's name.
        names: every request to come: the dossier's name, once for each of its editions.
    """

    def __init__(self, do: Callable[[str], T], names: Iterable[str]) -> None:
        self._do = do
        self._left = Counter(names)
        self._done: dict[str, Future[T]] = {}
        self._lock = Lock()

    def __call__(self, name: str) -> T:
        """Return what came of it, or raise what it raised."""
        with self._lock:
            first = name not in self._done
            done = self._done.setdefault(name, Future())
            self._left[name] -= 1
            if self._left[name] <= 0:
                del self._done[name]
        if first:
            try:
                done.set_result(self._do(name))
            except BaseException as error:  # whoever asked gets it
                done.set_exception(error)
        return done.result()


def _check_rules(workspace: Workspace) -> None:
    """Refuse severities of rules that there are not."""
    found = Findings()
    for name in workspace.rules:
        if name not in IDS:
            found.error(
                workspace.setting_place("rules", name), "unknown-rule",
                f"there is no rule `{name}` whose severity can be set",
                did_you_mean(name, [*IDS, "stale-years"]),
            )  # fmt: skip
    found.raise_errors()
