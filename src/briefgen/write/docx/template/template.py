"""A Word template from its bytes to a paper in it: read, scrubbed, filled, joined, saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from briefgen.compose.wordtags import Tags
from briefgen.diagnostics import ContentError
from briefgen.house.template import WordTemplate
from briefgen.layout.pages import Layout
from briefgen.write.docx.template.design import design
from briefgen.write.docx.template.edits import q
from briefgen.write.docx.template.filling import BODY_PLACE, fill
from briefgen.write.docx.template.joining import join
from briefgen.write.docx.template.measures import Sheet, brought_to, sheet_of
from briefgen.write.docx.template.parts import Parts
from briefgen.write.docx.template.reading import read_package
from briefgen.write.docx.template.reference import leave_styles
from briefgen.write.docx.template.saving import saved
from briefgen.write.docx.template.scrubbing import scrub
from briefgen.write.docx.template.sheets import clean_sections, section_of
from briefgen.write.docx.template.wishes import has_even_pages


class Template:
    """A template that is ready for a paper.

    Args:
        source: the template as it lies there.
        tags: what its tags see.

    Raises:
        ContentError: it cannot be used, or its tags are at fault.
    """

    def __init__(self, source: WordTemplate, tags: Tags) -> None:
        self.whole = source.whole
        with _told(source.file):
            self._package = read_package(source.data, source.file, styles=not self.whole)
            body = self._package.body
            settings = self._package.related("settings")
            has_even = has_even_pages(settings.tree if settings else None)
            clean_sections(body, has_even=has_even)
            section = body.find(q("sectPr"))
            if not self.whole:
                leave_styles(self._package)
            scrub(self._package)
            if self.whole:
                fill(self._package, tags)
                body = self._package.body
                section = section_of(body, next(body.iter(BODY_PLACE)))
            self.sheet: Sheet = sheet_of(section)

    def style_sheet(self, fonts: Mapping[str, str]) -> str:
        """Return what the template looks like as a style sheet.

        Args:
            fonts: Word's name by CSS font family.

        Raises:
            ContentError: it uses a font that papers do not have.
        """
        with _told(self._package.file):
            return design(self._package, self.sheet, fonts)

    def room(self, layout: Layout) -> Layout:
        """Return a layout brought to the width that the template leaves for text."""
        return brought_to(layout, self.sheet)

    def around(self, paper: bytes) -> bytes:
        """Return the Word file of the template with a paper in it; once.

        Args:
            paper: the Word file of the paper as it is without a template.

        Raises:
            ContentError: the template is damaged in a way that shows only now.
        """
        with _told(self._package.file):
            own: Parts = read_package(paper, self._package.file, own=True)
            return saved(join(self._package, own, whole=self.whole))


@contextmanager
def _told(file: str) -> Iterator[None]:
    """Tell of what no sound Word file holds as damage, with the template's name."""
    try:
        yield
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        message = f"the Word template is damaged: {error}"
        fault = Parts(file, {}, "").fault(message, "open it in Word, which mends it, and save it")
        raise ContentError([fault]) from None
