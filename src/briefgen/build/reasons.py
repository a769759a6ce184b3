"""Why an edition was built, or why it was not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from briefgen.build.job import Rendered
from briefgen.build.origins import origins, why_built
from briefgen.build.prepare import Prepared
from briefgen.build.record import Made
from briefgen.build.release import search_key
from briefgen.build.remember import Remembering
from briefgen.house.workspace import Workspace


def how_made(
    workspace: Workspace, prepared: Prepared, rendered: Rendered, renderer: Remembering
) -> Made:
    """Return how an edition was made, with the key of the last look at its files."""
    environment = renderer.environment
    with_ = [environment.code, *(f"{name} {v}" for name, v in environment.versions.items())]
    searched = search_key(prepared, list(rendered.files.values()), rendered.marking, with_)
    return Made(searched, origins(workspace, prepared, rendered, renderer))


def differing(files: Mapping[Path, bytes]) -> list[Path]:
    """Return the files that are not there, or hold something else."""
    return [path for path, content in files.items() if not _holds(path, content)]


def why(before: Made, now: Made, different: Sequence[Path], *, reused: bool, force: bool) -> str:
    """Return why an edition was built, or why it was not.

    Args:
        before: how it was made the last time.
        now: how it was made this time.
        different: its files that have to be replaced; they are asked before they are.
        reused: whether it was left alone.
        force: whether everything was to be made again.
    """
    if reused:
        again = before.searched != now.searched
        suffix = "; searched again for what is withheld" if again else ""
        return f"the change reaches nothing in it{suffix}"
    if force:
        return "--force was given"
    if reason := why_built(before.origins, now.origins):
        return reason
    missing = [path.name for path in different if not path.exists()]
    altered = [path.name for path in different if path.exists()]
    parts = [f"{', '.join(missing)} is missing"] if missing else []
    parts += [f"{', '.join(altered)} is not as it was written"] if altered else []
    return "; ".join(parts) or "it was not kept from before"


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False
