"""Papers made by the workers of a Dask cluster.

Dossiers are read and projected here, and finished papers searched and written here: the cluster is
sent what an audience may see, and nothing else. Queue, transport and retries are Dask's.
"""

from __future__ import annotations

import logging
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import requires, version
from itertools import count
from typing import Any

from distributed import CancelledError, Client, KilledWorker, LocalCluster

from briefgen.build.job import Job, Rendered
from briefgen.build.outpost import Outpost, Sent, render_there
from briefgen.build.parcel import pack, portable, told_at_home
from briefgen.build.renderer import Renderer
from briefgen.diagnostics import ContentError, UsageError
from briefgen.house.workspace import Workspace
from briefgen.sandbox.answers import read
from briefgen.sandbox.pool import Failure

#: Seconds in which a scheduler answers and a first worker is there.
_PATIENCE = 30


class Cluster:
    """A Dask cluster, and how many papers it makes at a time.

    Args:
        client: connected to it.
        workers: how many papers; without it, one for each thread of its workers.
    """

    def __init__(self, client: Client, workers: int | None) -> None:
        self._client = client
        self._numbers = count(1)
        self.workers = workers or sum(client.nthreads().values())

    @contextmanager
    def rendering(
        self,
        workspace: Workspace,
        workers: int,  # noqa: ARG002  # a cluster has those it has
        *,
        lay_out: bool = True,
    ) -> Iterator[Renderer]:
        """Provide a renderer; its processes on the cluster end with the block.

        Raises:
            UsageError: a worker has other software than this machine.
        """
        wanted = versions()
        self._refuse_others(wanted)
        parcel = pack(workspace)
        # A run has a name of its own: when it ends, another one of the same content goes on.
        name = f"briefgen-{parcel.identifier}-{self._client.id}"
        self._client.register_plugin(Outpost(parcel, wanted, lay_out=lay_out), name=name)
        try:
            yield Renderer(lambda job, seconds: self._render(name, workspace, job, seconds))
        finally:
            self._client.unregister_worker_plugin(name)

    def _render(self, name: str, workspace: Workspace, job: Job, seconds: float) -> Rendered:
        """Have a job done by one of the workers, by another one where that is lost."""
        future = self._client.submit(
            render_there, name, portable(job, workspace), seconds,
            key=f"{name}-{next(self._numbers)}", pure=False,
        )  # fmt: skip
        try:
            sent = read(future.result())
        except KilledWorker as error:
            last = error.last_worker.address
            raise Failure("died", f"every worker that tried it was lost, last {last}") from None
        except CancelledError:
            raise Failure("died", "the connection to the scheduler was lost") from None
        if not isinstance(sent, Sent):
            raise Failure("died", "a worker answered what it may not")
        if sent.failure is not None:
            raise Failure(*sent.failure)
        if sent.rendered is None:
            raise ContentError(told_at_home(d, sent.folder, workspace) for d in sent.diagnostics)
        return sent.rendered

    def _refuse_others(self, wanted: dict[str, str]) -> None:
        found: dict[str, Any] = self._client.get_versions(packages=list(wanted))["workers"]
        for address, told in sorted(found.items()):
            there = told["packages"]
            other = [
                f"{package} {there[package] or 'not installed'}, here {expected}"
                for package, expected in wanted.items()
                if there[package] != expected
            ]
            if other:
                raise UsageError(
                    f"the worker at {address} has other software: {'; '.join(other)}\n"
                    "  hint: install the same release of briefgen and of what it needs everywhere"
                )


@contextmanager
def connect(scheduler: str | None, workers: int | None) -> Iterator[Cluster]:
    """Connect to a cluster; it is left, or ended if it is our own, with the block.

    Args:
        scheduler: its address, such as ``tcp://10.0.0.5:8786`` or ``tls://…``; without it a
            cluster of processes of this machine is started.
        workers: how many papers are made at a time.

    Raises:
        UsageError: nobody answers there.
    """
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what was lost is told by us
    if scheduler is None:
        with _leaving_interrupts_to_us():
            own = LocalCluster(
                n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
            )  # fmt: skip
        with own, Client(own) as client:
            yield Cluster(client, workers)
        return
    try:
        client = Client(scheduler, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"no scheduler answers at {scheduler}: {error}\n"
            "  hint: start one with `dask scheduler`; it prints its address"
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise UsageError(
                f"the scheduler at {scheduler} has no worker\n"
                f"  hint: start them with `dask worker {scheduler}`"
            ) from None
        yield Cluster(client, workers)


@contextmanager
def _leaving_interrupts_to_us() -> Iterator[None]:
    """Start processes that a terminal's interrupt does not reach: they end when we end them."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def versions() -> dict[str, str]:
    """Return briefgen and what it needs, each with the version that is installed here."""
    needed = [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in requires("briefgen") or ()
              if "extra ==" not in line]  # fmt: skip
    return {name: version(name) for name in ["briefgen", *needed]}
