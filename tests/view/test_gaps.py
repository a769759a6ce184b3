"""Redaction: a visible gap that tells its basis and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.house.audience import Audience
from briefgen.view.project import project
from briefgen.view.view import View
from two_states import MEETING, audience, event, opened, shown, texts

if TYPE_CHECKING:
    from random import Random  # noqa: TID251  # Hypothesis seeds it


def redacting(clearance: str, *sections: str | dict[str, Any]) -> Audience:
    return audience(clearance, *sections).model_copy(update={"above_clearance": "redact"})


def see(text: str, clearance: str, *sections: str | dict[str, Any]) -> View:
    return project(opened(text), "desk", redacting(clearance, *sections), "en")


def section(view: View, name: str) -> dict[str, Any]:
    [found] = [s for s in view.paper["sections"] if s["name"] == name]
    return dict(found)


HIDDEN = ", marking: RED, basis: {en: Section 15, lt: 15 skyrius}"


def test_a_record_above_the_clearance_leaves_a_gap_with_its_basis() -> None:
    view = see("events:\n" + event("open") + event("hidden", "1999", HIDDEN), "GREEN", "timeline")
    assert texts(view) == ["open"]
    assert section(view, "timeline")["gaps"] == {"events": [{"basis": "Section 15"}]}
    assert "hidden" not in repr(view)
    assert view.marking == "TLP:GREEN"


def test_a_gap_without_a_basis_is_told_as_such() -> None:
    view = see("events:\n" + event("hidden", "1999", ", marking: RED"), "GREEN", "timeline")
    assert section(view, "timeline")["gaps"] == {"events": [{"basis": None}]}


def test_an_audience_that_withholds_sees_no_gap() -> None:
    dossier = opened("events:\n" + event("open") + event("hidden", "1999", HIDDEN))
    view = project(dossier, "desk", audience("GREEN", "timeline"), "en")
    assert section(view, "timeline")["gaps"] == {}
    assert "Section 15" not in repr(view)


def test_need_to_know_covers_even_the_existence_of_a_record() -> None:
    text = "events:\n" + event("open") + event("h", "1999", HIDDEN + ", only: [minister]")
    assert section(see(text, "GREEN", "timeline"), "timeline")["gaps"] == {}


def test_gaps_of_records_inside_others_stand_with_the_record() -> None:
    view = see(MEETING, "CLEAR", "topics")
    [meeting] = shown(view, "topics", "meetings")
    told = {key: len(found) for topic in meeting["topics"] for key, found in topic["gaps"].items()}
    assert told
    assert "To win" not in repr(view)


def test_all_gaps_of_a_type_stand_in_the_first_section_made_of_it() -> None:
    sector = "  - {{topic: {}, title: T, body: B, marking: {}, sources: [open]}}\n"
    text = "sectors:\n" + sector.format("trade", "RED") + sector.format("border", "RED")
    view = see(text, "GREEN", "sectors", "trade")
    assert [s["name"] for s in view.paper["sections"]] == ["sectors"]
    assert len(section(view, "sectors")["gaps"]["sectors"]) == 2


@given(st.randoms(use_true_random=False), st.lists(st.sampled_from(["1850", "1999", "2024"])))
def test_where_a_withheld_record_stands_and_what_it_holds_leaves_no_trace(
    shuffled: Random, dates: list[str]
) -> None:
    """Only how many there are, and on what basis, is told."""
    bases = ["a", "b"] * len(dates)
    hidden = [
        event(f"hidden {n}", date, f", marking: RED, priority: {n % 100}, basis: {basis}")
        for n, (date, basis) in enumerate(zip(dates, bases, strict=False))
    ]
    plain = [event(f"open {n}", "1990") for n in range(3)]
    mixed = [*plain]
    for record in hidden:
        mixed.insert(shuffled.randrange(len(mixed) + 1), record)
    other = [
        event("x", "2001", f", marking: RED, basis: {basis}")
        for basis in sorted(bases[: len(dates)])
    ]
    limited = {"section": "timeline", "limit": 2, "since": "1950"}
    one = see("events:\n" + "".join(mixed), "GREEN", limited)
    two = see("events:\n" + "".join([*plain, *other]), "GREEN", limited)
    assert [e["text"] for e in shown(one, "timeline", "events")] == ["open 0", "open 1"]
    assert section(one, "timeline")["gaps"] == section(two, "timeline")["gaps"]


@pytest.mark.parametrize("clearance", ["CLEAR", "GREEN", "AMBER", "RED"])
def test_redaction_shows_no_more_records_than_withholding(clearance: str) -> None:
    text = "events:\n" + "".join(event(m, "2000", f", marking: {m}") for m in ("CLEAR", "RED"))
    strict = project(opened(text), "desk", audience(clearance, "timeline"), "en")
    assert texts(see(text, clearance, "timeline")) == texts(strict)


@pytest.mark.parametrize("other", ["", ", {period: 2001, value: 2, only: [minister]}"])
def test_values_for_others_do_not_decide_whether_a_series_leaves_a_gap(other: str) -> None:
    text = (
        "series:\n  - {id: s, measure: gdp, title: S, unit: x, marking: CLEAR, sources: [open],\n"
        f"     observations: [{{period: 2000, value: 1, marking: RED}}{other}]}}\n"
    )
    view = see(text, "GREEN", "economy")
    assert section(view, "economy")["gaps"] == {"series": [{"basis": None}]}
