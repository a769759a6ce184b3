from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diagnostics import ContentError, Diagnostic, UsageError
from briefgen.house.workspace import MARKER, find_workspace, shipped


def workspace(root: Path, settings: str = "") -> Path:
    root.mkdir(parents=True, exist_ok=True)
    (root / MARKER).write_text(settings, "utf-8")
    return root


def fault(root: Path, settings: str | bytes) -> Diagnostic:
    content = settings if isinstance(settings, bytes) else settings.encode()
    (root / MARKER).write_bytes(content)
    with pytest.raises(ContentError) as caught:
        find_workspace(root)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.place.file == MARKER
    return diagnostic


def touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("", "utf-8")


def test_the_workspace_is_searched_upwards(tmp_path: Path) -> None:
    root = workspace(tmp_path / "desk")
    deep = root / "data" / "xa-xb" / "notes"
    deep.mkdir(parents=True)
    assert find_workspace(deep).root == find_workspace(root).root == root


def test_the_nearest_workspace_wins(tmp_path: Path) -> None:
    inner = workspace(workspace(tmp_path) / "inner")
    assert find_workspace(inner).root == inner


def test_a_folder_outside_any_workspace_is_a_usage_error_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="briefgen new workspace NAME"):
        find_workspace(tmp_path)


def test_an_unknown_setting_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    diagnostic = fault(tmp_path, "[marking.own]\nlevels = ['A']\n")
    assert (diagnostic.rule, diagnostic.message) == ("unknown-field", "`marking` is not a setting")
    assert "did you mean `markings`?" in diagnostic.hint


@pytest.mark.parametrize("settings", ["[markings", "a = ", b"# \xff\n", "[markings]\n[markings]\n"])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, settings: str | bytes) -> None:
    assert fault(tmp_path, settings).rule == "bad-toml"


@pytest.mark.parametrize(
    "settings",
    [
        "[markings.own]\n",
        "[markings.own]\nlevels = []\n",
        "[markings.own]\nlevels = 'LOW'\n",
        "[markings.own]\nlevels = ['LOW', 2]\n",
        "[markings.own]\nlevels = ['LOW', '']\n",
        "[markings.own]\nlevels = ['LOW', 'HIGH', 'LOW']\n",
        "[markings]\nown = ['LOW', 'HIGH']\n",
        "markings = 3\n",
        "markings = ['LOW', 'HIGH']\n",
    ],
)
def test_a_scheme_without_proper_levels_is_refused_with_the_way_out(
    tmp_path: Path, settings: str
) -> None:
    diagnostic = fault(tmp_path, settings)
    assert diagnostic.rule == "bad-shape"
    assert diagnostic.hint


def test_a_scheme_of_the_workspace_keeps_its_levels_in_order(tmp_path: Path) -> None:
    root = workspace(tmp_path, "[markings.own]\nlevels = ['LOW', 'MIDDLE', 'HIGH']\n")
    assert find_workspace(root).markings["own"].levels == ("LOW", "MIDDLE", "HIGH")


def test_folders_with_a_source_that_is_read_are_dossiers(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    for name in ("b/dossier.yaml", "a/trade.xlsx", "c/visits.csv", "d/deep/sources.bib"):
        touch(root / "data" / name)
    for name in (".e/dossier.yaml", "f/notes.txt", "g/_draft.yaml", "h/~$trade.xlsx", "i/.x.json"):
        touch(root / "data" / name)
    touch(root / "data" / "dossier.yaml")
    assert find_workspace(root).dossiers() == ["a", "b", "c", "d"]


def test_a_workspace_without_data_has_no_dossiers(tmp_path: Path) -> None:
    assert find_workspace(workspace(tmp_path)).dossiers() == []


def test_audiences_are_the_shipped_ones_and_its_own(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    ours = find_workspace(root).audiences()
    touch(root / "templates" / "cabinet" / "audience.yaml")
    touch(root / "templates" / "press" / "audience.yaml")
    touch(root / "templates" / "drafts" / "notes.txt")
    assert {"minister", "analyst", "press"} <= set(ours)
    assert find_workspace(root).audiences() == sorted({*ours, "cabinet"})


def test_its_own_files_are_nearer_than_the_shipped_ones(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    own = root / "templates" / "base" / "theme.yaml"
    assert find_workspace(root).house_file("theme.yaml") == shipped("templates/base/theme.yaml")
    touch(own)
    touch(root / "templates" / "press" / "audience.yaml")
    found = find_workspace(root)
    assert found.house_file("theme.yaml") == own
    assert found.audience_folders("press") == (
        root / "templates" / "press",
        shipped("templates") / "press",
    )


def test_a_missing_file_of_the_house_style_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"templates/base/nothing\.css is missing"):
        find_workspace(workspace(tmp_path)).house_file("nothing.css")


def test_the_repository_does_not_list_its_own_templates_twice() -> None:
    root = shipped("templates").parent
    assert find_workspace(root).template_roots == (root / "templates",)


def test_papers_and_private_files_lie_apart(tmp_path: Path) -> None:
    found = find_workspace(workspace(tmp_path))
    assert found.output == tmp_path / "output"
    assert found.private == tmp_path / ".briefgen"
    assert found.shown(found.data / "a" / "b.yaml") == "data/a/b.yaml"
