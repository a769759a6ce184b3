from __future__ import annotations

import re
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from briefgen.diagnostics import ContentError, Diagnostic
from briefgen.dossier import records as models
from briefgen.dossier.records import Records
from briefgen.load.csv import read_csv
from briefgen.load.inputs import Input
from briefgen.load.nodes import plain
from briefgen.load.tables import LISTS, SINGLE, flatten

FILE = "trade.csv"


def read(text: str, **declared: Any) -> Any:
    return plain(read_csv(text, FILE, Input(file=FILE, **declared)))


def faults(text: str, **declared: Any) -> list[Diagnostic]:
    with pytest.raises(ContentError) as caught:
        read_csv(text, FILE, Input(file=FILE, **declared))
    return list(caught.value.diagnostics)


def test_a_dot_leads_into_a_record_a_number_into_a_list_and_a_language_into_a_text() -> None:
    text = (
        "iso,population.value,population.unit,claims.1.date,claims.1.by,claims.2.date,text.en,text.lt\n"
        "LT,2,people,1991,BY,1992,yes,taip\n"
    )
    assert read(text) == [
        {
            "iso": "LT",
            "population": {"value": "2", "unit": "people"},
            "claims": [{"date": "1991", "by": "BY"}, {"date": "1992"}],
            "text": {"en": "yes", "lt": "taip"},
        }
    ]


def test_empty_cells_leave_no_record_inside_and_close_gaps_in_lists() -> None:
    assert read("id,a.b,c.1,c.2,c.10\nx,,,two,ten\n") == [{"id": "x", "c": ["two", "ten"]}]


def test_items_of_a_list_are_in_the_order_of_their_numbers() -> None:
    assert read("c.10,c.9\nten,nine\n") == [{"c": ["nine", "ten"]}]


def test_columns_for_people_are_not_read() -> None:
    assert read("_note,id,_note\nsee mail,x,\n") == [{"id": "x"}]


@pytest.mark.parametrize(
    ("text", "place", "part"),
    [
        ("a,a.b\nx,y\n", "2:3", "`a`"),
        ("a.b,a\nx,y\n", "2:5", "`a`"),
        ("a.b.c,a.b\nx,y\n", "2:3", "`b`"),
        ("c.1,c.date\nx,y\n", "2:1", "`date`"),
    ],
)
def test_columns_that_contradict_each_other_are_refused(text: str, place: str, part: str) -> None:
    (fault,) = faults(text)
    if text.startswith("a.b,"):
        place = "2:3"
    assert (fault.rule, str(fault.place)) == ("bad-column", f"{FILE}:{place}")
    assert part in fault.message
    assert fault.hint


def test_columns_that_would_contradict_each_other_may_share_a_table() -> None:
    assert read("text,text.lt\nplain,\n,taip\n") == [{"text": "plain"}, {"text": {"lt": "taip"}}]


@pytest.mark.parametrize("name", ["a..b", ".a", ".", "a." * 10_000 + "b"])
def test_a_column_that_leads_nowhere_is_refused(name: str) -> None:
    (fault,) = faults(f"id,{name}\nx,y\n")
    assert (fault.rule, str(fault.place)) == ("bad-column", f"{FILE}:1:4")


@pytest.mark.parametrize("name", ["c.0", "c.01", "c.²", "c." + "9" * 5_000])
def test_what_only_looks_like_a_number_is_a_name(name: str) -> None:
    assert read(f"{name}\nx\n") == [{"c": {name[2:]: "x"}}]


def test_columns_are_renamed_and_constants_added() -> None:
    assert read(
        "Metai;Vertė;_x\n2020;1 234,5;n\n",
        delimiter=";", decimal=",", columns={"Metai": "period", "Vertė": "value"},
        constants={"series": "exports"},
    ) == [{"series": "exports", "period": "2020", "value": "1234.5"}]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "declared", "rule", "part"),
    [
        ("Year,period\n1,2\n", {"columns": {"Year": "period"}}, "duplicate-key", "`period`"),
        ("Year\n1\n", {"columns": {"Yaer": "period"}}, "bad-column", "`Yaer`"),
        ("series\n1\n", {"constants": {"series": "x"}}, "duplicate-key", "`series`"),
        ("a\n1\n", {"constants": {"b..c": "x"}}, "bad-column", "lead anywhere"),
    ],
)
def test_declarations_that_do_not_fit_the_table_are_refused(
    text: str, declared: dict[str, Any], rule: str, part: str
) -> None:
    (fault,) = faults(text, **declared)
    assert fault.rule == rule
    assert part in fault.message
    assert fault.hint


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,5", "1.5"),
        ("1 234 567,25", "1234567.25"),
        ("1\N{NO-BREAK SPACE}234,5", "1234.5"),
        ("\N{MINUS SIGN}3,5", "-3.5"),
        ("12", "12"),
        ("12 3,5", "12 3,5"),
        ("1,5 %", "1,5 %"),
        ("", None),
    ],
)
def test_a_declared_decimal_comma_is_read_in_columns_of_numbers(
    cell: str, value: str | None
) -> None:
    row = {"note": "1,5"} | ({"value": value} if value else {})
    assert read(f"note;value\n1,5;{cell}\n", delimiter=";", decimal=",") == [row]


@pytest.mark.parametrize("cell", ["1.023", "1.234.567", "1,234.5"])
def test_a_dot_where_a_comma_is_declared_is_refused_and_not_guessed_at(cell: str) -> None:
    (fault,) = faults(f"value\n{cell}\n", delimiter=";", decimal=",")
    assert (fault.rule, str(fault.place)) == ("bad-number", f"{FILE}:2:1")
    assert fault.hint


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_declared_delimiter_parts_columns_and_shifts_places(delimiter: str) -> None:
    records = read_csv(
        f"a{delimiter}b\nx y{delimiter}z\n", FILE, Input.model_validate(
            {"file": FILE, "delimiter": delimiter}
        ),
    )  # fmt: skip
    assert plain(records) == [{"a": "x y", "b": "z"}]
    assert str(records.items[0].entries["b"].place) == f"{FILE}:2:5"  # type: ignore[union-attr]


@pytest.mark.parametrize(("other", "shown"), [(";", ";"), ("\t", r"\t"), ("|", "|")])
def test_another_delimiter_than_the_declared_one_is_named(other: str, shown: str) -> None:
    (fault,) = faults(f"a{other}b\n1{other}2\n")
    assert f"`{shown}`" in fault.message
    assert f'delimiter: "{shown}"' in fault.hint


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(
    lambda text: text.strip() == text != ""
)
fields = st.from_regex(r"[a-z]{1,6}", fullmatch=True).filter(lambda name: name not in LISTS)
inside = st.recursive(
    cells,
    lambda inner: st.one_of(
        st.dictionaries(fields, inner, min_size=1, max_size=3),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)


@given(st.dictionaries(fields, inside, min_size=1, max_size=5))
@settings(deadline=None)
def test_a_record_laid_out_as_columns_comes_back(record: dict[str, Any]) -> None:
    columns = flatten(record)

    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    text = "\n".join(",".join(map(quoted, row)) for row in (columns.keys(), columns.values()))
    assert read(text) == [record]


def test_lists_of_names_stand_in_one_cell_even_the_list_that_names_nobody() -> None:
    assert flatten({"sources": ["a", "b"], "only": [], "points": ["c", "d"], "x": None}) == {
        "sources": "a; b", "only": ";", "points.1": "c", "points.2": "d",
    }  # fmt: skip
    assert flatten({"only": ["a;b"]}) == {"only.1": "a;b"}


def test_a_text_beside_its_translations_survives() -> None:
    columns = flatten({"text": {"": "plain", "lt": "taip"}})
    assert columns == {"text.": "plain", "text.lt": "taip"}
    assert read("text.,text.lt\nplain,taip\n") == [{"text": {"": "plain", "lt": "taip"}}]


def test_the_record_types_that_a_dossier_has_once_are_those_of_the_model() -> None:
    once = [
        name
        for name, field in Records.model_fields.items()
        if get_origin(field.annotation) is not tuple
    ]
    assert sorted(SINGLE) == sorted(once)


def test_the_lists_that_one_cell_may_hold_are_those_of_the_model() -> None:
    found = set()
    for model in vars(models).values():
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            continue
        for name, field in model.model_fields.items():
            if "_items" in re.sub(r"\s", "", repr((field.metadata, get_args(field.annotation)))):
                found.add(name)
    assert found == set(LISTS)
