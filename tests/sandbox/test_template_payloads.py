"""Templates that try to get out of the sandbox, in a worker: each ends in a diagnostic."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diagnostics import ContentError
from briefgen.sandbox.pool import Pool
from sandbox.jobs import Template

VALUES = {
    "text": "plain", "number": 4, "list": [1, 2], "items": {"items": "kept", "keys": 1},
}  # fmt: skip
RULES = {"forbidden", "unknown-name", "no-template", "bad-template"}

GLOBALS = "__init__.__globals__.os.popen('id').read()"
PAYLOADS = [
    f"{{{{ cycler.{GLOBALS} }}}}",
    f"{{{{ joiner.{GLOBALS} }}}}",
    f"{{{{ namespace.{GLOBALS} }}}}",
    f"{{{{ range.{GLOBALS} }}}}",
    f"{{{{ self.{GLOBALS} }}}}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ self._TemplateReference__context.environment.loader }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ []['__class__']['__base__'] }}",
    "{{ text|attr('__class__')|attr('__mro__') }}",
    "{{ text|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ [text]|map(attribute='__class__')|list }}",
    "{{ [text]|map('attr', '__class__')|list }}",
    "{{ [text]|groupby('__class__') }}",
    "{{ [text]|sum(attribute='__class__') }}",
    "{{ [text]|sort(attribute='__class__.__mro__.1.__subclasses__')|list }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(text) }}",
    "{{ '{x.__class__}'.format_map({'x': text}) }}",
    "{{ '%s'|format(text.__class__) }}",
    "{% set f = '{0.__class__}'.format %}{{ [text]|map('string')|map(f)|list }}",
    "{{ (text|string).encode }}",
    "{{ text.translate({112: 'x'}) }}",
    "{{ number.real.__class__ }}",
    "{{ number.to_bytes }}",
    "{{ list.append(3) }}",
    "{{ list.__add__([1]) }}",
    "{{ items.pop('items') }}",
    "{{ items.__getitem__ }}",
    "{{ items|attr('update') }}",
    "{{ loop.__class__ }}",
    "{% for x in list %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "{% macro m() %}{% endmacro %}{{ m.__call__ }}",
    "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "{% macro m() %}{% endmacro %}{{ m }}",
    "{% macro m() %}{{ caller.__globals__ }}{% endmacro %}{% call m() %}x{% endcall %}",
    "{% import 'other.html.j2' as o %}{{ o.__class__ }}",
    "{% import 'other.html.j2' as o %}{{ o._body_stream.__class__ }}",
    "{% import 'os' as os %}{{ os }}",
    "{% from 'other.html.j2' import nothing %}{{ nothing }}",
    "{% include '/etc/passwd' %}",
    "{% include '../outside.html.j2' %}",
    "{% include 'sub/../../outside.html.j2' %}",
    "{% include './../outside.html.j2' %}",
    "{% include 'link.html.j2' %}",
    "{% include 'linked/outside.html.j2' %}",
    "{% extends 'link.html.j2' %}",
    "{% include '..\\\\outside.html.j2' %}",
    "{% include 'a\\x00b' %}",
    "{% autoescape false %}{{ text }}{% endautoescape %}",
    "{{ '<script>'|safe }}",
    "{{ {'a': '<'}|tojson }}",
    "{{ {'onclick': 'x()'}|xmlattr }}",
    "{{ 'javascript:x()'|urlize }}",
    "{{ list|random }}",
    "{{ items }}",
    "{{ list }}",
    "{{ 'x' ~ items }}",
    "{{ range }}",
    "{{ text|pprint }}",
    "{{ '%(x)s' % items }}",
    "{% do text %}",
    "{% trans %}x{% endtrans %}",
    "{{ debug() }}",
    "{% debug %}",
    "{{ config }}{{ request }}{{ self.environment }}",
    "{{ open('/etc/passwd') }}",
    "{{ __import__('os') }}",
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _outside(templates_pool: tuple[Pool, Path]) -> None:
    _, folder = templates_pool
    outside = folder.parent / "outside.html.j2"
    outside.write_text("canary 4711", "utf-8")
    (folder / "link.html.j2").symlink_to(outside)
    (folder / "linked").symlink_to(folder.parent)
    (folder / "other.html.j2").write_text("{% macro m() %}{% endmacro %}", "utf-8")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_template_that_reaches_out_ends_in_a_diagnostic(
    templates_pool: tuple[Pool, Path], payload: str
) -> None:
    pool, folder = templates_pool
    (folder / "x.html.j2").write_text(f"<p>\n{payload}", "utf-8")
    with pytest.raises(ContentError) as caught:
        pool.submit(Template(folder, "x.html.j2", VALUES)).result(30)
    [fault] = caught.value.diagnostics
    assert fault.rule in RULES
    assert fault.place.file == f"{folder.name}/x.html.j2"
    assert fault.place.line == 2
    assert fault.message
    assert "\n" not in fault.message
    for secret in ("4711", "root:", "uid=", " at 0x", "<function", "<class"):
        assert secret not in str(fault)
    assert VALUES["items"] == {"items": "kept", "keys": 1}


def test_a_link_inside_the_template_folders_is_followed(
    templates_pool: tuple[Pool, Path],
) -> None:
    pool, folder = templates_pool
    (folder / "near.html.j2").write_text("near", "utf-8")
    (folder / "alias.html.j2").symlink_to(folder / "near.html.j2")
    assert pool.submit(Template(folder, "alias.html.j2", {})).result(30) == "near"


def test_a_link_out_of_the_folders_is_told_as_such(templates_pool: tuple[Pool, Path]) -> None:
    pool, folder = templates_pool
    with pytest.raises(ContentError) as caught:
        pool.submit(Template(folder, "link.html.j2", {})).result(30)
    [fault] = caught.value.diagnostics
    assert fault.rule == "forbidden"
    assert "is a link that leads out of the template folders" in fault.message
    assert fault.hint == "put the file itself there"
