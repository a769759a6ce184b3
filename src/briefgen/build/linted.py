"""The templates and style sheets of an audience, as they are written: what is wrong with them."""

from __future__ import annotations

from briefgen.build.furnish import template_folders
from briefgen.compose.lint import lint
from briefgen.diagnostics import ContentError, Diagnostic
from briefgen.dossier.rules.registry import graded
from briefgen.house.audience import load_audience, load_theme
from briefgen.house.workspace import Workspace
from briefgen.view.shape import paper_shape


def lint_templates(workspace: Workspace, name: str) -> list[Diagnostic]:
    """Return what is wrong with an audience's templates and style sheets as they are written."""
    try:
        audience, settings, _ = load_audience(workspace, name)
        colors = load_theme(workspace, audience, settings)
        folders = template_folders(workspace, name)
    except ContentError as error:
        return list(error.diagnostics)
    return graded(lint(folders, workspace.root, paper_shape(), colors), workspace.rules)
