"""The gallery: every component of the templates with its documentation, its call and what it draws.

Components are found in the template folders and read as text; what a component
looks like comes from the example in its own comment, built like any paper.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from textwrap import dedent
from typing import Any

from briefgen.build.dossiers import open_dossier
from briefgen.build.edition import Edition
from briefgen.build.prepare import Prepared, prepare
from briefgen.build.release import finished_files, leaks, secrets_of
from briefgen.build.render import render
from briefgen.diagnostics import ContentError, Diagnostic, Findings, Place, UsageError
from briefgen.house.sections import SectionChoice
from briefgen.house.workspace import Workspace
from briefgen.load.text import read_text
from briefgen.view.sections import SECTIONS
from briefgen.write.files import replace_file

#: The dossier whose records the examples show: it is fictional and has everything.
_SAMPLE = "ruritania-graustark"

#: A section of the gallery, for components that ask for the section they stand in.
_HEADED = {"name": "component-heading", "title": "heading"}

_ENDING = ".html.j2"
_NO_BREAK = "\N{NO-BREAK SPACE}"

_COMMENT = re.compile(r"\{#-?(.*?)-?#\}", re.DOTALL)
_MACRO = re.compile(r"\{%-?\s*macro\s+(\w+)\s*\((.*?)\)\s*-?%\}", re.DOTALL)
_HEADING = re.compile(r"^(Arguments|Example):\s*$", re.MULTILINE)
_ARGUMENT = re.compile(r"(\w+):\s+(.*?)(?=\n\w+:\s|\Z)", re.DOTALL)
_PARAMETER = re.compile(r"(\w+)\s*(?:=\s*((?:[^,\[\](){}\"']|\[[^\]]*\]|\{[^}]*\}|\"[^\"]*\")+))?")


@dataclass(frozen=True)
class Argument:
    """An argument of a component.

    Attributes:
        name: its name.
        default: what it is where it is not given; nothing for one that is needed.
        text: what the comment says of it.
    """

    name: str
    default: str | None
    text: str


@dataclass(frozen=True)
class Component:
    """A component as its file describes it.

    Attributes:
        name: name of its macro.
        file: where it stands, relative to the workspace.
        text: what it is for, by paragraphs.
        arguments: in the order of the macro.
        example: template text that calls it; empty where the comment has none.
    """

    name: str
    file: str
    text: tuple[str, ...]
    arguments: tuple[Argument, ...]
    example: str


def sample_dossier(workspace: Workspace) -> str:
    """Return the name of the dossier that examples are made from.

    Raises:
        UsageError: the workspace has none.
    """
    there = workspace.dossiers()
    if not there:
        hint = "start one with `briefgen new dossier NAME`"
        raise UsageError(f"there is no dossier in {workspace.data}\n  hint: {hint}")
    return _SAMPLE if _SAMPLE in there else there[0]


def components(folders: Sequence[Path], workspace: Workspace) -> list[Component]:
    """Return every component that templates in these folders can use, by name.

    Args:
        folders: where templates are looked for, nearest first.
        workspace: places are printed relative to it.

    Raises:
        ContentError: the file of a component does not hold it.
    """
    files: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob(f"components/*{_ENDING}")):
            files.setdefault(path.name, path)
    found = Findings()
    described = []
    for name, path in sorted(files.items()):
        file = workspace.shown(path)
        component = _described(name.removesuffix(_ENDING), read_text(path, file), file)
        if isinstance(component, Component):
            described.append(component)
        else:
            found.items.append(component)
    found.raise_errors()
    return described


def build_gallery(workspace: Workspace, edition: Edition) -> list[Path]:
    """Build the gallery of an audience in a language; return the files made.

    Args:
        workspace: where it is built.
        edition: audience, language, formats and folder; its dossier is the one
            that examples are made from.

    Raises:
        ContentError: a component, its example or the dossier is at fault.
    """
    dossier = open_dossier(workspace, edition.dossier)
    edition = replace(edition, dossier="gallery")
    prepared = prepare(workspace, edition, dossier)
    # Citations lead to the list of sources: it follows everything that cites.
    found = sorted(
        components(prepared.house.folders, workspace), key=lambda c: c.name == "source_list"
    )
    folder = workspace.private / "gallery" / edition.audience
    _write_examples(folder, found)
    every = tuple(SectionChoice(section=name) for name in SECTIONS)
    audience = prepared.audience.model_copy(update={"sections": every, "max_pages": None})
    job, _ = replace(prepared, audience=audience).job(
        edition.formats, workspace.shown(prepared.composed)
    )
    words = prepared.house.catalogue.words
    paper = {
        **job.view.paper,
        "title": words["gallery.title"],
        "frame": _frame(prepared),
        "sample": _sample(job.view.paper["sections"]),
        "components": [_shown(component) for component in found],
        "sections": [
            {"name": f"component-{c.name.replace('_', '-')}", "title": c.name} for c in found
        ],
    }
    house = replace(prepared.house, folders=[folder, *prepared.house.folders])
    rendered = render(replace(job, view=replace(job.view, paper=paper), house=house))
    if rendered.diagnostics:
        replace_file(prepared.composed, rendered.html.encode())
        raise ContentError(rendered.diagnostics)
    files = {edition.path(format_): rendered.files[format_] for format_ in edition.formats}
    if leaked := leaks(prepared, finished_files(files), secrets_of(prepared)):
        raise ContentError(leaked)
    for path, content in files.items():
        replace_file(path, content)
    return list(files)


def _described(name: str, source: str, file: str) -> Component | Diagnostic:
    """Return the component that a file holds, or what is wrong with the file."""
    macro = name.replace("-", "_")
    header = next((found for found in _MACRO.finditer(source) if found[1] == macro), None)
    if header is None:
        message = f"the file holds no macro `{macro}`"
        hint = "the macro of a component has the name of its file, with _ for -"
        return Diagnostic(Place(file, 1, 1), "bad-template", message, hint)
    comment = _COMMENT.search(source, 0, header.start())
    # The first line of a comment stands beside its opening, all others are indented.
    first, _, others = comment[1].strip("\n").partition("\n") if comment else ("", "", "")
    parts = _HEADING.split(f"{first.strip()}\n{dedent(others)}".strip())
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    texts = {
        argument[1]: " ".join(argument[2].replace("`", "").split())
        for argument in _ARGUMENT.finditer(dedent(told.get("Arguments", "").strip("\n")))
    }
    arguments = tuple(
        Argument(found[1], found[2], texts.get(found[1], ""))
        for found in _PARAMETER.finditer(header[2])
    )
    text = tuple(
        " ".join(part.replace("`", "").split()) for part in parts[0].split("\n\n") if part.strip()
    )
    return Component(macro, file, text, arguments, dedent(told.get("Example", "")).strip())


def _write_examples(folder: Path, found: Sequence[Component]) -> None:
    """Write each example as a template, so that what is wrong with it has a place."""
    entry = '{% extends "base/gallery.html.j2" %}\n'
    replace_file(folder / f"briefing{_ENDING}", entry.encode())
    for component in found:
        file = f"{component.name.replace('_', '-')}{_ENDING}"
        lines = [
            '{% import "components.html.j2" as c with context %}',
            f'{{% from "components/{file}" import {component.name} with context %}}',
            "{% set section = paper.sample %}",
            component.example,
        ]
        replace_file(folder / "examples" / file, "\n".join(lines).encode())


def _frame(prepared: Prepared) -> str:
    """Return the name of the audience's own frame, which the gallery's would hide."""
    entry = f"briefing{_ENDING}"
    folder = next(f for f in prepared.house.folders if (f / entry).is_file())
    return f"{folder.name}/{entry}"


def _sample(sections: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return one section with the records of all: what the examples call `section`."""
    merged: dict[str, Any] = {**_HEADED, "depth": "full", "gaps": {}}
    for selections in SECTIONS.values():
        merged |= {selection.type: [] for selection in selections}
    for section in sections:
        for type_ in merged.keys() & section.keys() - {"name", "title", "depth", "gaps"}:
            for record in section[type_]:
                _merge(merged[type_], record)
    return merged


def _merge(records: list[dict[str, Any]], record: Mapping[str, Any]) -> None:
    """Add a record to a list, or to the record in it of which another section shows the rest."""
    for known in records:
        common = [field for field in record if field in known]
        inner = [field for field in common if _are_records(record[field])]
        if all(known[field] == record[field] for field in common if field not in inner):
            known.update({field: value for field, value in record.items() if field not in known})
            for field in inner:
                for below in record[field]:
                    _merge(known[field], below)
            return
    records.append(deepcopy(dict(record)))


def _are_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _shown(component: Component) -> dict[str, Any]:
    """Return a component as plain values; the indentation of its call is kept."""
    lines = [
        _NO_BREAK * (len(line) - len(line.lstrip())) + line.lstrip()
        for line in component.example.splitlines()
    ]
    slug = component.name.replace("_", "-")
    return {**asdict(component), "lines": lines, "slug": slug, "template": f"{slug}{_ENDING}"}
