"""Editions: what is to be built, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.diagnostics import Diagnostic, Place, Severity

if TYPE_CHECKING:  # what is up to date is known without loading a dossier
    from briefgen.dossier.walk import Location

FORMATS = ("pdf", "docx", "html")


@dataclass(frozen=True)
class Edition:
    """One paper to be built: a dossier for an audience in a language, and where it goes."""

    dossier: str
    audience: str
    language: str
    formats: tuple[str, ...]
    folder: Path

    @property
    def name(self) -> str:
        """Name of its files without the ending."""
        return f"{self.dossier}.{self.audience}.{self.language}"

    def path(self, format_: str) -> Path:
        """Return where the edition's file in a format goes."""
        return self.folder / self.dossier / f"{self.name}.{format_}"


@dataclass(frozen=True)
class Dropped:
    """A record left out of a paper for want of space.

    Attributes:
        location: where it stands in the dossier.
        place: where it stands in its file.
        section: the section that would have shown it.
        priority: its priority, 0 to 100.
    """

    location: Location
    place: Place
    section: str
    priority: int


@dataclass(frozen=True)
class Outcome:
    """What became of an edition.

    Attributes:
        edition: the edition.
        files: the files written; none where it failed.
        pages: number of pages; 0 where it was not laid out.
        seconds: wall time.
        diagnostics: what was found.
        kept: older files that stay because the edition failed.
        dropped: records left out for want of space.
        hashes: hashes of the contents of its files, in their order.
        reused: whether its files stood there as they have to be, and were left alone.
        reason: why it was built, or was not; empty where that was not asked.
    """

    edition: Edition
    files: tuple[Path, ...] = ()
    pages: int = 0
    seconds: float = 0.0
    diagnostics: tuple[Diagnostic, ...] = ()
    kept: tuple[Path, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    hashes: tuple[str, ...] = ()
    reused: bool = False
    reason: str = ""

    @property
    def failed(self) -> bool:
        """Whether any error was found."""
        return any(d.severity is Severity.ERROR for d in self.diagnostics)
