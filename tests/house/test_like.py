"""An audience like another one: what it takes over, and what it never does."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diagnostics import ContentError, Diagnostic
from briefgen.house.audience import Audience, audience_folders, lineage, load_audience
from briefgen.house.workspace import Workspace

BASE = """\
title: Base
description: D
clearance: {tlp: RED, uk: SECRET}
colors: {accent: "#111111", second: "#222222"}
need_to_know: [press]
sections: [facts, timeline]
"""


def workspace(root: Path, **audiences: str) -> Workspace:
    for name, text in audiences.items():
        folder = root / "templates" / name
        folder.mkdir(parents=True)
        (folder / "audience.yaml").write_text(text, "utf-8")
    (root / "templates/base2").mkdir(exist_ok=True)
    (root / "templates" / next(iter(audiences)) / "briefing.html.j2").touch()
    return Workspace(root)


def load(root: Path, own: str) -> Audience:
    return load_audience(workspace(root, first=BASE, own=own), "own")[0]


def faults(root: Path, **audiences: str) -> list[Diagnostic]:
    place = workspace(root, **audiences)
    with pytest.raises(ContentError) as caught:
        load_audience(place, next(reversed(audiences)))
    return list(caught.value.diagnostics)


def test_what_it_does_not_say_itself_is_taken_over(tmp_path: Path) -> None:
    own = load(tmp_path, "like: first\ntitle: Own\n")
    assert (own.title, own.clearance["tlp"], own.need_to_know) == ("Own", "RED", ("press",))
    assert [choice.section for choice in own.sections] == ["facts", "timeline"]


def test_a_clearance_is_taken_over_whole_or_not_at_all(tmp_path: Path) -> None:
    """Lowering it in one scheme must not leave it high in the others."""
    own = load(tmp_path, "like: first\nclearance: {tlp: CLEAR}\n")
    assert own.clearance == {"tlp": "CLEAR"}


def test_colours_are_taken_over_one_by_one_and_lists_whole(tmp_path: Path) -> None:
    own = load(tmp_path, 'like: first\ncolors: {accent: "#333333"}\nsections: [visits]\n')
    assert own.colors == {"accent": "#333333", "second": "#222222"}
    assert [choice.section for choice in own.sections] == ["visits"]


def test_files_are_looked_for_in_its_own_folder_first(tmp_path: Path) -> None:
    place = workspace(tmp_path, first=BASE, second="like: first\n", own="like: second\n")
    assert lineage(place, "own") == ("own", "second", "first")
    assert [f.name for f in audience_folders(place, "own")] == ["own", "second", "first"]


@pytest.mark.parametrize(
    ("clearance", "rule", "column", "hint"),
    [
        ("{tpl: CLEAR}", "unknown-scheme", 18, "did you mean `tlp`?"),
        ("{tlp: CLEER}", "unknown-marking", 18, "did you mean `CLEAR`?"),
        ("{uk: CLEAR}", "unknown-marking", 17, "known here: OFFICIAL"),
    ],
)
def test_a_clearance_that_means_nothing_is_refused(
    tmp_path: Path, clearance: str, rule: str, column: int, hint: str
) -> None:
    [fault] = faults(tmp_path, first=BASE, own=f"like: first\nclearance: {clearance}\n")
    assert (fault.rule, fault.place.line, fault.place.column) == (rule, 2, column)
    assert fault.place.file == "templates/own/audience.yaml"
    assert hint in fault.hint


def test_a_circle_is_told(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, first="like: own\n", own="like: first\n")
    assert fault.rule == "circular-audience"
    assert "`own` is like `own`" in fault.message


@pytest.mark.parametrize(("like", "rule"), [
    ("nobody", "unknown-audience"), ("[first]", "bad-shape"), ("{a: b}", "bad-shape"),
    ("", "bad-shape"),
])  # fmt: skip
def test_it_is_like_one_audience_that_there_is(tmp_path: Path, like: str, rule: str) -> None:
    [fault] = faults(tmp_path, first=BASE, own=f"like: {like}\n")
    assert fault.rule == rule
    assert fault.place.line == 1
    assert fault.hint


def test_need_to_know_names_audiences(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, first=BASE, own="like: first\nneed_to_know: [pres]\n")
    assert (fault.rule, fault.place.line) == ("unknown-audience", 2)
    assert "did you mean `press`?" in fault.hint
