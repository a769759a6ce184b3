"""Rules on facts that contradict each other: both may be printed, if one says who says which."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.dossier.records import Event, LabelledFigure
from briefgen.dossier.rules.dates import agree
from briefgen.dossier.rules.rule import Case, Fault, said
from briefgen.dossier.rules.timing import SPACE
from briefgen.dossier.walk import Location


def competing_claims(case: Case) -> Iterator[Fault]:
    """Facts that contradict each other without saying who says which."""
    for number, event in enumerate(case.records.events):
        if event.claims:
            yield from _claims(event, ("events", number))
    yield from _relations(case)
    yield from _figures(case)


def _claims(event: Event, location: Location) -> Iterator[Fault]:
    dates = [claim.date for claim in event.claims]
    if not any(agree(event.date, date) for date in dates):
        yield Fault(
            (*location, "date"), f"{event.date} is none of the dates claimed: {', '.join(dates)}",
            "take the claim that the timeline is to be sorted by, or add who gives this date",
        )  # fmt: skip
    elif all(max(event.date, *dates, key=len).startswith(date) for date in dates):
        yield Fault(
            (*location, "claims"), "the claims all give the date of the event itself",
            "remove `claims:`, or add the date that somebody else gives",
        )  # fmt: skip


def _relations(case: Case) -> Iterator[Fault]:
    first: Event | None = None
    for number, event in enumerate(case.records.events):
        if event.kind != "relations":
            continue
        if first is not None and not agree(first.date, event.date):
            yield Fault(
                ("events", number, "date"),
                f"relations are established on {event.date} and, by another event, on {first.date}",
                "make them one event with `claims:`; for a resumption take `kind: other`",
            )  # fmt: skip
        first = first or event


def _figures(case: Case) -> Iterator[Fault]:
    """Figures of one label and date with different values; lengths and areas in all sectors."""
    known: dict[tuple[object, ...], LabelledFigure] = {}
    for figure, location in case.of(LabelledFigure):
        where = None if figure.unit in SPACE else location[:-1]
        for label in {label.casefold() for label in figure.label.values()}:
            other = known.setdefault((where, label, figure.unit, figure.as_of), figure)
            if other.value != figure.value and not (_told(figure) and _told(other)):
                yield Fault(
                    (*location, "value"),
                    f"{said(figure.label)} is {figure.value} here and {other.value} elsewhere",
                    "say with `according_to:` or a `note:` who gives which, or remove one",
                )  # fmt: skip
                break


def _told(figure: LabelledFigure) -> bool:
    return figure.according_to is not None or figure.note is not None
