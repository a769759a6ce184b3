"""What makes the papers of a run: processes of this machine, or a cluster."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from importlib.util import find_spec

from briefgen.build.edition import Edition
from briefgen.build.renderer import Rendering, rendering
from briefgen.diagnostics import UsageError
from briefgen.house.workspace import Workspace


@contextmanager
def executing(
    executor: str,
    scheduler: str | None,
    jobs: int | None,
    workspace: Workspace,
    editions: Sequence[Edition],
) -> Iterator[tuple[int, Rendering]]:
    """Provide what makes papers, and how many it makes at a time.

    Args:
        executor: ``local`` or ``dask``.
        scheduler: address of the cluster's scheduler.
        jobs: how many papers are made at a time, where somebody said so.
        workspace: where they are built.
        editions: what is built.

    Raises:
        UsageError: the cluster cannot be reached, or what it needs is not installed.
    """
    if executor == "local":
        if scheduler is not None:
            raise UsageError("`--scheduler` is the address of a cluster\n  hint: --executor dask")
        workers = jobs or os.cpu_count() or 1
        laid_out = any(set(edition.formats) - {"html"} for edition in editions)
        with rendering(workspace, min(workers, len(editions)), lay_out=laid_out) as renderer:
            renderer.warm(1)  # the first paper needs it, if any; the others may be there already
            yield workers, lambda *_of, **_how: nullcontext(renderer)
        return
    if find_spec("distributed") is None:
        raise UsageError(
            "a cluster needs Dask, which is not installed\n  hint: pip install 'briefgen[cluster]'"
        )
    from briefgen.build.cluster import connect  # noqa: PLC0415  # needs Dask

    with connect(scheduler, jobs) as cluster:
        yield cluster.workers, cluster.rendering
