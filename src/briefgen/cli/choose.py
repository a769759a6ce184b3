"""From names on the command line to the editions they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefgen.build.edition import Edition
from briefgen.diagnostics import UsageError, did_you_mean
from briefgen.house.workspace import Workspace


def known(workspace: Workspace) -> dict[str, list[str]]:
    """Return the names of everything that can be chosen, by kind."""
    return {
        "dossiers": workspace.dossiers(),
        "audiences": workspace.audiences(),
        "languages": workspace.languages(),
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
    found = [
        Edition(dossier, audience, language, tuple(dict.fromkeys(formats)) or ("pdf", "docx"),
                folder)
        for dossier in chosen("dossier", dossiers, names["dossiers"])
        for audience in chosen("audience", audiences, names["audiences"])
        for language in chosen("language", languages, names["languages"])
    ]  # fmt: skip
    if not found:
        raise UsageError(
            f"there is no dossier in {workspace.data}\n"
            "  hint: start one with `briefgen new dossier NAME`"
        )
    return found


def chosen(kind: str, names: Sequence[str], there: Sequence[str]) -> list[str]:
    """Return the names that were given, each once; all there are where none was.

    Raises:
        UsageError: one of them is not known.
    """
    for name in names:
        if name not in there:
            raise UsageError(f"there is no {kind} `{name}`\n  hint: {did_you_mean(name, there)}")
    return list(dict.fromkeys(names)) or list(there)
