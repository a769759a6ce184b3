"""Files are whole or not there."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.write.files import replace_file, sweep


@pytest.fixture
def umask() -> Iterator[int]:
    """Set a mask of new files for one test."""
    before = os.umask(0o027)
    yield 0o027
    os.umask(before)


def test_a_file_and_the_folders_above_it_are_made(tmp_path: Path) -> None:
    path = tmp_path / "a/b/paper.pdf"
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert [p.name for p in path.parent.iterdir()] == ["paper.pdf"]


def test_content_is_replaced_and_not_written_into(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"a longer old content")
    with path.open("rb") as reader:
        replace_file(path, b"new")
        assert reader.read() == b"a longer old content"
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_the_old_file_stays_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "paper.pdf"
    path.write_bytes(b"old")
    if failing == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["paper.pdf"]


def test_nothing_is_left_behind_when_the_user_interrupts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "paper.pdf", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_has_the_permissions_that_the_user_gives_new_files(
    tmp_path: Path, umask: int
) -> None:
    path = tmp_path / "paper.pdf"
    replace_file(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask


def test_a_folder_in_the_way_is_an_error_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    (path / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match=r"[Dd]irectory"):
        replace_file(path, b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["paper.pdf"]
    assert (path / "inside").is_dir()


def test_readers_see_the_old_content_or_the_new_and_nothing_between(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    versions = [bytes([n]) * 200_000 for n in range(20)]
    replace_file(path, versions[0])
    done = threading.Event()
    seen: set[bytes] = set()

    def read() -> None:
        while not done.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for version in versions:
        replace_file(path, version)
    done.set()
    reader.join()
    assert seen
    assert seen <= set(versions)


def test_unfinished_files_are_swept_and_others_are_not(tmp_path: Path) -> None:
    for name in ("30022-abc", "x", ""):
        (tmp_path / f".briefgen-{name}").write_bytes(b"half")
    (tmp_path / "paper.pdf").write_bytes(b"whole")
    (tmp_path / ".hidden").write_bytes(b"not ours")
    sweep(tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {"paper.pdf", ".hidden"}


def test_what_another_process_is_writing_is_swept_only_after_its_end(tmp_path: Path) -> None:
    path = tmp_path / ".briefgen-abc"
    path.write_bytes(b"half")
    program = (
        "import fcntl, sys\nfile = open(sys.argv[1], 'rb')\n"
        "fcntl.flock(file, fcntl.LOCK_EX)\nprint('locked', flush=True)\nsys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"locked\n"
        sweep(tmp_path)
        assert path.exists()
        writer.kill()
    sweep(tmp_path)
    assert not path.exists()


def test_editions_that_share_a_folder_do_not_sweep_each_other(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\n"
        "from briefgen.write.files import replace_file, sweep\n"
        "path = Path(sys.argv[1])\n"
        "for n in range(150):\n    sweep(path.parent)\n    replace_file(path, bytes(50_000))\n"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path / name)])
        for name in ("a.pdf", "b.pdf", "c.pdf")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert {p.name for p in tmp_path.iterdir()} == {"a.pdf", "b.pdf", "c.pdf"}


def test_a_folder_that_is_not_there_needs_no_sweeping(tmp_path: Path) -> None:
    sweep(tmp_path / "none")
    assert not (tmp_path / "none").exists()
