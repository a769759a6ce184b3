"""Whatever a PDF promises and does not keep is found by its rule."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from briefgen.verify.conformance.contrast import least, ratio
from briefgen.verify.conformance.pdffile import file_faults
from briefgen.verify.examine import examine
from briefgen.verify.reading.tagged import read_pdf
from spoiling import SpoilsPdf, elements, spoilt_pdf

if TYPE_CHECKING:
    from conftest import Shipped

EDITION = "ruritania-graustark.analyst.en"


def _metadata(pdf: Any, old: bytes, new: bytes) -> None:
    content = pdf.Root.Metadata.read_bytes()
    assert old in content, old
    pdf.Root.Metadata.write(content.replace(old, new))


def _not_called_pdf_ua(pdf: Any) -> None:
    _metadata(pdf, b"<pdfuaid:part>1<", b"<pdfuaid:part>2<")


def _no_metadata(pdf: Any) -> None:
    del pdf.Root.Metadata


def _titles_that_differ(pdf: Any) -> None:
    pdf.docinfo["/Title"] = "Something else"


def _file_name_shown(pdf: Any) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def _no_language(pdf: Any) -> None:
    del pdf.Root.Lang


def _not_marked(pdf: Any) -> None:
    del pdf.Root.MarkInfo


def _no_structure(pdf: Any) -> None:
    del pdf.Root.StructTreeRoot


def _content_added(pdf: Any, content: bytes) -> None:
    page = pdf.pages[0]
    page.contents_add(pdf.make_stream(content))


def _content_without_mark(pdf: Any) -> None:
    _content_added(pdf, b"0 0 10 10 re f")


def _content_of_no_element(pdf: Any) -> None:
    font = next(iter(pdf.pages[0].Resources.Font.keys()))
    _content_added(pdf, f"/P <</MCID 999>> BDC BT {font} 9 Tf <0003> Tj ET EMC".encode())


def _content_that_is_not_there(pdf: Any) -> None:
    elements(pdf, "P")[0].K = pikepdf.Array([777])


def _fonts(pdf: Any) -> list[Any]:
    return list(pdf.pages[0].Resources.Font.values())


def _font_not_embedded(pdf: Any) -> None:
    for font in _fonts(pdf):
        described = font.DescendantFonts[0].FontDescriptor
        for key in ("/FontFile", "/FontFile2", "/FontFile3"):
            if key in described:
                del described[key]


def _letters_not_told(pdf: Any) -> None:
    for font in _fonts(pdf):
        del font.ToUnicode


def _no_output_intent(pdf: Any) -> None:
    del pdf.Root.OutputIntents


def _a_script(pdf: Any) -> None:
    action = {"/S": pikepdf.Name.JavaScript, "/JS": pikepdf.String("app.beep()")}
    pdf.Root.OpenAction = pikepdf.Dictionary(action)


def _link(pdf: Any) -> Any:
    return next(a for page in pdf.pages for a in page.get("/Annots", ()))


def _a_program_started(pdf: Any) -> None:
    link = _link(pdf)
    del link["/Dest"]
    link.A = pikepdf.Dictionary({"/S": pikepdf.Name.Launch, "/F": pikepdf.String("calc.exe")})


def _a_form(pdf: Any) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary({"/Fields": pikepdf.Array()})


def _a_level_left_out(pdf: Any) -> None:
    elements(pdf, "H2")[1].S = pikepdf.Name.H4


def _two_titles(pdf: Any) -> None:
    elements(pdf, "H2")[1].S = pikepdf.Name.H1


def _a_picture_without_words(pdf: Any) -> None:
    del elements(pdf, "Figure")[0]["/Alt"]


def _a_picture_without_place(pdf: Any) -> None:
    del elements(pdf, "Figure")[0].A["/BBox"]


def _a_header_without_scope(pdf: Any) -> None:
    del elements(pdf, "TH")[0].A["/Scope"]


def _a_table_without_headers(pdf: Any) -> None:
    for header in elements(pdf, "TH"):
        header.S = pikepdf.Name.TD


def _a_row_without_a_cell(pdf: Any) -> None:
    row = elements(pdf, "TR")[2]
    row.K = pikepdf.Array(list(row.K)[:-1])


def _a_row_in_no_table(pdf: Any) -> None:
    elements(pdf, "Table")[0].S = pikepdf.Name.Div


def _an_item_in_no_list(pdf: Any) -> None:
    elements(pdf, "L")[0].S = pikepdf.Name.Div


def _a_link_without_words(pdf: Any) -> None:
    del _link(pdf)["/Contents"]


def _a_link_outside_the_structure(pdf: Any) -> None:
    elements(pdf, "Link")[0].S = pikepdf.Name.Span


def _a_link_to_nowhere(pdf: Any) -> None:
    _link(pdf).Dest = pikepdf.String("nowhere")


def _a_link_without_area(pdf: Any) -> None:
    link = elements(pdf, "Link")[0]
    link.K = pikepdf.Array([k for k in link.K if not isinstance(k, pikepdf.Dictionary)])


def _another_annotation(pdf: Any) -> None:
    _link(pdf).Subtype = pikepdf.Name.Text


def _two_notes_of_one_name(pdf: Any) -> None:
    one, two, *_ = elements(pdf, "Note")
    two.ID = one.ID


def _a_note_without_name(pdf: Any) -> None:
    del elements(pdf, "Note")[0]["/ID"]


def _links_in_no_order(pdf: Any) -> None:
    del next(page for page in pdf.pages if "/Annots" in page)["/Tabs"]


def _no_bookmarks(pdf: Any) -> None:
    del pdf.Root.Outlines


def _an_attachment_of_no_use(pdf: Any) -> None:
    pdf.attachments["data.json"] = b"{}"


def _faint_text(pdf: Any) -> None:
    content = pdf.pages[0].Contents.read_bytes()
    pdf.pages[0].Contents.write(content.replace(b" rg\n", b" rg 0.7 g\n"))


RULES: dict[SpoilsPdf, str] = {
    _not_called_pdf_ua: "pdf-identification",
    _no_metadata: "pdf-identification",
    _titles_that_differ: "pdf-metadata",
    _file_name_shown: "pdf-metadata",
    _no_language: "pdf-metadata",
    _not_marked: "pdf-untagged",
    _no_structure: "pdf-untagged",
    _content_without_mark: "pdf-untagged",
    _content_of_no_element: "pdf-untagged",
    _content_that_is_not_there: "pdf-untagged",
    _font_not_embedded: "pdf-font",
    _letters_not_told: "pdf-font",
    _no_output_intent: "pdf-color",
    _a_script: "pdf-active",
    _a_program_started: "pdf-active",
    _a_form: "pdf-active",
    _a_level_left_out: "pdf-heading",
    _two_titles: "pdf-heading",
    _a_picture_without_words: "pdf-figure",
    _a_picture_without_place: "pdf-figure",
    _a_header_without_scope: "pdf-table",
    _a_table_without_headers: "pdf-table",
    _a_row_without_a_cell: "pdf-table",
    _a_row_in_no_table: "pdf-nesting",
    _an_item_in_no_list: "pdf-nesting",
    _a_link_without_words: "pdf-link",
    _a_link_outside_the_structure: "pdf-link",
    _a_link_to_nowhere: "pdf-link",
    _a_link_without_area: "pdf-link",
    _another_annotation: "pdf-link",
    _two_notes_of_one_name: "pdf-note",
    _a_note_without_name: "pdf-note",
    _links_in_no_order: "pdf-navigation",
    _no_bookmarks: "pdf-navigation",
    _an_attachment_of_no_use: "pdf-attachment",
    _faint_text: "pdf-contrast",
}


@pytest.fixture(scope="module")
def sound(shipped: Shipped) -> bytes:
    return shipped.path(EDITION, "pdf").read_bytes()


def test_nothing_is_wrong_with_the_file_before_it_is_spoilt(sound: bytes) -> None:
    assert examine({"pdf": spoilt_pdf(sound, lambda _: None)}).faults == ()


@pytest.mark.parametrize("spoil", RULES, ids=lambda spoil: spoil.__name__.strip("_"))
def test_a_fault_planted_in_a_pdf_is_found_by_its_rule(sound: bytes, spoil: SpoilsPdf) -> None:
    found = examine({"pdf": spoilt_pdf(sound, spoil)}).faults
    assert RULES[spoil] in {fault.rule for _, fault in found}


def test_metadata_that_need_a_filter_to_be_read_are_told(sound: bytes) -> None:
    file = read_pdf(sound)
    content = zlib.compress(file.pdf.Root.Metadata.read_bytes())
    file.pdf.Root.Metadata.write(content, filter=pikepdf.Name.FlateDecode)
    assert "its XMP metadata are compressed" in {fault.message for fault in file_faults(file)}


def test_an_encrypted_pdf_is_told(sound: bytes) -> None:
    locked = pikepdf.Encryption(owner="owner", user="")
    found = examine({"pdf": spoilt_pdf(sound, lambda _: None, encryption=locked)}).faults
    assert "pdf-active" in {fault.rule for _, fault in found}


def test_a_file_that_is_no_pdf_is_told() -> None:
    [(kind, fault)] = examine({"pdf": b"%PDF-1.7 nothing more"}).faults
    assert (kind, fault.rule) == ("pdf", "unreadable")


def test_contrast_is_that_of_the_guidelines() -> None:
    white, black, grey = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0), (0x76 / 255,) * 3
    assert ratio(white, black) == pytest.approx(21)
    assert ratio(grey, white) == pytest.approx(4.54, abs=0.01)
    assert (least(12, bold=False), least(18, bold=False)) == (4.5, 3.0)
    assert (least(13.9, bold=True), least(14, bold=True)) == (4.5, 3.0)
