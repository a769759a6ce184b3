"""What each section of an audience's paper takes from the dossier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from briefgen.dossier.resolve import Dossier
from briefgen.house.audience import Audience
from briefgen.house.sections import SectionChoice
from briefgen.view.projection import Projection
from briefgen.view.sections import SECTIONS, Selection


def gap_sections(audience: Audience) -> dict[str, str]:
    """Return the section in which the gaps of each type stand: one that takes all of the type."""
    found: dict[str, str] = {}
    for choice in audience.sections:
        for selection in SECTIONS[choice.section]:
            if selection.seen(choice.depth) is not False:
                found.setdefault(selection.type, choice.section)
                if choice.section == selection.type:
                    found[selection.type] = choice.section
    return found


def section_of(
    dossier: Dossier, choice: SectionChoice, projection: Projection
) -> dict[str, Any] | None:
    """Return a section as plain values; one with nothing to show does not exist."""
    projection.section = choice.section
    section: dict[str, Any] = {
        "name": choice.section,
        "title": choice.title,
        "depth": choice.depth,
        "gaps": {},
    }
    selections = SECTIONS[choice.section]
    for selection in selections:
        section[selection.type] = _select(dossier, choice, selection, projection)
        # Which of a type's sections would have shown a record is for those who see it to know:
        # all gaps of a type stand in one section.
        if projection.gap_sections.get(selection.type) == choice.section:
            records = getattr(dossier.records, selection.type)
            places = [(record, (selection.type, i)) for i, record in enumerate(records)]
            if gaps := projection.gaps(places, None):
                section["gaps"][selection.type] = gaps
    if selections and not section["gaps"] and not any(section[s.type] for s in selections):
        return None
    return section


def _select(
    dossier: Dossier, choice: SectionChoice, selection: Selection, projection: Projection
) -> list[dict[str, Any]]:
    fields = selection.seen(choice.depth)
    if fields is False:
        return []
    chosen = chosen_of(
        [
            (record, index)
            for index, record in enumerate(getattr(dossier.records, selection.type))
            if projection.reader.may_see(record)
            and projection.has_values(record)
            and (selection.type, index) not in projection.dropped
        ],
        choice,
        selection,
        projection.parties,
        dossier.records.dossier.home or dossier.records.dossier.parties[0],
    )
    shown = (projection.record(record, fields, (selection.type, index)) for record, index in chosen)
    return [record for record in shown if record is not None]


def chosen_of(
    candidates: Sequence[tuple[Any, int]],
    choice: SectionChoice,
    selection: Selection,
    parties: Sequence[str],
    side: str,
) -> list[tuple[Any, int]]:
    """Return those of the records an audience may see that a section takes, in its order.

    Args:
        candidates: records with their places in the dossier's list.
        choice: the section as the audience wants it.
        selection: what the section is made of.
        parties: the two parties, the readers' own first.
        side: the party whose briefs are those that name none.
    """
    chosen = [
        (record, index)
        for record, index in candidates
        if record.priority >= choice.priority
        and selection.keep(record, choice)
        and not (selection.own and (record.side or side) != parties[0])
    ]
    if selection.type == "countries":
        chosen.sort(key=lambda candidate: parties.index(candidate[0].iso))
    if (key := selection.order) is not None:
        chosen.sort(key=lambda candidate: key(candidate[0]))
    if choice.limit is not None and len(chosen) > choice.limit:
        ranked = sorted(range(len(chosen)), key=lambda i: -chosen[i][0].priority)
        kept = set(ranked[: choice.limit])
        chosen = [candidate for i, candidate in enumerate(chosen) if i in kept]
    return chosen
