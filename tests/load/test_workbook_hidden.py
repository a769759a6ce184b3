"""What a reader of a workbook would not see is refused, and what is declared is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diagnostics import ContentError
from briefgen.load.inputs import Input
from workbooks import FILE, cell_of, fault, faults, read, save, sheet_of

# ── What a reader would not see ──────────────────────────────────────────────────────────────


def hidden_book(folder: Path) -> Path:
    book, sheet = sheet_of()
    sheet.append(["id", "text", "note", "more"])
    sheet.append(["a", "A", "n", "m"])
    sheet.append(["b", "B", "n", "m"])
    sheet.append(["c", "C", "n", "m"])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions.group("C", "D", hidden=True)
    other = book.create_sheet("visits")
    other.sheet_state = "veryHidden"
    other.append(["id"])
    return save(book, folder)


def test_hidden_sheets_rows_and_columns_are_refused(tmp_path: Path) -> None:
    found = faults(hidden_book(tmp_path))
    assert {(d.rule, str(d.place), d.message) for d in found} == {
        ("hidden-cells", "trade.xlsx#visits", "the sheet is hidden"),
        ("hidden-cells", "trade.xlsx#events!C1", "column C is hidden"),
        ("hidden-cells", "trade.xlsx#events!D1", "column D is hidden"),
        ("hidden-cells", "trade.xlsx#events!A3", "row 3 is hidden"),
    }
    assert all("`hidden: read`" in d.hint for d in found)


def test_hidden_sheets_rows_and_columns_are_read_where_that_is_declared(tmp_path: Path) -> None:
    tree = read(hidden_book(tmp_path), Input(file=FILE, hidden="read"))
    assert [record["id"] for record in tree["events"]] == ["a", "b", "c"]
    assert tree["events"][1]["more"] == "m"
    assert tree["visits"] == []


def test_hidden_rows_and_columns_without_values_do_no_harm(tmp_path: Path) -> None:
    book, sheet = sheet_of()
    sheet.append(["id"])
    sheet.append(["a"])
    sheet.row_dimensions[900].hidden = True
    sheet.column_dimensions.group("F", "XFD", hidden=True)
    assert read(save(book, tmp_path)) == {"events": [{"id": "a"}]}


def test_a_format_that_shows_nothing_hides_its_cell(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        cell_of(tmp_path, 42, ";;;")
    assert [d.rule for d in caught.value.diagnostics] == ["hidden-cells"]


def test_merged_cells_are_refused(tmp_path: Path) -> None:
    book, sheet = sheet_of()
    sheet.append(["id", "text"])
    sheet.append(["a", "A"])
    sheet.merge_cells("A2:A3")
    found = fault(save(book, tmp_path))
    assert (found.rule, str(found.place)) == ("merged-cells", "trade.xlsx#events!A2")
    assert "A2:A3" in found.message


# ── Declared sheets ──────────────────────────────────────────────────────────────────────────


def test_declared_sheets_are_read_and_no_others(tmp_path: Path) -> None:
    book, sheet = sheet_of("Exports")
    sheet.append(["Year", "Total"])
    sheet.append([2020, 1.5])
    imports = book.create_sheet("Imports")
    imports.append(["Year", "Total"])
    imports.append([2021, 2.5])
    book.create_sheet("Read me").append(["anything", "anything"])
    path = save(book, tmp_path)
    columns = {"Year": "period", "Total": "value"}
    declared = [
        Input(file=FILE, sheet=name, records="observations", columns=columns,
              constants={"series": name.lower()})
        for name in ("Imports", "Exports")
    ]  # fmt: skip
    assert read(path, *declared) == {
        "observations": [
            {"series": "imports", "period": "2021", "value": "2.5"},
            {"series": "exports", "period": "2020", "value": "1.5"},
        ]
    }


def test_a_declared_sheet_that_is_not_there_is_reported(tmp_path: Path) -> None:
    book, _ = sheet_of("Exports")
    found = fault(save(book, tmp_path), Input(file=FILE, sheet="Export"))
    assert found.rule == "no-sheet"
    assert "`Exports`" in found.hint
