from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from briefgen.diagnostics import ContentError, Diagnostic
from briefgen.load.inputs import Input
from briefgen.load.nodes import Mapping, Scalar, Sequence, plain
from briefgen.load.workbook import read_workbook

FILE = "trade.xlsx"


def save(book: Any, folder: Path) -> Path:
    path = folder / FILE
    book.save(path)
    return path


def sheet_of(name: str = "events") -> tuple[Any, Any]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    return book, sheet


def read(path: Path, *sources: Input) -> Any:
    return plain(read_workbook(path, FILE, sources))


def faults(path: Path, *sources: Input) -> list[Diagnostic]:
    with pytest.raises(ContentError) as caught:
        read_workbook(path, FILE, sources)
    return list(caught.value.diagnostics)


def fault(path: Path, *sources: Input) -> Diagnostic:
    (found,) = faults(path, *sources)
    return found


def changed(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """Change the XML of one part of a workbook."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def replacing(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


def cell_of(folder: Path, value: Any, form: str = "General") -> Any:
    """Return what one cell is read as."""
    book, sheet = sheet_of()
    sheet.append(["value"])
    sheet["A2"] = value
    sheet["A2"].number_format = form
    [record] = read(save(book, folder))["events"]
    return record["value"]


def office(folder: Path) -> Path:
    """Return the workbook that LibreOffice 7.4 wrote from a CSV file; its texts are shared."""
    return Path(shutil.copy(Path(__file__).with_name("libreoffice.xlsx"), folder / FILE))


# ── Sheets, rows, places ─────────────────────────────────────────────────────────────────────


def test_each_sheet_is_a_record_type_and_each_row_a_record(tmp_path: Path) -> None:
    book, sheet = sheet_of()
    sheet.append(["date", "text", "claims.1.date", "sources"])
    sheet.append(["2009-09", "Something happened.", None, "a; b"])
    sheet.append([])
    sheet.append(["2010", "More.", "2011", None])
    sources = book.create_sheet("sources")
    sources.append(["id"])
    assert read(save(book, tmp_path)) == {
        "events": [
            {"date": "2009-09", "text": "Something happened.", "sources": "a; b"},
            {"date": "2010", "text": "More.", "claims": [{"date": "2011"}]},
        ],
        "sources": [],
    }


def test_cells_have_places(tmp_path: Path) -> None:
    book, sheet = sheet_of("Exports 2")
    sheet.append(["period", None, "value"])
    sheet.append([])
    sheet["C7"] = "12"
    sheet.cell(9, 1, "x")
    tree = read_workbook(save(book, tmp_path), FILE)
    records = tree.entries["Exports 2"]
    assert isinstance(records, Sequence)
    assert isinstance(records.items[0], Mapping)
    assert str(records.items[0].entries["value"].place) == "trade.xlsx#Exports 2!C7"
    assert str(records.items[1].place) == "trade.xlsx#Exports 2!A9"
    assert str(records.place) == "trade.xlsx#Exports 2"
    wide, sheet = sheet_of()
    sheet["AB1"], sheet["AB2"] = "id", "x"
    found = read_workbook(save(wide, tmp_path), FILE).entries["events"]
    assert isinstance(found, Sequence)
    assert str(found.items[0].place) == "trade.xlsx#events!AB2"


def test_sheets_and_columns_for_people_are_not_read(tmp_path: Path) -> None:
    book, sheet = sheet_of()
    sheet.append(["id", "_remark"])
    sheet.append(["x", "ask again"])
    help_ = book.create_sheet("_help")
    help_.append(["x", "x"])
    help_.merge_cells("A1:B1")
    help_.sheet_state = "hidden"
    assert read(save(book, tmp_path)) == {"events": [{"id": "x"}]}


def test_a_header_may_begin_below_empty_rows_and_name_each_column_once(tmp_path: Path) -> None:
    book, sheet = sheet_of()
    sheet["B3"], sheet["C3"], sheet["B4"], sheet["C4"] = "id", " text ", "x", " y "
    assert read(save(book, tmp_path)) == {"events": [{"id": "x", "text": "y"}]}
    sheet["C3"] = "id"
    found = fault(save(book, tmp_path))
    assert (found.rule, str(found.place)) == ("duplicate-key", "trade.xlsx#events!C3")


def test_a_value_in_a_nameless_column_is_refused_once_a_column(tmp_path: Path) -> None:
    book, sheet = sheet_of()
    sheet.append(["id", None, None])
    for number in range(3):
        sheet.append(["x", None, number])
    found = fault(save(book, tmp_path))
    assert (found.rule, str(found.place)) == ("bad-column", "trade.xlsx#events!C2")


# ── What cells hold ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.1"),
        (1e21, "1000000000000000000000"),
        (1e-7, "0.0000001"),
        (9132629, "9132629"),
        (-3, "-3"),
        (2.0, "2"),
        ("12345678901234567890", "12345678901234567890"),
        ("0207", "0207"),
        ("1.10", "1.10"),
        ("NO", "NO"),
        (True, "true"),
        (False, "false"),
        ("TRUE", "TRUE"),
        ("  around  ", "around"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_values_are_read_exactly(tmp_path: Path, value: object, text: str) -> None:
    assert cell_of(tmp_path, value) == text


@pytest.mark.parametrize(
    "form", ["0", "0.0", "#,##0", '0" days"', '#,##0 "dm"', "[Red]0", "0.00E+00"]
)
def test_a_number_is_read_whole_whatever_part_of_it_the_cell_shows(
    tmp_path: Path, form: str
) -> None:
    assert cell_of(tmp_path, 1234.56, form) == "1234.56"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("yyyy-mm-dd", "2009-09-16"),
        ("d.m.yyyy", "2009-09-16"),
        ('d" d."', "2009-09-16"),
        ("mm-dd-yy", "2009-09-16"),
        ("[$-427]yyyy mmmm d", "2009-09-16"),
        ("mmm-yy", "2009-09"),
        ("yyyy-mm", "2009-09"),
        ('mmmm" day "yyyy', "2009-09"),
        ("yyyy", "2009"),
        ("yyyy-mm-dd h:mm", "2009-09-16"),
    ],
)
def test_a_date_is_as_precise_as_its_cell_shows_it(tmp_path: Path, form: str, text: str) -> None:
    assert cell_of(tmp_path, dt.date(2009, 9, 16), form) == text


def test_times_and_moments(tmp_path: Path) -> None:
    assert cell_of(tmp_path, dt.time(9, 30), "h:mm") == "09:30"
    assert cell_of(tmp_path, dt.time(9, 30, 5), "h:mm:ss") == "09:30:05"
    assert cell_of(tmp_path, dt.time(23, 59), "hh:mm AM/PM") == "23:59"
    moment = dt.datetime(2009, 9, 16, 14, 30)  # noqa: DTZ001
    assert cell_of(tmp_path, moment, "yyyy-mm-dd h:mm") == "2009-09-16 14:30"


@pytest.mark.parametrize(
    ("serial", "text"),
    [(1, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01"), (2958465, "9999-12-31")],
)
def test_days_are_counted_as_spreadsheet_programs_count_them(
    tmp_path: Path, serial: int, text: str
) -> None:
    assert cell_of(tmp_path, serial, "yyyy-mm-dd") == text


@pytest.mark.parametrize("serial", [-1, 60, 2958466, 1e300])
def test_days_that_never_were_are_refused(tmp_path: Path, serial: float) -> None:
    with pytest.raises(ContentError) as caught:
        cell_of(tmp_path, serial, "yyyy-mm-dd")
    assert [d.rule for d in caught.value.diagnostics] == ["bad-date"]


def test_days_of_the_calendar_that_begins_in_1904(tmp_path: Path) -> None:
    book, sheet = sheet_of()
    book.epoch = CALENDAR_MAC_1904
    sheet.append(["date"])
    sheet.append([dt.date(2009, 9, 16)])
    assert read(save(book, tmp_path)) == {"events": [{"date": "2009-09-16"}]}


@pytest.mark.parametrize("form", ["0%", "0.00%", "0 %;[Red]-0 %"])
def test_a_percentage_is_refused(tmp_path: Path, form: str) -> None:
    with pytest.raises(ContentError) as caught:
        cell_of(tmp_path, 0.86, form)
    (found,) = caught.value.diagnostics
    assert (found.rule, str(found.place)) == ("percent-format", "trade.xlsx#events!A2")
    assert "0.86" in found.message


@pytest.mark.parametrize("text", ["0.86 %", "86%"])
def test_a_percentage_as_a_text_is_left_to_the_schema(tmp_path: Path, text: str) -> None:
    assert cell_of(tmp_path, text, "0%") == text


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#NAME?"])
def test_an_error_is_refused(tmp_path: Path, error: str) -> None:
    with pytest.raises(ContentError) as caught:
        cell_of(tmp_path, error)
    (found,) = caught.value.diagnostics
    assert found.rule == "error-value"
    assert error in found.message


@pytest.mark.parametrize(
    ("held", "text"),
    [
        ("0.10000000000000001", "0.1"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("1E-3", "0.001"),
        ("1.0E+21", "1000000000000000000000"),
        ("12345678901234567890", "12345678901234567890"),
        ("9" * 5_000, "9" * 5_000),
        ("-.5", "-0.5"),
        ("-0", "-0"),
    ],
)
def test_numbers_are_read_as_the_file_holds_them(tmp_path: Path, held: str, text: str) -> None:
    book, sheet = sheet_of()
    sheet.append(["value"])
    sheet.append([42])
    path = changed(
        save(book, tmp_path), "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("<v>42</v>", f"<v>{held}</v>"),
    )  # fmt: skip
    assert read(path) == {"events": [{"value": text}]}


def test_a_number_that_is_none_is_refused(tmp_path: Path) -> None:
    book, sheet = sheet_of()
    sheet.append(["value"])
    sheet.append([42])
    for text in ("NaN", "INF", "4_2", "0x2A", "", "1e99999"):
        path = changed(
            save(book, tmp_path), "xl/worksheets/sheet1.xml",
            replacing("<v>42</v>", f"<v>{text}</v>"),
        )  # fmt: skip
        if text:
            assert [d.rule for d in faults(path)] == ["bad-number"], text
        else:
            assert read(path) == {"events": []}


def test_characters_that_xml_cannot_hold_are_read_from_their_escapes(tmp_path: Path) -> None:
    assert cell_of(tmp_path, "a_x000D_\nb_x005F_x0041_") == "a\r\nb_x0041_"


def test_rich_text_is_read_without_phonetic_readings(tmp_path: Path) -> None:
    runs = (
        "<si><r><t>東</t></r><r><rPr><b/></rPr><t>京</t></r>"
        '<rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>'
    )
    path = changed(
        office(tmp_path), "xl/sharedStrings.xml",
        lambda xml: re.sub("<si><t[^>]*>two words</t></si>", runs, xml),
    )  # fmt: skip
    assert read(path)["events"][1]["text"] == "東京"


# ── Formulas ─────────────────────────────────────────────────────────────────────────────────


def test_a_formula_without_a_result_is_refused(tmp_path: Path) -> None:
    book, sheet = sheet_of()
    sheet.append(["value"])
    sheet.append(["=40+2"])
    found = fault(save(book, tmp_path))
    assert (found.rule, str(found.place)) == ("uncached-formula", "trade.xlsx#events!A2")
    assert "save it" in found.hint


def test_the_last_result_of_a_formula_is_read(tmp_path: Path) -> None:
    book, sheet = sheet_of()
    sheet.append(["value", "text"])
    sheet.append(["=40+2", '=""'])
    path = changed(
        save(book, tmp_path), "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(r"(<f>40\+2</f>)<v></v>", r"\1<v>42</v>", xml)
        .replace('r="B2"', 'r="B2" t="str"'),
    )  # fmt: skip
    assert read(path) == {"events": [{"value": "42"}]}


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


# ── Files that are no workbooks, or hostile ──────────────────────────────────────────────────


def small(folder: Path) -> Path:
    book, sheet = sheet_of()
    sheet.append(["id"])
    sheet.append(["a"])
    return save(book, folder)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "no XLSX"),
        (b"id,text\na,b\n", "no XLSX"),
        (b"PK\x03\x04" + b"\0" * 40, "no XLSX"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "encrypted"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, part: str) -> None:
    path = tmp_path / FILE
    path.write_bytes(content)
    found = fault(path)
    assert found.rule == "bad-workbook"
    assert part in found.message
    assert found.hint


def test_a_zip_of_other_things_is_refused(tmp_path: Path) -> None:
    path = tmp_path / FILE
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<x/>")
    assert "no workbook part" in fault(path).message


def test_a_workbook_with_macros_is_refused_whatever_its_name(tmp_path: Path) -> None:
    path = changed(
        small(tmp_path), "[Content_Types].xml",
        lambda xml: xml.replace(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ),
    )  # fmt: skip
    assert ".xlsm" in fault(path).message


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"]
)
def test_broken_xml_and_document_types_are_refused(tmp_path: Path, part: str) -> None:
    path = changed(office(tmp_path), part, lambda xml: xml[: len(xml) // 2])
    assert fault(path).rule == "bad-workbook"
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    path = changed(
        office(tmp_path), part,
        lambda xml: bomb + (xml.partition("?>")[2] if xml.startswith("<?xml") else xml),
    )  # fmt: skip
    assert "document type" in fault(path).message


def test_a_cell_without_its_shared_text_is_refused(tmp_path: Path) -> None:
    path = changed(
        office(tmp_path), "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("<v>1</v>", "<v>700</v>"),
    )  # fmt: skip
    assert "lacks its text" in fault(path).message


def test_damaged_bytes_bring_a_tree_or_one_diagnostic(tmp_path: Path) -> None:
    content = small(tmp_path).read_bytes()
    path = tmp_path / "damaged.xlsx"
    for position in range(0, len(content), 23):
        path.write_bytes(
            content[:position] + bytes([content[position] ^ 0x55]) + content[position + 1 :]
        )
        with suppress(ContentError):
            read_workbook(path, FILE)
    for end in range(0, len(content), 97):
        path.write_bytes(content[:end])
        assert fault(path).rule == "bad-workbook"


def limited(path: Path, megabytes: int) -> tuple[float, str]:
    """Read a workbook in a process with so much memory; return seconds and diagnostics."""
    code = (
        "import sys, resource, time\n"
        "from pathlib import Path\n"
        "from briefgen.diagnostics import ContentError\n"
        "from briefgen.load.workbook import read_workbook\n"
        f"resource.setrlimit(resource.RLIMIT_DATA, ({megabytes << 20},) * 2)\n"
        "begun = time.process_time()\n"
        "try:\n"
        "    read_workbook(Path(sys.argv[1]), 'trade.xlsx')\n"
        "except ContentError as error:\n"
        "    print(time.process_time() - begun, error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, encoding="utf-8",
        check=False, timeout=60, env=dict(os.environ),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    seconds, _, message = done.stdout.partition(" ")
    return float(seconds), message


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD1", "ZZZ9999999"])
def test_a_far_cell_is_refused_at_once(tmp_path: Path, cell: str) -> None:
    path = changed(
        small(tmp_path), "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace('r="A2"', f'r="{cell}"'),
    )  # fmt: skip
    assert path.stat().st_size < 8_000
    seconds, message = limited(path, 200)
    assert seconds < 1
    assert "error[too-large]" in message


@pytest.mark.parametrize(
    ("part", "unit"),
    [
        ("xl/worksheets/sheet1.xml", '<row><c t="inlineStr"><is><t>aaaaaaaa</t></is></c></row>'),
        ("xl/worksheets/sheet1.xml", " "),
        ("xl/sharedStrings.xml", "<si><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></si>"),
        ("xl/styles.xml", '<numFmt numFmtId="1" formatCode="0"/>'),
        ("xl/workbook.xml", '<sheet name="x"/>'),
        ("[Content_Types].xml", "<Default/>"),
    ],
)
def test_a_zip_bomb_is_refused_at_once(tmp_path: Path, part: str, unit: str) -> None:
    filler = unit * (60_000_000 // len(unit))
    close = {
        "xl/worksheets/sheet1.xml": "</sheetData>",
        "xl/sharedStrings.xml": "</sst>",
        "xl/styles.xml": "</styleSheet>",
        "xl/workbook.xml": "</sheets>",
    }.get(part, "</Types>")
    path = changed(office(tmp_path), part, replacing(close, filler + close))
    assert path.stat().st_size < 1_000_000
    seconds, message = limited(path, 200)
    assert seconds < 1
    assert "error[too-large]" in message


def test_a_workbook_of_too_many_cells_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefgen.load.sheets._CELLS", 3)
    book, sheet = sheet_of()
    for _ in range(4):
        sheet.append(["x"])
    assert "more than 3 cells" in fault(save(book, tmp_path)).message


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = small(tmp_path)
    with zipfile.ZipFile(path, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr("xl/workbook.xml", "<workbook/>")
    assert "same name" in fault(path).message


def test_a_file_that_cannot_be_opened_is_a_diagnostic(tmp_path: Path) -> None:
    assert fault(tmp_path).rule == "unreadable"
    assert fault(tmp_path / "none.xlsx").rule == "unreadable"


# ── Other programs' workbooks ────────────────────────────────────────────────────────────────


def test_a_workbook_that_libreoffice_wrote_is_read(tmp_path: Path) -> None:
    # soffice --headless "--infilter=CSV:44,34,76,1,,1033,false,true" --convert-to xlsx events.csv
    assert read(office(tmp_path)) == {
        "events": [
            {"id": "a", "value": "0.1", "date": "2009-09-16", "text": 'Žemaitė, "x"'},
            {"id": "b", "value": "9132629", "date": "2010-01-31", "text": "two words"},
            {"id": "c", "value": "1" + "0" * 21, "date": "1999-12", "text": "3 < 4 & 5"},
        ]
    }


def test_a_row_or_column_without_size_is_hidden(tmp_path: Path) -> None:
    path = changed(
        office(tmp_path), "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace('width="8.32"', 'width="0"').replace(
            '<row r="4" customFormat="false" ht="12.8"', '<row r="4" ht="0"'
        ),
    )  # fmt: skip
    assert {d.message for d in faults(path)} == {"column B is hidden", "row 4 is hidden"}


def test_prefixes_and_cells_without_references_are_read(tmp_path: Path) -> None:
    def rewrite(xml: str) -> str:
        body = (
            '<x:row><x:c t="inlineStr"><x:is><x:t>id</x:t></x:is></x:c></x:row>'
            '<x:row><x:c t="inlineStr"><x:is><x:t> a </x:t></x:is></x:c></x:row>'
        )
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        return f'<x:worksheet xmlns:x="{space}"><x:sheetData>{body}</x:sheetData></x:worksheet>'

    path = changed(small(tmp_path), "xl/worksheets/sheet1.xml", rewrite)
    tree = read_workbook(path, FILE)
    records = tree.entries["events"]
    assert isinstance(records, Sequence)
    first = records.items[0]
    assert isinstance(first, Mapping)
    assert isinstance(first.entries["id"], Scalar)
    assert plain(records) == [{"id": "a"}]
    assert str(first.place) == "trade.xlsx#events!A2"


def test_ten_thousand_rows_are_read_without_delay(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("events")
    sheet.append([f"field{number}" for number in range(10)])
    for row in range(10_000):
        sheet.append([f"{row} {number}" for number in range(10)])
    path = save(book, tmp_path)
    begun = time.process_time()
    assert len(read(path)["events"]) == 10_000
    assert time.process_time() - begun < 4
