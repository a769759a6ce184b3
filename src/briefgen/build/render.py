"""Compose → layout → write, in a process that holds one audience's view and nothing else.

:func:`render` is called in a sandboxed child: it gets plain values, templates
and fonts, and returns bytes. The dossier never enters its memory.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from briefgen.build.job import Job, Rendered
from briefgen.compose.attachment import data_of
from briefgen.compose.paper import Paper, checked, compose
from briefgen.compose.wordtags import word_tags
from briefgen.diagnostics import ContentError, Diagnostic, Place
from briefgen.layout.pages import Layout
from briefgen.layout.weasy import Attached, LayoutError, lay_out
from briefgen.write.pdf import write_pdf

if TYPE_CHECKING:
    from briefgen.write.docx.template.template import Template

#: A format, and a finished file in it.
Part = tuple[str, bytes]


def render(job: Job) -> Rendered:
    """Make a paper in every format asked for.

    Raises:
        ContentError: a template is at fault.
    """
    parts = in_parts(job)
    while True:
        try:
            next(parts)
        except StopIteration as end:
            rendered: Rendered = end.value
            return rendered


def in_parts(job: Job) -> Generator[Part, None, Rendered]:
    """Make a paper; yield its PDF as soon as it is there, while the Word file is still to come.

    Raises:
        ContentError: a template is at fault.
    """
    template = _template(job)
    house = job.house
    if template is not None and job.pdf_follows_word:
        base, *others = house.styles
        looks = template.style_sheet(job.fonts.word_names)
        house = replace(house, styles=[base, looks, *others])
    paper, found = checked(compose(job.view, house), job.composed)
    pages = 0
    files: dict[str, bytes] = {}
    if not found:
        try:
            pages, files = yield from _written(paper, job, template)
        except ContentError as error:
            found = list(error.diagnostics)
    html = paper.html if found else ""
    return Rendered(files, pages, paper.marking, paper.printed, tuple(found), html, paper.templates)


def _template(job: Job) -> Template | None:
    """Return the Word template, opened and filled, if the audience has one."""
    if job.word_template is None:
        return None
    from briefgen.write.docx.template.template import Template  # noqa: PLC0415  # as below

    return Template(job.word_template, word_tags(job.view, job.house.catalogue))


def _written(
    paper: Paper, job: Job, template: Template | None
) -> Generator[Part, None, tuple[int, dict[str, bytes]]]:
    files = {"html": paper.html.encode()} if "html" in job.formats else {}
    if not set(job.formats) - {"html"}:
        return 0, files
    place = Place(job.composed)
    try:
        layout = lay_out(paper.html, job.fonts.faces)
        if job.max_pages is not None and layout.page_count > job.max_pages:
            return layout.page_count, {}
        if "pdf" in job.formats:
            files["pdf"] = write_pdf(layout, paper.identifier, _attached(job))
            if "docx" in job.formats:
                yield "pdf", files["pdf"]
        if "docx" in job.formats:
            files["docx"] = _word_file(layout, paper, job, template)
    except LayoutError as error:
        messages = dict.fromkeys(error.messages)
        raise ContentError([Diagnostic(place, "layout", message) for message in messages]) from None
    except ValueError as error:
        raise ContentError([Diagnostic(place, "word", str(error))]) from None
    return layout.page_count, files


def _attached(job: Job) -> tuple[Attached, ...]:
    """Return the files that the PDF carries: the view, where its audience has that."""
    if not job.attach_data:
        return ()
    view = job.view
    name = f"{view.dossier}.{view.audience}.{view.language}.json"
    description = job.house.catalogue.words["attached-data"]
    return (Attached(name, "application/json", description, data_of(view)),)


def _word_file(layout: Layout, paper: Paper, job: Job, template: Template | None) -> bytes:
    # Loaded here: whoever waits for the paper is about to look at the PDF meanwhile.
    from briefgen.write.docx.compile import write_docx  # noqa: PLC0415
    from briefgen.write.docx.fonts import Embedding  # noqa: PLC0415
    from briefgen.write.docx.properties import Properties  # noqa: PLC0415

    properties = Properties(
        title=" ".join((layout.root.findtext("head/title") or paper.title).split()),
        subject=paper.subject,
        author="",
        keywords="",
        category="",
        language=paper.language,
        marking=paper.marking,
        identifier=paper.identifier,
        created=date.fromisoformat(paper.as_of),
    )
    fonts = job.fonts
    faces = [str(face.path) for face in fonts.faces]
    embedding = None
    if job.embed_fonts != "none":
        embedding = Embedding(fonts.faces, subset=job.embed_fonts == "subset")
    room = layout if template is None else template.room(layout)
    colors = {**job.house.colors, **job.view.paper["colors"]}
    made = write_docx(room, properties, fonts.word_names, faces, embedding, colors)
    return made if template is None else template.around(made)
