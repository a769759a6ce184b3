from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.diagnostics import ContentError, Diagnostic, Place
from briefgen.load.json import read_json
from briefgen.load.nodes import Mapping, Scalar, Sequence, plain

FILE = "a.json"


def faults(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(ContentError) as caught:
        read_json(text, FILE)
    return caught.value.diagnostics


def test_every_scalar_stays_the_text_that_was_written() -> None:
    text = '{"a": 0207.5, "b": 1.10, "c": true, "d": null, "e": "NO", "f": -1e21, "g": ""}'
    assert plain(read_json(text.replace("0207", "207"), FILE)) == {
        "a": "207.5", "b": "1.10", "c": "true", "d": None, "e": "NO", "f": "-1e21", "g": "",
    }  # fmt: skip


def test_values_and_names_have_places() -> None:
    node = read_json('{\n  "visits": [\n    {"id": "a"},\r\n    {"id": 12}\n  ]\n}\n', FILE)
    assert isinstance(node, Mapping)
    assert node.keys["visits"] == Place(FILE, 2, 3)
    visits = node.entries["visits"]
    assert isinstance(visits, Sequence)
    assert [item.place for item in visits.items] == [Place(FILE, 3, 5), Place(FILE, 4, 5)]
    last = visits.items[1]
    assert isinstance(last, Mapping)
    assert last.entries["id"] == Scalar("12", Place(FILE, 4, 12))


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_empty_file_holds_nothing(text: str) -> None:
    assert read_json(text, FILE) == Scalar(None, Place(FILE, 1, 1))


#: ``«`` stands where the fault is reported.
REFUSALS = {
    "a name given twice": ('{"a": 1, «"a": 2}', "duplicate-key", "line 1"),
    "the same name, escaped": ('{"a": 1,\n «"\\u0061": 2}', "duplicate-key", "line 1"),
    "NaN": ('{"a": «NaN}', "bad-json", "`NaN`"),
    "Infinity": ("[«Infinity]", "bad-json", "`Infinity`"),
    "minus infinity": ("[«-Infinity]", "bad-json", "`-Infinity`"),
    "a number with a leading zero": ("[«012]", "bad-json", "`012`"),
    "a number without digits after its dot": ("[«1.]", "bad-json", "`1.`"),
    "a plus sign": ("[«+1]", "bad-json", "`+1`"),
    "another script's digit": ("[«1٢]", "bad-json", "`1٢`"),
    "True": ("[«True]", "bad-json", "`True`"),
    "a trailing comma in a list": ("[1«, ]", "bad-json", "comma"),
    "a trailing comma in a mapping": ('{"a": 1«,}', "bad-json", "comma"),
    "two commas": ("[1,«,2]", "bad-json", "value"),
    "a missing comma": ('{"a": 1 «"b": 2}', "bad-json", "comma"),
    "a missing colon": ('{"a" «1}', "bad-json", "colon"),
    "a name without quotation marks": ("{«a: 1}", "bad-json", "name"),
    "single quotation marks": ("{«'a': 1}", "bad-json", "name"),
    "a comment": ("[1] «// one", "bad-json", "more text"),
    "a second document": ("{} «{}", "bad-json", "more text"),
    "an open text": ('{"a": «"x', "bad-json", "unterminated"),
    "an open list": ("[1«", "bad-json", "comma"),
    "an open mapping": ('{"a": 1«', "bad-json", "comma"),
    "a line break inside a text": ('["a«\nb"]', "bad-json", "control character"),
    "an unknown escape": ('["a«\\qb"]', "bad-json", "escape"),
    "a short escape": ('["a«\\u12"]', "bad-json", "escape"),
    "half a surrogate pair": ('{"a": «"x\\ud800y"}', "bad-character", "U+D800"),
    "half a surrogate pair in a name": ('{«"\\udc00": 1}', "bad-character", "U+DC00"),
    "a byte order mark inside": ("[«\ufeff1]", "bad-json", "value"),
}


@pytest.mark.parametrize(("text", "rule", "part"), REFUSALS.values(), ids=REFUSALS)
def test_it_is_refused_at_its_place_with_a_way_out(text: str, rule: str, part: str) -> None:
    before, _, after = text.partition("«")
    place = Place(FILE, before.count("\n") + 1, len(before) - before.rfind("\n"))
    (fault,) = faults(before + after)
    shift = 1 if part in ("unterminated", "escape") else 0
    assert (fault.rule, fault.place.line) == (rule, place.line)
    assert abs(fault.place.column - place.column) <= shift
    assert part in fault.message
    assert fault.hint


def test_what_was_found_before_a_syntax_error_is_reported_with_it() -> None:
    assert [d.rule for d in faults('{"a": 1, "a": 2, "b": [}')] == ["duplicate-key", "bad-json"]


@pytest.mark.parametrize("text", ["[" * 10_000, '{"a":' * 10_000, '[{"a":' * 10_000])
def test_nesting_without_end_is_refused_at_once(text: str) -> None:
    begun = time.perf_counter()
    assert [d.rule for d in faults(text)] == ["too-deep"]
    assert time.perf_counter() - begun < 1


def test_nesting_as_deep_as_any_record_is_read() -> None:
    assert plain(read_json("[" * 40 + "]" * 40, FILE))


def test_a_number_of_5000_digits_is_a_text_like_any_other() -> None:
    assert plain(read_json("[" + "9" * 5_000 + "]", FILE)) == ["9" * 5_000]


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = st.recursive(
    st.one_of(st.none(), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=20,
)


@given(st.one_of(st.lists(values), st.dictionaries(texts, values)), st.booleans())
@settings(deadline=None)
def test_whatever_the_standard_library_writes_comes_back(value: object, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=1)
    assert plain(read_json(text, FILE)) == value


@given(st.text(st.sampled_from('{}[]",:\\ \n01-+.eEutrfalsn\ud800\x00é'), max_size=40))
@settings(deadline=None)
def test_no_text_brings_anything_but_a_tree_or_diagnostics_with_places(text: str) -> None:
    try:
        node = read_json(text, FILE)
    except ContentError as error:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for diagnostic in error.diagnostics:
            assert 1 <= diagnostic.place.line <= len(lines)
            assert 1 <= diagnostic.place.column <= len(lines[diagnostic.place.line - 1]) + 1
    else:
        assert text.strip() == "" or plain(node) is not Ellipsis
