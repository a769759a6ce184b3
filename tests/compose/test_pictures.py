"""What a picture may hold: what is seen, read whole, and nothing beside it."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile, PngImagePlugin

from briefgen.compose.charts import Charts
from briefgen.compose.pictures import scrubbed
from briefgen.compose.wording import Wording
from briefgen.house.catalogue import load_catalogue
from briefgen.house.workspace import Workspace

MARKER = b"canary 4711"
SVG = "http://www.w3.org/2000/svg"


def _uri(kind: str, data: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def _html(source: str) -> str:
    return f'<p>a</p>\n<figure><img alt="x" src="{source}"/></figure>'


def _clean(kind: str, data: bytes) -> bytes:
    html, faults = scrubbed(_html(_uri(kind, data)), "x.html")
    assert faults == []
    again, _ = scrubbed(html, "x.html")
    assert again == html, "cleaning twice is cleaning once"
    return base64.b64decode(html.partition("base64,")[2].partition('"')[0])


def _fault(kind: str, data: bytes) -> str:
    html = _html(_uri(kind, data))
    same, [fault] = scrubbed(html, "x.html")
    assert same == html
    assert (fault.rule, fault.place.file, fault.place.line, fault.place.column) == (
        "vocabulary", "x.html", 2, 9,
    )  # fmt: skip
    return fault.message


def _written(kind: str, mode: str = "RGB", size: tuple[int, int] = (8, 6), **options: Any) -> bytes:
    image = Image.new(mode, size)
    image.frombytes(bytes(n * 7 % 256 for n in range(len(image.tobytes()))))
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _png_with_everything() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", MARKER.decode())
    notes.add_text("Comment", MARKER.decode(), zip=True)
    notes.add_itxt("Title", MARKER.decode())
    exif = Image.Exif()
    exif[270] = MARKER.decode()
    return _written("PNG", pnginfo=notes, exif=exif, dpi=(300, 300)) + MARKER


def _jpeg_with_everything() -> bytes:
    exif = Image.Exif()
    exif[270] = MARKER.decode()
    data = _written("JPEG", exif=exif, comment=MARKER, dpi=(300, 300))
    secret = b"\xff\xed" + struct.pack(">H", len(MARKER) + 2) + MARKER
    return data[:2] + secret + data[2:] + MARKER


@pytest.mark.parametrize(
    ("kind", "data"), [("png", _png_with_everything()), ("jpeg", _jpeg_with_everything())]
)
def test_metadata_and_what_stands_behind_the_end_are_gone_and_the_pixels_stay(
    kind: str, data: bytes
) -> None:
    assert MARKER in data
    clean = _clean(kind, data)
    assert MARKER not in clean
    with Image.open(io.BytesIO(clean)) as new, Image.open(io.BytesIO(data)) as old:
        assert (new.mode, new.size, new.tobytes()) == (old.mode, old.size, old.tobytes())
        assert not new.getexif()
        assert not getattr(new, "text", {})


@settings(max_examples=40, deadline=None)
@given(
    mode=st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "I;16"]),
    size=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    seed=st.binary(min_size=8, max_size=8),
    transparent=st.booleans(),
)
def test_the_pixels_of_any_png_stay(
    mode: str, size: tuple[int, int], seed: bytes, *, transparent: bool
) -> None:
    image = Image.new(mode, size)
    needed = len(image.tobytes())
    image.frombytes((seed * (needed // 8 + 1))[:needed])
    if mode == "P":
        image.putpalette([n % 256 for n in range(768)])
    file = io.BytesIO()
    shown = {"transparency": 1} if transparent and mode in ("L", "P") else {}
    image.save(file, "PNG", **shown)
    clean = _clean("png", file.getvalue())
    with Image.open(io.BytesIO(clean)) as new, Image.open(io.BytesIO(file.getvalue())) as old:
        assert new.convert("RGBA").tobytes() == old.convert("RGBA").tobytes()


@pytest.mark.parametrize("options", [{"progressive": True}, {"quality": 100}, {"subsampling": 0}])
def test_every_kind_of_jpeg_stays_as_it_is(options: dict[str, Any]) -> None:
    data = _written("JPEG", size=(64, 48), **options)
    clean = _clean("jpeg", data)
    with Image.open(io.BytesIO(clean)) as new, Image.open(io.BytesIO(data)) as old:
        assert new.tobytes() == old.tobytes()


def _header(width: int, height: int) -> bytes:
    """Return a PNG of so many pixels that takes little room."""
    rows = zlib.compress(bytes(1000))
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", rows),
             (b"IEND", b"")]  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content
        + struct.pack(">I", zlib.crc32(kind + content)) for kind, content in parts
    )  # fmt: skip


PNG, JPEG = _written("PNG", size=(40, 40)), _written("JPEG", size=(40, 40))


def _turned() -> bytes:
    exif = Image.Exif()
    exif[274] = 6
    return _written("JPEG", exif=exif)


@pytest.mark.parametrize(
    ("kind", "data", "message"),
    [
        ("png", PNG[:-20], "is cut short"),
        ("png", PNG[:60], "is cut short"),
        ("png", PNG[:50] + b"\0\1\2" + PNG[53:], "a checksum does not match"),
        ("png", _header(30, 30), "cannot be read whole"),
        ("png", b"<html><body>not found</body></html>", "says that it is PNG and is not"),
        ("png", JPEG, "says that it is PNG and is not"),
        ("jpeg", PNG, "says that it is JPEG and is not"),
        ("jpeg", JPEG[: len(JPEG) // 2], "is cut short"),
        ("jpeg", JPEG[:-2], "is cut short"),
        ("jpeg", b"\xff\xd8\xff\xd9", "cannot be read whole"),
        ("jpeg", _turned(), "turned by a note in its metadata"),
        ("png", _header(12_000, 12_000), "has 12000 by 12000 pixels; 25 million are allowed"),
        ("png", _header(0, 12), "has 0 by 12 pixels"),
        ("png", PNG + bytes(10_000_001), "is larger than 10 MB"),
        ("gif", b"GIF89a", "is not written as data:image/png, jpeg or svg+xml"),
        ("png;charset=utf-8", PNG, "is not written as"),
    ],
)  # fmt: skip
def test_a_picture_that_is_not_whole_is_refused(kind: str, data: bytes, message: str) -> None:
    assert message in _fault(kind, data)


def test_a_program_that_reads_half_pictures_does_not_make_them_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert "cannot be read whole" in _fault("png", _header(30, 30))
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("data:image/png;base64,not base64!", "is not written as"),
        ("data:image/svg+xml;utf8,<svg/>", "is not written as"),
        ("https://a.example/x.png", "is not written as"),
        ("", "is not written as"),
        ("data:image/png;base64,AAAAA", "is no valid base64"),
    ],
)
def test_a_source_of_another_form_is_refused(source: str, message: str) -> None:
    _, [fault] = scrubbed(_html(source.replace("<", "&lt;")), "x.html")
    assert message in fault.message


def test_a_source_that_could_not_be_replaced_is_refused() -> None:
    source = _uri("png", PNG)
    for html in (f"<img src={source}>", f'<img src="{source.replace("/", "&#47;")}"/>'):
        _, [fault] = scrubbed(html, "x.html")
        assert "without quotation marks, or with character references" in fault.message


def _drawing(content: str, attributes: str = "") -> bytes:
    return f'<svg xmlns="{SVG}" width="40" height="20" {attributes}>{content}</svg>'.encode()


GOOD = [
    '<rect x="1" y="2" width="3" height="4" fill="#ff0000"/>',
    '<g transform="translate(1 2)"><path d="M0,0 L1e2,-3.5z" stroke="#000" fill="none"/></g>',
    '<text x="1" y="2" font-family="Carlito" font-size="9" fill="#123456">Trade &amp; more</text>',
    '<defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>'
    '<rect width="4" height="4" fill="url(#g)"/>',
    '<defs><g id="a"><line x1="0" x2="1" y1="0" y2="1" stroke="red"/></g></defs><use href="#a"/>',
]


@pytest.mark.parametrize("content", GOOD)
def test_a_drawing_is_left_as_it_is(content: str) -> None:
    data = _drawing(content)
    assert _clean("svg+xml", data) == data


XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
DOUBLING = "".join(
    f'<g id="g{n}"><use href="#g{n + 1}"/><use href="#g{n + 1}"/></g>' for n in range(24)
)
LONG_CHAIN = "".join(f'<g id="g{n}"><use href="#g{n + 1}"/></g>' for n in range(3000))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<script>x()</script>", "holds <script>"),
        ('<image href="file:///etc/passwd"/>', "holds <image>"),
        ('<image href="data:image/png;base64,AA=="/>', "holds <image>"),
        ("<foreignObject><p>a</p></foreignObject>", "holds <foreignObject>"),
        ("<style>@import url(http://127.0.0.1/)</style>", "holds <style>"),
        ('<a href="http://127.0.0.1/"><rect/></a>', "holds <a>"),
        ('<animate attributeName="x"/>', "holds <animate>"),
        ("<metadata>canary</metadata>", "holds <metadata>"),
        ("<title>canary</title>", "holds <title>"),
        ("<desc>canary</desc>", "holds <desc>"),
        ("<!-- canary -->", "holds a comment"),
        ("<?xml-stylesheet href='http://127.0.0.1/'?>", "holds a processing instruction"),
        ("<g>canary</g>", "holds words that are not drawn"),
        ('<html xmlns="http://www.w3.org/1999/xhtml"/>', "holds <html>"),
        ('<rect onclick="x()"/>', "carries `onclick`"),
        ('<rect style="fill: url(http://127.0.0.1/)"/>', "carries `style`"),
        ('<rect class="a"/>', "carries `class`"),
        ('<rect href="#a"/>', 'refers to "#a"'),
        ('<use href="http://127.0.0.1/a.svg#a"/>', 'refers to "http://127.0.0.1/a.svg#a"'),
        (f'<use {XLINK} xlink:href="file:///a.svg#a"/>', 'refers to "file:///a.svg#a"'),
        ('<use href="#gone"/>', "refers to `#gone`, which is not there"),
        ('<rect fill="url(http://127.0.0.1/#a)"/>', "has fill="),
        ('<rect fill="url(#a) url(http://127.0.0.1/)"/>', "has fill="),
        ('<rect filter="url(#a)"/>', "carries `filter`"),
        ('<rect clip-path="url(#a)"/>', "refers to `#a`, which is not there"),
        ('<rect clip-path="url(http://127.0.0.1/#a)"/>', "has clip-path="),
        ('<rect clip-path="inset(50%)"/>', "has clip-path="),
        ('<clipPath id="a"><rect/></clipPath><g clip-path="url(#a)"><text>canary</text></g>',
         "cuts parts of it off and has words"),
        ('<clipPath id="a"><rect clip-path="url(#a)"/></clipPath><g clip-path="url(#a)"/>',
         "draws a part of itself inside itself"),
        ('<g id="a"><use href="#a"/></g>', "draws a part of itself inside itself"),
        ('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>', "inside itself"),
        (f'{DOUBLING}<g id="g24"><rect/></g><use href="#g0"/>', "draws more than 50,000 elements"),
        (f'{LONG_CHAIN}<g id="g3000"/>', "in too many steps"),
        ("<rect/>" * 50_001, "draws more than 50,000 elements"),
        ("<g>" * 40 + "</g>" * 40, "nests deeper than 30 elements"),
        ('<rect width="1e9"/>', "which is too large"),
        ('<rect width="1e999"/>', "which is too large"),
        ('<path d="M0,0L1e30,0"/>', "which is too large"),
        ('<g transform="scale(1e12)"/>', "which is too large"),
        ('<text opacity="0">canary</text>', "is not seen"),
        ('<g fill-opacity="0.0"><text>canary</text></g>', "is not seen"),
        ('<text fill="none">canary</text>', "holds words that are not seen"),
        ('<text fill="#ffffff00">canary</text>', "holds words that are not seen"),
        ('<text fill="rgba(0,0,0,0)">canary</text>', "holds words that are not seen"),
        ('<text font-size="0">canary</text>', "is not seen"),
        ('<text visibility="hidden">canary</text>', "carries `visibility`"),
        ('<text display="none">canary</text>', "carries `display`"),
        ("<svg/>", "is not one <svg>"),
        ("<rect>", "cannot be read as SVG"),
        ("&canary;", "cannot be read as SVG"),
    ],
)  # fmt: skip
def test_a_drawing_that_holds_more_than_a_drawing_is_refused(content: str, message: str) -> None:
    assert message in _fault("svg+xml", _drawing(content))


@pytest.mark.parametrize(
    "declaration",
    [
        f'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg xmlns="{SVG}"/>',
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        f'<svg xmlns="{SVG}"><text>&a;</text></svg>',
        '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        f'<svg xmlns="{SVG}"><text>&b;</text></svg>',
    ],
)
def test_a_drawing_declares_no_document_type(declaration: str) -> None:
    assert "holds a document type" in _fault("svg+xml", declaration.encode())


@pytest.mark.parametrize("data", [b"<svg/>", b"", b"\xff\xfe<\0s\0", b"<html/>", b"<svg"])
def test_what_is_no_svg_is_refused(data: bytes) -> None:
    if data:
        _fault("svg+xml", data)


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=400), st.sampled_from(["png", "jpeg", "svg+xml"]))
def test_any_bytes_end_in_a_fault(data: bytes, kind: str) -> None:
    start = {"png": PNG[:30], "jpeg": JPEG[:20], "svg+xml": b"<svg"}[kind]
    for given_ in (data, start + data):
        _, faults = scrubbed(_html(_uri(kind, given_)), "x.html")
        assert len(faults) == 1


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([PNG, JPEG]), st.integers(0, 10_000), st.integers(1, 255))
def test_a_picture_with_one_byte_changed_is_cleaned_or_refused(
    data: bytes, at: int, change: int
) -> None:
    at %= len(data)
    changed = data[:at] + bytes([data[at] ^ change]) + data[at + 1 :]
    kind = "png" if data is PNG else "jpeg"
    html, faults = scrubbed(_html(_uri(kind, changed)), "x.html")
    if not faults:
        with Image.open(io.BytesIO(base64.b64decode(html.split("base64,")[1].split('"')[0]))) as i:
            i.load()


@pytest.mark.parametrize("kind", ["line", "bar"])
def test_our_own_charts_pass_as_they_are(kind: Literal["line", "bar"]) -> None:
    wording = Wording(load_catalogue(Workspace(Path(__file__).parents[2]), "en"))
    names = ("accent", "second", "third", "soft", "ink", "muted", "rule")
    charts = Charts(wording, dict.fromkeys(names, "#12436d"))
    observations = [{"period": str(1990 + n), "value": Decimal(n) / 7} for n in range(30)]
    drawn = charts.draw(kind, [{"observations": observations}], "Trade", names=["A & B <c>"])
    assert scrubbed(drawn, "x.html") == (drawn, [])
