"""Workspaces to measure in: many dossiers that differ a little, and figures that change."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from benchmarks.row import NotThereError
from benchmarks.timing import Taken, run

ROOT = Path(__file__).parents[1]

#: The dossier that holds everything: eight pages for analysts, six tables, a chart, footnotes.
SAMPLE = "ruritania-graustark"

_COMMAND = "from briefgen.cli.main import main; main()"

#: A figure that all six audiences are shown, and one of our own for analysts alone.
_SHOWN_TO_ALL = re.compile(r"(iso: XR\n(?:.*\n)*?    population: \{value: )(\d+)")
_FOR_ANALYSTS = re.compile(r"(Transit fees of )(\d+)( crowns)")

_FINDING = """  - id: bench-analyst
    text: Transit fees of 4711 crowns were counted.
    marking: CLEAR
    only: [analyst]
    sources: [xr-statistics]
    as_of: 2026-11
    priority: 10
"""


def briefgen(*arguments: str | Path) -> list[str | Path]:
    """Return a command line of briefgen, as its console script starts it."""
    return [sys.executable, "-c", _COMMAND, *arguments]


def module(name: str, *arguments: str | Path) -> list[str | Path]:
    """Return the command line of a workload of these benchmarks."""
    begin = f"import sys; sys.path.insert(0, {str(ROOT)!r})"
    call = f"from benchmarks.workloads.{name} import main; main(sys.argv[1:])"
    return [sys.executable, "-c", f"{begin}; {call}", *arguments]


def needs(option: str) -> None:
    """Refuse a row that this briefgen has no option for.

    Raises:
        NotThereError: `briefgen build` does not know it.
    """
    from briefgen.cli.main import build  # noqa: PLC0415  # only some rows ask

    if not any(option in parameter.opts for parameter in build.params):
        raise NotThereError(f"briefgen build has no {option}")


class Desk:
    """A workspace with copies of the sample dossier, each with figures of its own."""

    def __init__(self, root: Path, dossiers: int) -> None:
        self.root = root
        self.names = [f"paper-{number:04}" for number in range(1, dossiers + 1)]
        # Far enough from each other to be told apart where papers print them rounded.
        self._figures: Iterator[int] = count(5_000_000, 100_000)
        root.mkdir(parents=True)
        (root / "briefgen.toml").touch()
        for name in self.names:
            folder = root / "data" / name
            shutil.copytree(ROOT / "data" / SAMPLE, folder)
            findings = folder / "dossier.yaml"
            text = findings.read_text("utf-8").replace("findings:\n", f"findings:\n{_FINDING}", 1)
            findings.write_text(text, "utf-8")
            self.change(name)

    def change(self, name: str) -> None:
        """Change a figure that every audience is shown."""
        self._replace(name, "countries.yaml", _SHOWN_TO_ALL)

    def change_for_analysts(self, name: str) -> None:
        """Change a figure that analysts alone are shown."""
        self._replace(name, "dossier.yaml", _FOR_ANALYSTS)

    def build(self, *arguments: str) -> Taken:
        """Run ``briefgen build``."""
        return run(briefgen("build", *arguments), self.root)

    def forget(self) -> None:
        """Remove papers and everything that was kept of former runs."""
        shutil.rmtree(self.root / "output", ignore_errors=True)
        shutil.rmtree(self.root / ".briefgen", ignore_errors=True)

    def paper(self, name: str, audience: str, format_: str) -> Path:
        """Return where a paper is."""
        return self.root / "output" / name / f"{name}.{audience}.en.{format_}"

    def _replace(self, name: str, file: str, pattern: re.Pattern[str]) -> None:
        path = self.root / "data" / name / file
        text = path.read_text("utf-8")
        changed, times = pattern.subn(
            lambda found: f"{found[1]}{next(self._figures)}{''.join(found.groups()[2:])}",
            text,
            count=1,
        )
        if not times:
            raise ValueError(f"{file} does not hold what is to be changed")
        path.write_text(changed, "utf-8")
