"""Which editions stand there as they have to, known from the states of files.

Nothing is loaded for that: neither dossiers nor templates nor the libraries that read them.
Where states differ, files are compared with what they held; whatever is not sure then is
left to the build, which compares what reaches each edition.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from briefgen.build.edition import Dropped, Edition, Outcome
from briefgen.build.ledger import SHARED, Ledger, entry_name, read_ledger, settle_ledger
from briefgen.build.states import Seen, again, clock, content_hash, is_fresh, settled, state_of
from briefgen.diagnostics import Diagnostic, Place, Severity
from briefgen.house.workspace import MARKER, Workspace, shipped

PACKAGE = str(Path(__file__).parents[1])

#: State of a file, the hash of its content, and whether its state alone does not tell.
Recorded = tuple[str, str, bool]


def places(workspace: Workspace, group: str, elsewhere: Sequence[str] = ()) -> list[str]:
    """Return the files and folders of a group of inputs.

    Args:
        workspace: the workspace.
        group: one of ``SHARED``, or ``data/NAME``.
        elsewhere: what that dossier reads outside its folder.
    """
    if group == "briefgen":
        return [PACKAGE]
    if group == "house":
        return [str(workspace.root / "templates"), str(shipped("templates"))]
    if group == "settings":
        return [str(workspace.root / MARKER)]
    return [str(workspace.root / group), *elsewhere]


def outline(natives: Iterable[str]) -> str:
    """Return what can be told of the libraries without loading any of them: a hash.

    Args:
        natives: files of the native libraries.
    """
    parts = [sys.version, sys.platform, os.environ.get("LD_LIBRARY_PATH", "")]
    for folder in sys.path:
        if folder.endswith(("site-packages", "dist-packages")) and os.path.isdir(folder):  # noqa: PTH112
            parts += sorted(name for name in os.listdir(folder) if name.endswith("-info"))  # noqa: PTH208
    for name in sorted(natives):
        parts += [name, os.path.realpath(name), state_of(name)]
    return blake2b("\0".join(parts).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def standing(
    workspace: Workspace, editions: Sequence[Edition], *, final: bool
) -> tuple[list[Outcome], list[Edition]]:
    """Return what became of editions that need not be built, and the editions that may have to be.

    Args:
        workspace: where they are built.
        editions: the editions.
        final: whether papers that nobody cleared are refused.
    """
    ledger = read_ledger(workspace)
    if outline(ledger.natives) != ledger.environment:
        return [], list(editions)
    before = dict(ledger.groups)
    if not all(_holds(workspace, ledger, group) for group in SHARED):
        return [], list(editions)
    dossiers = dict.fromkeys(edition.dossier for edition in editions)
    sound = {
        name: ledger.inputs(name)
        for name in dossiers
        if ledger.elsewhere.get(name) is not None and _holds(workspace, ledger, f"data/{name}")
    }
    outcomes, others, entries = [], [], []
    for edition in editions:
        entry = ledger.editions.get(entry_name(workspace, edition, final=final))
        inputs = sound.get(edition.dossier)
        if entry and inputs and entry["inputs"] == inputs and _stands(edition, entry):
            outcomes.append(_told(edition, entry))
            entries.append(entry)
        else:
            others.append(edition)
    _settle(workspace, ledger, before, entries)
    return outcomes, others


def entry_of(inputs: str, outcome: Outcome, now: int) -> dict[str, Any]:
    """Return what is written down of an edition that was built, for :func:`standing`.

    Args:
        inputs: hash of what it was made of.
        outcome: what became of it.
        now: the file system's time.
    """
    outputs: dict[str, Recorded] = {}
    for format_, content in zip(outcome.edition.formats, outcome.hashes, strict=True):
        state = state_of(_output(outcome.edition, format_))
        outputs[format_] = (state, content, is_fresh(state, now))
    return {
        "inputs": inputs,
        "outputs": outputs,
        "pages": outcome.pages,
        "diagnostics": [
            [*_written(d.place), d.rule, d.message, d.hint, d.severity.value]
            for d in outcome.diagnostics
        ],
        "dropped": [
            [list(d.location), *_written(d.place), d.section, d.priority] for d in outcome.dropped
        ],
    }


def _holds(workspace: Workspace, ledger: Ledger, group: str) -> bool:
    """Whether a group's files hold what they held; how they look now goes into the ledger."""
    seen = ledger.groups.get(group)
    if seen is None:
        return False
    elsewhere = ledger.elsewhere.get(group[5:]) or ()
    now = again(seen, places(workspace, group, elsewhere), workspace.private)
    if now is not None:
        ledger.groups[group] = now
    return now is not None


def _stands(edition: Edition, entry: dict[str, Any]) -> bool:
    """Whether an edition's files hold what was written; how they look now goes into the entry."""
    now: dict[str, Recorded] = {}
    for format_ in edition.formats:
        state, content, fresh = entry["outputs"].get(format_, ("", "", False))
        path = _output(edition, format_)
        found = state_of(path)
        if not (state and found):
            return False
        if (found != state or fresh) and content_hash(path) != content:
            return False
        now[format_] = (found, content, fresh or found != state)
    entry["outputs"] |= now
    return True


def _output(edition: Edition, format_: str) -> str:
    """Return a file's path; pathlib takes ten times as long."""
    return f"{edition.folder}/{edition.dossier}/{edition.name}.{format_}"


def _told(edition: Edition, entry: dict[str, Any]) -> Outcome:
    return Outcome(
        edition,
        tuple(Path(_output(edition, format_)) for format_ in edition.formats),
        entry["pages"],
        diagnostics=tuple(
            Diagnostic(Place(file, line, column), rule, message, hint, Severity(severity))
            for file, line, column, rule, message, hint, severity in entry["diagnostics"]
        ),
        dropped=tuple(
            Dropped(tuple(location), Place(file, line, column), section, priority)
            for location, file, line, column, section, priority in entry["dropped"]
        ),
        reused=True,
        reason="nothing changed",
    )


def _written(place: Place) -> tuple[str, int, int]:
    return place.file, place.line, place.column


def _settle(
    workspace: Workspace,
    ledger: Ledger,
    before: Mapping[str, Seen],
    entries: Sequence[dict[str, Any]],
) -> None:
    """Spare the next run reading what was read now, where it has become old enough."""
    groups = [name for name, seen in ledger.groups.items() if seen.fresh]
    young = [
        (outputs, format_)
        for outputs in (entry["outputs"] for entry in entries)
        for format_, (_, _, fresh) in outputs.items()
        if fresh
    ]
    if not (groups or young or ledger.groups != before):
        return
    now = clock(workspace.private)
    ledger.groups |= {name: settled(ledger.groups[name], now) for name in groups}
    old = [(outputs, name) for outputs, name in young if not is_fresh(outputs[name][0], now)]
    for outputs, name in old:
        outputs[name] = (*outputs[name][:2], False)
    if old or ledger.groups != before:
        settle_ledger(workspace, ledger)
