"""What the command line prints: results to standard output, diagnostics to standard error."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from briefgen.build import Evidence, Outcome
from briefgen.diagnostics import Diagnostic, ExitStatus, Severity, in_order
from briefgen.house.workspace import Workspace


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


def show_evidence(wanted: str, found: Mapping[str, Sequence[Evidence]], *, as_json: bool) -> int:
    """Print the trail of printed numbers, edition by edition; return the exit status."""
    if as_json:
        show_json({name: [_evidence(e) for e in trail] for name, trail in found.items()})
        return ExitStatus.DONE if any(found.values()) else ExitStatus.CONTENT
    for name, trail in found.items():
        cells = Counter(evidence.number for evidence in trail)
        told = -1
        for evidence in trail:
            origin = evidence.origin
            if evidence.number != told:
                told, number = evidence.number, cells[evidence.number]
                worked_out = f", worked out of {number} cells" if number > 1 else ""
                click.secho(f"{evidence.text}  in {name}{worked_out}", bold=True)
            click.echo(f"  read at    {origin.place}: {origin.text}")
            click.echo(f"  holds for  {origin.as_of}")
            for source, place in evidence.sources:
                title = f"{_any(source.publisher)}, {_any(source.title)}"
                dated = source.date or (source.retrieved and f"read {source.retrieved}") or "n.d."
                click.echo(f"  source     {title}, {dated} [{place}]")
                if source.url:
                    click.echo(f"             {source.url}")
    if any(found.values()):
        return ExitStatus.DONE
    click.echo(f"no paper prints the figure `{wanted}`", err=True)
    return ExitStatus.CONTENT


def _evidence(evidence: Evidence) -> dict[str, Any]:
    origin = evidence.origin
    return {
        "printed": evidence.text,
        "place": origin.place,
        "text": origin.text,
        "as_of": origin.as_of,
        "sources": [
            {"id": source.id, "place": str(place), "url": source.url}
            for source, place in evidence.sources
        ],
    }


def _any(text: Mapping[str, str]) -> str:
    return text.get("", next(iter(text.values())))


class Report:
    """Takes outcomes as they come and prints what became of them."""

    def __init__(
        self,
        workspace: Workspace,
        total: int,
        *,
        as_json: bool,
        checked_only: bool = False,
    ) -> None:
        self._workspace = workspace
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
                click.echo(f"{self._workspace.shown(path)}: kept; it is the older one", err=True)
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
                    "files": [self._workspace.shown(path) for path in o.files],
                    "kept": [self._workspace.shown(path) for path in o.kept],
                }
                for o in outcomes
            ],
            "diagnostics": [d.as_json() for d in diagnostics],
        }
