"""The command: measures rows one after the other, keeps what they come to, prints the table."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

import click

from benchmarks.desks import ROOT
from benchmarks.row import Line, NotInstalledError, NotThereError, Row, Setting
from benchmarks.rows import ROWS
from benchmarks.table import Results, busy, head, table
from benchmarks.timing import CommandError


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("rows", nargs=-1, type=click.Choice([row.name for row in ROWS]), metavar="[ROW…]")
@click.option("--quick", is_flag=True, help="With few papers: minutes instead of hours.")
@click.option("--again", is_flag=True, help="Measure what was measured before, too.")
@click.option("--list", "listed", is_flag=True, help="Say what the rows are.")
def main(rows: tuple[str, ...], quick: bool, again: bool, listed: bool) -> None:
    """Measure briefgen beside the tools that people would use instead.

    Without ROWS, all that were not measured before; the table shows all that were ever measured.
    Ratios are of turns taken one after the other in the same run.
    """
    if listed:
        for row in ROWS:
            click.echo(f"{row.name:<16} {row.title}")
        return
    results = Results(ROOT / ".briefgen/benchmarks" / ("quick" if quick else "full"))
    failed = False
    for row in ROWS:
        wanted = row.name in rows if rows else again or results.get(row.name) is None
        if wanted:
            failed |= not _measured(row, results, quick=quick)
    measured = {row.name: kept for row in ROWS if (kept := results.get(row.name)) is not None}
    click.echo(f"{head()}\n\n{table(measured)}")
    sys.exit(int(failed))


def _measured(row: Row, results: Results, *, quick: bool) -> bool:
    """Measure a row and keep what it comes to; return whether that went well."""
    load, begun = busy(), time.perf_counter()
    click.echo(f"{row.name}: {row.title} …", err=True)
    folder = Path(tempfile.mkdtemp(prefix="briefgen-benchmark-"))
    try:
        lines = row.measure(Setting(quick, folder))
    except NotInstalledError as missing:
        lines = [Line(row.title, str(missing), "", "not installed")]
    except NotThereError as missing:
        click.echo(f"{row.name}: not measured: {missing}", err=True)
        return True
    except CommandError as error:
        click.echo(f"{row.name}: failed: {error}", err=True)
        return False
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    results.put(row.name, lines, load)
    click.echo(f"{row.name}: {time.perf_counter() - begun:.0f} s", err=True)
    return True


if __name__ == "__main__":
    main()
