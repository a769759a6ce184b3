"""The shipped templates and style sheets have no faults, and a typo in any of them is found."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from jinja2 import nodes

from briefgen.compose.lint import lint
from briefgen.compose.lint.sources import Template, Templates
from briefgen.diagnostics import Diagnostic, shown_path
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


@dataclass(frozen=True)
class Typo:
    """A template in which one name is written wrong."""

    template: Template
    offset: int
    name: str

    @property
    def written(self) -> str:
        return f"{self.name[:1]}q{self.name[2:]}" if len(self.name) > 1 else "q"

    @property
    def source(self) -> str:
        source, end = self.template.source, self.offset + len(self.name)
        return source[: self.offset] + self.written + source[end:]

    def is_told(self, found: Sequence[Diagnostic], overlay: Path) -> bool:
        place = self.template.place(self.offset, ROOT)
        where = (shown_path(overlay / name_of(self.template), overlay), place.line, place.column)
        return any(
            (fault.place.file, fault.place.line, fault.place.column) == where
            and fault.rule == "unknown-name"
            and f"`{self.written}`" in fault.message
            for fault in found
        )


def unnoticed(typos: Sequence[Typo], audience: str, overlay: Path) -> list[Typo]:
    """Write typos, no two into one template; return those that linting does not tell."""
    for typo in typos:
        path = overlay / name_of(typo.template)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(typo.source, "utf-8")
    found = lint([overlay, *folders(audience)], overlay, paper_shape())
    return [typo for typo in typos if not typo.is_told(found, overlay)]


def test_a_typo_in_any_field_is_found_where_it_stands(tmp_path: Path) -> None:
    """A typo may keep those in other templates from being reached: each such is tried alone."""
    seen: set[Path] = set()
    missed: list[str] = []
    count = 0
    overlays = (tmp_path / str(number) for number in itertools.count())
    for audience in AUDIENCES:
        templates = [t for t in reachable(audience) if t.path not in seen]
        seen |= {template.path for template in templates}
        typos = [[Typo(t, *at) for at in sorted(set(fields(t)))] for t in templates]
        count += sum(map(len, typos))
        for column in itertools.zip_longest(*typos):
            together = [typo for typo in column if typo is not None]
            missed += [
                f"{typo.template.place(typo.offset, ROOT)}: {typo.name}"
                for typo in unnoticed(together, audience, next(overlays))
                if unnoticed([typo], audience, next(overlays))
            ]
    share = 1 - len(missed) / count
    print(f"{count} typos, {share:.1%} found; missed: {missed}")
    assert count > 200
    assert share >= 0.97, missed
