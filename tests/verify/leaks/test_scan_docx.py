# ruff: noqa: E501
"""Leaks of every kind, planted into the press paper's Word file, are found."""

from __future__ import annotations

import base64
import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image, PngImagePlugin

from briefgen.diagnostics import Place
from briefgen.verify.leaks.needles import Needles, Secret, needles
from briefgen.verify.leaks.scan import Finished, scan
from thorough import drawing

if TYPE_CHECKING:
    from conftest import Shipped

CODE = "Hofbau-Lantern"
SENTENCE = f"The working paper for a package with lump payments is filed as {CODE}."
NAME = "Ottokar Quillfeder"
FIGURE = "3108249"
SECRETS = [
    Secret(text, Place("data/dossier.yaml", line))
    for line, text in enumerate((CODE, SENTENCE, NAME, FIGURE), 1)
]
EDITION = "ruritania-graustark.press.en"
RAW = CODE.encode()

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def paper(shipped: Shipped) -> bytes:
    return shipped.path(EDITION, "docx").read_bytes()


@pytest.fixture(scope="module")
def searched(shipped: Shipped) -> Needles:
    page = shipped.path(EDITION, "html").read_text("utf-8")
    return needles(SECRETS, [re.sub("<[^>]*>", " ", page)])


def _parts(paper: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(paper)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _zip(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content, method)
    return target.getvalue()


def _in_body(xml: str) -> Callable[[Parts], None]:
    def plant(parts: Parts) -> None:
        main = parts["word/document.xml"]
        assert main.count(b"</w:body>") == 1
        parts["word/document.xml"] = main.replace(b"</w:body>", xml.encode() + b"</w:body>")

    return plant


def _part(name: str, content: bytes | str) -> Callable[[Parts], None]:
    def plant(parts: Parts) -> None:
        assert name not in parts
        parts[name] = content.encode() if isinstance(content, str) else content

    return plant


def _inside(name: str, before: str, inserted: str) -> Callable[[Parts], None]:
    def plant(parts: Parts) -> None:
        text = parts[name].decode()
        at = text.rindex(before)
        parts[name] = (text[:at] + inserted + text[at:]).encode()

    return plant


def _p(runs: str) -> str:
    return f"<w:p>{runs}</w:p>"


def _saved(thing: Any, **options: Any) -> bytes:
    target = io.BytesIO()
    thing.save(target, **options)
    return target.getvalue()


def _png(**chunks: Any) -> bytes:
    return _saved(Image.new("RGB", (8, 8)), format="PNG", **chunks)


def _png_text(key: str, text: str, packed: bool, wide: bool = False) -> bytes:
    info = PngImagePlugin.PngInfo()
    (info.add_itxt if wide else info.add_text)(key, text, zip=packed)
    return _png(pnginfo=info)


def _jpeg(**options: Any) -> bytes:
    return _saved(Image.new("RGB", (8, 8)), format="JPEG", **options)


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x013B] = CODE
    return exif


def _segment(marker: int, content: bytes) -> bytes:
    picture = _jpeg()
    return picture[:2] + struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content + picture[2:]


def _word(*runs: str) -> bytes:
    document = Document()
    paragraph = document.add_paragraph()
    for run in runs:
        paragraph.add_run(run)
    return _saved(document)


def _workbook(value: object) -> bytes:
    book = Workbook()
    sheet = book.create_sheet("Hidden")
    sheet.sheet_state = "veryHidden"
    sheet["C7"] = value
    return _saved(book)


SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg"><desc>Hof<!-- -->bau</desc><text>{CODE}</text></svg>'
)
XMP = (
    b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><a b='%s'/></x:xmpmeta>"
    % RAW
)
IPTC = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x13\x1c\x02\x78\0\x0e" + RAW + b"\0"
PERCENT = "".join(f"%{byte:02X}" for byte in RAW)
ENTITIES = "".join(f"&#{byte};" for byte in RAW)
CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
)

KINDS: dict[str, Callable[[Parts], None]] = {
    "paragraph": _in_body(_p(f"<w:r><w:t>{SENTENCE}</w:t></w:r>")),
    "runs": _in_body(_p("".join(f"<w:r><w:t>{c}</w:t></w:r>" for c in CODE))),
    "runs with properties": _in_body(
        _p("<w:r><w:rPr><w:b/></w:rPr><w:t>Ottokar Quill</w:t></w:r><w:r><w:t>feder</w:t></w:r>")
    ),
    "paragraphs": _in_body(
        _p("<w:r><w:t>Hofbau-</w:t></w:r>") + _p("<w:r><w:t>Lantern</w:t></w:r>")
    ),
    "zero-width characters": _in_body(_p("<w:r><w:t>Hof\u200bbau\u2011Lan\u00adtern</w:t></w:r>")),
    "fullwidth letters": _in_body(
        _p("<w:r><w:t>" + "".join(chr(ord(c) + 0xFEE0) for c in CODE) + "</w:t></w:r>")
    ),
    "hidden text": _in_body(_p(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{CODE}</w:t></w:r>")),
    "white text": _in_body(
        _p(f'<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>{CODE}</w:t></w:r>')
    ),
    "deleted text": _in_body(
        _p(f'<w:del w:id="1" w:author="a"><w:r><w:delText>{CODE}</w:delText></w:r></w:del>')
    ),
    "deleted text between inserted": _in_body(
        _p(
            "<w:r><w:t>Quill</w:t></w:r><w:del><w:r><w:delText>x</w:delText></w:r></w:del>"
            "<w:r><w:t>feder</w:t></w:r>"
        )
    ),
    "author of a change": _in_body(_p(f'<w:ins w:id="1" w:author="{NAME}"><w:r/></w:ins>')),
    "field instruction": _in_body(
        _p(f'<w:r><w:instrText>INCLUDETEXT "C:\\\\{CODE}.docx"</w:instrText></w:r>')
    ),
    "character references": _in_body(_p(f"<w:r><w:t>{ENTITIES}</w:t></w:r>")),
    "figure": _in_body(_p("<w:r><w:t>3,108</w:t></w:r><w:r><w:t>,249</w:t></w:r>")),
    "rounded figure": _in_body(_p("<w:r><w:t>about US$3.11\u00a0million</w:t></w:r>")),
    "figure with thin spaces": _in_body(_p("<w:r><w:t>3\u202f108\u202f249</w:t></w:r>")),
    "alternative text": _in_body(
        _p(
            '<w:r><w:drawing><wp:docPr xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
            f'wordprocessingDrawing" id="9" name="a" descr="{SENTENCE}"/></w:drawing></w:r>'
        )
    ),
    "name of a picture": _in_body(
        _p(
            '<w:r><w:drawing><wp:docPr xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
            f'wordprocessingDrawing" id="9" name="{FIGURE}"/></w:drawing></w:r>'
        )
    ),
    "bookmark": _in_body(_p('<w:bookmarkStart w:id="99" w:name="_Hofbau_Lantern"/>')),
    "content control": _in_body(
        f'<w:sdt><w:sdtPr><w:alias w:val="{CODE}"/></w:sdtPr><w:sdtContent/></w:sdt>'
    ),
    "form field": _in_body(
        _p(
            f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:textInput><w:default w:val="{FIGURE}"/>'
            "</w:textInput></w:ffData></w:fldChar></w:r>"
        )
    ),
    "XML comment": _in_body(f"<!-- {SENTENCE} -->"),
    "processing instruction": _in_body(f"<?note {CODE}?>"),
    "CDATA": _in_body(_p(f"<w:r><w:t><![CDATA[{CODE}]]></w:t></w:r>")),
    "name of an element": _in_body(f"<x:{CODE} xmlns:x='urn:x'/>"),
    "namespace": _in_body(f"<x:a xmlns:x='urn:{CODE}'/>"),
    "text between elements": _in_body(f"<w:tbl>{CODE}</w:tbl>"),
    "comment": _part(
        "word/comments.xml",
        f"<w:comments {W}><w:comment w:id='0'>"
        f"{_p(f'<w:r><w:t>{CODE}</w:t></w:r>')}</w:comment></w:comments>",
    ),
    "author of a comment": _part(
        "word/people.xml", f"<w:people {W}><w:person w:author='{NAME}'/></w:people>"
    ),
    "footnote": _part(
        "word/footnotes9.xml",
        f"<w:footnotes {W}>{_p(f'<w:r><w:t>{CODE}</w:t></w:r>')}</w:footnotes>",
    ),
    "header": _part(
        "word/header9.xml", f"<w:hdr {W}>{_p(f'<w:r><w:t>{SENTENCE}</w:t></w:r>')}</w:hdr>"
    ),
    "name of a style": _inside(
        "word/styles.xml",
        "</w:styles>",
        f'<w:style w:styleId="a"><w:name w:val="{CODE}"/></w:style>',
    ),
    "document variable": _inside(
        "word/settings.xml",
        "</w:settings>",
        f'<w:docVars><w:docVar w:name="a" w:val="{FIGURE}"/></w:docVars>',
    ),
    "document variable in base64": _inside(
        "word/settings.xml",
        "</w:settings>",
        f'<w:docVars><w:docVar w:name="a" w:val="{base64.b64encode(RAW).decode()}"/></w:docVars>',
    ),
    "document variable in hexadecimal": _inside(
        "word/settings.xml",
        "</w:settings>",
        f'<w:docVars><w:docVar w:name="a" w:val="{RAW.hex(" ")}"/></w:docVars>',
    ),
    "core properties": _inside(
        "docProps/core.xml", "</cp:coreProperties>", f"<cp:keywords>{CODE}</cp:keywords>"
    ),
    "extended properties": _inside("docProps/app.xml", "</", f"<Company>{NAME}</Company>"),
    "custom properties": _part(
        "docProps/custom9.xml",
        f"{CUSTOM}<property name='a'><vt:lpwstr>{CODE}</vt:lpwstr></property></Properties>",
    ),
    "name of a custom property": _part(
        "docProps/custom9.xml", f"{CUSTOM}<property name='{NAME}'/></Properties>"
    ),
    "custom XML": _part("customXml/item9.xml", f"<a><b>{FIGURE}</b></a>"),
    "attribute of custom XML": _part("customXml/item9.xml", f"<a b='{FIGURE}'/>"),
    "entity of custom XML": _part(
        "customXml/item9.xml", f'<!DOCTYPE a [<!ENTITY b "{CODE}"><!ENTITY c "">]><a>&c;</a>'
    ),
    "entities that join": _part(
        "customXml/item9.xml", '<!DOCTYPE a [<!ENTITY b "fbau-Lant">]><a>Ho&b;ern</a>'
    ),
    "XML in UTF-16": _part("customXml/item9.xml", f"<a>{CODE}</a>".encode("utf-16")),
    "XML that is not well formed": _part("customXml/item9.xml", "<a><b>Hofbau-</c>Lantern</a>"),
    "percent-encoded relationship": _part(
        "word/_rels/x.xml.rels",
        f"<Relationships><Relationship Target='file:///{PERCENT}'/></Relationships>",
    ),
    "workbook": _part("word/embeddings/a.xlsx", _workbook(SENTENCE)),
    "figure in a workbook": _part("word/embeddings/a.xlsx", _workbook(int(FIGURE))),
    "Word file inside": _part("word/embeddings/a.docx", _word("Hof", "bau", "-Lantern")),
    "archives in archives": _part(
        "word/embeddings/a.bin", _zip({"b": _zip({"c": _zip({"d": RAW})})})
    ),
    "gzip": _part("word/embeddings/a.bin", gzip.compress(SENTENCE.encode())),
    "binary in UTF-16": _part(
        "word/embeddings/oleObject1.bin",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(range(256))
        + CODE.encode("utf-16-le")
        + bytes(64),
    ),
    "HTML inside": _part("word/afchunk.htm", "<html><body><p>Hof<b>bau</b>-Lantern</body></html>"),
    "web archive inside": _part("word/afchunk.mht", "MIME-Version: 1.0\n\nHof=62au=2DLan=\ntern"),
    "PNG text": _part("word/media/a.png", _png_text("Comment", CODE, packed=False)),
    "compressed PNG text": _part("word/media/a.png", _png_text("Comment", SENTENCE, packed=True)),
    "international PNG text": _part(
        "word/media/a.png", _png_text("a", CODE, packed=True, wide=True)
    ),
    "EXIF of a PNG": _part("word/media/a.png", _png(exif=_exif())),
    "bytes after a PNG": _part("word/media/a.png", _png() + RAW),
    "archive after a PNG": _part("word/media/a.png", _png() + _zip({"a": RAW})),
    "JPEG comment": _part("word/media/a.jpg", _jpeg(comment=RAW)),
    "EXIF of a JPEG": _part("word/media/a.jpg", _jpeg(exif=_exif())),
    "XMP of a JPEG": _part("word/media/a.jpg", _segment(0xE1, XMP)),
    "IPTC of a JPEG": _part("word/media/a.jpg", _segment(0xED, IPTC)),
    "comment of a GIF": _part(
        "word/media/a.gif", _saved(Image.new("P", (8, 8)), format="GIF", comment=RAW)
    ),
    "SVG": _part("word/media/a.svg", SVG),
    "name of a part": _part(f"word/media/{CODE}.png", _png()),
    "percent-encoded name of a part": _part(f"word/media/{PERCENT}.png", _png()),
    "part that nothing refers to": _part("word/planted.txt", SENTENCE),
    "part in Latin-1": _part("word/planted.txt", f"Über {CODE}".encode("latin-1")),
    "URL-safe base64": _part(
        "word/planted.txt", b"~x~" + base64.urlsafe_b64encode("\u00ff\u00fe?>".encode() + RAW)
    ),
    "ASCII85": _part("word/planted.txt", base64.a85encode(RAW, adobe=True)),
    "zlib": _part("word/planted.bin", zlib.compress(RAW)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_leak_in_a_part_is_found(kind: str, paper: bytes, searched: Needles) -> None:
    parts = _parts(paper)
    KINDS[kind](parts)
    leaks = scan(Finished(_zip(parts), "docx", "paper.docx"), searched)
    assert {leak.secret for leak in leaks} & set(SECRETS), leaks


def _commented(paper: bytes) -> bytes:
    target = io.BytesIO(paper)
    with zipfile.ZipFile(target, "a") as package:
        package.comment = RAW
    return target.getvalue()


def _member(paper: bytes, **settings: Any) -> bytes:
    target = io.BytesIO(paper)
    with zipfile.ZipFile(target, "a") as package:
        member = zipfile.ZipInfo("word/a.txt")
        for name, value in settings.items():
            setattr(member, name, value)
        package.writestr(member, b"x")
    return target.getvalue()


def _between(paper: bytes, inserted: bytes) -> bytes:
    """Return the package with bytes before its central directory."""
    end = paper.rindex(b"PK\x05\x06")
    size, start = struct.unpack_from("<LL", paper, end + 12)
    moved = struct.pack("<LL", size, start + len(inserted))
    return paper[:start] + inserted + paper[start : end + 12] + moved + paper[end + 20 :]


def _twice(paper: bytes) -> bytes:
    target = io.BytesIO(paper)
    with zipfile.ZipFile(target, "a") as package:
        for content in (f"<a>{CODE}</a>", "<a/>"):
            with pytest.warns(UserWarning, match="Duplicate"):
                package.writestr("docProps/app.xml", content)
    return target.getvalue()


def _lone_member(content: bytes) -> bytes:
    package = _zip({"lone": content})
    return package[: package.index(b"PK\x01\x02")]


def _renamed(paper: bytes) -> bytes:
    """Return the package with a name in a local header that the directory does not have."""
    package = _zip({**_parts(paper), "word/xxxxxxxxxxxxxx": b"x"})
    at = package.index(b"word/xxxxxxxxxxxxxx")
    return package[: at + 5] + RAW + package[at + 19 :]


PACKAGES: dict[str, Callable[[bytes], bytes]] = {
    "comment of the package": _commented,
    "comment of a member": lambda paper: _member(paper, comment=RAW),
    "extra field": lambda paper: _member(paper, extra=struct.pack("<HH", 0x9999, len(RAW)) + RAW),
    "bytes before the package": lambda paper: RAW + paper,
    "bytes after the package": lambda paper: paper + RAW,
    "bytes between members": lambda paper: _between(paper, RAW),
    "bytes between members in UTF-16": lambda paper: _between(paper, CODE.encode("utf-16-le")),
    "member that no directory lists": lambda paper: _between(paper, _lone_member(RAW)),
    "member that another one hides": _twice,
}


@pytest.mark.parametrize("kind", PACKAGES)
def test_a_leak_around_the_parts_is_found(kind: str, paper: bytes, searched: Needles) -> None:
    leaks = scan(Finished(PACKAGES[kind](paper), "docx", "paper.docx"), searched)
    assert CODE in {leak.secret.text for leak in leaks}, leaks


def test_the_paper_without_a_leak_has_none(paper: bytes, searched: Needles) -> None:
    assert scan(Finished(paper, "docx", f"{EDITION}.docx"), searched) == []


def test_a_leak_names_its_corner_in_plain_words(paper: bytes, searched: Needles) -> None:
    parts = _parts(paper)
    KINDS["hidden text"](parts)
    KINDS["comment of a GIF"](parts)
    corners = {leak.corner for leak in scan(Finished(_zip(parts), "docx", "paper.docx"), searched)}
    assert corners == {"word/document.xml, text", "word/media/a.gif, comment"}


def test_what_cannot_be_read_is_not_taken_for_clean(paper: bytes, searched: Needles) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        scan(Finished(b"no package", "docx", "paper.docx"), searched)
    with pytest.raises(ValueError, match="cannot be read"):
        scan(Finished(_renamed(paper), "docx", "paper.docx"), searched)
    parts = _parts(paper)
    parts["word/big.bin"] = bytes(300 * 2**20)
    with pytest.raises(ValueError, match=r"word/big\.bin: too large to search"):
        scan(Finished(_zip(parts), "docx", "paper.docx"), searched)


WORDS = st.text("abcdefghijklmnopqrstuvwxyzäßéжщ日本", min_size=5, max_size=9)


@drawing(20)
@given(data=st.data())
def test_a_secret_at_any_place_split_into_any_runs_is_found(
    data: st.DataObject, paper: bytes
) -> None:
    secret = " ".join(data.draw(st.lists(WORDS, min_size=4, max_size=8)))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(secret) - 1), max_size=6)))
    pieces = [secret[a:b] for a, b in zip([0, *cuts], [*cuts, len(secret)], strict=True)]
    parts = _parts(paper)
    main = parts["word/document.xml"].decode()
    nodes = list(re.finditer(r"<w:t(?: [^>]*)?>([^<&]+)</w:t></w:r>", main))
    node = data.draw(st.sampled_from(nodes))
    at = data.draw(st.integers(node.start(1), node.end(1)))
    runs = "</w:t></w:r><w:r><w:t>".join(pieces)
    parts["word/document.xml"] = (main[:at] + runs + main[at:]).encode()
    known = Secret(secret, Place("data/dossier.yaml", 7))
    leaks = scan(
        Finished(_zip(parts), "docx", "paper.docx"),
        needles([known], [re.sub("<[^>]*>", " ", main)]),
    )
    assert {leak.secret for leak in leaks} == {known}
