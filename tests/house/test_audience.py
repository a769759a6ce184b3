from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diagnostics import ContentError, Diagnostic, Place, UsageError
from briefgen.house.audience import Audience, load_audience
from briefgen.house.markings import schemes
from briefgen.house.workspace import Workspace, shipped
from briefgen.load.nodes import plain
from briefgen.view.sections import SECTIONS

FILE = "templates/cabinet/audience.yaml"
SOUND = """\
title: Cabinet paper
description: For the cabinet.
clearance: {tlp: AMBER}
sections:
  - facts
  - {section: timeline, limit: 3, since: 2000, kinds: [border]}
"""


def loaded(root: Path, settings: str, *, template: bool = True) -> Audience:
    folder = root / "templates" / "cabinet"
    folder.mkdir(parents=True)
    (folder / "audience.yaml").write_text(settings, "utf-8")
    if template:
        (folder / "briefing.html.j2").write_text("", "utf-8")
    audience, node, place = load_audience(Workspace(root), "cabinet")
    assert place == Place(FILE, 1, 1)
    assert plain(node)["title"] == audience.title
    return audience


def faults(root: Path, settings: str, *, template: bool = True) -> list[Diagnostic]:
    with pytest.raises(ContentError) as caught:
        loaded(root, settings, template=template)
    return list(caught.value.diagnostics)


def test_a_section_is_a_name_or_a_name_with_settings(tmp_path: Path) -> None:
    audience = loaded(tmp_path, SOUND)
    assert [s.section for s in audience.sections] == ["facts", "timeline"]
    first, second = audience.sections
    assert (first.limit, first.depth, first.priority) == (None, "full", 0)
    assert (second.limit, second.since, second.kinds) == (3, "2000", ("border",))
    assert (audience.notes, audience.max_pages, audience.colors) == ("none", None, {})


@pytest.mark.parametrize(
    ("old", "new", "rule", "message", "hint"),
    [
        (
            "- facts",
            "- «facs",
            "bad-choice",
            '`section` is "facs", expected one of',
            "did you mean `facts`?",
        ),
        ("section: timeline", "section: «time", "bad-choice", '`section` is "time"', "`timeline`"),
        (
            "[border]",
            "[border, «metting]",
            "bad-choice",
            '`kinds` is "metting", expected one of `r',
            "did you mean `meeting`?",
        ),
        (
            "section: timeline",
            "section: facts, depth: «long",
            "bad-choice",
            '`depth` is "long"',
            "",
        ),
        (
            "limit: 3",
            "«topics: [trade]",
            "unknown-field",
            "`topics` selects nothing in the section `timeline`",
            "remove it; it selects in: sectors, statements",
        ),
        (
            "- facts",
            "- {section: visits, «kinds: [meeting]}",
            "unknown-field",
            "`kinds` selects nothing in the section `visits`",
            "it selects in: timeline",
        ),
        (
            "- facts",
            "- {section: agreements, «since: 2000}",
            "unknown-field",
            "`since` selects nothing",
            "timeline, visits",
        ),
        (
            "sections:\n  - facts\n  - {section: timeline, limit: 3, since: 2000, kinds: [border]}",
            "sections: «[]",
            "bad-shape",
            "`sections` is a list, expected one item at least",
            "name",
        ),
        ("limit: 3", "«lmit: 3", "unknown-field", "`lmit` is not a field of this section", "limit"),
        ("limit: 3", "limit: «0", "bad-number", '`limit` is "0", expected at least 1', ""),
        ("limit: 3", "limit: «few", "bad-number", '`limit` is "few"', "digits"),
        ("limit: 3", "priority: «101", "bad-number", "expected at most 100", ""),
        ("since: 2000", "since: «2000-01", "bad-date", "expected a year", "four digits"),
        ("sections:", "«max_page: 2\nsections:", "unknown-field", "`max_page`", "`max_pages`"),
        ("title: Cabinet paper", "title:«", "empty-field", "`title` is empty", "give it a value"),
        ("description: For the cabinet.\n", "", "missing-field", "`description` is missing", "add"),
        ("{tlp: AMBER}", "«AMBER", "bad-shape", '`clearance` is "AMBER", expected a mapping', ""),
        ("{tlp: AMBER}", "{tlp: «[AMBER]}", "bad-shape", "`tlp` is a list, expected a text", ""),
        ("sections:", "max_pages: «two\nsections:", "bad-number", '`max_pages` is "two"', "digits"),
        (
            "sections:",
            "notes: «footnote\nsections:",
            "bad-choice",
            '`notes` is "footnote"',
            "did you mean `footnotes`?",
        ),
        ("sections:", "colors: {soft: «red}\nsections:", "bad-color", '`soft` is "red"', "#0b6b74"),
        ("title: Cabinet", "a: «&x 1\ntitle: Cabinet", "no-alias", "`&x`", "remove it"),
    ],
)
def test_a_fault_of_the_settings_is_reported_where_it_stands(
    tmp_path: Path, old: str, new: str, rule: str, message: str, hint: str
) -> None:
    assert SOUND.count(old) == 1
    marked = SOUND.replace(old, new)
    before = marked.split("«")[0].split("\n") if "«" in marked else [""]
    (fault,) = faults(tmp_path, marked.replace("«", ""))
    assert fault.rule == rule
    assert fault.place == Place(FILE, len(before), len(before[-1]) + 1)
    assert message in fault.message
    assert hint in fault.hint


def test_every_fault_of_the_settings_is_reported_at_once(tmp_path: Path) -> None:
    settings = SOUND.replace("- facts", "- facs").replace("limit: 3", "limit: x") + "colour: {}\n"
    assert sorted(d.rule for d in faults(tmp_path, settings)) == [
        "bad-choice",
        "bad-number",
        "unknown-field",
    ]


@pytest.mark.parametrize(
    ("settings", "message"),
    [("", "the file is empty"), ("[a]", "the file is a list, expected a record")],
)
def test_a_file_without_settings_is_refused(tmp_path: Path, settings: str, message: str) -> None:
    (fault,) = faults(tmp_path, settings)
    assert fault.message == message
    assert fault.place == Place(FILE, 1, 1)


def test_an_audience_without_a_template_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, SOUND, template=False)
    assert (fault.rule, fault.place) == ("no-template", Place(FILE))
    assert '{% extends "base/briefing.html.j2" %}' in fault.hint


def test_a_template_may_come_with_briefgen_for_settings_of_the_workspace(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "press"
    folder.mkdir(parents=True)
    (folder / "audience.yaml").write_text(SOUND, "utf-8")
    audience, _, place = load_audience(Workspace(tmp_path), "press")
    assert audience.title == "Cabinet paper"
    assert place.file == "templates/press/audience.yaml"


def test_an_unknown_audience_is_a_usage_error_that_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="did you mean `minister`"):
        load_audience(Workspace(tmp_path), "minster")


def test_every_shipped_audience_loads_with_a_clearance_in_every_shipped_scheme() -> None:
    workspace = Workspace(shipped("templates").parent)
    known = schemes({})
    names = workspace.audiences()
    assert {"minister", "analyst", "press"} <= set(names)
    for name in names:
        audience, _, _ = load_audience(workspace, name)
        assert audience.sections
        assert set(audience.clearance) == set(known)
        for scheme, level in audience.clearance.items():
            assert level in known[scheme].levels


def test_every_section_that_an_audience_may_name_can_be_made() -> None:
    audience = Audience.model_validate(
        {"title": "T", "description": "D", "clearance": {}, "sections": list(SECTIONS)}
    )
    assert [s.section for s in audience.sections] == list(SECTIONS)
