"""What `briefgen check` finds out about all editions together."""

from __future__ import annotations

from pathlib import Path

from briefgen.build.check import check_editions
from briefgen.build.edition import Edition
from briefgen.house.workspace import find_workspace
from incremental import SMALL, make_workspace


def _homes(root: Path, **homes: str) -> None:
    for audience, home in homes.items():
        settings = root / "templates" / audience / "audience.yaml"
        settings.write_text(f"home: {home}\n{settings.read_text('utf-8')}", "utf-8")


def _checked(root: Path, *audiences: str) -> dict[str, list[str]]:
    workspace = find_workspace(root)
    editions = [Edition(SMALL, name, "en", ("html",), workspace.output) for name in audiences]
    found = {one.edition.audience: one for one in check_editions(workspace, editions, 2)}
    assert not any(outcome.failed for outcome in found.values())
    return {name: list(map(str, outcome.diagnostics)) for name, outcome in found.items()}


def test_an_audience_at_home_in_a_state_that_no_dossier_is_about_is_told_so(tmp_path: Path) -> None:
    make_workspace(tmp_path)
    _homes(tmp_path, press="ZZ", business="XS")
    found = _checked(tmp_path, "press", "business", "analyst")
    assert (found["analyst"], found["business"]) == ([], [])
    assert found["press"] == [
        "templates/press/audience.yaml:1:7: warning[unknown-country]: `home` is ZZ, which is a"
        " party of no dossier here\n  hint: known here: XN, XS; without it, each dossier's own"
        " home counts"
    ]


def test_where_not_all_dossiers_are_looked_at_no_home_is_doubted(tmp_path: Path) -> None:
    make_workspace(tmp_path)
    _homes(tmp_path, press="ZZ")
    other = tmp_path / "data/other"
    other.mkdir()
    (other / "dossier.yaml").write_text("dossier: {title: Another}\n", "utf-8")
    assert _checked(tmp_path, "press") == {"press": []}
