"""The shape of a view, compared with the views of every shipped dossier for every audience."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from briefgen.build.dossiers import open_dossier
from briefgen.house.audience import Audience, load_audience
from briefgen.house.sections import SectionChoice
from briefgen.house.workspace import Workspace, shipped
from briefgen.view.project import project
from briefgen.view.sections import SECTIONS
from briefgen.view.shape import Either, Group, Listing, Plain, Shape, names_below, paper_shape
from briefgen.view.visible import NotForAudienceError

WORKSPACE = Workspace(shipped("templates").parent)

#: Groups that no shipped dossier fills, or fills in every field.
_RARE = {"paper.clearance"}

_TYPES: dict[str, Any] = {"text": str, "address": str, "number": (Decimal, int), "truth": bool}


def full(audience: Audience) -> Audience:
    """Return an audience that sees every section in full."""
    choices = tuple(SectionChoice(section=name) for name in SECTIONS)
    return audience.model_copy(update={"sections": choices})


@cache
def papers() -> list[Any]:
    found = []
    for name in WORKSPACE.dossiers():
        dossier = open_dossier(WORKSPACE, name)
        for audience in WORKSPACE.audiences():
            settings, _, _ = load_audience(WORKSPACE, audience)
            for one in (settings, full(settings)):
                try:
                    found.append(project(dossier, audience, one, "en").paper)
                except NotForAudienceError:
                    continue
    assert len(found) > 10
    return found


def compare(  # noqa: C901, PLR0912
    value: Any, shape: Shape, path: str, missing: set[str], met: dict[str, set[str]]
) -> None:
    """Note paths that the shape lacks, and the fields that were met."""
    match shape:
        case _ if value is None or shape is None:
            return
        case Either(options=options):
            named = [o for o in options if isinstance(o, Group) and _named(o) == value["name"]]
            if named:
                compare(value, named[0], f"{path}.{value['name']}", missing, met)
            else:
                missing.add(f"{path}.{value['name']}")
        case Group(fields=fields) if isinstance(value, dict):
            met[path] |= set(value)
            for name, below in value.items():
                if name not in fields:
                    missing.add(f"{path}.{name}")
                else:
                    compare(below, fields[name], f"{path}.{name}", missing, met)
        case Listing(item=item) if isinstance(value, list):
            for one in value:
                compare(one, item, f"{path}[]", missing, met)
        case Plain(kind=kind, options=known) if isinstance(value, _TYPES[kind]):
            if known is not None and value not in known:
                missing.add(f"{path} = {value}")
        case _:
            missing.add(f"{path}: {type(value).__name__} where {type(shape).__name__} is expected")


def _named(group: Group) -> str:
    name = group.fields["name"]
    assert isinstance(name, Plain)
    assert name.options is not None
    [one] = name.options
    return one


@cache
def compared() -> tuple[set[str], dict[str, set[str]]]:
    missing: set[str] = set()
    met: dict[str, set[str]] = defaultdict(set)
    for paper in papers():
        compare(paper, paper_shape(), "paper", missing, met)
    return missing, met


def test_whatever_a_view_holds_is_in_its_shape() -> None:
    missing, _ = compared()
    assert missing == set(), "view/shape.py lacks these paths, which view/project.py yields"


def shapes(shape: Shape, path: str) -> dict[str, Group]:
    found: dict[str, Group] = {}
    match shape:
        case Group(fields=fields):
            found[path] = shape
            for name, below in fields.items():
                found |= shapes(below, f"{path}.{name}")
        case Listing(item=item):
            found |= shapes(item, f"{path}[]")
        case Either(options=options):
            for option in options:
                assert isinstance(option, Group)
                found |= shapes(option, f"{path}.{_named(option)}")
    return found


def test_whatever_is_in_the_shape_a_view_can_hold() -> None:
    _, met = compared()
    known = shapes(paper_shape(), "paper")
    unknown = {
        f"{path}.{name}"
        for path, group in known.items()
        if path in met and path not in _RARE
        for name in set(group.fields) - met[path]
    }
    assert unknown == set(), "view/shape.py has these paths, which view/project.py never yields"
    assert len([path for path in known if path in met]) > len(known) * 0.7


@pytest.mark.parametrize(
    "name",
    ["title", "home", "voice", "draft", "portion", "gaps", "side", "text", "if_raised", "by",
     "native_names", "observations", "marking"],
)  # fmt: skip
def test_names_of_views_are_in_the_shape(name: str) -> None:
    assert name in set(names_below(paper_shape()))


@pytest.mark.parametrize("name", ["only", "priority", "revised", "translated", "valid_years"])
def test_what_steers_the_projection_is_not_in_the_shape(name: str) -> None:
    assert name not in set(names_below(paper_shape()))
