"""What a template knows beside what it shows is nowhere in the paper."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from briefgen.diagnostics import Place
from briefgen.verify.leaks.needles import Secret, needles
from briefgen.verify.leaks.scan import Finished, scan
from docx_writer.conftest import Word, q, text
from word_templates.conftest import Put
from word_templates.made import BODY, COVER, LEAK, RELATIONS, document, p, r, relations, stored

_CHANGE = f'w:id="7" w:author="{LEAK}" w:date="2026-01-01T00:00:00Z"'


def _leaks(word: Word) -> list[str]:
    found = scan(
        Finished(word.data, "docx", "paper.docx"), needles([Secret(LEAK, Place("template"))], [])
    )
    return [leak.corner for leak in found]


def _put(put: Put, block: str = "", members: Mapping[str, str | bytes] | None = None) -> Word:
    return put(members={"word/document.xml": document(*COVER, block, BODY), **(members or {})})


def test_the_scanner_would_find_it(put: Put) -> None:
    assert _leaks(_put(put, p(LEAK)))


@pytest.mark.parametrize(
    "block",
    [
        "",
        f"<w:p><w:del {_CHANGE}><w:r><w:delText>{LEAK}</w:delText></w:r></w:del></w:p>",
        f"<w:p><w:moveFrom {_CHANGE}><w:r><w:t>{LEAK}</w:t></w:r></w:moveFrom></w:p>",
        f"<w:p><w:pPr><w:pPrChange {_CHANGE}><w:pPr/></w:pPrChange></w:pPr></w:p>",
        p(r(LEAK, "<w:vanish/>")),
        p(r(LEAK, '<w:rStyle w:val="Hidden"/>')),
        p(f'<w:commentRangeStart w:id="1"/>{r("x")}<w:commentRangeEnd w:id="1"/>'
          '<w:r><w:commentReference w:id="1"/></w:r>'),
        f'<w:sdt><w:sdtPr><w:alias w:val="{LEAK}"/><w:tag w:val="{LEAK}"/><w:dataBinding'
        f' w:xpath="/{LEAK}" w:storeItemID="{{1}}"/></w:sdtPr><w:sdtContent>{p("x")}'
        "</w:sdtContent></w:sdt>",
        f'<w:p><w:smartTag w:uri="{LEAK}" w:element="name"><w:smartTagPr><w:attr w:name="a"'
        f' w:val="{LEAK}"/></w:smartTagPr>{r("x")}</w:smartTag></w:p>',
        f'<w:p><w:customXml w:element="{LEAK}">{r("x")}</w:customXml></w:p>',
        f'<w:p xmlns:own="urn:{LEAK}" own:author="{LEAK}"><own:note>{LEAK}</own:note></w:p>',
        f"<!-- {LEAK} --><?own {LEAK}?>",
        f'<w:p><w:hyperlink r:id="rIdFile">{r("x")}</w:hyperlink></w:p>',
        f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:trPr><w:del {_CHANGE}/>"
        f"</w:trPr><w:tc><w:tcPr/>{p(LEAK)}</w:tc></w:tr><w:tr><w:tc><w:tcPr/>{p('x')}</w:tc>"
        "</w:tr></w:tbl>",
        f"<mc:AlternateContent><mc:Choice Requires='wps'>{p('x')}</mc:Choice><mc:Fallback>"
        f"{p(LEAK)}</mc:Fallback></mc:AlternateContent>",
    ],
)  # fmt: skip
def test_what_nobody_sees_goes(put: Put, block: str) -> None:
    comments = f'<w:comments xmlns:w="urn:x"><w:comment w:author="{LEAK}"/></w:comments>'
    rels = relations(
        *RELATIONS, ("rIdC", "comments", "comments.xml"),
        ("rIdFile", "hyperlink", f"file:///C://Users/{LEAK}/a.docx"),
        ("rIdX", "customXml", "../customXml/item1.xml"),
    )  # fmt: skip
    members: dict[str, str | bytes] = {
        "word/comments.xml": comments, "word/_rels/document.xml.rels": rels,
        "customXml/item1.xml": f"<{LEAK}/>", "docProps/thumbnail.jpeg": LEAK.encode(),
        f"word/{LEAK}.xml": "<a/>",
    }  # fmt: skip
    word = _put(put, block, members)
    assert _leaks(word) == []
    assert b"00AB12CD" not in word.read("word/document.xml") + word.read("word/styles.xml")
    assert not {"rsid", "ins", "del", "sdt", "commentReference"} & {
        str(one.tag).rpartition("}")[2] for one in word.body.iter()
    }


def test_insertions_stay_and_what_was_moved_stands_where_it_is_now(put: Put) -> None:
    block = (
        f"<w:p><w:ins {_CHANGE}>{r('put in')}</w:ins><w:moveTo {_CHANGE}>{r(', moved')}</w:moveTo>"
        f"<w:moveFrom {_CHANGE}>{r('from here')}</w:moveFrom></w:p>"
    )
    assert "put in, moved" in [text(one) for one in _put(put, block).body.iter(q("p"))]


def test_a_section_that_libreoffice_put_first_in_its_paragraph_comes_last(put: Put) -> None:
    word = _put(put, "<w:p><w:pPr><w:sectPr/><w:jc w:val='left'/></w:pPr></w:p>")
    orders = [[str(one.tag) for one in properties] for properties in word.body.iter(q("pPr"))]
    assert [q("jc"), q("sectPr")] in orders


def test_paragraphs_are_joined_where_the_mark_between_them_was_deleted(put: Put) -> None:
    mark = f"<w:pPr><w:rPr><w:del {_CHANGE}/></w:rPr></w:pPr>"
    word = _put(put, f"<w:p>{mark}{r('one ')}</w:p>{p('two')}")
    assert "one two" in [text(one) for one in word.body.iter(q("p"))]


def test_hidden_text_that_a_run_shows_again_stays(put: Put) -> None:
    shown = r("seen", '<w:rStyle w:val="Hidden"/><w:vanish w:val="0"/>')
    assert "seen" in [text(one) for one in _put(put, p(shown)).body.iter(q("p"))]


def test_the_paper_says_of_itself_what_it_would_without_a_template(put: Put) -> None:
    core = _put(put).read("docProps/core.xml").decode()
    assert "A paper" in core
    assert "Desk" in core


def test_a_logo_keeps_its_pixels_and_its_description_if_it_is_one(put: Put) -> None:
    word = _put(put)
    [picture] = [one for one in word.body.iter() if str(one.tag).endswith("}docPr")]
    assert picture.get("descr") is None, "a path is no description"
    assert word.read("word/media/image1.png").startswith(b"\x89PNG")
    logo = COVER[0].replace(f"C:\\Users\\{LEAK}\\logo.png", "Coat of arms")
    word = put(members={"word/document.xml": document(logo, BODY)})
    [picture] = [one for one in word.body.iter() if str(one.tag).endswith("}docPr")]
    assert picture.get("descr") == "Coat of arms"


def test_a_style_that_somebody_named_after_himself_goes_unless_it_is_used(put: Put) -> None:
    own = f'<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="{LEAK}"/></w:style>'
    styles = stored("styles").replace("</w:styles>", f"{own}</w:styles>")
    assert _leaks(put(members={"word/styles.xml": styles}, whole=False)) == []
