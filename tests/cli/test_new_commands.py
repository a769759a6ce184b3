"""`briefgen new`, `schema`, `list`, `doctor` and `--help` as a user runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Desk

SMALL = "norland-sundmark"


def test_a_new_workspace_builds_at_once(desk: Desk, tmp_path: Path) -> None:
    outside = type(desk)(tmp_path)
    made = outside("new", "workspace", "mydesk")
    assert made.returncode == 0
    assert "briefgen build" in made.stdout
    mine = type(desk)(tmp_path / "mydesk")
    run = mine("build", "-a", "minister")
    assert run.returncode == 0, run.stderr
    [dossier] = sorted(path.name for path in (mine.root / "output").iterdir())
    assert set(mine.files()) == {
        f"{dossier}/{dossier}.minister.en.{suffix}" for suffix in ("pdf", "docx")
    }
    assert (mine.root / "data/dossier.schema.json").is_file()
    assert (mine.root / "templates/audience.schema.json").is_file()


def test_a_workspace_is_not_made_over_other_things(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine.txt").write_text("kept", "utf-8")
    run = type(desk)(tmp_path)("new", "workspace", "full")
    assert run.returncode == 2
    assert "full is not empty" in run.stderr
    assert [p.name for p in (tmp_path / "full").iterdir()] == ["mine.txt"]


def test_an_empty_folder_becomes_a_workspace(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert type(desk)(tmp_path)("new", "workspace", "empty").returncode == 0
    assert (tmp_path / "empty/briefgen.toml").is_file()


def test_a_new_dossier_passes_check_and_builds(desk: Desk) -> None:
    assert desk("new", "dossier", "alpha-beta").returncode == 0
    checked = desk("check", "alpha-beta")
    assert (checked.returncode, checked.stderr) == (0, "")
    run = desk("build", "alpha-beta", "-a", "analyst", "-f", "pdf")
    assert run.returncode == 0, run.stderr
    assert set(desk.files()) == {"alpha-beta/alpha-beta.analyst.en.pdf"}


def test_a_dossier_may_start_from_another(desk: Desk) -> None:
    assert desk("new", "dossier", "copy", "--from", SMALL).returncode == 0
    assert desk.files("data/copy") == desk.files(f"data/{SMALL}")
    assert desk("check", "copy").returncode == 0


def test_a_new_audience_builds_at_once_and_is_like_the_one_it_started_from(desk: Desk) -> None:
    assert desk("new", "audience", "ngo", "--from", "press").returncode == 0
    run = desk("build", "-a", "ngo", "-a", "press", "-f", "html")
    assert run.returncode == 0, run.stderr
    files = desk.files()
    ngo, press = (files[f"{SMALL}/{SMALL}.{name}.en.html"].decode() for name in ("ngo", "press"))
    assert ngo.replace('class="ngo"', 'class="press"') == press
    settings = (desk.root / "templates/ngo/audience.yaml").read_text("utf-8")
    assert "started from `press`" in settings


def test_what_an_audience_changes_is_its_own(desk: Desk) -> None:
    desk("new", "audience", "ngo", "--from", "press")
    desk.write("templates/ngo/sections/visits.html.j2", "<section><p>No visits here.</p></section>")
    desk("build", "-f", "html", "-a", "ngo", "-a", "press")
    files = {name: content.decode() for name, content in desk.files().items()}
    assert "No visits here." in files[f"{SMALL}/{SMALL}.ngo.en.html"]
    assert "No visits here." not in files[f"{SMALL}/{SMALL}.press.en.html"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["dossier", SMALL], "is there already"),
        (["dossier", "../outside"], "cannot be a name"),
        (["dossier", "Two Words"], "cannot be a name"),
        (["dossier", "x", "--from", "norland-sundmarc"], f"did you mean `{SMALL}`?"),
        (["audience", "press"], "there is an audience `press` already"),
        (["audience", "base"], "there is an audience `base` already"),
        (["audience", "/absolute"], "cannot be a name"),
        (["audience", "x", "--from", "pres"], "did you mean `press`?"),
        (["audience", "x", "--from", "../press"], "there is no audience"),
    ],
)
def test_a_name_that_cannot_be_used_is_a_usage_error(
    desk: Desk, arguments: list[str], message: str
) -> None:
    before = desk.files(".")
    run = desk("new", *arguments)
    assert run.returncode == 2
    assert message in run.stderr
    assert desk.files(".") == before


@pytest.mark.parametrize(
    ("what", "path"),
    [("dossier", "data/dossier.schema.json"), ("audience", "templates/audience.schema.json")],
)
def test_the_schema_is_the_one_that_the_files_refer_to(
    desk: Desk, root: Path, what: str, path: str
) -> None:
    run = desk("schema", what)
    assert run.returncode == 0
    schema = json.loads(run.stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema == json.loads((root / path).read_text("utf-8"))
    assert schema["type"] == "object"
    assert _references(schema) <= {f"#/$defs/{name}" for name in schema["$defs"]}
    for file in (root / path).parent.glob("*/*.yaml"):
        line = file.read_text("utf-8").splitlines()[0]
        directive = "# yaml-language-server: $schema="
        if line.startswith(directive):
            assert (file.parent / line.removeprefix(directive)).resolve() == root / path


def _references(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        own = {schema["$ref"]} if isinstance(schema.get("$ref"), str) else set()
        return own.union(*(_references(value) for value in schema.values()))
    return set().union(*map(_references, schema)) if isinstance(schema, list) else set()


def test_every_field_of_the_schema_is_described(root: Path) -> None:
    schema = json.loads((root / "data/dossier.schema.json").read_text("utf-8"))
    bare = [
        f"{name}.{field}"
        for name, model in schema["$defs"].items()
        for field, value in model.get("properties", {}).items()
        if not value.get("description")
    ]
    assert bare == []


def test_list_tells_what_can_be_chosen(desk: Desk) -> None:
    run = desk("list")
    assert run.returncode == 0
    for name in ("dossiers", SMALL, "audiences", "analyst", "minister", "press", "languages", "en"):
        assert name in run.stdout.split()
    alone = desk("list", "dossiers")
    assert alone.stdout == f"{SMALL}\n"
    document = json.loads(desk("list", "--json").stdout)
    assert list(document) == ["dossiers", "audiences", "languages"]
    assert all(document["audiences"].values())
    assert list(json.loads(desk("list", "languages", "--json").stdout)) == ["languages"]


def test_list_survives_an_audience_at_fault(desk: Desk) -> None:
    desk.write("templates/odd/audience.yaml", "titel: x\n")
    run = desk("list", "audiences")
    assert run.returncode == 0
    assert "odd" in run.stdout
    assert "briefgen check" in run.stdout


def test_the_doctor_finds_this_machine_well(desk: Desk) -> None:
    run = desk("doctor")
    assert run.returncode == 0, run.stdout
    assert "lacks" not in run.stdout
    assert "WeasyPrint" in run.stdout


def test_the_doctor_says_what_is_missing_and_how_to_mend_it(desk: Desk, tmp_path: Path) -> None:
    run = type(desk)(tmp_path)("doctor")
    assert run.returncode == 1
    assert "lacks" in run.stdout
    assert "briefgen new workspace" in run.stdout


def test_help_and_completion_import_nothing_heavy(desk: Desk) -> None:
    heavy = ("weasyprint", "docx", "pydantic", "jinja2", "babel", "lxml", "yaml")
    program = (
        "import sys\nfrom briefgen.cli.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as end:\n    assert not end.code\n"
        f"print(sorted(set(sys.modules) & set({heavy!r})), file=sys.stderr)"
    )
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (run.returncode, run.stderr) == (0, "[]\n")
    for name in ("build", "check", "list", "new", "schema", "doctor"):
        assert f"  {name} " in run.stdout


@pytest.mark.parametrize("command", ["build", "check", "list", "new", "schema", "doctor"])
def test_every_command_explains_itself(desk: Desk, command: str) -> None:
    run = desk(command, "-h")
    assert run.returncode == 0
    assert run.stdout.startswith(f"Usage: briefgen {command}")
    assert desk(command, "--help").stdout == run.stdout


def test_the_version_is_that_of_the_package(desk: Desk, root: Path) -> None:
    [line] = [x for x in (root / "pyproject.toml").read_text("utf-8").splitlines()
              if x.startswith("version = ")]  # fmt: skip
    assert desk("--version").stdout.strip().endswith(line.split('"')[1])


def test_the_shell_completes_names(desk: Desk) -> None:
    completion = {"_BRIEFGEN_COMPLETE": "bash_complete", "COMP_CWORD": "3"}
    run = desk(env={**completion, "COMP_WORDS": "briefgen build -a pr"})
    assert run.stdout.splitlines() == ["plain,press"]
    outside = type(desk)(Path(os.sep))
    assert outside(env={**completion, "COMP_WORDS": "briefgen build -a pr"}).stdout.strip() == ""
