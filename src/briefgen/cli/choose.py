"""From names on the command line to the editions they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefgen.build.edition import FORMATS, Edition
from briefgen.build.verify import editions_of
from briefgen.diagnostics import BriefgenError, UsageError, did_you_mean
from briefgen.house.audience import load_audience
from briefgen.house.catalogue import languages as known_languages
from briefgen.house.workspace import Workspace


def known(workspace: Workspace) -> dict[str, list[str]]:
    """Return the names of everything that can be chosen, by kind."""
    return {
        "dossiers": workspace.dossiers(),
        "audiences": workspace.audiences(),
        "languages": known_languages(workspace),
    }


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


def editions(
    workspace: Workspace,
    dossiers: Sequence[str],
    audiences: Sequence[str],
    languages: Sequence[str],
    formats: Sequence[str],
    output: Path | None,
) -> list[Edition]:
    """Return the editions to be built; what is not named stands for all there are.

    Raises:
        UsageError: a name is not known, or there is nothing to build.
    """
    names = known(workspace)
    folder = output.absolute() if output is not None else workspace.output
    chosen = [
        Edition(dossier, audience, language, tuple(dict.fromkeys(formats)) or ("pdf", "docx"),
                folder)
        for dossier in _chosen("dossier", dossiers, names["dossiers"])
        for audience in _chosen("audience", audiences, names["audiences"])
        for language in _chosen("language", languages, names["languages"])
    ]  # fmt: skip
    if not chosen:
        raise UsageError(
            f"there is no dossier in {workspace.data}\n"
            "  hint: start one with `briefgen new dossier NAME`"
        )
    return chosen


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
        _chosen("dossier", [edition.dossier], names["dossiers"])
        _chosen("audience", [edition.audience], names["audiences"])
        _chosen("language", [edition.language], names["languages"])
    return found, False


def _chosen(kind: str, names: Sequence[str], there: Sequence[str]) -> list[str]:
    for name in names:
        if name not in there:
            raise UsageError(f"there is no {kind} `{name}`\n  hint: {did_you_mean(name, there)}")
    return list(dict.fromkeys(names)) or list(there)
