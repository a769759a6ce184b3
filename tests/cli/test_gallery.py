"""`briefgen gallery`: every component there is, with its documentation and what it prints."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen.diagnostics import ContentError
from briefgen.gallery import Argument, Component, components
from briefgen.house.workspace import Workspace
from commands import run_in
from conftest import ROOT, Desk

if TYPE_CHECKING:
    from conftest import WordFile

DOSSIER = "ruritania-graustark"
WORKSPACE = Workspace(ROOT)
BASE = ROOT / "templates/base"

FOLDERS = sorted(path.parent for path in ROOT.glob("templates/*/components"))
SHIPPED = {
    (folder.name, component.name): component
    for folder in FOLDERS
    for component in components([folder], WORKSPACE)
}


def test_every_file_is_a_component() -> None:
    files = {
        (folder.name, path.name.removesuffix(".html.j2").replace("-", "_"))
        for folder in FOLDERS
        for path in (folder / "components").iterdir()
    }
    assert set(SHIPPED) == files
    assert len(SHIPPED) > 30


@pytest.mark.parametrize("key", sorted(SHIPPED), ids="/".join)
def test_a_component_says_what_it_is_for_and_what_each_argument_is(key: tuple[str, str]) -> None:
    component = SHIPPED[key]
    assert component.text
    assert component.text[0].endswith(".")
    assert re.search(rf"\b{component.name}\(", component.example)
    assert [argument.name for argument in component.arguments if not argument.text] == []


def test_a_comment_is_read_with_its_arguments_and_its_example(tmp_path: Path) -> None:
    folder = tmp_path / "components"
    folder.mkdir()
    (folder / "key-line.html.j2").write_text(
        "{# A line\n   of text.\n\n   More on it.\n\n   Arguments:\n     text: text;\n"
        "       two lines\n     size: number\n     names: list\n\n   Example:\n"
        "     {% for x in [1] %}\n       {{ key_line(x) }}\n     {% endfor %}\n-#}\n"
        "{% macro _inner() %}{% endmacro %}\n"
        '{%- macro key_line(text, size=3, names=["a, b", "c"], word="x=y") -%}\n{%- endmacro %}',
        "utf-8",
    )
    assert components([tmp_path], Workspace(tmp_path)) == [
        Component(
            "key_line",
            "components/key-line.html.j2",
            ("A line of text.", "More on it."),
            (
                Argument("text", None, "text; two lines"),
                Argument("size", "3", "number"),
                Argument("names", '["a, b", "c"]', "list"),
                Argument("word", '"x=y"', ""),
            ),
            "{% for x in [1] %}\n  {{ key_line(x) }}\n{% endfor %}",
        )
    ]


def test_a_component_without_a_comment_is_shown_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "components").mkdir()
    text = "{% macro bare(x) %}<p>{{ x }}</p>{% endmacro %}"
    (tmp_path / "components/bare.html.j2").write_text(text, "utf-8")
    [component] = components([tmp_path], Workspace(tmp_path))
    assert component == Component(
        "bare", "components/bare.html.j2", (), (Argument("x", None, ""),), ""
    )


def test_a_nearer_folder_hides_the_component_of_a_farther_one() -> None:
    found = components([ROOT / "templates/largeprint", BASE], WORKSPACE)
    assert len(found) == len(list((BASE / "components").iterdir()))
    by_name = {component.name: component.file for component in found}
    assert by_name["timeline"] == "templates/largeprint/components/timeline.html.j2"
    assert by_name["figures"] == "templates/base/components/figures.html.j2"


def test_a_file_that_does_not_hold_its_component_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "components").mkdir()
    text = "{% macro other() %}{% endmacro %}"
    (tmp_path / "components/key-line.html.j2").write_text(text, "utf-8")
    with pytest.raises(ContentError) as caught:
        components([tmp_path], Workspace(tmp_path))
    [fault] = caught.value.diagnostics
    assert fault.place.file == "components/key-line.html.j2"
    assert fault.message == "the file holds no macro `key_line`"
    assert "with _ for -" in fault.hint


def made(folder: Path, *arguments: str) -> Path:
    """Make galleries with the fictional dossier; return the folder that holds them."""
    desk = Desk(folder)
    shutil.copytree(ROOT / "data" / DOSSIER, desk.root / "data" / DOSSIER)
    (desk.root / "briefgen.toml").touch()
    run = desk("gallery", *arguments)
    assert (run.returncode, run.stderr) == (0, "")
    galleries = desk.root / "output/gallery"
    assert run.stdout.count("made ") == len(list(galleries.iterdir()))
    return galleries


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the galleries of all audiences by name, as composed."""
    folder = made(tmp_path_factory.mktemp("galleries"), "-f", "html")
    return {path.name.split(".")[1]: path.read_text("utf-8") for path in folder.iterdir()}


def _typed(text: str) -> str:
    """Return a text as it was typed, without spaces and what marks code."""
    straight = text.translate(str.maketrans("\u2018\u2019\u201c\u201d\u2013", "''\"\"-"))
    return re.sub(r"[\s\u00ad\u200b`]+", "", straight)


def test_the_examples_of_every_shipped_audience_can_be_copied(pages: dict[str, str]) -> None:
    assert set(pages) == set(WORKSPACE.audiences())


def test_the_gallery_shows_every_component_in_both_formats_and_is_the_same_every_time(
    tmp_path: Path,
    pages: dict[str, str],
    word_file: Callable[[Path], WordFile],
    pdf_pages: Callable[[Path], list[str]],
) -> None:
    folder = made(tmp_path, "-a", "analyst", "-f", "pdf", "-f", "docx", "-f", "html")
    assert sorted(path.name for path in folder.iterdir()) == [
        f"gallery.analyst.en.{suffix}" for suffix in ("docx", "html", "pdf")
    ]
    word = word_file(folder / "gallery.analyst.en.docx").full_text
    pdf = " ".join(pdf_pages(folder / "gallery.analyst.en.pdf"))
    found = components([ROOT / "templates/analyst", BASE], WORKSPACE)
    for text in (word, pdf):
        squeezed = _typed(text)
        for component in found:
            for part in (component.name, *component.text, component.example):
                assert _typed(part) in squeezed, f"{component.name}: {part}"
    html = (folder / "gallery.analyst.en.html").read_text("utf-8")
    assert html == pages["analyst"]
    shown = {
        name: 'class="example"' in section
        for name, section in re.findall(
            r'<section class="component" id="component-([a-z-]+)">(.*?)</section>', html, re.DOTALL
        )
    }
    nothing = {name for name, there in shown.items() if not there}
    assert len(shown) == len(found)
    assert nothing <= {"size-chart", "voting-chart", "claimant"}
    assert (
        "data:image/svg+xml"
        in html.partition('id="component-locator-map"')[2].partition("</section>")[0]
    )


def test_the_gallery_of_an_audience_shows_nothing_above_its_clearance(
    pages: dict[str, str],
) -> None:
    assert 'data-marking="TLP:CLEAR"' in pages["press"]
    assert 'data-marking="TLP:CLEAR"' not in pages["minister"]
    assert len(pages["press"]) < len(pages["minister"])


def test_an_example_at_fault_is_told_with_its_place_and_others_are_built(
    copied: Callable[..., Desk],
) -> None:
    desk = copied(DOSSIER)
    desk.write(
        "templates/press/components/odd.html.j2",
        "{# Odd.\n\n   Example:\n     {{ odd(papers.sections) }}\n-#}\n"
        "{% macro odd(x) %}{{ x|length }}{% endmacro %}",
    )
    run = desk("gallery", "-a", "minister", "-a", "press", "-f", "html")
    assert run.returncode == 1
    assert ".briefgen/gallery/press/examples/odd.html.j2:4: error[unknown-name]" in run.stderr
    assert "did you mean `paper`?" in run.stderr
    assert [path.name for path in (desk.root / "output/gallery").iterdir()] == [
        "gallery.minister.en.html"
    ]


@pytest.mark.parametrize("chosen", [[], ["-a", "nobody"]])
def test_a_workspace_without_dossiers_has_no_gallery(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], chosen: list[str]
) -> None:
    (tmp_path / "briefgen.toml").touch()
    assert run_in(tmp_path, "gallery", *chosen) == 2
    assert "briefgen new dossier" in capsys.readouterr().err
