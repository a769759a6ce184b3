"""Templates that would compute without end, in a worker: each ends early, at its line."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import pytest

from briefgen.diagnostics import ContentError
from briefgen.sandbox.pool import Pool
from sandbox.jobs import Template

DOUBLE = "{{% set ns = namespace(x={0}) %}}{{% for i in range(64) %}}{1}{{% endfor %}}"
BOMBS = {
    "loop in a loop": "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}"
    "{% endfor %}",
    "long range": "{% for a in range(10**12) %}x{% endfor %}",
    "range as a list": "{{ range(10**9)|list|length }}",
    "ranges again and again": "{% for a in range(9999) %}{{ range(99999)|sum }}{% endfor %}",
    "power": "{{ 10**(10**8) }}",
    "power in a false branch": "{% if false %}{{ 10**(10**8) }}{% endif %}{{ 2**(2**40) }}",
    "power of a power": "{{ 9**(9**(9**9)) }}",
    "squaring": DOUBLE.format("10", "{% set ns.x = ns.x * ns.x %}"),
    "rounding": "{{ 1.5|round(10**8) }}",
    "rounding up": "{{ 1.5|round(10**8, 'ceil') }}",
    "filler text": "{{ lipsum(n=10**6) }}",
    "text by a number": "{{ 'a' * 10**10 }}",
    "number by a text": "{{ 10**10 * 'a' }}",
    "list by a number": "{{ ([1] * 10**10)|length }}",
    "doubling by ~": DOUBLE.format("'ab'", "{% set ns.x = ns.x ~ ns.x %}"),
    "doubling by +": DOUBLE.format("'ab'", "{% set ns.x = ns.x + ns.x %}"),
    "doubling a list": DOUBLE.format("[1]", "{% set ns.x = ns.x + ns.x %}"),
    "doubling a block": DOUBLE.format("'ab'", "{% set ns.x %}{{ ns.x }}{{ ns.x }}{% endset %}"),
    "doubling by join": DOUBLE.format("'ab'", "{% set ns.x = [ns.x, ns.x]|join %}"),
    "doubling by replace": DOUBLE.format("'ab'", "{% set ns.x = ns.x|replace('a', ns.x) %}"),
    "doubling by a macro": "{% macro m(x) %}{{ x }}{{ x }}{% endmacro %}"
    + DOUBLE.format("'ab'", "{% set ns.x = m(ns.x) %}"),
    "slice": "{{ [1]|slice(10**9)|list|length }}",
    "batch": "{{ [1]|batch(10**9, 'x')|list|length }}",
    "center": "{{ 'a'|center(10**10) }}",
    "center by map": "{{ ['a']|map('center', 10**10)|list|length }}",
    "center by a block": "{% filter center(10**10) %}x{% endfilter %}",
    "indent": "{{ ('a\n' * 10**6)|indent(10**6) }}",
    "wordwrap": "{{ ('a' * 10**6)|wordwrap(1, wrapstring='x' * 10**6) }}",
    "join": "{{ range(99999)|join('x' * 10**6) }}",
    "format filter": "{{ '%1000000000d'|format(1) }}",
    "format operator": "{{ '%1000000000d' % 1 }}",
    "format method": "{{ '{:>1000000000}'.format(1) }}",
    "ljust": "{{ 'a'.ljust(10**10) }}",
    "zfill": "{{ 'a'.zfill(10**10) }}",
    "expandtabs": "{{ ('\t' * 10**6).expandtabs(10**6) }}",
    "output": "{% for i in range(99999) %}{{ 'x' * 10**6 }}{% endfor %}",
    "macro in itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "macro twice in itself": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}"
    "{% endmacro %}{{ m(60) }}",
    "loop in itself": "{% for a in [1] recursive %}{{ loop([1, 1]) }}{% endfor %}",
    "block in itself": "{% block b %}{{ self.b() }}{% endblock %}",
    "include itself": "{% include 'x.html.j2' %}",
    "include in a circle": "{% include 'circle.html.j2' %}",
    "import itself": "{% import 'x.html.j2' as x with context %}",
    "extend itself": "{% extends 'x.html.j2' %}",
    "many brackets": "{{ " + "(" * 50_000 + "1" + ")" * 50_000 + " }}",
    "many signs": "{{ " + "-" * 50_000 + "1 }}",
    "many dots": "{{ x" + ".a" * 50_000 + " }}",
    "many loops": "{% for a in [1] %}" * 60 + "{% endfor %}" * 60,
    "many conditions": "{% if 1 %}" * 3000 + "{% endif %}" * 3000,
    "long number": "{{ " + "9" * 100_000 + " }}",
    "long template": "x" * 2_000_000,
}


def _peak() -> int:
    """Return the peak memory of any child that has ended, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_template_that_would_not_end_ends_in_a_diagnostic(
    templates_pool: tuple[Pool, Path], bomb: str
) -> None:
    pool, folder = templates_pool
    before = _peak()
    (folder / "x.html.j2").write_text(BOMBS[bomb], "utf-8")
    (folder / "circle.html.j2").write_text("{% include 'x.html.j2' %}", "utf-8")
    begun = time.perf_counter()
    with pytest.raises(ContentError) as caught:
        pool.submit(Template(folder, "x.html.j2", {})).result(30)
    assert time.perf_counter() - begun < 10
    assert _peak() <= max(before, 1 << 30)
    [fault] = caught.value.diagnostics
    assert fault.rule in ("forbidden", "bad-template", "unknown-name")
    assert fault.place.file in (f"{folder.name}/x.html.j2", f"{folder.name}/circle.html.j2")


def test_what_a_paper_needs_is_within_the_bounds(templates_pool: tuple[Pool, Path]) -> None:
    pool, folder = templates_pool
    text = (
        "{% macro row(n) %}<tr>{% for c in range(10) %}<td>{{ n * c }}</td>{% endfor %}</tr>\n"
        "{% endmacro %}{% for n in rows %}{{ row(n) }}{% endfor %}{{ 2**64 }}"
        "{{ 'ab'|center(20) }}{{ ['a', 'b']|join(', ') }}{{ 'a-b'.split('-')|last|upper }}"
        "{% set all %}{% for n in rows %}{{ row(n) }}{% endfor %}{% endset %}{{ all }}"
    )
    (folder / "x.html.j2").write_text(text, "utf-8")
    job = Template(folder, "x.html.j2", {"rows": list(range(4000))})
    assert len(pool.submit(job, 30).result(40)) > 1_000_000
