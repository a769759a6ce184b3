"""Papers in stores: a real S3 server on this machine, and fsspec's own in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefgen.build.edition import Edition, Outcome
from briefgen.build.publish import Publication
from commands import run_in
from conftest import SMALL, Desk

if TYPE_CHECKING:
    import boto3
    import fsspec
    from moto.server import ThreadedMotoServer
else:
    fsspec = pytest.importorskip("fsspec")
    boto3 = pytest.importorskip("boto3")
    ThreadedMotoServer = pytest.importorskip("moto.server").ThreadedMotoServer

#: What the S3 client and the server's libraries have to settle among themselves.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")

BUILD = ["build", SMALL, "-a", "press", "-f", "docx", "-f", "html", "-j", "1"]
NAMES = [f"{SMALL}/{SMALL}.press.en.docx", f"{SMALL}/{SMALL}.press.en.html"]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Start an S3 server; return its address."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Make the bucket `papers` and point clients to it, as the environment of a user does."""
    for name, value in {
        "AWS_ENDPOINT_URL": server, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1", "AWS_CONFIG_FILE": "/dev/null",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    fsspec.get_filesystem_class("s3").clear_instance_cache()
    made = boto3.resource("s3").Bucket("papers")
    made.create()
    yield made
    made.objects.all().delete()
    made.delete()


def _objects(bucket: Any) -> dict[str, bytes]:
    return {one.key: one.get()["Body"].read() for one in bucket.objects.all()}


def test_papers_in_a_bucket_are_those_of_a_folder(desk: Desk, bucket: Any) -> None:
    assert run_in(desk.root, *BUILD) == 0
    assert run_in(desk.root, *BUILD, "-o", "s3://papers/2026/november") == 0
    assert _objects(bucket) == {f"2026/november/{n}": c for n, c in desk.files().items()}
    assert len(desk.files()) == 2


def test_the_report_names_papers_as_the_store_does(
    desk: Desk, bucket: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_in(desk.root, *BUILD, "--json", "-o", "s3://papers") == 0
    [edition] = json.loads(capsys.readouterr().out)["editions"]
    assert edition["files"] == [f"s3://papers/{name}" for name in NAMES]
    assert sorted(_objects(bucket)) == NAMES


def test_a_paper_that_fails_leaves_the_older_one_and_says_so(
    desk: Desk, bucket: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_in(desk.root, *BUILD, "-o", "s3://papers") == 0
    before = _objects(bucket)
    desk.write("templates/base/sections/facts.html.j2", "{{ nothing }}")
    assert run_in(desk.root, *BUILD, "-o", "s3://papers") == 1
    assert _objects(bucket) == before
    told = capsys.readouterr().err
    for name in NAMES:
        assert f"s3://papers/{name}: kept; it is the older one" in told


def test_a_bucket_that_is_not_there_costs_each_paper_and_is_told(
    desk: Desk, bucket: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_in(desk.root, *BUILD, "-o", "s3://paperz/2026") == 1
    told = capsys.readouterr().err
    assert f"s3://paperz/2026/{SMALL}: error[unwritable]: {SMALL}.press.en cannot be" in told
    assert "hint: check the rights that the store gives" in told
    assert _objects(bucket) == {}
    assert "paperz" not in [one.name for one in boto3.resource("s3").buckets.all()]


@pytest.mark.parametrize("broken", ["pipe_file", "mv"])
def test_what_fails_on_the_way_leaves_the_older_files_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    store = fsspec.filesystem("memory")
    store.pipe({"/whole/a/a.press.en.pdf": b"old", "/whole/a/a.press.en.docx": b"old"})
    publication = Publication("memory://whole", tmp_path)
    edition = Edition("a", "press", "en", ("pdf", "docx"), tmp_path)
    (tmp_path / "a").mkdir()
    for name in edition.formats:
        edition.path(name).write_bytes(b"new")

    working = getattr(type(store), broken)
    calls = []

    def fails(self: Any, path: str, *rest: Any, **options: Any) -> Any:
        calls.append(path)
        if broken == "mv" or path.endswith(".docx"):
            raise OSError("the line is cut")
        return working(self, path, *rest, **options)

    monkeypatch.setattr(type(store), broken, fails)
    files = tuple(edition.path(name) for name in edition.formats)
    [outcome] = publication.published([Outcome(edition, files)])
    assert outcome.failed
    assert outcome.files == ()
    assert "the line is cut" in outcome.diagnostics[0].message
    assert calls
    assert {path: store.cat(path) for path in store.find("/whole")} == {
        "/whole/a/a.press.en.pdf": b"old", "/whole/a/a.press.en.docx": b"old",
    }  # fmt: skip


def test_a_store_that_nobody_knows_is_a_fault_of_the_call(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_in(desk.root, *BUILD, "-o", "nowhere://papers") == 2
    told = capsys.readouterr().err
    assert "nowhere://papers is in no store that is known here" in told
    assert "pip install 'briefgen[s3]'" in told


def test_fsspec_is_named_where_it_is_not_installed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert run_in(desk.root, *BUILD, "-o", "s3://papers") == 2
    assert "briefgen[s3]" in capsys.readouterr().err


def test_a_file_address_is_a_folder(desk: Desk) -> None:
    assert run_in(desk.root, *BUILD, "-o", f"file://{desk.root}/with%20space") == 0
    assert sorted(desk.files("with space")) == NAMES


def test_an_output_that_is_a_file_is_refused(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.write("papers", "")
    assert run_in(desk.root, *BUILD, "-o", "papers") == 2
    assert "-o names a folder" in capsys.readouterr().err
