"""Worlds differ in what a reader may not see, and in nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.dossier.records import Records
from briefgen.dossier.resolve import Dossier, resolve
from briefgen.dossier.rules.registry import IDS
from briefgen.dossier.walk import Location, walk
from briefgen.load.nodes import Mapping
from briefgen.load.yaml import read_yaml
from briefgen.verify.proof.worlds import random_world, visible_values, worlds
from briefgen.view.project import is_cleared
from briefgen.view.visible import Barrier, Reader, withheld
from thorough import drawing

from .drawn import AUDIENCES, SCHEME, draw_dossier, draw_edition, seeded
from .pipeline import FICTION, WORKSPACE, edition, shipped_dossier

ALL = {"changed", "removed", "added", "high", "low", "foreign", "many", "reordered"}

#: For the desk, what is CLOSED or SEALED is above its clearance; the countries are not.
SOURCE = """\
dossier: {title: T, parties: [XA, XB], as_of: 2026-01-31, marking_scheme: own,
          default_marking: OPEN}
countries:
  - {iso: XA, name: Alpha, capital: A}
  - {iso: XB, name: Beta, capital: B, marking: CLOSED}
events:
  - {date: 1999, text: first, kind: border, sources: [seen, hidden]}
  - {date: 2001-05, text: {en: hidden one, lt: slaptas}, kind: dispute, marking: CLOSED,
     sources: [hidden], basis: Act 5, priority: 100,
     claims: [{date: 2002, by: XA, marking: OPEN, id: inside}]}
  - {date: 2003, text: other, kind: border, claims: [{date: 2004, by: XB, only: [minister]}]}
  - {date: 2005, text: hidden two, kind: dispute, marking: SEALED}
agreements:
  - {title: Treaty, status: in force, sources: "hidden; seen", marking: DESK}
sources:
  - {id: seen, publisher: P, title: S, reliability: press}
  - {id: hidden, publisher: P, title: H, reliability: press, marking: CLOSED}
clearance: {drafted_by: Desk, cleared_by: Head, date: 2026-01-30, marking: SEALED}
"""


def opened(text: str) -> Dossier:
    tree = read_yaml(text, "all.yaml")
    assert isinstance(tree, Mapping)
    return resolve("d", tree, {"own": SCHEME}, AUDIENCES, dict.fromkeys(IDS, "off"))


DOSSIER = opened(SOURCE)
DESK = Reader(frozenset(("desk",)), SCHEME, clearance=1, default=0)


def world(kind: str, *, redacts: bool = False) -> Records:
    found = worlds(DOSSIER, DESK, redacts=redacts, copies=7, others=AUDIENCES)
    return next(world.dossier.records for world in found if world.kind == kind)


def scalars(value: object) -> Iterator[str]:
    """Yield every value a reader could tell from another one."""
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple):
        for item in value:
            yield from scalars(item)
    elif value is not None:
        yield str(value)


def hidden_in(records: Records, reader: Reader = DESK) -> list[Location]:
    return [found.location for found in withheld(records, reader)]


@pytest.mark.parametrize(
    ("name", "audience"),
    [(name, "press") for name in WORKSPACE.dossiers()]
    + [(FICTION, name) for name in WORKSPACE.audiences() if name != "press"],
)
def test_worlds_of_the_shipped_dossiers_look_the_same_to_their_readers(
    name: str, audience: str
) -> None:
    dossier, reader = shipped_dossier(name), edition(audience).reader(shipped_dossier(name))
    hides = any(withheld(dossier.records, reader))
    for redacts in (False, True) if hides else (False,):
        seen = visible_values(dossier, reader, redacts=redacts)
        kinds = set()
        for found in worlds(dossier, reader, redacts=redacts, copies=2):
            assert visible_values(found.dossier, reader, redacts=redacts) == seen, found.kind
            assert found.dossier.records != dossier.records
            kinds.add(found.kind)
        assert kinds == ALL - (set() if hides else {"changed", "removed", "reordered"})


@given(st.integers(0, 10**9))
@drawing(8)
def test_worlds_of_any_dossier_look_the_same_to_any_reader(seed: int) -> None:
    dossier, drawn = draw_dossier(seeded(seed)), draw_edition(seeded(seed))
    reader, redacts = drawn.reader(dossier), drawn.redacts
    seen = visible_values(dossier, reader, redacts=redacts)
    for found in worlds(dossier, reader, redacts=redacts, copies=4, others=AUDIENCES):
        assert visible_values(found.dossier, reader, redacts=redacts) == seen, found.kind
    mixed = random_world(dossier, reader, seeded(seed), redacts=redacts, others=AUDIENCES)
    assert visible_values(mixed.dossier, reader, redacts=redacts) == seen


def test_visible_values_do_tell_a_change_of_what_is_visible() -> None:
    seen = visible_values(DOSSIER, DESK, redacts=False)
    for old, new in (("text: first", "text: third"), ("[seen, hidden]", "[hidden]"),
                     ("cleared_by: Head, ", ""), ("marking: DESK", "marking: OPEN")):  # fmt: skip
        assert visible_values(opened(SOURCE.replace(old, new)), DESK, redacts=False) != seen
    fewer = opened(SOURCE.replace("Act 5", "Act 7"))
    assert visible_values(fewer, DESK, redacts=False) == seen
    assert visible_values(fewer, DESK, redacts=True) != visible_values(DOSSIER, DESK, redacts=True)


def test_the_same_worlds_come_every_time() -> None:
    once, again = (
        [world.dossier.tree for world in worlds(DOSSIER, DESK, redacts=False)] for _ in range(2)
    )
    assert once == again
    mixed = [random_world(DOSSIER, DESK, seeded(7), redacts=False).dossier.tree for _ in range(2)]
    assert mixed[0] == mixed[1]


def test_changed_leaves_no_value_of_a_withheld_record_as_it_was() -> None:
    before, after = DOSSIER.records.events[1], world("changed").events[1]
    for field in ("date", "text", "kind", "marking", "priority"):
        values = [list(scalars(getattr(one, field))) for one in (before, after)]
        assert not set(values[0]) & set(values[1]), field
    assert list(after.text) == ["en", "lt"]
    assert after.claims[0].by not in (before.claims[0].by, None)
    assert after.claims[0].id not in ("inside", None)


def test_changed_gives_withheld_sources_other_names_wherever_they_are_cited() -> None:
    records = world("changed")
    [name] = [source.id for source in records.sources if source.id != "seen"]
    assert name != "hidden"
    assert records.events[0].sources == ("seen", name)
    assert records.events[1].sources == (name,)
    assert records.agreements[0].sources == (name, "seen")


def test_removed_leaves_only_what_has_to_be_there() -> None:
    records = world("removed")
    assert hidden_in(records) == [("countries", 1), ("clearance",)]
    assert [event.text[""] for event in records.events] == ["first", "other"]
    assert [source.id for source in records.sources] == ["seen"]
    assert [r.sources for r, _ in walk(records) if r.sources] == [("seen",)] * 2


@pytest.mark.parametrize("kind", sorted(ALL))
def test_clearance_stays_complete_and_every_party_has_its_record(kind: str) -> None:
    records = world(kind)
    assert is_cleared(records.clearance)
    assert [c.iso for c in records.countries if DESK.may_see(c)] == ["XA"]
    assert "XB" in [c.iso for c in records.countries]


def test_added_brings_records_of_every_type_to_the_beginning_middle_and_end_of_every_list() -> None:
    records = world("added")
    for name in Records.model_fields:
        if name in ("dossier", "observations", "clearance"):
            continue
        listed = [DESK.may_see(record) for record in getattr(records, name)]
        assert not listed[0], name
        assert not listed[-1], name
        if True in listed[1:]:
            first = listed.index(True)
            assert False in listed[first:], name
    visible = next(event for event in records.events if DESK.may_see(event))
    assert len(visible.claims) == 3
    [alpha] = [country for country in records.countries if DESK.may_see(country)]
    assert alpha.population is not None
    meeting = records.meetings[0]
    assert meeting.programme
    assert meeting.topics[0].points
    assert meeting.topics[0].their_line


def test_added_sources_are_cited_by_visible_records() -> None:
    records = world("added")
    agreement = next(a for a in records.agreements if DESK.may_see(a))
    hidden = {source.id for source in records.sources if not DESK.may_see(source)}
    assert len(agreement.sources) == 4
    assert [name in hidden for name in agreement.sources] == [True, True, False, True]


def test_many_brings_as_many_as_asked_for() -> None:
    assert len(world("many").events) == 4 + 7
    assert len(world("many").visits) == 7


def test_high_and_low_bring_extreme_values() -> None:
    for kind, sign, dates, priority, length in (
        ("high", 1, ("9999-12-31", "9999-12"), (99, 100), 5000),
        ("low", -1, ("1000", "1000-01"), (0, 1), 1),
    ):
        records = world(kind)
        values = [o.value for s in records.series for o in s.observations]
        assert values
        assert all(value * sign >= 10**29 for value in values)
        hidden = [event for event in records.events if not DESK.may_see(event)]
        assert {event.date for event in hidden} <= set(dates)
        assert {e.priority for e in hidden if e.model_fields_set & {"priority"}} <= set(priority)
        assert {len(text) for event in hidden for text in event.text.values()} <= {
            length, length + 4,
        }  # fmt: skip


def test_foreign_brings_texts_in_other_scripts() -> None:
    text = "".join(t for event in world("foreign").events for t in event.text.values())
    assert "\u0633" in text
    assert "\u79d8" in text


def test_reordered_moves_what_is_withheld_and_nothing_else() -> None:
    before, after = DOSSIER.records, world("reordered")
    assert before.events != after.events
    assert sorted(map(str, before.events[1:2])) == [str(e) for e in after.events if e.basis]
    assert [e.text[""] for e in after.events if DESK.may_see(e)] == ["first", "other"]
    assert after.events[2].sources == ("hidden", "seen")


@pytest.mark.parametrize("kind", sorted(ALL))
def test_where_gaps_are_shown_their_number_and_bases_stay(kind: str) -> None:
    def gaps(records: Records) -> list[str]:
        found = withheld(records, DESK)
        return sorted(str(w.record.basis) for w in found if w.barrier is Barrier.CLEARANCE)

    assert gaps(world(kind, redacts=True)) == gaps(DOSSIER.records)


def test_where_gaps_are_shown_need_to_know_records_still_come_and_go() -> None:
    def need_to_know(records: Records) -> int:
        return sum(w.barrier is Barrier.NEED_TO_KNOW for w in withheld(records, DESK))

    assert need_to_know(DOSSIER.records) == 1
    assert need_to_know(world("removed", redacts=True)) == 0
    assert need_to_know(world("many", redacts=True)) > 30


def test_with_the_highest_clearance_only_need_to_know_keeps_a_record_away() -> None:
    cleared = Reader(frozenset(("desk",)), SCHEME, clearance=3, default=0)
    added = next(w for w in worlds(DOSSIER, cleared, redacts=False) if w.kind == "added")
    hidden = list(withheld(added.dossier.records, cleared))
    assert len(hidden) > 20
    assert {found.barrier for found in hidden} == {Barrier.NEED_TO_KNOW}


def test_a_reader_is_never_among_those_who_need_to_know() -> None:
    for found in worlds(DOSSIER, DESK, redacts=False, others=("desk", "minister")):
        for one in withheld(found.dossier.records, DESK):
            assert one.record.only is None or "desk" not in one.record.only


def test_records_inside_a_withheld_one_are_marked_as_if_they_could_be_seen() -> None:
    made = [e for e in world("added").events if not DESK.may_see(e)]
    levels = {claim.marking for event in made for claim in event.claims}
    assert {"OPEN", "DESK"} & levels
