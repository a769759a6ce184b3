"""What a worker can no longer do: under the kernel's measures alone, the tripwire alone, both."""

from __future__ import annotations

import resource
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefgen.sandbox import restrict
from briefgen.sandbox.pool import Failure, Limits, Pool

LIMITS = Limits(seconds=5, memory=400 << 20)
MARKER = "canary 4711"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that can be read, beside one that cannot."""
    place = tmp_path_factory.mktemp("place")
    for name in ("open", "closed"):
        (place / name).mkdir()
        (place / name / "a.txt").write_text(MARKER, "utf-8")
    (place / "open/link.txt").symlink_to(place / "closed/a.txt")
    return place


@pytest.fixture(scope="module")
def port() -> Iterator[tuple[str, int]]:
    """A port of this machine that nobody may connect to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server.getsockname()
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.fixture(scope="module")
def attempts(place: Path, port: tuple[str, int]) -> dict[str, tuple[str, Any]]:
    """What a job may try, by what it is."""
    return {
        "read": ("read", "/etc/passwd"),
        "read beside": ("read", place / "closed/a.txt"),
        "read through a link": ("read", place / "open/link.txt"),
        "read up": ("read", place / "open/../closed/a.txt"),
        "list": ("list", place / "closed"),
        "list home": ("list", Path.home()),
        "write": ("write", place / "open/new.txt"),
        "overwrite": ("write", place / "open/a.txt"),
        "remove": ("remove", place / "open/a.txt"),
        "connect": ("connect", port),
        "run": ("run", ["/bin/true"]),
        "exec": ("exec", ["/bin/true"]),
        "spawn": ("spawn", ["/bin/true"]),
        "system": ("system", "true"),
        "fork": ("fork", None),
        "library": ("library", None),
    }


@pytest.fixture(scope="module")
def pools(place: Path) -> Iterator[dict[str, Pool]]:
    names = {"both": "sandbox.jobs", "kernel": "sandbox.bare", "tripwire": "sandbox.unlocked"}
    pools = {
        name: Pool(1, f"{module}:attempt", [place / "open"], LIMITS)
        for name, module in names.items()
    }
    yield pools
    for pool in pools.values():
        pool.close()


#: Names of the attempts.
ALL = ("read", "read beside", "read through a link", "read up", "list", "list home", "write",
       "overwrite", "remove", "connect", "run", "exec", "spawn", "system", "fork",
       "library")  # fmt: skip
#: What a kernel without the tripwire lets happen: a shell that cannot be found, a child as
#: confined as its parent, libraries that are readable.
NOT_BY_THE_KERNEL = {"system", "fork", "library"}


@pytest.mark.parametrize("tried", ALL)
@pytest.mark.parametrize("by", ["both", "tripwire"])
def test_what_a_job_may_not_do_is_refused_and_told(
    pools: dict[str, Pool], attempts: dict[str, tuple[str, Any]], place: Path, tried: str, by: str
) -> None:
    with pytest.raises(Failure) as caught:
        pools[by].submit(attempts[tried]).result(30)
    assert caught.value.reason == "denied"
    assert str(caught.value).startswith("it tried to ")
    assert MARKER not in str(caught.value)
    assert sorted(path.name for path in (place / "open").iterdir()) == ["a.txt", "link.txt"]
    assert (place / "open/a.txt").read_text("utf-8") == MARKER


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the measures are Linux's")
@pytest.mark.parametrize("tried", sorted(set(ALL) - NOT_BY_THE_KERNEL))
def test_the_kernel_refuses_by_itself(
    pools: dict[str, Pool], attempts: dict[str, tuple[str, Any]], place: Path, tried: str
) -> None:
    if any("not restricted" in measure for measure in _measures()):
        pytest.skip("this kernel lacks a measure")
    with pytest.raises(OSError, match=r"ermission|unreachable|not permitted"):
        pools["kernel"].submit(attempts[tried]).result(30)
    assert (place / "open/a.txt").read_text("utf-8") == MARKER


@pytest.mark.parametrize("by", ["both", "kernel", "tripwire"])
def test_a_job_reads_what_it_is_given_and_writes_to_a_folder_of_its_own(
    pools: dict[str, Pool], place: Path, by: str
) -> None:
    assert pools[by].submit(("read", place / "open/a.txt")).result(30) == MARKER
    assert pools[by].submit(("list", place / "open")).result(30) == "a.txt link.txt"
    assert pools[by].submit(("scratch", None)).result(30) == "own"


@pytest.mark.parametrize("by", ["both", "tripwire"])
def test_a_refusal_that_a_library_swallows_fails_the_job(pools: dict[str, Pool], by: str) -> None:
    with pytest.raises(Failure) as caught:
        pools[by].submit(("swallowed", "/etc/passwd")).result(30)
    assert str(caught.value) == "it tried to read /etc/passwd"
    assert pools[by].submit(("scratch", None)).result(30) == "own", "the next job is not blamed"


def _measures() -> list[str]:
    with Pool(1, "briefgen.sandbox.restrict:measures", [], LIMITS) as pool:
        found = pool.submit(None).result(30)
    assert isinstance(found, list)
    return found


def test_the_measures_in_force_are_told() -> None:
    names = [measure.partition(":")[0] for measure in _measures()]
    assert names == ["resources", "privileges", "network", "files", "tripwire"]
    assert restrict.measures() == [], "this process has given up nothing"
    assert resource.getrlimit(resource.RLIMIT_DATA)[0] == resource.RLIM_INFINITY


def test_a_measure_that_the_system_lacks_is_told(pools: dict[str, Pool], place: Path) -> None:
    with Pool(1, "sandbox.unlocked:measures", [], LIMITS) as pool:
        assert "files: not restricted (missing)" in pool.submit(None).result(30)
