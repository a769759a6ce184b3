"""From a laid-out document to the bytes of a Word document."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from briefgen.layout.pages import Layout
from briefgen.write.docx.blocks import blocks
from briefgen.write.docx.bookmarks import Bookmarks
from briefgen.write.docx.builder import Builder, Place
from briefgen.write.docx.flow import Flow
from briefgen.write.docx.fonts import Embedding, Face, embed, font_table, named
from briefgen.write.docx.formats import ParagraphFormat, line_pitch, run_format
from briefgen.write.docx.furniture import Sections, page_width
from briefgen.write.docx.notes import ENDNOTES, FOOTNOTES, write_notes
from briefgen.write.docx.numbering import Numbering
from briefgen.write.docx.ooxml import Element, add, root
from briefgen.write.docx.package import Package
from briefgen.write.docx.properties import Properties, core, custom, extended
from briefgen.write.docx.settings import settings
from briefgen.write.docx.styles import Styles
from briefgen.write.docx.stylesheet import stylesheet
from briefgen.write.docx.theme import Theme


@dataclass(frozen=True)
class Document:
    """A finished Word document.

    Attributes:
        data: its bytes.
        paragraphs: number of paragraphs.
        formatted: number of those that differ from their style's look.
    """

    data: bytes
    paragraphs: int
    formatted: int


def write_docx(
    layout: Layout,
    properties: Properties,
    fonts: Mapping[str, str],
    font_files: Sequence[str] = (),
    embedding: Embedding | None = None,
    colors: Mapping[str, str] | None = None,
) -> bytes:
    """Return a document as a Word file.

    Args:
        layout: the laid-out document.
        properties: what the file says of itself.
        fonts: Word's name by CSS font family; the two must have the same metrics.
        font_files: paths of the fonts that pictures use.
        embedding: the fonts that the file is to carry; without it none.
        colors: the paper's colours by name, which become those of the file's theme; without
            them it has none.

    Raises:
        ValueError: the document holds a character that XML forbids, or something
            outside the vocabulary.
    """
    with _uncollected():
        made = compile_document(layout, properties, fonts, font_files, embedding, colors)
    return made.data


@contextmanager
def _uncollected() -> Iterator[None]:
    """Have no garbage looked for meanwhile.

    Hardly anything of a document is garbage before it is finished, and each look would go through
    all of it and the whole layout.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def compile_document(
    layout: Layout,
    properties: Properties,
    fonts: Mapping[str, str],
    font_files: Sequence[str] = (),
    embedding: Embedding | None = None,
    colors: Mapping[str, str] | None = None,
) -> Document:
    """Return a document as a Word file with figures on how it was made.

    Args and errors are :func:`write_docx`'s.
    """
    html, body = layout.root, layout.root.find("body")
    if body is None:
        raise ValueError("the document has no body")
    language = html.get("lang", properties.language)
    word_names, fonts = fonts, named(fonts, embedding)
    style = layout.styles[body]
    characters = run_format(style, fonts, language)
    normal = ParagraphFormat(line=line_pitch(style, fonts), right_to_left=style.right_to_left)

    package = Package()
    document = package.story("document", root("document"))
    package.relate("document", document)
    numbering = Numbering(characters)
    styles = Styles(normal, characters, numbering)
    builder = Builder(
        layout=layout,
        fonts=fonts,
        font_files=font_files,
        package=package,
        styles=styles,
        numbering=numbering,
        bookmarks=Bookmarks(html),
        sections=Sections(
            layout,
            fonts,
            styles,
            package,
            document,
            right_to_left=style.right_to_left,
            endnotes=html.find(".//p[@class='endnote']") is not None,
        ),
    )

    flow = Flow(add(document.root, "body"), styles)
    width = page_width(layout, landscape=False)
    place = Place(
        document,
        language,
        width,
        left=style.margin.left + style.padding.left,
        right=style.margin.right + style.padding.right,
    )
    blocks(builder, body, flow, place.within(body))
    flow.finish()
    flow.container.append(builder.sections.properties())
    builder.bookmarks.check()

    noted = {}
    for sort, notes in ((FOOTNOTES, builder.notes), (ENDNOTES, builder.endnotes)):
        if notes:
            noted[sort.tag] = story = package.story(f"{sort.tag}s", root(f"{sort.tag}s"))
            package.relate(f"{sort.tag}s", story, document)
            write_notes(builder, story, sort, notes)
    styles.settle()

    looks = {
        "settings": settings(language, noted, embedding, themed=colors is not None),
        **_looks(styles, colors),
    }
    for kind, look in looks.items():
        package.relate(kind, package.story(kind, look), document)
    used = _faces(builder)
    table = package.story("fonts", font_table({name for name, *_ in used}, fonts, word_names))
    package.relate("fonts", table, document)
    if embedding:
        embed(package, table, embedding, used)
    for kind, part in (
        ("core", core(properties)),
        ("extended", extended()),
        ("custom", custom(properties) if properties.marking else None),
    ):
        if part is not None:
            package.relate(kind, package.story(kind, part))
    return Document(package.compressed(), len(styles.recorded), styles.formatted)


def _looks(styles: Styles, colors: Mapping[str, str] | None) -> dict[str, Element]:
    """Return the parts of styles, lists and, with the colours, the theme that the two name."""
    made = {"styles": stylesheet(styles), "numbering": styles.numbering.part()}
    found = {kind: part for kind, part in made.items() if part is not None}
    if colors is not None:
        theme = Theme(colors, styles.characters.font, styles.other_font())
        for part in found.values():
            theme.name_in(part)
        found["theme"] = theme.part()
    return found


def _faces(builder: Builder) -> set[Face]:
    """Return the faces that the document uses."""
    formats = [builder.styles.characters]
    for paragraph in builder.styles.recorded:
        formats.append(paragraph.characters)
        formats += [run.look.format for run in paragraph.runs]
    return {(one.font, one.bold, one.italic) for one in formats}
