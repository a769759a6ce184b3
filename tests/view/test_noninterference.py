"""What an audience may not see has no influence on what it sees.

A dossier of visible records is drawn, then two different sets of records
that are hidden from the audience are put into it at arbitrary places. The
three views must be equal.
"""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.dossier.records import Records
from briefgen.dossier.resolve import Dossier
from briefgen.house.audience import Audience
from briefgen.house.markings import Scheme
from briefgen.load.nodes import Mapping
from briefgen.view.project import project
from briefgen.view.sections import SECTIONS
from briefgen.view.view import View

Entry = dict[str, Any]

SCHEME = Scheme("own", ("OPEN", "DESK", "CLOSED", "SEALED"))
AUDIENCE = Audience.model_validate(
    {
        "title": "Paper",
        "description": "D",
        "clearance": {"own": "DESK"},
        "sections": [
            *SECTIONS,
            {"section": "timeline", "limit": 2, "since": "1950", "kinds": ["other"]},
            {"section": "bottom-line", "limit": 1, "priority": 30},
            {"section": "statements", "limit": 2, "topics": ["trade"]},
            {"section": "economy", "limit": 1},
        ],
    }
)

words = st.text("abcö ", min_size=1, max_size=5).map(lambda text: f"w{text}")
dates = st.sampled_from(["1900", "1950-05", "1999-12-31", "2020"])
numbers = st.integers(-(10**9), 10**12).map(str)
priorities = st.integers(0, 100)
topics = st.sampled_from(["trade", "border", "multilateral"])
cited = st.lists(st.sampled_from(["s0", "s1"]), max_size=2, unique=True)
cited_too = st.lists(st.sampled_from(["h0", "h1"]), max_size=2, unique=True)

seen = st.fixed_dictionaries({"marking": st.sampled_from(["OPEN", "DESK"])})
nested_seen = st.fixed_dictionaries({}, optional={"marking": st.sampled_from(["OPEN", "DESK"])})
kept_from = st.fixed_dictionaries(
    {"only": st.sampled_from([[], ["minister"]])},
    optional={"marking": st.sampled_from(SCHEME.levels)},
)
too_high = st.fixed_dictionaries(
    {"marking": st.sampled_from(["CLOSED", "SEALED"])},
    optional={"only": st.just(["desk", "minister"])},
)
nested_hidden = kept_from | too_high
#: The default marking of the dossier is above the clearance, so no marking hides as well.
hidden: st.SearchStrategy[Entry] = nested_hidden | st.just({})


def record(handling: st.SearchStrategy[Entry], **fields: st.SearchStrategy[Any]) -> Any:
    common = st.fixed_dictionaries({"priority": priorities, "sources": cited})
    return st.builds(lambda *parts: {k: v for part in parts for k, v in part.items()},
                     handling, common, st.fixed_dictionaries(fields))  # fmt: skip


def figure(handling: st.SearchStrategy[Entry], **fields: st.SearchStrategy[Any]) -> Any:
    return record(handling, value=numbers, unit=words, as_of=dates, **fields)


def types(handling: st.SearchStrategy[Entry], nested: st.SearchStrategy[Entry]) -> dict[str, Any]:
    """Return strategies of records by type, whose nested records are handled as ``nested``."""

    def several(strategy: Any) -> Any:
        return st.lists(strategy, max_size=2)

    line = record(nested, text=words)
    topic = record(
        nested, title=words, background=words, objectives=several(line), points=several(line),
        their_line=line, press_line=line,
        if_raised=several(record(nested, issue=words, our_line=words)),
    )  # fmt: skip
    return {
        "findings": record(handling, text=words),
        "events": record(
            handling, date=dates, text=words, kind=st.sampled_from(["other", "border"]),
            claims=several(record(nested, date=dates, by=words)),
        ),
        "visits": record(
            handling, date=dates, level=st.just("state"), visitor=words, office=words,
            country=st.just("XA"),
        ),
        "agreements": record(
            handling, title=words, status=st.sampled_from(["signed", "unknown"]), signed=dates
        ),
        "statements": record(handling, text=words, by=words | st.just("XB"), topic=topics),
        "sectors": record(
            handling, topic=topics, title=words,
            positions=several(record(nested, by=st.just("XA"), text=words)),
            figures=several(figure(nested, label=words)),
        ),
        "series": record(
            handling, id=st.just("x"), title=words, unit=words,
            measure=st.sampled_from(["exports", "gdp", "voting-agreement"]),
            observations=several(record(nested, period=dates, value=numbers)),
        ),
        "interlocutors": record(handling, name=words, office=words, country=st.just("XB")),
        "meetings": record(
            handling, title=words, date=st.just("2026-02-01"), topics=several(topic),
            programme=several(record(nested, time=st.just("09:30"), item=words)),
        ),
        "organisations": record(
            handling, name=words, kind=st.just("community"), count=figure(nested, label=words)
        ),
    }  # fmt: skip


VISIBLE = types(seen, nested_seen)
HIDDEN = types(hidden, st.just({}) | nested_hidden)
HIDDEN_NESTED = {
    "objectives": record(nested_hidden, text=words),
    "points": record(nested_hidden, text=words),
    "claims": record(nested_hidden, date=dates, by=words),
    "positions": record(nested_hidden, by=words, text=words),
    "figures": figure(nested_hidden, label=words),
    "observations": record(nested_hidden, period=dates, value=numbers),
    "programme": record(nested_hidden, time=st.just("10:00"), item=words),
    "if_raised": record(nested_hidden, issue=words, our_line=words),
    "topics": record(nested_hidden, title=words, objectives=st.just(["x"])),
}
#: Single records within records: hidden in one world, missing in another.
HIDDEN_SINGLE = {
    "their_line": HIDDEN_NESTED["objectives"],
    "press_line": HIDDEN_NESTED["objectives"],
    "count": HIDDEN_NESTED["figures"],
}


def source(name: str, handling: Entry, more: Entry | None = None) -> Entry:
    fixed = {"id": name, "publisher": name, "title": f"T{name}", "reliability": "press"}
    return {**fixed, **handling, **(more or {})}


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Entry, Entry, Entry]:
    """Draw the records that the audience may see, and twice the same with others among them."""
    base: Entry = {
        "dossier": {
            "title": "T", "parties": ["XA", "XB"], "as_of": "2026-01-31", "marking_scheme": "own",
            "default_marking": "CLOSED", "marking": "OPEN",
        },
        "countries": [
            {"iso": "XA", "name": "Alpha", "capital": "C", "marking": "OPEN"},
            {"iso": "XB", "name": "Beta", "capital": "D", "marking": "DESK"},
        ],
        "sources": [
            source("s0", {"marking": "OPEN"}, {"sources": draw(cited)}),
            source("s1", {"marking": "DESK"}),
        ],
        "clearance": {"drafted_by": "Desk", "marking": "OPEN", "sources": draw(cited)},
    }  # fmt: skip
    for name, strategy in VISIBLE.items():
        base[name] = draw(st.lists(strategy, max_size=2))
    if draw(st.booleans()):
        del base["countries"][1]
    for entry, key in singles(base):
        if draw(st.booleans()):
            del entry[key]
    return base, draw(with_hidden(base)), draw(with_hidden(base))


def singles(value: Any) -> list[tuple[Entry, str]]:
    found = []
    if isinstance(value, dict):
        found += [(value, key) for key in value if key in HIDDEN_SINGLE]
        value = list(value.values())
    if isinstance(value, list):
        found += [pair for item in value for pair in singles(item)]
    return found


def lists(value: Any) -> list[tuple[str, list[Any]]]:
    """Return every list of nested records, with its field."""
    found = []
    if isinstance(value, dict):
        found += [(k, v) for k, v in value.items() if k in HIDDEN_NESTED and isinstance(v, list)]
        value = list(value.values())
    if isinstance(value, list):
        found += [pair for item in value for pair in lists(item)]
    return found


def citing(value: Any) -> list[Entry]:
    """Return every record that cites sources."""
    found = []
    if isinstance(value, dict):
        found += [value] if isinstance(value.get("sources"), list) else []
        value = list(value.values())
    if isinstance(value, list):
        found += [entry for item in value for entry in citing(item)]
    return [entry for entry in found if all(isinstance(name, str) for name in entry["sources"])]


def put(draw: st.DrawFn, entries: list[Any], more: list[Any]) -> None:
    for entry in more:
        entries.insert(draw(st.integers(0, len(entries))), entry)


def hide_inside(draw: st.DrawFn, world: Entry) -> None:
    """Put hidden citations and hidden records into the records that are there."""
    for entry in citing(world):
        put(draw, entry["sources"], draw(cited_too))
    for field, entries in lists(world):
        put(draw, entries, draw(st.lists(HIDDEN_NESTED[field], max_size=1)))
    topics = [topic for meeting in world["meetings"] for topic in meeting["topics"]]
    around = [(topic, field) for topic in topics for field in ("their_line", "press_line")]
    around += [(organisation, "count") for organisation in world["organisations"]]
    for owner, field in around:
        if field not in owner and draw(st.booleans()):
            owner[field] = draw(HIDDEN_SINGLE[field])


@st.composite
def with_hidden(draw: st.DrawFn, base: Entry) -> Entry:
    """Draw the same world with hidden records among the visible ones."""
    world = copy.deepcopy(base)
    hide_inside(draw, world)
    for name, strategy in HIDDEN.items():
        put(draw, world[name], draw(st.lists(strategy, max_size=2)))
    for name in draw(st.lists(st.sampled_from(["h0", "h1"]), unique=True)):
        put(draw, world["sources"], [source(name, draw(hidden), {"sources": draw(cited)})])
    if len(world["countries"]) == 1:
        country = record(hidden, iso=st.just("XB"), name=words, capital=words)
        put(draw, world["countries"], draw(st.lists(country, max_size=1)))
    return world


def view(world: Entry) -> View:
    dossier = Dossier("d", Records.model_validate(world), Mapping({}), SCHEME, ())
    return project(dossier, "desk", AUDIENCE, "en")


@given(worlds())
@settings(
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_hidden_records_have_no_influence_on_the_view(drawn: tuple[Entry, Entry, Entry]) -> None:
    base, one, other = map(view, drawn)
    assert one == base
    assert other == base


def test_visible_records_do_have_an_influence_on_the_view() -> None:
    base: Entry = {
        "dossier": {
            "title": "T", "parties": ["XA", "XB"], "as_of": "2026-01-31", "marking_scheme": "own",
            "default_marking": "CLOSED", "marking": "OPEN",
        },
        "events": [{"date": "2000", "text": "e", "kind": "other", "marking": "OPEN"}],
    }  # fmt: skip
    for level, changes in (("OPEN", True), ("DESK", True), ("CLOSED", False), (None, False)):
        more = {"date": "2001", "text": "f", "kind": "other", "marking": level}
        assert (view({**base, "events": [*base["events"], more]}) != view(base)) is changes
