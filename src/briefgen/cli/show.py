"""What the command line prints: results to standard output, diagnostics to standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from briefgen.build.edition import Outcome
from briefgen.build.verify import Verified
from briefgen.diagnostics import Diagnostic, ExitStatus, Severity, in_order
from briefgen.house.workspace import Workspace
from briefgen.verify.conformance.outside import Validator


def show_json(value: Any) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def show_diagnostics(diagnostics: Iterable[Diagnostic]) -> None:
    """Print diagnostics, worst first by file; in colour only on a terminal."""
    plain = "NO_COLOR" in os.environ or not sys.stderr.isatty()
    for diagnostic in in_order(diagnostics):
        text = str(diagnostic)
        if not plain:
            tag = f"{diagnostic.severity}[{diagnostic.rule}]"
            color = "red" if diagnostic.severity is Severity.ERROR else "yellow"
            text = text.replace(tag, click.style(tag, fg=color, bold=True), 1)
        click.echo(text, err=True, color=not plain)


def show_verified(
    found: Sequence[Verified], validators: Sequence[Validator], *, as_json: bool
) -> int:
    """Print what was found out about finished editions; return the exit status.

    Args:
        found: what was found out.
        validators: outside validators, those that are not there too.
        as_json: whether to print one JSON document.
    """
    ordered = sorted(found, key=lambda one: one.edition.name)
    diagnostics = in_order(d for one in ordered for d in one.diagnostics)
    if as_json:
        show_json({
            "editions": [
                {
                    "dossier": one.edition.dossier,
                    "audience": one.edition.audience,
                    "language": one.edition.language,
                    "failed": bool(one.diagnostics),
                    "searched": [path.name for path in one.files],
                    "unsearchable": one.unsearchable,
                    "blocks_compared": one.blocks,
                    "validators": list(one.validators),
                    "independent": one.proved and not one.diagnostics,
                }
                for one in ordered
            ],
            "not_run": {v.name: v.installation for v in validators if v.run is None},
            "diagnostics": [d.as_json() for d in diagnostics],
        })  # fmt: skip
    else:
        for one in ordered:
            click.echo(f"{one.edition.name}: {_verdict(one)}")
    show_diagnostics(diagnostics)
    for validator in validators:
        if validator.run is None:
            click.echo(
                f"not run: {validator.name}; to install it: {validator.installation}", err=True
            )
    return ExitStatus.CONTENT if diagnostics else ExitStatus.DONE


def _verdict(one: Verified) -> str:
    if one.diagnostics:
        return "failed"
    parts = [f"{', '.join(path.suffix[1:] for path in one.files)} searched, nothing withheld found"]
    if one.unsearchable:
        parts.append(f"{one.unsearchable} withheld texts too short or too common to search for")
    if one.blocks is not None:
        parts.append(f"both say the same ({one.blocks} blocks)")
    asked = f", by {', '.join(one.validators)} too" if one.validators else ""
    parts.append(f"well-formed and accessible{asked}")
    if one.proved:
        parts.append("independent of everything withheld")
    return "; ".join(parts)


class Report:
    """Takes outcomes as they come and prints what became of them."""

    def __init__(
        self,
        workspace: Workspace,
        total: int,
        *,
        as_json: bool,
        checked_only: bool = False,
        shown: Callable[[Path], str] | None = None,
    ) -> None:
        self._shown = shown or workspace.shown
        self._total = total
        self._as_json = as_json
        self._checked_only = checked_only
        self._outcomes: list[Outcome] = []
        self._terminal = sys.stderr.isatty()

    def add(self, outcome: Outcome) -> None:
        """Take one outcome; on a terminal, show how far the run has come."""
        self._outcomes.append(outcome)
        if self._terminal:
            failed = sum(o.failed for o in self._outcomes)
            text = f"{len(self._outcomes)}/{self._total} {outcome.edition.name}"
            tail = f", {failed} failed" if failed else ""
            click.echo(f"\r\x1b[K{text}{tail}", err=True, nl=False)

    def close(self, *, strict: bool) -> int:
        """Print everything and return the exit status."""
        if self._terminal:
            click.echo("\r\x1b[K", err=True, nl=False)
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
        else:
            files = ", ".join(path.suffix[1:] for path in outcome.files)
            pages = f"{outcome.pages} page{'s' if outcome.pages != 1 else ''}, "
            click.echo(f"{name}: {pages if outcome.pages else ''}{files}")
            for one in outcome.dropped:
                reason = f"left out for want of space, from {one.section}, priority {one.priority}"
                click.echo(f"  {one.place}: {reason}")

    def _summary(self, outcomes: list[Outcome], errors: int, warnings: int) -> None:
        verb = "checked" if self._checked_only else "built"
        done = sum(not o.failed for o in outcomes)
        counts = [f"{done} of {len(outcomes)} papers {verb}"]
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
