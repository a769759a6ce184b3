"""How a paper is tagged: its structure read back from the PDF, element by element."""

from __future__ import annotations

import base64
import subprocess
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest
from PIL import Image

from briefgen.house.fonts import load_fonts
from briefgen.house.workspace import Workspace
from briefgen.layout.weasy import Attached, LayoutError, lay_out, paint
from tagged import Tagged, read

FACES = load_fonts(Workspace(Path(__file__).parents[2])).faces

BASE = """
@page { size: A5; margin: 20mm;
  @top-center { content: string(marking) }
  @bottom-right { content: counter(page) " / " counter(pages) }
}
html { font: 10pt/1.5 Carlito }
figure { margin: 0 }
#two { break-before: page }
body { margin: 0; string-set: marking attr(data-marking) }
tr { break-inside: avoid }
table { border-collapse: collapse }
th, td { border-bottom: 0.5pt solid #888888 }
nav ol { list-style-type: none }
nav a::after { content: leader(" . ") target-counter(attr(href), page) }
.note { float: footnote }
:lang(ar) { font-family: "Noto Naskh Arabic" }
"""


def _pdf(body: str, css: str = "", attached: tuple[Attached, ...] = ()) -> bytes:
    html = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"/><title>A title</title>'
        f'<style>{BASE}{css}</style></head><body data-marking="TLP:RED">{body}</body></html>'
    )
    return paint(lay_out(html, FACES), bytes(16), attached)


def _tagged(body: str, css: str = "") -> Tagged:
    return read(_pdf(body, css))


def _outline(body: str, css: str = "") -> str:
    return _tagged(body, css).document.outline


def _picture(alt: str) -> str:
    buffer = BytesIO()
    Image.new("RGB", (40, 20), "#336699").save(buffer, "PNG")
    source = base64.b64encode(buffer.getvalue()).decode()
    return f'<img src="data:image/png;base64,{source}" alt="{alt}"/>'


def _pictures(tagged: Tagged) -> list[pikepdf.Stream]:
    streams = [o for o in tagged.pdf.objects if isinstance(o, pikepdf.Stream)]
    return [stream for stream in streams if stream.get("/Subtype") == "/Image"]


EVERYTHING = f"""
<header><h1 id="top">Title</h1></header>
<nav><h2>Contents</h2><ol><li><a href="#one">One</a></li><li><a href="#two">Two</a></li></ol></nav>
<main>
<section id="one"><h2>One</h2>
<p>A <strong>bold</strong> <em>word</em><sup>1</sup><sub>2</sub> <small>small</small><br/>and
<span lang="fr">un mot</span>.<span class="note">The <em>note</em>.</span> More.</p>
<ul><li>first<ol><li>inner</li></ol></li><li>second</li></ul>
<blockquote><p>Quoted.</p></blockquote>
<aside><p>Aside.</p></aside></section>
<section id="two"><h2>Two</h2><h3>Three</h3><h4>Four</h4>
<table><caption>Caption</caption>
<thead><tr><th scope="col">A</th><th scope="col" colspan="2">B</th></tr></thead>
<tbody><tr><th scope="row">r</th><td></td><td><p>p</p><ul><li>x</li></ul></td></tr></tbody></table>
<figure><figcaption>Figure</figcaption>{_picture("A chart")}<p>Source: <a
href="https://example.org/a">there</a></p></figure>
<figure>{_picture("")}</figure>
<div lang="de"><p>Ein Absatz</p></div></section></main>
<footer><p>End</p></footer>
"""


@pytest.fixture(scope="module")
def whole() -> bytes:
    return _pdf(EVERYTHING)


def test_every_element_of_the_vocabulary_has_its_structure_type(whole: bytes) -> None:
    expected = """
        Document(
        Div(H1("Title")),
        Sect(H2("Contents"), TOC(
          TOCI(Reference(Link(@, "One", "1"))),
          TOCI(Reference(Link(@, "Two", "2"))))),
        Part(
        Sect(H2("One"),
          P("A ", "bold", "word", "1", "2", "small", "and ", Span("un mot"), ".",
            Reference("1"), Note(Lbl("1. "), "The ", "note", "."), " More."),
          L(LI(Lbl("• "), LBody("first", L(LI(Lbl("1. "), LBody("inner"))))),
            LI(Lbl("• "), LBody("second"))),
          BlockQuote(P("Quoted.")),
          Div(P("Aside."))),
        Sect(H2("Two"), H3("Three"), H4("Four"),
          Table(Caption("Caption"),
            THead(TR(TH("A"), TH("B"))),
            TBody(TR(TH("r"), TD(), TD(P("p"), L(LI(Lbl("• "), LBody("x"))))))),
          Div(Caption("Figure"), Figure(""), P("Source: ", Link(@, "there"))),
          Div(P("Ein Absatz")))),
        Div(P("End")))
    """
    found = read(whole).document.outline
    assert found == " ".join(expected.split()).replace("( ", "(").replace(" )", ")")


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_a_document_of_every_element_conforms(whole: bytes, profile: str, tmp_path: Path) -> None:
    path = tmp_path / "whole.pdf"
    path.write_bytes(whole)
    report = page.validate_pdf(str(path), profile=profile)
    assert [f"{f.rule_id}: {f.message}" for f in report.failures] == []


def test_all_text_is_tagged_or_an_artifact_and_leads_back_to_its_element(whole: bytes) -> None:
    tagged = read(whole)
    assert tagged.stray == []
    nums = list(tagged.pdf.Root.StructTreeRoot.ParentTree.Nums)
    tree = {int(key): value for key, value in zip(nums[::2], nums[1::2], strict=True)}
    for index, painted in enumerate(tagged.painted):
        owners = tree[int(tagged.pdf.pages[index].StructParents)]
        assert sorted(painted) == list(range(len(owners)))
        for number, owner in enumerate(owners):
            kids = [
                int(kid if not isinstance(kid, pikepdf.Dictionary) else kid.MCID)
                for kid in owner.K
                if not isinstance(kid, pikepdf.Dictionary) or "/MCID" in kid
            ]
            assert number in kids
    for pdf_page in tagged.pdf.pages:
        for annotation in pdf_page.get("/Annots", ()):
            owner = tree[int(annotation.StructParent)]
            assert owner.S == "/Link"
            assert any(
                kid.Obj.objgen == annotation.objgen
                for kid in owner.K
                if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"
            )


def test_the_file_says_that_it_is_tagged_and_shows_its_title(whole: bytes) -> None:
    with pikepdf.open(BytesIO(whole)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.Root.Lang) == "en"


def test_the_metadata_name_both_standards_and_no_date(whole: bytes) -> None:
    with pikepdf.open(BytesIO(whole)) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A"
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert metadata["dc:title"] == "A title"
        assert not any("Date" in key for key in metadata)
        assert "/Filter" not in pdf.Root.Metadata
    assert b"<pdfuaid:part>1</pdfuaid:part>" in whole


def test_colours_are_those_of_srgb(whole: bytes) -> None:
    with pikepdf.open(BytesIO(whole)) as pdf:
        [intent] = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        profile = intent.DestOutputProfile.read_bytes()
    assert profile[36:40] == b"acsp"  # ICC.1, 7.2.9: every profile's signature
    assert profile[16:20] == b"RGB "


def test_no_picture_is_to_be_smoothed(whole: bytes) -> None:
    tagged = read(whole)
    pictures = _pictures(tagged)
    assert pictures
    assert not any(picture.get("/Interpolate", False) for picture in pictures)


def test_header_cells_say_what_they_head_and_cells_what_they_span(whole: bytes) -> None:
    tagged = read(whole)
    heads = {cell.text: dict(cell.entries.A) for cell in tagged.find("TH")}
    assert {text: given["/Scope"] for text, given in heads.items()} == {
        "A": "/Column", "B": "/Column", "r": "/Row",
    }  # fmt: skip
    assert heads["B"]["/ColSpan"] == 2
    assert all("/A" not in cell.entries for cell in tagged.find("TD"))


def test_an_element_in_another_language_says_so_and_no_other_does(whole: bytes) -> None:
    tagged = read(whole)
    spoken = {e.text: str(e.entries.Lang) for e in tagged.find("Div", "Span", "P", "Sect")
              if "/Lang" in e.entries}  # fmt: skip
    assert spoken == {"un mot": "fr", "Ein Absatz": "de"}


@pytest.mark.parametrize(
    ("body", "outline"),
    [
        ('<p lang="fr">a</p>', 'Document(P("a"))'),
        ('<p>a <em lang="fr">b</em></p>', 'Document(P("a ", Span("b")))'),
        ('<ul><li lang="fr">b</li></ul>', 'Document(L(LI(Lbl("• "), LBody("b"))))'),
        ('<p>a<span class="note" lang="fr">b</span></p>',
         'Document(P("a", Reference("1"), Note(Lbl("1. "), "b")))'),
    ],
)  # fmt: skip
def test_language_stands_on_the_innermost_element(body: str, outline: str) -> None:
    tagged = _tagged(body)
    assert tagged.document.outline == outline
    [foreign] = [e for e in tagged.find("P", "Span", "LI", "LBody", "Note") if "/Lang" in e.entries]
    assert str(foreign.entries.Lang) == "fr"


def test_the_language_of_the_body_is_that_of_the_document() -> None:
    html = '<html lang="en"><head><title>T</title></head><body lang="fr"><p>a</p></body></html>'
    tagged = read(paint(lay_out(html, FACES), bytes(16)))
    assert str(tagged.document.entries.Lang) == "fr"
    assert "/Lang" not in tagged.document.one("P").entries


def test_text_that_runs_to_the_left_says_how_it_is_read() -> None:
    tagged = _tagged('<p>Egypt, <span lang="ar">مصر</span></p>')
    [outer, inner] = tagged.find("Span")
    assert str(outer.entries.Lang) == "ar"
    assert str(inner.entries.ActualText) == "مصر"
    assert tagged.document.outline.startswith('Document(P("Egypt, ", Span(Span("')


def test_footnotes_stand_where_they_are_referred_to_each_with_an_identifier() -> None:
    notes = "".join(f'<p>text<span class="note">note {n}</span></p>' for n in range(12))
    tagged = _tagged(notes)
    for number, paragraph in enumerate(tagged.find("P"), 1):
        assert paragraph.outline == (
            f'P("text", Reference("{number}"), Note(Lbl("{number}. "), "note {number - 1}"))'
        )
    found = tagged.find("Note")
    identifiers = [str(note.entries.ID) for note in found]
    assert len(set(identifiers)) == 12
    names = list(tagged.pdf.Root.StructTreeRoot.IDTree.Names)
    assert [str(name) for name in names[::2]] == sorted(identifiers)
    assert {str(o.ID): o.objgen for o in names[1::2]} == {
        str(note.entries.ID): note.entries.objgen for note in found
    }


def test_a_note_whose_text_stands_on_the_next_page_stays_with_its_reference() -> None:
    filled = "<p>x</p>" * 22
    long = "many words " * 60
    tagged = _tagged(f'{filled}<p>end<span class="note">{long}</span></p>')
    note = tagged.one("Note")
    assert len(tagged.pdf.pages) > 1
    assert " ".join("".join(note.text).split()).startswith("1. many words")
    assert note.text.count("many") == 60


def test_the_contents_are_a_table_of_contents_without_its_dots(whole: bytes) -> None:
    tagged = read(whole)
    contents = tagged.one("TOC")
    assert [entry.text for entry in contents.find("TOCI")] == ["One1", "Two2"]
    assert any("." in text for _, text in tagged.artifacts[0])


def test_a_link_over_two_lines_is_one_link_with_an_area_on_each() -> None:
    words = "a rather long text of a link that takes more than one line of this small page"
    tagged = _tagged(f'<p>See <a href="https://example.org/">{words} <strong>b</strong></a>.</p>')
    link = tagged.one("Link")
    assert len(link.annotations) == 2
    assert "".join(link.text.split()) == "".join(f"{words} b".split())
    for annotation in link.annotations:
        assert str(annotation.Contents) == f"{words} b"
        assert str(annotation.A.URI) == "https://example.org/"
    assert len(tagged.pdf.pages[0].Annots) == 2


def test_a_link_over_two_pages_is_one_link() -> None:
    body = "<p>x</p>" * 22 + f'<p><a href="https://example.org/">{"some words " * 40}</a></p>'
    link = _tagged(body, "p { margin: 0 0 6pt 0; orphans: 1; widows: 1 }").one("Link")
    assert link.pages == {0, 1}
    assert link.text.count("some") == 40


def test_running_heads_and_page_numbers_are_artifacts_of_pagination(whole: bytes) -> None:
    tagged = read(whole)
    pages = len(tagged.pdf.pages)
    for number, artifacts in enumerate(tagged.artifacts, 1):
        heads = {(given["/Subtype"], text) for given, text in artifacts
                 if given.get("/Type") == "/Pagination" and text.strip()}  # fmt: skip
        assert heads == {("/Header", "TLP:RED"), ("/Footer", f"{number} / {pages}")}
    assert "TLP:RED" not in tagged.document.text


LONG = (
    "<table><caption>All</caption><thead><tr><th scope='col'>Year</th>"
    "<th scope='col'><a href='#end'>Value</a></th></tr></thead><tbody>"
    + "".join(f"<tr><th scope='row'>y{n}</th><td>v{n}</td></tr>" for n in range(60))
    + "</tbody></table><p id='end'>end</p>"
)


def test_a_table_over_several_pages_is_one_table_with_one_header_row() -> None:
    tagged = _tagged(LONG)
    assert len(tagged.pdf.pages) > 2
    table = tagged.one("Table")
    assert [kid.type for kid in table.kids if not isinstance(kid, str | pikepdf.Dictionary)] == [
        "Caption", "THead", "TBody",
    ]  # fmt: skip
    rows = [[cell.text for cell in row.find("TH", "TD")] for row in table.find("TR")]
    assert rows == [["Year", "Value"], *([f"y{n}", f"v{n}"] for n in range(60))]
    repeated = [text for artifacts in tagged.artifacts[1:3] for _, text in artifacts]
    assert repeated.count("Year") == 2


def test_the_links_of_a_repeated_header_row_belong_to_the_one_link() -> None:
    tagged = _tagged(LONG)
    link = tagged.one("Link")
    assert link.text == "Value"
    assert len(link.annotations) == sum(len(p.get("/Annots", ())) for p in tagged.pdf.pages) > 2


@pytest.mark.parametrize(
    ("body", "type_"),
    [
        (f"<p>{'many words ' * 600}</p>", "P"),
        (f"<ul><li>{'many words ' * 600}</li></ul>", "LI"),
        (f"<blockquote><p>{'many words ' * 600}</p></blockquote>", "BlockQuote"),
    ],
)
def test_what_runs_over_pages_is_one_element(body: str, type_: str) -> None:
    tagged = _tagged(body)
    assert len(tagged.pdf.pages) > 1
    element = tagged.one(type_)
    assert element.text.count("many") == 600
    assert len(element.find("Lbl")) == (type_ == "LI")
    assert len(tagged.find("P", "LBody")) == 1


def test_a_picture_says_what_it_shows_and_where_it_stands(whole: bytes) -> None:
    tagged = read(whole)
    figure = tagged.one("Figure")
    assert str(figure.entries.Alt) == "A chart"
    left, bottom, right, top = (float(value) for value in figure.entries.A.BBox)
    assert (right - left, top - bottom) == pytest.approx((30, 15))
    assert left == pytest.approx(20 / 25.4 * 72, abs=0.01)
    [index] = figure.pages
    assert 0 < bottom < top < float(tagged.pdf.pages[index].MediaBox[3])


def test_a_decorative_picture_is_an_artifact() -> None:
    tagged = _tagged(f"<p>a</p><figure>{_picture('')}</figure>")
    assert tagged.document.outline == 'Document(P("a"))'
    assert len(_pictures(tagged)) == 1


def test_the_caption_of_a_figure_that_is_a_table_is_the_tables() -> None:
    table = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    body = f"<figure><figcaption>C</figcaption>{table}</figure>"
    assert _outline(body) == 'Document(Div(Table(Caption("C"), TBody(TR(TD("1"))))))'


@pytest.mark.parametrize(
    ("body", "css", "numbering"),
    [
        ("<ul><li>a</li></ul>", "", "/Disc"),
        ("<ol><li>a</li></ol>", "", "/Decimal"),
        ("<ul><li>a</li></ul>", "ul { list-style-type: square }", "/Square"),
        ("<ol><li>a</li></ol>", "ol { list-style-type: lower-alpha }", "/LowerAlpha"),
        ("<ul><li>a</li></ul>", "ul { list-style-type: '+ ' }", "/Disc"),
    ],
)
def test_lists_say_how_they_are_numbered(body: str, css: str, numbering: str) -> None:
    tagged = _tagged(body, css)
    attributes = tagged.one("L").entries.A
    assert attributes.O == "/List"
    assert attributes.ListNumbering == numbering
    assert len(tagged.find("Lbl")) == 1


def test_a_list_without_marks_has_no_labels() -> None:
    assert _outline("<ul><li>a</li></ul>", "ul { list-style-type: none }") == (
        'Document(L(LI(LBody("a"))))'
    )


def test_what_holds_nothing_has_no_element_but_for_cells() -> None:
    body = "<section><p></p></section><table><tbody><tr><td></td><td>1</td></tr></tbody></table>"
    assert _outline(body) == 'Document(Table(TBody(TR(TD(), TD("1")))))'


def test_text_that_cannot_be_tagged_is_an_error() -> None:
    with pytest.raises(LayoutError, match="transparent group"):
        _pdf("<p>a</p>", "p { opacity: 0.5 }")


def test_a_picture_without_alternative_is_an_error() -> None:
    with pytest.raises(LayoutError, match="no alternative text"):
        _pdf(f"<figure>{_picture('x').replace('alt=', 'class=')}</figure>")


def test_a_document_without_language_is_an_error() -> None:
    layout = lay_out("<html><head><title>T</title></head><body><p>a</p></body></html>", FACES)
    with pytest.raises(LayoutError, match="language"):
        paint(layout, bytes(16))


def test_a_layout_painted_twice_gives_the_same_file(whole: bytes) -> None:
    html = f'<html lang="en"><head><title>T</title></head><body>{EVERYTHING}</body></html>'
    layout = lay_out(html, FACES)
    assert paint(layout, bytes(16)) == paint(layout, bytes(16))
    assert _pdf(EVERYTHING) == whole


SOURCE = Attached("trade.yaml", "application/yaml", "Trade figures", b"- year: 2024\n")


def test_a_stream_whose_last_byte_is_a_carriage_return_ends_where_it_says(tmp_path: Path) -> None:
    contents = (f"- year: {number}\n".encode() for number in range(10_000))
    content = next(c for c in contents if zlib.compress(c, 9).endswith(b"\r"))
    data = _pdf("<h1>T</h1><p>a</p>", attached=(replace(SOURCE, content=content),))
    assert b"\r\r\nendstream" in data
    path = tmp_path / "attached.pdf"
    path.write_bytes(data)
    report = page.validate_pdf(str(path), profile="3a")
    assert [f"{f.rule_id}: {f.message}" for f in report.failures] == []
    run = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (0, b"")


def test_sources_are_attached_as_such_and_the_file_still_conforms(tmp_path: Path) -> None:
    data = _pdf("<h1>T</h1><p>a</p>", attached=(SOURCE,))
    path = tmp_path / "attached.pdf"
    path.write_bytes(data)
    for profile in ("ua1", "3a"):
        assert page.is_pdf_compliant(str(path), profile=profile)
    with pikepdf.open(path) as pdf:
        assert pdf.attachments["trade.yaml"].get_file().read_bytes() == SOURCE.content
        [file] = {entry.objgen: entry for entry in pdf.Root.AF}.values()
        assert file.AFRelationship == "/Source"
        assert file.EF.F.Subtype == "/application/yaml"
        assert str(file.Desc) == "Trade figures"
    assert _pdf("<h1>T</h1><p>a</p>", attached=(SOURCE,)) == data


ENDNOTED = """<h1>T</h1><p>One<a class="endnote" id="n-call-1" href="#n-1">1</a>.</p>
<section class="endnotes" id="n"><h2>Notes</h2><p class="endnote" id="n-1"><a class="endnote"
href="#n-call-1">1</a>\u00a0See <em>this</em>.</p></section>"""


def test_an_endnote_is_a_note_and_each_end_of_it_leads_to_the_other() -> None:
    tagged = _tagged(ENDNOTED)
    [paragraph] = tagged.find("P")
    assert paragraph.outline == 'P("One", Reference(Link(@, "1")), ".")'
    note = tagged.one("Note")
    outline = note.outline.replace("\u00a0", " ")
    assert outline == 'Note(Lbl(Link(@, "1")), " See ", "this", ".")'
    assert str(note.entries.ID) == "note-0001"
    assert len(tagged.find("Link")) == 2


def test_a_paper_with_endnotes_lists_and_columns_conforms(tmp_path: Path) -> None:
    words = "<p>Words that fill a line and go on.</p>" * 6
    body = (
        '<h1>T</h1><nav class="figures"><h2>Figures</h2><ol><li>'
        '<a href="#f-label">Figure 1\u2002A</a></li></ol></nav>'
        f"{ENDNOTED.removeprefix('<h1>T</h1>')}"
        f'<section class="columns">{words}</section><figure id="f">'
        '<figcaption><span class="label figures" id="f-label">Figure <span class="count">1</span>'
        f"</span>\u2002A</figcaption>{_picture('A picture')}</figure>"
    )
    data = _pdf(body, ".columns { columns: 2 }")
    (tmp_path / "paper.pdf").write_bytes(data)
    for profile in ("ua1", "3a"):
        assert page.validate_pdf(str(tmp_path / "paper.pdf"), profile=profile).is_compliant
    tagged = read(data)
    entry = tagged.one("TOCI")
    assert entry.outline == 'TOCI(Reference(Link(@, "Figure 1\u2002A", "1")))'
    assert tagged.one("Caption").text == "Figure 1\u2002A"
    columns = tagged.find("Sect")[-1]
    assert columns.text == "Words that fill a line and go on." * 6
    assert [kid.type for kid in columns.find("P")] == ["P"] * 6
