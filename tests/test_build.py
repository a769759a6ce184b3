"""The pipeline's own part: editions, their files, outcomes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen.build.edition import Edition
from briefgen.build.run import build_editions
from briefgen.house.workspace import Workspace
from builds import build_one, check_one

if TYPE_CHECKING:
    from conftest import Desk

SMALL = "norland-sundmark"


def _edition(folder: Path, *formats: str, audience: str = "press", dossier: str = SMALL) -> Edition:
    return Edition(dossier, audience, "en", formats, folder)


def test_a_file_is_named_after_what_it_is(tmp_path: Path) -> None:
    edition = _edition(tmp_path, "pdf")
    assert edition.path("pdf") == tmp_path / SMALL / f"{SMALL}.press.en.pdf"


def test_an_edition_is_built_in_the_formats_asked_for(desk: Desk, tmp_path: Path) -> None:
    outcome = build_one(Workspace(desk.root), _edition(tmp_path, "html", "pdf"))
    assert not outcome.failed
    assert [path.suffix for path in outcome.files] == [".html", ".pdf"]
    assert all(path.is_file() for path in outcome.files)
    assert outcome.pages == 2
    assert outcome.kept == ()
    assert outcome.seconds > 0


def test_a_failed_edition_tells_which_files_are_older(desk: Desk, tmp_path: Path) -> None:
    workspace = Workspace(desk.root)
    edition = _edition(tmp_path, "html", "pdf")
    edition.path("html").parent.mkdir(parents=True)
    edition.path("html").write_bytes(b"older")
    desk.edit(f"data/{SMALL}/visits.yaml", "level: official", "level: grand")
    outcome = build_one(workspace, edition)
    assert outcome.failed
    assert (outcome.files, outcome.kept) == ((), (edition.path("html"),))
    assert [d.rule for d in outcome.diagnostics] == ["bad-choice"]
    assert edition.path("html").read_bytes() == b"older"


def test_no_file_of_an_edition_is_replaced_when_one_of_them_fails(
    desk: Desk, tmp_path: Path
) -> None:
    edition = _edition(tmp_path, "html", "pdf")
    edition.path("html").parent.mkdir(parents=True)
    edition.path("html").write_bytes(b"older")
    desk.edit(f"data/{SMALL}/visits.yaml", "Harbour commission set up.", "\U00010a00")
    outcome = build_one(Workspace(desk.root), edition)
    assert {d.rule for d in outcome.diagnostics} == {"layout"}
    assert edition.path("html").read_bytes() == b"older"
    assert not edition.path("pdf").exists()


def test_an_audience_without_clearance_gets_no_paper(desk: Desk, tmp_path: Path) -> None:
    desk.edit(
        f"data/{SMALL}/dossier.yaml", "  marking: CLEAR\n  language", "  marking: RED\n  language"
    )
    outcome = build_one(Workspace(desk.root), _edition(tmp_path, "pdf"))
    [fault] = outcome.diagnostics
    assert fault.rule == "no-clearance"
    assert fault.place.file.endswith("press/audience.yaml")
    assert not (tmp_path / SMALL).exists()


def test_a_document_outside_the_vocabulary_is_kept_for_its_reader(
    desk: Desk, tmp_path: Path
) -> None:
    desk.write("templates/base/sections/visits.html.j2", "<p style='color: red'>x</p>")
    outcome = check_one(Workspace(desk.root), _edition(tmp_path))
    [fault] = [d for d in outcome.diagnostics if "style" in d.message]
    assert fault.rule == "vocabulary"
    path = Path(fault.place.file)
    composed = path if path.is_absolute() else desk.root / path
    line = composed.read_text("utf-8").splitlines()[fault.place.line - 1]
    assert line[fault.place.column - 1 :].startswith("<p style='color: red'>")


@pytest.mark.parametrize("workers", [1, 2])
def test_each_edition_has_its_outcome_whatever_becomes_of_the_others(
    desk: Desk, tmp_path: Path, workers: int
) -> None:
    shutil.copytree(desk.root / "data" / SMALL, desk.root / "data/other")
    desk.edit("data/other/visits.yaml", "2009-09-16", "2009-02-30")
    editions = [
        _edition(tmp_path, "html", audience=audience, dossier=dossier)
        for dossier in ("other", SMALL)
        for audience in ("press", "minister")
    ]
    outcomes = list(build_editions(Workspace(desk.root), editions, workers))
    assert {o.edition.name: o.failed for o in outcomes} == {
        "other.press.en": True,
        "other.minister.en": True,
        f"{SMALL}.press.en": False,
        f"{SMALL}.minister.en": False,
    }


def test_a_worker_that_is_ended_costs_its_edition_and_not_the_report(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefgen.build.build_edition", _end_this_process)
    editions = [_edition(tmp_path, "html", audience=a) for a in ("press", "minister")]
    outcomes = list(build_editions(Workspace(desk.root), editions, 2))
    assert [o.edition.name for o in outcomes if o.failed] == [o.edition.name for o in outcomes]
    assert {d.rule for o in outcomes for d in o.diagnostics} == {"worker-died"}


def _end_this_process(_workspace: Workspace, _edition: Edition) -> None:
    os._exit(9)
