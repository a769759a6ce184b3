"""An audience: what a group of readers may see, in which order, how deep, in how many pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from briefgen.diagnostics import ContentError, Diagnostic, Findings, Place, UsageError, did_you_mean
from briefgen.house.markings import schemes
from briefgen.house.sections import SectionChoice, Settings, check_selections
from briefgen.house.workspace import Workspace
from briefgen.load.nodes import Mapping, Node, Scalar, find
from briefgen.load.text import read_text
from briefgen.load.validate import validate
from briefgen.load.yaml import read_yaml


def _choice(value: object) -> object:
    return {"section": value} if isinstance(value, str) else value


#: ISO 3166-1 alpha-2 code.
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]

Color = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class Theme(Settings):
    """Colours of the house style: ``templates/base/theme.yaml``."""

    accent: Color
    """Headings, rules, the first line of a chart."""
    second: Color
    """What stands beside the accent; the second line of a chart."""
    third: Color
    """The third line of a chart."""
    soft: Color
    """Tint behind text."""
    ink: Color
    """Text."""
    muted: Color
    """Text that steps back."""
    rule: Color
    """Thin lines."""


class Audience(Settings):
    """The settings in an audience's ``audience.yaml``."""

    title: str
    """What its paper is called: "Minister's brief"."""
    description: str
    """Who reads it and what for; `briefgen list` prints it."""
    clearance: dict[str, str]
    """The highest level it may see, by marking scheme; other schemes are closed to it."""
    like: str | None = None
    """Another audience whose settings, templates and looks these are, but for what stands here."""
    need_to_know: tuple[str, ...] = ()
    """Other audiences in whose name these readers may see records that name theirs in `only`."""
    above_clearance: Literal["withhold", "redact"] = "withhold"
    """What stands in place of a record above the clearance: nothing, or a visible gap."""
    home: CountryCode | None = None
    """The party whose readers these are; in a dossier on others, that dossier's own home party."""
    voice: Literal["own", "neutral"] = "neutral"
    """Whether the paper speaks as the home party ("we") or as neither."""
    max_pages: Annotated[int, Field(ge=1)] | None = None
    """Pages the paper may have."""
    fit: Literal["fail", "priority"] = "fail"
    """A longer paper is an error, or loses its records of the lowest priority until it fits."""
    chart_scale: Annotated[float, Field(gt=0, le=4)] = 1.0
    """How much larger the writing in charts is than in the house style."""
    notes: Literal["footnotes", "endnotes", "none"] = "none"
    """Whether records cite their sources where they are printed: at the foot of the page, at the
    end of the paper, or not."""
    attach_data: bool = False
    """Whether the PDF carries the data that its paper was made from, as a JSON file."""
    numbered_headings: Annotated[int, Field(ge=0, le=3)] = 0
    """Levels of headings that have numbers: 1 for sections, 3 for all; annexes have letters."""
    numbered_captions: bool = False
    """Whether figures and tables have numbers, by which they are referred to and listed."""
    hyphenation: Literal["none", "sparing", "full"] = "none"
    """How freely words are broken at the ends of lines: never, where a line would be markedly
    short without, or wherever the patterns of the language allow it."""
    embed_fonts: Literal["none", "subset", "whole"] = "none"
    """What the Word file carries of its fonts: nothing, the letters it has, or all of them."""
    citations: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")] = "house"
    """Citation style: a CSL file in `templates/base/citations`, without its ending."""
    colors: dict[str, Color] = Field(default={})
    """Colours of the house style that the audience changes, by name."""
    pdf_follows_word: bool = False
    """Whether the PDF takes page, margins, fonts and colours from the audience's Word template."""
    sections: Annotated[
        tuple[Annotated[SectionChoice, BeforeValidator(_choice)], ...], Field(min_length=1)
    ]
    """Sections in the order in which they stand."""


def load_audience(workspace: Workspace, name: str) -> tuple[Audience, Node, Place]:
    """Read an audience's settings, with those of the audiences it is like.

    Returns:
        The settings, the located tree they were read from, and the place of its file.

    Raises:
        UsageError: there is no such audience.
        ContentError: its ``audience.yaml``, or that of one it is like, is at fault.
    """
    node = _settings(workspace, name)
    found = Findings()
    audience = validate(Audience, node, found)
    if audience is not None:
        for index, other in enumerate(audience.need_to_know):
            if other not in workspace.audiences():
                hint = did_you_mean(other, workspace.audiences())
                place = find(node, ("need_to_know", index)).place
                found.error(place, "unknown-audience", f"there is no audience `{other}`", hint)
        _check_clearance(workspace, audience, node, found)
        check_selections(audience.sections, node, found)
    found.raise_errors()
    if audience is None:
        raise ContentError(found.items)
    file = workspace.shown(_settings_file(workspace, name))
    if not any((f / "briefing.html.j2").is_file() for f in audience_folders(workspace, name)):
        message = f"the audience `{name}` has no briefing.html.j2"
        hint = 'begin with {% extends "base/briefing.html.j2" %}'
        raise ContentError([Diagnostic(Place(file), "no-template", message, hint)])
    return audience, node, Place(file, 1, 1)


def _check_clearance(workspace: Workspace, audience: Audience, node: Node, found: Findings) -> None:
    """Refuse schemes and levels that there are not: a clearance must mean what it says."""
    known = schemes(workspace.markings)
    for name, level in audience.clearance.items():
        place = find(node, ("clearance", name)).place
        if name not in known:
            hint = did_you_mean(name, list(known))
            found.error(place, "unknown-scheme", f"there is no marking scheme `{name}`", hint)
        elif level not in known[name].levels:
            message = f"`{level}` is not a level of the scheme {name}"
            found.error(place, "unknown-marking", message, did_you_mean(level, known[name].levels))


def lineage(workspace: Workspace, name: str) -> tuple[str, ...]:
    """Return an audience and the audiences it is like, nearest first.

    Raises:
        UsageError: there is no such audience.
        ContentError: an ``audience.yaml`` among them is at fault.
    """
    names = [name]
    while (like := _like(workspace, names[-1])) is not None:
        other = like.text or ""
        if other not in workspace.audiences():
            hint = did_you_mean(other, workspace.audiences())
            message = f"there is no audience `{other}`"
            raise ContentError([Diagnostic(like.place, "unknown-audience", message, hint)])
        if other in names:
            message = f"`{name}` is like `{other}`, which is like `{names[-1]}` again"
            hint = "take `like` out of one of them"
            raise ContentError([Diagnostic(like.place, "circular-audience", message, hint)])
        names.append(other)
    return tuple(names)


def audience_folders(workspace: Workspace, name: str) -> tuple[Path, ...]:
    """Return the folders an audience's files are looked for in, nearest first.

    Raises:
        UsageError: there is no such audience.
        ContentError: an ``audience.yaml`` among them is at fault.
    """
    names = lineage(workspace, name)
    return tuple(folder for one in names for folder in workspace.audience_folders(one))


def _settings(workspace: Workspace, name: str) -> Node:
    """Return an audience's settings laid over those of the audience it is like."""
    nearest, *others = (_own_settings(workspace, one) for one in lineage(workspace, name))
    for other in others:
        nearest = _laid_over(nearest, other)
    return nearest


def _laid_over(nearer: Node, other: Node) -> Node:
    """Return settings with those of another audience where the nearer one has none.

    Colours are taken over one by one, everything else whole: a clearance that names one
    scheme closes all others.
    """
    if not isinstance(nearer, Mapping) or not isinstance(other, Mapping):
        return nearer
    entries = {**other.entries, **nearer.entries}
    ours, theirs = nearer.entries.get("colors"), other.entries.get("colors")
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        merged = {**theirs.entries, **ours.entries}
        entries["colors"] = Mapping(merged, {**theirs.keys, **ours.keys}, ours.place)
    return Mapping(entries, {**other.keys, **nearer.keys}, nearer.place)


def _like(workspace: Workspace, name: str) -> Scalar | None:
    node = _own_settings(workspace, name)
    like = node.entries.get("like") if isinstance(node, Mapping) else None
    if like is not None and not (isinstance(like, Scalar) and like.text):
        message = "`like` is the name of one audience"
        raise ContentError([Diagnostic(like.place, "bad-shape", message, "such as like: press")])
    return like


def _own_settings(workspace: Workspace, name: str) -> Node:
    path = _settings_file(workspace, name)
    file = workspace.shown(path)
    return read_yaml(read_text(path, file), file)


def load_theme(workspace: Workspace, audience: Audience, settings: Node) -> dict[str, str]:
    """Return the colours of the house style with those that an audience changes.

    Raises:
        ContentError: ``theme.yaml`` is at fault, or the audience changes a
            colour that the house style does not have.
    """
    path = workspace.house_file("theme.yaml")
    file = workspace.shown(path)
    found = Findings()
    theme = validate(Theme, read_yaml(read_text(path, file), file), found)
    names = list(Theme.model_fields)
    for name in audience.colors:
        if name not in names:
            place = find(settings, ("colors", name)).place
            hint = did_you_mean(name, names)
            found.error(place, "unknown-field", f"the house style has no colour `{name}`", hint)
    found.raise_errors()
    return (theme.model_dump() if theme else {}) | audience.colors


def _settings_file(workspace: Workspace, name: str) -> Path:
    for folder in workspace.audience_folders(name):
        if (folder / "audience.yaml").is_file():
            return folder / "audience.yaml"
    hint = did_you_mean(name, workspace.audiences())
    raise UsageError(f"there is no audience `{name}`\n  hint: {hint}")
