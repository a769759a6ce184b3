"""Files that are no Word template, or hold what no paper can: refused, by name, with a way out."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.diagnostics import ContentError, Diagnostic
from word_templates.conftest import FILE, WORD_NAMES, opened
from word_templates.made import (
    BODY,
    RELATIONS,
    document,
    p,
    packed,
    parts,
    relations,
)  # fmt: skip

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"


def _fault(data: bytes) -> Diagnostic:
    with pytest.raises(ContentError) as raised:
        opened(data)
    fault = raised.value.diagnostics[0]
    assert fault.place.file.partition("#")[0] == FILE
    assert fault.hint
    return fault


def _with(**members: str | bytes) -> bytes:
    names = {"types": "[Content_Types].xml", "rels": "word/_rels/document.xml.rels",
             "document": "word/document.xml", "styles": "word/styles.xml"}  # fmt: skip
    return packed({**parts(), **{names.get(one, one): data for one, data in members.items()}})


def _object(name: str) -> bytes:
    xml = f'<w:p><w:r><w:{name} r:id="rId99"/></w:r></w:p>'
    return _with(document=document(xml, BODY))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is no Word file"),
        (b"not a ZIP file", "is no Word file"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "is encrypted"),
        (packed({"a.txt": "a"}), "no Word document"),
        (packed(parts())[:-60], "is no Word file"),
        (_with(types=str(parts()["[Content_Types].xml"]).replace(
            _MAIN, "application/vnd.ms-word.template.macroEnabledTemplate.main+xml")),
         "holds macros"),
        (packed({**parts(), "word/vbaProject.bin": b"x"}), "holds macros"),
        (_with(types=str(parts()["[Content_Types].xml"]).replace(
            _MAIN, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")),
         "is no Word document"),
        (_with(document="<w:document"), "is damaged: word/document.xml is no XML"),
        (_with(document='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "has a document type"),
        (_with(rels=relations(*RELATIONS, ("rId9", "image", "https://example.org/a.png"))),
         "links to a picture"),
        (_with(rels=relations(*RELATIONS, ("rId9", "oleObject", "embeddings/a.bin"))),
         "holds an embedded object"),
        (_with(rels=relations(*RELATIONS, ("rId9", "aFChunk", "a.html"))),
         "holds an imported document"),
        (_with(rels=relations(*RELATIONS, ("rId9", "control", "activeX/a.xml"))),
         "holds an ActiveX control"),
        (_with(rels=relations(*RELATIONS, ("rId9", "footnotes", "gone.xml"))),
         "gone.xml is missing"),
        (_object("object"), "holds an embedded object"),
        (_object("altChunk"), "holds an imported document"),
        (_with(rels=str(parts()["word/_rels/document.xml.rels"]).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships")), "Strict Open XML"),
        (packed({**parts(), **{f"word/{n}.xml": "" for n in range(2_100)}}), "packed as no Word"),
    ],
)  # fmt: skip
def test_what_is_no_template_is_refused_by_name(data: bytes, message: str) -> None:
    fault = _fault(data)
    assert fault.rule == "bad-word-template"
    assert message in fault.message


@pytest.mark.parametrize("code", ["AUTHOR", " FILENAME \\p ", "INCLUDEPICTURE c:\\a.png", "DATE",
                                  "DDEAUTO cmd calc", 'HYPERLINK "file:///c:/a"'])  # fmt: skip
def test_a_field_that_prints_what_is_no_part_of_the_paper_is_refused(code: str) -> None:
    for made in (
        f"<w:p><w:fldSimple w:instr='{code}'><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>",
        "<w:p>" + "".join(
            f"<w:r>{one}</w:r>" for one in (
                '<w:fldChar w:fldCharType="begin"/>', f"<w:instrText>{code[:3]}</w:instrText>",
                f"<w:instrText>{code[3:]}</w:instrText>", '<w:fldChar w:fldCharType="end"/>',
            )
        ) + "</w:p>",
    ):  # fmt: skip
        assert "field" in _fault(_with(document=document(made, BODY))).message or (
            "HYPERLINK" in code
        )


def test_a_bomb_is_not_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"word/{number}.xml", b"\0" * (30 << 20))
    assert "unpacks to more than 100 MB" in _fault(file.getvalue()).message


def test_numbers_that_are_none_are_damage_and_no_traceback() -> None:
    spoilt = document(BODY).replace('w:w="11906"', 'w:w="wide"')
    assert "is damaged" in _fault(_with(document=spoilt)).message


def test_a_page_without_room_for_text_is_refused() -> None:
    spoilt = document(BODY).replace('w:left="1985"', 'w:left="9999"')
    assert "leaves no room for text" in _fault(_with(document=spoilt)).message


def test_a_picture_that_papers_cannot_keep_is_refused() -> None:
    types = str(parts()["[Content_Types].xml"]).replace("image/png", "image/x-emf")
    assert "picture" in _fault(_with(types=types)).message
    assert (
        "picture" in _fault(packed({**parts(), "word/media/Quillfeather.png": b"GIF89a"})).message
    )


_ATTRIBUTE = re.compile(r' [\w:]+="[^"]*"')
_EMPTY = re.compile(r"<[^<>]*/>")


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_no_damage_to_a_template_ends_in_anything_but_a_fault(
    plain: bytes, data: st.DataObject
) -> None:
    members = parts()
    for _ in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from([one for one in members if one.endswith(("xml", "rels"))]))
        text = str(members[name])
        where = data.draw(st.sampled_from((_ATTRIBUTE, _EMPTY)))
        found = [match.span() for match in where.finditer(text)]
        start, end = data.draw(st.sampled_from(found)) if found else (0, 0)
        piece = text[start:end]
        value = data.draw(st.sampled_from(("", "-1", "x", "99999999999", "rId1")))
        changes = ("", piece * 2, re.sub('"[^"]*"', f'"{value}"', piece, count=1))
        members[name] = text[:start] + data.draw(st.sampled_from(changes)) + text[end:]
    faults: tuple[Diagnostic, ...] | list[Diagnostic] = ()
    try:
        template = opened(packed(members), whole=data.draw(st.booleans()))
        template.style_sheet(WORD_NAMES)
        template.around(plain)
    except ContentError as error:
        faults = error.diagnostics
    assert all(one.place.file.startswith(FILE) for one in faults)


def test_nothing_is_read_that_the_document_does_not_lead_to() -> None:
    opened(packed({**parts(p("x"), BODY), "customXml/item1.xml": "<broken"}))
