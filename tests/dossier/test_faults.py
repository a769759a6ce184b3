"""Bad input beside the diagnostic it must bring: one fault at a time, then many at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diagnostics import ContentError, Diagnostic, Severity, in_order
from briefgen.dossier.resolve import Dossier, resolve
from briefgen.house.markings import schemes
from briefgen.load.folder import load_folder
from planting import FOLDER, Fault, planted

AUDIENCES = ("minister", "press")

VALID = {
    "dossier.yaml": """\
dossier:
  title: Relations of two invented states
  parties: [XA, XB]
  as_of: 2026-01-31
  marking_scheme: tlp
  default_marking: GREEN
  language: en
clearance: {drafted_by: Desk, consulted: [Legal adviser], date: 2026-01-30}
""",
    "countries.yaml": """\
countries:
  - iso: XA
    name: Alpha
    capital: Alphaville
    population: {value: 1000, unit: people, as_of: 2025}
    sources: [yearbook]
  - iso: XB
    name: Beta
    capital: Betaburg
    native_names: [{language: de, text: Beta}]
    currency: Crown
    sources: [yearbook]
""",
    "events.yaml": """\
events:
  - id: relations
    date: 1950-05
    kind: relations
    text: {en: Relations were established., lt: Užmegzti santykiai.}
    claims: [{date: 1951, by: XB}, {date: 1950-05, by: XA}]
    sources: [gazette]
""",
    "visits.yaml": """\
visits:
  - date: 2009-09-16
    level: working
    visitor: A. Visitor
    office: President
    country: XA
    sources: [gazette]
""",
    "agreements.csv": """\
id,title,signed,status,sources,only
treaty,Treaty of peace,1949-01-02,in force,gazette; yearbook,minister
""",
    "statements.yaml": """\
statements:
  - {by: XA, text: all is well, topic: trade, sources: [gazette]}
""",
    "sectors.yaml": """\
sectors:
  - topic: trade
    title: Trade
    figures:
      - {label: Share, value: 6.2, unit: "%", as_of: 2025, sources: [yearbook]}
""",
    "series.yaml": """\
series:
  - id: exports
    measure: exports
    title: Exports
    unit: US$
    currency: USD
    reporter: XA
    sources: [yearbook]
    valid_years: 10
    observations: [{period: 2019, value: 1}]
""",
    "observations.csv": """\
series,period,value,marking
exports,2021,12.5,CLEAR
exports,2020,11,CLEAR
""",
    "meetings.yaml": """\
meetings:
  - title: Meeting
    date: 2026-02-01
    programme: [{time: "09:30", item: Welcome, press: open}]
    topics:
      - title: Trade
        objectives: [One, {text: Two, marking: AMBER}]
        press_line: All is well.
""",
    "sources.yaml": """\
sources:
  - id: gazette
    publisher: Gazette
    title: Notices
    url: https://example.org/gazette
    retrieved: 2026-01-15
    reliability: official
  - id: yearbook
    publisher: Office
    title: Yearbook
    date: 2025
    reliability: statistical
""",
}


DATE_HINT = 'year-month-day; write "2009" or "2009-09" where the day is unknown'
NUMBER_HINT = "digits, with a dot before decimals and no separators: 1234.5"
ID_HINT = "lower-case letters, digits and hyphens, such as mfa-lt-2023"
EMPTY_HINT = "give it a value or remove it"
TEXT_HINT = "a text in quotation marks, or one text a language: {en: …, lt: …}"

#: Faults of single values: found while the records are built.
VALUES = {
    "a month that does not exist": Fault(
        "bad-date", "visits.yaml", "date: 2009-09-16", "date: «2009-13-16",
        '`date` is "2009-13-16", expected an ISO date', DATE_HINT,
    ),
    "30 February": Fault(
        "bad-date", "visits.yaml", "date: 2009-09-16", "date: «2009-02-30",
        '`date` is "2009-02-30", expected an ISO date', DATE_HINT,
    ),
    "a date in words": Fault(
        "bad-date", "events.yaml", "  date: 1950-05", "  date: «May 1950",
        '`date` is "May 1950", expected an ISO date', DATE_HINT,
    ),
    "a bad date in a nested record": Fault(
        "bad-date", "events.yaml", "{date: 1951", "{date: «51",
        '`date` is "51", expected an ISO date', DATE_HINT,
    ),
    "a bad date in a table": Fault(
        "bad-date", "agreements.csv", "1949-01-02", "«2.1.1949",
        '`signed` is "2.1.1949", expected an ISO date', DATE_HINT,
    ),
    "a bad date in a quoted cell": Fault(
        "bad-date", "agreements.csv", "Treaty of peace,1949-01-02",
        '"Treaty, ""of peace""",«1949-1',
        '`signed` is "1949-1", expected an ISO date', DATE_HINT,
    ),
    "a year where a day is needed": Fault(
        "bad-date", "dossier.yaml", "as_of: 2026-01-31", "as_of: «2026",
        '`as_of` is "2026", expected a full ISO date', "year-month-day, such as 2009-09-16",
    ),
    "a country code in small letters": Fault(
        "bad-code", "visits.yaml", "country: XA", "country: «xa",
        '`country` is "xa", expected a country code (ISO 3166-1 alpha-2)',
        "two capitals, such as LT",
    ),
    "a country by its name among the parties": Fault(
        "bad-code", "dossier.yaml", "[XA, XB]", "[XA, «Beta]",
        '`parties` is "Beta", expected a country code (ISO 3166-1 alpha-2)',
        "two capitals, such as LT",
    ),
    "a currency sign": Fault(
        "bad-code", "series.yaml", "currency: USD", "currency: «€",
        '`currency` is "€", expected a currency code (ISO 4217)',
        "three capitals, such as EUR",
    ),
    "a language by its name": Fault(
        "bad-code", "countries.yaml", "language: de", "language: «German",
        '`language` is "German", expected a language tag (BCP 47)', "such as en or lt",
    ),
    "an identifier with capitals": Fault(
        "bad-id", "events.yaml", "id: relations", "id: «Our Relations",
        '`id` is "Our Relations", expected an identifier', ID_HINT,
    ),
    "an underscore in a topic": Fault(
        "bad-id", "sectors.yaml", "topic: trade", "topic: «foreign_trade",
        '`topic` is "foreign_trade", expected an identifier', ID_HINT,
    ),
    "an address without https": Fault(
        "bad-url", "sources.yaml", "https://example.org/gazette", "«example.org/gazette",
        '`url` is "example.org/gazette", expected a web address', "begin it with https://",
    ),
    "an address that runs a script": Fault(
        "bad-url", "sources.yaml", "url: https://example.org/gazette", "url: «javascript:alert()",
        '`url` is "javascript:alert()", expected a web address', "begin it with https://",
    ),
    "a time after midnight": Fault(
        "bad-time", "meetings.yaml", '"09:30"', '«"24:30"',
        '`time` is "24:30", expected a time of day', "24 hours, such as 09:30",
    ),
    "a decimal comma": Fault(
        "bad-number", "sectors.yaml", "value: 6.2", 'value: «"6,2"',
        '`value` is "6,2", expected a number', NUMBER_HINT,
    ),
    "a decimal comma in a table": Fault(
        "bad-number", "observations.csv", "12.5", '«"12,5"',
        '`value` is "12,5", expected a number', NUMBER_HINT,
    ),
    "a separator of thousands": Fault(
        "bad-number", "countries.yaml", "value: 1000", "value: «1_000",
        '`value` is "1_000", expected a number', NUMBER_HINT,
    ),
    "no number at all": Fault(
        "bad-number", "observations.csv", "12.5", "«NaN",
        '`value` is "NaN", expected a number', NUMBER_HINT,
    ),
    "a number with an exponent": Fault(
        "bad-number", "observations.csv", "12.5", "«1e999999999",
        '`value` is "1e999999999", expected a number', NUMBER_HINT,
    ),
    "digits of another script": Fault(
        "bad-number", "observations.csv", "12.5", "«\uff11\uff12",
        '`value` is "\uff11\uff12", expected a number', NUMBER_HINT,
    ),
    "a priority above 100": Fault(
        "bad-number", "statements.yaml", "topic: trade", "topic: trade, priority: «101",
        '`priority` is "101", expected at most 100',
    ),
    "a priority below 0": Fault(
        "bad-number", "statements.yaml", "topic: trade", "topic: trade, priority: «-1",
        '`priority` is "-1", expected at least 0',
    ),
    "a priority in words": Fault(
        "bad-number", "statements.yaml", "topic: trade", "topic: trade, priority: «high",
        '`priority` is "high", expected a number', NUMBER_HINT,
    ),
    "an unknown kind": Fault(
        "bad-choice", "visits.yaml", "level: working", "level: «friendly",
        '`level` is "friendly", expected one of `state`, `official`, `working` or `unspecified`',
    ),
    "an unknown kind in a table": Fault(
        "bad-choice", "agreements.csv", "in force", "«valid",
        '`status` is "valid", expected one of `signed`, `in force`, `suspended`, `denounced`, '
        "`terminated` or `unknown`",
    ),
    "a truth value in words": Fault(
        "bad-shape", "sectors.yaml", "value: 6.2", "value: 6.2, estimate: «perhaps",
        '`estimate` is "perhaps", expected true or false',
    ),
    "a misspelt field": Fault(
        "unknown-field", "visits.yaml", "office: President", "«ofice: President",
        "`ofice` is not a field of this visit", "did you mean `office`?",
    ),
    "a misspelt field in a nested record": Fault(
        "unknown-field", "sectors.yaml", "{label: Share", "{«lable: Share",
        "`lable` is not a field of this figure", "did you mean `label`?",
    ),
    "a misspelt field of a country": Fault(
        "unknown-field", "countries.yaml", "currency: Crown", "«curency: Crown",
        "`curency` is not a field of this country", "did you mean `currency`?",
    ),
    "a misspelt column": Fault(
        "unknown-field", "agreements.csv",
        "id,title,signed,status,sources,only\ntreaty,Treaty of peace,1949-01-02",
        "id,title,singed,status,sources,only\ntreaty,Treaty of peace,«1949-01-02",
        "`singed` is not a field of this agreement", "did you mean `signed`?",
    ),
    "a misspelt record type": Fault(
        "unknown-field", "visits.yaml", "visits:", "«vists:",
        "`vists` is not a field of the file", "did you mean `visits`?",
    ),
    "a missing field": Fault(
        "missing-field", "visits.yaml", "- date: 2009-09-16\n    level", "- «level",
        "`date` is missing from this visit", "add `date:` with when it began",
    ),
    "a missing field of a country": Fault(
        "missing-field", "countries.yaml", "- iso: XA\n    name: Alpha\n", "- «iso: XA\n",
        "`name` is missing from this country", "add `name:` with customary short name",
    ),
    "a missing field of a single record": Fault(
        "missing-field", "dossier.yaml", "clearance: {drafted_by: Desk, ", "clearance: «{",
        "`drafted_by` is missing from `clearance`", "add `drafted_by:` with role that drafted it",
    ),
    "a missing cell": Fault(
        "missing-field", "observations.csv", "exports,2021,12.5", "«exports,2021,",
        "`value` is missing from this observation", "add `value:` with",
    ),
    "a figure without a date": Fault(
        "missing-field", "countries.yaml", "population: {value: 1000, unit: people, as_of: 2025}",
        "population: «{value: 1000, unit: people}",
        "`as_of` is missing from `population`", "add `as_of:` with the date or year",
    ),
    "an empty field": Fault(
        "empty-field", "visits.yaml", "visitor: A. Visitor", "visitor:«",
        "`visitor` is empty", EMPTY_HINT,
    ),
    "an empty list of sources": Fault(
        "empty-field", "statements.yaml", "sources: [gazette]", "sources: «null",
        "`sources` is empty", EMPTY_HINT,
    ),
    "an empty record type": Fault(
        "empty-field", "visits.yaml", "visits:\n", "organisations:«\nvisits:\n",
        "`organisations` is empty", EMPTY_HINT,
    ),
    "an empty quoted text": Fault(
        "bad-shape", "visits.yaml", "visitor: A. Visitor", 'visitor: «""',
        '`visitor` is "", expected a text',
    ),
    "a text of spaces in one language": Fault(
        "bad-shape", "events.yaml", "lt: Užmegzti santykiai.", 'lt: «" "',
        '`lt` is " ", expected a text',
    ),
    "an empty text in a list": Fault(
        "bad-shape", "meetings.yaml", "[One, ", "[«'', ",
        '`text` is "", expected a text',
    ),
    "a text in no language at all": Fault(
        "bad-shape", "visits.yaml", "visitor: A. Visitor", "visitor: «{}",
        "`visitor` is a mapping, expected a text", TEXT_HINT,
    ),
    "a text under something that is no language": Fault(
        "bad-shape", "visits.yaml", "visitor: A. Visitor", "visitor: «{name: A. Visitor}",
        "`visitor` is a mapping, expected a text, named by its language", TEXT_HINT,
    ),
    "a list for a text": Fault(
        "bad-shape", "visits.yaml", "visitor: A. Visitor", "visitor: «[A. Visitor]",
        "`visitor` is a list, expected a text", TEXT_HINT,
    ),
    "a text for a record": Fault(
        "bad-shape", "countries.yaml", "population: {value: 1000, unit: people, as_of: 2025}",
        "population: «1000", '`population` is "1000", expected a record',
    ),
    "a text for a list": Fault(
        "bad-shape", "dossier.yaml", "consulted: [Legal adviser]", "consulted: «Legal adviser",
        '`consulted` is "Legal adviser", expected a list',
    ),
    "a record for a list of records": Fault(
        "bad-shape", "statements.yaml", "  - {by: XA", "  «{by: XA",
        "`statements` is a mapping, expected a list",
    ),
    "one party": Fault(
        "bad-shape", "dossier.yaml", "parties: [XA, XB]", "parties: «[XA]",
        "`parties` has too few items", "add what is missing",
    ),
    "three parties": Fault(
        "bad-shape", "dossier.yaml", "parties: [XA, XB]", "parties: «[XA, XB, XC]",
        "`parties` is a list, expected 2 items",
    ),
}  # fmt: skip

#: Faults between records: found once every record is sound.
REFERENCES = {
    "an unknown source": Fault(
        "unknown-source", "statements.yaml", "sources: [gazette]", "sources: [yearbook, «gazete]",
        "there is no source `gazete`", "did you mean `gazette`?",
    ),
    "an unknown source of a nested record": Fault(
        "unknown-source", "sectors.yaml", "sources: [yearbook]", "sources: [«almanac]",
        "there is no source `almanac`", "known here: gazette, yearbook",
    ),
    "an unknown source in a cell": Fault(
        "unknown-source", "agreements.csv", "gazette; yearbook", "«gazette; yearbok",
        "there is no source `yearbok`", "did you mean `yearbook`?",
    ),
    "an unknown level": Fault(
        "unknown-marking", "meetings.yaml", "marking: AMBER", "marking: «PURPLE",
        "`PURPLE` is not a level of the scheme tlp", "known here: CLEAR, GREEN, AMBER",
    ),
    "a level in small letters": Fault(
        "unknown-marking", "observations.csv", "12.5,CLEAR", "12.5,«clear",
        "`clear` is not a level of the scheme tlp", "did you mean `CLEAR`?",
    ),
    "an unknown default level": Fault(
        "unknown-marking", "dossier.yaml", "default_marking: GREEN", "default_marking: «SECRET",
        "`SECRET` is not a level of the scheme tlp", "known here: ",
    ),
    "no default level": Fault(
        "no-default-marking", "dossier.yaml", "dossier:\n  title", "dossier:\n  «title",
        "the dossier has no default marking, so a record without one has none",
        "add `default_marking:` with one of CLEAR, GREEN, AMBER, AMBER+STRICT, RED",
    ),
    "an empty level": Fault(
        "empty-field", "visits.yaml", "country: XA", "country: XA\n    marking: «null",
        "`marking` is empty", EMPTY_HINT,
    ),
    "an empty need-to-know": Fault(
        "empty-field", "meetings.yaml", "marking: AMBER", "only: «null",
        "`only` is empty", EMPTY_HINT,
    ),
    "an unknown scheme": Fault(
        "unknown-scheme", "dossier.yaml", "marking_scheme: tlp", "marking_scheme: «tpl",
        "there is no marking scheme `tpl`", "did you mean `tlp`?",
    ),
    "an unknown audience": Fault(
        "unknown-audience", "visits.yaml", "country: XA",
        "country: XA\n    only: [press, «minster]",
        "there is no audience `minster`", "did you mean `minister`?",
    ),
    "an unknown audience in a cell": Fault(
        "unknown-audience", "agreements.csv", ",minister\n", ",«minister; analist\n",
        "there is no audience `analist`", "known here: minister, press",
    ),
    "an identifier given twice": Fault(
        "duplicate-id", "sources.yaml", "id: yearbook", "id: yearbook\n    publisher: Office\n"
        "    title: Old yearbook\n    date: 2024\n    reliability: statistical\n  - id: «yearbook",
        "`yearbook` is the id of another record", f"the first is at {FOLDER}/sources.yaml:8:9",
    ),
    "the same state twice": Fault(
        "one-party", "dossier.yaml", "parties: [XA, XB]", "parties: «[XA, XA]",
        "both parties are the same state",
    ),
    "a party without its record": Fault(
        "unknown-country", "dossier.yaml", "parties: [XA, XB]", "parties: [XA, «XC]",
        "`countries` has no record of XC", "known here: XA, XB",
    ),
    "a home that is no party": Fault(
        "unknown-country", "dossier.yaml", "parties: [XA, XB]", "parties: [XA, XB]\n  home: «ZZ",
        "ZZ is not one of the dossier's parties", "known here: XA, XB",
    ),
    "a side that is no party": Fault(
        "unknown-country", "meetings.yaml", "title: Meeting\n", "title: Meeting\n    side: «XC\n",
        "XC is not one of the dossier's parties", "known here: XA, XB",
    ),
    "a country that is no party": Fault(
        "unknown-country", "countries.yaml", "currency: Crown\n    sources: [yearbook]",
        "currency: Crown\n    sources: [yearbook]\n"
        "  - {iso: «XC, name: Gamma, capital: Gammagrad, sources: [yearbook]}",
        "XC is not one of the dossier's parties", "known here: XA, XB",
    ),
    "a value of an unknown series": Fault(
        "unknown-series", "observations.csv", "exports,2021", "«export,2021",
        "there is no series `export`", "did you mean `exports`?",
    ),
    "two values of one period": Fault(
        "duplicate-period", "observations.csv", "exports,2020", "«exports,2021",
        "exports has two values for 2021", "remove one of them",
    ),
    "a value in the table and in the series": Fault(
        "duplicate-period", "observations.csv", "exports,2020", "«exports,2019",
        "exports has two values for 2019", "remove one of them",
    ),
    "two values of one period within the series": Fault(
        "duplicate-period", "series.yaml", "[{period: 2019, value: 1}]",
        "[{period: 2019, value: 1}, «{period: 2019, value: 2}]",
        "exports has two values for 2019", "remove one of them",
    ),
}  # fmt: skip


def opened(root: Path, files: dict[str, str]) -> Dossier:
    folder = root / FOLDER
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return resolve("xa-xb", load_folder(folder, root), schemes({}), AUDIENCES)


def refusal(root: Path, files: dict[str, str]) -> list[Diagnostic]:
    with pytest.raises(ContentError) as caught:
        opened(root, files)
    return in_order(caught.value.diagnostics)


def test_the_dossier_that_faults_are_planted_in_is_sound(tmp_path: Path) -> None:
    assert [d.rule for d in opened(tmp_path, VALID).warnings] == []


@pytest.mark.parametrize("fault", VALUES.values(), ids=VALUES)
def test_a_fault_of_a_value_is_reported_where_it_stands(tmp_path: Path, fault: Fault) -> None:
    check_alone(tmp_path, fault)


@pytest.mark.parametrize("fault", REFERENCES.values(), ids=REFERENCES)
def test_a_fault_between_records_is_reported_where_it_stands(tmp_path: Path, fault: Fault) -> None:
    check_alone(tmp_path, fault)


def check_alone(root: Path, fault: Fault) -> None:
    files, (place,) = planted(VALID, fault)
    if fault.rule == "no-default-marking":
        files["dossier.yaml"] = files["dossier.yaml"].replace("  default_marking: GREEN\n", "")
    found = refusal(root, files)
    here = [d for d in found if (d.rule, d.message) == (fault.rule, fault.message)]
    assert [str(d.place) for d in here] == [str(place)], found
    assert here[0].severity is Severity.ERROR
    assert here[0].hint.startswith(fault.hint)
    assert bool(here[0].hint) == bool(fault.hint)
    follows = {"missing-field", "unknown-country", fault.rule}
    assert {d.rule for d in found if d.severity is Severity.ERROR} <= follows


def test_a_diagnostic_reads_as_the_contract_has_it(tmp_path: Path) -> None:
    visits = "visits:\n" + "\n".join(f"  # line {n}" for n in range(2, 14))
    visits += "\n  - date: 2009-13-16\n    level: state\n    visitor: V\n    office: O\n"
    found = refusal(tmp_path, {**VALID, "visits.yaml": visits + "    country: XA\n"})
    assert [str(d) for d in found] == [
        f'{FOLDER}/visits.yaml:14:11: error[bad-date]: `date` is "2009-13-16", expected an ISO date'
        '\n  hint: year-month-day; write "2009" or "2009-09" where the day is unknown'
    ]


def test_every_fault_of_values_in_every_file_is_reported_at_once(tmp_path: Path) -> None:
    names = (
        "a month that does not exist", "an unknown kind", "a misspelt field",
        "a country code in small letters", "an empty quoted text", "an identifier with capitals",
        "a bad date in a nested record", "a text of spaces in one language",
        "a bad date in a table", "an unknown kind in a table", "a currency sign",
        "an address without https", "a time after midnight", "an empty text in a list",
        "a decimal comma", "a misspelt field in a nested record", "a separator of thousands",
        "a language by its name", "a year where a day is needed", "three parties",
        "a text for a list", "no number at all", "a priority above 100",
    )  # fmt: skip
    faults = [VALUES[name] for name in names] + [REFERENCES["an unknown source of a nested record"]]
    files, places = planted(VALID, *faults)
    found = {(d.place, d.rule, d.message) for d in refusal(tmp_path, files)}
    expected = {(p, f.rule, f.message) for p, f in zip(places, faults, strict=True)}
    assert len(expected) == len(names) + 1
    assert expected <= found


def test_every_fault_between_records_is_reported_at_once(tmp_path: Path) -> None:
    names = (
        "an unknown source", "an unknown source of a nested record", "an unknown source in a cell",
        "an unknown level", "an unknown audience", "an unknown audience in a cell",
        "an identifier given twice", "a country that is no party", "a value of an unknown series",
        "two values of one period within the series", "an unknown default level",
    )  # fmt: skip
    faults = [REFERENCES[name] for name in names]
    files, places = planted(VALID, *faults)
    found = {(d.place, d.rule, d.message) for d in refusal(tmp_path, files)}
    assert {(p, f.rule, f.message) for p, f in zip(places, faults, strict=True)} <= found


def test_an_unknown_scheme_does_not_hide_other_faults(tmp_path: Path) -> None:
    faults = [REFERENCES["an unknown scheme"], REFERENCES["an unknown source"]]
    faults.append(REFERENCES["a value of an unknown series"])
    files, places = planted(VALID, *faults)
    found = refusal(tmp_path, files)
    assert {d.place for d in found} == set(places)


def test_faults_of_one_file_are_reported_in_the_order_of_its_lines(tmp_path: Path) -> None:
    files = {**VALID, "visits.yaml": "visits:\n" + "  - {date: x}\n" * 3}
    places = [d.place for d in refusal(tmp_path, files)]
    assert places == sorted(places)
    assert len(places) == 3 * 5


def test_an_empty_dossier_is_missing_its_header(tmp_path: Path) -> None:
    (fault,) = refusal(tmp_path, {"dossier.yaml": "# nothing yet\n"})
    assert str(fault) == (
        f"{FOLDER}/dossier.yaml:1:1: error[missing-field]: `dossier` is missing from the file\n"
        "  hint: add `dossier:` with what the dossier is about"
    )
