"""What a renderer is sent, and what it sends back."""

from __future__ import annotations

from dataclasses import dataclass

from briefgen.compose.house import House
from briefgen.compose.trail import Printed
from briefgen.diagnostics import Diagnostic
from briefgen.house.faces import FontSet
from briefgen.house.template import WordTemplate
from briefgen.view.view import View


@dataclass(frozen=True)
class Job:
    """Everything that one paper is made from.

    Attributes:
        view: what the audience sees.
        house: templates, styles, words.
        fonts: every font the paper may use.
        formats: ``pdf``, ``docx``, ``html``; none to compose and check only.
        max_pages: a longer paper is laid out and not written.
        composed: where a reader finds the composed text if it is at fault.
        attach_data: whether the PDF carries the view as a file.
        word_template: the Word template, unopened, if the audience has one.
        pdf_follows_word: the PDF takes page and looks of the Word template.
        embed_fonts: what the Word file carries of its fonts: "none", "subset" or "whole".
    """

    view: View
    house: House
    fonts: FontSet
    formats: tuple[str, ...]
    max_pages: int | None
    composed: str
    attach_data: bool = False
    word_template: WordTemplate | None = None
    pdf_follows_word: bool = False
    embed_fonts: str = "none"


@dataclass(frozen=True)
class Rendered:
    """What came of a job.

    Attributes:
        files: finished files by format; none where the paper is at fault or too long.
        pages: number of pages; 0 where it was not laid out.
        marking: the banner.
        printed: every number it prints, with where it was read.
        diagnostics: what is wrong with the composed text.
        html: the composed text, where it is at fault.
        templates: names of the templates that were asked for, whether they are there or not.
        remembered: whether an earlier run made it.
    """

    files: dict[str, bytes]
    pages: int
    marking: str
    printed: tuple[Printed, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    html: str = ""
    templates: tuple[str, ...] = ()
    remembered: bool = False
