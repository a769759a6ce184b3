"""Bad input beside the diagnostic it must bring, for every rule; the good input beside it."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from briefgen.diagnostics import (
    ContentError,
    Diagnostic,
    Findings,
    Place,
    Severity,
    in_order,
)
from briefgen.dossier.join import join_observations
from briefgen.dossier.records import Records
from briefgen.dossier.resolve import resolve
from briefgen.dossier.rules.registry import IDS, LATER, RULES, examine
from briefgen.dossier.rules.rule import Case
from briefgen.house.markings import schemes
from briefgen.load.folder import load_folder
from briefgen.load.validate import validate
from planted import FAULTS, SOUND, VALID
from planting import FOLDER, Fault, planted

ROOT = Path(__file__).parents[2]
AUDIENCES = ("minister", "press")


def examined(
    root: Path,
    files: Mapping[str, str],
    severities: Mapping[str, str] | None = None,
    stale_years: int = 4,
) -> list[Diagnostic]:
    """Return every diagnostic of a dossier, errors and warnings."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    tree = load_folder(folder, root)
    try:
        dossier = resolve("xa-xb", tree, schemes({}), AUDIENCES, severities, stale_years)
    except ContentError as error:
        return in_order(error.diagnostics)
    return in_order(dossier.warnings)


def shown(diagnostics: list[Diagnostic]) -> list[tuple[str, str, str]]:
    return sorted((str(d.place), d.rule, d.message) for d in diagnostics)


def expected(places: list[Place], faults: list[Fault]) -> list[tuple[str, str, str]]:
    pairs = zip(places, faults, strict=True)
    return sorted((str(place), fault.rule, fault.message) for place, fault in pairs)


def test_the_dossier_that_faults_are_planted_in_is_sound(tmp_path: Path) -> None:
    assert shown(examined(tmp_path, VALID)) == []


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_reported_where_it_stands_and_nothing_else(tmp_path: Path, fault: Fault) -> None:
    files, (place,) = planted(VALID, fault)
    found = examined(tmp_path, files)
    assert shown(found) == expected([place], [fault])
    [diagnostic] = found
    assert diagnostic.severity == SEVERITY.get(fault.rule, "error")
    assert diagnostic.hint or fault.rule == "bad-choice" or "at least" in fault.message


SEVERITY = {rule.id: rule.severity for rule in RULES}


@pytest.mark.parametrize("change", SOUND.values(), ids=SOUND)
def test_what_comes_near_a_fault_is_left_alone(
    tmp_path: Path, change: tuple[str, str, str]
) -> None:
    file, old, new = change
    assert VALID[file].count(old) == 1
    assert shown(examined(tmp_path, {**VALID, file: VALID[file].replace(old, new)})) == []


#: Faults that do not stand in one another's way.
TOGETHER = (
    "a finding without a source", "a finding on a denounced agreement",
    "a background without a source", "a source without a date",
    "an event that one party alone reports",
    "a source that is not there", "claims that agree", "relations established twice",
    "two values of one figure", "an old figure", "a series that ended", "a visit to come",
    "a source read tomorrow", "a figure of next year", "a visit after the term",
    "a statement before the term", "a denounced agreement in the present tense",
    "a sector on a denounced agreement", "an event after the end of an agreement",
    "an end without a date", "in force before it was signed", "two values of one period",
    "missing years",
    "two price bases in one chart", "mirrors of different years", "a lost thousand",
    "a figure without its thousands", "a figure in billions", "shares of two years",
    "fewer than no people", "less than no area", "a translation that lags behind",
    "a Greek word in a Russian text", "a Cyrillic letter in a Latin word", "a note of Wikipedia",
    "filler", "a tag", "a character reference", "a day that does not exist", "a misspelt field",
)  # fmt: skip


def test_one_run_reports_everything(tmp_path: Path) -> None:
    faults = [FAULTS[name] for name in TOGETHER]
    files, places = planted(VALID, *faults)
    found = shown(examined(tmp_path, files))
    assert len(faults) >= 40
    assert [item for item in expected(places, faults) if item not in found] == []
    assert [item for item in found if item not in expected(places, faults)] == []


def test_a_record_at_fault_does_not_hide_those_of_other_records(tmp_path: Path) -> None:
    broken = FAULTS["an unknown kind"]
    files, _ = planted(VALID, broken, FAULTS["a visit before the term"])
    files["sources.yaml"] = files["sources.yaml"].replace("date: 2025", "date: summer")
    rules = {d.rule for d in examined(tmp_path, files)}
    # The gazette's record cannot be read; what cites it is not reported as unsupported.
    assert rules == {"bad-choice", "bad-date", "outside-term"}


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_a_workspace_sets_the_severity(tmp_path: Path, rule: str) -> None:
    fault = next(fault for fault in FAULTS.values() if fault.rule == rule)
    files, _ = planted(VALID, fault)
    for severity in (Severity.ERROR, Severity.WARNING):
        [diagnostic] = examined(tmp_path, files, {rule: severity.value})
        assert diagnostic.severity is severity
    assert examined(tmp_path, files, {rule: "off"}) == []


def test_a_workspace_sets_how_long_figures_live(tmp_path: Path) -> None:
    files, _ = planted(VALID, FAULTS["an old figure"])
    assert examined(tmp_path, files, stale_years=10) == []
    assert len(examined(tmp_path, VALID, stale_years=0)) > 5


def test_every_rule_is_documented_and_tested() -> None:
    text = (ROOT / "docs/rules.md").read_text("utf-8")
    documented = re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)
    assert len(documented) == len(set(documented))
    for rule in (*RULES, *LATER):
        [line] = [li for li in text.splitlines() if li.startswith(f"| `{rule.id}` | ")]
        assert line.startswith(f"| `{rule.id}` | {rule.severity} | ")
        assert line.endswith(f" | {rule.reason} |")
        assert rule.reason.count(". ") == 0
        assert rule.reason.endswith(".")
    assert {rule.id for rule in RULES} <= {fault.rule for fault in FAULTS.values()}
    assert len(set(IDS)) == len(IDS) == len(RULES) + len(LATER)


def test_ten_thousand_records_are_examined_in_well_under_a_second(tmp_path: Path) -> None:
    case = large(tmp_path)
    count = len(case.all)
    assert count > 10_000
    begun = time.perf_counter()
    fresh = Case(case.records, case.tree)
    found = Findings()
    examine(fresh, {}, found)
    seconds = time.perf_counter() - begun
    print(f"{count} records examined in {seconds:.2f} s, {len(found.items)} diagnostics")
    assert seconds < 1.5


def large(root: Path) -> Case:
    """Return a dossier of many records of every kind that rules compare with one another."""
    files = dict(VALID)
    files["agreements.csv"] += "".join(
        f"a{n},Agreement on matter {n},1998-03-04,1999-01-01,denounced,2020-05-06,Past.,gazette\n"
        for n in range(1500)
    )
    files["events.yaml"] += "".join(
        f"  - {{date: 2019, kind: other, text: The Agreement on matter {n} applies,"
        " sources: [gazette]}\n"
        for n in range(2000)
    )
    files["visits.yaml"] += "".join(
        f"  - {{date: 2010, level: state, visitor: V {n}, office: O, country: XA,"
        " sources: [gazette]}\n"
        for n in range(500)
    )
    files["sectors.yaml"] += "".join(
        f"  - topic: t{n}\n    title: Title {n}\n    sources: [yearbook]\n    figures:\n"
        f"      - {{label: Boats {n}, value: {n}, unit: boats, as_of: 2025}}\n"
        f"      - {{label: Road, value: {n}, unit: km, as_of: 2025, note: Theirs.}}\n"
        for n in range(500)
    )
    files["series.yaml"] += "".join(
        f"  - {{id: s{n}, measure: exports, title: T, unit: US$, currency: USD,"
        f" price_basis: current, flow: {'imports' if n % 2 else 'exports'},"
        f" reporter: {'XB' if n % 2 else 'XA'}, partner: {'XA' if n % 2 else 'XB'},"
        " sources: [yearbook]}\n"
        for n in range(250)
    )
    files["observations.csv"] += "".join(
        f"s{n},{year},{1000 + n}\n" for n in range(250) for year in range(2005, 2025)
    )
    folder = root / FOLDER
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    tree = join_observations(load_folder(folder, root), Findings())
    records = validate(Records, tree, Findings())
    assert records is not None
    return Case(records, tree)
