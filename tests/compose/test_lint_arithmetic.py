"""Figures that a template works out of its own constants are figures of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.compose.lint import literal_figures

#: What a template prints, beside where the figure stands and as what it is reported.
BAD = {
    "{{ 12 * 1000 }}": (4, "12000"),
    "{{ (12 * 1000) }}": (5, "12000"),
    "{{ (3 + 9) * 1000 }}": (4, "12000"),
    "{{ (12 * 1000)|number }}": (5, "12000"),
    "{{ 25 / 2 }}": (4, "12.5"),
    "{{ 10 ** 9 }}": (4, "1000000000"),
    "{{ 10 ** 10 ** 10 }}": (4, "inf"),
    "{{ -12.5 }}": (4, "-12.5"),
    "{% set a = 12000 %}{{ a }}": (12, "12000"),
    "{% set a = 12 * 1000 %}{{ a|number }}": (12, "12000"),
    "{{ '12' ~ '000' }}": (4, "12000"),
}

GOOD = [
    "{{ 2 * 3 }}", "{{ 2000 + 9 }}", "{{ x * 12000 }}", "{{ 1 / 0 }}", "{{ 12 ~ x ~ 000 }}",
    "{% set a = 1000000 %}{{ x / a }}",
]  # fmt: skip


def linted(root: Path, text: str) -> list[tuple[int, str]]:
    (root / "briefing.html.j2").write_text(text, "utf-8")
    return [(f.place.column, f.message.split('"')[1]) for f in literal_figures([root], root)]


@pytest.mark.parametrize(("text", "expected"), BAD.items(), ids=BAD)
def test_arithmetic_on_constants_is_a_figure(
    tmp_path: Path, text: str, expected: tuple[int, str]
) -> None:
    assert linted(tmp_path, text) == [expected]


@pytest.mark.parametrize("text", GOOD)
def test_arithmetic_on_values_of_records_is_none(tmp_path: Path, text: str) -> None:
    assert linted(tmp_path, text) == []
