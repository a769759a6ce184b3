"""Everything that can be known of editions without laying them out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from briefgen.build.dossiers import Once, open_dossier, unseen
from briefgen.build.edition import Edition, Outcome
from briefgen.build.linted import lint_templates
from briefgen.build.prepare import Prepared, prepare
from briefgen.build.renderer import Renderer, rendering
from briefgen.build.run import in_threads, raise_faults
from briefgen.diagnostics import ContentError, Diagnostic, Findings, Severity, did_you_mean
from briefgen.dossier.resolve import Dossier
from briefgen.house.fonts import load_fonts
from briefgen.house.workspace import Workspace
from briefgen.load.validate import place_of


@dataclass(frozen=True)
class _Checked:
    """What was found out about an edition.

    Attributes:
        outcome: what became of it.
        parties: those of its dossier; ``None`` where that cannot be read.
        prepared: what it would be made from, where that could be brought together.
    """

    outcome: Outcome
    parties: tuple[str, ...] | None
    prepared: Prepared | None


def check_editions(
    workspace: Workspace, editions: Sequence[Edition], workers: int
) -> Iterator[Outcome]:
    """Find out everything that can be known of editions without laying them out."""
    opened = Once(partial(_examined, workspace), [e.dossier for e in editions])
    count = min(workers, len(editions))
    parties: set[str] = set()
    doubtful: list[tuple[Outcome, Prepared]] = []
    unknown = not {e.dossier for e in editions} >= {*workspace.dossiers()}
    with rendering(workspace, count, lay_out=False) as renderer:
        check = partial(_check, workspace, opened, renderer)
        for checked in in_threads(check, editions, workers):
            unknown = unknown or checked.parties is None
            parties.update(checked.parties or ())
            prepared = checked.prepared
            if prepared is None or prepared.audience.home in (None, *(checked.parties or ())):
                yield checked.outcome
            else:
                doubtful.append((checked.outcome, prepared))
    for outcome, prepared in doubtful:
        about = [] if unknown else _at_home_nowhere(prepared, parties)
        yield replace(outcome, diagnostics=(*outcome.diagnostics, *about))


def _at_home_nowhere(prepared: Prepared, parties: set[str]) -> list[Diagnostic]:
    """Return a warning where an audience is at home in a state that no dossier is about."""
    home = str(prepared.audience.home)
    if home in parties:
        return []
    message = f"`home` is {home}, which is a party of no dossier here"
    hint = f"{did_you_mean(home, sorted(parties))}; without it, each dossier's own home counts"
    place = place_of(prepared.settings, "home")
    return [Diagnostic(place, "unknown-country", message, hint, Severity.WARNING)]


def _check(
    workspace: Workspace,
    opened: Callable[[str], tuple[Dossier | None, list[Diagnostic]]],
    renderer: Renderer,
    edition: Edition,
) -> _Checked:
    begun = time.perf_counter()
    dossier, about = opened(edition.dossier)
    linted = Findings(lint_templates(workspace, edition.audience))
    diagnostics = [*about, *linted.items]
    prepared = None
    try:
        if dossier is not None and not linted.errors:
            prepared = prepare(workspace, edition, dossier)
            job, _ = prepared.job((), workspace.shown(prepared.composed))
            raise_faults(renderer(job, edition), prepared)
    except ContentError as error:
        diagnostics.extend(error.diagnostics)
    seconds = time.perf_counter() - begun
    outcome = Outcome(edition, seconds=seconds, diagnostics=tuple(dict.fromkeys(diagnostics)))
    parties = None if dossier is None else dossier.records.dossier.parties
    return _Checked(outcome, parties, prepared)


def _examined(workspace: Workspace, name: str) -> tuple[Dossier | None, list[Diagnostic]]:
    """Return a dossier, if it can be opened, with all there is to say of it."""
    try:
        load_fonts(workspace)
        dossier = open_dossier(workspace, name)
    except ContentError as error:
        return None, list(error.diagnostics)
    return dossier, [*dossier.warnings, *unseen(workspace, dossier)]
