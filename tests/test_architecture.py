"""The rules of docs/architecture.md, read from the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/briefgen"

#: A package imports from those before it, and from itself (docs/architecture.md). What stands
#: around the pipeline has its place here too.
ORDER = (
    "diagnostics", "load", "house", "dossier", "view", "compose", "layout", "write",
    "verify", "sandbox", "build", "schema", "scaffold", "gallery", "doctor", "cli",
)  # fmt: skip

#: What ends in view/projection.py: nothing after it may reach the withheld.
AFTER_VIEW = ("compose", "layout", "write")

HEAVY = {"weasyprint", "docx", "pydantic", "jinja2", "babel", "lxml", "yaml", "resvg_py"}


@dataclass(frozen=True)
class Import:
    """One imported module, and whether a function imports it when it is called."""

    module: str
    names: tuple[str, ...]
    line: int
    late: bool


def _modules() -> dict[str, Path]:
    """Return every module of the package by its path without the ending: "load/yaml"."""
    return {
        path.relative_to(SOURCE).with_suffix("").as_posix(): path
        for path in sorted(SOURCE.rglob("*.py"))
    }


MODULES = _modules()


def _imports(path: Path) -> Iterator[Import]:
    tree = ast.parse(path.read_text("utf-8"))
    late = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, (), node.lineno, id(node) in late)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            names = tuple(alias.name for alias in node.names)
            yield Import(node.module or "", names, node.lineno, id(node) in late)


def _package(module: str) -> str:
    """Return the stage of a module name: "briefgen.write.docx.flow" belongs to "write"."""
    return module.split(".")[1]


def _importers(library: str) -> set[str]:
    return {
        name
        for name, path in MODULES.items()
        for found in _imports(path)
        if found.module.split(".")[0] == library
    }


def test_every_module_belongs_to_a_stage_of_the_order() -> None:
    stages = {name.split("/")[0] for name in MODULES} - {"__init__"}
    assert stages == set(ORDER)


def test_the_order_is_the_one_that_the_document_gives() -> None:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    line = next(line for line in text.splitlines() if "diagnostics →" in line)
    documented = [part.strip() for part in line.split("→")]
    assert [stage for stage in ORDER if stage in documented] == documented


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_from_stages_before_its_own(name: str) -> None:
    if name == "__init__":
        assert list(_imports(MODULES[name])) == []
        return
    stage = name.split("/", maxsplit=1)[0]
    for found in _imports(MODULES[name]):
        if found.module.split(".")[0] != "briefgen" or found.module == "briefgen":
            continue
        other = _package(found.module)
        assert ORDER.index(other) <= ORDER.index(stage), f"{name}:{found.line}: imports {other}"


@pytest.mark.parametrize("name", [n for n in MODULES if n.split("/")[0] in AFTER_VIEW])
def test_nothing_after_the_view_imports_what_was_before_it(name: str) -> None:
    for found in _imports(MODULES[name]):
        assert not found.module.startswith(("briefgen.load", "briefgen.dossier")), (
            f"{name}:{found.line}: imports {found.module}"
        )


def test_only_two_modules_know_the_layout_engine() -> None:
    # doctor asks for its version: that is what it is for.
    assert _importers("weasyprint") == {"layout/weasy", "layout/shortcuts", "doctor"}


def test_only_the_layout_writes_objects_of_the_pdf_in_the_making() -> None:
    assert _importers("pydyf") == {"layout/structure", "layout/streams"}


def test_only_the_word_writer_knows_python_docx_and_the_rasteriser() -> None:
    for library in ("docx", "resvg_py"):
        importers = _importers(library)
        assert importers, f"nobody imports {library}: is it still needed?"
        assert {name for name in importers if not name.startswith("write/docx/")} == set()


def test_only_compose_knows_the_template_engine_and_only_load_the_yaml_parser() -> None:
    assert {name.split("/")[0] for name in _importers("jinja2")} == {"compose"}
    assert {name.split("/")[0] for name in _importers("yaml")} == {"load"}


@pytest.mark.parametrize("name", MODULES)
def test_nobody_imports_from_the_package_root_but_for_the_version(name: str) -> None:
    names = [n for found in _imports(MODULES[name]) if found.module == "briefgen"
             for n in found.names or ("briefgen",)]  # fmt: skip
    assert names == (["__version__"] if name == "cli/main" else [])


@pytest.mark.parametrize("name", MODULES)
def test_briefgen_is_imported_at_the_top_except_where_a_command_must_start_fast(name: str) -> None:
    late = [f for f in _imports(MODULES[name]) if f.late and f.module.startswith("briefgen")]
    # Commands; what needs extras; and what is loaded beside a process that makes a paper, or is
    # needed by the last half of it.
    if name not in ("cli/main", "cli/executors", "cli/outputs", "build/run", "build/remember",
                    "build/origins", "build/render"):  # fmt: skip
        assert late == []


def test_the_command_line_and_the_layout_load_heavy_libraries_only_when_called() -> None:
    early = {
        (name, found.module.split(".")[0])
        for name, path in MODULES.items()
        for found in _imports(path)
        if not found.late and found.module.split(".")[0] in HEAVY
    }
    assert {pair for pair in early if pair[0].split("/")[0] in ("cli", "doctor", "layout")} == set()
    assert {pair for pair in early if pair[1] in ("weasyprint", "babel")} == set()


@pytest.mark.parametrize("name", MODULES)
def test_modules_are_named_after_what_they_do_and_stay_readable(name: str) -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "core", "base"}
    assert set(name.split("/")).isdisjoint(vague)
    lines = MODULES[name].read_text("utf-8").count("\n")
    assert lines <= 600


@pytest.mark.parametrize("name", ["architecture", "vocabulary", "rules"])
def test_paths_that_a_document_names_exist(name: str) -> None:
    text = (ROOT / f"docs/{name}.md").read_text("utf-8")
    quoted = set(re.findall(r"`([\w./-]+(?:/|\.[a-z]+[0-9]?))`", text))
    linked = set(re.findall(r"\]\(([\w./-]+)\)", text))
    assert quoted | linked
    missing = {path for path in linked if not (ROOT / "docs" / path).exists()}
    for path in quoted:
        bases = [base / path for base in (ROOT, SOURCE, ROOT / "templates/base")]
        made = path.startswith(".briefgen/")
        short = "/" not in path and any(SOURCE.rglob(path))
        if not (made or short or any(base.exists() for base in bases)):
            missing.add(path)
    assert missing == set()


def test_pytest_enters_every_folder_that_holds_tests(pytestconfig: pytest.Config) -> None:
    passed_over = pytestconfig.getini("norecursedirs")
    folders = {part for path in (ROOT / "tests").rglob("test_*.py") for part in path.parts}
    assert [f for f in folders if any(fnmatch(f, pattern) for pattern in passed_over)] == []
