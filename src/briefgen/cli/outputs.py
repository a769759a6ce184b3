"""Where papers go: a folder, or a store that fsspec knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from briefgen.build.edition import Outcome
from briefgen.diagnostics import UsageError
from briefgen.house.workspace import Workspace


@dataclass(frozen=True)
class Target:
    """Where the papers of a run go.

    Attributes:
        folder: where they are built.
        shown: how the path of a paper is printed.
        published: takes them from there to where they go, outcome by outcome.
        remote: whether that is elsewhere.
    """

    folder: Path
    shown: Callable[[Path], str]
    published: Callable[[Iterable[Outcome]], Iterable[Outcome]]
    remote: bool = False


@contextmanager
def written_to(output: str | None, workspace: Workspace) -> Iterator[Target]:
    """Provide the place that ``-o`` names; without it, the workspace's own.

    Raises:
        UsageError: it is no place that papers can be written to.
    """
    if output is not None and "://" in output and not output.startswith("file://"):
        with _store(output) as target:
            yield target
        return
    folder = workspace.output if output is None else _folder(output)
    yield Target(folder, workspace.shown, iter)


@contextmanager
def _store(url: str) -> Iterator[Target]:
    # What only stores need, and most runs write to a folder.
    from importlib.util import find_spec  # noqa: PLC0415
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    if find_spec("fsspec") is None:
        raise UsageError(
            f"{url} is a store, and fsspec, which knows stores, is not installed\n"
            "  hint: pip install 'briefgen[cluster]', for S3 'briefgen[s3]'"
        )
    from briefgen.build.publish import Publication  # noqa: PLC0415  # needs fsspec

    with TemporaryDirectory(prefix="briefgen-") as folder:
        publication = Publication(url, Path(folder).resolve())
        yield Target(publication.folder, publication.shown, publication.published, remote=True)


def _folder(output: str) -> Path:
    folder = Path(_local(output) if output.startswith("file://") else output).absolute()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"`{output}` is a file\n  hint: -o names a folder")
    return folder


def _local(url: str) -> str:
    """Return the path of a file URL."""
    from urllib.parse import unquote, urlsplit  # noqa: PLC0415  # as above

    return unquote(urlsplit(url).path)
