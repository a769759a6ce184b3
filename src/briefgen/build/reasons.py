"""Why an edition was built, or why it was not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from briefgen.build.origins import why_built
from briefgen.build.record import Made


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
