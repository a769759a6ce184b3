"""Figures typed into templates: found with file, line and column; everything else left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.compose.lint import literal_figures
from briefgen.diagnostics import Severity
from briefgen.house.workspace import Workspace, shipped

#: Templates in which ``«`` marks where a figure stands, beside the figures as they are reported.
BAD = {
    "an amount of money": ("<p>Exports: «£12.9 billion</p>", ["£12.9 billion"]),
    "a share": ("<p>\n  About «86 % are re-exports.</p>", ["86 %"]),
    "a share without a space": ("<p>About «86% are re-exports.</p>", ["86%"]),
    "a share in words": ("<p>About «4 per cent.</p>", ["4 per cent"]),
    "separators": ("<p>«1,234 lorries</p>", ["1,234"]),
    "decimals": ("<p>«12.5</p>", ["12.5"]),
    "dollars": ("<p>«US$ 3</p>", ["US$ 3"]),
    "a currency code": ("<p>«EUR 3.5 million</p>", ["EUR 3.5 million"]),
    "a sign behind": ("<p>«3 €</p>", ["3 €"]),
    "a length": ("<p>«640 km of border</p>", ["640 km"]),
    "three digits": ("<p>It has «112 seats</p>", ["112"]),
    "five digits": ("<p>It has «62474 seats</p>", ["62474"]),
    "a no-break space": ("<p>«62\u00a0474</p>", ["62 474"]),
    "two in one line": ("<p>«12.5 and «12.5 and «13.5</p>", ["12.5", "12.5", "13.5"]),
    "a printed string": ('<p>{{ "«£12.9 billion" }}</p>', ["£12.9 billion"]),
    "a printed number": ("<p>{{ «12.9 }}</p>", ["12.9"]),
    "a printed count": ("<p>{{ «1234567 }}</p>", ["1234567"]),
    "a string behind a filter": ('<p>{{ "«12.9 %"|upper }}</p>', ["12.9 %"]),
    "a string joined": ('<p>{{ paper.title ~ " «12.9 %" }}</p>', ["12.9 %"]),
    "a string for want of another": ('<p>{{ paper.title or "«12.9 %" }}</p>', ["12.9 %"]),
    "a default": ('<p>{{ paper.title|default("«12.9 %") }}</p>', ["12.9 %"]),
    "an argument": ('<p>{{ t("key", text="«12.9 %") }}</p>', ["12.9 %"]),
    "a variable": ('{% set text = "«12.9 %" %}<p>{{ text }}</p>', ["12.9 %"]),
    "a block of text": ("{% set text %}«12.9 %{% endset %}<p>{{ text }}</p>", ["12.9 %"]),
    "a condition": ("{% if paper.title %}<p>«12.9 %</p>{% endif %}", ["12.9 %"]),
    "raw text": ("<p>{% raw %}{{ «12.9 % }}{% endraw %}</p>", ["12.9 %"]),
    "what is read out": ('<img src="x" alt="A rise of «12.9 %"/>', ["12.9 %"]),
    "a running head": ('<body data-running="«£12.9 billion"><p>3</p></body>', ["£12.9 billion"]),
    "trimmed blocks": ("{%- if 1 -%}\n\n  <p>\n  «12.9 %</p>\n{%- endif -%}", ["12.9 %"]),
    "after an expression": ('{{ chart("a", width=640) }} <p>{{ "x" }} «640 km</p>', ["640 km"]),
}

GOOD = {
    "list numbers": "<p>1. First</p><p>12) Second</p>",
    "years": "<p>1991, 2009-2010 and 2026.</p>",
    "a date": "<p>16 September 2009, 2009-09-16</p>",
    "names": "<p>G7, Covid-19, A4, CO2, H1N1, B612</p>",
    "headings": '<h1 class="h100">1</h1>',
    "an attribute": '<td colspan="100" class="w-12.5" id="n1234">x</td>',
    "a style": "<style>p { width: 12.5%; margin: 1234px }</style><p>x</p>",
    "a comment": "{# £12.9 billion #}<!-- £12.9 billion --><p>x</p>",
    "a character reference": "<p>a&#160;b&#8211;c</p>",
    "arithmetic": "<p>{{ (x / 1000000)|number(1) }}{{ x * 12.5 }}</p>",
    "a chart": '{{ chart("line", s, divisor=1000000, height=180 if full else 140) }}',
    "a comparison": '{% if x == "12.5" or x > 1234 or x in ["12.9 %"] %}<p>x</p>{% endif %}',
    "a small number": "<p>{{ 12 }} {{ 2009 }} {{ true }}</p>",
    "a record's number": "<p>£{{ x.value|number }} billion, {{ y }} %</p>",
    "an expression in a tag": '<td class="{{ "a" if x > 100 else "b" }}">x</td>',
}


def lint(root: Path, **templates: str) -> list[tuple[str, int, int, str]]:
    folder = root / "templates"
    for name, text in templates.items():
        path = folder / f"{name.replace('__', '/')}.html.j2"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    found = literal_figures([folder], root)
    assert {(d.rule, d.severity, bool(d.hint)) for d in found} <= {
        ("literal-figure", Severity.ERROR, True)
    }
    return [(d.place.file, d.place.line, d.place.column, d.message) for d in found]


def marked(text: str) -> list[tuple[int, int]]:
    places = []
    for index, part in enumerate(text.split("«")[:-1]):
        before = "".join(text.split("«")[:index]) + part
        places.append((before.count("\n") + 1, len(before.rsplit("\n", 1)[-1]) + 1))
    return places


@pytest.mark.parametrize(("text", "figures"), BAD.values(), ids=BAD)
def test_a_figure_in_a_template_is_reported_where_it_stands(
    tmp_path: Path, text: str, figures: list[str]
) -> None:
    found = lint(tmp_path, briefing=text.replace("«", ""))
    assert found == [
        (
            "templates/briefing.html.j2", line, column,
            f'"{figure}" is typed into the template and comes from no record',
        )
        for (line, column), figure in zip(marked(text), figures, strict=True)
    ]  # fmt: skip


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_what_is_no_figure_of_its_own_is_left_alone(tmp_path: Path, text: str) -> None:
    assert lint(tmp_path, briefing=text) == []


def test_every_template_that_a_paper_uses_is_read(tmp_path: Path) -> None:
    found = lint(
        tmp_path,
        briefing='{% extends "frame.html.j2" %}{% import "parts.html.j2" as p %}',
        frame='<p>12.1</p>{% include "sections/" ~ section.name ~ ".html.j2" %}',
        parts='{% from "more.html.j2" import x %}<p>12.2</p>',
        more='{% include ["a.html.j2", "b.html.j2"] %}<p>12.3</p>',
        a="<p>12.4</p>", b="<p>12.5</p>", sections__trade="<p>12.6</p>",
        sections__facts="<p>12.7</p>", unused="<p>12.8</p>",
    )  # fmt: skip
    assert sorted(message.split('"')[1] for *_, message in found) == [
        f"12.{n}" for n in range(1, 8)
    ]


def test_a_template_that_cannot_be_read_is_left_to_the_composer(tmp_path: Path) -> None:
    assert lint(tmp_path, briefing="{% if %}12.5") == []


@pytest.mark.parametrize("audience", ["minister", "press", "analyst"])
def test_the_shipped_templates_bring_no_figures_along(audience: str) -> None:
    workspace = Workspace(shipped("templates").parent)
    [root, *_] = workspace.template_roots
    folders = [*workspace.audience_folders(audience), root, root / "base"]
    assert literal_figures(folders, workspace.root) == []
