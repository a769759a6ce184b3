"""What there is, described; and the editions that finished files belong to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefgen.build.edition import FORMATS, Edition
from briefgen.build.verify import editions_of
from briefgen.cli.choose import chosen, editions, known
from briefgen.diagnostics import BriefgenError, UsageError
from briefgen.house.audience import load_audience
from briefgen.house.workspace import Workspace


def described(workspace: Workspace) -> dict[str, dict[str, str]]:
    """Return the names of everything that can be chosen, each with a description."""
    names = known(workspace)
    audiences = {}
    for name in names["audiences"]:
        try:
            audiences[name] = load_audience(workspace, name)[0].description
        except BriefgenError:
            audiences[name] = "(its audience.yaml is at fault: run briefgen check)"
    return {
        "dossiers": dict.fromkeys(names["dossiers"], ""),
        "audiences": audiences,
        "languages": dict.fromkeys(names["languages"], ""),
    }


def finished(
    workspace: Workspace,
    targets: Sequence[str],
    audiences: Sequence[str],
    languages: Sequence[str],
) -> tuple[list[Edition], bool]:
    """Return the editions that files or dossiers stand for, and whether they are dossiers.

    Raises:
        UsageError: files and dossiers are mixed, or a name is not known.
    """
    files = [Path(target) for target in targets if Path(target).is_file()]
    if files and len(files) < len(targets):
        other = next(target for target in targets if not Path(target).is_file())
        raise UsageError(f"`{other}` is no file\n  hint: name either files or dossiers")
    if not files:
        return editions(workspace, targets, audiences, languages, FORMATS, None), True
    found = editions_of([file.absolute() for file in files])
    names = known(workspace)
    for edition in found:
        chosen("dossier", [edition.dossier], names["dossiers"])
        chosen("audience", [edition.audience], names["audiences"])
        chosen("language", [edition.language], names["languages"])
    return found, False
