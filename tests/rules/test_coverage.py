"""Records that no audience is ever shown."""

from __future__ import annotations

from pathlib import Path

from briefgen.dossier.resolve import resolve
from briefgen.house.audience import Audience
from briefgen.house.markings import schemes
from briefgen.load.folder import load_folder
from briefgen.view.coverage import never_shown

DOSSIER = """\
dossier:
  title: Two states
  parties: [XA, XB]
  as_of: 2026-01-31
  marking_scheme: tlp
  default_marking: GREEN
countries:
  - {iso: XA, name: A, capital: A}
  - {iso: XB, name: B, capital: B}
findings:
  - {text: First, priority: 90}
  - {text: Second, priority: 80}
  - «{text: Third, priority: 70}
events:
  - {date: 1990, kind: other, text: Old but asked for by one audience}
  - «{date: 1980, kind: other, text: Older than anybody asks}
  - «{date: 2000, kind: sanctions, text: Of a kind that nobody asks for}
  - «{date: 2000, kind: other, text: Above every clearance, marking: RED}
  - «{date: 2000, kind: other, text: For nobody that may see it, marking: AMBER, only: [press]}
  - {date: 2000, kind: other, text: For the desk, marking: AMBER, only: [desk]}
statements:
  - {by: XA, text: one}
sectors:
  - topic: border
    title: Border
    figures:
      - {label: Posts, value: 3, unit: posts, as_of: 2025}
      - «{label: Guards, value: 3, unit: people, as_of: 2025, marking: RED}
  - «topic: rail
    title: Railway
    figures: [{label: Trains, value: 3, unit: trains, as_of: 2025}]
visits: «[{date: 2000, level: state, visitor: V, office: O, country: XA},
    {date: 2001, level: state, visitor: V, office: O, country: XA}]
series:
  - {id: trade, measure: exports, title: T, unit: t, observations: [{period: 2020, value: 1}]}
  - «{id: count, measure: population, title: T, unit: t, observations: [{period: 2020, value: 1}]}
sources:
  - {id: cited-by-nobody, publisher: P, title: T, date: 2020, reliability: press}
clearance: {drafted_by: Desk}
"""


def audience(clearance: str, *sections: object, scheme: str = "tlp") -> Audience:
    settings = {"title": "T", "description": "D", "clearance": {scheme: clearance}}
    return Audience.model_validate(settings | {"sections": sections})


AUDIENCES = {
    "press": audience(
        "CLEAR", "statements", "trade", {"section": "timeline", "since": "1995"}, "facts"
    ),
    "desk": audience(
        "AMBER", "facts", {"section": "bottom-line", "limit": 2}, "trade", "statements",
        {"section": "timeline", "since": "1990", "kinds": ["other"]},
        {"section": "sectors", "topics": ["border"]},
    ),
    "allies": audience("SECRET", "visits", "timeline", "sectors", scheme="nato"),
}  # fmt: skip


def places(root: Path, text: str, audiences: dict[str, Audience]) -> list[tuple[int, int, str]]:
    folder = root / "data/xa-xb"
    folder.mkdir(parents=True)
    (folder / "dossier.yaml").write_text(text.replace("«", ""), "utf-8")
    dossier = resolve("xa-xb", load_folder(folder, root), schemes({}), [*audiences], {})
    found = never_shown(dossier, audiences)
    assert {(d.rule, d.severity) for d in found} <= {("never-shown", "warning")}
    return sorted((d.place.line, d.place.column, d.message) for d in found)


def test_records_that_no_audience_is_shown_are_reported(tmp_path: Path) -> None:
    lines = DOSSIER.splitlines()
    marked = [(n, line.index("«") + 1) for n, line in enumerate(lines, 1) if "«" in line]
    found = places(tmp_path, DOSSIER, AUDIENCES)
    assert [place[:2] for place in found] == marked
    assert {message for *_, message in found} == {
        "no audience is ever shown this record",
        "no audience is ever shown any of these records",
    }


def test_one_audience_that_is_shown_everything_is_enough(tmp_path: Path) -> None:
    everything = audience(
        "RED", "facts", "bottom-line", "timeline", "statements", "sectors", "visits", "trade"
    )
    text = DOSSIER.replace("population", "exports").replace("only: [press]", "only: [all]")
    found = places(tmp_path, text.replace("only: [desk]", "only: [all]"), {"all": everything})
    assert found == []


def test_records_are_told_apart_whatever_their_ids(tmp_path: Path) -> None:
    text = DOSSIER.replace("{text: First, ", "{id: same, text: First, ")
    text = text.replace("{text: Third, ", "{id: other, text: Third, ")
    assert len(places(tmp_path, text, AUDIENCES)) == DOSSIER.count("«")
