"""What a run of builds or checks prints: a line a paper, diagnostics, a summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from briefgen.build.edition import Outcome
from briefgen.cli.progress import Progress
from briefgen.cli.show import show_diagnostics, show_json
from briefgen.diagnostics import Diagnostic, ExitStatus, Severity, in_order
from briefgen.house.workspace import Workspace


class Report:
    """Takes outcomes as they come and prints what became of them."""

    def __init__(
        self,
        workspace: Workspace,
        total: int,
        *,
        as_json: bool,
        checked_only: bool = False,
        explain: bool = False,
        shown: Callable[[Path], str] | None = None,
    ) -> None:
        self._shown = shown or workspace.shown
        self._as_json = as_json
        self._checked_only = checked_only
        self._explain = explain
        self._outcomes: list[Outcome] = []
        self._progress = Progress(total)

    def take(self, outcomes: Sequence[Outcome]) -> None:
        """Take outcomes that were there at once."""
        self._outcomes += outcomes
        self._progress.skip(len(outcomes))

    def add(self, outcome: Outcome) -> None:
        """Take one outcome; on a terminal, show how far the run has come."""
        self._outcomes.append(outcome)
        self._progress.add(outcome)

    def close(self, *, strict: bool, quiet: bool = False) -> int:
        """Print everything and return the exit status.

        Args:
            strict: whether warnings count.
            quiet: whether nothing is printed, as it was all told before.
        """
        self._progress.close()
        if quiet:
            return ExitStatus.DONE
        outcomes = sorted(self._outcomes, key=lambda o: o.edition.name)
        diagnostics = in_order(d for o in outcomes for d in o.diagnostics)
        errors = sum(d.severity is Severity.ERROR for d in diagnostics)
        warnings = len(diagnostics) - errors
        if self._as_json:
            show_json(self._json(outcomes, diagnostics))
        else:
            for outcome in outcomes:
                self._line(outcome)
        show_diagnostics(diagnostics)
        for outcome in outcomes:
            for path in outcome.kept:
                click.echo(f"{self._shown(path)}: kept; it is the older one", err=True)
        if not self._as_json:
            self._summary(outcomes, errors, warnings)
        if errors:
            return ExitStatus.CONTENT
        return ExitStatus.WARNINGS if strict and warnings else ExitStatus.DONE

    def _line(self, outcome: Outcome) -> None:
        name = outcome.edition.name
        if outcome.failed:
            click.echo(f"{name}: failed")
        elif self._checked_only:
            click.echo(f"{name}: well")
        elif outcome.reused:
            if self._explain:
                click.echo(f"{name}: unchanged ({outcome.reason})")
        else:
            files = ", ".join(path.suffix[1:] for path in outcome.files)
            pages = f"{outcome.pages} page{'s' if outcome.pages != 1 else ''}, "
            why = f" ({outcome.reason})" if self._explain else ""
            click.echo(f"{name}: {pages if outcome.pages else ''}{files}{why}")
            for one in outcome.dropped:
                reason = f"left out for want of space, from {one.section}, priority {one.priority}"
                click.echo(f"  {one.place}: {reason}")

    def _summary(self, outcomes: list[Outcome], errors: int, warnings: int) -> None:
        verb = "checked" if self._checked_only else "built"
        done = sum(not (o.failed or o.reused) for o in outcomes)
        reused = sum(o.reused for o in outcomes)
        counts = [f"{done} of {len(outcomes)} papers {verb}"]
        if reused == len(outcomes):
            counts = [f"{reused} paper{'s' if reused > 1 else ''} unchanged"]
        elif reused:
            counts += [f"{reused} unchanged"]
        counts += [f"{errors} error{'s' if errors > 1 else ''}"] if errors else []
        counts += [f"{warnings} warning{'s' if warnings > 1 else ''}"] if warnings else []
        click.echo(", ".join(counts))

    def _json(self, outcomes: list[Outcome], diagnostics: list[Diagnostic]) -> dict[str, Any]:
        return {
            "editions": [
                {
                    "dossier": o.edition.dossier,
                    "audience": o.edition.audience,
                    "language": o.edition.language,
                    "failed": o.failed,
                    "reused": o.reused,
                    "reason": o.reason,
                    "pages": o.pages,
                    "seconds": round(o.seconds, 3),
                    "files": [self._shown(path) for path in o.files],
                    "kept": [self._shown(path) for path in o.kept],
                    "dropped": [
                        {"place": str(d.place), "section": d.section, "priority": d.priority}
                        for d in o.dropped
                    ],
                }
                for o in outcomes
            ],
            "diagnostics": [d.as_json() for d in diagnostics],
        }
