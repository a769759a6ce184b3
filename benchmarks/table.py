"""What was measured, kept from row to row and printed as a Markdown table."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.desks import ROOT
from benchmarks.quiet import ALLOWED
from benchmarks.row import Line

_TOOLS = ("weasyprint", "python-docx", "docxtpl", "pypandoc-binary", "typst", "ninja",
          "distributed")  # fmt: skip

_HEAD = """| job | briefgen against | briefgen | other | ratio (least–greatest) | target | met |
|---|---|--:|--:|--:|--:|---|"""


@dataclass(frozen=True)
class Measured:
    """What was measured for a row.

    Attributes:
        lines: the lines it comes to.
        seconds: how long that took.
        others: how many processors others kept busy meanwhile; ``None`` where nobody could tell.
    """

    lines: tuple[Line, ...]
    seconds: float
    others: float | None


class Results:
    """Results of rows in a folder, one file each, so that a run that was cut short goes on.

    Args:
        folder: where they are kept.
        code: what tells the code that is measured; results of any other do not count.
    """

    def __init__(self, folder: Path, code: str) -> None:
        self._folder = folder
        self._code = code

    def put(self, name: str, measured: Measured) -> None:
        """Keep what was measured for a row."""
        self._folder.mkdir(parents=True, exist_ok=True)
        kept = {"code": self._code, **asdict(measured)}
        (self._folder / f"{name}.json").write_text(json.dumps(kept, indent=2), "utf-8")

    def get(self, name: str) -> Measured | None:
        """Return what was measured for a row, if it was, with this code."""
        path = self._folder / f"{name}.json"
        kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
        if kept.get("code") != self._code:
            return None
        lines = tuple(Line(**line) for line in kept["lines"])
        return Measured(lines, kept["seconds"], kept["others"])


def code() -> str:
    """Return a hash of the code that is measured, and of what measures it."""
    found = blake2b(digest_size=16)
    for folder in ("src", "benchmarks", "templates", "data"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(f"{path.relative_to(ROOT)}\0".encode())
                found.update(path.read_bytes())
    return found.hexdigest()


def head() -> str:
    """Return the machine and the versions that were measured, as a line."""
    tools = []
    for name in _TOOLS:
        try:
            tools.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            tools.append(f"{name} not installed")
    return (
        f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}, "
        f"{platform.python_implementation()} {platform.python_version()}; {', '.join(tools)}."
    )


def table(measured: Mapping[str, Measured]) -> str:
    """Return the table of all rows that were measured, with notes below it."""
    rows, notes = [], dict[str, int]()
    for row in measured.values():
        for line in row.lines:
            told = [line.note] if line.note else []
            if line.ratio is not None and (others := _others(row.others)):
                told.append(others)
            marks = "".join(f" [{notes.setdefault(note, len(notes) + 1)}]" for note in told)
            rows.append(_row(line, marks))
    listed = [f"{number}. {note[0].upper()}{note[1:]}." for note, number in notes.items()]
    return "\n".join([_HEAD, *rows, "", *listed])


def _others(processors: float | None) -> str:
    if processors is None:
        return "whether the machine was busy cannot be told here"
    return f"the machine was busy: others used {processors:.1f} processors" * (processors > ALLOWED)


def summary(measured: Mapping[str, Measured], missing: Sequence[str]) -> str:
    """Return which targets are met and which are not, and how long each row took.

    Args:
        measured: the rows that were measured.
        missing: names of those that were not.
    """
    told: dict[str, list[str]] = {"met": [], "missed": [], "not measured": []}
    for row in measured.values():
        for line in row.lines:
            if line.target is None:
                continue
            job = f"{line.job}, beside {line.against}"
            if line.ratio is None:
                told["not measured"].append(f"{job}: {line.theirs}")
            else:
                which = "met" if line.ratio <= line.target else "missed"
                told[which].append(f"{job}: {_ratio(line.ratio)} (≤ {_ratio(line.target)})")
    told["not measured"] += [f"the row {name}" for name in missing]
    parts = [
        f"Targets {which}: {len(jobs)}\n"
        + "".join(f"\n- {job}" for job in jobs)
        + "\n" * bool(jobs)
        for which, jobs in told.items()
    ]
    took = ", ".join(f"{name} {row.seconds:.0f} s" for name, row in measured.items())
    whole = sum(row.seconds for row in measured.values()) / 60
    return "\n".join([*parts, f"Measured in {whole:.0f} minutes: {took}."])


def _row(line: Line, marks: str) -> str:
    target = "–" if line.target is None else f"≤ {_ratio(line.target)}"
    found, met = "–", "–"
    if line.ratio is not None and line.least is not None and line.greatest is not None:
        found = f"**{_ratio(line.ratio)}** ({_ratio(line.least)}–{_ratio(line.greatest)})"
        if line.target is not None:
            met = "yes" if line.ratio <= line.target else "no"
    cells = [line.job + marks, line.against, line.ours or "–", line.theirs, found, target, met]
    return f"| {' | '.join(cells)} |"


def _ratio(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 0.1 else f"{value:.2f}" if value < 10 else f"{value:.0f}"
