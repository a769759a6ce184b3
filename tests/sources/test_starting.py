"""`briefgen new dossier`: in each format, from scratch and from another dossier."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from briefgen.build.edition import Edition
from briefgen.cli.main import cli
from briefgen.diagnostics import ContentError, UsageError
from briefgen.dossier.records import Records
from briefgen.house.workspace import Workspace
from briefgen.load.export import FORMATS, Table, tables, write_dossier, write_workbook
from briefgen.load.folder import load_folder
from briefgen.load.nodes import Mapping, Scalar, plain
from briefgen.load.nodes import Sequence as SequenceNode
from briefgen.load.workbook import read_workbook
from briefgen.scaffold import make_dossier
from builds import build_one, check_one

ROOT = Path(__file__).parents[2]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "briefgen.toml").touch()
    return Workspace(tmp_path)


@pytest.mark.parametrize("format_", [None, *FORMATS])
def test_a_new_dossier_passes_check_without_warnings_and_builds(
    workspace: Workspace, format_: str | None
) -> None:
    make_dossier(workspace, "xa-xb", None, format_)
    assert workspace.dossiers() == ["xa-xb"]
    for audience in workspace.audiences():
        edition = Edition("xa-xb", audience, "en", ("html",), workspace.output)
        assert check_one(workspace, edition).diagnostics == ()
    edition = Edition("xa-xb", "minister", "en", ("pdf", "docx"), workspace.output)
    assert len(build_one(workspace, edition).files) == 2


def test_every_format_of_the_example_holds_the_same(workspace: Workspace) -> None:
    trees = []
    for format_ in FORMATS:
        make_dossier(workspace, format_, None, format_)
        tree = plain(load_folder(workspace.data / format_, workspace.root))
        for clearance in ("clearance", "dossier"):
            assert isinstance(tree[clearance], dict)
        trees.append({name: records for name, records in tree.items() if records})
    for tree in trees:
        for found in tree["findings"] + tree["events"] + tree["statements"]:
            found["sources"] = ["statistics"]
        for country in tree["countries"]:
            country["population"]["sources"] = ["statistics"]
        assert tree == trees[0]


def test_the_starting_workbook_explains_itself(workspace: Workspace) -> None:
    make_dossier(workspace, "xa-xb", None, "xlsx")
    [path] = (workspace.data / "xa-xb").iterdir()
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["_help", *Records.model_fields]
    assert (book["_help"].max_row or 0) > 10
    for name in Records.model_fields:
        sheet = book[name]
        assert sheet.freeze_panes == "A2"
        names = [cell.value for cell in sheet[1]]
        assert len(names) == len(set(names))
        for cell in sheet[1]:
            assert cell.comment is not None, f"{name}!{cell.coordinate}"
            assert len(cell.comment.text.strip()) > 3
            assert cell.font.bold
    header = {cell.value: cell.comment for cell in book["visits"][1]}
    assert header["level"] is not None
    assert "state, official, working" in header["level"].text
    assert "Required." in header["level"].text
    columns = {cell.value for cell in book["events"][1]}
    assert {"date", "text", "claims.1.by", "sources", "marking", "only"} <= columns
    assert "population.value" in {cell.value for cell in book["countries"][1]}


def test_the_starting_workbook_names_only_fields_that_the_model_knows(
    workspace: Workspace,
) -> None:
    make_dossier(workspace, "xa-xb", None, "xlsx")
    path = workspace.data / "xa-xb/dossier.xlsx"
    book = openpyxl.load_workbook(path)
    for name in Records.model_fields:
        sheet = book[name]
        for cell in sheet[1]:
            sheet.cell(9, cell.column or 1, "?")
        if name in ("dossier", "clearance"):
            sheet.delete_rows(2, 5)
    book.save(path)
    edition = Edition("xa-xb", "press", "en", ("html",), workspace.output)
    rules = {d.rule for d in check_one(workspace, edition).diagnostics}
    assert "unknown-field" not in rules
    assert "bad-column" not in rules
    assert "bad-date" in rules


@pytest.mark.parametrize("format_", FORMATS)
def test_a_copy_of_another_dossier_is_converted(workspace: Workspace, format_: str) -> None:
    workspace.data.symlink_to(ROOT / "data")
    other = Workspace(workspace.root / "other")
    other.data.mkdir(parents=True)
    (other.data / "ruritania-graustark").symlink_to(ROOT / "data/ruritania-graustark")
    made = make_dossier(other, "copy", "ruritania-graustark", format_)
    assert {path.suffix for path in made if path.parent.name == "copy"} == {f".{format_}"}
    before = load_folder(other.data / "ruritania-graustark", other.root)
    after = load_folder(other.data / "copy", other.root)
    assert sorted(plain(after)) == sorted(plain(before))
    if format_ in ("yaml", "json"):
        for name, records in plain(before).items():
            assert plain(after)[name] == records


def test_a_copy_without_a_format_is_the_files_as_they_are(workspace: Workspace) -> None:
    make_dossier(workspace, "a", None, "xlsx")
    make_dossier(workspace, "b", "a")
    assert (workspace.data / "b/dossier.xlsx").read_bytes() == (
        workspace.data / "a/dossier.xlsx"
    ).read_bytes()


def test_what_cannot_be_converted_leaves_nothing_behind(workspace: Workspace) -> None:
    bad = workspace.data / "bad"
    bad.mkdir(parents=True)
    (bad / "dossier.yaml").write_text("a: 1\na: 2\n")
    with pytest.raises(ContentError):
        make_dossier(workspace, "copy", "bad", "json")
    (bad / "dossier.yaml").write_text(f"findings: [{{text: {'x' * 32_768}}}]\n")
    with pytest.raises(UsageError, match="a cell of a workbook holds 32767"):
        make_dossier(workspace, "copy", "bad", "xlsx")
    with pytest.raises(UsageError, match="did you mean `json`"):
        make_dossier(workspace, "copy", "bad", "jsn")
    assert workspace.dossiers() == ["bad"]


def test_the_command_takes_a_format(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace.root)
    run = CliRunner().invoke(cli, ["new", "dossier", "xa-xb", "--format", "xlsx"])
    assert run.exit_code == 0, run.output
    assert "xa-xb/dossier.xlsx" in run.output
    run = CliRunner().invoke(cli, ["new", "dossier", "c", "--from", "xa-xb", "--format", "csv"])
    assert run.exit_code == 0, run.output
    assert "c/events.csv" in run.output
    run = CliRunner().invoke(cli, ["new", "dossier", "d", "--format", "ods"])
    assert run.exit_code == 2


# ── Writing ──────────────────────────────────────────────────────────────────────────────────

AWKWARD = [
    "=1+1", "+1", "-1", "@x", "#N/A", "#REF!", "1e5", "0207", "2009-09-16", "TRUE", "_x0041_",
    "_x000D_", "a\tb", "two\nlines", "two\n\nparagraphs", "a\r\nb", 'say "no"', "'quoted'", "a;b",
    "null", "~", "yes", "- item", "key: value", "# no comment", "{a}", "[a]", "%", "`", "*a", "&a",
    "!tag", "|", ">", "\\n", "p\u2028q", "\u00a0x\u00a0y", "\ufeffx", "\x85x",
    "é", "中文", "😀", "a  b",
    "x " * 60 + "y", "x " * 60 + "y\n\n" + "z " * 60 + "z", "# " + "x " * 60 + "x", "x" * 32_767,
    ("word " * 30 + "\n\n") * 3 + "end", "a: b " * 40 + "c",
    "- " + "x " * 60 + "- y", "\u061crtl", "x\u200b",
]  # fmt: skip


@pytest.mark.parametrize("format_", FORMATS)
def test_whatever_a_text_looks_like_it_comes_back(tmp_path: Path, format_: str) -> None:
    place = load_folder(tmp_path, tmp_path).place
    records = tuple(
        Mapping({"id": Scalar(str(number), place), "text": Scalar(text, place)})
        for number, text in enumerate(AWKWARD)
    )
    tree = Mapping({"findings": SequenceNode(records, place)})
    write_dossier(tree, tmp_path, format_)
    after = plain(load_folder(tmp_path, tmp_path))
    for text, record in zip(AWKWARD, after["findings"], strict=True):
        expected = text.strip() if format_ in ("csv", "xlsx") else text
        assert record["text"] == expected, repr(text[:60])


def test_cells_are_texts_whatever_they_look_like(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_workbook({"events": Table(("a", "b"), (("=1+1", "2009"), ("", "#N/A")))}, path)
    sheet = openpyxl.load_workbook(path)["events"]
    assert [cell.data_type for row in sheet["A2:B3"] for cell in row] == ["s", "s", "n", "s"]
    assert plain(read_workbook(path, "x")) == {
        "events": [{"a": "=1+1", "b": "2009"}, {"b": "#N/A"}]
    }


def test_records_are_laid_out_in_the_columns_that_any_of_them_needs() -> None:
    tree = load_folder(ROOT / "data/ruritania-graustark", ROOT)
    laid = tables(tree)
    assert list(laid["dossier"].columns[:3]) == ["title", "parties.1", "parties.2"]
    assert "programme.1.time" in laid["meetings"].columns
    assert all(len(row) == len(laid["events"].columns) for row in laid["events"].rows)
