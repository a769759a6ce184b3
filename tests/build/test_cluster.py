"""Papers made on a Dask cluster: the same bytes, nothing withheld sent, lost workers replaced."""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen.build import cluster as clusters
from briefgen.build.dossiers import open_dossier
from briefgen.build.edition import Edition, Outcome
from briefgen.build.outpost import differing
from briefgen.build.parcel import Parcel, pack, portable
from briefgen.build.prepare import prepare
from briefgen.build.run import build_editions
from briefgen.diagnostics import UsageError
from briefgen.house.workspace import Workspace, find_workspace
from briefgen.load.nodes import Node, Scalar, children, find
from briefgen.view.visible import withheld
from commands import run_in
from conftest import SMALL, Desk

if TYPE_CHECKING:
    import dask
    import distributed
    from distributed import Client
else:
    dask = pytest.importorskip("dask")
    distributed = pytest.importorskip("distributed")

#: Closing sockets and loops of a cluster is Dask's affair.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")


@contextmanager
def _cluster(workers: int, allowed_failures: int = 3) -> Iterator[Client]:
    settings = {
        "distributed.scheduler.allowed-failures": allowed_failures,
        "distributed.scheduler.worker-saturation": 1.0,  # no task waits at a worker
    }
    with (
        dask.config.set(settings),
        distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address="127.0.0.1:0",
            silence_logs=50,
        ) as own,
        distributed.Client(own) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def cluster() -> Iterator[Client]:
    with _cluster(2) as client:
        yield client


@pytest.fixture
def workspace(desk: Desk) -> Workspace:
    return find_workspace(desk.root)


def _editions(workspace: Workspace, audiences: Sequence[str]) -> list[Edition]:
    folder = workspace.output
    return [Edition(SMALL, name, "en", ("docx", "html"), folder) for name in audiences]


def _built(client: Client, workspace: Workspace, editions: list[Edition]) -> list[Outcome]:
    there = clusters.Cluster(client, None)
    return list(build_editions(workspace, editions, there.workers, provide=there.rendering))


def test_a_cluster_makes_the_same_bytes(desk: Desk, cluster: Client) -> None:
    arguments = ["build", SMALL, "-a", "press", "-a", "analyst"]
    assert run_in(desk.root, *arguments, "-o", "here", "-j", "1") == 0
    address = cluster.scheduler.address
    remote = ["--executor", "dask", "--scheduler", address]
    assert run_in(desk.root, *arguments, "-o", "there", *remote) == 0
    assert desk.files("there") == desk.files("here")
    assert len(desk.files("there")) == 4


def test_nothing_of_a_run_stays_in_the_workers(workspace: Workspace, cluster: Client) -> None:
    def left(dask_worker: distributed.Worker) -> list[str]:
        folders = [path.name for path in Path(dask_worker.local_directory).iterdir()]
        return [name for name in (*dask_worker.plugins, *folders) if name.startswith("briefgen")]

    [outcome] = _built(cluster, workspace, _editions(workspace, ["press"]))
    assert not outcome.failed
    assert list(cluster.run(left).values()) == [[], []]


def test_an_interrupt_ends_the_run_and_its_cluster_quietly(desk: Desk) -> None:
    process = desk.start("build", "-f", "docx", "--executor", "dask", "-j", "1")
    while not desk.files() and process.poll() is None:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout) == (130, "")
    assert stderr.strip() == "interrupted; files that were finished stay"


def test_a_template_at_fault_is_told_as_it_is_here(desk: Desk, cluster: Client) -> None:
    (desk.root / "templates/press").mkdir(parents=True)
    desk.write("templates/press/style.css", "")
    desk.write("templates/base/sections/facts.html.j2", "{{ 1 / (names | length - names|length) }}")
    workspace = find_workspace(desk.root)
    editions = _editions(workspace, ["press"])
    [here] = build_editions(workspace, editions, 1)
    [there] = _built(cluster, workspace, editions)
    assert here.failed
    assert here.diagnostics == there.diagnostics
    assert here.diagnostics[0].place.file == "templates/base/sections/facts.html.j2"


def test_neither_what_is_withheld_nor_any_path_of_this_machine_is_sent(
    workspace: Workspace,
) -> None:
    [edition] = _editions(workspace, ["press"])
    prepared = prepare(workspace, edition, open_dossier(workspace, SMALL))
    job, _ = prepared.job(("pdf",), "composed")
    sent = pickle.dumps(portable(job, workspace)) + pickle.dumps(pack(workspace))
    hidden = [find(prepared.dossier.tree, one.location)
              for one in withheld(prepared.dossier.records, prepared.reader)]  # fmt: skip
    secrets = [text for node in hidden for text in _texts(node) if len(text) > 25]
    assert len(secrets) >= 3
    assert [secret for secret in secrets if secret.encode() in sent] == []
    above = workspace.root.parent.name.encode()
    assert above not in sent
    assert above in pickle.dumps(job)


def _texts(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield node.text or ""
    for child in children(node):
        yield from _texts(child)


def test_a_lost_worker_costs_another_try(workspace: Workspace) -> None:
    audiences = ["press", "analyst", "business", "largeprint"]
    with _cluster(2) as client:
        lost = threading.Thread(target=_kill_one, args=(client,))
        lost.start()
        outcomes = _built(client, workspace, _editions(workspace, audiences))
        lost.join()
    assert [outcome.diagnostics for outcome in outcomes if outcome.failed] == []
    assert len(outcomes) == 4


def test_papers_that_lose_every_worker_fail_and_others_go_on(workspace: Workspace) -> None:
    audiences = ["press", "analyst", "business"]
    with _cluster(1, allowed_failures=0) as client:
        lost = threading.Thread(target=_kill_one, args=(client,))
        lost.start()
        outcomes = _built(client, workspace, _editions(workspace, audiences))
        lost.join()
    faults = [f"{d.rule}: {d.message}" for outcome in outcomes for d in outcome.diagnostics
              if outcome.failed and d.severity == "error"]  # fmt: skip
    assert len(faults) in (1, 2), faults  # one in the making, and one that may have waited there
    assert all(f.startswith("worker-died: ") for f in faults)
    assert all("every worker that tried it was lost" in f for f in faults)
    assert len(outcomes) == 3


def _kill_one(client: Client) -> None:
    """End the process of a worker that makes a paper."""
    numbers = client.run(os.getpid)
    while not (busy := [address for address, keys in client.processing().items() if keys]):
        time.sleep(0.01)
    os.kill(numbers[busy[0]], signal.SIGKILL)


def test_a_worker_with_other_software_is_refused(
    workspace: Workspace, cluster: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = {**clusters.versions(), "briefgen": "0.0.9", "jinja2": "3.0"}
    monkeypatch.setattr(clusters, "versions", lambda: wanted)
    with pytest.raises(UsageError, match=r"has other software: briefgen \S+, here 0\.0\.9; jinja2"):
        _built(cluster, workspace, _editions(workspace, ["press"]))


def test_a_worker_that_comes_later_says_what_it_has_instead() -> None:
    assert differing(clusters.versions()) == []
    [found] = differing({"no-such-package": "1.0"})
    assert found == "no-such-package not installed, not 1.0"


def test_a_scheduler_that_does_not_answer_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(clusters, "_PATIENCE", 0.5)
    remote = ["--executor", "dask", "--scheduler", "tcp://127.0.0.1:9"]
    assert run_in(desk.root, "build", *remote) == 2
    assert "error: no scheduler answers at tcp://127.0.0.1:9" in capsys.readouterr().err


def test_a_scheduler_is_for_a_cluster(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_in(desk.root, "build", "--scheduler", "tcp://127.0.0.1:9") == 2
    assert "hint: --executor dask" in capsys.readouterr().err


def test_what_a_cluster_needs_is_named_where_it_is_not_installed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("briefgen.cli.executors.find_spec", lambda _: None)
    assert run_in(desk.root, "build", "--executor", "dask") == 2
    assert "pip install 'briefgen[cluster]'" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["../above", "/etc/passwd", "a/../../b"])
def test_a_parcel_unpacks_in_its_folder_only(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="lies outside"):
        Parcel({name: b""}).unpack(tmp_path)


def test_a_parcel_is_named_by_its_content(workspace: Workspace) -> None:
    parcel = pack(workspace)
    changed = replace(parcel, files={**parcel.files, "shipped/base/style.css": b""})
    assert parcel.identifier == pack(workspace).identifier != changed.identifier
