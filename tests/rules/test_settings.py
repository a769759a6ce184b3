"""What a workspace says about rules, and where the rules are applied."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefgen.build.edition import Edition, Outcome
from briefgen.diagnostics import ContentError, Severity
from briefgen.house.workspace import STALE_YEARS, find_workspace
from builds import build_one, check_one

ROOT = Path(__file__).parents[2]

DOSSIER = """\
dossier:
  title: Two states
  parties: [XA, XB]
  as_of: 2026-01-31
  marking_scheme: tlp
  default_marking: CLEAR
countries:
  - {iso: XA, name: A, capital: A, sources: [book]}
  - {iso: XB, name: B, capital: B, sources: [book]}
findings:
  - {text: No source for this.}
organisations:
  - {name: Club, kind: association, sources: [book], count: {label: Members, value: 5,
     unit: people, as_of: 2015}}
interlocutors:
  - {name: Nobody, office: None, country: XA, marking: RED, only: [press]}
sources:
  - {id: book, publisher: P, title: T, date: 2020, reliability: press}
"""


def desk(root: Path, settings: str, *, template: str = "") -> Path:
    (root / "data/xa-xb").mkdir(parents=True)
    (root / "data/xa-xb/dossier.yaml").write_text(DOSSIER, "utf-8")
    (root / "briefgen.toml").write_text(settings, "utf-8")
    if template:
        own = root / "templates/press"
        shutil.copytree(ROOT / "templates/press", own)
        (own / "briefing.html.j2").write_text(template, "utf-8")
    return root


def edition(root: Path) -> Edition:
    return Edition("xa-xb", "press", "en", ("html",), root / "output")


def rules(outcome: Outcome) -> dict[str, str]:
    return {d.rule: d.severity.value for d in outcome.diagnostics}


def check(root: Path) -> dict[str, str]:
    return rules(check_one(find_workspace(root), edition(root)))


def test_without_settings_the_rules_have_their_own_severities(tmp_path: Path) -> None:
    assert find_workspace(desk(tmp_path, "")).stale_years == STALE_YEARS
    assert check(tmp_path) == {
        "no-source": "warning", "stale-figure": "warning", "never-shown": "warning",
    }  # fmt: skip


def test_severities_and_ages_are_settings(tmp_path: Path) -> None:
    settings = '[rules]\nno-source = "error"\nnever-shown = "off"\nstale-years = 11\n'
    assert check(desk(tmp_path, settings)) == {"no-source": "error"}


def test_a_rule_of_a_later_stage_can_be_set_too(tmp_path: Path) -> None:
    settings = '[rules]\nnever-shown = "error"\nno-source = "off"\nstale-figure = "off"\n'
    assert check(desk(tmp_path, settings)) == {"never-shown": "error"}


def test_a_rule_that_there_is_not_is_refused(tmp_path: Path) -> None:
    settings = '# ours\n[markings]\n\n[rules]\n  no-sorce = "off"\n"stale-figur" = "off"\n'
    outcome = check_one(find_workspace(desk(tmp_path, settings)), edition(tmp_path))
    assert [(str(d.place), d.rule, d.message) for d in outcome.diagnostics] == [
        (
            "briefgen.toml:5:3", "unknown-rule",
            "there is no rule `no-sorce` whose severity can be set",
        ),
        (
            "briefgen.toml:6:1", "unknown-rule",
            "there is no rule `stale-figur` whose severity can be set",
        ),
    ]  # fmt: skip
    assert outcome.diagnostics[0].hint.startswith("did you mean `no-source`?")
    assert outcome.diagnostics[1].hint.startswith("did you mean `stale-figure`?")


@pytest.mark.parametrize(
    ("settings", "place", "message"),
    [
        ('[rules]\nno-source = "on"', "2:1", '`no-source` is "on", expected a severity'),
        ("[rules]\nno-source = true", "2:1", "`no-source` is true, expected a severity"),
        ("[rules]\nno-source = [1]", "2:1", "`no-source` is [1], expected a severity"),
        ('[rules]\n\nstale-years = "4"', "3:1", "`stale-years` is no number of years"),
        ("[rules]\nstale-years = -1", "2:1", "`stale-years` is no number of years"),
        ("[rules]\nstale-years = true", "2:1", "`stale-years` is no number of years"),
        ("rules = 4", "", "`rules` is a value, expected a table of rules and severities"),
        ("[rule]", "", "`rule` is not a setting"),
    ],
)
def test_a_setting_that_is_none_is_refused(
    tmp_path: Path, settings: str, place: str, message: str
) -> None:
    with pytest.raises(ContentError) as caught:
        find_workspace(desk(tmp_path, settings))
    [found] = caught.value.diagnostics
    assert str(found.place) == ":".join(filter(None, ("briefgen.toml", place)))
    assert found.message == message
    assert found.hint


TEMPLATE = """\
{% extends "base/briefing.html.j2" %}
{% block standfirst %}
<p>Exports reached £12.9 billion.</p>
{% endblock %}
"""


def test_a_figure_in_a_template_keeps_the_edition_from_being_written(tmp_path: Path) -> None:
    workspace = find_workspace(desk(tmp_path, "", template=TEMPLATE))
    for outcome in (
        check_one(workspace, edition(tmp_path)),
        build_one(workspace, edition(tmp_path)),
    ):
        assert outcome.failed
        [found] = [d for d in outcome.diagnostics if d.severity is Severity.ERROR]
        assert str(found.place) == "templates/press/briefing.html.j2:3:20"
        assert found.rule == "literal-figure"
    assert not (tmp_path / "output").exists()


def test_a_figure_in_a_template_can_be_let_through(tmp_path: Path) -> None:
    settings = '[rules]\nliteral-figure = "warning"\n'
    workspace = find_workspace(desk(tmp_path, settings, template=TEMPLATE))
    outcome = build_one(workspace, edition(tmp_path))
    assert not outcome.failed
    assert rules(outcome)["literal-figure"] == "warning"
    assert [path.is_file() for path in outcome.files] == [True]


def test_building_does_not_look_for_what_is_never_shown(tmp_path: Path) -> None:
    outcome = build_one(find_workspace(desk(tmp_path, "")), edition(tmp_path))
    assert "never-shown" not in rules(outcome)
