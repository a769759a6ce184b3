"""What a reader meets on opening a shipped Word file: its styles, settings and navigation pane."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from spoiling import Parts, W, spoilt_word

if TYPE_CHECKING:
    from conftest import Shipped, WordFile

Open = Callable[[str], "WordFile"]

#: Settings that would stand in a reader's way: a question on opening, and what may not be changed.
UNWANTED = ("updateFields", "documentProtection", "writeProtection", "trackRevisions", "lockStyles")

#: Styles that nobody chooses.
APPLIED = ("toc ", "header", "footer", "footnote ", "endnote ", "table of figures", "Table Spacer")


@pytest.fixture
def word(shipped: Shipped, word_file: Callable[[Path], WordFile]) -> Open:
    """Return what opens an edition's Word file."""
    return lambda edition: word_file(shipped.path(edition, "docx"))


def empty_paragraphs(word: WordFile) -> list[str]:
    """Return styles of empty paragraphs, but for those that keep tables apart."""
    found = []
    for paragraph in word.xpath(".//w:p[not(ancestor::w:tc)]"):
        if word.xpath(".//w:t | .//w:drawing | .//w:fldChar", paragraph):
            continue
        before = paragraph.getprevious()
        after_table = before is not None and before.tag == f"{W}tbl"
        if not after_table or word.style_of(paragraph) != "Table Spacer":
            found.append(word.style_of(paragraph))
    return found


def outline(word: WordFile) -> dict[str, str]:
    """Return the levels of the navigation pane, from 0, by the styles that have one."""
    found = {}
    for style in word.xpath("w:style[w:pPr/w:outlineLvl]", word.tree("word/styles.xml")):
        [name], [level] = word.xpath("w:name", style), word.xpath("w:pPr/w:outlineLvl", style)
        found[name.get(f"{W}val", "")] = level.get(f"{W}val", "")
    return found


def test_nothing_is_set_by_empty_paragraphs(word: Open, edition: str) -> None:
    assert empty_paragraphs(word(edition)) == []


def test_an_empty_paragraph_is_noticed(
    shipped: Shipped, word_file: Callable[[Path], WordFile], editions: list[str], tmp_path: Path
) -> None:
    def spoil(parts: Parts) -> None:
        heading = parts.find("//w:p[w:pPr/w:pStyle/@w:val='Heading1']")[1]
        heading.addprevious(heading.makeelement(f"{W}p", {}))

    path = tmp_path / "spoilt.docx"
    path.write_bytes(spoilt_word(shipped.path(editions[0], "docx").read_bytes(), spoil))
    assert empty_paragraphs(word_file(path)) == [""]


def test_the_navigation_pane_shows_headings_and_nothing_else(word: Open, edition: str) -> None:
    file = word(edition)
    found = outline(file)
    assert found == {name: str(int(name.split()[1]) - 1) for name in found}
    assert "heading 1" in found
    # Word's pane leaves out what stands in tables.
    assert [p for p in file.xpath(".//w:tc//w:p") if file.style_of(p) in found] == []
    assert file.xpath(".//w:p/w:pPr/w:outlineLvl") == []


def test_a_file_opens_without_questions_and_can_be_changed(word: Open, edition: str) -> None:
    settings = word(edition).tree("word/settings.xml")
    names = [one for one in UNWANTED if settings.find(f"{W}{one}") is not None]
    assert names == []
    modes = settings.findall(f"{W}compat/{W}compatSetting[@{W}name='compatibilityMode']")
    assert [one.get(f"{W}val") for one in modes] == ["15"]


def test_a_file_says_its_language(word: Open, edition: str) -> None:
    language = edition.rpartition(".")[2]
    styles = word(edition).tree("word/styles.xml")
    [default] = styles.findall(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert default.get(f"{W}val", "").split("-")[0] == language


def test_the_gallery_offers_what_a_writer_chooses_most_used_first(word: Open, edition: str) -> None:
    file = word(edition)
    ranks = {}
    for style in file.xpath("w:style[w:qFormat]", file.tree("word/styles.xml")):
        [name], [rank] = file.xpath("w:name", style), file.xpath("w:uiPriority", style)
        ranks[name.get(f"{W}val", "")] = int(rank.get(f"{W}val", "-1"))
    assert [name for name in ranks if name.startswith(APPLIED)] == []
    in_cells = [name for name in ranks if name.startswith("Table ")]
    assert [name for name in in_cells if not name.endswith("Caption")] == []
    usual = [one for one in ("Normal", "Body Text", "Title", "heading 1") if one in ranks]
    assert sorted(ranks, key=lambda name: (ranks[name], name))[: len(usual)] == usual


def test_lists_are_those_of_styles_but_where_numbers_begin_anew(word: Open, edition: str) -> None:
    file = word(edition)
    numbering = file.tree("word/numbering.xml") if "word/numbering.xml" in file.parts else None
    own = {
        one.get(f"{W}val", "")
        for part in file.parts if part.startswith(("word/document", "word/foot", "word/end"))
        for one in file.xpath(".//w:p/w:pPr/w:numPr/w:numId", file.tree(part))
    } if numbering is not None else set()  # fmt: skip
    for number in own:
        assert file.xpath(f"w:num[@w:numId='{number}']/w:lvlOverride/w:startOverride", numbering)


def test_styles_name_the_colours_and_fonts_of_the_theme(word: Open, edition: str) -> None:
    file = word(edition)
    theme = file.tree("word/theme/theme1.xml")
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    colors = {one.get("val", "").lower() for one in theme.iter(f"{drawing}srgbClr")}
    fonts = {one.get("typeface", "") for one in theme.iter(f"{drawing}latin")}
    styles = file.tree("word/styles.xml")
    for one in file.xpath(".//w:rPr/w:color", styles):
        assert one.get(f"{W}val") not in colors or one.get(f"{W}themeColor")
    for one in file.xpath(".//w:rFonts", styles):
        assert one.get(f"{W}ascii") not in fonts or one.get(f"{W}asciiTheme")
    assert any(one.get(f"{W}themeColor") == "accent1" for one in styles.iter(f"{W}color"))


def test_running_text_follows_a_heading(word: Open, edition: str) -> None:
    file = word(edition)
    styles = file.tree("word/styles.xml")
    for heading in file.xpath("w:style[w:pPr/w:outlineLvl]", styles):
        [following] = file.xpath("w:next", heading)
        assert following.get(f"{W}val") in ("BodyText", "Normal")
