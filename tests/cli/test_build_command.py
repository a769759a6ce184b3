"""`briefgen build` and `briefgen check` as a user runs them."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commands import wait_for

if TYPE_CHECKING:
    from conftest import Desk

SMALL = "norland-sundmark"
AUDIENCES = ("analyst", "business", "delegation", "largeprint", "minister", "press")
PRESS = f"{SMALL}/{SMALL}.press.en"


def _broken(desk: Desk, name: str = "broken") -> None:
    """Put a second dossier beside the small one that cannot be built."""
    desk.write(f"data/{name}/dossier.yaml", "dossier:\n  title: Broken\n  titel: Misspelt\n")


def _diagnostics(desk: Desk, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(desk(*arguments, "--json").stdout)["diagnostics"]
    return found


def test_build_writes_a_pdf_and_a_word_file_for_every_audience(desk: Desk) -> None:
    run = desk("build")
    assert (run.returncode, run.stderr) == (0, "")
    expected = {
        f"{SMALL}/{SMALL}.{audience}.en.{suffix}"
        for audience in AUDIENCES
        for suffix in ("pdf", "docx")
    }
    files = desk.files()
    assert set(files) == expected
    assert all(
        files[name].startswith(b"%PDF-" if name.endswith("pdf") else b"PK") for name in files
    )
    kept = {n for n in desk.files(".briefgen") if not n.startswith(("cache/", "compiled/"))}
    assert kept == {
        *(f"records/{SMALL}.{audience}.en.json" for audience in AUDIENCES),
        "ledger.json",
        "ledger.lock",
    }
    assert run.stdout.splitlines()[-1] == "6 of 6 papers built"


def test_options_narrow_what_is_built_and_say_where_it_goes(desk: Desk) -> None:
    run = desk("build", SMALL, "-a", "press", "-f", "html", "-f", "pdf", "-l", "en", "-o", "away",
               "-j", "1")  # fmt: skip
    assert run.returncode == 0
    assert set(desk.files("away")) == {f"{PRESS}.pdf", f"{PRESS}.html"}
    assert not (desk.root / "output").exists()


def test_names_given_twice_are_built_once(desk: Desk) -> None:
    run = desk("build", SMALL, SMALL, "-a", "press", "-a", "press", "-f", "html", "-f", "html")
    assert run.returncode == 0
    assert run.stdout.splitlines()[-1] == "1 of 1 papers built"
    assert set(desk.files()) == {f"{PRESS}.html"}


def test_the_workspace_is_found_from_a_folder_within_it(desk: Desk) -> None:
    below = type(desk)(desk.root / "data" / SMALL)
    assert below("build", "-a", "press", "-f", "html").returncode == 0
    assert set(desk.files()) == {f"{PRESS}.html"}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["build", "norland-sundmarc"], "did you mean `norland-sundmark`?"),
        (["build", "-a", "pres"], f"did you mean `press`? known here: {', '.join(AUDIENCES)}"),
        (["build", "-l", "qq"], "known here: en"),
        (["build", "-f", "odt"], "'pdf', 'docx', 'html'"),
        (["build", "-j", "0"], "0 is not in the range"),
        (["build", "--stric"], "--strict"),
        (["bild"], "did you mean `build`?"),
        (["new", "dosier", "x"], "did you mean `dossier`?"),
        (["check", "nope"], "known here: norland-sundmark"),
        (["list", "nonsense"], "'dossiers', 'audiences', 'languages'"),
    ],
)
def test_what_is_not_known_is_a_usage_error_that_names_the_nearest(
    desk: Desk, arguments: list[str], expected: str
) -> None:
    run = desk(*arguments)
    assert run.returncode == 2
    assert expected in run.stderr
    assert run.stdout == ""
    assert not (desk.root / "output").exists()


def test_outside_a_workspace_the_user_is_told_how_to_make_one(desk: Desk, tmp_path: Path) -> None:
    run = type(desk)(tmp_path)("build")
    assert run.returncode == 2
    assert "no briefgen.toml" in run.stderr
    assert "briefgen new workspace" in run.stderr


def test_a_workspace_without_dossiers_is_a_usage_error(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "briefgen.toml").touch()
    (tmp_path / "data").mkdir()
    run = type(desk)(tmp_path)("build")
    assert run.returncode == 2
    assert "briefgen new dossier" in run.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_broken_dossier_does_not_stop_the_other(desk: Desk, jobs: str) -> None:
    _broken(desk)
    run = desk("build", "-a", "press", "-f", "html", "-j", jobs)
    assert run.returncode == 1
    assert set(desk.files()) == {f"{PRESS}.html"}
    assert "broken.press.en: failed" in run.stdout
    assert "data/broken/dossier.yaml:3:3: error[unknown-field]" in run.stderr
    assert "1 of 2 papers built" in run.stdout


def test_a_failed_edition_leaves_the_older_file_and_says_that_it_is_the_older(desk: Desk) -> None:
    assert desk("build", "-a", "press", "-f", "html").returncode == 0
    before = desk.files()
    line, column = desk.edit(f"data/{SMALL}/visits.yaml", "2009-09-16", "2009-13-16")
    run = desk("build", "-a", "press", "-f", "html")
    assert run.returncode == 1
    assert f"visits.yaml:{line}:{column}: error[bad-date]" in run.stderr
    assert f"output/{PRESS}.html: kept; it is the older one" in run.stderr
    assert desk.files() == before


def test_all_files_of_an_edition_stay_when_one_of_them_cannot_be_made(desk: Desk) -> None:
    assert desk("build", "-a", "press", "-f", "html", "-f", "pdf").returncode == 0
    before = desk.files()
    desk.edit(
        f"data/{SMALL}/visits.yaml", "Harbour commission set up.", "\U00010a00 is in no font."
    )
    run = desk("build", "-a", "press", "-f", "html", "-f", "pdf")
    assert run.returncode == 1
    assert "error[layout]" in run.stderr
    assert "U+10A00" in run.stderr
    assert desk.files() == before
    composed = desk.root / ".briefgen/composed" / f"{SMALL}.press.en.html"
    assert "\U00010a00 is in no font." in composed.read_text("utf-8")


def test_warnings_do_not_fail_a_build_unless_it_is_strict(desk: Desk) -> None:
    assert desk("build", "-a", "press", "-f", "html", "--strict").returncode == 0
    desk.edit(f"data/{SMALL}/visits.yaml", "    sources: [gazette]\n", "")
    relaxed = desk("build", "-a", "press", "-f", "html")
    assert relaxed.returncode == 0
    assert "warning[no-source]" in relaxed.stderr
    assert "1 warning" in relaxed.stdout
    assert desk("check", "-a", "press", "--strict").returncode == 3
    strict = desk("build", "-a", "press", "-f", "html", "--strict")
    assert strict.returncode == 3
    assert set(desk.files()) == {f"{PRESS}.html"}


def test_errors_outweigh_warnings_when_strict(desk: Desk) -> None:
    desk.edit(f"data/{SMALL}/visits.yaml", "    sources: [gazette]\n", "")
    _broken(desk)
    assert desk("check", "--strict").returncode == 1


def test_json_is_one_document_and_diagnostics_stand_apart(desk: Desk) -> None:
    _broken(desk)
    run = desk("build", "-a", "press", "-f", "html", "--json")
    assert run.returncode == 1
    document = json.loads(run.stdout)
    assert set(document) == {"editions", "diagnostics"}
    failed = {e["dossier"]: e["failed"] for e in document["editions"]}
    assert failed == {"broken": True, SMALL: False}
    [built] = [e for e in document["editions"] if not e["failed"]]
    assert built["files"] == [f"output/{PRESS}.html"]
    fields = {"file", "line", "column", "severity", "rule", "message", "hint"}
    assert all(set(d) == fields for d in document["diagnostics"])
    assert "error[unknown-field]" in run.stderr
    assert len(run.stderr.splitlines()) > len(document["diagnostics"])


def test_check_says_what_build_would_and_writes_nothing(desk: Desk) -> None:
    desk.edit(f"data/{SMALL}/visits.yaml", "2009-09-16", "16.9.2009")
    run = desk("check")
    assert run.returncode == 1
    assert not (desk.root / "output").exists()
    expected = _diagnostics(desk, "build", "-f", "html")
    assert _diagnostics(desk, "check") == expected
    assert [d["rule"] for d in expected] == ["bad-date"]
    assert run.stderr.count("error[") == 1


def test_check_sees_the_same_templates_as_build(desk: Desk) -> None:
    desk.write("templates/base/sections/visits.html.j2", "<p>\n{{ paper.titel }}</p>")
    run = desk("check", "-a", "press")
    assert run.returncode == 1
    assert "templates/base/sections/visits.html.j2:2:10: error[unknown-name]" in run.stderr
    assert "did you mean `title`?" in run.stderr


def test_a_paper_over_its_page_limit_is_not_written(desk: Desk) -> None:
    desk("new", "audience", "short", "--from", "analyst")
    settings = desk.root / "templates/short/audience.yaml"
    text = settings.read_text("utf-8") + "max_pages: 1\n"
    settings.write_text(text, "utf-8")
    run = desk("build", "-a", "short", "-f", "docx")
    assert run.returncode == 1
    line = text.count("\n")
    assert f"templates/short/audience.yaml:{line}:12: error[too-long]" in run.stderr
    assert desk.files() == {}


def test_a_folder_that_cannot_be_written_to_is_reported_at_its_file(desk: Desk) -> None:
    desk.write("output", "a file where the folder should be")
    run = desk("build", "-a", "press", "-f", "html")
    assert run.returncode == 1
    assert "error[unwritable]" in run.stderr
    assert "Traceback" not in run.stderr


def test_diagnostics_are_plain_when_nobody_watches_or_colour_is_declined(desk: Desk) -> None:
    _broken(desk)
    assert "\x1b" not in desk("check").stderr
    watched, status = _on_terminal(desk, {})
    declined, _ = _on_terminal(desk, {"NO_COLOR": "1"})
    assert status == 1
    assert re.search("\x1b\\[[0-9;]*merror\\[unknown-field\\]", watched)
    assert not re.search("\x1b\\[[0-9;]*m", declined)
    assert "error[unknown-field]" in declined


def test_progress_is_shown_on_a_terminal_only(desk: Desk) -> None:
    quiet = desk("check")
    assert "1/6" not in quiet.stderr + quiet.stdout
    watched, status = _on_terminal(desk, {})
    assert status == 0
    assert all(f"\r\x1b[K{n}/6 {SMALL}" in watched for n in range(1, 7))


def _on_terminal(desk: Desk, changes: dict[str, str | None]) -> tuple[str, int]:
    """Run ``briefgen check`` with its diagnostics on a terminal; return what that shows."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [desk.executable, "check"], cwd=desk.root, env=desk.environment(changes),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs,
    ) as process:  # fmt: skip
        os.close(theirs)
        shown = b""
        while select.select([ours], [], [], 60)[0]:
            try:
                read = os.read(ours, 65536)
            except OSError:  # Linux: the other end is closed
                break
            if not read:
                break
            shown += read
    os.close(ours)
    return shown.decode(), process.returncode


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_ends_the_build_with_130_and_without_half_files(desk: Desk, jobs: str) -> None:
    process = desk.start("build", "-j", jobs)
    wait_for(lambda: bool(desk.files()), process)
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=30)
    assert (process.returncode, stdout) == (130, "")
    assert stderr.strip() == "interrupted; files that were finished stay"
    _assert_whole(desk)
    again = desk("build", "-a", "press", "-f", "docx")
    assert again.returncode == 0, again.stderr
    assert f"{PRESS}.docx" in desk.files()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_killed_build_leaves_whole_files_only(desk: Desk, jobs: str) -> None:
    process = desk.start("build", "-j", jobs)
    wait_for(lambda: bool(desk.files()), process)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=30)
    assert process.returncode == -signal.SIGKILL
    _assert_whole(desk)
    again = desk("build", "-a", "press", "-f", "docx")
    assert again.returncode == 0, again.stderr
    assert not [name for name in desk.files() if "/.briefgen-" in name]


def _assert_whole(desk: Desk) -> None:
    for name, content in desk.files().items():
        if "/.briefgen-" in name:  # unfinished, and named so that nobody takes it for a paper
            continue
        assert (
            content.rstrip().endswith(b"%%EOF")
            if name.endswith(".pdf")
            else (content.startswith(b"PK") and b"PK\x05\x06" in content[-30:])
        )
