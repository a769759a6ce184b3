"""Handling markings: ordered levels, and whether an audience's clearance reaches one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefgen.diagnostics import UsageError
from briefgen.house.workspace import CustomScheme
from briefgen.load.nodes import plain
from briefgen.load.yaml import read_yaml


@dataclass(frozen=True)
class Scheme:
    """A marking scheme.

    Attributes:
        name: as dossiers name it.
        levels: from the lowest to the highest.
        banner: how a level is printed, with ``{}`` for the level.
        portions: abbreviations that mark single passages, by level; empty
            where the scheme has none.
    """

    name: str
    levels: tuple[str, ...]
    banner: str = "{}"
    portions: Mapping[str, str] = field(default_factory=dict)

    def rank(self, level: str) -> int:
        """Return a level's rank, 0 for the lowest.

        Raises:
            ValueError: the scheme has no such level.
        """
        return self.levels.index(level)

    def printed(self, level: str) -> str:
        """Return the level as papers print it, such as ``TLP:CLEAR``."""
        return self.banner.format(level)

    def portion(self, level: str) -> str:
        """Return the mark of a passage of a level, such as ``(S)``; empty where there is none."""
        return f"({self.portions[level]})" if level in self.portions else ""


def schemes(custom: Mapping[str, CustomScheme]) -> dict[str, Scheme]:
    """Return every known scheme by name: the shipped ones and the workspace's own."""
    path = Path(__file__).with_name("schemes.yaml")
    known: dict[str, Scheme] = {}
    for name, scheme in plain(read_yaml(path.read_text("utf-8"), path.name)).items():
        known[name] = Scheme(
            name, tuple(scheme["levels"]), scheme.get("banner", "{}"), scheme.get("portions", {})
        )
    for name, (levels, portions) in custom.items():
        if name in known:
            raise UsageError(f"briefgen.toml: the marking scheme `{name}` comes with briefgen")
        known[name] = Scheme(name, levels, portions=portions)
    return known
