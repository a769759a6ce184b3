from __future__ import annotations

from typing import Any

import pytest

from briefgen.dossier.records import Records
from briefgen.dossier.resolve import Dossier
from briefgen.house.audience import Audience
from briefgen.house.markings import Scheme
from briefgen.house.sections import SectionChoice
from briefgen.load.nodes import Mapping
from briefgen.view.project import project
from briefgen.view.sections import SECTIONS

SCHEME = Scheme("own", ("LOW", "HIGH"))


def paper(records: dict[str, Any], *sections: str | dict[str, Any]) -> list[dict[str, Any]]:
    header = {
        "title": "T",
        "parties": ["XA", "XB"],
        "as_of": "2026-01-31",
        "marking_scheme": "own",
        "default_marking": "LOW",
    }
    whole = Records.model_validate({"dossier": header, **records})
    dossier = Dossier("d", whole, Mapping({}), SCHEME, ())
    audience = Audience.model_validate(
        {"title": "T", "description": "D", "clearance": {"own": "LOW"}, "sections": sections}
    )
    shown: list[dict[str, Any]] = project(dossier, "desk", audience, "en").paper["sections"]
    return shown


def events(*entries: tuple[str, str] | tuple[str, str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "events": [
            {"date": entry[0], "text": entry[1], "kind": "other", **(entry[2:] or ({},))[0]}
            for entry in entries
        ]
    }


def texts(sections: list[dict[str, Any]], type_: str = "events", field: str = "text") -> list[str]:
    return [record[field] for section in sections for record in section.get(type_, [])]


def test_every_section_of_the_audience_file_has_a_selection() -> None:
    assert set(SECTIONS) == set(SectionChoice.model_json_schema()["properties"]["section"]["enum"])


def test_sections_stand_in_the_order_of_the_audience() -> None:
    records = events(("2000", "e")) | {"findings": [{"text": "f"}]}
    one = paper(records, "timeline", "bottom-line", "sources")
    other = paper(records, "sources", "bottom-line", "timeline")
    assert [s["name"] for s in one] == ["timeline", "bottom-line", "sources"]
    assert [s["name"] for s in other] == ["sources", "bottom-line", "timeline"]


def test_a_section_with_nothing_to_show_does_not_exist() -> None:
    records = events(("2000", "secret", {"marking": "HIGH"}))
    assert [s["name"] for s in paper(records, "timeline", "visits", "clearance")] == ["clearance"]


def test_heading_and_depth_are_those_of_the_audience() -> None:
    choice = {"section": "timeline", "title": "Milestones", "depth": "brief"}
    (section,) = paper(events(("2000", "e")), choice)
    assert (section["title"], section["depth"]) == ("Milestones", "brief")
    (section,) = paper(events(("2000", "e")), "timeline")
    assert (section["title"], section["depth"]) == (None, "full")


def test_the_timeline_is_sorted_by_date_and_then_as_written() -> None:
    records = events(("2001-05", "c"), ("2001-04-30", "b"), ("2000", "a"), ("2001-05", "d"))
    assert texts(paper(records, "timeline")) == ["a", "b", "c", "d"]


def test_agreements_are_sorted_by_their_first_known_date() -> None:
    records = {
        "agreements": [
            {"title": "undated", "status": "unknown"},
            {"title": "signed", "status": "signed", "signed": "2003", "in_force": "1999"},
            {"title": "in force", "status": "in force", "in_force": "2002"},
            {"title": "status", "status": "terminated", "status_date": "2001"},
        ]
    }
    shown = texts(paper(records, "agreements"), "agreements", "title")
    assert shown == ["status", "in force", "signed", "undated"]


def test_the_bottom_line_is_sorted_by_priority() -> None:
    records = {"findings": [{"text": str(n), "priority": n} for n in (10, 90, 50)]}
    assert texts(paper(records, "bottom-line"), "findings") == ["90", "50", "10"]


def test_a_limit_keeps_the_records_of_the_highest_priority_in_their_order() -> None:
    records = events(
        ("2000", "a", {"priority": 20}),
        ("2001", "b", {"priority": 90}),
        ("2002", "c", {"priority": 10}),
        ("2003", "d", {"priority": 80}),
    )
    assert texts(paper(records, {"section": "timeline", "limit": 2})) == ["b", "d"]
    assert len(texts(paper(records, {"section": "timeline", "limit": 4}))) == 4


def test_among_equal_priorities_a_limit_keeps_the_first() -> None:
    records = events(("2002", "c"), ("2000", "a"), ("2001", "b"))
    assert texts(paper(records, {"section": "timeline", "limit": 2})) == ["a", "b"]


def test_a_limit_counts_visible_records_only() -> None:
    secret = [(f"199{n}", "secret", {"marking": "HIGH", "priority": 100}) for n in range(5)]
    records = events(*secret, ("2000", "a"), ("2001", "b"), ("2002", "c", {"priority": 0}))
    assert texts(paper(records, {"section": "timeline", "limit": 2})) == ["a", "b"]


@pytest.mark.parametrize(("least", "kept"), [(0, "abc"), (50, "bc"), (51, "c"), (100, "")])
def test_a_priority_is_a_floor(least: int, kept: str) -> None:
    records = events(("1", "a", {"priority": 49}), ("2", "b"), ("3", "c", {"priority": 90}))
    for entry, year in zip(records["events"], ("2001", "2002", "2003"), strict=True):
        entry["date"] = year
    assert texts(paper(records, {"section": "timeline", "priority": least})) == list(kept)


@pytest.mark.parametrize(("since", "kept"), [("2000", "bcd"), ("2001", "cd"), ("2003", "")])
def test_since_is_the_first_year_that_is_shown(since: str, kept: str) -> None:
    records = events(("1999-12-31", "a"), ("2000", "b"), ("2001-01", "c"), ("2002-01-01", "d"))
    assert texts(paper(records, {"section": "timeline", "since": since})) == list(kept)


def test_since_holds_for_visits_too() -> None:
    visit = {"level": "state", "visitor": "V", "office": "O", "country": "XA"}
    records = {"visits": [{**visit, "date": year} for year in ("2005", "1999-05-01", "2001")]}
    shown = texts(paper(records, {"section": "visits", "since": "2000"}), "visits", "date")
    assert shown == ["2001", "2005"]


def test_only_the_kinds_asked_for_are_shown() -> None:
    records = events(
        ("2000", "a", {"kind": "border"}), ("2001", "b"), ("2002", "c", {"kind": "meeting"})
    )
    choice = {"section": "timeline", "kinds": ["meeting", "border"]}
    assert texts(paper(records, choice)) == ["a", "c"]
    assert texts(paper(records, {"section": "timeline", "kinds": []})) == []


TOPICS = {
    "sectors": [{"topic": t, "title": t} for t in ("trade", "border", "multilateral", "energy")]
}


def test_trade_and_voting_have_sections_of_their_own() -> None:
    assert texts(paper(TOPICS, "sectors"), "sectors", "topic") == ["border", "energy"]
    assert texts(paper(TOPICS, "trade"), "sectors", "topic") == ["trade"]
    assert texts(paper(TOPICS, "voting"), "sectors", "topic") == ["multilateral"]


def test_only_the_topics_asked_for_are_shown() -> None:
    choice = {"section": "sectors", "topics": ["trade", "energy"]}
    assert texts(paper(TOPICS, choice), "sectors", "topic") == ["trade", "energy"]
    records = {"statements": [{"text": t, "by": "XA", "topic": t} for t in ("trade", "rail")]}
    records["statements"].append({"text": "none", "by": "XA"})
    assert texts(paper(records, "statements"), "statements") == ["trade", "rail", "none"]
    choice = {"section": "statements", "topics": ["rail"]}
    assert texts(paper(records, choice), "statements") == ["rail"]


@pytest.mark.parametrize(
    ("section", "measures"),
    [
        ("trade", ["exports", "imports"]),
        ("economy", ["gdp", "population"]),
        ("voting", ["voting-agreement"]),
    ],
)
def test_each_measure_belongs_to_one_section(section: str, measures: list[str]) -> None:
    shown = ("exports", "gdp", "population", "imports", "voting-agreement", "other")
    records = {"series": [run(measure) for measure in shown]}
    assert texts(paper(records, section), "series", "id") == measures


def run(measure: str, **more: Any) -> dict[str, Any]:
    fixed = {"id": measure, "measure": measure, "title": measure, "unit": "x"}
    return {**fixed, "observations": [{"period": "2020", "value": "1"}], **more}


def test_a_series_without_values_is_not_shown_and_takes_no_room() -> None:
    records = {"series": [run("gdp", observations=[], priority=90), run("population")]}
    assert texts(paper(records, {"section": "economy", "limit": 1}), "series", "id") == [
        "population"
    ]
