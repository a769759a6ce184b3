"""What an audience may ask of its papers: endnotes, numbers, fonts, another direction."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import page
import pytest
from fontTools.ttLib import TTFont

import tagged

if TYPE_CHECKING:
    from conftest import Desk, WordFile

OTHERWISE = """like: analyst
need_to_know: [analyst]
notes: endnotes
numbered_headings: 2
embed_fonts: subset
"""

NAME = "norland-sundmark.otherwise"


def _built(desk: Desk, *more: str) -> Path:
    """Build the audience's paper in all formats; return its path without an ending."""
    desk.write("templates/otherwise/audience.yaml", OTHERWISE)
    run = desk("build", "-a", "otherwise", "-f", "pdf", "-f", "docx", "-f", "html", *more)
    assert run.returncode == 0, run.stderr
    [pdf] = (desk.root / "output").rglob("*.pdf")
    return pdf.with_suffix("")


def _valid(root: Path, stem: Path) -> None:
    for profile in ("ua1", "3a"):
        assert page.validate_pdf(f"{stem}.pdf", profile=profile).is_compliant
    command = [str(root / "node_modules/.bin/ooxml-validator"), f"{stem}.docx"]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert json.loads(run.stdout)["errors"] == []


def test_endnotes_and_numbers_are_the_same_in_both_formats(
    desk: Desk, root: Path, word_file: Callable[[Path], WordFile],
    office: Callable[[Path], Path], pdf_pages: Callable[[Path], list[str]],
    squeezed: Callable[[str], str],
) -> None:  # fmt: skip
    stem = _built(desk)
    _valid(root, stem)
    structure = tagged.read(Path(f"{stem}.pdf").read_bytes())
    word = word_file(Path(f"{stem}.docx"))
    assert any(name.endswith(".odttf") for name in word.parts)

    ours = [squeezed(note.text) for note in structure.find("Note")]
    notes = [word.text(note) for note in word.tree("word/endnotes.xml")][2:]
    assert len(notes) > 2
    assert ours == [squeezed(f"{number}{note}") for number, note in enumerate(notes, 1)]

    shown = squeezed("".join(pdf_pages(office(Path(f"{stem}.docx")))))
    headings = [squeezed(one.text) for one in structure.find("H2", "H3")]
    assert any(re.match(r"\d\.\d", heading) for heading in headings)
    captions = [squeezed(one.text) for one in structure.find("Caption")]
    missing = [one for one in (*headings, *captions, *ours) if one not in shown]
    assert missing == []


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_a_catalogue_may_be_written_from_right_to_left(
    desk: Desk, root: Path, word_file: Callable[[Path], WordFile], language: str
) -> None:
    english = (root / "templates/base/catalogue/en.yaml").read_text("utf-8")
    words = english.replace("locale: en_GB", f"locale: {language}").replace(
        "contents: Contents", "contents: المحتويات"
    )
    desk.write(f"templates/base/catalogue/{language}.yaml", words)
    stem = _built(desk, "-l", language)
    _valid(root, stem)
    assert f'<html lang="{language}" dir="rtl">' in Path(f"{stem}.html").read_text("utf-8")
    word = word_file(Path(f"{stem}.docx"))
    tables = word.xpath(".//w:tbl[count(.//w:tc) > 1]")
    assert len(tables) > 3
    assert all(word.xpath("w:tblPr/w:bidiVisual", table) for table in tables)
    [contents] = [one for one in tagged.read(Path(f"{stem}.pdf").read_bytes()).find("H2")
                  if one.text == "المحتويات"]  # fmt: skip
    assert contents.spoken is None


def test_a_catalogue_that_lacks_a_word_for_them_is_named(desk: Desk, root: Path) -> None:
    english = (root / "templates/base/catalogue/en.yaml").read_text("utf-8")
    desk.write("templates/base/catalogue/en.yaml", english.replace("  endnotes: Notes\n", ""))
    desk.write("templates/otherwise/audience.yaml", OTHERWISE)
    run = desk("build", "-a", "otherwise", "-f", "html")
    assert run.returncode == 1
    assert (
        "templates/base/catalogue/en.yaml: error[bad-template]: the catalogue has no word"
        " `endnotes`" in run.stderr
    )


def test_a_font_that_may_not_be_embedded_is_named_where_it_is_asked_for(
    desk: Desk, root: Path
) -> None:
    fonts = desk.root / "templates/base/fonts"
    shutil.copytree(root / "templates/base/fonts", fonts)
    with TTFont(fonts / "Carlito-Bold.ttf") as font:
        font["OS/2"].fsType = 2
        font.save(fonts / "Carlito-Bold.ttf")
    desk.write("templates/otherwise/audience.yaml", OTHERWISE)
    run = desk("build", "-a", "otherwise", "-f", "docx")
    assert run.returncode == 1
    assert (
        "templates/otherwise/audience.yaml:5:14: error[font-embedding]: Carlito-Bold.ttf may not be"
        " embedded in a document to be edited (fsType 0x0002)" in run.stderr
    )
    assert "hint: write embed_fonts: none" in run.stderr
