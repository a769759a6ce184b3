from __future__ import annotations

from decimal import Decimal

import pytest

from briefgen.house.audience import Audience
from briefgen.view.phrase import language_of
from briefgen.view.project import project
from briefgen.view.quantity import Quantity, origins_of
from briefgen.view.visible import NotForAudienceError
from two_states import COUNTRIES, HEAD, MEETING, SOURCES, audience, event, opened, see, shown, texts

MARKED = "events:\n" + "".join(
    event(level.lower(), "2000", f", marking: {level}")
    for level in ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
)


@pytest.mark.parametrize(
    ("clearance", "count"),
    [("CLEAR", 1), ("GREEN", 2), ("AMBER", 3), ("AMBER+STRICT", 4), ("RED", 5)],
)
def test_records_up_to_the_clearance_are_seen_and_none_above(clearance: str, count: int) -> None:
    levels = ["clear", "green", "amber", "amber+strict", "red"]
    assert texts(see(MARKED, clearance, "timeline")) == levels[:count]


@pytest.mark.parametrize(("clearance", "seen"), [("CLEAR", []), ("GREEN", ["unmarked"])])
def test_a_record_without_a_marking_has_the_default_of_the_dossier(
    clearance: str, seen: list[str]
) -> None:
    assert texts(see("events:\n" + event("unmarked"), clearance, "timeline")) == seen


@pytest.mark.parametrize(("name", "seen"), [("minister", ["a", "b"]), ("desk", ["a"])])
def test_need_to_know_comes_on_top_of_the_clearance(name: str, seen: list[str]) -> None:
    text = "events:\n" + event("a") + event("b", "2000", ", only: [minister]")
    text += event("c", "2000", ", only: [minister], marking: RED")
    assert texts(see(text, "AMBER", "timeline", name=name)) == seen


def test_a_record_for_nobody_is_seen_by_nobody() -> None:
    text = "events:\n" + event("a", "2000", ", only: []")
    assert texts(see(text, "RED", "timeline", name="minister")) == []


@pytest.mark.parametrize(
    ("clearance", "numbers"),
    [("CLEAR", [1]), ("GREEN", [1, 2]), ("AMBER", [1, 2, 3])],
)
def test_a_nested_record_may_be_marked_above_the_one_around_it(
    clearance: str, numbers: list[int]
) -> None:
    text = (
        "sectors:\n"
        "  - topic: border\n    title: T\n    marking: CLEAR\n    sources: [open]\n    figures:\n"
        "      - {label: inherits, value: 1, unit: x, as_of: 2025}\n"
        "      - {label: green, value: 2, unit: x, as_of: 2025, marking: GREEN}\n"
        "      - {label: amber, value: 3, unit: x, as_of: 2025, marking: AMBER}\n"
    )
    (sector,) = shown(see(text, clearance, "sectors"), "sectors", "sectors")
    assert [figure["value"] for figure in sector["figures"]] == [Decimal(n) for n in numbers]


def test_a_nested_record_has_the_marking_around_it_and_not_the_default() -> None:
    text = (
        "events:\n  - date: 2000\n    kind: other\n    text: E\n    marking: CLEAR\n"
        "    sources: [open]\n    claims: [{date: 2001, by: XA}]\n"
    )
    (record,) = shown(see(text, "CLEAR", "timeline"), "timeline", "events")
    assert [claim["marking"] for claim in record["claims"]] == ["TLP:CLEAR"]


def test_a_nested_record_does_not_lift_itself_out_of_one_that_is_withheld() -> None:
    text = (
        "events:\n  - date: 2000\n    kind: other\n    text: E\n    marking: AMBER\n"
        "    sources: [open]\n    claims: [{date: 2001, by: XA, marking: CLEAR}]\n"
    )
    assert texts(see(text, "GREEN", "timeline")) == []


def test_a_single_nested_record_above_the_clearance_is_as_if_there_were_none() -> None:
    figure = "    population: {value: 77, unit: people, as_of: 2025, marking: RED}\n"
    country = (
        "  - iso: XA\n    name: Alpha\n    capital: C\n    marking: CLEAR\n    sources: [open]\n"
    )
    other = "  - {iso: XB, name: Beta, capital: Betaburg, marking: CLEAR}\n"
    choice = audience("AMBER", "facts")
    views = [
        project(opened("", countries=f"countries:\n{country}{more}{other}"), "desk", choice, "en")
        for more in (figure, "")
    ]
    assert views[0] == views[1]
    assert shown(views[0], "facts", "countries")[1]["population"] is None


@pytest.mark.parametrize(
    ("text", "banner"),
    [
        ("events:\n" + event("a", "2000", ", marking: CLEAR"), "TLP:CLEAR"),
        ("events:\n" + event("a"), "TLP:GREEN"),
        (MARKED, "TLP:AMBER"),
        ("events:\n" + event("a", "2000", ", marking: RED"), "TLP:CLEAR"),
        ("visits:\n  - {date: 2000, level: state, visitor: V, office: O, country: XA, "
         "marking: AMBER, sources: [open]}\n", "TLP:CLEAR"),
    ],
)  # fmt: skip
def test_the_banner_is_the_highest_level_that_is_shown(text: str, banner: str) -> None:
    view = see(text, "AMBER", "timeline")
    assert view.marking == view.paper["marking"] == banner


def test_nested_records_raise_the_banner() -> None:
    text = "events:\n  - date: 2000\n    kind: other\n    text: E\n    marking: CLEAR\n"
    text += "    sources: [open]\n    claims: [{date: 2001, by: XA, marking: AMBER}]\n"
    assert see(text, "AMBER", "timeline").marking == "TLP:AMBER"
    assert see(text, "GREEN", "timeline").marking == "TLP:CLEAR"


def test_a_cited_source_raises_the_banner() -> None:
    text = "events:\n  - {date: 2000, kind: other, text: E, marking: CLEAR, sources: [inner]}\n"
    assert see(text, "AMBER", "timeline").marking == "TLP:AMBER"
    assert see(text, "GREEN", "timeline").marking == "TLP:CLEAR"


def test_a_source_that_nothing_cites_is_absent_and_does_not_raise_the_banner() -> None:
    view = see("events:\n" + event("a", "2000", ", marking: CLEAR"), "AMBER", "timeline")
    assert [source["id"] for source in view.paper["sources"]] == ["open"]
    assert view.marking == "TLP:CLEAR"


def test_the_name_of_a_country_raises_the_banner_wherever_it_is_printed() -> None:
    countries = COUNTRIES.replace("capital: Betaburg, marking: CLEAR", "capital: B, marking: AMBER")
    dossier = opened("events:\n" + event("a", "2000", ", marking: CLEAR"), countries=countries)
    amber = project(dossier, "desk", audience("AMBER", "timeline"), "en")
    green = project(dossier, "desk", audience("GREEN", "timeline"), "en")
    assert (amber.marking, amber.paper["names"]) == ("TLP:AMBER", {"XA": "Alpha", "XB": "Beta"})
    assert (green.marking, green.paper["names"]) == ("TLP:CLEAR", {"XA": "Alpha", "XB": "XB"})
    assert [party["iso"] for party in green.paper["parties"]] == ["XA"]


def test_fields_outside_the_selection_of_a_section_are_absent_and_do_not_raise_the_banner() -> None:
    view = see(MEETING, "AMBER", "press-lines")
    (meeting,) = shown(view, "press-lines", "meetings")
    (topic,) = meeting["topics"]
    assert set(meeting) == {
        "marking", "portion", "gaps", "id", "sources", "as_of", "title", "date", "topics",
    }  # fmt: skip
    assert set(topic) == {
        "marking", "portion", "gaps", "id", "sources", "as_of", "title", "press_line",
    }  # fmt: skip
    assert topic["press_line"]["text"] == "All is well"
    assert "To win" not in repr(view)
    assert view.marking == "TLP:CLEAR"


@pytest.mark.parametrize(
    ("section", "field", "other", "banner"),
    [
        ("programme", "programme", "topics", "TLP:GREEN"),
        ("topics", "topics", "programme", "TLP:AMBER"),
    ],
)
def test_a_section_about_meetings_sees_its_own_part_of_them(
    section: str, field: str, other: str, banner: str
) -> None:
    view = see(MEETING, "AMBER", section)
    (meeting,) = shown(view, section, "meetings")
    assert meeting["place"] == "Palace"
    assert meeting[field]
    assert other not in meeting
    assert view.marking == banner


def test_settings_that_steer_the_projection_do_not_leave_it() -> None:
    steering = ", only: [desk], priority: 77, marking: CLEAR, revised: 2025-03-01"
    steering += ", translated: {lt: 2025-03-02}"
    text = "events:\n" + event("{en: a, lt: b}", "2000", steering)
    (record,) = shown(see(text, "RED", "timeline"), "timeline", "events")
    assert set(record) == {
        "marking", "portion", "gaps", "id", "sources", "as_of", "according_to", "date", "text",
        "kind", "claims",
    }  # fmt: skip
    assert record["marking"] == "TLP:CLEAR"


@pytest.mark.parametrize(
    ("name", "clearance", "cited"),
    [
        ("desk", "CLEAR", ["open"]),
        ("desk", "AMBER", ["open", "inner"]),
        ("minister", "CLEAR", ["open", "sealed"]),
    ],
)
def test_sources_that_the_audience_may_not_see_vanish_from_citations(
    name: str, clearance: str, cited: list[str]
) -> None:
    text = (
        "sectors:\n  - topic: border\n    title: T\n    marking: CLEAR\n"
        "    sources: [open, inner, sealed]\n    positions:\n"
        "      - {by: XA, text: P, sources: [sealed, inner, open]}\n"
    )
    view = see(text, clearance, "sectors", name=name)
    (sector,) = shown(view, "sectors", "sectors")
    assert sector["sources"] == cited
    assert sorted(sector["positions"][0]["sources"]) == sorted(cited)
    assert [source["id"] for source in view.paper["sources"]] == cited
    assert {s for s in ("inner", "sealed") if s in repr(view)} == set(cited) - {"open"}


def test_sources_that_the_audience_may_not_see_vanish_from_the_clearance() -> None:
    text = "clearance: {drafted_by: Desk, marking: CLEAR, sources: [open, inner]}\n"
    view = see(text, "CLEAR", "clearance")
    assert view.paper["clearance"]["sources"] == ["open"]
    assert [source["id"] for source in view.paper["sources"]] == ["open"]
    assert "inner" not in repr(view)


def test_sources_that_the_audience_may_not_see_vanish_from_other_sources() -> None:
    text = (
        "  - {id: digest, publisher: P, title: D, reliability: press, marking: CLEAR,"
        " sources: [inner, open]}\nevents:\n"
        "  - {date: 2000, kind: other, text: E, marking: CLEAR, sources: [digest]}\n"
    )
    view = see(text, "CLEAR", "timeline")
    assert [(s["id"], s["sources"]) for s in view.paper["sources"]] == [
        ("open", []),
        ("digest", ["open"]),
    ]
    assert "inner" not in repr(view)


def test_a_dossier_marked_above_the_clearance_is_not_for_the_audience() -> None:
    head = HEAD.replace("marking: CLEAR", "marking: AMBER")
    with pytest.raises(NotForAudienceError, match="marked above what `desk` may see"):
        project(opened("", head), "desk", audience("GREEN", "facts"), "en")


def test_a_dossier_without_a_marking_of_its_own_has_its_default() -> None:
    head = HEAD.replace("  marking: CLEAR\n", "")
    with pytest.raises(NotForAudienceError):
        project(opened("", head), "desk", audience("CLEAR", "facts"), "en")
    assert (
        project(opened("", head), "desk", audience("GREEN", "facts"), "en").marking == "TLP:GREEN"
    )


def test_a_dossier_kept_to_other_audiences_is_not_for_this_one() -> None:
    dossier = opened("", HEAD + "  only: [minister]\n")
    with pytest.raises(NotForAudienceError):
        project(dossier, "desk", audience("RED", "facts"), "en")
    assert project(dossier, "minister", audience("RED", "facts"), "en").audience == "minister"


@pytest.mark.parametrize("clearance", [{}, {"uk": "SECRET"}, {"tlp": "SECRET"}, {"tlp": "red"}])
def test_an_audience_without_a_clearance_in_the_scheme_sees_nothing(
    clearance: dict[str, str],
) -> None:
    closed = Audience.model_validate(
        {"title": "T", "description": "D", "clearance": clearance, "sections": ["facts"]}
    )
    with pytest.raises(NotForAudienceError, match="no clearance in the scheme tlp"):
        project(opened(""), "desk", closed, "en")


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("en", "Two states", "plain"),
        ("lt", "Dvi valstybės", "plain"),
        ("de", "Two states", "plain"),
    ],
)
def test_texts_are_in_the_language_of_the_paper_or_else_of_the_dossier(
    language: str, title: str, text: str
) -> None:
    view = see("events:\n" + event("plain"), "GREEN", "timeline", language=language)
    assert (view.language, view.paper["title"], texts(view)) == (language, title, [text])


def test_a_text_in_neither_language_is_shown_in_one_that_it_has() -> None:
    view = see("events:\n" + event("{pl: dwa, de: zwei}"), "GREEN", "timeline")
    assert texts(view) == ["zwei"]


def test_a_text_in_another_language_than_the_papers_says_which() -> None:
    records = event("{lt: Tekstas}") + event("{en-GB: Said}")
    view = see("events:\n" + records, "GREEN", "timeline")
    [foreign, own] = [one["text"] for one in view.paper["sections"][0]["events"]]
    assert (foreign, language_of(foreign)) == ("Tekstas", "lt")
    assert (own, language_of(own)) == ("Said", None)


def test_a_speaker_is_a_party_by_its_name_or_anyone_else() -> None:
    text = (
        "statements:\n"
        "  - {by: XA, text: a, sources: [open]}\n"
        "  - {by: {en: Chamber, lt: Rūmai}, text: b, sources: [open]}\n"
        "  - {by: XC, text: c, sources: [open]}\n"
    )
    statements = shown(see(text, "GREEN", "statements", language="lt"), "statements", "statements")
    assert [statement["by"] for statement in statements] == [
        {"code": "XA", "name": "Alpha", "side": "theirs"},
        {"code": None, "name": "Rūmai", "side": "other"},
        {"code": None, "name": "XC", "side": "other"},
    ]


def test_the_head_of_a_paper_names_the_parties_in_their_order() -> None:
    view = see("clearance: {drafted_by: Desk}\n", "GREEN", "facts", "clearance")
    assert view.paper["parties"] == [
        {"iso": "XB", "side": "ours", "name": "Beta", "adjective": None},
        {"iso": "XA", "side": "theirs", "name": "Alpha", "adjective": "Alphan"},
    ]
    assert [c["iso"] for c in shown(view, "facts", "countries")] == ["XB", "XA"]
    assert (view.dossier, view.audience, view.paper["kind"]) == ("xa-xb", "desk", "Paper")
    assert view.paper["clearance"]["drafted_by"] == "Desk"


def test_a_clearance_that_is_not_printed_does_not_raise_the_banner() -> None:
    view = see("clearance: {drafted_by: Desk, marking: RED}\n", "RED", "facts")
    assert view.paper["clearance"] is None
    assert view.marking == "TLP:CLEAR"


@pytest.mark.parametrize(("depth", "marking"), [("full", "TLP:RED"), ("brief", "TLP:GREEN")])
def test_what_a_brief_section_leaves_out_does_not_raise_the_banner(
    depth: str, marking: str
) -> None:
    text = (
        "sectors:\n  - {topic: border, title: T, marking: GREEN, sources: [open],"
        " positions: [{by: XA, text: P, marking: RED}]}\n"
    )
    assert see(text, "RED", {"section": "sectors", "depth": depth}).marking == marking


def test_a_clearance_above_the_clearance_of_the_audience_is_absent() -> None:
    text = "clearance: {drafted_by: Desk, marking: RED}\n"
    assert see(text, "AMBER", "clearance").paper["clearance"] is None


def test_settings_of_figures_and_series_do_not_leave_the_projection_either() -> None:
    text = (
        "sectors:\n  - topic: border\n    title: T\n    marking: CLEAR\n    sources: [open]\n"
        "    figures: [{label: L, value: 1, unit: x, as_of: 2025, valid_years: 9, group: g}]\n"
        "series:\n  - {id: s, measure: gdp, title: S, unit: x, marking: CLEAR, sources: [open],\n"
        "     valid_years: 9, gaps: true, observations: [{period: 2020, value: 1}]}\n"
    )
    view = see(text, "CLEAR", "sectors", "economy")
    (sector,) = shown(view, "sectors", "sectors")
    (series,) = shown(view, "economy", "series")
    for record in (*sector["figures"], series):
        assert record.keys().isdisjoint({"valid_years", "revised", "translated", "only"})
        assert record["gaps"] == {}  # of the projection, not of the series
        assert record["according_to"] is None
    assert sector["figures"][0]["group"] == "g"


def test_a_number_knows_where_it_was_read_and_what_supports_it() -> None:
    text = (
        "sectors:\n  - topic: border\n    title: T\n    sources: [open]\n    figures:\n"
        "      - {label: L, value: 1.50, unit: x, as_of: 2025}\n"
    )
    (sector,) = shown(see(text, "GREEN", "sectors"), "sectors", "sectors")
    (origin,) = origins_of(sector["figures"][0]["value"])
    line = (HEAD + COUNTRIES + SOURCES + text).count("\n")
    assert origin.place == f"all.yaml:{line}:27"
    assert (origin.text, origin.as_of, origin.sources) == ("1.50", "2025", ("open",))


def kinds_in(value: object) -> set[type]:
    if isinstance(value, dict):
        assert all(type(key) is str for key in value)
        return {dict}.union(*(kinds_in(item) for item in value.values()))
    if isinstance(value, list):
        return {list}.union(*(kinds_in(item) for item in value))
    return {type(value)}


def test_a_paper_holds_plain_values_only() -> None:
    text = MARKED + MEETING + (
        "series:\n  - {id: s, measure: gdp, title: S, unit: x, sources: [open],"
        " observations: [{period: 2020, value: 1.50, base: 3}]}\n"
        "clearance: {drafted_by: Desk, consulted: [Law, {en: Trade}], date: 2026-01-30}\n"
        "organisations:\n  - {name: O, kind: community, sources: [open],"
        " count: {label: L, value: 2, unit: x, as_of: 2025, estimate: true}}\n"
    )  # fmt: skip
    view = see(
        text, "RED", "timeline", "topics", "programme", "economy", "organisations", "facts",
        "clearance",
    )  # fmt: skip
    plain = {dict, list, str, int, bool, Quantity, type(None)}  # a quantity is a decimal number
    assert kinds_in(view.paper) <= plain
    assert {dict, list, str, bool, Quantity, type(None)} <= kinds_in(view.paper)
    assert view.paper["clearance"]["consulted"] == ["Law", "Trade"]


WITHHELD_VALUES = (
    "series:\n  - {id: s, measure: gdp, title: S, unit: x, marking: CLEAR, sources: [open],"
    " observations: [{period: 2020, value: 1, marking: RED}]}\n"
)


def test_a_series_whose_values_are_all_withheld_is_not_there_at_all() -> None:
    text = WITHHELD_VALUES
    assert shown(see(text, "CLEAR", "economy"), "economy", "series") == []
    assert len(shown(see(text, "RED", "economy"), "economy", "series")) == 1


def test_a_series_whose_values_are_all_withheld_takes_no_room_and_cites_nothing() -> None:
    other = (
        "  - {id: t, measure: population, title: T, unit: x, marking: CLEAR, sources: [inner],"
        " observations: [{period: 2020, value: 1}]}\n"
    )
    view = see(WITHHELD_VALUES + other, "AMBER", {"section": "economy", "limit": 1})
    assert [series["id"] for series in shown(view, "economy", "series")] == ["t"]
    assert [source["id"] for source in view.paper["sources"]] == ["inner"]


def test_a_series_whose_values_are_all_withheld_does_not_raise_the_banner() -> None:
    text = WITHHELD_VALUES.replace("marking: CLEAR", "marking: AMBER")
    assert see(text, "AMBER", "economy").marking == "TLP:CLEAR"
