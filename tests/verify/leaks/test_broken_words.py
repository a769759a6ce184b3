"""What a line breaks is found whole: in both formats, short names too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefgen.diagnostics import Place
from briefgen.house.fonts import load_fonts
from briefgen.house.workspace import Workspace
from briefgen.layout.pages import Layout
from briefgen.layout.weasy import lay_out, paint
from briefgen.verify.leaks.folding import words
from briefgen.verify.leaks.needles import Secret, needles
from briefgen.verify.leaks.scan import Finished, scan
from briefgen.write.docx.compile import write_docx
from briefgen.write.docx.properties import Properties

FONTS = load_fonts(Workspace(Path(__file__).parents[3]))
PROPERTIES = Properties(
    "T", "S", "", "", "", "de", "OFFICIAL", "urn:paper", date(2026, 11, 1)
)  # fmt: skip

#: Shorter than what is found at any place of a text: it is looked up as a word.
SECRET = Secret("Otto Hofbau", Place("data/dossier.yaml", 1))


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_name_that_a_line_breaks_is_found(kind: str) -> None:
    layout = _laid_out()
    content = (
        paint(layout, b"0" * 16)
        if kind == "pdf"
        else write_docx(layout, PROPERTIES, FONTS.word_names, [])
    )
    searched = needles([SECRET], [])
    assert [leak.secret for leak in scan(Finished(content, kind, f"a.{kind}"), searched)]


def _laid_out() -> Layout:
    """Return a layout in which a line breaks the name."""
    for width in range(80, 140, 3):
        layout = lay_out(
            '<html lang="de"><head><title>T</title><style>html {'
            " font: 10pt Carlito; hyphens: auto;"
            f" hyphenate-limit-chars: 6 3 3 }} p {{ width: {width}pt }}</style></head><body>"
            "<h1>T</h1><p>so war es das von Hofbau und mehr als das und es war so</p></body>"
            "</html>",
            FONTS.faces,
        )
        if [one.word for one in layout.engine.broken] == ["Hofbau"]:
            return layout
    raise AssertionError("no line breaks the name")


@pytest.mark.parametrize("hyphen", ["-", "\u00ad", "\u2010"])
def test_a_hyphen_at_the_end_of_a_line_joins(hyphen: str) -> None:
    assert words(f"der Hof{hyphen}\nbau") == ["der", "Hof-bau"]
    assert words("der Hof\u00adbau") == ["der", "Hofbau"]
