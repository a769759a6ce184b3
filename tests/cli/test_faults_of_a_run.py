"""Faults in several files of a dossier: all reported in one run, each once, at its place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Desk

DOSSIER = "belarus-lithuania"
DATA = f"data/{DOSSIER}"

#: Some figures of this dossier are old, and their warnings stay: there are no newer ones.
STALE = "warning[stale-figure]"


@pytest.fixture
def faulty(copied: Callable[..., Desk]) -> tuple[Desk, list[str], dict[str, bytes]]:
    """Return a copy of a dossier with four faults, where they are, and the papers before."""
    desk = copied(DOSSIER)
    formats = ["-f", "docx", "-f", "html"]
    assert desk("build", "-a", "press", "-a", "minister", *formats).returncode == 0
    before = desk.files()
    assert len(before) == 4
    places = []
    line, column = desk.edit(f"{DATA}/visits.yaml", "date: 2009-09-16", "date: 2009-13-16")
    places.append(f"{DATA}/visits.yaml:{line}:{column + 6}: error[bad-date]")
    line, column = desk.edit(
        f"{DATA}/agreements.yaml",
        "  - id: forestry-2000\n    title: >\n      Agreement between the Forest Ministry of "
        "Belarus and the Ministry of Environmental Protection of\n      Lithuania on "
        "co-operation in the forestry sector\n",
        "  - id: forestry-2000\n",
    )
    places.append(f"{DATA}/agreements.yaml:{line}:{column + 4}: error[missing-field]")
    line, column = desk.edit(
        f"{DATA}/events.yaml", "date: 1991-12-27\n    kind:", "date: 1991-12-27\n    kidn:"
    )
    places.append(f"{DATA}/events.yaml:{line + 1}:5: error[unknown-field]")
    line, column = desk.edit(
        f"{DATA}/statements.yaml",
        "as_of: 2025-11\n    sources: [caliber-2025]",
        "as_of: 2025-11\n    sources: [calibre-2025]",
    )
    places.append(f"{DATA}/statements.yaml:{line + 1}:15: error[unknown-source]")
    return desk, places, before


@pytest.mark.parametrize("command", ["check", "build"])
def test_each_fault_is_reported_once_at_its_place_in_one_run(
    faulty: tuple[Desk, list[str], dict[str, bytes]], command: str
) -> None:
    desk, places, before = faulty
    run = desk(command)
    assert run.returncode == 1
    found = re.findall(r"^(\S+: (?:error|warning)\[[a-z-]+\])", run.stderr, re.MULTILINE)
    assert sorted(f for f in found if not f.endswith(STALE)) == sorted(places)
    assert len(set(found)) == len(found)
    assert "Traceback" not in run.stderr
    assert desk.files() == before
    document = json.loads(desk(command, "--json").stdout)
    assert len([d for d in document["diagnostics"] if d["rule"] != "stale-figure"]) == 4
    assert desk.files() == before


def test_each_fault_comes_with_the_way_out(
    faulty: tuple[Desk, list[str], dict[str, bytes]],
) -> None:
    desk, _, _ = faulty
    stderr = desk("check").stderr
    assert '`date` is "2009-13-16", expected an ISO date' in stderr
    assert '"2009" or "2009-09" where the day is unknown' in stderr
    assert "`title` is missing from this agreement" in stderr
    assert "did you mean `kind`?" in stderr
    assert "did you mean `caliber-2025`?" in stderr
    assert stderr.count("\n  hint: ") == 4 + stderr.count(STALE)


def test_the_kept_papers_are_named(faulty: tuple[Desk, list[str], dict[str, bytes]]) -> None:
    desk, _, before = faulty
    stderr = desk("build", "-f", "docx", "-f", "html").stderr
    for name in before:
        assert f"output/{name}: kept; it is the older one" in stderr
