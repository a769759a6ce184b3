"""Whose paper it is: the order of the parties, ours and theirs, whose brief is whose."""

from __future__ import annotations

from typing import Any

import pytest

from briefgen.view.project import project
from briefgen.view.view import View
from two_states import HEAD, audience, opened, shown

TEXT = """\
statements:
  - {by: XA, text: a, sources: [open]}
  - {by: XB, text: b, sources: [open]}
  - {by: Somebody, text: c, sources: [open]}
meetings:
  - title: M
    date: 2026-02-01
    sources: [open]
    topics: [{title: T, objectives: [To win]}]
"""


def see(head: str = HEAD, meetings: str = "", **settings: Any) -> View:
    chosen = audience("RED", "facts", "statements", "topics").model_copy(update=settings)
    return project(
        opened(TEXT.replace("    date:", f"{meetings}    date:"), head), "desk", chosen, "en"
    )


def parties(view: View) -> list[str]:
    return [party["iso"] for party in view.paper["parties"]]


def test_the_first_of_the_parties_is_at_home_where_nobody_says_otherwise() -> None:
    view = see()
    assert view.paper["home"] == "XB"
    assert parties(view) == ["XB", "XA"]


@pytest.mark.parametrize(("home", "order"), [("XA", ["XA", "XB"]), ("XB", ["XB", "XA"])])
def test_the_home_party_stands_first_everywhere(home: str, order: list[str]) -> None:
    for view in (see(HEAD + f"  home: {home}\n"), see(home=home)):
        assert parties(view) == order
        assert [c["iso"] for c in shown(view, "facts", "countries")] == order


def test_the_audience_has_the_last_word_on_its_home_if_it_is_a_party() -> None:
    head = HEAD + "  home: XB\n"
    assert see(head, home="XA").paper["home"] == "XA"
    assert see(head, home="XC").paper["home"] == "XB"


@pytest.mark.parametrize(("home", "sides"), [
    ("XA", {"a": "ours", "b": "theirs", "c": "other"}),
    ("XB", {"a": "theirs", "b": "ours", "c": "other"}),
])  # fmt: skip
def test_ours_and_theirs_change_places_with_the_home(home: str, sides: dict[str, str]) -> None:
    view = see(home=home)
    told = {s["text"]: s["by"]["side"] for s in shown(view, "statements", "statements")}
    assert told == sides


def test_a_brief_is_for_one_side_and_the_other_gets_no_points_of_it() -> None:
    assert "To win" in repr(see())
    assert "To win" not in repr(see(home="XA").paper["sections"])
    own = see(meetings="    side: XA\n", home="XA")
    assert "To win" in repr(own.paper["sections"])
    assert "To win" not in repr(see(meetings="    side: XA\n").paper["sections"])
