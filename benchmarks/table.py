"""What was measured, kept from row to row and printed as a Markdown table."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.row import Line

_TOOLS = ("weasyprint", "python-docx", "docxtpl", "pypandoc-binary", "typst", "ninja",
          "distributed")  # fmt: skip

_HEAD = """| job | briefgen against | briefgen | other | ratio (least–greatest) | target | met |
|---|---|--:|--:|--:|--:|---|"""


class Results:
    """Results of rows in a folder, one file each, so that a run that was cut short goes on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, lines: Sequence[Line], busy: float) -> None:
        """Keep a row's lines, with how busy the machine was when it began."""
        self._folder.mkdir(parents=True, exist_ok=True)
        kept = {"busy": busy, "lines": [asdict(line) for line in lines]}
        (self._folder / f"{name}.json").write_text(json.dumps(kept, indent=2), "utf-8")

    def get(self, name: str) -> tuple[list[Line], float] | None:
        """Return a row's lines and how busy the machine was, if it was measured."""
        path = self._folder / f"{name}.json"
        if not path.exists():
            return None
        kept = json.loads(path.read_text("utf-8"))
        return [Line(**line) for line in kept["lines"]], kept["busy"]


def busy() -> float:
    """Return how many programs wanted a processor in the last minute, on average."""
    return os.getloadavg()[0]


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


def table(measured: Mapping[str, tuple[list[Line], float]]) -> str:
    """Return the table of all rows that were measured, with notes below it."""
    rows, notes = [], dict[str, int]()
    for lines, load in measured.values():
        for line in lines:
            told = [line.note] if line.note else []
            if load > 0.5 and line.ratio is not None:
                told.append(f"the machine was busy: {load:.1f} programs wanted its processors")
            marks = "".join(f" [{notes.setdefault(note, len(notes) + 1)}]" for note in told)
            rows.append(_row(line, marks))
    listed = [f"{number}. {note[0].upper()}{note[1:]}." for note, number in notes.items()]
    return "\n".join([_HEAD, *rows, "", *listed])


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
