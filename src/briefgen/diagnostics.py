"""What goes wrong and where: places, diagnostics, the exceptions that carry them.

Every fault that a user can cause ends as a :class:`Diagnostic`. Stages collect
as many as they can find and raise them together in one :class:`ContentError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from pathlib import Path


class ExitStatus(IntEnum):
    """Exit statuses of the command line."""

    DONE = 0
    CONTENT = 1
    USAGE = 2
    WARNINGS = 3
    INTERRUPTED = 130


class Severity(StrEnum):
    """How bad it is: an error keeps an edition from being written, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Place:
    """Where in a source file something stands.

    Attributes:
        file: the file's path, relative to the workspace where it lies inside it.
        line: from 1; 0 where the place is the whole file.
        column: from 1; 0 where the place is the whole line.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True)
class Diagnostic:
    """One fault: where, which rule, what is wrong, the way out.

    Attributes:
        place: where the user mends it.
        rule: the stable id that ``docs/rules.md`` explains.
        message: what is wrong, in one line.
        hint: the way out, or an empty string.
        severity: error or warning.
    """

    place: Place
    rule: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        text = f"{self.place}: {self.severity}[{self.rule}]: {self.message}"
        return f"{text}\n  hint: {self.hint}" if self.hint else text

    def as_json(self) -> dict[str, object]:
        """Return the diagnostic as a JSON-ready mapping."""
        return {
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "severity": self.severity.value,
            "rule": self.rule,
            "message": self.message,
            "hint": self.hint,
        }


@dataclass
class Findings:
    """Diagnostics gathered by one stage, raised together once the stage has seen everything."""

    items: list[Diagnostic] = field(default_factory=list)

    def error(self, place: Place, rule: str, message: str, hint: str = "") -> None:
        """Note an error."""
        self.items.append(Diagnostic(place, rule, message, hint))

    def warning(self, place: Place, rule: str, message: str, hint: str = "") -> None:
        """Note a warning."""
        self.items.append(Diagnostic(place, rule, message, hint, Severity.WARNING))

    @property
    def errors(self) -> list[Diagnostic]:
        """The errors among the diagnostics."""
        return [item for item in self.items if item.severity is Severity.ERROR]

    def raise_errors(self) -> None:
        """Raise everything found so far if any of it is an error.

        Raises:
            ContentError: with errors and warnings alike.
        """
        if self.errors:
            raise ContentError(self.items)


class BriefgenError(Exception):
    """Base of every exception briefgen raises on purpose.

    BriefgenError
    ├── ContentError   the content is at fault (exit status 1)
    └── UsageError     the call is at fault (exit status 2)
    """


class ContentError(BriefgenError):
    """Data, template or page limit at fault; carries every diagnostic found."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(map(str, self.diagnostics)))


class UsageError(BriefgenError):
    """The call itself cannot be carried out."""


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return diagnostics without repeats, file by file, errors first, then by place."""
    unique = dict.fromkeys(diagnostics)
    files = {d.place.file: 0 for d in unique}
    for diagnostic in unique:
        files[diagnostic.place.file] += diagnostic.severity is Severity.ERROR
    return sorted(
        unique,
        key=lambda d: (
            -files[d.place.file],
            d.place.file,
            d.severity is not Severity.ERROR,
            d.place,
            d.rule,
            d.message,
        ),
    )


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return a hint that names the nearest known word, or all of them.

    Args:
        word: what the user wrote.
        known: what would have been right.
    """
    listing = ", ".join(known)
    if (best := nearest(word, known)) is not None:
        return f"did you mean `{best}`? known here: {listing}"
    return f"known here: {listing}" if known else ""


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that another one most likely stands for, if any is near."""
    import difflib  # noqa: PLC0415  # of use where something is wrong

    near = difflib.get_close_matches(word.lower(), [k.lower() for k in known], n=1, cutoff=0.6)
    return next((k for k in known if near and k.lower() == near[0]), None)


def shown_path(path: Path, root: Path) -> str:
    """Return ``path`` as diagnostics print it: relative to ``root`` where it lies inside."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()
