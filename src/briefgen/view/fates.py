"""What becomes of every record of a dossier in one audience's paper, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from briefgen.dossier.records import Clearance, Header, Observation, Record, Source
from briefgen.dossier.resolve import Dossier
from briefgen.dossier.walk import Location, walk
from briefgen.house.audience import Audience
from briefgen.house.sections import SectionChoice
from briefgen.view.project import account
from briefgen.view.sections import SECTIONS
from briefgen.view.visible import Barrier, Reader, Withheld, reader, withheld


class State(StrEnum):
    """What became of a record."""

    SHOWN = "shown"
    REDACTED = "redacted"
    WITHHELD = "withheld"
    DROPPED = "dropped"
    NOT_CHOSEN = "not chosen"


@dataclass(frozen=True)
class Fate:
    """What became of one record.

    Attributes:
        location: where it stands in the dossier.
        record: the record.
        state: what became of it.
        sections: the sections that show it.
        reason: why it is not shown; empty where it is.
    """

    location: Location
    record: Record
    state: State
    sections: tuple[str, ...]
    reason: str


def fates(
    dossier: Dossier,
    name: str,
    audience: Audience,
    dropped: frozenset[Location] = frozenset(),
) -> Iterator[Fate]:
    """Yield what becomes of every record, in the order of the files.

    Observations and sources are told only where they are withheld: they come
    and go with what they belong to.

    Args:
        dossier: the dossier.
        name: the audience's name.
        audience: its settings.
        dropped: records left out for want of space.

    Raises:
        NotForAudienceError: the audience may not see the dossier at all.
    """
    who = reader(dossier, name, audience)
    _, shown = account(dossier, name, audience, dossier.records.dossier.language, dropped)
    sections: dict[Location, dict[str, None]] = {}
    gaps = {one.location for one in shown if one.gap}
    for one in shown:
        if not one.gap:
            sections.setdefault(one.location, {})[one.section] = None
    kept = {one.location: one for one in withheld(dossier.records, who)}
    for record, location in walk(dossier.records):
        if isinstance(record, Header):
            continue
        around = [location[:length] for length in range(1, len(location) + 1)]
        barred = next((kept[part] for part in around if part in kept), None)
        if isinstance(record, Observation | Source) and barred is None:
            continue
        state, reason = State.SHOWN, ""
        if barred is not None:
            state = State.REDACTED if barred.location in gaps else State.WITHHELD
            reason = _barrier(barred, who)
        elif any(part in dropped for part in around):
            state, reason = State.DROPPED, "left out for want of space"
        elif location not in sections:
            state, reason = State.NOT_CHOSEN, _not_chosen(record, location, audience, sections)
        yield Fate(location, record, state, tuple(sections.get(location, ())), reason)


def _barrier(barred: Withheld, who: Reader) -> str:
    levels = who.scheme.levels
    if barred.barrier is Barrier.NEED_TO_KNOW:
        return f"for {', '.join(barred.record.only or ())} only"
    return f"marked {levels[barred.level]}, cleared to {levels[who.clearance]}"


def _not_chosen(
    record: Record,
    location: Location,
    audience: Audience,
    sections: dict[Location, dict[str, None]],
) -> str:
    """Return why no section of a paper shows a record that its audience may see."""
    if len(location) > 2:
        whole = sections.get(location[:2], {})
        if whole:
            return f"not at the depth of {', '.join(whole)}"
        return "inside a record that is not chosen"
    if isinstance(record, Clearance):
        return "the paper has no section `clearance`"
    made = [
        (choice, selection)
        for choice in audience.sections
        for selection in SECTIONS[choice.section]
        if selection.type == location[0] and selection.seen(choice.depth) is not False
    ]
    if not made:
        return f"no section of the paper shows {location[0]}"
    reasons = dict.fromkeys(
        _passed_over(record, choice, fits=selection.keep(record, choice))
        for choice, selection in made
    )
    return "; ".join(reasons)


def _passed_over(record: Record, choice: SectionChoice, *, fits: bool) -> str:
    """Return why one section passes a record over."""
    if not fits:
        return f"{choice.section} takes other kinds, topics or years"
    if record.priority < choice.priority:
        return f"priority {record.priority}, {choice.section} takes {choice.priority} and above"
    if choice.limit is not None:
        return f"{choice.section} takes {choice.limit}, others have a higher priority"
    return f"{choice.section} is for another side, or it has nothing to show"
