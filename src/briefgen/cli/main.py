"""The commands. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen import __version__
from briefgen.diagnostics import BriefgenError, ContentError, Diagnostic, ExitStatus, did_you_mean

if TYPE_CHECKING:
    from briefgen.build.edition import Edition
    from briefgen.house.workspace import Workspace


class _Commands(click.Group):
    """A group that suggests the nearest command."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            hint = did_you_mean(name, self.list_commands(ctx))
            raise click.UsageError(f"there is no command `{name}`\n  hint: {hint}", ctx)
        return super().resolve_command(ctx, args)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit status."""
    try:
        status = cli.main(arguments, prog_name="briefgen", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except ContentError as error:
        from briefgen.cli.show import show_diagnostics  # noqa: PLC0415

        show_diagnostics(error.diagnostics)
        status = ExitStatus.CONTENT
    except BriefgenError as error:
        click.echo(f"error: {error}", err=True)
        status = ExitStatus.USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; files that were finished stay", err=True)
        status = ExitStatus.INTERRUPTED
    except BrokenPipeError:
        status = ExitStatus.DONE
    gc.freeze()  # the interpreter would look through all there is once more
    sys.exit(int(status or 0))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="briefgen")
def cli() -> None:
    """Briefing papers on bilateral relations.

    One dossier of sourced facts gives every audience its own paper, as PDF and as Word file.
    """


def _complete(what: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Return a shell completion of dossiers, audiences or languages."""

    def complete(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
        from briefgen.cli.choose import known  # noqa: PLC0415

        try:
            names = known(_workspace())[what]
        except BriefgenError:
            return []
        return [name for name in names if name.startswith(typed)]

    return complete


_DOSSIERS = click.argument("dossiers", nargs=-1, shell_complete=_complete("dossiers"))
_AUDIENCES = click.option(
    "-a", "--audience", "audiences", multiple=True, metavar="NAME",
    help="Only for this audience; may be repeated.", shell_complete=_complete("audiences"),
)  # fmt: skip
_LANGUAGES = click.option(
    "-l", "--language", "languages", multiple=True, metavar="TAG",
    help="Only in this language; may be repeated.", shell_complete=_complete("languages"),
)  # fmt: skip
_FORMATS = click.option(
    "-f", "--format", "formats", multiple=True, type=click.Choice(["pdf", "docx", "html"]),
    help="Only in this format; may be repeated. Without it, PDF and DOCX.",
)  # fmt: skip
_OUTPUT = click.option(
    "-o", "--output", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER",
    help="Write below this folder instead of output/.",
)  # fmt: skip
_OUTPUT_OR_STORE = click.option(
    "-o", "--output", metavar="FOLDER|URL",
    help="Write below this folder, or into a store such as s3://bucket/prefix, instead of output/.",
)  # fmt: skip
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
_STRICT = click.option("--strict", is_flag=True, help="Exit with 3 where there are warnings.")


@cli.command()
@_DOSSIERS
@_AUDIENCES
@_FORMATS
@_LANGUAGES
@_OUTPUT_OR_STORE
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N",
    help="Build N papers at a time. Without it, one a processor.",
)  # fmt: skip
@_STRICT
@click.option("--final", is_flag=True, help="Refuse papers of dossiers that nobody cleared.")
@click.option(
    "--executor", type=click.Choice(["local", "dask"]), default="local", show_default=True,
    help="Make papers in processes of this machine, or on a Dask cluster.",
)  # fmt: skip
@click.option(
    "--scheduler", metavar="ADDRESS",
    help="Where the cluster's scheduler is. Without it, a cluster of this machine is started.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Make every paper again.")
@click.option("--explain", is_flag=True, help="Say of each paper why it was built, or was not.")
@click.option("--watch", is_flag=True, help="Build again whenever something changes.")
@_JSON
def build(
    dossiers: tuple[str, ...],
    audiences: tuple[str, ...],
    formats: tuple[str, ...],
    languages: tuple[str, ...],
    output: str | None,
    jobs: int | None,
    strict: bool,
    final: bool,
    force: bool,
    explain: bool,
    watch: bool,
    executor: str,
    scheduler: str | None,
    as_json: bool,
) -> int:
    """Build papers; without DOSSIERS, all of them. What has not changed is not built again."""
    from briefgen.build.unchanged import standing  # noqa: PLC0415
    from briefgen.cli.choose import editions  # noqa: PLC0415
    from briefgen.cli.outputs import written_to  # noqa: PLC0415
    from briefgen.cli.report import Report  # noqa: PLC0415

    workspace = _workspace()
    with written_to(output, workspace) as target:

        def choose(workspace: Workspace) -> list[Edition]:
            return editions(workspace, dossiers, audiences, languages, formats, target.folder)

        if watch:
            if as_json or executor != "local" or target.remote:
                raise click.UsageError("--watch goes on here: no --json, --executor, or store")
            from briefgen.cli.watching import watch_and_build  # noqa: PLC0415

            watch_and_build(
                workspace.root, choose, jobs or _processors(),
                final=final, force=force, explain=explain,
            )  # fmt: skip
        chosen = choose(workspace)
        report = Report(
            workspace, len(chosen), as_json=as_json, explain=explain, shown=target.shown
        )
        finished, others = ([], chosen) if force else standing(workspace, chosen, final=final)
        report.take(finished)
        if others:
            from briefgen.cli.executors import executing  # noqa: PLC0415

            gc.disable()  # until everything is loaded: hardly anything of that is garbage
            with executing(executor, scheduler, jobs, workspace, others) as (workers, provide):
                from briefgen.build.run import build_editions  # noqa: PLC0415  # meanwhile

                gc.freeze()
                gc.enable()
                built = build_editions(
                    workspace, others, workers, final=final, force=force, provide=provide
                )
                for outcome in target.published(built):
                    report.add(outcome)
        return report.close(strict=strict)


@cli.command()
@_DOSSIERS
@_AUDIENCES
@_LANGUAGES
@_STRICT
@_JSON
def check(
    dossiers: tuple[str, ...],
    audiences: tuple[str, ...],
    languages: tuple[str, ...],
    strict: bool,
    as_json: bool,
) -> int:
    """Check dossiers, audiences and templates without laying anything out."""
    from briefgen.build.check import check_editions  # noqa: PLC0415
    from briefgen.cli.choose import editions  # noqa: PLC0415
    from briefgen.cli.report import Report  # noqa: PLC0415

    workspace = _workspace()
    chosen = editions(workspace, dossiers, audiences, languages, (), None)
    report = Report(workspace, len(chosen), as_json=as_json, checked_only=True)
    for outcome in check_editions(workspace, chosen, _processors()):
        report.add(outcome)
    return report.close(strict=strict)


@cli.command()
@click.argument(
    "targets", nargs=-1, metavar="[FILE…|DOSSIER…]", shell_complete=_complete("dossiers")
)
@_AUDIENCES
@_LANGUAGES
@click.option(
    "--outside", is_flag=True,
    help="Run qpdf and the validator of the Open XML SDK as well, where they are installed.",
)  # fmt: skip
@_JSON
def verify(
    targets: tuple[str, ...],
    audiences: tuple[str, ...],
    languages: tuple[str, ...],
    outside: bool,
    as_json: bool,
) -> int:
    """Open finished papers: what they may not hold, whether both formats say the same.

    They are also held to what their formats and accessibility want of them. For dossiers it is
    proved, too, that no paper depends on anything withheld from its audience: each is made again
    from dossiers that differ in nothing else.
    """
    from briefgen.build.verify import verify_editions  # noqa: PLC0415
    from briefgen.cli.lookup import finished  # noqa: PLC0415
    from briefgen.cli.show import show_verified  # noqa: PLC0415
    from briefgen.verify.conformance.outside import validators  # noqa: PLC0415

    workspace = _workspace()
    chosen, prove = finished(workspace, targets, audiences, languages)
    known = validators(workspace.root, programs=outside)
    found = verify_editions(workspace, chosen, _processors(), prove=prove, validators=known)
    return show_verified(list(found), known, as_json=as_json)


@cli.command()
@click.argument("dossier", shell_complete=_complete("dossiers"))
@click.option(
    "--figure", metavar="TEXT",
    help="Say where a number comes from that a paper prints, given whole or in part.",
)  # fmt: skip
@_AUDIENCES
@_LANGUAGES
@_JSON
def explain(
    dossier: str,
    figure: str | None,
    audiences: tuple[str, ...],
    languages: tuple[str, ...],
    as_json: bool,
) -> int:
    """Say what becomes of every record: shown, redacted, withheld, dropped, and why."""
    from briefgen.build.explain import explain_figure, explain_records  # noqa: PLC0415
    from briefgen.cli.choose import editions  # noqa: PLC0415
    from briefgen.cli.explanations import show_evidence, show_records  # noqa: PLC0415

    workspace = _workspace()
    chosen = editions(workspace, (dossier,), audiences, languages, (), None)
    if figure is not None:
        found = {e.name: explain_figure(workspace, e, figure) for e in chosen}
        return show_evidence(figure, found, as_json=as_json)
    one_language = [edition for edition in chosen if edition.language == chosen[0].language]
    show_records(explain_records(workspace, one_language), as_json=as_json)
    return ExitStatus.DONE


@cli.command("list")
@click.argument("what", required=False, type=click.Choice(["dossiers", "audiences", "languages"]))
@_JSON
def list_(what: str | None, as_json: bool) -> None:
    """List dossiers, audiences and languages."""
    from briefgen.cli.lookup import described  # noqa: PLC0415
    from briefgen.cli.show import show_json  # noqa: PLC0415

    names = described(_workspace())
    shown = {what: names[what]} if what else names
    if as_json:
        show_json(shown)
        return
    for kind, entries in shown.items():
        if what is None:
            click.secho(kind, bold=True)
        width = max(map(len, entries), default=0)
        for name, description in entries.items():
            click.echo(f"{'' if what else '  '}{name:<{width}}  {description}".rstrip())


@cli.group(cls=_Commands)
def new() -> None:
    """Start a workspace, a dossier or an audience."""


@new.command("workspace")
@click.argument("name", type=click.Path(path_type=Path))
def new_workspace(name: Path) -> None:
    """Make the folder NAME a workspace with a sample dossier."""
    from briefgen.scaffold import make_workspace  # noqa: PLC0415

    _made(make_workspace(name), f"change into {name} and run: briefgen build")


@new.command("dossier")
@click.argument("name")
@click.option("--from", "source", metavar="OTHER", help="Start from a copy of this dossier.")
@click.option(
    "--format", "format_", type=click.Choice(["yaml", "json", "csv", "xlsx"]),
    help="Keep it in files of this format; with --from, the copy is converted.",
)  # fmt: skip
def new_dossier(name: str, source: str | None, format_: str | None) -> None:
    """Start the dossier NAME, such as belarus-poland."""
    from briefgen.scaffold import make_dossier  # noqa: PLC0415

    made = make_dossier(_workspace(), name, source, format_)
    _made(made, f"fill it in and run: briefgen check {name}")


@new.command("audience")
@click.argument("name")
@click.option("--from", "source", metavar="OTHER", default="press", show_default=True,
              help="Start from a copy of this audience.")  # fmt: skip
def new_audience(name: str, source: str) -> None:
    """Start the audience NAME."""
    from briefgen.scaffold import make_audience  # noqa: PLC0415

    _made(make_audience(_workspace(), name, source), f"try it: briefgen build -a {name}")


@cli.command()
@_AUDIENCES
@_FORMATS
@_LANGUAGES
@_OUTPUT
def gallery(
    audiences: tuple[str, ...],
    formats: tuple[str, ...],
    languages: tuple[str, ...],
    output: Path | None,
) -> None:
    """Show every component of the templates, with the call to copy and what it prints."""
    from briefgen.cli.choose import editions  # noqa: PLC0415
    from briefgen.gallery import build_gallery, sample_dossier  # noqa: PLC0415

    workspace = _workspace()
    sample = sample_dossier(workspace)
    faults: list[Diagnostic] = []
    for edition in editions(workspace, (sample,), audiences, languages, formats, output):
        try:
            for path in build_gallery(workspace, edition):
                click.echo(f"made {workspace.shown(path)}")
        except ContentError as error:
            faults += error.diagnostics
    if faults:
        raise ContentError(faults)


@cli.command()
@click.argument("what", default="dossier", type=click.Choice(["dossier", "audience"]))
def schema(what: str) -> None:
    """Print the JSON Schema of source files, for editors."""
    from briefgen.cli.show import show_json  # noqa: PLC0415
    from briefgen.schema import schema_of  # noqa: PLC0415

    show_json(schema_of(what))


@cli.command()
def doctor() -> int:
    """Say what this machine lacks, and the command that mends it."""
    from briefgen.doctor import examine  # noqa: PLC0415

    lacking = 0
    for finding in examine(Path.cwd()):
        lacking += not finding.well
        mark = click.style("ok", fg="green") if finding.well else click.style("lacks", fg="red")
        click.echo(f"{mark:<5}  {finding.what}: {finding.detail}")
        if finding.remedy:
            click.echo(f"       {finding.remedy}")
    return int(ExitStatus.CONTENT if lacking else ExitStatus.DONE)


def _processors() -> int:
    import os  # noqa: PLC0415

    return os.cpu_count() or 1


def _workspace() -> Workspace:
    from briefgen.house.workspace import find_workspace  # noqa: PLC0415

    return find_workspace(Path.cwd())


def _made(paths: Sequence[Path], following: str) -> None:
    for path in paths:
        click.echo(f"made {path}")
    click.echo(following)


if __name__ == "__main__":
    main()
