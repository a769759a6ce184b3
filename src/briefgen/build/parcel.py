"""What another machine needs to make papers: templates and fonts by content, jobs without paths.

A parcel is sent once to each machine, a job for each paper. Neither holds the dossier, nor where
on this machine anything lies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from briefgen.build.job import Job
from briefgen.diagnostics import Diagnostic
from briefgen.house.workspace import Workspace

#: Where the workspace lies in a parcel, and the templates that come with briefgen.
_WORKSPACE, _SHIPPED = Path("workspace"), Path("shipped")


@dataclass(frozen=True)
class Parcel:
    """Templates and fonts by their path in the parcel."""

    files: Mapping[str, bytes]

    @property
    def identifier(self) -> str:
        """Name of the parcel that depends on its content alone: 32 hexadecimal digits."""
        digest = hashlib.blake2b(digest_size=16)
        for name, content in sorted(self.files.items()):
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    def unpack(self, folder: Path) -> None:
        """Write the files below an empty folder.

        Raises:
            ValueError: a path leads out of it.
            OSError: they cannot be written.
        """
        for name, content in self.files.items():
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts:
                raise ValueError(f"{name} lies outside the parcel")
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)


def pack(workspace: Workspace) -> Parcel:
    """Return the parcel of a workspace: every file of its template folders."""
    files = {}
    for folder, root in _roots(workspace):
        for path in sorted(root.rglob("*")):
            if path.is_file():
                files[(folder / path.relative_to(root)).as_posix()] = path.read_bytes()
    return Parcel(files)


def portable(job: Job, workspace: Workspace) -> Job:
    """Return a job whose paths are those of the parcel."""
    moves = [(root, folder) for folder, root in _roots(workspace)]
    moves.append((workspace.root, _WORKSPACE))

    def moved(path: Path) -> Path:
        for before, after in moves:
            if path.is_relative_to(before):
                return after / path.relative_to(before)
        raise ValueError(f"{path.name} lies outside the templates")

    return _with_paths(job, moved)


def at_home(job: Job, folder: Path) -> Job:
    """Return a portable job whose paths are those of a parcel unpacked in a folder."""
    return _with_paths(job, lambda path: folder / path)


def told_at_home(found: Diagnostic, folder: str, workspace: Workspace) -> Diagnostic:
    """Return a diagnostic of a job done elsewhere with the path that its file has here.

    Args:
        found: the diagnostic.
        folder: where the parcel was unpacked.
        workspace: what it was packed from.
    """
    path = Path(found.place.file)
    for inside, root in _roots(workspace):
        if path.is_relative_to(folder / inside):
            here = workspace.shown(root / path.relative_to(folder / inside))
            return replace(found, place=replace(found.place, file=here))
    return found


def _roots(workspace: Workspace) -> list[tuple[Path, Path]]:
    """Return the template folders: where each lies in the parcel, and here."""
    own, *shipped = workspace.template_roots
    return [(_WORKSPACE / "templates", own), *((_SHIPPED, root) for root in shipped)]


def _with_paths(job: Job, moved: Callable[[Path], Path]) -> Job:
    house = replace(
        job.house,
        folders=[moved(path) for path in job.house.folders],
        root=moved(job.house.root),
        citation_style=moved(job.house.citation_style),
        compiled=None,
    )
    faces = tuple(replace(face, path=moved(face.path)) for face in job.fonts.faces)
    return replace(job, house=house, fonts=replace(job.fonts, faces=faces))
