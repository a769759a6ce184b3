"""The theme: what Word's Design tab changes, styles name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from briefgen.layout.weasy import lay_out
from briefgen.write.docx.compile import compile_document
from briefgen.write.docx.ooxml import A

from .conftest import FACES, PROPERTIES, STYLE, Word, q

Write = Callable[..., Word]

COLORS = {
    "accent": "#093f68", "second": "#923900", "third": "#2c7a6b", "soft": "#eef2f6",
    "ink": "#1d2329", "muted": "#55606b", "rule": "#c5ced6",
}  # fmt: skip

CSS = """
html { color: #1d2329 }
h1 { font-family: Caladea; color: #093f68 }
.source { color: #55606b }
.other { color: #123456 }
.box { background: #eef2f6; border-left: 3pt solid #923900 }
td { border-bottom: 1pt solid #c5ced6 }
"""

BODY = (
    "<h1>t</h1><p>a</p><p class='source'>b</p><p class='other'>c</p>"
    "<aside class='box'><p>d</p></aside><table><tbody><tr><td>e</td></tr></tbody></table>"
)


@pytest.fixture(scope="module")
def word() -> Word:
    html = (
        f'<!DOCTYPE html><html lang="en"><head><title>A paper</title><style>{STYLE}{CSS}</style>'
        f"</head><body>{BODY}</body></html>"
    )
    fonts = {"Carlito": "Calibri", "Caladea": "Cambria"}
    files = [str(face.path) for face in FACES]
    made = compile_document(lay_out(html, FACES), PROPERTIES, fonts, files, colors=COLORS)
    return Word(made.data, made.paragraphs, made.formatted)


def _named(word: Word, style: str, tag: str, *names: str) -> list[str | None]:
    element = next(word.style(style).iter(q(tag)))
    return [element.get(q(name)) for name in names]


def test_colours_of_the_paper_are_those_of_the_theme(word: Word) -> None:
    scheme = next(word.part("word/theme/theme1.xml").iter(f"{{{A}}}clrScheme"))
    found = {etree.QName(slot).localname: slot[0].get("val") for slot in scheme}
    assert found == {
        "dk1": "1D2329", "lt1": "FFFFFF", "dk2": "55606B", "lt2": "EEF2F6", "accent1": "093F68",
        "accent2": "923900", "accent3": "2C7A6B", "accent4": "C5CED6", "accent5": "55606B",
        "accent6": "1D2329", "hlink": "093F68", "folHlink": "923900",
    }  # fmt: skip


def test_styles_name_colours_beside_what_they_are(word: Word) -> None:
    color = ("color", "val", "themeColor")
    assert _named(word, "Normal", *color) == ["1d2329", "text1"]
    assert _named(word, "Title", *color) == ["093f68", "accent1"]
    assert _named(word, "Source", *color) == ["55606b", "text2"]
    assert _named(word, "Other", *color) == ["123456", None]
    assert _named(word, "BoxBox", "shd", "fill", "themeFill") == ["eef2f6", "background2"]
    assert _named(word, "BoxBox", "left", "color", "themeColor") == ["923900", "accent2"]


def test_running_text_has_the_minor_font_and_titles_the_major(word: Word) -> None:
    fonts = next(word.part("word/theme/theme1.xml").iter(f"{{{A}}}fontScheme"))
    assert [one[0].get("typeface") for one in fonts] == ["Cambria", "Calibri"]
    names = ("rFonts", "ascii", "asciiTheme", "hAnsiTheme")
    assert _named(word, "Normal", *names) == ["Calibri", "minorHAnsi", "minorHAnsi"]
    assert _named(word, "Title", *names) == ["Cambria", "majorHAnsi", "majorHAnsi"]


def test_settings_say_which_colour_of_the_theme_text_has(word: Word) -> None:
    mapping = next(word.part("word/settings.xml").iter(q("clrSchemeMapping")))
    assert (mapping.get(q("t1")), mapping.get(q("bg2"))) == ("dark1", "light2")
    assert len(mapping.attrib) == 12


def test_without_colours_there_is_no_theme_and_nothing_names_one(write: Write) -> None:
    word = write(BODY, CSS)
    assert not any("theme" in name for name in word.names)
    assert b"heme" not in word.read("word/styles.xml")
    assert b"clrSchemeMapping" not in word.read("word/settings.xml")
