"""Small papers, put into templates that tests change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from briefgen.compose.wordtags import Tags
from briefgen.house.template import WordTemplate
from briefgen.layout.weasy import lay_out
from briefgen.write.docx.compile import compile_document
from briefgen.write.docx.template.template import Template
from docx_writer.conftest import FACES, PROPERTIES, STYLE, Word
from word_templates import made

#: What tags see here.
PAPER = {
    "title": "Norland & Sundmark", "kind": "Brief", "date": "1 November 2026", "reference": None,
    "marking": "OFFICIAL", "status": "DRAFT", "clearance": None,
    "parties": [{"name": "Norland"}, {"name": "<Sundmark>"}],
}  # fmt: skip

WORD_NAMES = {"Carlito": "Calibri", "Caladea": "Cambria"}

FILE = "templates/embassy/template.docx"

Put = Callable[..., Word]


def opened(data: bytes, *, whole: bool = True, **paper: Any) -> Template:
    """Return a template, filled with what tags see here."""
    return Template(WordTemplate(FILE, whole, data), Tags({"paper": PAPER | paper}, {}))


@pytest.fixture(scope="session")
def put() -> Put:
    """Return what puts a paper of HTML into a template of changed members."""

    def done(
        body: str = "<p>The paper.</p>",
        css: str = "",
        *,
        members: Mapping[str, str | bytes] | None = None,
        whole: bool = True,
        **paper: Any,
    ) -> Word:
        template = opened(made.packed({**made.parts(), **(members or {})}), whole=whole, **paper)
        html = (
            f'<!DOCTYPE html><html lang="en"><head><title>A paper</title>'
            f"<style>{STYLE}{css}</style></head><body>{body}</body></html>"
        )
        layout = template.room(lay_out(html, FACES))
        files = [str(face.path) for face in FACES]
        colors = {"third": "#00ff00"}
        plain = compile_document(layout, PROPERTIES, WORD_NAMES, files, colors=colors)
        return Word(template.around(plain.data), plain.paragraphs, plain.formatted)

    return done


@pytest.fixture(scope="session")
def plain() -> bytes:
    """Return a paper as it is without a template."""
    html = (
        '<!DOCTYPE html><html lang="en"><head><title>A paper</title>'
        f"<style>{STYLE}</style></head><body><h2>One</h2><ul><li>a</li></ul><ol><li>b</li></ol>"
        '<p>Text<span class="note">Note</span></p></body></html>'
    )
    files = [str(face.path) for face in FACES]
    return compile_document(lay_out(html, FACES), PROPERTIES, WORD_NAMES, files).data
