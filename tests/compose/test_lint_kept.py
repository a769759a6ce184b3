"""An audience is linted once in a process, and again as soon as anything has changed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.build.furnish import template_folders
from briefgen.compose import lint as linting
from briefgen.compose.lint import lint
from briefgen.diagnostics import Diagnostic
from briefgen.house.workspace import Workspace, shipped
from briefgen.view.shape import TEXT, Group, paper_shape

ENTRY = '{% include "parts/" ~ language ~ ".html.j2" %}{% include "one.html.j2" ignore missing %}'


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "near").mkdir()
    (tmp_path / "far/parts").mkdir(parents=True)
    (tmp_path / "far/briefing.html.j2").write_text(ENTRY, "utf-8")
    (tmp_path / "far/parts/en.html.j2").write_text("{{ paper.title }}", "utf-8")
    (tmp_path / "far/style.css").write_text("p { color: red }", "utf-8")
    (tmp_path / "good.html.j2").write_text("{{ paper.title }}", "utf-8")
    (tmp_path / "bad.html.j2").write_text("{{ paper.titel }}", "utf-8")
    (tmp_path / "far/linked.html.j2").symlink_to(tmp_path / "good.html.j2")
    (tmp_path / "far/parts/de.html.j2").write_text('{% include "linked.html.j2" %}', "utf-8")
    return tmp_path


def linted(house: Path) -> list[Diagnostic]:
    return lint([house / "near", house / "far"], house, paper_shape(), ["accent"])


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """One item for each time that an audience is followed."""
    times: list[object] = []
    follow = linting._followed

    def noted(*arguments: object) -> object:
        times.append(arguments)
        return follow(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(linting, "_followed", noted)
    return times


def test_an_audience_is_followed_once(house: Path, followed: list[object]) -> None:
    first = linted(house)
    assert first == []
    first.append(first)  # type: ignore[arg-type]
    assert [linted(house) for _ in range(3)] == [[], [], []]
    assert len(followed) == 1


def _write(name: str, text: str) -> Callable[[Path], object]:
    def change(house: Path) -> None:
        path = house / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        os.utime(path, ns=(1, 1))

    return change


def _relink(house: Path) -> None:
    link = house / "far/linked.html.j2"
    link.unlink()
    link.symlink_to(house / "bad.html.j2")


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a template is rewritten": (_write("far/parts/en.html.j2", "{{ paper.titel }}"), "`titel`"),
    "one appears nearer": (_write("near/parts/en.html.j2", "{{ paper.titel }}"), "`titel`"),
    "one appears that was looked for": (_write("near/one.html.j2", "{{ papre }}"), "`papre`"),
    "one appears in a folder": (_write("far/parts/fr.html.j2", "{{ papre }}"), "`papre`"),
    "one can no longer be read": (_write("far/parts/en.html.j2", "{% if %}"), "Expected"),
    "one behind a link is rewritten": (_write("good.html.j2", "{{ paper.titel }}"), "`titel`"),
    "a link leads elsewhere": (_relink, "`titel`"),
    "a style sheet is rewritten": (_write("far/style.css", "p { colour:red }"), "`colour`"),
    "a style sheet appears": (_write("near/style.css", "p { colour: red }"), "`colour`"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_seen_at_once_whatever_its_time_and_size(house: Path, what: str) -> None:
    change, message = CHANGES[what]
    for path in house.rglob("*"):
        os.utime(path, ns=(1, 1))
    assert linted(house) == []
    change(house)
    [fault] = linted(house)
    assert message in fault.message
    linting._known.clear()
    assert linted(house) == [fault]


def test_what_is_mended_is_no_longer_told(house: Path) -> None:
    file = house / "far/parts/en.html.j2"
    for text, count in (("{{ paper.titel }}", 1), ("{{ paper.title }}", 0)) * 2:
        file.write_text(text, "utf-8")
        assert len(linted(house)) == count
    file.unlink()
    assert linted(house) == []


def test_what_templates_are_given_makes_a_difference(house: Path) -> None:
    folders = [house / "near", house / "far"]
    (house / "far/style.css").write_text("p { color: var(--accent) }", "utf-8")
    assert lint(folders, house, paper_shape(), ["accent"]) == []
    [fault] = lint(folders, house, paper_shape(), ["ink"])
    assert "`--accent`" in fault.message
    assert lint(folders, house, paper_shape()) == []
    untitled = Group("paper", {"subject": TEXT})
    assert {fault.rule for fault in lint(folders, house, untitled)} == {"unknown-name"}
    assert lint(folders, house, paper_shape()) == []


def test_an_audience_is_followed_again_at_a_glance() -> None:
    workspace = Workspace(shipped("templates").parent)
    folders = template_folders(workspace, "analyst")
    linting._followed(folders, workspace.root, paper_shape(), None)
    begun = time.process_time()
    _, faults = linting._followed(folders, workspace.root, paper_shape(), None)
    seconds = time.process_time() - begun
    assert faults == []
    assert seconds < 0.25  # a busy machine; alone it is a tenth of that
