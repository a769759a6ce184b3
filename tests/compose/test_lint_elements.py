"""Elements, attributes and unsafe places in templates, each with its place in the template."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.compose.lint import lint
from briefgen.diagnostics import Diagnostic
from briefgen.view.shape import paper_shape

#: Templates in which ``«`` marks the fault, beside rule, message and the beginning of the hint.
BAD = {
    "an element": (
        "<p>x</p>\n<«tabel></tabel>".replace("</tabel>", ""), "vocabulary",
        "<tabel> is not in the vocabulary", "did you mean `table`?",
    ),
    "a script": ("<«script>x</p>", "vocabulary", "<script> is not in the vocabulary", ""),
    "an attribute": (
        '<td «colspn="2">x</td>', "vocabulary", "<td> may not carry `colspn`",
        "did you mean `colspan`?",
    ),
    "a style": (
        '<p «style="color: red">x</p>', "vocabulary", "<p> may not carry `style`",
        "give it a class",
    ),
    "a style made of a value": (
        '<p «style="color: {{ paper.home }}">x</p>', "vocabulary", "<p> may not carry `style`",
        "give it a class",
    ),
    "an event handler": (
        '<p class="x" «onclick="f()">x</p>', "vocabulary", "<p> may not carry `onclick`",
        "papers are printed",
    ),
    "a class": (
        '<p class="«Big Red">x</p>', "vocabulary", '<p> has class="Big Red", which is not allowed',
        "",
    ),
    "an address": (
        '<a href="«javascript:f()">x</a>', "vocabulary",
        '<a> has href="javascript:f()", which is not allowed', "",
    ),
    "a header cell without scope": ("«<th>x</th>", "vocabulary", "<th> lacks `scope`", ""),
    "a comment": ("«<!-- x -->", "vocabulary", "a comment is in the document", "use {# … #}"),
    "a picture without alternative": (
        '<figure>\n«<img src="data:image/png;base64,x"/></figure>', "missing-alt",
        "<img> lacks `alt`", "say what it shows",
    ),
    "in a condition": (
        "{% if paper.draft %}\n  <«blink>x{% endif %}", "vocabulary",
        "<blink> is not in the vocabulary", "did you mean `link`?"[:0],
    ),
    "a value without quotation marks": (
        "<p class=«{{ paper.home }}>x</p>", "unsafe-place",
        "the value of `class` has no quotation marks and holds an expression",
        "put quotation marks",
    ),
    "a value among attributes": (
        "<p «{{ paper.home }}>x</p>", "unsafe-place",
        "an expression stands among the attributes of <p>", "write the attribute out",
    ),
    "a value in a name": (
        "<h«{{ paper.home }}>x</p>", "unsafe-place",
        "an expression stands in the name of an element", "write the elements out",
    ),
    "a value in a style": (
        "<style>p { color: «{{ paper.home }} }</style>", "unsafe-place",
        "an expression stands in <style>, where escaping does not make it safe", "put the style",
    ),
    "a value in an address": (
        '<a href="«{{ paper.title }}">x</a>', "unsafe-place",
        "an expression stands in `href` and may hold any kind of address", "begin with `#`",
    ),
    "a value behind another value": (
        '<a href="«{{ paper.home }}:{{ paper.title }}">x</a>', "unsafe-place",
        "an expression stands in `href` and may hold any kind of address", "begin with `#`",
    ),
    "a value in a picture": (
        '<img alt="" src="«{{ paper.title }}"/>', "unsafe-place",
        "an expression stands in `src` and may hold any kind of address", "begin with",
    ),
    "a value in a picture from elsewhere": (
        '<img alt="" src="data:image/«{{ paper.title }}"/>', "unsafe-place",
        "an expression stands in `src` and may hold any kind of address", "begin with",
    ),
    "safe": ("<p>{{ paper.title|«safe }}</p>", "unsafe-place",
             "`|safe` prints a value without escaping it", "print the value as it is"),
    "Markup": ("<p>{{ «Markup(paper.title) }}</p>", "unsafe-place",
               "`Markup` prints a value without escaping it", "print the value as it is"),
    "escaping turned off": (
        "{% «autoescape false %}<p>{{ paper.title }}</p>{% endautoescape %}", "unsafe-place",
        "escaping cannot be turned off", "print the value as it is",
    ),
}  # fmt: skip

GOOD = {
    "a link within the paper": '<a href="#{{ paper.home }}">x</a>',
    "a link to a fixed site": '<a href="https://example.org/{{ paper.home }}">x</a>',
    "a web address of a record": (
        '{% for s in paper.sources %}<a href="{{ s.url }}">x</a>{% endfor %}'
    ),
    "a class of a value": '<p class="a {{ paper.home }}">x</p>',
    "a conditional attribute": '<td{% if paper.draft %} class="number"{% endif %}>x</td>',
    "the house's style sheets": "<style>\n{{ styles }}\n</style>",
    "a comment of the template": "{# <script> #}<p>x</p>",
    "less than": "<p>{% if 1 < 2 and 3 > 2 %}x{% endif %}{{ 'a' if 1 < 2 else 'b' }}</p>",
    "a decorative picture": '<img src="data:image/png;base64,x" alt=""/>',
    "body data": '<body data-running="{{ paper.title }}"></body>',
    "single quotation marks": "<p class='x'>{{ paper.title }}</p>",
    "a tag over two lines": '<p\n  class="x"\n  lang="{{ language }}">x</p>',
}


def linted(root: Path, text: str) -> list[Diagnostic]:
    path = root / "templates/briefing.html.j2"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return lint([path.parent], root, paper_shape())


@pytest.mark.parametrize(("text", "rule", "message", "hint"), BAD.values(), ids=BAD)
def test_a_fault_of_the_markup_is_reported_where_it_stands(
    tmp_path: Path, text: str, rule: str, message: str, hint: str
) -> None:
    found = [f for f in linted(tmp_path, text.replace("«", "")) if f.rule != "unknown-name"]
    before = text.split("«", maxsplit=1)[0]
    place = (before.count("\n") + 1, len(before.rsplit("\n", 1)[-1]) + 1)
    first = found[0]
    assert [(f.place.line, f.place.column, f.rule, f.message) for f in found] == [
        (*place, rule, message)
    ]
    assert first.hint.startswith(hint)


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_sound_markup_is_left_alone(tmp_path: Path, text: str) -> None:
    assert linted(tmp_path, text) == []


#: What stays unsafe although it is escaped, beside what makes it so.
PLACES = ("<p class={v}>", "<p {v}>", "<{v}>", "<a href='{v}'>", '<a href=" {v}">',
          "<style>{v}</style>", "<style>a{{}} {v}</style>", '<img alt="" src="{v}">')  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", ["{{ paper.title }}", "{{ paper.title|upper }}", "{{ audience }}",
                                   "{%- if 1 -%}{{ paper.title }}{%- endif -%}"])  # fmt: skip
def test_no_expression_escapes_from_an_unsafe_place(tmp_path: Path, place: str, value: str) -> None:
    found = linted(tmp_path, place.format(v=value))
    assert "unsafe-place" in {fault.rule for fault in found}
