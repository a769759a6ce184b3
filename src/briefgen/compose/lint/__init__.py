"""Linting: what is wrong with templates and style sheets, known before anything is rendered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from threading import Lock

from jinja2.utils import LRUCache

from briefgen.compose.lint.blocks import unknown_blocks
from briefgen.compose.lint.elements import elements
from briefgen.compose.lint.figures import figures, literal_figures
from briefgen.compose.lint.files import Files
from briefgen.compose.lint.given import given
from briefgen.compose.lint.names import unknown_names
from briefgen.compose.lint.sources import ENTRY, Templates
from briefgen.compose.lint.style import styles
from briefgen.diagnostics import Diagnostic, Place, shown_path
from briefgen.view.shape import Group

__all__ = ["lint", "literal_figures"]


def lint(
    folders: Sequence[Path], root: Path, shape: Group, colors: Collection[str] | None = None
) -> list[Diagnostic]:
    """Return everything that is wrong with the templates and style sheets of an audience.

    As long as no file has changed, an audience is followed once in a process.

    Args:
        folders: where they are looked for, nearest first.
        root: the workspace; places are printed relative to it.
        shape: what templates find in ``paper``.
        colors: names of the theme's colours, if style sheets are to use no others.
    """
    key = (tuple(folders), root, shape, colors if colors is None else frozenset(colors))
    with _one_at_a_time:
        known: tuple[Files, list[Diagnostic]] | None = _known.get(key)
        if known is None or not known[0].unchanged():
            known = _known[key] = _followed(folders, root, shape, colors)
    return list(known[1])


#: What was read and found, by what :func:`lint` was given; a run lints some dozen audiences.
_known = LRUCache(64)

#: Threads that build papers of one audience at the same time shall not all follow it.
_one_at_a_time = Lock()


def _followed(
    folders: Sequence[Path], root: Path, shape: Group, colors: Collection[str] | None
) -> tuple[Files, list[Diagnostic]]:
    templates = Templates(folders, root)
    try:
        found = _templates(templates, shape)
    except RecursionError:
        entry = templates.path(ENTRY) or root
        message = "includes, brackets or attributes nest without end (recursion)"
        found = [Diagnostic(Place(shown_path(entry, root)), "bad-template", message)]
    found += templates.faults
    found += styles(templates.files, root, colors)
    return templates.files, sorted(found, key=lambda fault: fault.place)


def _templates(templates: Templates, shape: Group) -> list[Diagnostic]:
    found, addresses = unknown_names(templates, given(shape))
    for template in templates.reachable():
        found += figures(template, templates.root)
        found += unknown_blocks(template, templates)
        found += [
            Diagnostic(template.place(offset, templates.root), rule, message, hint)
            for offset, rule, message, hint in elements(template, addresses)
        ]
    return found
