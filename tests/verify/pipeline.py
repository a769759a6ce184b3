"""The public stages as one function from a dossier to every output of an edition."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from jinja2 import Environment

from briefgen.compose.paper import House, Paper, compose
from briefgen.diagnostics import Findings
from briefgen.dossier.resolve import Dossier, resolve
from briefgen.house.audience import Audience, audience_folders, load_audience, load_theme
from briefgen.house.catalogue import load_catalogue
from briefgen.house.fonts import FontSet, load_fonts
from briefgen.house.markings import schemes
from briefgen.house.workspace import Workspace, find_workspace
from briefgen.layout.weasy import lay_out
from briefgen.load.folder import load_sound
from briefgen.view.project import View, project
from briefgen.view.visible import Reader, reader
from briefgen.write.docx.compile import write_docx
from briefgen.write.docx.properties import Properties
from briefgen.write.pdf import write_pdf

WORKSPACE = find_workspace(Path(__file__).parent)


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
        return composed(self.view(dossier), self.house)

    def html(self, dossier: Dossier) -> Mapping[str, bytes]:
        """Make the composed text alone; one that is made from the same view is the same."""
        view = pickle.dumps((self.view(dossier), self.house.folders))
        if view not in _texts:
            _texts[view] = self.paper(dossier).html.encode()
        return {"html": _texts[view]}

    def files(self, dossier: Dossier) -> Mapping[str, bytes]:
        """Make every format."""
        return written(self.paper(dossier))

    def like(self, **changes: object) -> Edition:
        """Return the edition of an audience with other settings."""
        settings = Audience.model_validate(self.audience.model_dump() | changes)
        return replace(self, audience=settings)


def composed(view: View, house: House) -> Paper:
    """Compose a view; its templates, the same for every world, are compiled once."""
    with patch.object(Environment, "compile", _compiled):
        return compose(view, house)


_compile = Environment.compile
_known: dict[tuple[Any, ...], Any] = {}
_texts: dict[bytes, bytes] = {}


def _compiled(environment: Environment, *source: Any) -> Any:
    if source not in _known:
        _known[source] = _compile(environment, *source)
    return _known[source]


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
    own = audience_folders(workspace, name)
    styles = [workspace.house_file("style.css")]
    styles += [path for folder in reversed(own) if (path := folder / "style.css").is_file()]
    roots = workspace.template_roots
    house = House(
        folders=[*own, *roots, *(root / "base" for root in roots)],
        root=workspace.root,
        styles=[path.read_text("utf-8") for path in styles],
        colors=load_theme(workspace, audience, settings),
        catalogue=load_catalogue(workspace, "en"),
        citation_style=workspace.house_file(f"citations/{audience.citations}.csl"),
    )
    return Edition(name, audience, house)


@cache
def shipped(name: str) -> Dossier:
    """Return a shipped dossier."""
    tree = load_sound(WORKSPACE.data / name, WORKSPACE.root, Findings())
    return resolve(name, tree, schemes({}), WORKSPACE.audiences())
