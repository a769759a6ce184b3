# ruff: noqa: RUF001
"""Words at the ends of lines: broken by the patterns of their language, whole to every reader."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.house.fonts import load_fonts
from briefgen.house.workspace import Workspace
from briefgen.layout.hyphenation import Patterns
from briefgen.layout.pages import Layout
from briefgen.layout.weasy import lay_out, paint
from briefgen.verify.parity.pdfblocks import pdf_blocks
from briefgen.verify.reading.tagged import read_pdf

ROOT = Path(__file__).parents[2]
FACES = load_fonts(Workspace(ROOT)).faces

#: Words of several languages, and where they may be broken with three letters on either side.
WORDS = {
    "en": ("representatives", "rep-res-ent-at-ives"),
    "de": ("Wirtschaftsbeziehungen", "Wirt-schafts-be-zie-hun-gen"),
    "fr": ("développement", "déve-lop-pe-ment"),
    "lt": ("bendradarbiavimas", "bend-ra-dar-bia-vi-mas"),
    "pl": ("przedstawicielstwo", "przed-sta-wi-ciel-stwo"),
    "ru": ("сотрудничество", "сотруд-ни-че-ство"),
    "be": ("супрацоўніцтва", "суп-ра-цоў-ні-ц-тва"),
    "uk": ("співробітництво", "спів-ро-бі-т-ни-ц-тво"),
}


def laid_out(body: str, style: str = "", language: str = "en") -> Layout:
    return lay_out(
        f'<html lang="{language}"><head><title>T</title><style>html {{ font-family: Carlito,'
        ' "Noto Naskh Arabic"; font-size: 10pt; overflow-wrap: break-word;'
        f" hyphens: auto; hyphenate-limit-chars: 6 3 3 }} {style}</style></head>"
        f"<body><h1>T</h1>{body}</body></html>",
        FACES,
    )


def lines(layout: Layout, tag: str = "p") -> list[str]:
    """Return the lines of the elements of a tag."""
    found = []
    for page in layout.engine.pages:
        for box in page._page_box.descendants():
            if hasattr(box, "text_overflow"):
                texts = [t for t in box.descendants() if hasattr(t, "text")]
                if texts and texts[0].element_tag == tag:
                    found.append("".join(text.text for text in texts).strip())
    return found


def broken(layout: Layout) -> list[str]:
    return [one.word for one in layout.engine.broken]


@pytest.mark.parametrize("language", WORDS)
def test_a_word_is_broken_by_the_patterns_of_its_language(language: str) -> None:
    word, parts = WORDS[language]
    first, *_ = patterns = list(Patterns()[language, 3, 3, 6].iterate(word))
    places = {len(before) for before, _ in patterns}
    assert "".join("-" * (at in places) + letter for at, letter in enumerate(word)) == parts
    body = f'<p lang="{language}">a {word} a b c d e f g {word} a b c d e f g</p>'
    layouts = [laid_out(body, f"p {{ width: {width}pt }}") for width in (80, 105, 115)]
    assert any(line.endswith("-") for layout in layouts for line in lines(layout))
    assert {one for layout in layouts for one in broken(layout)} == {word}
    assert first[0] + first[1] == word


def test_a_language_without_patterns_is_not_hyphenated() -> None:
    text = "qawwalmaqala " * 12
    assert broken(laid_out(f'<p lang="mt">{text}</p>', "p { width: 90pt }")) == []
    assert broken(laid_out(f'<p lang="x-none">{text}</p>', "p { width: 90pt }")) == []


def test_each_text_is_broken_in_its_own_language() -> None:
    body = '<p>und <span lang="de">Wirtschaftsbeziehungen</span> und</p>'
    assert broken(laid_out(body, "p { width: 100pt }")) == ["Wirtschaftsbeziehungen"]
    assert broken(laid_out(body.replace('lang="de"', 'lang="mt"'), "p { width: 100pt }")) == []


@pytest.mark.parametrize(
    "word",
    [
        "Representatives", "UNESCO-representatives", "representatives2026",
        "policy-representatives", "representatives@example.org",
        "www.representatives.example/international",
        "https://example.org/representatives", "representatives/administrations",
    ],
)  # fmt: skip
def test_names_codes_addresses_and_words_with_a_hyphen_stay_whole(word: str) -> None:
    for width in range(60, 200, 20):
        layout = laid_out(f"<p>the last of the {word} of them</p>", f"p {{ width: {width}pt }}")
        assert broken(layout) == []


def test_nouns_of_languages_that_capitalise_them_are_no_names() -> None:
    text = "die Wirtschaftsbeziehungen der Länder"
    assert broken(laid_out(f"<p>{text}</p>", "p { width: 90pt }", "de")) != []
    assert broken(laid_out("<p>die DEUTSCHLANDS der</p>", "p { width: 60pt }", "de")) == []


def test_a_break_that_would_spell_a_word_otherwise_is_not_made() -> None:
    # Hungarian "asszony" breaks as "asz-szony".
    assert all(a + b == "asszonnyal" for a, b in Patterns()["hu", 2, 2, 5].iterate("asszonnyal"))


def test_no_word_goes_on_on_another_page_or_in_another_column() -> None:
    text = "administrative representatives communicate internationally " * 9
    for height in range(60, 120, 7):
        layout = laid_out(
            f"<p>{text}</p>",
            f"@page {{ size: 150pt {height}pt; margin: 10pt }} h1 {{ display: none }}"
            " p { orphans: 1; widows: 1; margin: 0 }",
        )
        ends = [lines_of[-1] for page in layout.engine.pages if (lines_of := _of_page(page))]
        assert len(ends) > 2
        assert not [end for end in ends if end.endswith("-")]
    columns = laid_out(
        f'<div class="c"><p>{text}</p></div>', ".c { columns: 2 } p { orphans: 1; widows: 1 }"
    )
    assert all(one.line + 1 < len(one.block.children) for one in columns.engine.broken)


def _of_page(page: Any) -> list[str]:
    return [
        "".join(text.text for text in box.descendants() if hasattr(text, "text"))
        for box in page._page_box.descendants()
        if hasattr(box, "text_overflow")
    ]


def test_no_part_of_a_word_stands_alone_on_the_last_line_nor_three_in_a_row() -> None:
    text = "of representatives " * 12
    for width in range(70, 160, 3):
        shown = lines(laid_out(f"<p>{text}</p>", f"p {{ width: {width}pt }}"))
        assert not (shown[-2].endswith("-") and " " not in shown[-1])
        marks = "".join("-" if line.endswith("-") else "." for line in shown)
        assert "---" not in marks


def test_a_word_longer_than_its_line_is_broken_all_the_same() -> None:
    assert lines(laid_out("<p>representatives</p>", "p { width: 45pt }"))[0].endswith("-")


def test_a_zone_keeps_lines_that_are_long_enough() -> None:
    text = "The representatives of both administrations communicate regularly. " * 6
    full, sparing = (
        laid_out(f"<p>{text}</p>", f"p {{ width: 180pt; hyphenate-limit-zone: {zone} }}")
        for zone in ("0", "4em")
    )
    assert len(broken(sparing)) < len(broken(full))


@cache
def _pdf(body: str, style: str, language: str) -> bytes:
    return paint(laid_out(body, style, language), b"0" * 16)


_TEXTS = st.lists(
    st.sampled_from([*(word for word, _ in WORDS.values()), "cross-border", "a", "of", "5,5", "—"])
    | st.text("abcdefghiklmnoprstuvy", min_size=5, max_size=16),
    min_size=3,
    max_size=25,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXTS, st.integers(40, 220), st.sampled_from(sorted(WORDS)))
def test_what_is_read_in_the_pdf_is_the_text_unbroken(
    words: list[str], width: int, language: str
) -> None:
    text = " ".join(words)
    body, style = f"<p>{text}</p>", f"p {{ width: {width}pt }}"
    file = read_pdf(paint(laid_out(body, style, language), b"0" * 16))
    [_, _, paragraph] = pdf_blocks(file)
    unbroken = re.sub("\u00ad\ue000", "", paragraph.text)
    assert "\u00ad" not in unbroken
    assert re.sub(r"[\s\ue000]+", "", unbroken) == text.replace(" ", "")
    assert file.faults == []


def test_poppler_reads_soft_hyphens_where_words_are_broken_and_hyphens_elsewhere(
    tmp_path: Path,
) -> None:
    text = "the representatives of cross-border administrations communicate internationally " * 3
    (tmp_path / "a.pdf").write_bytes(_pdf(f"<p>{text}</p>", "p { width: 100pt }", "en"))
    command = ["pdftotext", "-raw", str(tmp_path / "a.pdf"), "-"]
    read = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    assert read.count("\u00ad\n") > 1
    joined = " ".join(read.replace("\u00ad\n", "").replace("-\n", "-").split())
    assert joined == f"T {text}".strip()


def test_hyphens_are_of_the_font_of_their_word() -> None:
    # None of the fonts for Latin letters has U+2010: another one would be taken.
    file = read_pdf(_pdf("<p>the representatives of them</p>", "p { width: 60pt }", "en"))
    assert {text.font.partition("+")[2] for page in file.pages for text in page.texts} <= {
        "Carlito", "Carlito-Bold"
    }  # fmt: skip


def test_parts_of_a_word_with_a_hyphen_stay_whole_from_the_first_layout_on() -> None:
    patterns = Patterns("a cross-representatives body, https://a.example/administrations-all")
    language = patterns["en", 3, 3, 6]
    assert list(language.iterate("representatives")) == []
    assert list(language.iterate("administrations")) != []


def test_layouts_come_to_an_end_whatever_is_unwelcome_in_them() -> None:
    patterns = Patterns()
    language = patterns["en", 3, 3, 6]
    told = [patterns.keep_whole([f"word{number}"]) for number in range(3)]
    assert told == [True, True, True]
    assert list(language.iterate("administrations")) == []
