"""Rules on time: what is too old, what lies ahead, who was in office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from briefgen.dossier.records import (
    Agreement,
    DateClaim,
    Event,
    Figure,
    Header,
    Leader,
    Observation,
    Organisation,
    Record,
    Source,
    Statement,
    Visit,
)
from briefgen.dossier.rules.dates import expired, later
from briefgen.dossier.rules.rule import Case, Fault, said
from briefgen.dossier.walk import Location

#: Units of length and area: what is measured in them does not age.
SPACE = frozenset({"km²", "km2", "sq km", "km", "ha", "m²", "m", "sq mi", "mi"})

#: Dates that lie in the past, by record type; programmes and meetings lie ahead.
_PAST: dict[type[Record], tuple[str, ...]] = {
    Event: ("date",),
    DateClaim: ("date",),
    Visit: ("date",),
    Statement: ("date",),
    Agreement: ("signed", "status_date"),
    Organisation: ("founded",),
    Source: ("date", "retrieved"),
}


def stale_figure(case: Case) -> Iterator[Fault]:
    """A figure, or the newest value of a series, that is older than its time to live."""
    for figure, location in case.of(Figure):
        years = case.stale_years if figure.valid_years is None else figure.valid_years
        if figure.unit not in SPACE and expired(figure.as_of, years, case.as_of):
            yield _stale((*location, "as_of"), f"the figure is of {figure.as_of}", years, case)
    for number, series in enumerate(case.records.series):
        years = case.stale_years if series.valid_years is None else series.valid_years
        if not series.observations or series.unit in SPACE:
            continue
        periods = [observation.period for observation in series.observations]
        newest = max(periods)
        if expired(newest, years, case.as_of):
            location = ("series", number, "observations", periods.index(newest), "period")
            what = f"the newest value of {series.id} is of {newest}"
            yield _stale(location, what, years, case)


def _stale(location: Location, what: str, years: int, case: Case) -> Fault:
    return Fault(
        location, f"{what}, more than {years} year{'s' * (years != 1)} before {case.as_of}",
        "find a newer one, or set `valid_years` where an old one still serves",
    )  # fmt: skip


def future_date(case: Case) -> Iterator[Fault]:
    """A date of something past that lies after the dossier's own."""
    for record, location in case.all:
        if isinstance(record, Header):
            continue
        fields = _PAST.get(type(record), ())
        if isinstance(record, Observation):
            fields = ("period",)
        elif isinstance(record, Agreement) and record.status == "in force":
            fields = (*fields, "in_force")
        for field in ("as_of", *fields):
            date = getattr(record, field)
            if date is not None and later(date, case.as_of):
                yield Fault(
                    (*location, field),
                    f"`{field}` {date} lies after the dossier's own date, {case.as_of}",
                    "correct the date, or bring the dossier's `as_of` up to date",
                )  # fmt: skip


def relations_before_recognition(case: Case) -> Iterator[Fault]:
    """Relations between states that had not recognised each other; claims are not looked at."""
    first: dict[str, tuple[str, int]] = {}
    for number, event in enumerate(case.records.events):
        if event.kind in ("recognition", "relations"):
            first[event.kind] = min(first.get(event.kind, ("9999", 0)), (event.date, number))
    if len(first) == 2 and later(first["recognition"][0], first["relations"][0]):
        date, number = first["relations"]
        recognition = first["recognition"][0]
        yield Fault(
            ("events", number, "date"),
            f"relations begin on {date}, before the first recognition on {recognition}",
            "correct the dates, or add the earlier recognition",
        )  # fmt: skip


class _Term(NamedTuple):
    country: str
    leader: Leader
    until: str | None

    @property
    def shown(self) -> str:
        since, until = self.leader.since or "?", self.until or "today"
        return f"{said(self.leader.office)} from {since} to {until}"

    def covers(self, date: str) -> bool:
        since = self.leader.since
        begun = since is None or not later(since, date)
        return begun and (self.until is None or not later(date, self.until))


def outside_term(case: Case) -> Iterator[Fault]:
    """Something that an office-holder did in office before or after his or her term."""
    terms: dict[str, list[_Term]] = defaultdict(list)
    for country in case.records.countries:
        for leader in (country.head_of_state, country.head_of_government, *country.terms):
            if leader is not None:
                term = _Term(country.iso, leader, getattr(leader, "until", None))
                for name in {name.casefold() for name in leader.name.values()}:
                    terms[name].append(term)
    for number, visit in enumerate(case.records.visits):
        held = _terms(terms, visit.visitor, visit.country)
        offices = set(visit.office.values())
        yield from _outside(("visits", number), visit.visitor, offices, visit.date, held)
    for number, statement in enumerate(case.records.statements):
        if statement.date is not None:
            names = {key: value.partition(",")[0].strip() for key, value in statement.by.items()}
            offices = {value.partition(",")[2].strip() for value in statement.by.values()} - {""}
            held = _terms(terms, names, None)
            yield from _outside(("statements", number), names, offices, statement.date, held)


def _terms(
    terms: dict[str, list[_Term]], names: dict[str, str], country: str | None
) -> list[_Term]:
    found = [term for name in names.values() for term in terms.get(name.casefold(), ())]
    return [term for term in found if country in (None, term.country)]


def _outside(
    location: Location, names: dict[str, str], offices: set[str], date: str, held: list[_Term]
) -> Iterator[Fault]:
    if offices:  # somebody may have come in an office that the dossier knows nothing of
        held = [term for term in held if _same_office(offices, term.leader.office)]
    if held and not any(term.covers(date) for term in held):
        known = "; ".join(dict.fromkeys(term.shown for term in held))
        yield Fault(
            (*location, "date"), f"{date} lies outside every term of {said(names)}: {known}",
            "correct the date or the person, or add the term to the country's `terms`",
        )  # fmt: skip


def _same_office(offices: set[str], office: dict[str, str]) -> bool:
    """Whether "President of Belarus" and "President" are one office."""
    return any(
        one.casefold().startswith(other.casefold()) or other.casefold().startswith(one.casefold())
        for one in offices
        for other in office.values()
    )
