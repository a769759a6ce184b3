"""Templates are compiled once in a process, and nothing of one paper gets into the next."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import pass_context

from briefgen.compose import bounds, templates
from briefgen.compose.templates import Templates
from briefgen.diagnostics import ContentError

NAME = "briefing.html.j2"


def render(
    folder: Path, values: Mapping[str, Any], filters: Mapping[str, Any] | None = None
) -> str:
    """Return the text of a paper, or the faults that kept it from being made."""
    try:
        return Templates([folder], folder).render(NAME, values, filters or {})
    except ContentError as error:
        return "\n".join(map(str, error.diagnostics))


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of templates as they are compiled."""
    names: list[str] = []
    compile_: Callable[..., Any] = jinja2.Environment.compile

    def noted(self: Any, source: Any, name: str, *rest: Any) -> Any:
        names.append(name)
        return compile_(self, source, name, *rest)

    monkeypatch.setattr(jinja2.Environment, "compile", noted)
    templates._compiled.clear()
    return names


def test_a_template_is_compiled_once_for_all_papers(tmp_path: Path, compiled: list[str]) -> None:
    base, own, other = (tmp_path / name for name in ("base", "own", "other"))
    for folder in (base, own, other):
        folder.mkdir()
    (base / "frame.html.j2").write_text("<{% block body %}{% endblock %}>", "utf-8")
    for folder in (own, other):
        text = f'{{% extends "frame.html.j2" %}}{{% block body %}}{folder.name}{{% endblock %}}'
        (folder / NAME).write_text(text, "utf-8")
    for _ in range(3):
        for folder in (own, other):
            assert Templates([folder, base], tmp_path).render(NAME, {}, {}) == f"<{folder.name}>"
    assert sorted(compiled) == [NAME, NAME, "frame.html.j2"]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder with the code of a template that says "one"."""
    (tmp_path / NAME).write_text("one", "utf-8")
    folder = tmp_path / "kept"
    folder.mkdir()
    for place, content in Templates([tmp_path], tmp_path, folder).code([NAME, "gone"], ["f"]):
        place.write_bytes(content)
    assert len(list(folder.iterdir())) == 1
    return folder


def shown(folder: Path, kept: Path | None) -> str:
    """Return what the template says in a process that has compiled nothing yet."""
    templates._compiled.clear()
    return Templates([folder], folder, kept).render(NAME, {}, {"f": str})


def test_code_that_is_kept_is_not_compiled_again(
    tmp_path: Path, kept: Path, compiled: list[str]
) -> None:
    assert list(Templates([tmp_path], tmp_path, kept).code([NAME], ["f"])) == []
    assert shown(tmp_path, kept) == "one"
    assert compiled == []
    assert shown(tmp_path, None) == "one"
    assert compiled == [NAME]


@pytest.mark.parametrize("damage", [b"", b"x", bytes(200)])
def test_code_that_is_damaged_is_compiled_again(
    tmp_path: Path, kept: Path, compiled: list[str], damage: bytes
) -> None:
    [place] = kept.iterdir()
    for content in (damage, place.read_bytes()[:-1], place.read_bytes() + b"x"):
        place.write_bytes(content)
        assert shown(tmp_path, kept) == "one"
    assert compiled == [NAME] * 3


def test_code_is_that_of_the_text_and_of_the_filters(
    tmp_path: Path, kept: Path, compiled: list[str]
) -> None:
    (tmp_path / NAME).write_text("two", "utf-8")
    assert shown(tmp_path, kept) == "two"
    (tmp_path / NAME).write_text("one", "utf-8")
    templates._compiled.clear()
    assert Templates([tmp_path], tmp_path, kept).render(NAME, {}, {}) == "one"
    assert compiled == [NAME, NAME]


def test_a_template_that_cannot_be_compiled_has_no_code(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("{% if %}", "utf-8")
    (tmp_path / "nested.html.j2").write_text("{{ " + "(" * 5000 + ")" * 5000 + " }}", "utf-8")
    names = [NAME, "nested.html.j2", "../up.html.j2", "gone"]
    assert list(Templates([tmp_path], tmp_path, tmp_path / "kept").code(names, [])) == []


def test_a_changed_template_is_seen_whatever_its_time_and_size(tmp_path: Path) -> None:
    file = tmp_path / NAME
    for text in ("one", "two", "one"):
        file.write_text(text, "utf-8")
        os.utime(file, ns=(1, 1))
        assert render(tmp_path, {}) == text


def test_a_template_that_appears_nearer_is_seen(tmp_path: Path) -> None:
    near, far = tmp_path / "near", tmp_path / "far"
    for folder in (near, far):
        folder.mkdir()
    (far / NAME).write_text('{% include "part.html.j2" %}', "utf-8")
    (far / "part.html.j2").write_text("far", "utf-8")
    both = Templates([near, far], tmp_path)
    assert both.render(NAME, {}, {}) == "far"
    (near / "part.html.j2").write_text("near", "utf-8")
    assert both.render(NAME, {}, {}) == "near"
    (near / "part.html.j2").unlink()
    assert both.render(NAME, {}, {}) == "far"


@pytest.mark.parametrize("text", ["{{ 5|shown }}", "{{ n|shown }}", "{{ [5]|map('shown')|first }}"])
def test_a_filter_is_that_of_the_paper(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text, "utf-8")
    assert render(tmp_path, {"n": 5}, {"shown": lambda value: f"a{value}"}) == "a5"
    assert render(tmp_path, {"n": 5}, {"shown": lambda value: f"b{value}"}) == "b5"
    missing = render(tmp_path, {"n": 5})
    assert "No filter named 'shown'" in missing

    @pass_context
    def asking(context: Any, value: int) -> str:
        return f"{context['n']}c{value}"

    assert render(tmp_path, {"n": 5}, {"shown": asking}) == "5c5"
    assert render(tmp_path, {"n": 5}, {"shown": lambda value: f"d{value}"}) == "d5"
    assert render(tmp_path, {"n": 5}) == missing


def test_a_filter_is_asked_once_for_each_time_it_prints(tmp_path: Path) -> None:
    asked: list[int] = []

    def noted(value: int) -> int:
        asked.append(value)
        return value

    (tmp_path / NAME).write_text("{% if no %}{{ 1|noted }}{% endif %}{{ 2|noted }}", "utf-8")
    for _ in range(2):
        render(tmp_path, {"no": False}, {"noted": noted})
    assert asked == [2, 2]


@pytest.mark.parametrize("text", ["{{ [1, 2] }}", "{{ {'a': 1} }}", "{{ 'a' ~ [1] }}"])
def test_constants_are_printed_by_the_rules_of_values(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text, "utf-8")
    assert "cannot be printed" in render(tmp_path, {})
    (tmp_path / NAME).write_text("[{{ none }}{{ 'a' ~ none }}]", "utf-8")
    assert render(tmp_path, {}) == "[a]"


def test_every_paper_has_all_steps(tmp_path: Path) -> None:
    half = bounds.STEPS // 2 + 1
    (tmp_path / NAME).write_text("{% set all = range(n) %}{{ all|length }}", "utf-8")
    for _ in range(3):
        assert render(tmp_path, {"n": half}) == str(half)
    assert "the loops run too often" in render(tmp_path, {"n": bounds.STEPS + 1})
    assert render(tmp_path, {"n": half}) == str(half)


#: What papers can leave behind: names, blocks, macros, modules, steps, faults, filters.
TEXTS = (
    "{% set x = 1 %}{{ x }}",
    "{{ x }}",
    "{{ x|f }}{{ 'b'|f }}",
    "{% macro m(a) %}{{ a }}{{ x }}{% endmacro %}{{ m(2) }}",
    "{{ m(2) }}",
    "{% set ns = namespace(n=0) %}{% for i in range(3) %}{% set ns.n = ns.n + i %}{% endfor %}"
    "{{ ns.n }}",
    "{% set all = range(700000) %}{{ all|length }}",
    "{{ range(2000000)|length }}",
    "{{ 1 / 0 }}",
    "{% if %}",
    '{% import "part.html.j2" as part with context %}{{ part.shown() }}',
    '{% import "part.html.j2" as part %}{{ part.shown() }}',
    '{% include "part.html.j2" %}{{ y }}',
)  # fmt: skip
PART = "{% set y = x %}{% macro shown() %}{{ y }}{{ x|f }}{% endmacro %}{{ shown() }}"
FILTERS: tuple[Mapping[str, Callable[[Any], str]], ...] = (
    {}, {"f": lambda value: f"<{value}>"}, {"f": lambda value: f"({value})", "g": str},
)  # fmt: skip

PAPERS = st.lists(
    st.tuples(
        st.sampled_from(TEXTS),
        st.sampled_from(({}, {"x": "a"}, {"x": 7, "y": 8})),
        st.sampled_from(FILTERS),
    ),
    min_size=2,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(papers=PAPERS)
def test_a_paper_is_what_it_would_be_alone(
    tmp_path_factory: pytest.TempPathFactory, papers: list[tuple[str, Any, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("templates")
    (folder / "part.html.j2").write_text(PART, "utf-8")

    def paper(text: str, values: Mapping[str, Any], filters: Mapping[str, Any]) -> str:
        (folder / NAME).write_text(text, "utf-8")
        return render(folder, values, filters)

    together = [paper(*one) for one in papers]
    alone = []
    for one in papers:
        templates._compiled.clear()
        alone.append(paper(*one))
    assert together == alone
