"""What the shipped audiences see of the shipped dossiers."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest

from briefgen.build.dossiers import open_dossier
from briefgen.house.audience import load_audience
from briefgen.house.workspace import Workspace, shipped
from briefgen.view.project import project
from briefgen.view.view import View

WORKSPACE = Workspace(shipped("templates").parent)
DOSSIER = "ruritania-graustark"

GREEN = ["Hofbau-Lantern"]
AMBER = [
    "Strelsau-Sable", "Burlesdon-Ferret", "Krafstein-Anvil", "Axphain-Cobalt", "Dawsbergen-Tally",
    "7319", "Detchard-Plume", "Ganzvoort-Ledger", "ganzvoort-ledger", "3108249", "Marlanx-Pebble",
    "Lauengram-Door", "Tarlenheim-Quill", "Antoinette-Frost", "Tettenborn-Whistle", "Bersonin-Ink",
    "bersonin-ink",
]  # fmt: skip
ABOVE_AMBER = [
    "Ganlook-Ember", "Zendahold-Kilo", "mauban-stork", "Rischenheim-Gull", "Vidovar-Sixpence",
    "Lutzau-Sandbank", "Hentzau-Marrow", "Gautet-Hollow", "Rupert-Vellum",
]  # fmt: skip


@cache
def view(audience: str, dossier: str = DOSSIER) -> View:
    settings, _, _ = load_audience(WORKSPACE, audience)
    return project(open_dossier(WORKSPACE, dossier), audience, settings, "en")


@cache
def source_text() -> str:
    folder = WORKSPACE.data / DOSSIER
    return "".join(path.read_text("utf-8") for path in sorted(folder.iterdir()))


@pytest.mark.parametrize("canary", GREEN + AMBER + ABOVE_AMBER)
def test_the_press_sees_no_word_of_what_is_marked_above_clear(canary: str) -> None:
    assert canary in source_text()
    assert canary.lower() not in repr(view("press")).lower()


@pytest.mark.parametrize("canary", ABOVE_AMBER)
def test_the_analyst_sees_no_word_of_what_is_marked_above_amber(canary: str) -> None:
    assert canary in source_text()
    assert canary.lower() not in repr(view("analyst")).lower()


@pytest.mark.parametrize(
    ("audience", "canary"),
    [
        ("analyst", "Hofbau-Lantern"),
        ("analyst", "Strelsau-Sable"),
        ("analyst", "Bersonin-Ink"),
        ("minister", "Zendahold-Kilo"),
        ("minister", "Rupert-Vellum"),
    ],
)
def test_those_who_may_see_a_record_do(audience: str, canary: str) -> None:
    assert canary in repr(view(audience))


@pytest.mark.parametrize("dossier", WORKSPACE.dossiers())
@pytest.mark.parametrize("audience", WORKSPACE.audiences())
def test_every_paper_is_plain_values_with_known_sources_only(audience: str, dossier: str) -> None:
    paper = view(audience, dossier).paper
    known = {source["id"] for source in paper["sources"]}
    plain = (str, int, Decimal, type(None))
    stack: list[object] = [paper]
    seen = 0
    while stack:
        value = stack.pop()
        seen += 1
        if isinstance(value, dict):
            assert type(value) is dict
            assert all(type(key) is str for key in value)
            stack.extend(value.values())
            if "as_of" in value and "marking" in value and "sections" not in value:
                assert set(value["sources"]) <= known
        elif isinstance(value, list):
            stack.extend(value)
        else:
            assert isinstance(value, plain)
    assert seen > 100


def test_the_banners_are_those_of_what_each_audience_sees() -> None:
    assert view("press").marking == "TLP:CLEAR"
    assert view("analyst").marking == "TLP:AMBER"
    assert view("minister").marking == "TLP:RED"
