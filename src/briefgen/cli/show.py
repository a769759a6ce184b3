"""What the command line prints: results to standard output, diagnostics to standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from briefgen.diagnostics import Diagnostic, ExitStatus, Severity, in_order

if TYPE_CHECKING:
    from briefgen.build.verify import Verified
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
