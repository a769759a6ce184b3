"""Names that a template gets wrong: found before it runs, with line, column and the right name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.compose import paper as papers
from briefgen.compose.lint import lint
from briefgen.compose.lint.given import given as given_to_templates
from briefgen.diagnostics import Diagnostic
from briefgen.view.shape import paper_shape
from briefgen.view.view import View

#: Templates in which ``«`` marks the fault, beside message and the beginning of the hint.
BAD = {
    "a variable": (
        "<p>\n{{ «papr.title }}</p>", "there is no `papr` here", "did you mean `paper`?",
    ),
    "a field of the paper": (
        "{{ paper.«titel }}", "the paper has no `titel`", "did you mean `title`?",
    ),
    "a field by subscript": (
        '{{ paper["«titel"] }}', "the paper has no `titel`", "did you mean `title`?",
    ),
    "a field within a field": (
        "{{ paper.clearance.«drafted }}", "a clearance has no `drafted`",
        "did you mean `drafted_by`?",
    ),
    "a field of an item": (
        "{% for source in paper.sources %}\n  {{ source.«publsher }}{% endfor %}",
        "a source has no `publsher`", "did you mean `publisher`?",
    ),
    "a field of the first item": (
        "{{ paper.sources[0].«publsher }}", "a source has no `publsher`",
        "did you mean `publisher`?",
    ),
    "a field through a variable": (
        "{% set one = paper.parties|first %}{{ one.«nam }}", "a party has no `nam`",
        "did you mean `name`?",
    ),
    "a field of a list": (
        "{{ paper.sources.«title }}", "a list has no `title`", "loop over it",
    ),
    "a field of a text": ("{{ paper.title.«text }}", "a text has no `text`", ""),
    "a field of a speaker": (
        "{% for s in paper.sections if s.name == 'timeline' %}{% for e in s.events %}"
        "{% for c in e.claims %}{{ c.by.«nmae }}{% endfor %}{% endfor %}{% endfor %}",
        "a speaker has no `nmae`", "did you mean `name`?",
    ),
    "a section by its name": (
        "{% for section in paper.sections %}{% if section.name == 'visits' %}"
        "{{ section.«events }}{% endif %}{% endfor %}",
        "the section `visits` has no `events`", "known here: name",
    ),
    "no section at all": (
        "{% for section in paper.sections %}{{ section.«evnts }}{% endfor %}",
        "no section has a `evnts`", "did you mean `events`?",
    ),
    "the argument of a macro": (
        "{% macro line(record) %}{{ record.«txt }}{% endmacro %}"
        "{% for s in paper.sources %}{{ line(s) }}{% endfor %}",
        "a source has no `txt`", "",
    ),
    "the argument of a macro for two kinds": (
        "{% macro line(record) %}{{ record.title }}{{ record.«nam }}{% endmacro %}"
        "{{ line(paper.sources[0]) }}{{ line(paper.parties[0]) }}",
        "neither a source nor a party has a `nam`", "did you mean `name`?",
    ),
    "a name handed to a macro": (
        "{% macro cell(field) %}{{ paper.sources[0][field] }}{% endmacro %}"
        "{{ cell('title') }}{{ cell('«titel') }}",
        "a source has no `titel`", "did you mean `title`?",
    ),
    "the block of a call": (
        "{% macro each() %}{% for s in paper.sources %}{{ caller(s) }}{% endfor %}{% endmacro %}"
        "{% call(source) each() %}{{ source.«titel }}{% endcall %}",
        "a source has no `titel`", "did you mean `title`?",
    ),
    "map": (
        '{{ paper.sources|map(attribute="«titel")|join }}', "a source has no `titel`",
        "did you mean `title`?",
    ),
    "map along a path": (
        '{{ paper.sections|map(attribute="clearance.x")|list }}'.replace("clearance", "«clearance"),
        "no section has a `clearance`", "",
    ),
    "selectattr": (
        '{{ (paper.sources|selectattr("«kidn", "equalto", "book")|first).title }}',
        "a source has no `kidn`", "did you mean `kind`?",
    ),
    "behind selectattr": (
        '{{ (paper.sources|selectattr("kind", "equalto", "book")|first).«titel }}',
        "a source has no `titel`", "did you mean `title`?",
    ),
    "sort": (
        '{% for s in paper.sources|sort(attribute="«dat") %}{{ s.title }}{% endfor %}',
        "a source has no `dat`", "did you mean `date`?",
    ),
    "groupby": (
        '{% for g in paper.sources|groupby("«kin") %}{{ g.list[0].title }}{% endfor %}',
        "a source has no `kin`", "did you mean `kind`?",
    ),
    "within a group": (
        '{% for g in paper.sources|groupby("kind") %}{{ g.list[0].«titel }}{% endfor %}',
        "a source has no `titel`", "did you mean `title`?",
    ),
    "a filter": ("{{ paper.as_of|«dat }}", "there is no filter `dat`", "did you mean `date`?"),
    "a filter handed to map": (
        '{{ paper.sources|map("«titel")|list }}', "there is no filter `titel`", "did you mean",
    ),
    "a test": (
        "{% if paper.title is «defnied %}x{% endif %}", "there is no test `defnied`",
        "did you mean `defined`?",
    ),
    "a misspelling that is asked for": (
        "{% if paper.«descripton is defined %}x{% endif %}",
        "nothing in a paper has a `descripton`, so it is never defined",
        "did you mean `description`?",
    ),
    "the loop": (
        "{% for s in paper.sources %}{{ loop.«frist }}{% endfor %}", "the loop has no `frist`",
        "did you mean `first`?",
    ),
    "a value of a mirror": (
        "{% for s in paper.sections if s.name == 'trade' %}{% for f in s.series|mirrors %}"
        "{{ f.«rwos }}{% endfor %}{% endfor %}",
        "a mirrored flow has no `rwos`", "did you mean `rows`?",
    ),
    "a cited source": (
        "{% for s in cited_sources() %}{{ s.number }}{{ s.«entri }}{% endfor %}",
        "a source has no `entri`", "did you mean `entry`?",
    ),
    "a branch that the guard does not cover": (
        "{% if paper.title is defined %}{{ paper.«titel }}{% endif %}",
        "the paper has no `titel`", "did you mean `title`?",
    ),
    "what only a loop had": (
        "{% for s in paper.sources %}{% set a = s %}{% endfor %}{{ «a }}",
        "there is no `a` here", "",
    ),
}  # fmt: skip

GOOD = {
    "a default": "{{ paper.home|default('x') }}{{ nothing|default('x') }}",
    "a guard": "{% if thing is defined %}{{ thing.field }}{% endif %}",
    "a guarded field": (
        "{% set r = paper.sources[0] %}{{ r.period if r.period is defined and r.period }}"
    ),
    "the other branch": "{% if thing is not defined %}x{% else %}{{ thing }}{% endif %}",
    "an unknown mapping": "{{ paper.names.XA }}{{ names[paper.home] }}{{ paper.colors.accent }}",
    "methods of texts": "{{ paper.title.upper() }}",
    "set in both branches": (
        "{% if paper.draft %}{% set a = paper %}{% else %}{% set a = paper.sources[0] %}{% endif %}"
        "{{ a.title }}{{ a.publisher }}"
    ),
    "one of two kinds": (
        "{% macro line(r) %}{{ r.publisher }}{{ r.adjective }}{% endmacro %}"
        "{{ line(paper.sources[0]) }}{{ line(paper.parties[0]) }}"
    ),
    "an unknown argument": (
        "{% macro line(r) %}{{ r.whatever }}{% endmacro %}"
        "{{ line(paper.names) }}{{ line(paper.sources[0]) }}"
    ),
    "a macro nobody calls": "{% macro line(r) %}{{ r.whatever }}{% endmacro %}",
    "a macro that calls itself": (
        "{% macro down(list) %}{{ down([list]) if list }}{{ list[0].x }}{% endmacro %}"
        "{{ down([]) }}"
    ),
    "a mapping of its own": "{% set m = {'a': 1} %}{{ m.a }}",
    "two loop variables": "{% for a, b in pairs|default([]) %}{{ a.x }}{{ b.y }}{% endfor %}",
    "a template of its own making": "{% include [paper.home ~ '.html.j2'] ignore missing %}",
}  # fmt: skip


def linted(root: Path, text: str, **others: str) -> list[Diagnostic]:
    folder = root / "templates"
    for name, content in {"briefing": text, **others}.items():
        path = folder / f"{name.replace('__', '/')}.html.j2"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return lint([folder], root, paper_shape())


def place_of(text: str) -> tuple[int, int]:
    before = text.split("«", maxsplit=1)[0]
    return before.count("\n") + 1, len(before.rsplit("\n", 1)[-1]) + 1


@pytest.mark.parametrize(("text", "message", "hint"), BAD.values(), ids=BAD)
def test_a_name_that_is_not_there_is_reported_where_it_stands(
    tmp_path: Path, text: str, message: str, hint: str
) -> None:
    [fault] = linted(tmp_path, text.replace("«", ""))
    assert fault.rule == "unknown-name"
    assert (fault.place.line, fault.place.column) == place_of(text)
    assert fault.message == message
    assert fault.hint.startswith(hint)


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_what_is_there_or_cannot_be_known_is_left_alone(tmp_path: Path, text: str) -> None:
    assert linted(tmp_path, text) == []


def test_a_section_file_knows_its_section(tmp_path: Path) -> None:
    frame = (
        "{% for section in paper.sections %}"
        '{% include "sections/" ~ section.name ~ ".html.j2" %}{% endfor %}'
    )
    [fault] = linted(
        tmp_path, frame,
        sections__timeline="{% for event in section.events %}\n{{ event.txet }}{% endfor %}",
        sections__visits="{% for visit in section.visits %}{{ visit.visitor }}{% endfor %}",
    )  # fmt: skip
    assert str(fault.place) == "templates/sections/timeline.html.j2:2:10"
    assert fault.message == "an event has no `txet`"
    assert fault.hint.startswith("did you mean `text`? known here: ")


def test_an_imported_macro_is_checked_where_it_is_written(tmp_path: Path) -> None:
    found = linted(
        tmp_path,
        '{% import "parts.html.j2" as c with context %}{{ c.line(paper.parties[0]) }}'
        "{{ c.lin(1) }}",
        parts="{% macro line(party) %}{{ t('x') }}{{ party.isso }}{% endmacro %}",
    )
    assert [(str(f.place), f.message) for f in found] == [
        ("templates/briefing.html.j2:1:82", "parts.html.j2 has no `lin`"),
        ("templates/parts.html.j2:1:45", "a party has no `isso`"),
    ]


def test_what_is_imported_without_context_does_not_see_the_paper(tmp_path: Path) -> None:
    [fault] = linted(
        tmp_path, '{% import "parts.html.j2" as c %}{{ c.line() }}',
        parts="{% macro line() %}{{ paper.title }}{% endmacro %}",
    )  # fmt: skip
    assert str(fault.place) == "templates/parts.html.j2:1:22"
    assert fault.message == "there is no `paper` here"
    assert "with context" in fault.hint


def test_a_block_is_followed_where_it_overrides_another(tmp_path: Path) -> None:
    [fault] = linted(
        tmp_path,
        '{% extends "frame.html.j2" %}{% block body %}{{ super() }}{{ c.x }}{% endblock %}',
        frame="{% set c = paper.parties[0] %}{% block body %}{{ c.iso }}{% endblock %}",
    )
    assert (fault.place.column, fault.message) == (64, "a party has no `x`")


def test_a_template_that_is_not_there_is_named(tmp_path: Path) -> None:
    [fault] = linted(tmp_path, '\n{% include "bodi.html.j2" %}', body="<p></p>")
    assert (str(fault.place), fault.rule) == ("templates/briefing.html.j2:2:13", "no-template")
    assert fault.hint.startswith("did you mean")


def test_a_template_that_cannot_be_read_is_named_with_its_column(tmp_path: Path) -> None:
    [fault] = linted(tmp_path, "<p>\n  {{ 1 + }}")
    assert (str(fault.place), fault.rule) == ("templates/briefing.html.j2:2:10", "bad-template")


def test_a_changed_template_is_read_again(tmp_path: Path) -> None:
    assert len(linted(tmp_path, "{{ paper.titel }}")) == 1
    assert linted(tmp_path, "{{ paper.title  }}") == []


def test_the_names_that_are_known_are_those_that_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, set[str]] = {}

    class Recorder:
        asked = ()

        def __init__(self, *_: Any) -> None:
            pass

        def render(self, _: str, values: dict[str, Any], filters: dict[str, Any]) -> str:
            seen.update(values=set(values), filters=set(filters))
            return ""

    class Anything:
        def __getattr__(self, _: str) -> Any:
            return Anything()

        def __call__(self, *_: Any, **__: Any) -> Any:
            return Anything()

    for name in ("Wording", "Bibliography", "Citations", "Charts", "Maps"):
        if hasattr(papers, name):
            monkeypatch.setattr(papers, name, Anything())
    monkeypatch.setattr(papers, "Templates", Recorder)
    empty: dict[str, Any] = {"sources": [], "notes": "", "names": {}, "colors": {},
                             "numbered_headings": 0, "numbered_captions": False}  # fmt: skip
    fields = {"title": "", "kind": "", "as_of": "", "sections": [], "voice": "", "home": ""}
    view = View("d", "a", "en", "", {**empty, **fields})
    house: Any = Anything()
    house.colors, house.styles = {}, []
    house.catalogue = Anything()
    house.catalogue.locale = "en"
    papers.compose(view, house)
    known = given_to_templates(paper_shape())
    jinja = {"range", "namespace"}
    assert set(known.values) - jinja == seen["values"], "compose/lint/given.py has other names"
    assert set(known.filters) == seen["filters"], "compose/lint/given.py has other filters"


_PIECES = st.sampled_from([
    "{% for a in paper.sources %}", "{% endfor %}", "{% if a %}", "{% else %}", "{% endif %}",
    "{{ a.title }}", "{{ paper[0] }}", "{{ paper['x'].y|map(attribute='z')|first }}",
    "{% macro m(a, b=paper) %}", "{% endmacro %}", "{{ m(a, *paper) }}", "{{ m(m) }}",
    "{% call(x) m(1) %}", "{% endcall %}", "{% set a, b = paper %}", "{% set a %}", "{% endset %}",
    "{% include 'briefing.html.j2' %}", "{% import 'briefing.html.j2' as m with context %}",
    "{% extends 'briefing.html.j2' %}", "{% block a %}", "{% endblock %}", "{{ super() }}",
    "{{ caller(a) }}", "{{ [a, [a]] + [1] }}", "{{ {'a': a}.a }}", "<p class='{{ a }}'>", "<", ">",
    "{{ a if a is defined and a.b is undefined }}", "{% with a = m %}", "{% endwith %}", "{{", "%}",
    "{% from 'briefing.html.j2' import m %}", "{{ paper.sections|groupby('name')|list }}", "\r\n",
    "{{ a.b.c()|d(1)|sum(start=[]) }}", "{% filter upper %}", "{% endfilter %}", "{#", "#}", "\0",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(_PIECES, max_size=12))
def test_no_template_is_too_much_for_it(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    found = linted(tmp_path_factory.mktemp("any"), "".join(pieces))
    assert all(fault.place.file == "templates/briefing.html.j2" for fault in found)


@pytest.mark.parametrize("text", ["{{ paper" + ".a" * 5000 + " }}", "{{ " + "(" * 5000 + " }}"])
def test_what_nests_without_end_is_a_fault_and_no_crash(tmp_path: Path, text: str) -> None:
    assert "bad-template" in {fault.rule for fault in linted(tmp_path, text)}
