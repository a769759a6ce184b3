from __future__ import annotations

import re
import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.diagnostics import ContentError, Diagnostic, Place
from briefgen.load.nodes import Mapping, Node, Scalar, Sequence, plain
from briefgen.load.yaml import read_yaml

FILE = "events.yaml"


def faults(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(ContentError) as caught:
        read_yaml(text, FILE)
    return caught.value.diagnostics


def spot(text: str) -> tuple[str, Place]:
    """Return the text without its mark ``«`` and the place that the mark stood at."""
    before, after = text.split("«")
    lines = before.split("\n")
    return before + after, Place(FILE, len(lines), len(lines[-1]) + 1)


def mapping(text: str) -> Mapping:
    node = read_yaml(text, FILE)
    assert isinstance(node, Mapping)
    return node


def depth(node: Node) -> int:
    match node:
        case Sequence(items):
            return 1 + max((depth(item) for item in items), default=0)
        case Mapping(entries):
            return 1 + max((depth(entry) for entry in entries.values()), default=0)
        case _:
            return 0


TEXTS = (
    "NO", "no", "yes", "on", "true", "1.10", "0207", "0809", "12:30", "=", "0x1F", "0o17", "1_000",
    "2009-09-16", ".inf", ".NaN", "1e5", "+1", "NA", "None", "Nulls", "a#b", "-1", "<<",
)  # fmt: skip


@pytest.mark.parametrize("written", TEXTS)
def test_a_scalar_stays_the_text_that_was_written(written: str) -> None:
    assert plain(read_yaml(f"a: {written}", FILE)) == {"a": written}


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL", "# only a comment"])
def test_an_empty_value_is_none(written: str) -> None:
    assert plain(read_yaml(f"a: {written}", FILE)) == {"a": None}


@pytest.mark.parametrize("written", ["null", "~", "", "NULL"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_quoted_null_stays_text(written: str, quote: str) -> None:
    assert plain(read_yaml(f"a: {quote}{written}{quote}", FILE)) == {"a": written}


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "---\n"])
def test_a_file_that_holds_nothing_is_an_empty_value(text: str) -> None:
    assert plain(read_yaml(text, FILE)) is None


def test_values_and_keys_keep_their_lines_and_columns() -> None:
    text = 'events:\n  - date: 2009\n    text: "größer"\n  - {date:  2010, only: [a, bé,  c]}\n'
    events = mapping(text).entries["events"]
    assert isinstance(events, Sequence)
    first, second = events.items
    assert isinstance(first, Mapping)
    assert isinstance(second, Mapping)
    only = second.entries["only"]
    assert isinstance(only, Sequence)
    assert (events.place.line, events.place.column) == (2, 3)
    assert first.place == Place(FILE, 2, 5)
    assert first.keys["text"] == Place(FILE, 3, 5)
    assert first.entries["text"].place == Place(FILE, 3, 11)
    assert second.place == Place(FILE, 4, 5)
    assert second.entries["date"].place == Place(FILE, 4, 13)
    assert second.keys["only"] == Place(FILE, 4, 19)
    assert [item.place.column for item in only.items] == [26, 29, 34]


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_lines_are_counted_the_same_with_either_line_break(line_break: str) -> None:
    node = mapping(line_break.join(["a: |", "  one", "  two", "b: 𝄞 x", "c: [d, e]"]))
    assert node.keys["b"] == Place(FILE, 4, 1)
    assert node.entries["c"].place == Place(FILE, 5, 4)


def test_an_empty_value_has_a_place_in_its_own_line() -> None:
    assert mapping("a: 1\nb:\nc: 2\n").entries["b"].place.line == 2


def test_a_yaml_directive_and_a_document_start_are_read_over() -> None:
    node = mapping("%YAML 1.2\n---\na: 1\n")
    assert plain(node) == {"a": "1"}
    assert node.keys["a"] == Place(FILE, 3, 1)


REFUSALS = {
    "a duplicate key": ("a: 1\nb: 2\n«a: 3\n", "duplicate-key", "line 1"),
    "a duplicate key in a flow mapping": ("x: {a: 1, «a: 2}\n", "duplicate-key", "`a`"),
    "an alias": ("a: &x 1\nb: «*x\n", "no-alias", "`*x`"),
    "an anchor": ("a: «&x 1\n", "no-alias", "`&x`"),
    "an anchor on a mapping": ("a: «&x\n  b: 1\n", "no-alias", "`&x`"),
    "a merge key": ("a:\n  «<<: {b: 1}\n", "no-alias", "merge key"),
    "a tag": ("a: «!!str 1\n", "no-tag", "yaml.org,2002:str"),
    "a local tag": ("a: «!secret x\n", "no-tag", "`!secret`"),
    "a tag that builds an object": (
        "a: «!!python/object/apply:os.system [true]\n",
        "no-tag",
        "os.system",
    ),
    "the bare tag": ("a: «! x\n", "no-tag", "`!`"),
    "a second document": ("a: 1\n«---\nb: 2\n", "bad-yaml", "second document"),
    "indentation with a tab": ("a:\n«\tb: 1\n", "bad-yaml", ""),
    "continuation with a tab": ("a: b\n«\tc: d\n", "bad-yaml", "tab"),
    "a list as a key": ("? «[a, b]\n: c\n", "bad-key", "name"),
    "an empty key": ("?« \n: c\n", "bad-key", "name"),
    "an open quotation mark": ('a: "x«', "bad-yaml", "end of stream"),
    "an open bracket": ("a: [1, 2\nb«: 3\n", "bad-yaml", ""),
    "a colon in a plain text": ("a: Note«: this\n", "bad-yaml", "mapping values"),
    "a text that begins with @": ("a: «@home\n", "bad-yaml", ""),
    "a text that begins with %": ("a: «%x\n", "bad-yaml", ""),
    "a wrong indentation": ("a:\n  - b\n «c: d\n", "bad-yaml", ""),
    "a control character": ("a: é\nb: é«\x07x\n", "bad-character", "U+0007"),
    "a delete character": ("a: «\x7f\n", "bad-character", "U+007F"),
    "a non-character": ("a: ü«\uffff\n", "bad-character", "U+FFFF"),
    "half a surrogate pair": ("a: «\ud800\n", "bad-character", "U+D800"),
    "a line separator": ("a: 'x«\u2028y'\n", "bad-character", "U+2028"),
    "a next-line character": ("a: «\x85\n", "bad-character", "U+0085"),
    "a byte order mark inside": ("a: x«\ufeff\n", "bad-character", "U+FEFF"),
}


@pytest.mark.parametrize(("text", "rule", "part"), REFUSALS.values(), ids=REFUSALS)
def test_it_is_refused_at_its_place_with_a_way_out(text: str, rule: str, part: str) -> None:
    source, place = spot(text)
    found = [d for d in faults(source) if d.place == place]
    assert [d.rule for d in found] == [rule]
    assert part in found[0].message
    assert found[0].hint or rule == "bad-key"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a:\n\tb: 1\n", "spaces, not tabs"),
        ("a: b\n\tc: d\n", "spaces, not tabs"),
        ("a: @home\n", "begins with `@` in quotation marks"),
        ("a: Note: this\n", "holds `: ` in quotation marks"),
        ('a: "x', "close the quotation marks"),
        ("a: [1, 2\n", "close the bracket"),
        ("a:\n  - b\n c: d\n", "indentation"),
    ],
)
def test_a_syntax_error_names_the_way_out(text: str, hint: str) -> None:
    assert hint in faults(text)[0].hint


def test_a_quoted_merge_sign_is_a_key_like_any_other() -> None:
    assert plain(read_yaml('"<<": 1', FILE)) == {"<<": "1"}


def test_every_refusal_of_a_file_is_reported() -> None:
    found = faults("a: &x 1\nb: *x\nc: !t 2\nc: 3\n")
    assert [(d.rule, d.place.line) for d in found] == [
        ("no-alias", 1),
        ("no-alias", 2),
        ("no-tag", 3),
        ("duplicate-key", 4),
    ]


def test_what_was_found_before_a_syntax_error_is_reported_with_it() -> None:
    assert [d.rule for d in faults("a: 1\na: 2\nb: [\n")] == ["duplicate-key", "bad-yaml"]


def test_every_forbidden_character_is_reported() -> None:
    assert [str(d.place) for d in faults("a: \x01\nb: \x02\r\nc: \x03")] == [
        f"{FILE}:1:4",
        f"{FILE}:2:4",
        f"{FILE}:3:4",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "{a: " * 10_000,
        "- " * 10_000 + "x",
        "? " * 10_000,
        "".join(f"{' ' * level}a:\n" for level in range(1_000)),
    ],
    ids=["flow lists", "flow mappings", "block lists", "keys", "block mappings"],
)
def test_nesting_without_end_is_refused_at_once(text: str) -> None:
    begun = time.perf_counter()
    found = faults(text)
    assert [d.rule for d in found] == ["too-deep"]
    assert time.perf_counter() - begun < 2


def test_nesting_as_deep_as_any_record_is_read() -> None:
    assert depth(read_yaml("[" * 40 + "]" * 40, FILE)) == 40


def test_an_alias_bomb_is_refused_at_once() -> None:
    lines = ["l0: &l0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 12)]
    begun = time.perf_counter()
    found = faults("\n".join(lines))
    assert {d.rule for d in found} == {"no-alias"}
    assert len(found) == 12 + 11 * 10
    assert time.perf_counter() - begun < 2


def test_a_blank_line_of_a_folded_block_parts_two_paragraphs() -> None:
    text = "a: >\n  one\n  two\n\n  three\n\n\n  four\nb: x\n"
    assert plain(read_yaml(text, FILE)) == {"a": "one two\n\nthree\n\nfour", "b": "x"}


def test_a_literal_block_keeps_its_lines() -> None:
    assert plain(read_yaml("a: |\n  one\n  two\n\n  three\n", FILE)) == {"a": "one\ntwo\n\nthree\n"}


def test_the_place_of_a_block_is_that_of_its_sign() -> None:
    assert mapping("a:   >\n  one\n").entries["a"].place == Place(FILE, 1, 6)


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


@given(st.dictionaries(texts, texts), st.sampled_from(["'", '"']), st.booleans())
@settings(deadline=None)
def test_any_mapping_of_quoted_texts_comes_back_as_it_was(
    content: dict[str, str], quote: str, unicode: bool
) -> None:
    dumped = yaml.safe_dump(content, default_style=quote, allow_unicode=unicode, width=1_000_000)
    assert plain(read_yaml(dumped, FILE)) == content


@given(st.lists(texts, min_size=1), st.integers(0, 8))
@settings(deadline=None)
def test_the_place_of_a_quoted_text_is_its_quotation_mark(items: list[str], indent: int) -> None:
    quoted = [yaml.safe_dump(item, default_style='"', width=1_000_000).strip() for item in items]
    source = "".join(f"- {' ' * indent}{text}\n" for text in quoted)
    node = read_yaml(source, FILE)
    assert isinstance(node, Sequence)
    lines = source.split("\n")
    for item, text in zip(node.items, quoted, strict=True):
        assert isinstance(item, Scalar)
        assert lines[item.place.line - 1][item.place.column - 1 :] == text


@given(st.text(st.characters(codec="utf-8"), max_size=60))
@settings(deadline=None)
def test_no_text_brings_anything_but_a_tree_or_diagnostics_with_places(text: str) -> None:
    lines = re.split("\r\n|\r|\n", text)
    try:
        read_yaml(text, FILE)
    except ContentError as error:
        for diagnostic in error.diagnostics:
            assert 1 <= diagnostic.place.line <= len(lines) + 1
            assert diagnostic.message
