from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefgen.diagnostics import ContentError, Diagnostic, Place
from briefgen.load.csv import read_csv
from briefgen.load.nodes import Mapping, plain

FILE = "trade.csv"


def faults(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(ContentError) as caught:
        read_csv(text, FILE)
    return caught.value.diagnostics


def records(text: str) -> list[Mapping]:
    items = read_csv(text, FILE).items
    assert all(isinstance(item, Mapping) for item in items)
    return [item for item in items if isinstance(item, Mapping)]


def spots(text: str) -> list[dict[str, tuple[int, int]]]:
    return [
        {name: (node.place.line, node.place.column) for name, node in record.entries.items()}
        for record in records(text)
    ]


def test_each_row_is_a_record_named_by_the_header() -> None:
    assert plain(read_csv("series,period\nx,2020\ny,2021\n", FILE)) == [
        {"series": "x", "period": "2020"},
        {"series": "y", "period": "2021"},
    ]


def test_a_record_stands_where_its_row_begins_and_a_table_at_its_header() -> None:
    assert [r.place for r in records("a,b\n1,2\n\n3,4")] == [Place(FILE, 2, 1), Place(FILE, 4, 1)]
    assert read_csv("a,b\n1,2\n", FILE).place == Place(FILE, 1, 1)


def test_plain_cells_have_places() -> None:
    assert spots("a,b,c\n1,22,333\n") == [{"a": (2, 1), "b": (2, 3), "c": (2, 6)}]


def test_names_and_values_of_a_cell_share_their_place() -> None:
    record = records("a,b\n1,2\n")[0]
    assert record.keys["b"] == record.entries["b"].place == Place(FILE, 2, 3)


def test_a_quoted_cell_begins_at_its_quotation_mark() -> None:
    assert spots('a,b,c\n"1, or 2","x",3\n') == [{"a": (2, 1), "b": (2, 11), "c": (2, 15)}]


def test_doubled_quotation_marks_count_as_written() -> None:
    assert spots('a,b\n"say ""no""",x\n') == [{"a": (2, 1), "b": (2, 14)}]


def test_a_quotation_mark_inside_a_plain_cell_is_a_character() -> None:
    text = 'a,b\n5" gun,x\n'
    assert plain(read_csv(text, FILE)) == [{"a": '5" gun', "b": "x"}]
    assert spots(text) == [{"a": (2, 1), "b": (2, 8)}]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_cells_after_a_cell_of_several_lines_are_found(line_break: str) -> None:
    text = line_break.join(["a,b,c", '"one', 'two ""2""",x,"three', 'four"', "5,6,7", ""])
    assert spots(text) == [
        {"a": (2, 1), "b": (3, 12), "c": (3, 14)},
        {"a": (5, 1), "b": (5, 3), "c": (5, 5)},
    ]


def test_a_header_of_several_lines_shifts_what_follows() -> None:
    assert spots('"a\n(b)",c\n1,2\n') == [{"a\n(b)": (3, 1), "c": (3, 3)}]


def test_characters_that_only_unicode_calls_line_breaks_do_not_shift_places() -> None:
    assert spots('a,b\n"x\u2028y\x0cz","p"\n"q","r"\n') == [
        {"a": (2, 1), "b": (2, 9)},
        {"a": (3, 1), "b": (3, 5)},
    ]


def test_empty_cells_and_rows_are_left_out() -> None:
    text = 'a,b,c\n1,,3\n,,\n  ,"",x\n\n'
    assert plain(read_csv(text, FILE)) == [{"a": "1", "c": "3"}, {"c": "x"}]
    assert spots(text)[0] == {"a": (2, 1), "c": (2, 4)}


def test_space_around_cells_and_names_is_dropped() -> None:
    assert plain(read_csv(" a , b\n 1 ,  two words \n", FILE)) == [{"a": "1", "b": "two words"}]


@pytest.mark.parametrize("cell", ["NA", "None", "null", "NaN", "0207", "1.10", "NO", "1e5", "~"])
def test_a_cell_stays_the_text_that_was_written(cell: str) -> None:
    assert plain(read_csv(f"a,b\n{cell},x\n", FILE)) == [{"a": cell, "b": "x"}]


def test_a_table_with_a_header_alone_has_no_records() -> None:
    assert read_csv("a,b\n", FILE).items == ()


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_a_table_without_a_header_is_refused(text: str) -> None:
    (fault,) = faults(text)
    assert (fault.rule, fault.message) == ("bad-csv", "the table is empty")
    assert fault.hint == "give it a header row"


def test_ragged_rows_are_all_reported() -> None:
    found = faults("a,b\n1\n1,2\n1,2,3\n")
    assert [(d.rule, str(d.place), d.message) for d in found] == [
        ("bad-csv", f"{FILE}:2:1", "this row has 1 cells, the header has 2"),
        ("bad-csv", f"{FILE}:4:1", "this row has 3 cells, the header has 2"),
    ]
    assert all("quotation marks" in d.hint for d in found)


def test_semicolons_between_columns_are_named() -> None:
    (fault,) = faults("series;period;value\nx;2020;1,5\n")
    assert fault.place == Place(FILE, 1, 1)
    assert "`;`" in fault.message
    assert "commas" in fault.hint


def test_an_open_quotation_mark_is_reported_in_the_row_that_opens_it() -> None:
    (fault,) = faults('a,b\n1,2\n3,"four\n5,6\n7,8\n')
    assert (fault.rule, fault.place.line) == ("bad-csv", 3)
    assert fault.hint == "close the quotation marks"


def test_text_after_a_closing_quotation_mark_is_reported() -> None:
    (fault,) = faults('a,b\n1,2\n"3" or 4,5\n')
    assert (fault.rule, fault.place.line) == ("bad-csv", 3)
    assert "double a quotation mark" in fault.hint


def test_duplicate_and_nameless_columns_are_reported_at_their_places() -> None:
    found = faults("a,,a,a\n1,2,3,4\n")
    assert [(d.rule, str(d.place)) for d in found] == [
        ("bad-csv", f"{FILE}:1:3"),
        ("duplicate-key", f"{FILE}:1:4"),
        ("duplicate-key", f"{FILE}:1:6"),
    ]


def test_an_overlong_cell_is_a_diagnostic() -> None:
    (fault,) = faults("a,b\n1,2\n" + "x" * 200_000 + ",3\n")
    assert (fault.rule, fault.place.line) == ("bad-csv", 3)


cells = st.text(
    st.one_of(
        st.sampled_from('",;\n\r \u2028\x0b\x85é'), st.characters(exclude_categories=["Cs", "Cc"])
    ),
    max_size=12,
)
tables = st.lists(st.tuples(cells, cells, cells), max_size=8)
DIALECTS = [(csv.QUOTE_ALL, "\n"), (csv.QUOTE_ALL, "\r\n"), (csv.QUOTE_MINIMAL, "\r\n")]


@given(tables, st.sampled_from(DIALECTS))
@example([('"', "a\r\nb", '""'), (" x", "\u2028", "y ")], DIALECTS[0])
@settings(deadline=None)
def test_any_table_comes_back_with_each_cell_at_its_place(
    rows: list[tuple[str, str, str]], dialect: tuple[int, str]
) -> None:
    quoting, line_break = dialect
    names = ("a", "b", "c")
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=quoting, lineterminator=line_break)  # type: ignore[arg-type]
    writer.writerows([names, *rows])
    text = file.getvalue()
    lines = re.split("\r\n|\r|\n", text)

    kept = [row for row in rows if any(cell.strip() for cell in row)]
    read = records(text)
    assert [plain(record) for record in read] == [
        {name: cell.strip() for name, cell in zip(names, row, strict=True) if cell.strip()}
        for row in kept
    ]
    for record, row in zip(read, kept, strict=True):
        for name, cell in zip(names, row, strict=True):
            if not cell.strip():
                continue
            place = record.entries[name].place
            rest = lines[place.line - 1][place.column - 1 :]
            first = re.split("\r\n|\r|\n", cell)[0]
            doubled = first.replace('"', '""')
            assert rest.startswith((first + ",", '"' + doubled)) or rest == first
            assert place.column == 1 or lines[place.line - 1][place.column - 2] == ","
