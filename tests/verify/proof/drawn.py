"""Dossiers and audiences drawn at random: every record type, every way of handling records."""

from __future__ import annotations

from dataclasses import replace
from random import Random  # noqa: TID251  # seeded by whoever draws
from typing import Any

from briefgen.diagnostics import Place
from briefgen.dossier.resolve import Dossier, resolve
from briefgen.dossier.rules.registry import IDS
from briefgen.house.audience import Audience
from briefgen.house.markings import Scheme
from briefgen.load.nodes import Mapping, Node, Scalar, Sequence
from briefgen.view.sections import SECTIONS

from .pipeline import Edition, edition

Entry = dict[str, Any]

SCHEME = Scheme(
    "own", ("OPEN", "DESK", "CLOSED", "SEALED"), portions={"OPEN": "O", "DESK": "D", "CLOSED": "C"}
)
AUDIENCES = ("desk", "minister", "travellers")
SOURCES = [f"s{number}" for number in range(5)]
KINDS = ("recognition", "border", "dispute", "other")
TOPICS = ("trade", "border", "multilateral", "culture")


def located(value: Any) -> Node:
    """Return plain values as a source file would hold them."""
    place = Place("drawn.yaml", 1, 1)
    if isinstance(value, dict):
        return Mapping({key: located(item) for key, item in value.items()}, place=place)
    if isinstance(value, list):
        return Sequence(tuple(map(located, value)), place)
    return Scalar(str(value), place)


class Draw:
    """Draws the records of one dossier."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.names = 0

    def some(self, make: Any, most: int = 3) -> list[Entry]:
        return [make() for _ in range(self.random.randint(0, most))]

    def word(self) -> str:
        return self.random.choice(("treaty", "Zenda", "customs", "river", "rail", "école", "note"))

    def words(self) -> Any:
        text = " ".join(self.word() for _ in range(self.random.randint(1, 6)))
        return self.random.choice((text, {"en": text, "lt": self.word()}))

    def date(self) -> str:
        year = self.random.randint(1950, 2025)
        return self.random.choice((f"{year}", f"{year}-05", f"{year}-11-30"))

    def amount(self) -> int:
        return self.random.choice((0, 7, self.random.randint(1, 10**12)))

    def record(self, **fields: Any) -> Entry:
        """Return a record with a handling of its own, or without."""
        entry = {name: value for name, value in fields.items() if value not in (None, [])}
        random = self.random
        if random.random() < 0.7:
            entry["marking"] = random.choice(("OPEN", "OPEN", *SCHEME.levels))
        if random.random() < 0.15:
            entry["only"] = random.sample(AUDIENCES, random.randint(0, 2))
        if random.random() < 0.6:
            entry["sources"] = random.sample(SOURCES, random.randint(0, 3))
        if random.random() < 0.5:
            entry["priority"] = random.randint(0, 100)
        if random.random() < 0.3:
            entry["basis"] = random.choice(("Act 5", "Act 7"))
        return entry

    def maybe(self, value: Any) -> Any:
        return value if self.random.random() < 0.5 else None

    def line(self) -> Any:
        return self.random.choice((self.record(text=self.words()), self.word()))

    def figure(self, **fields: Any) -> Entry:
        money = self.maybe({"unit": "US$", "currency": "USD", "price_basis": "current"})
        measured = money or {"unit": self.random.choice(("people", "%", "km²"))}
        return self.record(value=self.amount(), as_of=self.date(), **measured, **fields)

    def labelled(self) -> Entry:
        return self.figure(label=self.words())

    def country(self, iso: str) -> Entry:
        leader = self.record(name=self.word(), office=self.word(), since=self.date())
        drawn = self.record(
            iso=iso, name={"XA": "Alpha", "XB": "Beta"}[iso], capital=self.word(),
            population=self.maybe(self.figure()), gdp=self.maybe(self.figure()),
            head_of_state=self.maybe(leader), missions=self.maybe(self.words()),
        )  # fmt: skip
        return drawn | {"marking": "OPEN", "only": list(AUDIENCES)}

    def event(self) -> Entry:
        claims = self.some(lambda: self.record(date=self.date(), by=self.word()), 2)
        kind = self.random.choice(KINDS)
        return self.record(date=self.date(), text=self.words(), kind=kind, claims=claims)

    def visit(self) -> Entry:
        return self.record(
            date=self.date(), level=self.random.choice(("state", "working")), visitor=self.word(),
            office=self.word(), country=self.random.choice(("XA", "XB")),
            outcome=self.maybe(self.words()),
        )  # fmt: skip

    def agreement(self) -> Entry:
        return self.record(
            title=self.words(), status=self.random.choice(("signed", "in force", "terminated")),
            signed=self.maybe(self.date()), in_force=self.maybe(self.date()),
        )  # fmt: skip

    def statement(self) -> Entry:
        by = self.random.choice(("XA", "XB", "An observer"))
        topic = self.maybe(self.random.choice(TOPICS))
        return self.record(text=self.words(), by=by, topic=topic, date=self.maybe(self.date()))

    def sector(self) -> Entry:
        def position() -> Entry:
            return self.record(by=self.random.choice(("XA", "XB")), text=self.words())

        return self.record(
            topic=self.random.choice(TOPICS), title=self.words(), body=self.maybe(self.words()),
            positions=self.some(position), figures=self.some(self.labelled),
        )  # fmt: skip

    def series(self) -> Entry:
        self.names += 1
        measure = self.random.choice(("exports", "imports", "gdp", "population"))
        ends = self.random.sample(("XA", "XB"), 2)
        years = self.random.sample(range(2010, 2024), self.random.randint(0, 5))
        money = {"unit": "US$", "currency": "USD", "price_basis": "current"}
        flow = {"flow": measure, "partner": ends[1]} if measure in ("exports", "imports") else {}
        return self.record(
            id=f"series-{self.names}", measure=measure, title=self.words(), reporter=ends[0],
            **({"unit": "people"} if measure == "population" else money), **flow,
            observations=[self.record(period=year, value=self.amount()) for year in years],
        )  # fmt: skip

    def topic(self) -> Entry:
        def raised() -> Entry:
            return self.record(issue=self.words(), our_line=self.words())

        return self.record(
            title=self.words(), background=self.maybe(self.words()),
            objectives=self.some(self.line), points=self.some(self.line),
            their_line=self.maybe(self.line()), press_line=self.maybe(self.line()),
            if_raised=self.some(raised, 2),
        )  # fmt: skip

    def meeting(self) -> Entry:
        def item() -> Entry:
            return self.record(time=self.random.choice(("09:30", "18:05")), item=self.words())

        return self.record(
            title=self.words(), date="2026-02-01", side=self.maybe("XB"),
            programme=self.some(item), topics=self.some(self.topic, 2),
        )  # fmt: skip

    def source(self, name: str) -> Entry:
        return self.record(
            id=name, publisher=self.word(), title=self.word(), reliability="press",
            date=self.maybe(self.date()),
        )  # fmt: skip

    def dossier(self) -> Entry:
        random = self.random
        drawn: Entry = {
            "dossier": {
                "title": "Alpha and Beta", "parties": ["XA", "XB"], "as_of": "2026-01-31",
                "marking_scheme": "own", "default_marking": random.choice(SCHEME.levels),
                "marking": "OPEN",
            },
            "countries": [self.country("XA"), self.country("XB")],
            "findings": self.some(lambda: self.record(text=self.words())),
            "events": self.some(self.event, 6),
            "visits": self.some(self.visit),
            "agreements": self.some(self.agreement),
            "statements": self.some(self.statement),
            "sectors": self.some(self.sector),
            "series": self.some(self.series, 4),
            "interlocutors": self.some(
                lambda: self.record(name=self.word(), office=self.word(), country="XB")
            ),
            "meetings": self.some(self.meeting, 2),
            "organisations": self.some(
                lambda: self.record(name=self.word(), kind="community", count=self.labelled())
            ),
            "sources": [self.source(name) for name in SOURCES],
        }  # fmt: skip
        if random.random() < 0.7:
            cleared = self.maybe({"cleared_by": "Director", "date": "2026-01-30"}) or {}
            drawn["clearance"] = self.record(drafted_by="Desk", **cleared)
        return drawn


def seeded(number: int) -> Random:
    """Return what draws the same every time it is given the same number."""
    return Random(number)  # noqa: S311  # nothing secret is drawn


def draw_dossier(random: Random) -> Dossier:
    """Draw a dossier that any audience may have."""
    tree = located(Draw(random).dossier())
    assert isinstance(tree, Mapping)
    return resolve("drawn", tree, {"own": SCHEME}, AUDIENCES, dict.fromkeys(IDS, "off"))


def draw_edition(random: Random) -> Edition:
    """Draw an audience, with the looks of a shipped one."""
    looks = edition(random.choice(("analyst", "minister", "press")))
    names = [name for name in sorted(SECTIONS) if name != "sources"]
    chosen = random.sample(names, random.randint(4, len(names)))
    notes = random.choice(("footnotes", "none"))
    if notes == "footnotes":  # they lead to the list of sources, which stands last
        chosen.append("sources")
    settings = {
        "title": "Paper", "description": "Drawn.",
        "clearance": {"own": random.choice(("OPEN", "DESK", "DESK", "CLOSED", "SEALED"))},
        "need_to_know": random.sample(AUDIENCES[1:], random.choice((0, 0, 1))),
        "above_clearance": random.choice(("withhold", "withhold", "redact")),
        "voice": random.choice(("own", "neutral")),
        "notes": notes,
        "home": random.choice((None, "XA", "XB")),
        "sections": [draw_choice(random, name) for name in chosen],
    }  # fmt: skip
    return replace(looks, name="desk", audience=Audience.model_validate(settings))


def draw_choice(random: Random, section: str) -> Entry:
    chosen: Entry = {"section": section, "depth": random.choice(("brief", "full"))}
    if random.random() < 0.4:
        chosen["limit"] = random.randint(1, 3)
    if random.random() < 0.3:
        chosen["priority"] = random.choice((30, 50, 70))
    if random.random() < 0.2 and section in ("timeline", "visits"):
        chosen["since"] = "1980"
    if random.random() < 0.2 and section == "timeline":
        chosen["kinds"] = random.sample(KINDS, 2)
    if random.random() < 0.2 and section in ("statements", "sectors"):
        chosen["topics"] = random.sample(TOPICS, 2)
    return chosen
