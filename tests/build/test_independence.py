"""Every output of the real build is the same whatever is withheld: files, names, console."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from briefgen.build.dossiers import open_dossier
from briefgen.build.edition import Edition
from briefgen.build.prepare import Prepared, prepare
from briefgen.build.renderer import rendering
from briefgen.build.verify import outputs
from briefgen.dossier.resolve import Dossier
from briefgen.house.workspace import Workspace
from briefgen.verify.proof.noninterference import interferences
from briefgen.view.fit import dispensable

if TYPE_CHECKING:
    from conftest import Desk

SMALL = "norland-sundmark"

#: One page that nearly everything has to be left out of.
SHORT = """\
like: press
title: Note
description: One page.
max_pages: 1
fit: priority
sections: [press-lines, facts, timeline, visits, statements]
"""


@pytest.fixture
def short(desk: Desk) -> tuple[Workspace, Prepared]:
    desk.write("templates/short/audience.yaml", SHORT)
    desk.write("templates/short/style.css", "@page { size: A5; margin: 24mm 10mm 20mm 10mm; }\n")
    workspace = Workspace(desk.root)
    edition = Edition(SMALL, "short", "en", ("pdf", "docx", "html"), desk.root / "output")
    return workspace, prepare(workspace, edition, open_dossier(workspace, SMALL))


def test_a_fitted_edition_depends_on_nothing_withheld(short: tuple[Workspace, Prepared]) -> None:
    workspace, prepared = short
    with rendering(workspace, 1) as renderer:
        make = partial(outputs, workspace, prepared, renderer)
        original = make(prepared.dossier)
        assert set(original) == {"pdf", "docx", "html", "file names", "console"}
        assert b" timeline" in original["console"], "something is left out for want of space"
        found = interferences(prepared.dossier, prepared.reader, make, redacts=False, copies=5)
    assert found == []


def test_a_fit_that_looked_at_withheld_records_would_be_noticed(
    short: tuple[Workspace, Prepared], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same comparison, of a build that leaves more out the more is withheld."""
    workspace, prepared = short

    def leaky(dossier: Dossier) -> dict[str, bytes]:
        events = len(dossier.records.events)
        monkeypatch.setattr(
            "briefgen.build.fit.dispensable",
            lambda shown, records: dispensable(shown, records)[events % 3 :],
        )
        return outputs(workspace, prepared, renderer, dossier)

    with rendering(workspace, 1) as renderer:
        found = interferences(prepared.dossier, prepared.reader, leaky, redacts=False, copies=1)
    assert {one.output for one in found} >= {"pdf", "docx"}
