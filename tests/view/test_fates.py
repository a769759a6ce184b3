"""What is said of every record is what the view does with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefgen.build.dossiers import open_dossier
from briefgen.dossier.walk import Location
from briefgen.house.audience import Audience, load_audience
from briefgen.house.workspace import Workspace
from briefgen.view.fates import Fate, State, fates
from briefgen.view.project import account
from two_states import audience, event, opened

WORKSPACE = Workspace(Path(__file__).parents[2])
FICTION = open_dossier(WORKSPACE, "ruritania-graustark")


def _gaps(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        for found in value.get("gaps", {}).values():
            yield from found
        for inner in value.values():
            yield from _gaps(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _gaps(inner)


def redacting(name: str) -> Audience:
    settings, _, _ = load_audience(WORKSPACE, name)
    return settings.model_copy(update={"above_clearance": "redact", "clearance": {"tlp": "CLEAR"}})


@pytest.mark.parametrize("name", WORKSPACE.audiences())
def test_what_is_told_as_redacted_is_a_gap_in_the_paper_and_nothing_else_is(name: str) -> None:
    settings = redacting(name)
    view, shown = account(FICTION, name, settings, "en")
    gaps = [one.location for one in shown if one.gap]
    assert len(gaps) == len(set(gaps)) == len(list(_gaps(view.paper["sections"])))
    told = [f.location for f in fates(FICTION, name, settings) if f.state is State.REDACTED]
    assert [one for one in told if not any(one[:n] in told for n in range(1, len(one)))] == sorted(
        gaps, key=told.index
    )


@pytest.mark.parametrize("name", WORKSPACE.audiences())
def test_every_record_has_a_section_or_a_reason(name: str) -> None:
    settings, _, _ = load_audience(WORKSPACE, name)
    found = list(fates(FICTION, name, settings))
    assert len({fate.location for fate in found}) == len(found)
    for fate in found:
        assert bool(fate.sections) == (fate.state is State.SHOWN), fate
        assert bool(fate.reason) == (fate.state is not State.SHOWN), fate


def of(text: str, *sections: Any, dropped: frozenset[Location] = frozenset()) -> Fate:
    [fate] = [
        fate
        for fate in fates(opened(text), "desk", audience("GREEN", *sections), dropped)
        if fate.location == ("events", 0)
    ]
    return fate


@pytest.mark.parametrize(
    ("more", "section", "reason"),
    [
        (", marking: RED", "timeline", "marked RED, cleared to GREEN"),
        (", only: [minister]", "timeline", "for minister only"),
        ("", "visits", "no section of the paper shows events"),
        ("", {"section": "timeline", "since": "2001"},
         "timeline takes other kinds, topics or years"),
        (", priority: 10", {"section": "timeline", "priority": 20},
         "priority 10, timeline takes 20 and above"),
    ],
)  # fmt: skip
def test_the_reason_is_the_one_that_keeps_it_out(more: str, section: Any, reason: str) -> None:
    assert of("events:\n" + event("a", "2000", more), section).reason == reason


def test_a_limit_and_want_of_space_are_reasons_too() -> None:
    text = "events:\n" + event("a", "2000", ", priority: 10") + event("b", "2001")
    limited = of(text, {"section": "timeline", "limit": 1})
    assert limited.reason == "timeline takes 1, others have a higher priority"
    dropped = of(text, "timeline", dropped=frozenset({("events", 0)}))
    assert (dropped.state, dropped.reason) == (State.DROPPED, "left out for want of space")
