"""The shipped papers hold nothing that their audiences may not see, and nothing that looks so."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from briefgen.build.edition import Edition
from briefgen.build.prepare import prepare
from briefgen.build.release import secrets_of
from briefgen.verify.leaks.needles import Needles
from briefgen.verify.leaks.scan import Finished, scan

from .pipeline import FICTION, WORKSPACE, shipped_dossier

if TYPE_CHECKING:
    from conftest import Shipped

FORMATS = ("pdf", "docx", "html")


@cache
def _searched(dossier: str, audience: str) -> Needles:
    """Return what the build itself searches an edition for."""
    edition = Edition(dossier, audience, "en", FORMATS, WORKSPACE.root)
    return secrets_of(prepare(WORKSPACE, edition, shipped_dossier(dossier)))


def test_the_shipped_papers_have_no_leak(edition: str, shipped: Shipped) -> None:
    dossier, audience, _ = edition.split(".")
    searched = _searched(dossier, audience)
    if not searched.strong:  # nothing is withheld that any file could hold
        return
    for suffix in FORMATS:
        path = shipped.path(edition, suffix)
        assert scan(Finished(path.read_bytes(), suffix, path.name), searched) == []


def test_of_the_fiction_something_is_withheld_from_all_but_the_minister() -> None:
    searched = {name for name in WORKSPACE.audiences() if _searched(FICTION, name).strong}
    assert searched == {*WORKSPACE.audiences()} - {"minister"}


def test_there_is_something_to_search_for() -> None:
    press = _searched(FICTION, "press")
    assert len(press.strong) > 300
    assert all(len(secret.text) < 40 for secret in press.weak), press.weak


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    ("audience", "code"), [("minister", "Zendahold-Kilo"), ("analyst", "Hofbau-Lantern")]
)
def test_a_paper_for_another_audience_is_full_of_leaks(
    audience: str, code: str, suffix: str, shipped: Shipped
) -> None:
    path = shipped.path(f"{FICTION}.{audience}.en", suffix)
    press = _searched(FICTION, "press")
    leaks = scan(Finished(path.read_bytes(), suffix, path.name), press)
    assert any(code in leak.secret.text for leak in leaks)
    assert all(leak.secret.place.file.startswith(f"data/{FICTION}/") for leak in leaks)
