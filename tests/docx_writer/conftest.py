"""Small documents, laid out and opened again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from briefgen.house.faces import FontFace
from briefgen.layout.weasy import lay_out
from briefgen.write.docx.compile import compile_document
from briefgen.write.docx.ooxml import Element, W
from briefgen.write.docx.properties import Properties

FONTS = Path(__file__).parents[2] / "templates" / "base" / "fonts"

FACES = [
    FontFace(
        path.stem.split("-")[0],
        path,
        700 if "Bold" in path.stem else 400,
        "italic" if "Italic" in path.stem else "normal",
    )
    for path in sorted(FONTS.glob("*.ttf"))
]

PROPERTIES = Properties(
    title="A paper",
    subject="Relations",
    author="Desk",
    keywords="",
    category="Briefing",
    language="en",
    marking="OFFICIAL",
    identifier="urn:paper",
    created=date(2026, 11, 1),
)

#: Margins and fonts of every document here; a test's own rules follow.
STYLE = """
@page { size: A4; margin: 20mm }
html { font: 10pt/1.4 Carlito }
body, h1, h2, h3, h4, p, ul, ol, li { margin: 0 }
.note { float: footnote }
"""


@dataclass(frozen=True)
class Word:
    """An opened Word document."""

    data: bytes
    paragraphs: int
    formatted: int

    def part(self, name: str) -> Element:
        return etree.fromstring(self.read(name))

    def read(self, name: str) -> bytes:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return archive.read(name)

    @property
    def names(self) -> list[str]:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return archive.namelist()

    @property
    def body(self) -> Element:
        return self.part("word/document.xml")[0]

    def styled(self, style: str) -> list[str]:
        """Return the texts of the paragraphs in a style."""
        return [
            text(paragraph)
            for paragraph in self.body.iter(q("p"))
            if value(paragraph, "pPr", "pStyle") == style
        ]

    def style(self, identifier: str) -> Element:
        found = self.part("word/styles.xml").find(f"{q('style')}[@{q('styleId')}='{identifier}']")
        assert found is not None, identifier
        return found


def q(name: str) -> str:
    """Return a qualified name of the ``w`` namespace."""
    return f"{{{W}}}{name}"


def text(element: Element) -> str:
    """Return the text that a reader sees in an element."""
    shown = {q("t"): None, q("br"): "\n", q("tab"): "\t"}
    return "".join(
        part.text or "" if shown[str(part.tag)] is None else shown[str(part.tag)] or ""
        for part in element.iter(*shown)
        if part.getparent().tag == q("r")  # type: ignore[union-attr]
    )


def value(element: Element, *path: str) -> str | None:
    """Return ``w:val`` of a descendant by its path."""
    found = element.find("/".join(q(name) for name in path))
    return None if found is None else found.get(q("val"))


@pytest.fixture(scope="session")
def write() -> Callable[..., Word]:
    """Return what writes a document of a body, rules and attributes of ``html``."""

    def written(body: str, css: str = "", attributes: str = 'lang="en"') -> Word:
        html = (
            f"<!DOCTYPE html><html {attributes}><head><title>A paper</title>"
            f"<style>{STYLE}{css}</style></head><body>{body}</body></html>"
        )
        layout = lay_out(html, FACES)
        files = [str(face.path) for face in FACES]
        document = compile_document(layout, PROPERTIES, {"Carlito": "Calibri"}, files)
        return Word(document.data, document.paragraphs, document.formatted)

    return written
