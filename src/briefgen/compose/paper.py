"""Compose: a view goes into its audience's templates; one HTML document comes out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from briefgen.compose.charts import Charts
from briefgen.compose.citations import Citations, paragraphs
from briefgen.compose.csl import Bibliography
from briefgen.compose.mirrors import mirrors
from briefgen.compose.templates import Templates
from briefgen.compose.trail import Printed, Trail
from briefgen.compose.vocabulary import check
from briefgen.compose.wording import Wording
from briefgen.diagnostics import Diagnostic
from briefgen.house.catalogue import Catalogue
from briefgen.view.project import View


@dataclass(frozen=True)
class Paper:
    """A composed document and what both writers say about it.

    Attributes:
        html: the document.
        title: its title.
        subject: what kind of paper it is.
        language: BCP 47 tag.
        marking: the banner.
        as_of: ISO date of the dossier.
        printed: every number it prints, with where it was read.
    """

    html: str
    title: str
    subject: str
    language: str
    marking: str
    as_of: str
    printed: tuple[Printed, ...] = ()

    @property
    def identifier(self) -> str:
        """Name of the document that depends on its content alone: 32 hexadecimal digits."""
        return hashlib.blake2b(self.html.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True)
class House:
    """What the templates of one audience are made of.

    Attributes:
        folders: where templates are looked for, nearest first.
        root: the workspace.
        styles: style sheets, in the order in which they apply.
        colors: colours of the house style by name, ``#rrggbb``.
        catalogue: words of the paper's language.
        citation_style: CSL file that sources are cited in.
    """

    folders: Sequence[Path]
    root: Path
    styles: Sequence[str]
    colors: Mapping[str, str]
    catalogue: Catalogue
    citation_style: Path


def compose(view: View, house: House) -> Paper:
    """Return the paper of a view.

    Raises:
        ContentError: a template is at fault.
    """
    trail = Trail()
    wording = Wording(house.catalogue, trail)
    bibliography = Bibliography(
        house.citation_style, house.catalogue.locale.replace("_", "-"), view.paper["sources"]
    )
    citations = Citations(view.paper, wording, bibliography)
    colors = {**house.colors, **view.paper["colors"]}
    names = view.paper["names"]
    values: dict[str, Any] = {
        "paper": view.paper,
        "audience": view.audience,
        "language": view.language,
        "names": names,
        "styles": Markup("\n".join(_styles(house.styles, colors))),  # noqa: S704  # the house's own
        "chart": Charts(wording, colors).draw,
        "t": wording.markup,
        "note": citations.note,
        "marks": citations.marks,
        "source_names": citations.names,
        "cited_sources": citations.used,
    }
    filters = {
        "date": wording.date,
        "number": wording.number,
        "quantity": wording.quantity,
        "figure": wording.figure,
        "listed": wording.listed,
        "mirrors": mirrors,
        "paragraphs": paragraphs,
        "direction": lambda series: wording.word(
            "trade.exports",
            reporter=names.get(series["reporter"], series["reporter"]),
            partner=names.get(series["partner"], series["partner"]),
        ),
        "reporter_name": lambda series: names.get(series["reporter"], series["reporter"]),
    }
    html = Templates(house.folders, house.root).render("briefing.html.j2", values, filters)
    return Paper(
        html=html,
        title=view.paper["title"],
        subject=view.paper["kind"],
        language=view.language,
        marking=view.marking,
        as_of=view.paper["as_of"],
        printed=trail.printed(),
    )


def faults(paper: Paper, file: str) -> list[Diagnostic]:
    """Return what the vocabulary does not allow in a paper, with places in its composed text."""
    return check(paper.html, file)


def _styles(styles: Sequence[str], colors: Mapping[str, str]) -> list[str]:
    variables = "".join(f" --{name}: {value};" for name, value in colors.items())
    return [f":root {{{variables} }}", *styles]
