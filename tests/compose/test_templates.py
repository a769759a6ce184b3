"""The template sandbox: what templates may do, and what is said where they go wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from briefgen.compose.citations import paragraphs
from briefgen.compose.templates import Templates
from briefgen.diagnostics import ContentError, Diagnostic
from briefgen.view.quantity import Quantity

VALUES: dict[str, Any] = {
    "paper": {"title": "Relations", "items": "kept", "parties": ["XN", "XS"], "count": 3},
    "text": "plain",
    "numbers": [1, 2, 3],
    "hint": lambda: "called",
    "fail": lambda: paragraphs(None),  # type: ignore[arg-type]
}


def _render(
    folder: Path, text: str, values: Mapping[str, Any] = VALUES, name: str = "x.html.j2"
) -> str:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return Templates([folder], folder.parent).render(name, values, {})


def _fault(folder: Path, text: str, values: Mapping[str, Any] = VALUES) -> Diagnostic:
    with pytest.raises(ContentError) as caught:
        _render(folder, text, values)
    [diagnostic] = caught.value.diagnostics
    return diagnostic


@pytest.mark.parametrize(
    "payload",
    [
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ joiner.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{{ lipsum(n=100000) }}",
        "{{ dict(a=1) }}",
        "{{ namespace.__init__.__globals__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ text.__class__ }}",
        "{{ text['__class__'] }}",
        "{{ text|attr('__class__') }}",
        "{{ numbers.__class__.__base__.__subclasses__() }}",
        "{{ numbers.__class__ }}",
        "{{ numbers.append(4) }}",
        "{{ numbers.clear() }}",
        "{{ paper.__class__ }}",
        "{{ paper['__class__'] }}",
        "{{ paper.keys() }}",
        "{{ paper.update({'title': 'changed'}) }}",
        "{{ paper|attr('pop')('title') }}",
        "{{ hint.__globals__ }}",
        "{{ hint.__code__ }}",
        "{{ hint.__closure__ }}",
        "{{ '{0.__class__.__mro__}'.format(text) }}",
        "{{ '{0.__class__}'.format_map({'0': text}) }}",
        "{% set f = '{0.__class__}'.format %}{{ f(text) }}",
        "{{ ['{0.__class__}']|map('format', text)|list }}{{ text.__class__ }}",
        "{{ ['%s']|map(attribute='__class__')|list|first }}",
        "{% for i in range(10000000) %}x{% endfor %}",
        "{% import 'os' as os %}{{ os }}",
        "{% include '/etc/passwd' %}",
        "{% include '../secret.txt' %}",
        "{% include 'link.txt' %}",
        "{% include 'linked/secret.txt' %}",
        "{% include './x/../../secret.txt' %}",
    ],
)
def test_a_template_reaches_nothing_but_its_values(tmp_path: Path, payload: str) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("root:x:0:0", "utf-8")
    (tmp_path / "secret.txt").write_text("root:x:0:0", "utf-8")
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    (folder / "linked").symlink_to(outside)
    before = repr(VALUES["paper"]) + repr(VALUES["numbers"])
    fault = _fault(folder, payload)
    assert fault.rule in ("forbidden", "unknown-name", "no-template", "bad-template")
    assert fault.place.file == "templates/x.html.j2"
    assert "root:x" not in str(fault)
    assert repr(VALUES["paper"]) + repr(VALUES["numbers"]) == before


def test_a_key_that_is_also_a_method_is_looked_up_as_a_key(tmp_path: Path) -> None:
    text = "{{ paper.items }} {{ paper['items'] }}"
    assert _render(tmp_path / "t", text) == "kept kept"
    fault = _fault(tmp_path / "t", "{{ paper.values }}")
    assert fault.rule == "unknown-name"


def test_a_nearer_folder_hides_what_stands_in_a_farther_one(tmp_path: Path) -> None:
    for name in ("near", "far"):
        (tmp_path / name / "sections").mkdir(parents=True)
        (tmp_path / name / "sections/a.html.j2").write_text(name, "utf-8")
    (tmp_path / "far/sections/b.html.j2").write_text("only far", "utf-8")
    folders = [tmp_path / "near", tmp_path / "far"]
    templates = Templates(folders, tmp_path)
    assert templates.render("sections/a.html.j2", {}, {}) == "near"
    assert templates.render("sections/b.html.j2", {}, {}) == "only far"


@pytest.mark.parametrize("suffix", ["html.j2", "html", "txt", "css", "xml", "j2", "svg.j2", ""])
def test_values_are_escaped_whatever_the_template_is_called(tmp_path: Path, suffix: str) -> None:
    values = {"value": "<script>alert(\"x\" & 'y')</script>"}
    name = f"x.{suffix}".rstrip(".")
    text = _render(tmp_path / "t", "<p>{{ value }}</p>", values, name)
    assert text == "<p>&lt;script&gt;alert(&#34;x&#34; &amp; &#39;y&#39;)&lt;/script&gt;</p>"


def test_a_value_is_never_read_as_a_template(tmp_path: Path) -> None:
    values = {"value": "{{ 7*7 }}{% include 'x' %}{# gone #}", "list": ["{{ value }}"]}
    text = _render(tmp_path / "t", "{{ value }} {{ list[0] }}", values)
    assert text == "{{ 7*7 }}{% include &#39;x&#39; %}{# gone #} {{ value }}"


def test_nothing_is_printed_as_nothing(tmp_path: Path) -> None:
    assert _render(tmp_path / "t", "[{{ value }}]", {"value": None}) == "[]"


@pytest.mark.parametrize(
    ("text", "line", "rule", "message", "hint"),
    [
        ("<p>\n{{ paper.titel }}", 2, "unknown-name", "there is no `titel` here",
         "did you mean `title`? known here: title, items, parties, count"),
        ("\n\n{{ papers }}", 3, "unknown-name", "there is no `papers` here",
         "did you mean `paper`? known here: paper, text, numbers, hint, fail"),
        ("{{ paper['x'] }}", 1, "unknown-name", "there is no `x` here",
         "known here: title, items, parties, count"),
        ("{% if paper.nope %}x{% endif %}", 1, "unknown-name", "there is no `nope` here",
         "known here: title, items, parties, count"),
        ("\n{% for x in numbers %}", 2, "bad-template", "Unexpected end of template", ""),
        ("\n\n{{ 1 + }}", 3, "bad-template", "unexpected 'end of print statement'", ""),
        ("{{ text|dat }}", 1, "bad-template", "No filter named 'dat'.", ""),
        ("\n{% include 'sections/none.html.j2' %}", 2, "no-template",
         "there is no template `sections/none.html.j2`", ""),
        ("{{ 1 / 0 }}", 1, "bad-template", "division", ""),
        ("{{ numbers + text }}", 1, "bad-template", "can only concatenate", ""),
        ("{{ numbers.0.nope }}", 1, "unknown-name", "has no attribute 'nope'", ""),
        ("\n{{ fail() }}", 2, "bad-template", "no attribute 'split'", ""),
        ("{% include 'x.html.j2' %}", 1, "bad-template", "recursion", ""),
        ("\n{{ hint(1) }}", 2, "bad-template", "takes 0 positional arguments", ""),
    ],
)  # fmt: skip
def test_a_fault_names_template_and_line(
    tmp_path: Path, text: str, line: int, rule: str, message: str, hint: str
) -> None:
    fault = _fault(tmp_path / "t", text)
    assert (fault.place.file, fault.place.line, fault.rule) == ("t/x.html.j2", line, rule)
    assert message in fault.message
    assert "\n" not in fault.message
    assert fault.hint.startswith(hint) if hint else fault.hint == ""


def test_a_fault_in_an_included_template_is_placed_there(tmp_path: Path) -> None:
    folder = tmp_path / "t"
    (folder / "sections").mkdir(parents=True)
    (folder / "sections/inner.html.j2").write_text("<p>\n\n{{ paper.tilte }}", "utf-8")
    fault = _fault(folder, "{% include 'sections/inner.html.j2' %}")
    assert (fault.place.file, fault.place.line) == ("t/sections/inner.html.j2", 3)


def test_a_template_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        Templates([tmp_path], tmp_path).render("briefing.html.j2", {}, {})
    [fault] = caught.value.diagnostics
    assert (fault.rule, fault.message) == (
        "no-template", "there is no template `briefing.html.j2`"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{{ '12'|int }}", "12"),
        ("{{ 12.9|int }}", "12"),
        ("{{ '0x10'|int(base=16) }}", "16"),
        ("{{ 'x'|int(7) }}", "7"),
        ("{{ none|float(1.5) }}", "1.5"),
        ("{{ '1.5'|float }}", "1.5"),
        ("{{ 2.345|round(1) }}", "2.3"),
        ("{{ 2**10 }} {{ 'ab' * 2 }} {{ [1, 2] + [3] == [1, 2, 3] }}", "1024 abab True"),
        ("{{ 'a, b'.split(', ')|join(' and ') }}", "a and b"),
        ("{{ 'a' ~ 1 ~ text ~ '<' }}", "a1plain&lt;"),
        ("{% for g in [{'k': 'x'}, {'k': 'x'}]|groupby('k') %}{{ g.grouper }}{% endfor %}", "x"),
        ("{% set ns = namespace(n=0) %}{% for x in numbers %}{% set ns.n = ns.n + x %}{% endfor %}"
         "{{ ns.n }}", "6"),
    ],
)  # fmt: skip
def test_what_papers_compute_is_allowed(tmp_path: Path, text: str, printed: str) -> None:
    assert _render(tmp_path / "t", text) == printed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ '1,234'|float }}", '"1,234" is not a number'),
        ("{{ 'abc'|int }}", '"abc" is not a number'),
        ("{{ ''|int }}", '"" is not a number'),
        ("{{ none|int }}", "NoneType is not a number"),
        ("{{ numbers|float }}", "list is not a number"),
        ("{{ (1.0e308 * 10)|int }}", "float is not a number"),
    ],
)
def test_what_is_no_number_is_not_read_as_0(tmp_path: Path, text: str, message: str) -> None:
    fault = _fault(tmp_path / "t", f"\n{text}")
    assert (fault.rule, fault.place.line, fault.message) == ("bad-number", 2, message)
    assert fault.hint == "give the filter what it shall take instead: `|int(0)`"


@pytest.mark.parametrize("text", ["{{ paper }}", "{{ numbers }}", "{{ hint }}", "{{ '' ~ paper }}"])
def test_python_does_not_say_what_a_paper_prints(tmp_path: Path, text: str) -> None:
    fault = _fault(tmp_path / "t", text)
    assert fault.rule == "forbidden"
    assert "cannot be printed" in fault.message
    assert fault.hint == "print one of its fields, or use `|join` or `|listed`"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ({"a": [{"b": Path("x")}]}, "`v.a[0].b` is a PosixPath"),
        ({"a": {Path("x"): 1}}, "`a key of v.a` is a PosixPath"),
        ([object()], "`v[0]` is a object"),
        (b"x", "`v` is a bytes"),
        ({1, 2}, "`v` is a set"),
        (date(2009, 9, 16), "`v` is a date"),
        (type("Frame", (dict,), {"to_csv": print})(), "`v` is a Frame"),
        (type("Text", (str,), {"leak": print})("x"), "`v` is a Text"),
    ],
)
def test_a_value_with_methods_is_refused_before_anything_is_rendered(
    tmp_path: Path, value: object, name: str
) -> None:
    with pytest.raises(TypeError) as caught:
        _render(tmp_path / "t", "x", {"v": value})
    assert str(caught.value) == f"{name}, which no template may see"


def test_plain_values_pass(tmp_path: Path) -> None:
    quantity = Quantity(Decimal("1.5"), None, ())
    values = {"v": {"a": [None, True, 1, 1.5, "x", Markup("<b>"), quantity, Decimal(2), ()]}}
    text = _render(tmp_path / "t", "{% for x in v.a[:8] %}{{ x }} {% endfor %}", values)
    assert text == " True 1 1.5 x <b> 1.5 2 "
