"""Which records a paper does without, where it has room for fewer."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.dossier.records import (
    Agreement,
    Event,
    Finding,
    IfRaised,
    Interlocutor,
    LabelledFigure,
    Line,
    Organisation,
    Position,
    Record,
    Records,
    Sector,
    Series,
    Statement,
    Topic,
    Visit,
)
from briefgen.dossier.walk import Location
from briefgen.view.projection import Shown

#: What may be left out, as a whole and only as one of several. A programme with a hole in it,
#: a series without one of its years or a country without its population would be wrong; of
#: competing dates all are told or none.
_DISPENSABLE = (
    Agreement, Event, Finding, IfRaised, Interlocutor, LabelledFigure, Line, Organisation,
    Position, Sector, Series, Statement, Topic, Visit,
)  # fmt: skip


def dispensable(shown: Sequence[Shown], records: Records) -> list[tuple[Shown, int]]:
    """Return the records of a paper that can be left out, the first to go first.

    The lowest priority goes first; of equal ones what is shown last. A record inside
    another one that has no priority of its own has that of the record around it.

    Args:
        shown: what the paper shows, in its order.
        records: the dossier's records.

    Returns:
        The records with their priorities, 0 to 100.
    """
    last = {one.location: (index, one) for index, one in enumerate(shown) if not one.gap}
    found = []
    for location, (index, one) in last.items():
        record, priority = _record(records, location)
        if isinstance(record, _DISPENSABLE) and isinstance(location[-1], int):
            found.append((priority, -index, one))
    return [(one, priority) for priority, _, one in sorted(found, key=lambda entry: entry[:2])]


def _record(records: Records, location: Location) -> tuple[object, int]:
    """Return a record and its priority, or that of the record around it."""
    current: object = records
    priority = Record.model_fields["priority"].default
    for step in location:
        current = getattr(current, step) if isinstance(step, str) else current[step]  # type: ignore[index]
        if isinstance(current, Record) and "priority" in current.model_fields_set:
            priority = current.priority
    return current, priority
