"""The public stages as one function from a dossier to every output of an edition."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

from briefgen.build.furnish import furnish
from briefgen.compose.house import House
from briefgen.compose.paper import Paper, compose
from briefgen.diagnostics import Findings
from briefgen.dossier.resolve import Dossier, resolve
from briefgen.house.audience import Audience, load_audience
from briefgen.house.faces import FontSet
from briefgen.house.fonts import load_fonts
from briefgen.house.markings import schemes
from briefgen.house.workspace import Workspace, find_workspace
from briefgen.layout.weasy import lay_out
from briefgen.load.folder import load_sound
from briefgen.view.project import project
from briefgen.view.view import View
from briefgen.view.visible import Reader, reader
from briefgen.write.docx.compile import write_docx
from briefgen.write.docx.properties import Properties
from briefgen.write.pdf import write_pdf

WORKSPACE = find_workspace(Path(__file__).parent)

#: The shipped dossier that withholds something from every audience but the minister.
FICTION = "ruritania-graustark"


@dataclass(frozen=True)
class Edition:
    """A dossier's paper for one audience.

    Attributes:
        name: the audience's name.
        audience: its settings.
        house: what its papers are made with.
    """

    name: str
    audience: Audience
    house: House

    @property
    def redacts(self) -> bool:
        return self.audience.above_clearance == "redact"

    def reader(self, dossier: Dossier) -> Reader:
        return reader(dossier, self.name, self.audience)

    def view(self, dossier: Dossier) -> View:
        return project(dossier, self.name, self.audience, "en")

    def paper(self, dossier: Dossier) -> Paper:
        return compose(self.view(dossier), self.house)

    def html(self, dossier: Dossier) -> Mapping[str, bytes]:
        """Make the composed text alone; one that is made from the same view is the same."""
        view = self.view(dossier)
        key = pickled((view, self.house.folders))
        if key not in _texts:
            _texts[key] = compose(view, self.house).html.encode()
        return {"html": _texts[key]}

    def files(self, dossier: Dossier) -> Mapping[str, bytes]:
        """Make every format."""
        return written(self.paper(dossier))

    def like(self, **changes: object) -> Edition:
        """Return the edition of an audience with other settings."""
        settings = Audience.model_validate(self.audience.model_dump() | changes)
        return replace(self, audience=settings)


_texts: dict[bytes, bytes] = {}


def pickled(value: object) -> bytes:
    """Return plain values as bytes, the same for equal ones whatever parts they share."""
    file = BytesIO()
    pickler = pickle.Pickler(file)
    pickler.fast = True
    pickler.dump(value)
    return file.getvalue()


def written(paper: Paper) -> Mapping[str, bytes]:
    """Return a paper in every format."""
    layout = lay_out(paper.html, fonts().faces)
    properties = Properties(
        title=paper.title, subject=paper.subject, author="", keywords="", category="",
        language=paper.language, marking=paper.marking, identifier=paper.identifier,
        created=date.fromisoformat(paper.as_of),
    )  # fmt: skip
    faces = [str(face.path) for face in fonts().faces]
    return {
        "html": paper.html.encode(),
        "pdf": write_pdf(layout, paper.identifier),
        "docx": write_docx(layout, properties, fonts().word_names, faces),
    }


@cache
def fonts() -> FontSet:
    return load_fonts(WORKSPACE)


@cache
def edition(name: str, workspace: Workspace = WORKSPACE) -> Edition:
    """Return the edition of a shipped audience."""
    audience, settings, _ = load_audience(workspace, name)
    return Edition(name, audience, furnish(workspace, name, "en", audience, settings))


@cache
def shipped_dossier(name: str) -> Dossier:
    """Return a shipped dossier."""
    tree = load_sound(WORKSPACE.data / name, WORKSPACE.root, Findings())
    return resolve(name, tree, schemes({}), WORKSPACE.audiences())
