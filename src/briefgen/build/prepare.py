"""An edition made ready for its renderer: dossier, reader, house, and the job they come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from briefgen.build.edition import Edition
from briefgen.build.furnish import furnish
from briefgen.build.job import Job
from briefgen.compose.house import House
from briefgen.diagnostics import ContentError, Diagnostic, Place
from briefgen.dossier.resolve import Dossier
from briefgen.dossier.walk import Location
from briefgen.house.audience import Audience, load_audience
from briefgen.house.faces import FontSet
from briefgen.house.fonts import load_fonts
from briefgen.house.template import WordTemplate
from briefgen.house.wordtemplate import NAMES, find_word_template
from briefgen.house.workspace import Workspace
from briefgen.layout.fontfiles import refusal
from briefgen.load.nodes import Node
from briefgen.load.validate import place_of
from briefgen.view.project import account, is_cleared
from briefgen.view.projection import Shown
from briefgen.view.visible import NotForAudienceError, Reader, reader


@dataclass(frozen=True)
class Prepared:
    """What one edition is made from.

    Attributes:
        edition: the edition.
        dossier: its dossier.
        reader: its audience before that dossier.
        audience: its audience's settings.
        settings: the located tree they were read from.
        house: templates, styles, words.
        fonts: every font it may use.
        composed: where its composed text goes if that is at fault.
        word_template: the Word template, unopened, if its audience has one.
    """

    edition: Edition
    dossier: Dossier
    reader: Reader
    audience: Audience
    settings: Node
    house: House
    fonts: FontSet
    composed: Path
    word_template: WordTemplate | None = None

    def job(
        self,
        formats: Sequence[str],
        shown_as: str,
        dropped: frozenset[Location] = frozenset(),
        *,
        traced: bool = False,
    ) -> tuple[Job, list[Shown]]:
        """Return the renderer's job, and the records that the paper shows.

        Args:
            formats: what is to be written.
            shown_as: where a reader finds the composed text if it is at fault.
            dropped: records left out for want of space.
            traced: whether printed numbers are to be told with the places they were read from.
        """
        edition = self.edition
        view, shown = account(
            self.dossier, edition.audience, self.audience, edition.language, dropped,
            traced=traced,
        )  # fmt: skip
        audience = self.audience
        job = Job(
            view, self.house, self.fonts, tuple(formats), audience.max_pages, shown_as,
            audience.attach_data, self.word_template, audience.pdf_follows_word,
            audience.embed_fonts,
        )  # fmt: skip
        return job, shown


def prepare(workspace: Workspace, edition: Edition, dossier: Dossier) -> Prepared:
    """Bring together what an edition is made from.

    Raises:
        ContentError: the audience may not see the dossier, or files of the house are at fault.
    """
    audience, settings, _ = load_audience(workspace, edition.audience)
    try:
        found = reader(dossier, edition.audience, audience)
    except NotForAudienceError as error:
        place = place_of(settings, "clearance")
        raise ContentError([Diagnostic(place, "no-clearance", str(error))]) from None
    house = furnish(workspace, edition.audience, edition.language, audience, settings)
    composed = workspace.private / "composed" / f"{edition.name}.html"
    fonts = load_fonts(workspace)
    _check_embedding(fonts, audience, settings)
    template = find_word_template(workspace, edition.audience)
    if audience.pdf_follows_word and template is None:
        place = place_of(settings, "pdf_follows_word")
        message = "there is no Word template that the PDF could follow"
        hint = f"put {', '.join(NAMES)} beside audience.yaml"
        raise ContentError([Diagnostic(place, "no-word-template", message, hint)])
    return Prepared(edition, dossier, found, audience, settings, house, fonts, composed, template)


def _check_embedding(fonts: FontSet, audience: Audience, settings: Node) -> None:
    """Refuse to embed fonts whose makers do not allow it.

    Raises:
        ContentError: naming each font.
    """
    if audience.embed_fonts == "none":
        return
    is_subset = audience.embed_fonts == "subset"
    reasons = (refusal(face.path, subset=is_subset) for face in fonts.faces)
    place = place_of(settings, "embed_fonts")
    hint = "write embed_fonts: none, or set the paper in another font"
    if found := [Diagnostic(place, "font-embedding", reason, hint) for reason in reasons if reason]:
        raise ContentError(found)


def refuse_uncleared(dossier: Dossier) -> None:
    """Refuse a dossier whose clearance is not complete.

    Raises:
        ContentError: nobody cleared it.
    """
    if is_cleared(dossier.records.clearance):
        return
    where = "clearance" if "clearance" in dossier.tree.entries else "dossier"
    place: Place = place_of(dossier.tree, where)
    message = "the dossier is not cleared, so its papers are drafts"
    hint = "complete `clearance:` with drafted_by, cleared_by and date, or build without --final"
    raise ContentError([Diagnostic(place, "not-cleared", message, hint)])
