"""The workspace: where dossiers, templates and papers lie.

``briefgen.toml`` marks the root. Templates, audiences and schemes that the
workspace does not have itself come with briefgen.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeGuard

from briefgen.diagnostics import (
    ContentError,
    Diagnostic,
    Place,
    UsageError,
    did_you_mean,
    shown_path,
)
from briefgen.house.geography import Geography, read_geography
from briefgen.load.files import has_sources

MARKER = "briefgen.toml"

#: Years after which a figure counts as stale where nobody says otherwise.
STALE_YEARS = 4

#: Tables of ``briefgen.toml``.
_TABLES = ("markings", "rules", "map", "flags")

#: What a workspace may set a rule to.
SEVERITIES = ("error", "warning", "off")


class CustomScheme(NamedTuple):
    """A marking scheme that a workspace defines.

    Attributes:
        levels: from the lowest to the highest.
        portions: abbreviations that mark single passages, by level.
    """

    levels: tuple[str, ...]
    portions: Mapping[str, str]


@dataclass(frozen=True)
class Workspace:
    """Folders of a workspace, all absolute.

    Attributes:
        root: the folder that holds ``briefgen.toml``.
        markings: the schemes that the workspace defines, by name.
        rules: severities that the workspace sets, by rule: error, warning or off.
        stale_years: years after which a figure counts as stale.
        geography: what it decides about maps and flags.
    """

    root: Path
    markings: Mapping[str, CustomScheme] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    stale_years: int = STALE_YEARS
    geography: Geography = field(default_factory=Geography)

    @property
    def data(self) -> Path:
        """Folder of the dossiers."""
        return self.root / "data"

    @property
    def output(self) -> Path:
        """Folder of the papers."""
        return self.root / "output"

    @property
    def private(self) -> Path:
        """Folder for everything that is no deliverable."""
        return self.root / ".briefgen"

    @property
    def template_roots(self) -> tuple[Path, ...]:
        """Template folders: the workspace's own, then the shipped one."""
        own, ours = self.root / "templates", shipped("templates")
        return (own,) if own.resolve() == ours.resolve() else (own, ours)

    def dossiers(self) -> list[str]:
        """Names of the dossiers, sorted: the folders that hold any source file."""
        return sorted(p.name for p in _folders(self.data) if has_sources(p))

    def audiences(self) -> list[str]:
        """Names of the audiences, the workspace's own and the shipped ones, sorted."""
        return sorted(
            {
                folder.name
                for root in self.template_roots
                for folder in _folders(root)
                if (folder / "audience.yaml").is_file()
            }
        )

    def languages(self) -> list[str]:
        """Names of the languages that papers can be built in, sorted."""
        return sorted(
            {
                path.stem
                for root in self.template_roots
                for path in (root / "base" / "catalogue").glob("*.yaml")
            }
        )

    def audience_folders(self, name: str) -> tuple[Path, ...]:
        """Folders an audience's files are looked for in, nearest first."""
        return tuple(root / name for root in self.template_roots if (root / name).is_dir())

    def house_file(self, name: str) -> Path:
        """Return a file of the house style, the workspace's own if it has one.

        Args:
            name: path below ``templates/base``.

        Raises:
            UsageError: there is none.
        """
        for root in self.template_roots:
            path = root / "base" / name
            if path.is_file():
                return path
        raise UsageError(f"templates/base/{name} is missing")

    def shown(self, path: Path) -> str:
        """Return a path as diagnostics print it."""
        return shown_path(path, self.root)

    def setting_place(self, table: str, name: str) -> Place:
        """Return where a setting stands in ``briefgen.toml``."""
        return _place((self.root / MARKER).read_text("utf-8"), table, name)


def find_workspace(start: Path) -> Workspace:
    """Return the workspace that a folder lies in.

    Raises:
        UsageError: there is none.
        ContentError: its ``briefgen.toml`` is at fault.
    """
    for folder in (start, *start.parents):
        if (folder / MARKER).is_file():
            return _read(folder)
    raise UsageError(
        f"no {MARKER} in {start} or above it\n"
        "  hint: change into a workspace, or make one with `briefgen new workspace NAME`"
    )


def shipped(name: str) -> Path:
    """Return a folder that comes with briefgen: ``templates`` or ``data``."""
    package = Path(__file__).parents[1]
    installed = package / "shipped" / name
    return installed if installed.is_dir() else package.parents[1] / name


def _folders(path: Path) -> list[Path]:
    if not path.is_dir():
        return []
    return [p for p in path.iterdir() if p.is_dir() and not p.name.startswith(".")]


def _read(root: Path) -> Workspace:
    try:
        text = (root / MARKER).read_text("utf-8")
        settings = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError([_toml_fault(error)]) from None
    for key in settings:
        if key not in _TABLES:
            message = f"`{key}` is not a setting"
            hint = did_you_mean(key, _TABLES)
            raise ContentError([Diagnostic(Place(MARKER), "unknown-field", message, hint)])
    markings = {}
    tables = settings.get("markings", {})
    if not isinstance(tables, dict):
        message = "`markings` is a value, expected a table for each marking scheme"
        hint = "begin each one with its name: [markings.ministry]"
        raise ContentError([Diagnostic(Place(MARKER), "bad-shape", message, hint)])
    for name, scheme in tables.items():
        levels = scheme.get("levels") if isinstance(scheme, dict) else None
        if not _are_levels(levels):
            message = f"the marking scheme `{name}` needs `levels`, different texts, lowest first"
            hint = 'such as levels = ["PUBLIC", "INTERNAL", "RESTRICTED"]'
            raise ContentError([Diagnostic(Place(MARKER), "bad-shape", message, hint)])
        portions = scheme.get("portions", {})
        if not _are_portions(portions, levels):
            message = f"`portions` of the marking scheme `{name}` are abbreviations of its levels"
            hint = 'such as portions = {PUBLIC = "P", INTERNAL = "I"}'
            raise ContentError([Diagnostic(Place(MARKER), "bad-shape", message, hint)])
        markings[name] = CustomScheme(tuple(levels), portions)
    rules, stale_years = _rules(settings.get("rules", {}), text)
    geography = read_geography(settings, root / "templates", partial(_place, text))
    return Workspace(root, markings, rules, stale_years, geography)


def _rules(table: object, text: str) -> tuple[dict[str, str], int]:
    """Return the severities by rule, and the years after which a figure is stale."""
    if not isinstance(table, dict):
        message = "`rules` is a value, expected a table of rules and severities"
        raise ContentError([Diagnostic(Place(MARKER), "bad-shape", message, "begin it: [rules]")])
    stale_years = STALE_YEARS
    severities: dict[str, str] = {}
    found: list[Diagnostic] = []
    for name, value in table.items():
        at = _place(text, "rules", name)
        if name == "stale-years":
            if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
                stale_years = value
            else:
                message = "`stale-years` is no number of years"
                found.append(Diagnostic(at, "bad-number", message, "such as stale-years = 4"))
        elif value in SEVERITIES:
            severities[name] = value
        else:
            message = f"`{name}` is {json.dumps(value, default=str)}, expected a severity"
            hint = did_you_mean(str(value), SEVERITIES)
            found.append(Diagnostic(at, "bad-choice", message, hint))
    if found:
        raise ContentError(found)
    return severities, stale_years


def _place(text: str, table: str, name: str) -> Place:
    """Return where a table's setting stands, or the whole file where it is written otherwise."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            inside = header[1].strip("\"'") == table
        elif inside and (key := re.match(rf"""\s*["']?{re.escape(name)}["']?\s*=""", line)):
            column = len(key[0]) - len(key[0].lstrip()) + 1
            return Place(MARKER, number, column)
    return Place(MARKER)


def _are_levels(value: object) -> TypeGuard[list[str]]:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(level, str) and level for level in value)
        and len(set(value)) == len(value)
    )


def _are_portions(value: object, levels: list[str]) -> TypeGuard[dict[str, str]]:
    return isinstance(value, dict) and all(
        level in levels and isinstance(mark, str) and mark for level, mark in value.items()
    )


def _toml_fault(error: ValueError) -> Diagnostic:
    at = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
    if at is None:
        return Diagnostic(Place(MARKER), "bad-toml", str(error), "save the file as UTF-8")
    place = Place(MARKER, int(at[1]), int(at[2]))
    message = str(error)[: at.start()]
    return Diagnostic(place, "bad-toml", message[0].lower() + message[1:])
