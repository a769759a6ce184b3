"""Faults of the house style: each is named with its file, none is a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Desk


@pytest.mark.parametrize(
    ("file", "content", "expected"),
    [
        ("templates/base/theme.yaml", "[1]", "theme.yaml:1:1: error[bad-shape]"),
        ("templates/base/theme.yaml", "accent: teal\n", "theme.yaml:1:9: error[bad-color]"),
        ("templates/base/citations/house.csl", "garbage", "house.csl:1: error[bad-style]"),
        ("templates/base/citations/house.csl", "<style/>", "house.csl:1: error[bad-style]"),
    ],
)
def test_a_broken_house_style_is_named(desk: Desk, file: str, content: str, expected: str) -> None:
    path = desk.root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    result = desk("check", "-a", "analyst")
    assert result.returncode == 1
    assert expected in result.stderr
    assert "Traceback" not in result.stderr


def test_an_audience_changes_only_colours_that_there_are(desk: Desk) -> None:
    desk("new", "audience", "ngo", "--from", "press")
    desk.edit("templates/ngo/audience.yaml", "  accent:", "  acent:")
    result = desk("check", "-a", "ngo")
    assert result.returncode == 1
    assert "error[unknown-field]: the house style has no colour `acent`" in result.stderr
    assert "did you mean `accent`" in result.stderr


def test_faults_of_sound_files_are_reported_beside_a_file_that_cannot_be_read(desk: Desk) -> None:
    name = desk("list", "dossiers").stdout.split()[0]
    folder = desk.root / "data" / name
    (folder / "broken.yaml").write_text("events:\n\t- x\n", "utf-8")
    desk.edit(f"data/{name}/visits.yaml", "2009-09-16", "2009-13-16")
    result = desk("check", name)
    assert "broken.yaml:2:1: error[bad-yaml]" in result.stderr
    assert "error[bad-date]" in result.stderr
    assert "unknown-source" not in result.stderr


def test_a_block_that_overrides_nothing_is_named(desk: Desk) -> None:
    desk("new", "audience", "ngo", "--from", "press")
    template = desk.root / "templates/ngo/briefing.html.j2"
    template.write_text(
        '{% extends "base/briefing.html.j2" %}\n{% block standfrist %}<p>Lost</p>{% endblock %}\n',
        "utf-8",
    )
    result = desk("check", "-a", "ngo")
    assert result.returncode == 1
    assert "templates/ngo/briefing.html.j2:2:10: error[unknown-block]" in result.stderr
    assert "did you mean `standfirst`" in result.stderr
