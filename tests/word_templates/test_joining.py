"""One document of a template and a paper: styles, lists, notes, pages, pictures."""

from __future__ import annotations

import pytest
from lxml import etree

from docx_writer.conftest import Word, q, text, value
from word_templates.conftest import Put
from word_templates.made import BODY, COVER, END, document, p, parts, stored

HEADINGS = "<h1>Title</h1><h2>One</h2><p>Text.</p><h3>Two</h3><p>More.</p>"
LISTS = "<ul><li>a</li><li>b</li></ul><ol><li>c</li></ol><p>And</p><ol><li>d</li><li>e</li></ol>"
TABLE = "<table class='data'><tbody><tr><td>x</td><td>y</td></tr></tbody></table>"
TURNED = "<p>Up.</p><section class='landscape'><p>Down.</p></section><p>Up again.</p>"
PNG = ("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhf"
       "DwAChwGA60e6kgAAAABJRU5ErkJggg==")  # fmt: skip


def _style_of(word: Word, said: str) -> str:
    """Return the name of the style of the paragraph with a text."""
    paragraph = next(one for one in word.body.iter(q("p")) if text(one) == said)
    return value(word.style(value(paragraph, "pPr", "pStyle") or ""), "name") or ""


@pytest.mark.parametrize("whole", [True, False])
def test_a_style_of_the_template_wins_whatever_it_is_called_inside(put: Put, whole: bool) -> None:
    word = put(HEADINGS, "h2 { color: #00ff00 }", whole=whole)
    assert word.styled("berschrift1") == ["One"]
    assert value(word.style("berschrift1"), "rPr", "color") == "7A1F2B"
    names = [value(one, "name") for one in word.part("word/styles.xml").iter(q("style"))]
    assert len({str(name).lower() for name in names}) == len(names)


def test_a_style_that_the_template_lacks_is_added_on_its_text(put: Put) -> None:
    word = put(HEADINGS, "h3 { color: #00ff00 }")
    style = word.style("Heading2")
    assert value(style, "basedOn") == "Standard"
    assert value(style, "rPr", "color") == "00ff00"
    indent = style.find(f"{q('pPr')}/{q('ind')}")
    assert indent is not None
    assert indent.get(q("firstLine")) == "0", "the template's Normal indents each first line"
    assert value(style, "pPr", "jc") == "left"


def test_body_text_is_set_as_the_templates_normal(put: Put) -> None:
    style = put(HEADINGS, "p { margin-bottom: 9pt }").style("BodyText")
    assert [str(one.tag) for one in style if one.tag in (q("pPr"), q("rPr"))] == []
    assert value(style, "basedOn") == "Standard"


def test_a_style_of_another_type_keeps_its_name_and_ours_gets_another(put: Put) -> None:
    styles = stored("styles").replace(
        "</w:styles>",
        '<w:style w:type="character" w:styleId="BodyText"><w:name w:val="Body Text"/></w:style>'
        "</w:styles>",
    )
    word = put("<p>Text.</p>", members={"word/styles.xml": styles})
    assert _style_of(word, "Text.") == "Body Text Paper"


def test_bullets_are_the_templates_and_numbers_those_that_the_text_refers_to(put: Put) -> None:
    word = put(LISTS)
    numbers = {p_: value(p_, "pPr", "numPr", "numId") for p_ in word.body.iter(q("p"))}
    said = {text(p_): number for p_, number in numbers.items()}
    assert said["a"] is None, "the style says which list"
    part = word.part("word/numbering.xml")
    instances = {one.get(q("numId")): value(one, "abstractNumId") for one in part.iter(q("num"))}
    kinds = {one.get(q("abstractNumId")): value(one, "lvl", "numFmt")
             for one in part.iter(q("abstractNum"))}  # fmt: skip
    assert kinds[instances[said["c"] or ""]] == "decimal"
    assert said["d"] == said["e"] != said["c"]
    assert len(instances) == len(list(part.iter(q("num"))))
    order = [str(one.tag) for one in part]
    assert order == sorted(order), "abstract definitions stand before lists"


def test_notes_of_both_are_there_and_each_reference_has_its_own(put: Put) -> None:
    word = put('<p>Said<span class="note">so <a href="https://example.org/">there</a></span>.</p>')
    notes = {one.get(q("id")): text(one) for one in word.part("word/footnotes.xml")}
    references = [one.get(q("id")) for one in word.body.iter(q("footnoteReference"))]
    assert [notes[one or ""].strip() for one in references] == ["Date of the record.", "so there"]
    assert "https://example.org/" in word.read("word/_rels/footnotes.xml.rels").decode()


def test_the_pages_are_the_templates(put: Put) -> None:
    word = put()
    sections = list(word.body.iter(q("sectPr")))
    assert len(sections) == 2, "the cover's, and the paper's"
    for section in sections:
        margins = section.find(q("pgMar"))
        assert margins is not None
        assert (margins.get(q("left")), margins.get(q("top"))) == ("1985", "1985")
        assert section.find(q("headerReference")) is not None
    assert len([name for name in word.names if "header" in name]) == 1


def _orientations(word: Word) -> list[str | None]:
    sizes = [section.find(q("pgSz")) for section in word.body.iter(q("sectPr"))]
    return [None if size is None else size.get(q("orient")) for size in sizes]


@pytest.mark.parametrize(
    ("body", "after", "expected"),
    [
        (TURNED, "", [None, "landscape", None]),
        (TURNED, END, [None, "landscape", None]),
        ("<section class='landscape'><p>Down.</p></section>", "", ["landscape"]),
        ("<section class='landscape'><p>Down.</p></section>", END, ["landscape", None]),
        ("<p>Up.</p><section class='landscape'><p>Down.</p></section>", "", [None, "landscape"]),
    ],
)
def test_turned_pages_are_copies_of_the_templates(
    put: Put, body: str, after: str, expected: list[str | None]
) -> None:
    word = put(body, members={"word/document.xml": document(BODY, *([after] if after else []))})
    assert _orientations(word) == expected
    sizes = [section.find(q("pgSz")) for section in word.body.iter(q("sectPr"))]
    for size, orientation in zip(sizes, expected, strict=True):
        assert size is not None
        width, height = int(size.get(q("w"), "0")), int(size.get(q("h"), "0"))
        assert (width > height) == (orientation == "landscape")
    headed = [s.find(q("headerReference")) is not None for s in word.body.iter(q("sectPr"))]
    assert all(headed)


def test_a_first_page_of_its_own_comes_once_and_pages_count_on(put: Put) -> None:
    once = '<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    first = '<w:headerReference w:type="first" r:id="rIdH"/>'
    made = document(BODY).replace("</w:sectPr>", once).replace("<w:sectPr>", f"<w:sectPr>{first}")
    word = put(TURNED, members={"word/document.xml": made})
    sections = list(word.body.iter(q("sectPr")))
    assert [one.find(q("titlePg")) is not None for one in sections] == [True, False, False]
    starts = [one.find(q("pgNumType")) for one in sections]
    assert [one is not None and one.get(q("start")) for one in starts] == ["1", None, None]


def test_tables_and_pictures_are_as_broad_as_the_templates_text(put: Put) -> None:
    # 210 mm less 35 mm and 20 mm; the paper was laid out on 170 mm.
    word = put(
        f"{TABLE}<p><img alt='' src='{PNG}'></p>",
        "table, img { width: 100%; border-collapse: collapse }",
    )
    table = next(word.body.iter(q("tbl")))
    width = sum(int(one.get(q("w"), "0")) for one in table.iter(q("gridCol")))
    assert width == pytest.approx(11906 - 1985 - 1134, abs=8)


def test_what_follows_the_paper_in_the_template_follows_it(put: Put) -> None:
    word = put(members={"word/document.xml": document(*COVER, BODY, END)})
    said = [text(one) for one in word.body.iter(q("p")) if text(one)]
    assert said[-2:] == ["The paper.", "Printed by the ministry."]


def test_bookmarks_and_drawings_of_both_have_numbers_of_their_own(put: Put) -> None:
    mark = '<w:bookmarkStart w:id="{0}" w:name="{1}"/><w:bookmarkEnd w:id="{0}"/>'
    block = p(mark.format(1, "there"), mark.format(2, "mine"), mark.format(3, "_GoBack"))
    word = put(
        f'<p><a href="#there">To</a> <img alt="x" src="{PNG}"></p><p id="there">There.</p>',
        members={"word/document.xml": document(*COVER, block, BODY)},
    )
    marks = [(one.get(q("id")), one.get(q("name"))) for one in word.body.iter(q("bookmarkStart"))]
    assert sorted(name or "" for _, name in marks) == ["mine", "there"]
    assert len({number for number, _ in marks}) == 2
    drawings = [one.get("id") for one in word.body.iter() if str(one.tag).endswith("}docPr")]
    assert len(set(drawings)) == len(drawings) == 2


def test_of_a_reference_nothing_but_styles_is_taken(put: Put) -> None:
    word = put(HEADINGS, "@page { @top-center { content: 'BANNER' } }", whole=False)
    assert [text(one) for one in word.body.iter(q("p"))] == [
        "Title",
        "One",
        "Text.",
        "Two",
        "More.",
    ]
    heads = [name for name in word.names if "header" in name]
    assert [text(word.part(name)) for name in heads] == ["BANNER"]
    assert not [name for name in word.names if "media" in name or "footnotes" in name]
    margins = word.body.find(f"{q('sectPr')}/{q('pgMar')}")
    assert margins is not None
    assert margins.get(q("left")) == "1985"


def test_a_paper_is_a_reference_for_the_next_that_changes_nothing(put: Put) -> None:
    css = "h2 { color: #336699; font-size: 15pt } p { margin-bottom: 7pt }"
    before = put(HEADINGS + LISTS, css, whole=False)
    members = {name: before.read(name) for name in before.names}
    after = put(HEADINGS + LISTS, css, whole=False, members=members)
    assert after.part("word/document.xml") is not None
    assert after.read("word/styles.xml") == before.read("word/styles.xml")


def test_the_same_template_and_paper_give_the_same_bytes(put: Put) -> None:
    assert put(HEADINGS + LISTS).data == put(HEADINGS + LISTS).data


def test_a_template_without_styles_lists_settings_and_notes_is_enough(put: Put) -> None:
    bare = {name: data for name, data in parts(BODY).items() if "media" not in name}
    rels = str(bare["word/_rels/document.xml.rels"])
    kept = rels.partition('<Relationship Id="rIdS"')[0]
    heads = rels[rels.index('<Relationship Id="rIdH"') : rels.index('<Relationship Id="rIdLogo"')]
    word = put(
        HEADINGS + LISTS,
        members={**bare, "word/_rels/document.xml.rels": f"{kept}{heads}</Relationships>"},
    )
    assert _style_of(word, "One") == "heading 1"


def _with(style: str) -> dict[str, str | bytes]:
    """Return the template's styles with one more."""
    return {"word/styles.xml": stored("styles").replace("</w:styles>", f"{style}</w:styles>")}


@pytest.mark.parametrize("whole", [True, False])
def test_a_caption_stays_with_its_table_whatever_its_style_says(put: Put, whole: bool) -> None:
    caption = '<w:style w:type="paragraph" w:styleId="Legende"><w:name w:val="caption"/></w:style>'
    table = TABLE.replace("<tbody>", "<caption>Figures</caption><tbody>")
    word = put(table, "caption { text-align: left }", members=_with(caption), whole=whole)
    properties = next(p_ for p_ in word.body.iter(q("p")) if text(p_) == "Figures")[0]
    assert [one.tag for one in properties] == [q("pStyle"), q("keepNext")]


def test_what_a_style_keeps_together_is_not_said_again(put: Put) -> None:
    word = put(HEADINGS, "h2 { break-after: avoid }")
    heading = next(p_ for p_ in word.body.iter(q("p")) if text(p_) == "One")
    assert value(word.style("berschrift1"), "pPr", "keepNext") is None
    assert [one.tag for one in heading[0]] == [q("pStyle")]


def test_numbers_look_as_the_text_that_the_template_sets(put: Put) -> None:
    """The numbers of a list in its style: they would keep the paper's size beside its text."""
    lists = "<ol><li>c</li></ol>"
    word = put(lists, "ol li { font-size: 7pt }")
    own = put(lists, "ol li { font-size: 7pt }", members={
        "word/styles.xml": stored("styles").replace('"List Number"', '"Ministry Number"'),
    })  # fmt: skip
    sizes = [
        [one.get(q("val")) for one in made.part("word/numbering.xml").iter(q("sz"))]
        for made in (word, own)
    ]
    assert "14" not in sizes[0]
    assert "14" in sizes[1]


def test_a_heading_of_an_annex_looks_as_the_templates_headings(put: Put) -> None:
    def heading(label: str, count: str, said: str) -> str:
        ordinal = f"<span class='ordinal'>{label}<span class='count'>{count}</span> </span>"
        return f"<h2>{ordinal}{said}</h2>"

    word = put("<h1>t</h1>" + heading("", "1", "a") + heading("Annex ", "A", "b") + "<h2>c</h2>",
               "h2 { margin-top: 9pt; color: #00ff00 }")  # fmt: skip
    for name, said in (("AnnexHeading1", "b"), ("UnnumberedHeading1", "c")):
        assert word.styled(name) == [said]
        assert value(word.style(name), "basedOn") == "berschrift1"
        own = [one.tag for one in word.style(name).iterfind(f"{q('pPr')}/*")]
        assert own == [q("numPr")]


def test_the_theme_is_the_templates(put: Put) -> None:
    """Colours and fonts of the paper's own styles would become those of the template's theme."""
    paper = put(HEADINGS, "h3 { color: #00ff00 }")
    style = paper.style("Heading2")
    assert b"themeColor" not in etree.tostring(style)
    assert b"asciiTheme" not in etree.tostring(style)
    assert [name for name in paper.names if "theme" in name] == ["word/theme/theme1.xml"]
