# ruff: noqa: E501
"""Leaks of every kind, planted into the press paper's PDF, are found where they were planted."""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from docx import Document
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from openpyxl import Workbook
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from briefgen.diagnostics import Place
from briefgen.verify.leaks.needles import Needles, Secret, needles
from briefgen.verify.leaks.scan import Finished, scan

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

Planter = Callable[[Pdf], None]
OBJECTS: dict[str, Planter] = {}
BYTES: dict[str, Callable[[bytes], bytes]] = {}


def planted(kind: str) -> Callable[[Planter], Planter]:
    def register(plant: Planter) -> Planter:
        assert kind not in OBJECTS
        OBJECTS[kind] = plant
        return plant

    return register


@pytest.fixture(scope="module")
def paper(shipped: Shipped) -> bytes:
    return shipped.path(EDITION, "pdf").read_bytes()


@pytest.fixture(scope="module")
def searched(shipped: Shipped) -> Needles:
    page = shipped.path(EDITION, "html").read_text("utf-8")
    return needles(SECRETS, [re.sub("<[^>]*>", " ", page)])


def _saved(pdf: Pdf, **options: Any) -> bytes:
    target = io.BytesIO()
    pdf.save(target, **options)
    return target.getvalue()


def _entry(around: Any, key: str, empty: Any) -> Any:
    """Return an entry of a dictionary, which is made where it has none."""
    if key not in around:
        around[key] = empty
    return around[key]


def _draw(pdf: Pdf, content: bytes, **resources: Any) -> None:
    page = pdf.pages[0]
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    fonts = _entry(page.obj.Resources, "/Font", Dictionary())
    fonts["/Planted"] = pdf.make_indirect(resources.get("font", font))
    page.contents_add(pdf.make_stream(content))


TEXTS = {
    "white text": b"BT 1 1 1 rg /Planted 9 Tf 50 50 Td (%s) Tj ET" % CODE.encode(),
    "invisible text": b"BT 3 Tr /Planted 9 Tf 50 50 Td (%s) Tj ET" % CODE.encode(),
    "text under a black bar": b"BT /Planted 9 Tf 50 50 Td (%s) Tj ET 0 0 99 99 re f" % CODE.encode(),
    "text outside the page": b"BT /Planted 9 Tf -500 -500 Td (%s) Tj ET" % CODE.encode(),
    "kerned text": b"BT /Planted 9 Tf [(Hof) 40 (ba) -20 (u-Lan) 250 (tern)] TJ ET",
    "text with wide gaps": b"BT /Planted 9 Tf [(Hof) -400 (bau) -400 (Lan) -400 (tern)] TJ ET",
    "text glyph by glyph": b"BT /Planted 9 Tf "
    + b"".join(b"(%c) Tj 5 0 Td " % c for c in CODE.encode()) + b"ET",
    "text broken at the line's end": b"BT /Planted 9 Tf (Hofbau-) Tj 0 -12 Td (Lantern) Tj ET",
    "text over several objects": b"BT /Planted 9 Tf (Hofbau) Tj ET BT /Planted 9 Tf (Lantern) Tj ET",
    "text with soft hyphens": b"BT /Planted 9 Tf (Hof\xadbau\xadLan\xadtern) Tj ET",
    "text in octal escapes": b"BT /Planted 9 Tf ("
    + b"".join(b"\\%03o" % c for c in CODE.encode()) + b") Tj ET",
    "text in hexadecimal": b"BT /Planted 9 Tf <" + CODE.encode().hex().encode() + b"> Tj ET",
    "text of the quotation mark operator": b"BT /Planted 9 Tf (Hofbau-Lantern) ' ET",
    "text in capitals": b"BT /Planted 9 Tf (HOFBAU LANTERN) Tj ET",
    "figure with commas": b"BT /Planted 9 Tf (3,108,249) Tj ET",
    "figure with spaces": b"BT /Planted 9 Tf (3 108 249) Tj ET",
    "figure kerned": b"BT /Planted 9 Tf [(3,1) 10 (08,2) 10 (49)] TJ ET",
    "figure rounded": b"BT /Planted 9 Tf (some 3.11 million crowns) Tj ET",
    "part of a sentence": b"BT /Planted 9 Tf (package with lump payments) Tj ET",
    "surname": b"BT /Planted 9 Tf (met Quillfeder at noon) Tj ET",
    "marked content's ActualText": b"/Span <</ActualText (Hofbau-Lantern)>> BDC EMC",
    "marked content's ActualText in UTF-16": b"/Span <</ActualText <FEFF"
    + CODE.encode("utf-16-be").hex().encode() + b">>> BDC EMC",
    "comment in a content stream": b"q\n% Hofbau-Lantern\nQ BT () Tj ET",
}  # fmt: skip


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_on_a_page_is_found(kind: str, paper: bytes, searched: Needles) -> None:
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        _draw(pdf, TEXTS[kind])
        leaks = scan(Finished(_saved(pdf), "pdf", "paper.pdf"), searched)
    assert any(leak.corner.startswith("page 1") for leak in leaks), leaks


@planted("text in the paper's own font")
def _(pdf: Pdf) -> None:
    for name, font in pdf.pages[0].obj.Resources.Font.items():
        pairs = re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>", font.ToUnicode.read_bytes())
        codes = {chr(int(text, 16)): code for code, text in pairs}
        letters = "HofbauLantern"
        if all(letter in codes for letter in letters):
            shown = b"".join(codes[letter] for letter in letters)
            drawing = b"BT %s 9 Tf <%s> Tj ET" % (str(name).encode(), shown)
            pdf.pages[0].contents_add(pdf.make_stream(drawing))
            return
    pytest.fail("no font of the page has the letters")


@planted("text in a font with differences")
def _(pdf: Pdf) -> None:
    glyphs = [Name("/H"), Name("/o"), Name("/f"), Name("/b"), Name("/a"), Name("/u"), Name("/hyphen"),
              Name("/L"), Name("/n"), Name("/t"), Name("/e"), Name("/r")]  # fmt: skip
    order = "Hofbau-Lnter"
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
        Encoding=Dictionary(Differences=Array([1, *glyphs])),
    )  # fmt: skip
    shown = bytes(order.index(letter) + 1 for letter in CODE).hex().encode()
    _draw(pdf, b"BT /Planted 9 Tf <%s> Tj ET" % shown, font=font)


def _form(pdf: Pdf) -> Stream:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    form = pdf.make_stream(b"BT /F 9 Tf [(Hofbau) 3 (Lantern)] TJ ET")
    form.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]),
        Resources=Dictionary(Font=Dictionary(F=font)),
    )  # fmt: skip
    return form


@planted("form")
def _(pdf: Pdf) -> None:
    forms = _entry(pdf.pages[0].obj.Resources, "/XObject", Dictionary())
    forms["/Planted"] = _form(pdf)


@planted("appearance of an annotation")
def _(pdf: Pdf) -> None:
    _annotate(pdf, Subtype=Name.Stamp, AP=Dictionary(N=_form(pdf)))


def _annotate(pdf: Pdf, **entries: Any) -> None:
    note = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 1, 1]), **entries)
    page = pdf.pages[0].obj
    _entry(page, "/Annots", Array()).append(pdf.make_indirect(note))


@planted("annotation")
def _(pdf: Pdf) -> None:
    _annotate(pdf, Subtype=Name.Text, Contents=String(SENTENCE))


@planted("hidden annotation")
def _(pdf: Pdf) -> None:
    _annotate(pdf, Subtype=Name.Text, F=2, NM=String(CODE))


@planted("author of an annotation")
def _(pdf: Pdf) -> None:
    _annotate(pdf, Subtype=Name.Text, T=String(NAME))


@planted("link, percent-encoded")
def _(pdf: Pdf) -> None:
    uri = "https://example.org/" + "".join(f"%{c:02X}" for c in CODE.encode())
    _annotate(pdf, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String(uri)))


@planted("link to a file")
def _(pdf: Pdf) -> None:
    path = String("file:///home/minister/Hofbau%2DLantern/notes.pdf")
    _annotate(pdf, Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=path))


@planted("form field")
def _(pdf: Pdf) -> None:
    field = Dictionary(FT=Name.Tx, T=String("a"), V=String(CODE), DV=String(""))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]))


@planted("tooltip of a form field")
def _(pdf: Pdf) -> None:
    field = Dictionary(FT=Name.Tx, T=String("a"), TU=String(SENTENCE))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]))


@planted("outline")
def _(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(CODE, 0))


@planted("named destination")
def _(pdf: Pdf) -> None:
    names = Array([String(CODE), Array([pdf.pages[0].obj, Name.Fit])])
    _entry(pdf.Root, "/Names", Dictionary())["/Planted"] = Dictionary(Names=names)


@planted("named destination of PDF 1.1")
def _(pdf: Pdf) -> None:
    pdf.Root.Dests = Dictionary({f"/{CODE}": Array([pdf.pages[0].obj, Name.Fit])})


def _element(pdf: Pdf, **entries: Any) -> None:
    element = Dictionary(Type=Name.StructElem, S=Name.Figure, **entries)
    pdf.Root.StructTreeRoot.K.append(pdf.make_indirect(element)) if isinstance(
        pdf.Root.StructTreeRoot.K, Array
    ) else pdf.Root.StructTreeRoot.K.K.append(pdf.make_indirect(element))


for _key in ("Alt", "ActualText", "E", "T", "ID", "Planted"):

    def _plant(pdf: Pdf, key: str = _key) -> None:
        _element(pdf, **{key: String(CODE)})

    planted(f"structure element's /{_key}")(_plant)


@planted("attributes of a structure element")
def _(pdf: Pdf) -> None:
    _element(pdf, A=Dictionary(O=Name.UserProperties, P=Array([Dictionary(N="x", V=SENTENCE)])))


@planted("class map")
def _(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.ClassMap = Dictionary({f"/{CODE}": Dictionary()})


@planted("page label")
def _(pdf: Pdf) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(CODE))]))


@planted("name of optional content")
def _(pdf: Pdf) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(CODE)))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary())


@planted("JavaScript")
def _(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{CODE}')"))


@planted("JavaScript with escapes")
def _(pdf: Pdf) -> None:
    code = "".join(f"\\x{ord(letter):02x}" for letter in CODE)
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pdf.make_stream(f"f('{code}')".encode()))


@planted("XMP description")
def _(pdf: Pdf) -> None:
    with pdf.open_metadata() as xmp:
        xmp["dc:description"] = SENTENCE


@planted("XMP in UTF-16")
def _(pdf: Pdf) -> None:
    xml = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><a b='{CODE}'/></x:xmpmeta>".encode("utf-16")
    pdf.Root.Planted = pdf.make_stream(xml)  # the library mends the metadata themselves


@planted("document information")
def _(pdf: Pdf) -> None:
    pdf.docinfo["/Keywords"] = CODE


@planted("key of the document information")
def _(pdf: Pdf) -> None:
    pdf.docinfo[f"/{CODE}"] = "x"


@planted("document information in base64")
def _(pdf: Pdf) -> None:
    pdf.docinfo["/Ref"] = "ref:" + base64.b64encode(CODE.encode()).decode()


@planted("document information in UTF-8")
def _(pdf: Pdf) -> None:
    pdf.docinfo["/Ref"] = String(b"\xef\xbb\xbfHofbau\xe2\x80\x91Lantern")


@planted("private data of a program")
def _(pdf: Pdf) -> None:
    pdf.Root.PieceInfo = Dictionary(App=Dictionary(Private=pdf.make_stream(SENTENCE.encode())))


@planted("deflated twice")
def _(pdf: Pdf) -> None:
    pdf.Root.Planted = pdf.make_stream(zlib.compress(SENTENCE.encode()))


def _attach(pdf: Pdf, content: bytes, name: str = "a.bin", description: str = "") -> None:
    specification = pikepdf.AttachedFileSpec(
        pdf, content, filename=name, description=description, mime_type="", creation_date="",
        mod_date="",
    )  # fmt: skip
    pdf.attachments[name] = specification


@planted("attached text")
def _(pdf: Pdf) -> None:
    _attach(pdf, SENTENCE.encode())


@planted("attached text in UTF-16 without a mark")
def _(pdf: Pdf) -> None:
    _attach(pdf, SENTENCE.encode("utf-16-le"))


@planted("name of an attached file")
def _(pdf: Pdf) -> None:
    _attach(pdf, b"x", f"{CODE}.txt")


@planted("description of an attached file")
def _(pdf: Pdf) -> None:
    _attach(pdf, b"x", description=CODE)


def _zip(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return target.getvalue()


@planted("attached archive in an archive")
def _(pdf: Pdf) -> None:
    _attach(pdf, _zip(inner=_zip(text=CODE.encode())))


@planted("attached Word file")
def _(pdf: Pdf) -> None:
    document, target = Document(), io.BytesIO()
    document.add_paragraph("Hof").add_run("bau-Lantern")
    document.save(target)
    _attach(pdf, target.getvalue())


@planted("attached workbook")
def _(pdf: Pdf) -> None:
    book, target = Workbook(), io.BytesIO()
    book.create_sheet("Data")["C7"] = int(FIGURE)
    book.save(target)
    _attach(pdf, target.getvalue())


@planted("attached PDF")
def _(pdf: Pdf) -> None:
    with pikepdf.new() as inner:
        inner.add_blank_page()
        inner.docinfo["/Title"] = CODE
        _attach(pdf, _saved(inner))


def _jpeg(**options: Any) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, "JPEG", **options)
    return target.getvalue()


def _picture(pdf: Pdf, data: bytes) -> None:
    picture = Stream(
        pdf, data, Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    _entry(pdf.pages[0].obj.Resources, "/XObject", Dictionary())["/Planted"] = picture


@planted("comment of a JPEG")
def _(pdf: Pdf) -> None:
    _picture(pdf, _jpeg(comment=CODE.encode()))


@planted("EXIF of a JPEG")
def _(pdf: Pdf) -> None:
    exif = Image.Exif()
    exif[0x010E] = CODE
    _picture(pdf, _jpeg(exif=exif))


@planted("bytes after a JPEG")
def _(pdf: Pdf) -> None:
    _picture(pdf, _jpeg() + CODE.encode())


@planted("comment in a CMap")
def _(pdf: Pdf) -> None:
    font = next(iter(pdf.pages[0].obj.Resources.Font.values()))
    font.ToUnicode.write(font.ToUnicode.read_bytes() + b"\n% Hofbau-Lantern\n")


@planted("name table of a font")
def _(pdf: Pdf) -> None:
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph()})
    builder.setupHorizontalMetrics({".notdef": (0, 0)})
    builder.setupHorizontalHeader()
    builder.setupNameTable({"manufacturer": CODE})
    builder.setupPost()
    target = io.BytesIO()
    builder.save(target)
    descriptor = Dictionary(Type=Name.FontDescriptor, FontFile2=pdf.make_stream(target.getvalue()))
    pdf.Root.Planted = pdf.make_indirect(descriptor)


@pytest.mark.parametrize("packed", [False, True], ids=["", "in object streams"])
@pytest.mark.parametrize("kind", OBJECTS)
def test_a_leak_in_an_object_is_found(
    kind: str, packed: bool, paper: bytes, searched: Needles
) -> None:
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        OBJECTS[kind](pdf)
        content = _saved(pdf, object_stream_mode=mode)
    leaks = scan(Finished(content, "pdf", "paper.pdf"), searched)
    assert {leak.secret for leak in leaks} & set(SECRETS), leaks


def at_the_end(kind: str, inserted: bytes) -> None:
    BYTES[kind] = lambda paper: (
        paper[: (end := paper.rindex(b"startxref"))] + inserted + b"\n" + paper[end:]
    )


_CODE = CODE.encode()
_SHOWN = zlib.compress(b"BT /F1 9 Tf [(Hof) 3 (bau-Lantern)] TJ ET")
at_the_end("comment in the file", b"% " + _CODE)
at_the_end("object that no table lists", b"9999 0 obj\n(%s)\nendobj" % _CODE)
at_the_end("object that no table lists, in octal",
           b"9999 0 obj\n(" + b"".join(b"\\%o" % c for c in _CODE) + b")\nendobj")  # fmt: skip
at_the_end("object that no table lists, in hexadecimal",
           b"9999 0 obj\n<FEFF" + CODE.encode("utf-16-be").hex().encode() + b">\nendobj")  # fmt: skip
at_the_end("name that no table lists", b"9999 0 obj\n/Hofbau#2dLantern\nendobj")
at_the_end("stream that no table lists",
           b"9999 0 obj\n<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj"
           % (len(_SHOWN), _SHOWN))  # fmt: skip
at_the_end("stream in ASCII85",
           b"9999 0 obj\n<</Filter/ASCII85Decode>>stream\n%s~>\nendstream endobj"
           % base64.a85encode(_CODE))  # fmt: skip
at_the_end("stream in hexadecimal and deflated",
           b"9999 0 obj\n<</Filter[/ASCIIHexDecode/FlateDecode]>>stream\n%s>\nendstream endobj"
           % zlib.compress(_CODE).hex().encode())  # fmt: skip
BYTES["bytes after the end"] = lambda paper: paper + b"\n" + _CODE
BYTES["bytes after the end in UTF-16"] = lambda paper: paper + CODE.encode("utf-16-be")
BYTES["compressed bytes after the end"] = lambda paper: paper + zlib.compress(_CODE)
BYTES["archive after the end"] = lambda paper: paper + _zip(a=_CODE)
BYTES["bytes before the header"] = lambda paper: _CODE + b"\n" + paper


def _older_revision(paper: bytes) -> bytes:
    """Return the paper with a text in its first revision that a second one replaced."""
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        note = pdf.make_indirect(Dictionary(Note=pdf.make_stream(b"BT (Hofbau-Lantern) Tj ET")))
        pdf.Root.Planted = note
        first = _saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(io.BytesIO(first)) as pdf:
        number, root = pdf.Root.Planted.objgen[0], pdf.Root.objgen[0]
        size = int(pdf.trailer.Size)
    start = first.rindex(b"startxref") + 9
    before = int(first[start:].split()[0])
    at = len(first)
    update = b"%d 0 obj\n<<>>\nendobj\n" % number
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, root, before, at + len(update),
    )  # fmt: skip
    return first + update + table + trailer


def unreferenced(kind: str, make: Callable[[Pdf], Any]) -> None:
    """Register a leak in an object that the table lists and nothing refers to."""

    def plant(paper: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(paper)) as pdf:
            pdf.Root.Planted = pdf.make_indirect(make(pdf))
            content = _saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        reference = re.search(rb"/Planted \d+ 0 R", content)
        assert reference
        return content.replace(reference[0], b" " * len(reference[0]))

    BYTES[kind] = plant


def _own_font(pdf: Pdf) -> Stream:
    OBJECTS["text in the paper's own font"](pdf)
    return pdf.make_stream(pdf.pages[0].obj.Contents[-1].read_bytes() + b" ")


unreferenced("unreferenced string", lambda _pdf: Array([Dictionary(B=String(CODE))]))
unreferenced("unreferenced stream", lambda pdf: pdf.make_stream(b"q Q " + SENTENCE.encode()))
unreferenced("unreferenced form", _form)
BYTES["older revision"] = _older_revision


@pytest.mark.parametrize("kind", BYTES)
def test_a_leak_in_the_bytes_of_the_file_is_found(
    kind: str, paper: bytes, searched: Needles
) -> None:
    leaks = scan(Finished(BYTES[kind](paper), "pdf", "paper.pdf"), searched)
    assert {leak.secret.text for leak in leaks} >= {CODE}, leaks


def test_a_leak_in_the_name_of_the_file_is_found(paper: bytes, searched: Needles) -> None:
    leaks = scan(Finished(paper, "pdf", "Hofbau_Lantern.press.en.pdf"), searched)
    assert {leak.corner for leak in leaks} == {"file name"}


def test_the_paper_without_a_leak_has_none(paper: bytes, searched: Needles) -> None:
    assert scan(Finished(paper, "pdf", f"{EDITION}.pdf"), searched) == []


def test_an_encrypted_or_damaged_paper_is_not_taken_for_clean(
    paper: bytes, searched: Needles
) -> None:
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        locked = _saved(pdf, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(ValueError, match="encrypted"):
        scan(Finished(locked, "pdf", "paper.pdf"), searched)
    with pytest.raises(ValueError, match="cannot be searched"):
        scan(Finished(b"%PDF-1.7 and no more", "pdf", "paper.pdf"), searched)


def test_what_is_packed_too_large_is_refused(paper: bytes, searched: Needles) -> None:
    bomb = zlib.compress(zlib.compress(bytes(300 * 2**20), 1), 9)
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        _attach(pdf, bomb)
        content = _saved(pdf)
    with pytest.raises(ValueError, match="too large to search"):
        scan(Finished(content, "pdf", "paper.pdf"), searched)


def test_what_is_packed_too_deep_is_refused(paper: bytes, searched: Needles) -> None:
    inner = b"x"
    for _ in range(40):
        inner = _zip(a=inner)
    with pytest.raises(ValueError, match="too deep to search"):
        scan(Finished(paper + inner, "pdf", "paper.pdf"), searched)
