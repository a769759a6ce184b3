"""Small capitals: both formats have them, or the paper is refused."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from briefgen.house.faces import FontFace
from briefgen.layout.pages import Layout
from briefgen.layout.weasy import LayoutError, lay_out, paint
from briefgen.write.docx.compile import write_docx
from briefgen.write.docx.properties import Properties
from smallcapitals import FAMILY, with_small_capitals

FONTS = Path(__file__).parents[2] / "templates/base/fonts"
PLAIN = FontFace("Carlito", FONTS / "Carlito-Regular.ttf", 400, "normal")
BOLD = FontFace("Carlito", FONTS / "Carlito-Bold.ttf", 700, "normal")
PROPERTIES = Properties(
    "T", "S", "", "", "", "en", "OFFICIAL", "urn:paper", date(2026, 11, 1)
)  # fmt: skip
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> list[FontFace]:
    return [PLAIN, BOLD, with_small_capitals(PLAIN.path, tmp_path_factory.mktemp("fonts"))]


def laid_out(body: str, style: str, faces: Sequence[FontFace]) -> Layout:
    return lay_out(
        f'<html lang="en"><head><title>T</title><style>html {{ font-family: Carlito }} {style}'
        f"</style></head><body><h1>T</h1>{body}</body></html>",
        faces,
    )


@pytest.mark.parametrize("rule", ["font-variant: small-caps", "font-variant-caps: small-caps"])
def test_a_font_that_has_them_gives_them_in_both_formats(
    rule: str, faces: Sequence[FontFace], tmp_path: Path
) -> None:
    body = '<p>of <span class="c">Ruritania</span></p>'
    layout = laid_out(body, f".c {{ font-family: {FAMILY}; {rule} }}", faces)
    plain = laid_out(body, f".c {{ font-family: {FAMILY} }}", faces)
    widths = [
        next(b.width for b in one.engine.pages[0]._page_box.descendants()
             if getattr(b, "text", "") == "Ruritania")
        for one in (layout, plain)
    ]  # fmt: skip
    assert widths[0] > 1.2 * widths[1]  # in this font they are as wide as capitals
    (tmp_path / "a.pdf").write_bytes(paint(layout, b"0" * 16))
    read = subprocess.run(
        ["pdftotext", str(tmp_path / "a.pdf"), "-"], capture_output=True, encoding="utf-8",
        check=True,
    ).stdout  # fmt: skip
    assert "of Ruritania" in read
    with zipfile.ZipFile(io.BytesIO(write_docx(layout, PROPERTIES, {}, []))) as package:
        parts = [etree.fromstring(package.read(f"word/{n}.xml")) for n in ("document", "styles")]
    assert [e for part in parts for e in part.iter(f"{W}smallCaps") if e.get(f"{W}val") is None]


@pytest.mark.parametrize(
    ("body", "style", "said"),
    [
        ("<p>Aba</p>", "p { font-variant: small-caps }",
         "<p> asks for small capitals, and Carlito-Regular.ttf has none for “ab”"),
        ("<p><strong>ab</strong></p>", "strong { font-variant-caps: small-caps }",
         "<strong> asks for small capitals, and Carlito-Bold.ttf has none for “ab”"),
        ("<p>abž</p>", f"p {{ font-family: {FAMILY}; font-variant: small-caps }}",
         "<p> asks for small capitals, and Capitals-Regular.ttf has none for “ž”"),
        ("<p>a</p>", '@page { @top-left { content: "Kind"; font: 9pt Carlito;'
         " font-variant: small-caps } }",
         "@top-left asks for small capitals, and Carlito-Regular.ttf has none for “din”"),
    ],
)  # fmt: skip
def test_a_font_that_lacks_them_is_an_error(
    body: str, style: str, said: str, faces: Sequence[FontFace]
) -> None:
    with pytest.raises(LayoutError) as caught:
        laid_out(body, style, faces)
    assert [message.partition(":")[0] for message in caught.value.messages] == [said]


def test_capitals_and_figures_need_none(faces: Sequence[FontFace]) -> None:
    laid_out("<p>EU 27</p>", "p { font-variant: small-caps }", faces)
