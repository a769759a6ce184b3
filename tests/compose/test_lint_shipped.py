"""The shipped templates and style sheets have no faults, and a typo in any of them is found."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jinja2 import nodes

from briefgen.compose.lint import lint
from briefgen.compose.lint.sources import Template, Templates
from briefgen.house.workspace import Workspace, shipped
from briefgen.view.shape import paper_shape

WORKSPACE = Workspace(shipped("templates").parent)
[ROOT] = WORKSPACE.template_roots
AUDIENCES = WORKSPACE.audiences()

#: Filters whose argument names an attribute.
_ASKING = ("selectattr", "rejectattr", "groupby")


def folders(audience: str) -> list[Path]:
    return [ROOT / audience, ROOT, ROOT / "base"]


@cache
def reachable(audience: str) -> list[Template]:
    return Templates(folders(audience), WORKSPACE.root).reachable()


def fields(template: Template) -> Iterator[tuple[int, str]]:
    """Yield the attributes that a template uses, with the offsets of their names."""
    for node in template.tree.find_all((nodes.Getattr, nodes.Filter)):
        if isinstance(node, nodes.Getattr):
            yield template.source.index(node.attr, node.lineno), node.attr
        elif isinstance(node, nodes.Filter):
            asked = [pair.value for pair in node.kwargs if pair.key == "attribute"]
            asked += node.args[:1] if node.name in _ASKING else []
            for name in asked:
                if isinstance(name, nodes.Const):
                    yield name.lineno + 1, str(name.value)


def name_of(template: Template) -> str:
    """Return a name by which every template is found before the shipped one."""
    inner = template.path.relative_to(ROOT)
    return inner.as_posix() if inner.name == "briefing.html.j2" and inner.parts[0] == "base" else (
        Path(*inner.parts[1:]).as_posix()
    )  # fmt: skip


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_shipped_templates_and_style_sheets_have_no_faults(audience: str) -> None:
    found = lint(folders(audience), WORKSPACE.root, paper_shape())
    assert [str(fault) for fault in found] == []


def test_a_typo_in_any_field_is_found_where_it_stands(tmp_path: Path) -> None:
    seen: set[Path] = set()
    missed: list[str] = []
    count = 0
    for audience in AUDIENCES:
        for template in reachable(audience):
            if template.path in seen:
                continue
            seen.add(template.path)
            for offset, name in sorted(set(fields(template))):
                count += 1
                typo = f"{name[:1]}q{name[2:]}" if len(name) > 1 else "q"
                source = template.source[:offset] + typo + template.source[offset + len(name) :]
                overlay = tmp_path / str(count)
                path = overlay / name_of(template)
                path.parent.mkdir(parents=True)
                path.write_text(source, "utf-8")
                found = lint([overlay, *folders(audience)], tmp_path, paper_shape())
                place = template.place(offset, ROOT)
                if not any(
                    (fault.place.line, fault.place.column) == (place.line, place.column)
                    and fault.rule == "unknown-name"
                    and f"`{typo}`" in fault.message
                    for fault in found
                ):
                    missed.append(f"{place}: {name}")
    share = 1 - len(missed) / count
    print(f"{count} typos, {share:.1%} found; missed: {missed}")
    assert count > 200
    assert share >= 0.97, missed


def test_linting_takes_no_longer_than_a_glance() -> None:
    paper = paper_shape()
    lint(folders("analyst"), WORKSPACE.root, paper)
    begun = time.process_time()
    lint(folders("analyst"), WORKSPACE.root, paper)
    seconds = time.process_time() - begun
    print(f"linted in {seconds * 1000:.0f} ms")
    assert seconds < 0.25  # a busy machine; alone it is a tenth of that
