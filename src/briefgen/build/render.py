"""Compose → layout → write, in a process that holds one audience's view and nothing else.

:func:`render` is called in a sandboxed child: it gets plain values, templates
and fonts, and returns bytes. The dossier never enters its memory.
"""

from __future__ import annotations

from datetime import date

from briefgen.build.job import Job, Rendered
from briefgen.compose.paper import Paper, checked, compose
from briefgen.diagnostics import ContentError, Diagnostic, Place
from briefgen.house.fonts import FontSet
from briefgen.layout.pages import Layout
from briefgen.layout.weasy import LayoutError, lay_out
from briefgen.write.docx.compile import write_docx
from briefgen.write.docx.properties import Properties
from briefgen.write.pdf import write_pdf


def render(job: Job) -> Rendered:
    """Make a paper in every format asked for.

    Raises:
        ContentError: a template is at fault.
    """
    paper, found = checked(compose(job.view, job.house), job.composed)
    pages = 0
    files: dict[str, bytes] = {}
    if not found:
        try:
            pages, files = _written(paper, job)
        except ContentError as error:
            found = list(error.diagnostics)
    html = paper.html if found else ""
    return Rendered(files, pages, paper.marking, paper.printed, tuple(found), html, paper.templates)


def _written(paper: Paper, job: Job) -> tuple[int, dict[str, bytes]]:
    files = {"html": paper.html.encode()} if "html" in job.formats else {}
    if not set(job.formats) - {"html"}:
        return 0, files
    place = Place(job.composed)
    try:
        layout = lay_out(paper.html, job.fonts.faces)
        if job.max_pages is not None and layout.page_count > job.max_pages:
            return layout.page_count, {}
        if "pdf" in job.formats:
            files["pdf"] = write_pdf(layout, paper.identifier)
        if "docx" in job.formats:
            files["docx"] = _word_file(layout, paper, job.fonts)
    except LayoutError as error:
        messages = dict.fromkeys(error.messages)
        raise ContentError([Diagnostic(place, "layout", message) for message in messages]) from None
    except ValueError as error:
        raise ContentError([Diagnostic(place, "word", str(error))]) from None
    return layout.page_count, files


def _word_file(layout: Layout, paper: Paper, fonts: FontSet) -> bytes:
    properties = Properties(
        title=paper.title,
        subject=paper.subject,
        author="",
        keywords="",
        category="",
        language=paper.language,
        marking=paper.marking,
        identifier=paper.identifier,
        created=date.fromisoformat(paper.as_of),
    )
    faces = [str(face.path) for face in fonts.faces]
    return write_docx(layout, properties, fonts.word_names, faces)
