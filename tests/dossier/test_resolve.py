from __future__ import annotations

from decimal import Decimal

import pytest

from briefgen.diagnostics import ContentError, Severity, in_order
from briefgen.dossier.records import Records
from briefgen.dossier.resolve import Dossier, resolve
from briefgen.dossier.walk import walk
from briefgen.house.markings import Scheme
from briefgen.load.nodes import Mapping
from briefgen.load.yaml import read_yaml

SCHEMES = {"own": Scheme("own", ("LOW", "HIGH"))}

HEAD = """\
dossier:
  title: {en: Two states, lt: Dvi valstybės}
  parties: [XA, XB]
  as_of: 2026-01-31
  marking_scheme: own
  default_marking: LOW
countries:
  - {iso: XA, name: Alpha, capital: Alphaville, sources: [office]}
  - {iso: XB, name: Beta, capital: Betaburg, sources: [office]}
sources:
  - {id: office, publisher: Office, title: Yearbook, date: 2025, reliability: statistical}
"""


def opened(text: str) -> Dossier:
    tree = read_yaml(HEAD + text, "all.yaml")
    assert isinstance(tree, Mapping)
    return resolve("xa-xb", tree, SCHEMES, ["minister"])


def warned(text: str) -> list[str]:
    warnings = opened(text).warnings
    assert {(d.rule, d.severity) for d in warnings} <= {("no-source", Severity.WARNING)}
    assert all(d.hint for d in warnings)
    lines = (HEAD + text).split("\n")
    return [lines[d.place.line - 1][d.place.column - 1 :] for d in warnings]


def test_a_sound_dossier_has_its_name_its_scheme_and_no_warnings() -> None:
    dossier = opened("")
    assert (dossier.name, dossier.scheme, dossier.warnings) == ("xa-xb", SCHEMES["own"], ())
    assert dossier.records.dossier.title == {"en": "Two states", "lt": "Dvi valstybės"}


def test_observations_are_filed_under_their_series_by_period() -> None:
    dossier = opened(
        "series:\n"
        "  - {id: a, measure: gdp, title: A, unit: x, sources: [office],\n"
        "     observations: [{period: 2021, value: 3}, {period: 2019, value: 1}]}\n"
        "  - {id: b, measure: gdp, title: B, unit: x, sources: [office]}\n"
        "observations:\n"
        "  - {series: b, period: 2020-02, value: 5.50}\n"
        "  - {series: a, period: 2020, value: 2}\n"
        "  - {series: b, period: 2020-01, value: 4}\n"
    )
    a, b = dossier.records.series
    assert [(o.period, o.value) for o in a.observations] == [
        ("2019", Decimal(1)),
        ("2020", Decimal(2)),
        ("2021", Decimal(3)),
    ]
    assert [(o.period, str(o.value)) for o in b.observations] == [
        ("2020-01", "4"),
        ("2020-02", "5.50"),
    ]


def test_competing_claims_are_all_kept_in_their_order() -> None:
    (event,) = opened(
        "events:\n"
        "  - date: 1923-09-04\n"
        "    kind: relations\n"
        "    text: Relations\n"
        "    sources: [office]\n"
        "    claims: [{date: 1924, by: XB}, {date: 1923-09-04, by: {en: Alpha}}]\n"
    ).records.events
    assert [(claim.date, claim.by) for claim in event.claims] == [
        ("1924", {"": "XB"}),
        ("1923-09-04", {"en": "Alpha"}),
    ]


def test_a_record_that_is_mostly_one_text_may_be_written_as_that_text() -> None:
    (meeting,) = opened(
        "meetings:\n"
        "  - title: M\n"
        "    date: 2026-02-01\n"
        "    topics: [{title: T, objectives: [One, {text: {lt: Du}}], press_line: Three}]\n"
    ).records.meetings
    (topic,) = meeting.topics
    assert [line.text for line in topic.objectives] == [{"": "One"}, {"lt": "Du"}]
    assert topic.press_line is not None
    assert topic.press_line.text == {"": "Three"}


def test_walking_yields_nested_records_after_the_one_around_them_in_file_order() -> None:
    dossier = opened(
        "events:\n"
        "  - {date: 2000, kind: other, text: E, sources: [office], claims: [{date: 2001, by: X}]}\n"
        "  - {date: 2002, kind: other, text: F, sources: [office]}\n"
        "meetings:\n"
        "  - {title: M, date: 2026-02-01, topics: [{title: T, objectives: [O], press_line: P}]}\n"
    )
    locations = [location for _, location in walk(dossier.records)]
    assert locations == [
        ("dossier",),
        ("countries", 0),
        ("countries", 1),
        ("events", 0),
        ("events", 0, "claims", 0),
        ("events", 1),
        ("meetings", 0),
        ("meetings", 0, "topics", 0),
        ("meetings", 0, "topics", 0, "objectives", 0),
        ("meetings", 0, "topics", 0, "press_line"),
        ("sources", 0),
    ]


def test_walking_follows_every_location_to_its_record() -> None:
    dossier = opened(
        "sectors:\n"
        "  - topic: trade\n"
        "    title: T\n"
        "    positions: [{by: XA, text: P}]\n"
        "    figures: [{label: L, value: 1, unit: x, as_of: 2025, sources: [office]}]\n"
        "organisations:\n"
        "  - name: O\n"
        "    kind: community\n"
        "    sources: [office]\n"
        "    count: {label: L, value: 2, unit: x, as_of: 2025}\n"
        "clearance: {drafted_by: Desk}\n"
    )
    found = list(walk(dossier.records))
    assert len(found) == 10
    for record, location in found:
        at: object = dossier.records
        for step in location:
            at = (
                at[step]
                if isinstance(step, int) and isinstance(at, tuple)
                else getattr(at, str(step))
            )
        assert at is record


@pytest.mark.parametrize(
    "record",
    [
        "events:\n  - «{date: 2000, kind: other, text: E}\n",
        "findings:\n  - «{text: F}\n",
        "visits:\n  - «{date: 2000, level: state, visitor: V, office: O, country: XA}\n",
        "agreements:\n  - «{title: T, status: signed}\n",
        "statements:\n  - «{text: S, by: XA}\n",
        "series:\n  - «{id: s, measure: gdp, title: S, unit: x}\n",
        "organisations:\n  - «{name: O, kind: community}\n",
        "sectors:\n  - topic: t\n    title: T\n    positions:\n      - «{by: XA, text: P}\n",
        "sectors:\n  - topic: t\n    title: T\n    figures:\n"
        "      - «{label: L, value: 1, unit: x, as_of: 2025}\n",
    ],
)
def test_a_fact_that_no_source_supports_is_a_warning_at_its_record(record: str) -> None:
    rest = record.split("«")[1].split("\n", maxsplit=1)[0]
    assert warned(record.replace("«", "")) == [rest]


@pytest.mark.parametrize(
    "record",
    [
        "meetings:\n  - {title: M, date: 2026-02-01, topics: [{title: T, points: [P]}]}\n",
        "interlocutors:\n  - {name: I, office: O, country: XA}\n",
        "clearance: {drafted_by: Desk}\n",
        "sectors:\n  - topic: t\n    title: T\n    sources: [office]\n"
        "    positions: [{by: XA, text: P}]\n",
        "series:\n  - {id: s, measure: gdp, title: S, unit: x, sources: [office]}\n"
        "observations:\n  - {series: s, period: 2024, value: 1}\n",
    ],
)
def test_what_states_no_fact_of_its_own_needs_no_source(record: str) -> None:
    assert warned(record) == []


@pytest.mark.parametrize(
    ("around", "nested", "warnings"),
    [("[office]", "", 0), ("[]", "", 1), ("[]", ", sources: [office]", 0)],
)
def test_a_nested_figure_has_the_sources_of_the_record_around_it(
    around: str, nested: str, warnings: int
) -> None:
    text = (
        f"sectors:\n  - topic: t\n    title: T\n    sources: {around}\n    figures:\n"
        f"      - {{label: L, value: 1, unit: x, as_of: 2025{nested}}}\n"
    )
    assert len(warned(text)) == warnings


def test_sources_reach_down_through_several_levels() -> None:
    assert (
        warned(
            "organisations:\n  - {name: O, kind: community, sources: [office],"
            " count: {label: L, value: 1, unit: x, as_of: 2025}}\n"
        )
        == []
    )


def test_warnings_come_along_with_errors() -> None:
    with pytest.raises(ContentError) as caught:
        opened("findings:\n  - {text: F}\n  - {text: G, sources: [nowhere]}\n")
    found = in_order(caught.value.diagnostics)
    assert [d.rule for d in found] == ["unknown-source", "no-source"]


def test_the_same_identifier_may_name_records_of_two_types() -> None:
    text = (
        "statements:\n  - {id: one, text: S, by: XA, sources: [office]}\n"
        "findings:\n  - {id: one, text: F, sources: [office]}\n"
    )
    assert opened(text).records.findings[0].id == opened(text).records.statements[0].id == "one"


def test_an_identifier_given_again_is_reported_at_each_place_but_its_first() -> None:
    with pytest.raises(ContentError) as caught:
        opened(
            "findings:\n"
            "  - {id: one, text: F, sources: [office]}\n"
            "  - {id: two, text: G, sources: [office]}\n"
            "  - {id: one, text: H, sources: [office]}\n"
            "  - {id: one, text: I, sources: [office]}\n"
        )
    start = HEAD.count("\n")
    assert [(d.rule, d.place.line) for d in caught.value.diagnostics] == [
        ("duplicate-id", start + 4),
        ("duplicate-id", start + 5),
    ]
    assert all(f"first is at all.yaml:{start + 2}:10;" in d.hint for d in caught.value.diagnostics)


def test_records_cannot_be_changed_afterwards() -> None:
    records = opened("").records
    with pytest.raises(ValueError, match="frozen"):
        records.dossier.reference = "x"  # type: ignore[misc]
    assert isinstance(records, Records)
