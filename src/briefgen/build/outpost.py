"""The far side of a cluster: papers made in a Dask worker's own sandboxed processes."""

from __future__ import annotations

import pickle
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from distributed import Worker, WorkerPlugin, get_worker

from briefgen.build.job import Job, Rendered
from briefgen.build.parcel import Parcel, at_home
from briefgen.build.renderer import rendering_pool
from briefgen.diagnostics import ContentError, Diagnostic
from briefgen.sandbox.pool import Failure, Pool, Reason


@dataclass(frozen=True)
class Sent:
    """What a worker sends back.

    Attributes:
        folder: where it keeps templates and fonts, as its diagnostics name them.
        rendered: what came of the job, if anything did.
        diagnostics: what is wrong with the templates.
        failure: why the job did not end by itself: reason and message.
    """

    folder: str
    rendered: Rendered | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    failure: tuple[Reason, str] | None = None


class Outpost(WorkerPlugin):  # type: ignore[misc]  # distributed is typed in part
    """Keeps templates, fonts and warm sandboxed processes in a Dask worker for one run.

    Dask sends it to every worker there is, and to those that come later.

    Args:
        parcel: templates and fonts.
        versions: what has to be installed, by name.
        lay_out: whether anything is to be laid out.
    """

    def __init__(self, parcel: Parcel, versions: Mapping[str, str], *, lay_out: bool) -> None:
        self._parcel = parcel
        self._versions = versions
        self._lay_out = lay_out
        self._folder: Path | None = None
        self._pool: Pool | None = None

    def setup(self, worker: Worker) -> None:
        """Unpack the parcel; the processes start with the first job."""
        folder = tempfile.mkdtemp(prefix="briefgen-", dir=worker.local_directory)
        self._folder = Path(folder).resolve()
        self._parcel.unpack(self._folder)
        threads = worker.state.nthreads
        self._pool = rendering_pool(threads, [self._folder], lay_out=self._lay_out)

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002  # Dask's signature
        """End the processes and remove what was unpacked."""
        if self._pool is not None:
            self._pool.terminate()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def render(self, job: Job, seconds: float) -> Sent:
        """Make a paper."""
        if self._pool is None or self._folder is None:
            raise RuntimeError("the worker was not set up")
        folder = str(self._folder)
        if other := differing(self._versions):
            return Sent(folder, failure=("version", f"a worker has {', '.join(other)}"))
        try:
            rendered = self._pool.submit(at_home(job, self._folder), seconds).result()
        except ContentError as error:
            return Sent(folder, diagnostics=error.diagnostics)
        except Failure as failure:
            return Sent(folder, failure=(failure.reason, failure.message))
        return Sent(folder, rendered)


def differing(wanted: Mapping[str, str]) -> list[str]:
    """Return what is installed here in another version, each with that version."""
    found = []
    for name, expected in wanted.items():
        try:
            here = version(name)
        except PackageNotFoundError:
            here = "not installed"
        if here != expected:
            found.append(f"{name} {here}, not {expected}")
    return found


def render_there(name: str, job: Job, seconds: float) -> bytes:
    """Make a paper in the worker that runs this; the task that Dask is given.

    Returns bytes, so that the other end can read them as the answer of a process it does not
    trust.
    """
    outpost: Outpost = get_worker().plugins[name]
    return pickle.dumps(outpost.render(job, seconds))
