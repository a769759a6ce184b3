"""The shipped papers hold nothing that their audiences may not see, and nothing that looks so."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel import Locale

from briefgen.diagnostics import Findings
from briefgen.house.markings import Scheme, schemes
from briefgen.load.folder import load_sound
from briefgen.load.nodes import Mapping, Node, Scalar, Sequence, children, plain
from briefgen.load.yaml import read_yaml
from briefgen.verify.needles import Needles, Secret, needles
from briefgen.verify.scan import scan

if TYPE_CHECKING:
    from conftest import Shipped

ROOT = Path(__file__).parents[2]

#: Fields that say how a record is handled, and nothing about its subject.
CONTROL = {"marking", "only", "priority", "sources", "basis"}


def _texts(node: Node) -> Iterator[Scalar]:
    """Yield what a record says, without the fields that say how it is handled."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for key, value in node.entries.items():
            if key not in CONTROL:
                yield from _texts(value)
    else:
        for item in children(node):
            yield from _texts(item)


def _divided(
    node: Node, reader: tuple[str, int, Scheme], around: tuple[int, list[str] | None]
) -> Iterator[tuple[bool, Scalar]]:
    """Yield each scalar of a dossier, and whether a reader may see it."""
    audience, clearance, scheme = reader
    if isinstance(node, Mapping):
        level, only = around
        if isinstance(marking := node.entries.get("marking"), Scalar) and marking.text:
            level = scheme.rank(marking.text)
        if "only" in node.entries:
            names = plain(node.entries["only"])
            only = names if isinstance(names, list) else str(names).replace(";", " ").split()
        around = level, only
    if isinstance(node, Scalar):
        yield around[0] <= clearance and (around[1] is None or audience in around[1]), node
    elif isinstance(node, Mapping):
        for key, value in node.entries.items():
            if key not in CONTROL:
                yield from _divided(value, reader, around)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _divided(item, reader, around)


@cache
def _house() -> list[str]:
    """Return what papers print besides the dossier: templates, words, names of months."""
    paths = [
        p for p in (ROOT / "templates").rglob("*") if p.suffix in (".j2", ".css", ".yaml", ".csl")
    ]
    locale = Locale("en")
    months = [name for width in locale.months["format"].values() for name in width.values()]
    return [*(p.read_text("utf-8") for p in sorted(paths)), *months]


@cache
def _searched(dossier: str, audience: str) -> Needles:
    found = Findings()
    tree = load_sound(ROOT / "data" / dossier, ROOT, found)
    assert found.errors == []
    [header] = [tree.entries["dossier"]]
    assert isinstance(header, Mapping)
    scheme = schemes({})[str(plain(header.entries["marking_scheme"]))]
    default = scheme.rank(str(plain(header.entries["default_marking"])))
    path = ROOT / "templates" / audience / "audience.yaml"
    clearances = plain(read_yaml(path.read_text("utf-8"), path.name))["clearance"]
    clearance = scheme.rank(clearances[scheme.name])
    secrets, permitted = [], [*_house(), *scheme.levels]
    for seen, scalar in _divided(tree, (audience, clearance, scheme), (default, None)):
        if seen:
            permitted.append(scalar.text or "")
        else:
            secrets.append(Secret(scalar.text or "", scalar.place))
    return needles(secrets, permitted)


@pytest.mark.parametrize("suffix", ["pdf", "docx", "html"])
def test_a_shipped_paper_has_no_leak(edition: str, suffix: str, shipped: Shipped) -> None:
    dossier, audience, _ = edition.split(".")
    path = shipped.path(edition, suffix)
    begun = time.perf_counter()
    leaks = scan(path.read_bytes(), suffix, path.name, _searched(dossier, audience))
    print(f"{time.perf_counter() - begun:.3f} s")
    assert leaks == []


def test_there_is_something_to_search_for() -> None:
    press = _searched("ruritania-graustark", "press")
    assert len(press.strong) > 300
    assert all(len(secret.text) < 40 for secret in press.weak), press.weak


@pytest.mark.parametrize("suffix", ["pdf", "docx", "html"])
@pytest.mark.parametrize(
    ("audience", "code"), [("minister", "Zendahold-Kilo"), ("analyst", "Hofbau-Lantern")]
)
def test_a_paper_for_another_audience_is_full_of_leaks(
    audience: str, code: str, suffix: str, shipped: Shipped
) -> None:
    path = shipped.path(f"ruritania-graustark.{audience}.en", suffix)
    press = _searched("ruritania-graustark", "press")
    leaks = scan(path.read_bytes(), suffix, path.name, press)
    assert any(code in leak.secret.text for leak in leaks)
    assert all(leak.secret.place.file.startswith("data/ruritania-graustark/") for leak in leaks)
