"""`briefgen build --watch`: rounds of building until it is interrupted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click

from briefgen.build.edition import Edition
from briefgen.build.watch import Watch
from briefgen.cli.report import Report
from briefgen.cli.show import show_diagnostics
from briefgen.diagnostics import BriefgenError, ContentError
from briefgen.house.workspace import Workspace


def watch_and_build(
    root: Path,
    choose: Callable[[Workspace], list[Edition]],
    workers: int,
    *,
    final: bool,
    force: bool,
    explain: bool,
) -> NoReturn:
    """Build, and build again after every change, until an interrupt ends it.

    Args:
        root: the workspace's folder.
        choose: returns the editions that are wanted.
        workers: how many papers are made at a time.
        final: refuse papers that nobody cleared.
        force: make everything again in the first round.
        explain: say of each paper why it was built, or was not.

    Raises:
        BriefgenError: it cannot even begin.
    """
    with Watch(root, choose, workers, final=final).begun() as watch:
        first = True
        for _ in watch.changes():
            try:
                _round(watch, first=first, force=force and first, explain=explain)
            except ContentError as error:
                show_diagnostics(error.diagnostics)
            except BriefgenError as error:
                if first or watch.outdated:
                    raise
                click.echo(f"error: {error}", err=True)
            if first:
                click.echo("watching for changes; Ctrl-C ends it", err=True)
            first = False
    raise AssertionError("changes have no end")


def _round(watch: Watch, *, first: bool, force: bool, explain: bool) -> None:
    found = watch.build(first=first, force=force)
    report = Report(found.workspace, found.editions, as_json=False, explain=explain)
    idle = True
    for outcome in found.outcomes:
        report.add(outcome)
        idle = idle and outcome.reused
    report.close(strict=False, quiet=idle and not (first or explain))
