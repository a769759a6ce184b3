from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.diagnostics import (
    BriefgenError,
    ContentError,
    Diagnostic,
    ExitStatus,
    Findings,
    Place,
    Severity,
    UsageError,
    did_you_mean,
    in_order,
    shown_path,
)


def error(file: str, line: int = 0, rule: str = "r", message: str = "m") -> Diagnostic:
    return Diagnostic(Place(file, line), rule, message)


def warning(file: str, line: int = 0) -> Diagnostic:
    return Diagnostic(Place(file, line), "r", "m", severity=Severity.WARNING)


@pytest.mark.parametrize(
    ("place", "printed"),
    [
        (Place("a.yaml"), "a.yaml"),
        (Place("a.yaml", 3), "a.yaml:3"),
        (Place("a.yaml", 3, 7), "a.yaml:3:7"),
        (Place("a.yaml", 0, 7), "a.yaml"),
    ],
)
def test_a_place_prints_as_much_as_is_known(place: Place, printed: str) -> None:
    assert str(place) == printed


def test_a_diagnostic_prints_as_the_contract_has_it() -> None:
    place = Place("data/belarus-lithuania/visits.yaml", 14, 11)
    message = '`date` is "2009-13-16", expected an ISO date'
    hint = 'year-month-day; write "2009" or "2009-09" where the day is unknown'
    assert str(Diagnostic(place, "bad-date", message, hint)) == (
        "data/belarus-lithuania/visits.yaml:14:11: error[bad-date]: "
        '`date` is "2009-13-16", expected an ISO date\n'
        '  hint: year-month-day; write "2009" or "2009-09" where the day is unknown'
    )


def test_a_diagnostic_without_a_hint_is_one_line() -> None:
    assert str(warning("a.yaml", 2)) == "a.yaml:2: warning[r]: m"


def test_a_diagnostic_is_ready_for_json() -> None:
    diagnostic = Diagnostic(Place("a", 1, 2), "r", "m", "h", Severity.WARNING)
    assert diagnostic.as_json() == {
        "file": "a",
        "line": 1,
        "column": 2,
        "severity": "warning",
        "rule": "r",
        "message": "m",
        "hint": "h",
    }


def test_findings_raise_warnings_together_with_errors() -> None:
    found = Findings()
    found.warning(Place("a"), "w", "careful")
    found.error(Place("b"), "e", "wrong", "mend it")
    assert [d.rule for d in found.errors] == ["e"]
    with pytest.raises(ContentError) as caught:
        found.raise_errors()
    assert [d.rule for d in caught.value.diagnostics] == ["w", "e"]
    assert str(caught.value) == "a: warning[w]: careful\nb: error[e]: wrong\n  hint: mend it"


def test_findings_without_errors_raise_nothing() -> None:
    found = Findings()
    found.warning(Place("a"), "w", "careful")
    found.raise_errors()
    assert found.errors == []
    assert len(found.items) == 1


def test_everything_raised_on_purpose_can_be_caught_as_one() -> None:
    assert issubclass(ContentError, BriefgenError)
    assert issubclass(UsageError, BriefgenError)


def test_the_exit_statuses_are_those_of_the_contract() -> None:
    assert {status.name: status.value for status in ExitStatus} == {
        "DONE": 0,
        "CONTENT": 1,
        "USAGE": 2,
        "WARNINGS": 3,
        "INTERRUPTED": 130,
    }


def test_the_file_with_the_most_errors_comes_first() -> None:
    listed = [error("a", 1), warning("b"), error("c", 1), error("c", 2), warning("b", 1)]
    assert [d.place.file for d in in_order(listed)] == ["c", "c", "a", "b", "b"]


def test_files_with_as_many_errors_come_by_name() -> None:
    assert [d.place.file for d in in_order([error("b"), error("a")])] == ["a", "b"]


def test_within_a_file_errors_come_first_and_then_the_nearer_place() -> None:
    listed = [warning("a", 1), error("a", 10), error("a", 9), error("a", 9, "q"), warning("a", 0)]
    assert in_order(listed) == [
        error("a", 9, "q"),
        error("a", 9),
        error("a", 10),
        warning("a", 0),
        warning("a", 1),
    ]


def test_a_diagnostic_found_twice_is_listed_once_and_counted_once() -> None:
    listed = [error("b", 1), error("b", 1), error("a", 1), error("a", 2)]
    assert in_order(listed) == [error("a", 1), error("a", 2), error("b", 1)]


@given(
    st.lists(
        st.builds(
            Diagnostic,
            st.builds(Place, st.sampled_from("abc"), st.integers(0, 3), st.integers(0, 3)),
            st.sampled_from("rs"),
            st.sampled_from("mn"),
            severity=st.sampled_from(Severity),
        )
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_does_not_depend_on_the_order_of_finding(
    listed: list[Diagnostic], chance: object
) -> None:
    shuffled = list(listed)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert in_order(shuffled) == in_order(listed)
    assert set(in_order(listed)) == set(listed)


@pytest.mark.parametrize(
    ("word", "near"),
    [("gazete", "gazette"), ("GAZETTE", "gazette"), ("yearbok", "yearbook"), ("green", "GREEN")],
)
def test_the_nearest_known_word_is_suggested_among_all(word: str, near: str) -> None:
    known = ["gazette", "yearbook", "GREEN"]
    assert did_you_mean(word, known) == (
        f"did you mean `{near}`? known here: gazette, yearbook, GREEN"
    )


def test_where_nothing_is_near_all_known_words_are_listed() -> None:
    assert did_you_mean("zzz", ["gazette", "yearbook"]) == "known here: gazette, yearbook"


def test_where_nothing_is_known_there_is_no_hint() -> None:
    assert did_you_mean("zzz", []) == ""


def test_a_path_inside_the_workspace_is_shown_from_its_root() -> None:
    assert shown_path(Path("/w/data/a.yaml"), Path("/w")) == "data/a.yaml"


def test_a_path_outside_the_workspace_is_shown_whole() -> None:
    assert shown_path(Path("/v/a.yaml"), Path("/w")) == "/v/a.yaml"
