"""The same dossier gives the same papers, byte for byte, whatever its files are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.build.edition import Edition
from briefgen.house.workspace import Workspace
from briefgen.load.export import write_dossier
from briefgen.load.folder import load_folder
from briefgen.load.nodes import plain
from builds import build_one

ROOT = Path(__file__).parents[2]
FORMATS = ["yaml", "json", "csv", "xlsx", "sqlite", "postgresql"]

Papers = dict[str, bytes]


def papers(workspace: Workspace, dossier: str) -> Papers:
    """Build every audience's HTML, and one audience's PDF and DOCX."""
    found = {}
    for audience in workspace.audiences():
        formats = ("html", "pdf", "docx") if audience == "press" else ("html",)
        edition = Edition(dossier, audience, "en", formats, workspace.output)
        outcome = build_one(workspace, edition)
        assert not outcome.failed, "\n".join(map(str, outcome.diagnostics))
        for path in outcome.files:
            found[path.name] = path.read_bytes()
    return found


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Papers]:
    """Return what builds the papers of a dossier from the files of this repository, once."""
    folder = tmp_path_factory.mktemp("originals")
    (folder / "briefgen.toml").touch()
    (folder / "data").symlink_to(ROOT / "data")
    built: dict[str, Papers] = {}

    def build(dossier: str) -> Papers:
        if dossier not in built:
            built[dossier] = papers(Workspace(folder), dossier)
        return built[dossier]

    return build


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("dossier", ["belarus-lithuania", "ruritania-graustark"])
def test_papers_do_not_depend_on_the_format_of_the_sources(
    dossier: str,
    format_: str,
    tmp_path: Path,
    rewritten: Callable[[str, str, Path], None],
    originals: Callable[[str], Papers],
) -> None:
    (tmp_path / "briefgen.toml").touch()
    rewritten(dossier, format_, tmp_path / "data" / dossier)
    workspace = Workspace(tmp_path)
    assert workspace.dossiers() == [dossier]
    expected = originals(dossier)
    written = papers(workspace, dossier)
    assert list(written) == list(expected)
    for name, content in expected.items():
        assert written[name] == content, name


def test_a_format_can_be_turned_into_another_and_back(
    tmp_path: Path, rewritten: Callable[[str, str, Path], None]
) -> None:
    rewritten("ruritania-graustark", "xlsx", tmp_path / "a")
    before = load_folder(tmp_path / "a", tmp_path)
    for number, format_ in enumerate(("yaml", "csv", "json", "xlsx")):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        write_dossier(before, folder, format_)
        after = load_folder(folder, tmp_path)
        assert sorted(plain(after)) == sorted(plain(before))
        assert all(plain(after)[name] == plain(before)[name] for name in plain(before))
        before = after
