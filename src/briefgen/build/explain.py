"""Where figures come from, and what becomes of every record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from briefgen.build.dossiers import open_dossier
from briefgen.build.edition import Edition
from briefgen.build.fit import fitted
from briefgen.build.prepare import prepare
from briefgen.build.renderer import rendering
from briefgen.build.run import raise_faults
from briefgen.compose.trail import matching
from briefgen.diagnostics import Place
from briefgen.dossier.records import Source
from briefgen.dossier.walk import Location
from briefgen.house.workspace import Workspace
from briefgen.load.validate import place_of
from briefgen.view.fates import Fate, fates
from briefgen.view.quantity import Origin


@dataclass(frozen=True)
class Evidence:
    """Where a printed number was read, and what supports it.

    Attributes:
        number: which of the printed numbers it is; one worked out of several
            cells has several pieces of evidence.
        text: the number as the paper prints it.
        origin: where it was read.
        sources: the sources that support it, with their places.
    """

    number: int
    text: str
    origin: Origin
    sources: tuple[tuple[Source, Place], ...]


def explain_figure(workspace: Workspace, edition: Edition, wanted: str) -> list[Evidence]:
    """Return the trail of every number of an edition that is printed as a text or contains it.

    Raises:
        ContentError: dossier, audience or templates are at fault.
    """
    dossier = open_dossier(workspace, edition.dossier)
    prepared = prepare(workspace, edition, dossier)
    job, _ = prepared.job((), workspace.shown(prepared.composed), traced=True)
    with rendering(workspace, 1, lay_out=False) as renderer:
        rendered = renderer(job, edition)
    raise_faults(rendered, prepared)
    sources = {
        source.id: (source, place_of(dossier.tree, "sources", index))
        for index, source in enumerate(dossier.records.sources)
    }
    return [
        Evidence(
            number, printed.text, origin, tuple(sources[s] for s in origin.sources if s in sources)
        )
        for number, printed in enumerate(matching(rendered.printed, wanted))
        for origin in printed.origins
    ]


@dataclass(frozen=True)
class Row:
    """One record, and what becomes of it in several papers.

    Attributes:
        location: where it stands in the dossier.
        place: where it stands in its file.
        type: what sort of record it is: the list it stands in.
        name: its id, or the beginning of its text.
        fates: what becomes of it, by audience.
    """

    location: Location
    place: Place
    type: str
    name: str
    fates: Mapping[str, Fate]


def explain_records(workspace: Workspace, editions: Sequence[Edition]) -> list[Row]:
    """Return what becomes of every record of a dossier in the papers of several audiences.

    Papers that have to fit are laid out, so that what they leave out is told.

    Args:
        workspace: where they are built.
        editions: editions of one dossier, one for each audience.

    Raises:
        ContentError: dossier, audience or templates are at fault.
    """
    dossier = open_dossier(workspace, editions[0].dossier)
    rows: dict[Location, dict[str, Fate]] = {}
    with rendering(workspace, 1) as renderer:
        for edition in editions:
            prepared = prepare(workspace, edition, dossier)
            dropped: frozenset[Location] = frozenset()
            if prepared.audience.max_pages is not None:
                rendered, left_out = fitted(
                    prepared, ("pdf",), workspace.shown(prepared.composed),
                    partial(renderer, edition=edition),
                )  # fmt: skip
                raise_faults(rendered, prepared)
                dropped = frozenset(one.location for one in left_out)
            for fate in fates(dossier, edition.audience, prepared.audience, dropped):
                rows.setdefault(fate.location, {})[edition.audience] = fate
    return [
        Row(
            location,
            place_of(dossier.tree, *location),
            str(location[0]),
            _name(location, found),
            found,
        )
        for location, found in rows.items()
    ]


def _name(location: Location, by_audience: Mapping[str, Fate]) -> str:
    """Return what a reader knows a record by."""
    record = next(iter(by_audience.values())).record
    if record.id is not None:
        return record.id
    for field in ("title", "text", "name", "label", "issue", "item", "visitor", "period"):
        value = getattr(record, field, None)
        if value:
            text = next(iter(value.values())) if isinstance(value, dict) else str(value)
            words = " ".join(text.split())
            return words if len(words) <= 40 else f"{words[:39]}…"
    return str(next(step for step in reversed(location) if isinstance(step, str)))
