from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import openpyxl
import pytest

from briefgen.diagnostics import ContentError, Diagnostic, Findings
from briefgen.load.csv import read_csv
from briefgen.load.folder import load_folder
from briefgen.load.inputs import Inputs
from briefgen.load.json import read_json
from briefgen.load.nodes import Mapping, Node, plain
from briefgen.load.validate import validate
from briefgen.load.yaml import read_yaml

FOLDER = "data/xa-xb"

Files = dict[str, str | bytes]


def load(root: Path, files: Files) -> Mapping:
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_folder(folder, root)


def faults(root: Path, files: Files) -> list[Diagnostic]:
    with pytest.raises(ContentError) as caught:
        load(root, files)
    return list(caught.value.diagnostics)


def declared(*lines: str) -> str:
    return "inputs:\n" + "".join(f"{line}\n" for line in lines)


def test_a_declared_dialect_encoding_and_columns_are_used(tmp_path: Path) -> None:
    tree = load(
        tmp_path,
        {
            "dossier.yaml": declared(
                "  - file: Prekyba.csv",
                "    records: observations",
                '    delimiter: ";"',
                "    encoding: windows-1257",
                '    decimal: ","',
                "    columns: {Metai: period, Vertė: value}",
                "    constants: {series: exports}",
            ),
            "Prekyba.csv": "Metai;Vertė\n2020;1,5\n".encode("windows-1257"),
        },
    )
    assert plain(tree) == {
        "observations": [{"series": "exports", "period": "2020", "value": "1.5"}]
    }


def test_a_declared_file_is_read_whatever_its_ending(tmp_path: Path) -> None:
    files: Files = {
        "dossier.yaml": declared(
            '  - {file: deep/trade.tsv, records: observations, delimiter: "\\t"}'
        ),
        "deep/trade.tsv": "period\tvalue\n2020\t1\n",
    }
    assert plain(load(tmp_path, files)) == {"observations": [{"period": "2020", "value": "1"}]}


def test_declarations_may_stand_in_several_documents(tmp_path: Path) -> None:
    tree = load(
        tmp_path,
        {
            "a.yaml": declared("  - {file: x.csv, records: events}"),
            "b.json": '{"inputs": [{"file": "y.csv", "records": "visits"}]}',
            "x.csv": "id\na\n",
            "y.csv": "id\nb\n",
        },
    )
    assert plain(tree) == {"events": [{"id": "a"}], "visits": [{"id": "b"}]}


def test_one_workbook_may_be_declared_once_a_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("X", "Y", "Z"):
        sheet = book.create_sheet(name)
        sheet.append(["id"])
        sheet.append([name.lower()])
    (tmp_path / FOLDER).mkdir(parents=True)
    book.save(tmp_path / FOLDER / "desk.xlsx")
    tree = load(
        tmp_path,
        {
            "dossier.yaml": declared(
                "  - {file: desk.xlsx, sheet: Y, records: events}",
                "  - {file: desk.xlsx, sheet: X, records: visits}",
            )
        },
    )
    assert plain(tree) == {"events": [{"id": "y"}], "visits": [{"id": "x"}]}


@pytest.mark.parametrize(
    ("line", "at", "rule", "part"),
    [
        ("{file: trde.csv}", "2:12", "no-file", "trde.csv"),
        ("{file: ../trade.csv}", "2:12", "no-file", "leads out"),
        ("{file: /etc/passwd}", "2:12", "no-file", "leads out"),
        ("{file: .}", "2:12", "no-file", "leads out"),
        ("{file: dossier.yaml}", "2:12", "bad-input", "needs no declaration"),
        ("{file: old.xls}", "2:12", "bad-workbook", ".xls"),
        ("{records: events}", "2:5", "bad-input", "either `file` or `database`"),
        ("{file: trade.csv, database: 'sqlite:///x'}", "2:5", "bad-input", "either"),
        ("{database: 'sqlite:///x'}", "2:5", "bad-input", "`queries`"),
        ("{database: 'sqlite:///x', queries: {}}", "2:5", "bad-input", "`queries`"),
        (
            "{database: 'sqlite:///x', queries: {a: b}, encoding: x}",
            "2:48",
            "bad-input",
            "`encoding`",
        ),
        ("{file: trade.csv, queries: {a: b}}", "2:23", "bad-input", "`queries`"),
        ("{file: trade.csv, hidden: read}", "2:23", "bad-input", "`hidden`"),
        ("{file: trade.csv, sheet: x}", "2:23", "bad-input", "`sheet`"),
        ("{file: trade.xlsx, decimal: ','}", "2:24", "bad-input", "`decimal`"),
        ("{file: trade.xlsx, records: events}", "2:24", "bad-input", "as a whole"),
        ("{file: trade.csv, delimiter: ';;'}", "2:34", "bad-choice", "`;`"),
        ("{file: trade.csv, decimal: ';'}", "2:32", "bad-choice", "`,`"),
        ("{file: trade.csv, encodng: x}", "2:23", "unknown-field", "`encodng`"),
        ("{file: trade.csv, constants: {a: }}", "2:38", "empty-field", "`a`"),
        ('{file: "trade\\0.csv"}', "2:12", "bad-character", "U+0000"),
        ("trade.csv", "2:5", "bad-shape", "record"),
    ],
)
def test_what_does_not_fit_is_refused_where_it_was_declared(
    tmp_path: Path, line: str, at: str, rule: str, part: str
) -> None:
    found = faults(tmp_path, {"dossier.yaml": declared(f"  - {line}"), "trade.csv": "id\na\n"})
    assert [(d.rule, str(d.place)) for d in found] == [(rule, f"{FOLDER}/dossier.yaml:{at}")]
    assert part in found[0].message


def test_a_file_that_is_not_there_brings_a_suggestion(tmp_path: Path) -> None:
    (found,) = faults(
        tmp_path, {"dossier.yaml": declared("  - {file: trde.csv}"), "trade.csv": "id\na\n"}
    )
    assert "did you mean `trade.csv`" in found.hint


def test_a_file_is_declared_once(tmp_path: Path) -> None:
    files: Files = {
        "dossier.yaml": declared("  - {file: trade.csv}", "  - {file: ./trade.csv}"),
        "trade.csv": "id\na\n",
    }
    (found,) = faults(tmp_path, files)
    assert (found.rule, str(found.place)) == ("duplicate-key", f"{FOLDER}/dossier.yaml:3:12")


def test_inputs_are_a_list(tmp_path: Path) -> None:
    (found,) = faults(tmp_path, {"dossier.yaml": "inputs: {file: trade.csv}\n"})
    assert (found.rule, found.place.line) == ("bad-shape", 1)
    found_ = faults(
        tmp_path,
        {"dossier.yaml": declared("  - {file: t.csv}"), "b.yaml": "inputs: x\n", "t.csv": "id\n"},
    )
    assert ("bad-shape", "b.yaml") in {(d.rule, Path(d.place.file).name) for d in found_}


def test_a_record_type_has_the_place_of_its_declaration(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "x.sqlite").close()
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / "x.sqlite").rename(tmp_path / FOLDER / "x.sqlite")
    tree = load(
        tmp_path,
        {
            "dossier.yaml": declared(
                "  - {file: trade.csv, records: obsrvations}",
                "  - database: sqlite:///x.sqlite",
                "    queries:",
                "      vists: SELECT 'a' AS id ORDER BY 1",
            ),
            "trade.csv": "id\na\n",
        },
    )
    assert str(tree.keys["obsrvations"]) == f"{FOLDER}/dossier.yaml:2:32"
    assert str(tree.keys["vists"]) == f"{FOLDER}/dossier.yaml:5:7"


@pytest.mark.parametrize("name", ["desk.ods", "desk.xls", "desk.XLSM", "deep/desk.numbers"])
def test_workbooks_that_look_as_if_they_were_read_are_refused(tmp_path: Path, name: str) -> None:
    (found,) = faults(tmp_path, {"dossier.yaml": "", name: b"x"})
    assert (found.rule, found.place.file) == ("bad-workbook", f"{FOLDER}/{name}")
    assert ".xlsx" in found.hint


def test_what_lies_aside_is_not_read(tmp_path: Path) -> None:
    names = [
        "_a.yaml",
        "_old/b.csv",
        ".git/c.json",
        ".d.yaml",
        "~$e.xlsx",
        "_f.ods",
        ".~lock.g.csv",
    ]
    assert plain(load(tmp_path, dict.fromkeys(names, "["))) == {}


def test_a_dossier_may_be_any_mix(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    book = openpyxl.Workbook()
    sheet = book.create_sheet("events")
    sheet.append(["id"])
    sheet.append(["from xlsx"])
    book.remove(book.worksheets[0])
    book.save(tmp_path / FOLDER / "c.xlsx")
    database = sqlite3.connect(tmp_path / FOLDER / "e.sqlite")
    with database:
        database.execute("CREATE TABLE t (id, _row)")
        database.execute("INSERT INTO t VALUES ('from sql', 1)")
    database.close()
    tree = load(
        tmp_path,
        {
            "a.yaml": "events: [{id: from yaml}]\n"
            + declared("  - database: sqlite:///e.sqlite", "    queries: {events: events.sql}"),
            "b.json": '{"events": [{"id": "from json"}]}',
            "d/events.csv": "id\nfrom csv\n",
            "events.sql": "SELECT * FROM t ORDER BY _row;\n",
        },
    )
    events: Node = tree.entries["events"]
    assert [event["id"] for event in plain(events)] == [
        "from yaml", "from json", "from xlsx", "from csv", "from sql",
    ]  # fmt: skip


def test_a_table_of_what_a_dossier_has_once_has_one_row(tmp_path: Path) -> None:
    assert plain(
        load(tmp_path, {"dossier.csv": "title,parties.1\nT,XA\n", "clearance.csv": "date\n"})
    ) == {"dossier": {"title": "T", "parties": ["XA"]}}
    (found,) = faults(tmp_path, {"dossier.csv": "title\nT\nU\n"})
    assert (found.rule, str(found.place)) == ("duplicate-key", f"{FOLDER}/dossier.csv:3:1")


def test_what_a_dossier_of_tables_lacks_is_reported_in_its_first_file(tmp_path: Path) -> None:
    assert load(tmp_path, {"events.csv": "id\n", "visits.csv": "id\n"}).place.file == (
        f"{FOLDER}/events.csv"
    )


@pytest.mark.parametrize("text", ['"\\u0000": 1', '"a\\u001bb": {"c": 2}', 'x: [{"\\uFFFF": 1}]'])
def test_names_may_not_hold_what_cannot_be_printed_either(tmp_path: Path, text: str) -> None:
    assert [d.rule for d in faults(tmp_path, {"a.yaml": f"{text}\n"})] == ["bad-character"]


def test_the_examples_of_the_documentation_are_read() -> None:
    text = (Path(__file__).parents[2] / "docs/sources.md").read_text("utf-8")
    blocks = re.findall(r"```yaml\n(inputs:.*?)```", text, re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        found = Findings()
        assert validate(Inputs, read_yaml(block, "sources.md"), found) is not None, found.items
    [example] = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    [other] = re.findall(r"```yaml\n(visits:.*?)```", text, re.DOTALL)
    [visit] = plain(read_json(example, "sources.md"))["visits"]
    assert visit["sources"] == plain(read_yaml(other, "sources.md"))["visits"][0]["sources"]
    [table] = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    assert plain(read_csv(table, "x.csv"))[0]["series"] == "exports-lt-by"
