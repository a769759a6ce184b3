"""Rules on evidence: every fact has a source, and every source a date."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.dossier.records import (
    Figure,
    Interlocutor,
    LabelledFigure,
    Leader,
    Position,
    Record,
    Sector,
    Statement,
)
from briefgen.dossier.rules.rule import Case, Fault, said
from briefgen.dossier.walk import Location

#: Record types that state facts and so need a source, of their own or of the record around them.
FACTS = ("findings", "events", "visits", "agreements", "statements", "series", "organisations")


def no_source(case: Case) -> Iterator[Fault]:
    """A fact without evidence."""
    for record, location in case.all:
        if _needs_source(record, location) and not case.cited(location):
            yield Fault(
                location, "no source supports this record",
                "add `sources:` with the ids of the sources that do",
            )  # fmt: skip


def undated_source(case: Case) -> Iterator[Fault]:
    """A source that carries neither its own date nor the day on which it was read."""
    for index, source in enumerate(case.records.sources):
        if source.date is None and source.retrieved is None:
            yield Fault(
                ("sources", index), f"the source `{source.id}` has no date",
                "add its `date`, or the day on which it was `retrieved`",
            )  # fmt: skip


def claim_as_fact(case: Case) -> Iterator[Fault]:
    """Something that only one party's own account supports, printed as fact."""
    for record, location in case.all:
        if not _states_fact(record, location) or isinstance(record, Statement):
            continue
        if any(r.according_to or getattr(r, "claims", ()) for r in case.around(location)):
            continue
        if isinstance(record, LabelledFigure) and record.note is not None:
            continue  # its note is printed beside it
        cited = [case.sources.get(source) for source in case.cited(location)]
        publishers = {
            said(source.publisher)
            for source in cited
            if source is not None and source.reliability == "party-claim"
        }
        if len(publishers) == 1 and all(s and s.reliability == "party-claim" for s in cited):
            yield Fault(
                location, "one party's own account is all that supports this, yet it reads as fact",
                "add `according_to:` with who says so, or a source of another kind",
            )  # fmt: skip


def _states_fact(record: Record, location: Location) -> bool:
    return isinstance(record, Figure) or (len(location) == 2 and location[0] in FACTS)


def _needs_source(record: Record, location: Location) -> bool:
    match record:
        case Sector(body=text) | Interlocutor(biography=text):
            return text is not None
        case Leader() | Position():
            return True
        case _:
            return _states_fact(record, location)
