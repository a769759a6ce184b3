"""The pipeline's own part: editions, their files, outcomes."""

from __future__ import annotations

import shutil
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen.build.edition import Edition
from briefgen.build.job import Job
from briefgen.build.run import build_editions
from briefgen.house.workspace import Workspace
from briefgen.sandbox.pool import Failure, Heard, Pool, Reason
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
    uneven = '<table><tbody><tr><th scope="row">a</th><td>b</td></tr>\n'
    uneven += '{% if paper.title %}<tr><th scope="row">c</th></tr>{% endif %}</tbody></table>'
    desk.write("templates/base/sections/visits.html.j2", uneven)
    outcome = check_one(Workspace(desk.root), _edition(tmp_path))
    [fault] = outcome.diagnostics
    assert fault.rule == "vocabulary"
    assert fault.message == "the last row has 1 columns, the first has 2"
    path = Path(fault.place.file)
    composed = path if path.is_absolute() else desk.root / path
    line = composed.read_text("utf-8").splitlines()[fault.place.line - 1]
    assert line[fault.place.column - 1 :].startswith("</tbody></table>"[:2])


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


@pytest.mark.parametrize(
    ("reason", "rule"),
    [("died", "worker-died"), ("time", "too-slow"), ("memory", "out-of-memory"),
     ("denied", "forbidden")],
)  # fmt: skip
def test_a_renderer_that_does_not_answer_costs_its_edition_and_not_the_run(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: Reason, rule: str
) -> None:
    ordinary = Pool.submit

    def submit(pool: Pool, job: Job, seconds: float, heard: Heard) -> Future[object]:
        if job.view.audience == "minister":
            failed: Future[object] = Future()
            failed.set_exception(Failure(reason, "it went wrong"))
            return failed
        return ordinary(pool, job, seconds, heard)

    monkeypatch.setattr(Pool, "submit", submit)
    editions = [_edition(tmp_path, "html", audience=a) for a in ("press", "minister")]
    outcomes = {o.edition.audience: o for o in build_editions(Workspace(desk.root), editions, 2)}
    assert not outcomes["press"].failed
    [fault] = outcomes["minister"].diagnostics
    assert (fault.rule, fault.message) == (rule, "the paper was not made: it went wrong")
    assert fault.hint
