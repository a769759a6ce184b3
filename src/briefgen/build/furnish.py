"""The house of an edition: templates, styles, words and fonts, as its renderer gets them."""

from __future__ import annotations

from pathlib import Path

from briefgen.compose.house import House
from briefgen.diagnostics import ContentError, Diagnostic, UsageError, did_you_mean
from briefgen.house.audience import Audience, audience_folders, load_theme
from briefgen.house.catalogue import load_catalogue
from briefgen.house.workspace import Workspace
from briefgen.load.nodes import Node
from briefgen.load.text import read_text
from briefgen.load.validate import place_of


def furnish(
    workspace: Workspace, name: str, language: str, audience: Audience, settings: Node
) -> House:
    """Return what an audience's papers in a language are made with.

    Raises:
        UsageError: there is no catalogue for the language.
        ContentError: with everything that is wrong with the house's files.
    """
    styles = style_sheets(workspace, name)
    return House(
        folders=template_folders(workspace, name),
        root=workspace.root,
        styles=[read_text(path, workspace.shown(path)) for path in styles],
        colors=load_theme(workspace, audience, settings),
        catalogue=load_catalogue(workspace, language),
        citation_style=_citation_style(workspace, audience, settings),
        chart_scale=audience.chart_scale,
        geography=workspace.geography,
        hyphenation=audience.hyphenation,
    )


def style_sheets(workspace: Workspace, audience: str) -> list[Path]:
    """Return an audience's style sheets, in the order in which they apply."""
    nearest: dict[str, Path] = {}  # one style sheet an audience; of those it is like, each has one
    for folder in audience_folders(workspace, audience):
        if (folder / "style.css").is_file():
            nearest.setdefault(folder.name, folder / "style.css")
    return [workspace.house_file("style.css"), *reversed(nearest.values())]


def template_folders(workspace: Workspace, audience: str) -> list[Path]:
    """Return where an audience's templates are looked for, nearest first."""
    roots = workspace.template_roots
    return [*audience_folders(workspace, audience), *roots, *(root / "base" for root in roots)]


def _citation_style(workspace: Workspace, audience: Audience, settings: Node) -> Path:
    try:
        return workspace.house_file(f"citations/{audience.citations}.csl")
    except UsageError:
        there = sorted(
            {p.stem for r in workspace.template_roots for p in r.glob("base/citations/*.csl")}
        )
        place = place_of(settings, "citations")
        message = f"there is no citation style `{audience.citations}`"
        hint = did_you_mean(audience.citations, there)
        raise ContentError([Diagnostic(place, "no-style", message, hint)]) from None
