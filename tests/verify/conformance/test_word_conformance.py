"""Whatever breaks a Word file, or keeps readers from it, is found by its rule."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

import pytest

from briefgen.verify.examine import examine
from spoiling import MAIN, Parts, R, SpoilsWord, W, remove, spoilt_word

if TYPE_CHECKING:
    from lxml import etree

    from conftest import Shipped

EDITION = "ruritania-graustark.analyst.en"
STYLES, NUMBERS, NOTES = "word/styles.xml", "word/numbering.xml", "word/footnotes.xml"
SETTINGS, LINKS, TYPES = "word/settings.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
CHART, BOOK = "word/charts/chart1.xml", "word/embeddings/chart1.xlsx"
TABLE = "(.//w:tbl[.//w:tblHeader])[1]"


def _paragraph(word: Parts) -> etree._Element:
    return word.find(".//w:p[w:pPr/w:pStyle/@w:val='BodyText']")[0]


def _added(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    child = parent.makeelement(f"{W}{name}", {f"{W}{k}": v for k, v in attributes.items()})
    parent.append(child)
    return child


def _a_part_that_is_gone(word: Parts) -> None:
    del word.contents[BOOK]


def _a_part_that_nothing_leads_to(word: Parts) -> None:
    word.contents["word/media/old.png"] = b"\x89PNG"


def _a_part_without_content_type(word: Parts) -> None:
    word.replace(TYPES, 'PartName="/word/numbering.xml"', 'PartName="/word/other.xml"')


def _a_relationship_that_is_not_there(word: Parts) -> None:
    word.find(".//w:hyperlink[@r:id]")[0].set(f"{R}id", "rId999")


def _a_relationship_that_nothing_uses(word: Parts) -> None:
    added = copy.deepcopy(word.tree(LINKS)[-1])
    for name, value in (("Id", "rId999"), ("Target", "https://example.org"),
                        ("TargetMode", "External"), ("Type", f"{R[1:-1]}/hyperlink")):  # fmt: skip
        added.set(name, value)
    word.tree(LINKS).append(added)


def _a_picture_from_outside(word: Parts) -> None:
    added = copy.deepcopy(word.tree(LINKS)[-1])
    for name, value in (("Id", "rId999"), ("Target", "https://example.org/pixel.png"),
                        ("TargetMode", "External"), ("Type", f"{R[1:-1]}/image")):  # fmt: skip
        added.set(name, value)
    word.tree(LINKS).append(added)


def _a_link_to_a_file(word: Parts) -> None:
    link = next(one for one in word.tree(LINKS) if one.get("TargetMode") == "External")
    link.set("Target", "file:///C:/secret.doc")


def _fields_updated_on_opening(word: Parts) -> None:
    _added(word.tree(SETTINGS), "updateFields", val="true")


def _an_unknown_paragraph_style(word: Parts) -> None:
    word.find(".//w:pStyle")[3].set(f"{W}val", "Nonsense")


def _an_unknown_character_style(word: Parts) -> None:
    word.find(".//w:rStyle")[0].set(f"{W}val", "Nonsense")


def _an_unknown_table_style(word: Parts) -> None:
    word.find(".//w:tblStyle")[0].set(f"{W}val", "Heading1")


def _a_style_based_on_none(word: Parts) -> None:
    word.find(".//w:basedOn", STYLES)[0].set(f"{W}val", "Nonsense")


def _two_styles_of_one_name(word: Parts) -> None:
    style = word.find("w:style[@w:styleId='Title']", STYLES)[0]
    style.addnext(copy.deepcopy(style))


def _an_unknown_list(word: Parts) -> None:
    numbering = _added(_added(_paragraph(word)[0], "numPr"), "numId", val="99")
    assert numbering is not None


def _a_list_without_definition(word: Parts) -> None:
    word.find("w:num/w:abstractNumId", NUMBERS)[0].set(f"{W}val", "99")


def _two_bookmarks_of_one_name(word: Parts) -> None:
    one, two, *_ = word.find(".//w:bookmarkStart")
    two.set(f"{W}name", one.get(f"{W}name", ""))


def _two_bookmarks_of_one_number(word: Parts) -> None:
    one, two, *_ = word.find(".//w:bookmarkStart")
    two.set(f"{W}id", one.get(f"{W}id", ""))


def _a_bookmark_without_end(word: Parts) -> None:
    remove(word.find(".//w:bookmarkEnd")[0])


def _a_link_to_no_bookmark(word: Parts) -> None:
    word.find(".//w:hyperlink[@w:anchor]")[0].set(f"{W}anchor", "nowhere")


def _a_page_reference_to_no_bookmark(word: Parts) -> None:
    word.find(".//w:instrText[contains(., 'PAGEREF')]")[0].text = " PAGEREF nowhere \\h "


def _a_reference_to_no_bookmark(word: Parts) -> None:
    _added(_paragraph(word), "fldSimple", instr=" REF nowhere \\h ")


def _a_field_without_end(word: Parts) -> None:
    remove(word.find(".//w:r[w:fldChar/@w:fldCharType='end']")[0])


def _a_field_without_beginning(word: Parts) -> None:
    remove(word.find(".//w:r[w:fldChar/@w:fldCharType='begin']")[0])


def _a_row_too_wide(word: Parts) -> None:
    properties = word.find(f"{TABLE}/w:tr[2]/w:tc[1]/w:tcPr")[0]
    properties.insert(1, properties.makeelement(f"{W}gridSpan", {f"{W}val": "3"}))


def _a_row_without_a_cell(word: Parts) -> None:
    remove(word.find(f"{TABLE}/w:tr[2]/w:tc[1]")[0])


def _a_cell_without_paragraph(word: Parts) -> None:
    remove(word.find(f"{TABLE}/w:tr[2]/w:tc[1]/w:p")[0])


def _a_note_that_is_not_there(word: Parts) -> None:
    word.find(".//w:footnoteReference")[0].set(f"{W}id", "99")


def _a_note_that_nothing_refers_to(word: Parts) -> None:
    remove(word.find(".//w:r[w:footnoteReference]")[0])


def _two_drawings_of_one_number(word: Parts) -> None:
    drawing = word.find(".//w:r[w:drawing]")[0]
    drawing.addnext(copy.deepcopy(drawing))


def _a_value_that_the_workbook_has_not(word: Parts) -> None:
    values = word.contents[CHART].decode()
    found = re.search(r"<c:val>.*?<c:v>([\d.]+)</c:v>", values, re.DOTALL)
    assert found is not None
    start, end = found.span(1)
    word.contents[CHART] = (values[:start] + "4711" + values[end:]).encode()


def _a_name_that_the_workbook_has_not(word: Parts) -> None:
    values = word.contents[CHART].decode()
    found = re.search(r"<c:tx>.*?<c:v>([^<]+)</c:v>", values, re.DOTALL)
    assert found is not None
    start, end = found.span(1)
    word.contents[CHART] = (values[:start] + "Exports" + values[end:]).encode()


def _a_chart_without_workbook(word: Parts) -> None:
    values = word.contents[CHART].decode()
    changed = re.sub(r"<c:externalData.*?</c:externalData>", "", values, flags=re.DOTALL)
    word.contents[CHART] = changed.encode()


def _an_empty_content_control(word: Parts) -> None:
    content = word.find(".//w:sdtContent")[0]
    for child in list(content):
        content.remove(child)


def _no_language(word: Parts) -> None:
    for language in word.find(".//w:docDefaults//w:lang", STYLES):
        remove(language)


def _no_title(word: Parts) -> None:
    core = word.contents["docProps/core.xml"].decode()
    changed = re.sub(r"(<dc:title[^>]*>)[^<]*", r"\1", core)
    word.contents["docProps/core.xml"] = changed.encode()


def _a_level_left_out(word: Parts) -> None:
    word.find(".//w:pStyle[@w:val='Heading1']")[0].set(f"{W}val", "Heading2")


def _two_titles(word: Parts) -> None:
    word.find(".//w:pStyle[@w:val='Heading1']")[0].set(f"{W}val", "Title")


def _a_picture_without_words(word: Parts) -> None:
    del word.find(".//wp:docPr[@descr]")[0].attrib["descr"]


def _a_table_without_headers(word: Parts) -> None:
    table = word.find(TABLE)[0]
    for header in table.findall(f".//{W}tblHeader"):
        remove(header)
    for look in table.iter(f"{W}tblLook"):
        look.set(f"{W}firstColumn", "0")


def _faint_text(word: Parts) -> None:
    run = _paragraph(word).findall(f"{W}r")[0]
    properties = run.makeelement(f"{W}rPr", {})
    run.insert(0, properties)
    _added(properties, "color", val="aaaaaa")


def _text_on_a_cell_of_its_colour(word: Parts) -> None:
    properties = word.find(f"{TABLE}/w:tr[2]/w:tc[1]/w:tcPr")[0]
    _added(properties, "shd", val="clear", color="auto", fill="444444")


def _faint_text_by_style(word: Parts) -> None:
    for color in word.find(".//w:style[@w:styleId='Normal']//w:color", STYLES):
        color.set(f"{W}val", "bbbbbb")


def _no_xml(word: Parts) -> None:
    word.contents[MAIN] = word.contents[MAIN][:-20]


RULES: dict[SpoilsWord, str] = {
    _a_part_that_is_gone: "docx-package",
    _a_part_that_nothing_leads_to: "docx-package",
    _a_part_without_content_type: "docx-package",
    _a_relationship_that_is_not_there: "docx-package",
    _a_relationship_that_nothing_uses: "docx-package",
    _a_picture_from_outside: "docx-external",
    _a_link_to_a_file: "docx-external",
    _fields_updated_on_opening: "docx-settings",
    _an_unknown_paragraph_style: "docx-style",
    _an_unknown_character_style: "docx-style",
    _an_unknown_table_style: "docx-style",
    _a_style_based_on_none: "docx-style",
    _two_styles_of_one_name: "docx-style",
    _an_unknown_list: "docx-list",
    _a_list_without_definition: "docx-list",
    _two_bookmarks_of_one_name: "docx-bookmark",
    _two_bookmarks_of_one_number: "docx-bookmark",
    _a_bookmark_without_end: "docx-bookmark",
    _a_link_to_no_bookmark: "docx-bookmark",
    _a_page_reference_to_no_bookmark: "docx-bookmark",
    _a_reference_to_no_bookmark: "docx-bookmark",
    _a_field_without_end: "docx-field",
    _a_field_without_beginning: "docx-field",
    _a_row_too_wide: "docx-table",
    _a_row_without_a_cell: "docx-table",
    _a_cell_without_paragraph: "docx-table",
    _a_note_that_is_not_there: "docx-note",
    _a_note_that_nothing_refers_to: "docx-note",
    _two_drawings_of_one_number: "docx-drawing",
    _a_value_that_the_workbook_has_not: "docx-chart",
    _a_name_that_the_workbook_has_not: "docx-chart",
    _a_chart_without_workbook: "docx-chart",
    _an_empty_content_control: "docx-content-control",
    _no_language: "docx-metadata",
    _no_title: "docx-metadata",
    _a_level_left_out: "docx-heading",
    _two_titles: "docx-heading",
    _a_picture_without_words: "docx-alt",
    _a_table_without_headers: "docx-header-row",
    _faint_text: "docx-contrast",
    _text_on_a_cell_of_its_colour: "docx-contrast",
    _faint_text_by_style: "docx-contrast",
    _no_xml: "unreadable",
}


@pytest.fixture(scope="module")
def sound(shipped: Shipped) -> bytes:
    return shipped.path(EDITION, "docx").read_bytes()


def test_nothing_is_wrong_with_the_file_before_it_is_spoilt(sound: bytes) -> None:
    assert examine({"docx": sound}).faults == ()


@pytest.mark.parametrize("spoil", RULES, ids=lambda spoil: spoil.__name__.strip("_"))
def test_a_fault_planted_in_a_word_file_is_found_by_its_rule(
    sound: bytes, spoil: SpoilsWord
) -> None:
    found = examine({"docx": spoilt_word(sound, spoil)}).faults
    assert RULES[spoil] in {fault.rule for _, fault in found}


def test_a_fault_names_its_part_and_paragraph(sound: bytes) -> None:
    [(_, fault)] = examine({"docx": spoilt_word(sound, _a_picture_without_words)}).faults
    assert re.fullmatch(rf"{re.escape(MAIN)}, paragraph \d+", fault.where)
    assert fault.message == "Chart 1 has no alternative text and is not marked as decorative"
