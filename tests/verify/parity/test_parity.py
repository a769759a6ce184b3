"""Whatever one of the two files says and the other does not is found, and both places are told."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from briefgen.verify.parity.blocks import LINE_END, Block, spaced_alike
from briefgen.verify.parity.compare import differences
from briefgen.verify.parity.pdfblocks import pdf_blocks
from briefgen.verify.parity.wordblocks import word_blocks
from briefgen.verify.reading.tagged import read_pdf
from briefgen.verify.reading.word import WordPackage
from spoiling import (
    MAIN,
    Parts,
    SpoilsPdf,
    SpoilsWord,
    W,
    elements,
    remove,
    spoilt_pdf,
    spoilt_word,
)

if TYPE_CHECKING:
    from conftest import Shipped

EDITION = "ruritania-graustark.analyst.en"
STYLES, NUMBERS, NOTES = "word/styles.xml", "word/numbering.xml", "word/footnotes.xml"
BODY = ".//w:p[w:pPr/w:pStyle/@w:val='BodyText']"
TABLE = "(.//w:tbl[.//w:tblHeader])[1]"


def _a_number(word: Parts) -> None:
    text = next(t for t in word.find(".//w:t") if "2026" in (t.text or ""))
    text.text = (text.text or "").replace("2026", "2025", 1)


def _a_cell(word: Parts) -> None:
    word.find(f"{TABLE}/w:tr[2]/w:tc[2]//w:t")[0].text = "42"


def _a_heading_level(word: Parts) -> None:
    word.find(".//w:pStyle[@w:val='Heading1']")[2].set(f"{W}val", "Heading2")


def _a_heading_made_a_paragraph(word: Parts) -> None:
    word.find(".//w:pStyle[@w:val='Heading1']")[1].set(f"{W}val", "BodyText")


def _an_alternative_text(word: Parts) -> None:
    word.find(".//wp:docPr")[0].set("descr", "A chart.")


def _a_picture(word: Parts) -> None:
    remove(word.find(".//w:r[w:drawing]")[0])


def _a_row(word: Parts) -> None:
    remove(word.find(f"{TABLE}/w:tr[3]")[0])


def _rows_swapped(word: Parts) -> None:
    row = word.find(f"{TABLE}/w:tr[2]")[0]
    following = row.getnext()
    assert following is not None
    following.addnext(row)


def _a_header_row(word: Parts) -> None:
    remove(word.find(f"{TABLE}//w:tblHeader")[0])


def _a_header_column(word: Parts) -> None:
    word.find(".//w:tblLook[@w:firstColumn='1']")[0].set(f"{W}firstColumn", "0")


def _a_span(word: Parts) -> None:
    row = word.find(f"{TABLE}/w:tr[2]")[0]
    remove(row.findall(f"{W}tc")[-1])
    [wide] = row.findall(f"{W}tc")[-1].findall(f"{W}tcPr")
    span = wide.makeelement(f"{W}gridSpan", {f"{W}val": "2"})
    wide.insert(1, span)


def _numbered(word: Parts, level: str, number: str = "") -> None:
    item = word.find(".//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'ListBullet')]")[0]
    properties = item.find(f"{W}pPr")
    assert properties is not None
    own = properties.find(f"{W}numPr")
    if own is None:
        path = "w:style[@w:styleId='ListBullet']/w:pPr/w:numPr"
        own = copy.deepcopy(word.find(path, STYLES)[0])
        properties.insert(1, own)
    for name, value in (("ilvl", level), ("numId", number)):
        element = own.find(f"{W}{name}")
        if element is None:
            element = own.makeelement(f"{W}{name}", {})
            own.insert(0, element)
        if value:
            element.set(f"{W}val", value)


def _a_list_level(word: Parts) -> None:
    _numbered(word, "1")


def _an_item_made_a_paragraph(word: Parts) -> None:
    _numbered(word, "0", "0")


def _a_label(word: Parts) -> None:
    for text in word.find(".//w:lvlText[@w:val='•']", NUMBERS):
        text.set(f"{W}val", "»")


def _a_note_and_its_mark(word: Parts) -> None:
    remove(word.find(".//w:r[w:footnoteReference]")[1])


def _a_note(word: Parts) -> None:
    word.find(".//w:footnote[@w:id='1']//w:t", NOTES)[-1].text = "somewhere else"


def _the_marks_of_two_notes(word: Parts) -> None:
    one, two, *_ = word.find(".//w:footnoteReference")
    for mark, number in ((one, two.get(f"{W}id")), (two, one.get(f"{W}id"))):
        mark.set(f"{W}id", number or "")


def _an_address(word: Parts) -> None:
    name = "word/_rels/document.xml.rels"
    links = [one for one in word.tree(name) if one.get("TargetMode") == "External"]
    links[0].set("Target", "https://example.org/elsewhere")


def _a_place_that_a_link_leads_to(word: Parts) -> None:
    one, *_, two = word.find(".//w:hyperlink[@w:anchor]")
    one.set(f"{W}anchor", two.get(f"{W}anchor", ""))


def _a_link(word: Parts) -> None:
    link = word.find(".//w:hyperlink[@w:anchor]")[-1]
    for run in list(link):
        link.addprevious(run)
    remove(link)


def _the_language_of_a_word(word: Parts) -> None:
    language = word.find(".//w:r/w:rPr/w:lang")[0]
    for name in ("val", "bidi", "eastAsia"):
        language.set(f"{W}{name}", "fi-FI")


def _the_language_of_the_paper(word: Parts) -> None:
    for language in word.find(".//w:lang", STYLES):
        language.set(f"{W}val", "fi-FI")


def _a_caption(word: Parts) -> None:
    remove(word.find(".//w:p[contains(w:pPr/w:pStyle/@w:val, 'Caption')]")[0])


def _a_paragraph(word: Parts) -> None:
    remove(word.find(BODY)[2])


def _paragraphs_swapped(word: Parts) -> None:
    paragraph = word.find(f"{BODY}[following-sibling::*[1][self::w:p]]")[0]
    following = paragraph.getnext()
    assert following is not None
    following.addnext(paragraph)


def _a_paragraph_more(word: Parts) -> None:
    paragraph = word.find(BODY)[0]
    paragraph.addnext(copy.deepcopy(paragraph))


def _a_paragraph_parted(word: Parts) -> None:
    paragraph = word.find(f"{BODY}[count(w:r) > 1]")[0]
    other = copy.deepcopy(paragraph)
    for run in other.findall(f"{W}r")[1:]:
        other.remove(run)
    paragraph.remove(paragraph.findall(f"{W}r")[0])
    paragraph.addprevious(other)


def _a_space(word: Parts) -> None:
    text = next(t for t in word.find(f"{BODY}//w:t") if " of the " in (t.text or ""))
    text.text = (text.text or "").replace(" of the ", " ofthe ", 1)


def _hidden_words(word: Parts) -> None:
    run = word.find(f"{BODY}/w:r")[0]
    properties = run.makeelement(f"{W}rPr", {})
    properties.append(properties.makeelement(f"{W}vanish", {}))
    run.insert(0, properties)


def _capital_letters(word: Parts) -> None:
    run = word.find(f"{BODY}/w:r")[0]
    properties = run.makeelement(f"{W}rPr", {})
    properties.append(properties.makeelement(f"{W}caps", {}))
    run.insert(0, properties)


def _the_title(word: Parts) -> None:
    word.replace("docProps/core.xml", "Ruritania", "Freedonia")


def _a_page_number_in_the_contents(word: Parts) -> None:
    word.find(".//w:sdtContent//w:hyperlink/w:r[last()-1]/w:t")[0].text = "77"


WORD: dict[SpoilsWord, str] = {
    _a_number: "parity-text",
    _a_cell: "parity-text",
    _a_heading_level: "parity-text",
    _a_heading_made_a_paragraph: "parity-text",
    _an_alternative_text: "parity-figure",
    _a_picture: "parity-figure",
    _a_row: "parity-missing",
    _rows_swapped: "parity-missing",
    _a_header_row: "parity-structure",
    _a_header_column: "parity-structure",
    _a_span: "parity-structure",
    _a_list_level: "parity-structure",
    _an_item_made_a_paragraph: "parity-structure",
    _a_label: "parity-structure",
    _a_note_and_its_mark: "parity-note",
    _a_note: "parity-note",
    _the_marks_of_two_notes: "parity-note",
    _an_address: "parity-link",
    _a_place_that_a_link_leads_to: "parity-link",
    _a_link: "parity-link",
    _the_language_of_a_word: "parity-language",
    _the_language_of_the_paper: "parity-structure",
    _a_caption: "parity-missing",
    _a_paragraph: "parity-missing",
    _paragraphs_swapped: "parity-missing",
    _a_paragraph_more: "parity-missing",
    _a_paragraph_parted: "parity-text",
    _a_space: "parity-space",
    _hidden_words: "parity-text",
    _capital_letters: "parity-text",
    _the_title: "parity-text",
    _a_page_number_in_the_contents: "parity-text",
}


def _type(kind: str, other: str, index: int = 0) -> SpoilsPdf:
    def change(pdf: Any) -> None:
        elements(pdf, kind)[index].S = pikepdf.Name(f"/{other}")

    change.__name__ = f"{kind}_made_{other}"
    return change


def _alternative(pdf: Any) -> None:
    elements(pdf, "Figure")[0].Alt = pikepdf.String("A chart.")


def _uri(pdf: Any) -> None:
    link = next(a for page in pdf.pages for a in page.get("/Annots", ()) if "/A" in a)
    link.A.URI = pikepdf.String("https://example.org/elsewhere")


def _language(pdf: Any) -> None:
    element = next(e for kind in ("Span", "TD") for e in elements(pdf, kind) if "/Lang" in e)
    element.Lang = pikepdf.String("fi")


def _said_instead(pdf: Any) -> None:
    elements(pdf, "P")[2].ActualText = pikepdf.String("Something else")
    elements(pdf, "P")[2].S = pikepdf.Name("/Span")


def _order(pdf: Any) -> None:
    rows = elements(pdf, "TBody")[0].K
    rows[0], rows[1] = rows[1], rows[0]


def _column(pdf: Any) -> None:
    header = next(h for h in elements(pdf, "TH") if h.A.Scope == "/Row")
    header.A.Scope = pikepdf.Name("/Column")


PDF: dict[SpoilsPdf, str] = {
    _type("H3", "H2"): "parity-structure",
    _type("H2", "P"): "parity-structure",
    _type("TD", "TH"): "parity-structure",
    _alternative: "parity-figure",
    _uri: "parity-link",
    _language: "parity-language",
    _said_instead: "parity-text",
    _order: "parity-missing",
    _column: "parity-structure",
}


@pytest.fixture(scope="module")
def files(shipped: Shipped) -> dict[str, bytes]:
    return {kind: shipped.path(EDITION, kind).read_bytes() for kind in ("pdf", "docx")}


@pytest.fixture(scope="module")
def in_pdf(files: dict[str, bytes]) -> list[Block]:
    return pdf_blocks(read_pdf(files["pdf"]))


@pytest.fixture(scope="module")
def in_word(files: dict[str, bytes]) -> list[Block]:
    return word_blocks(WordPackage(files["docx"]))


def test_the_files_say_the_same_before_they_are_spoilt(
    in_pdf: list[Block], in_word: list[Block]
) -> None:
    assert list(differences(in_pdf, in_word)) == []


@pytest.mark.parametrize("spoil", WORD, ids=lambda spoil: spoil.__name__.strip("_"))
def test_a_difference_planted_in_word_is_found(
    files: dict[str, bytes], in_pdf: list[Block], spoil: SpoilsWord
) -> None:
    spoilt = word_blocks(WordPackage(spoilt_word(files["docx"], spoil)))
    found = list(differences(in_pdf, spoilt))
    assert WORD[spoil] in {one.rule for one in found}
    for one in found:
        assert one.message.startswith("the PDF has ")
        assert "; the Word file has " in one.message


@pytest.mark.parametrize("spoil", PDF, ids=lambda spoil: spoil.__name__)
def test_a_difference_planted_in_the_pdf_is_found(
    files: dict[str, bytes], in_word: list[Block], spoil: SpoilsPdf
) -> None:
    spoilt = pdf_blocks(read_pdf(spoilt_pdf(files["pdf"], spoil)))
    assert PDF[spoil] in {one.rule for one in differences(spoilt, in_word)}


def test_a_difference_names_both_places_and_both_texts(
    files: dict[str, bytes], in_pdf: list[Block]
) -> None:
    spoilt = word_blocks(WordPackage(spoilt_word(files["docx"], _a_cell)))
    [one] = differences(in_pdf, spoilt)
    assert "the PDF has cell in column 2" in one.message
    assert "“42”" in one.message
    assert "(page " in one.message
    assert f"({MAIN}, table at paragraph" in one.message
    assert "row 2, column 2" in one.message


@pytest.mark.parametrize(
    ("pdf", "word", "alike"),
    [
        ("two words", "two words", True),
        (f"two{LINE_END}words", "two words", True),
        (f"long{LINE_END}word", "longword", True),
        (f"hyphen\u2010{LINE_END}ated", "hyphen\u00adated", True),
        ("two words", "twowords", False),
        ("1 000", "1000", False),
    ],
)
def test_spaces_are_compared_but_for_the_ends_of_lines(pdf: str, word: str, alike: bool) -> None:
    assert spaced_alike(pdf, word) is alike
