"""The command: measures rows one after the other, keeps what they come to, prints the table."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

import click

from benchmarks.desks import ROOT
from benchmarks.quiet import Bystanders
from benchmarks.row import Line, NotInstalledError, NotThereError, Row, Setting, Size
from benchmarks.rows import ROWS
from benchmarks.table import Measured, Results, code, head, summary, table
from benchmarks.timing import CommandError


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("rows", nargs=-1, type=click.Choice([row.name for row in ROWS]), metavar="[ROW…]")
@click.option("--quick", "size", flag_value=Size.QUICK.value, help="With fewer papers: half an"
              " hour instead of two.")  # fmt: skip
@click.option("--smoke", "size", flag_value=Size.SMOKE.value, help="With the fewest: only to see"
              " that every row works.")  # fmt: skip
@click.option("--again", is_flag=True, help="Measure what was measured before, too.")
@click.option("--list", "listed", is_flag=True, help="Say what the rows are.")
def main(rows: tuple[str, ...], size: str | None, again: bool, listed: bool) -> None:
    """Measure briefgen beside the tools that people would use instead.

    Without ROWS, all that were not measured before with this code; the table shows all that were.
    Ratios are of turns taken one after the other in the same run.
    """
    if listed:
        for row in ROWS:
            click.echo(f"{row.name:<16} {row.title}")
        return
    chosen = Size(size or Size.FULL)
    kept = ROOT / ".briefgen/benchmarks" / chosen
    results = Results(kept, code())
    failed = False
    for row in ROWS:
        wanted = row.name in rows if rows else again or results.get(row.name) is None
        if wanted:
            failed |= not _measured(row, results, chosen)
    measured = {row.name: found for row in ROWS if (found := results.get(row.name)) is not None}
    missing = [row.name for row in ROWS if row.name not in measured]
    text = f"{head()}\n\n{table(measured)}\n\n{summary(measured, missing)}"
    kept.mkdir(parents=True, exist_ok=True)
    (kept / "table.md").write_text(f"{text}\n", "utf-8")
    click.echo(text)
    click.echo(f"written to {(kept / 'table.md').relative_to(ROOT)}", err=True)
    sys.exit(int(failed))


def _measured(row: Row, results: Results, size: Size) -> bool:
    """Measure a row and keep what it comes to; return whether that went well."""
    bystanders, begun = Bystanders(), time.perf_counter()
    click.echo(f"{row.name}: {row.title} …", err=True)
    folder = Path(tempfile.mkdtemp(prefix="briefgen-benchmark-"))
    try:
        lines = row.measure(Setting(size, folder))
    except NotInstalledError as missing:
        lines = [Line(row.title, str(missing), "", "not installed")]
    except NotThereError as missing:
        click.echo(f"{row.name}: not measured: {missing}", err=True)
        return True
    except CommandError as error:
        click.echo(f"{row.name}: failed: {error}", err=True)
        return False
    except Exception:  # the rows after it are measured all the same
        click.echo(f"{row.name}: failed: {traceback.format_exc()}", err=True)
        return False
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    seconds = time.perf_counter() - begun
    results.put(row.name, Measured(tuple(lines), seconds, bystanders.processors()))
    click.echo(f"{row.name}: {seconds:.0f} s", err=True)
    return True


if __name__ == "__main__":
    main()
