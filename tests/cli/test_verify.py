"""`briefgen verify`: finished papers are opened, and shown not to depend on the withheld."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pikepdf

if TYPE_CHECKING:
    from conftest import Desk

SMALL = "norland-sundmark"
PDF = f"output/{SMALL}/{SMALL}.press.en.pdf"
DOCX = f"output/{SMALL}/{SMALL}.press.en.docx"
WITHHELD = "You may settle for the small harbour."


def test_clean_papers_are_searched_and_proved_independent(desk: Desk) -> None:
    assert desk("build", SMALL, "-a", "press", "-a", "minister").returncode == 0
    done = desk("verify", SMALL, "-a", "press", "-a", "minister")
    assert done.returncode == 0, done.stderr
    for line in done.stdout.splitlines():
        assert "pdf, docx searched, nothing withheld found" in line
        assert "independent of everything withheld" in line
    assert len(done.stdout.splitlines()) == 2


def test_a_withheld_text_in_a_finished_file_is_found_and_told_by_its_place(desk: Desk) -> None:
    assert desk("build", SMALL, "-a", "press").returncode == 0
    path = desk.root / PDF
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.docinfo["/Keywords"] = WITHHELD
        pdf.save(path)
    found = desk("verify", PDF)
    assert found.returncode == 1
    line, _ = desk.edit(f"data/{SMALL}/dossier.yaml", WITHHELD, WITHHELD)
    assert f"data/{SMALL}/dossier.yaml:{line}:" in found.stderr
    assert "error[leak]: `press` may not see this" in found.stderr
    assert WITHHELD not in found.stderr + found.stdout
    assert desk("verify", DOCX).returncode == 0


def test_a_page_without_its_banner_is_told(desk: Desk) -> None:
    assert desk("build", SMALL, "-a", "press", "-f", "docx").returncode == 0
    path = desk.root / DOCX
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(
                name, content.replace(b"TLP:CLEAR", b"") if "header" in name else content
            )
    found = desk("verify", DOCX)
    assert found.returncode == 1
    assert "error[no-banner]: TLP:CLEAR is not on word/header" in found.stderr


def test_a_template_that_leaks_what_is_withheld_is_stopped_and_the_old_file_stays(
    desk: Desk,
) -> None:
    desk.write(
        "templates/press/briefing.html.j2",
        '{% extends "base/briefing.html.j2" %}\n{% block closing %}<p>'
        + WITHHELD
        + "</p>{% endblock %}\n",
    )
    (desk.root / PDF).parent.mkdir(parents=True)
    (desk.root / PDF).write_bytes(b"older")
    refused = desk("build", SMALL, "-a", "press")
    assert refused.returncode == 1
    assert "error[leak]: `press` may not see this" in refused.stderr
    assert f"{PDF}: kept; it is the older one" in refused.stderr
    assert (desk.root / PDF).read_bytes() == b"older"
    assert not (desk.root / DOCX).exists()


def test_a_file_that_is_no_paper_is_refused_with_the_way_out(desk: Desk) -> None:
    desk.write("output/notes.pdf", "x")
    refused = desk("verify", "output/notes.pdf")
    assert refused.returncode == 2
    assert "is not named like a paper" in refused.stderr
    assert "hint: DOSSIER.AUDIENCE.LANGUAGE.pdf" in refused.stderr


def test_a_paper_that_was_not_built_is_told(desk: Desk) -> None:
    found = desk("verify", SMALL, "-a", "press")
    assert found.returncode == 1
    assert "error[not-built]" in found.stderr
    assert f"hint: briefgen build {SMALL} -a press" in found.stderr


def test_the_result_can_be_had_as_one_json_document(desk: Desk) -> None:
    assert desk("build", SMALL, "-a", "press").returncode == 0
    found = json.loads(desk("verify", SMALL, "-a", "press", "--json").stdout)
    [edition] = found["editions"]
    assert edition["searched"] == [Path(PDF).name, Path(DOCX).name]
    assert edition["independent"] is True
    assert found["diagnostics"] == []


def test_a_damaged_file_is_told_and_ends_in_no_traceback(desk: Desk) -> None:
    assert desk("build", SMALL, "-a", "press").returncode == 0
    for name in (PDF, DOCX):
        whole = (desk.root / name).read_bytes()
        (desk.root / name).write_bytes(whole[: len(whole) // 2])
    found = desk("verify", PDF, DOCX)
    assert found.returncode == 1
    assert found.stderr.count("error[unsearchable]") == 2
    assert "Traceback" not in found.stderr
