from __future__ import annotations

import datetime as dt
import re
import time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from briefgen.diagnostics import ContentError
from briefgen.load.nodes import Mapping, Scalar, Sequence, plain
from briefgen.load.workbook import read_workbook
from workbooks import (
    FILE,
    cell_of,
    changed,
    fault,
    faults,
    office,
    read,
    replacing,
    save,
    sheet_of,
    small,
)

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
