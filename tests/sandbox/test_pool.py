"""What a pool promises: a job costs at most itself, and nothing stays behind."""

from __future__ import annotations

import copy
import os
import pickle
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefgen.diagnostics import ContentError
from briefgen.sandbox.pool import Failure, Limits, Pool

TESTS = Path(__file__).parents[1]
LIMITS = Limits(seconds=5, memory=400 << 20)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(2, "sandbox.jobs:work", [], LIMITS) as pool:
        yield pool


def _failure(pool: Pool, kind: str, given: Any = None, seconds: float | None = None) -> Failure:
    with pytest.raises(Failure) as caught:
        pool.submit((kind, given), seconds).result(30)
    return caught.value


def _gone(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


def _wait_until_gone(number: int) -> bool:
    for _ in range(100):
        if _gone(number):
            return True
        time.sleep(0.05)
    return False


def test_jobs_are_answered_in_whatever_order_they_end(pool: Pool) -> None:
    futures = [pool.submit(("echo", number)) for number in range(50)]
    assert [future.result(30) for future in futures] == list(range(50))


def test_a_worker_is_in_another_process_and_stays_warm() -> None:
    with Pool(4, "sandbox.jobs:work", [], LIMITS) as pool:
        numbers = {pool.submit(("number", None)).result(30) for _ in range(5)}
    assert len(numbers) == 1, "no more workers than there are jobs at a time"
    assert numbers != {os.getpid()}


def test_as_many_jobs_as_there_are_workers_run_at_a_time() -> None:
    with Pool(3, "sandbox.jobs:work", [], LIMITS) as pool:
        futures = [pool.submit(("sleep", 0.1)) for _ in range(3)]
        assert len({future.result(30) for future in futures}) == 3


def test_what_the_function_raises_is_raised_where_the_result_is_asked_for(pool: Pool) -> None:
    with pytest.raises(ContentError) as caught:
        pool.submit(("fault", None)).result(30)
    assert str(caught.value) == "a.yaml:3:1: error[bad-date]: no date\n  hint: mend"
    assert caught.value.diagnostics[0].place.line == 3
    with pytest.raises(UnicodeDecodeError) as decoding:
        pool.submit(("raise", UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"))).result(30)
    assert decoding.value.start == 0


def test_what_a_job_yields_is_heard_before_it_ends() -> None:
    heard: list[str] = []
    with Pool(1, "sandbox.jobs:tell", [], LIMITS) as pool:
        waiting = pool.submit(("sleep", 60), 60, heard.append)
        for _ in range(200):
            if len(heard) == 2:
                break
            time.sleep(0.05)
        assert (heard, waiting.done()) == (["first", "second"], False)
        pool.terminate()


def test_what_a_job_yields_counts_only_if_the_job_ends_well() -> None:
    heard: list[str] = []
    with Pool(1, "sandbox.jobs:tell", [], LIMITS) as pool:
        assert pool.submit(("echo", 1), None, heard.append).result(30) == "end"
        with pytest.raises(ContentError):
            pool.submit(("fault", None), None, heard.append).result(30)
        with pytest.raises(Failure) as caught:
            pool.submit(("read", "/etc/passwd"), None, heard.append).result(30)
        assert caught.value.reason == "denied"
        assert pool.submit(("echo", 1)).result(30) == "end", "whoever does not listen hears nothing"
    assert heard == ["first", "second"] * 3


def test_modules_for_later_are_loaded_while_there_is_no_job() -> None:
    with Pool(1, "sandbox.jobs:loaded", [], LIMITS, later=["wave", "no_such_module"]) as pool:
        pool.warm()
        time.sleep(2)
        assert pool.submit("wave").result(30)


def test_a_failure_survives_copying() -> None:
    failure = copy.copy(Failure("time", "too slow"))
    assert (failure.reason, str(failure)) == ("time", "too slow")


def test_a_job_that_hangs_is_ended_and_costs_itself_only(pool: Pool) -> None:
    others = [pool.submit(("echo", number)) for number in range(5)]
    begun = time.perf_counter()
    failure = _failure(pool, "spin", seconds=0.5)
    assert time.perf_counter() - begun < 10
    assert (failure.reason, str(failure)) == ("time", "it took more than 0.5 seconds")
    assert [future.result(30) for future in others] == list(range(5))
    assert pool.submit(("echo", "after")).result(30) == "after"


def test_a_job_that_asks_for_too_much_memory_costs_itself_only(pool: Pool) -> None:
    failure = _failure(pool, "memory", 600)
    assert (failure.reason, str(failure)) == ("memory", "it needed more than 400 MB of memory")
    assert pool.submit(("memory", 100)).result(30) == 100


def test_a_library_that_gives_up_for_want_of_memory_is_told_as_such() -> None:
    inherited = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (
        1 if sys.platform == "darwin" else 1024
    )
    limits = Limits(seconds=20, memory=max(400 << 20, inherited + (200 << 20)))
    with Pool(1, "sandbox.jobs:work", [], limits) as pool:
        assert _failure(pool, "abort", (limits.memory >> 20) - 60).reason == "memory"
        assert _failure(pool, "abort", 1).reason == "died"


@pytest.mark.parametrize(
    ("kind", "given"),
    [("exit", 3), ("leave", 0), ("signal", signal.SIGKILL), ("signal", signal.SIGSEGV)],
)
def test_a_worker_that_ends_is_replaced(pool: Pool, kind: str, given: int) -> None:
    if kind == "leave":
        with pytest.raises(SystemExit):
            pool.submit((kind, given)).result(30)
    else:
        assert _failure(pool, kind, given).reason == "died"
    assert pool.submit(("echo", "after")).result(30) == "after"


def test_an_answer_that_would_call_something_is_not_read(pool: Pool) -> None:
    failure = _failure(pool, "calling")
    assert failure.reason == "died"
    assert "posix.system" in str(failure)
    assert "sandbox.jobs.work" in str(_failure(pool, "function"))


def test_a_job_that_cannot_be_sent_is_told(pool: Pool) -> None:
    with pytest.raises((pickle.PicklingError, AttributeError)):
        pool.submit(("echo", lambda: None)).result(30)


def test_a_worker_is_replaced_after_so_many_jobs_and_when_it_has_grown() -> None:
    with Pool(1, "sandbox.jobs:work", [], LIMITS, jobs_per_worker=2) as pool:
        numbers = [pool.submit(("number", None)).result(30) for _ in range(4)]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    with Pool(1, "sandbox.jobs:work", [], LIMITS, growth=20 << 20) as pool:
        first = pool.submit(("number", None)).result(30)
        pool.submit(("grow", 1 << 20)).result(30)
        assert pool.submit(("number", None)).result(30) == first
        pool.submit(("grow", 64 << 20)).result(30)
        assert pool.submit(("number", None)).result(30) != first


def test_garbage_is_collected_between_jobs_and_not_during_one() -> None:
    with Pool(1, "sandbox.jobs:work", [], LIMITS) as pool:
        assert pool.submit(("cycle", None)).result(30) == (False, [])
        assert pool.submit(("cycle", None)).result(30) == (False, [True])


def test_a_function_that_is_not_there_is_told() -> None:
    with Pool(1, "sandbox.jobs:nothing", [], LIMITS) as pool, pytest.raises(AttributeError):
        pool.submit(None).result(30)


def test_a_closed_pool_takes_no_jobs_and_leaves_no_process_and_no_folder() -> None:
    with Pool(2, "sandbox.jobs:work", [], LIMITS) as pool:
        number = pool.submit(("number", None)).result(30)
        folder = pool.submit(("folder", None)).result(30)
        assert folder.is_dir()
    assert _gone(number)
    assert not folder.exists()
    with pytest.raises(RuntimeError):
        pool.submit(("echo", 1))


def test_an_exception_in_the_block_ends_all_jobs_at_once() -> None:
    pool = Pool(1, "sandbox.jobs:work", [], LIMITS)
    number = pool.submit(("number", None)).result(30)
    running = pool.submit(("sleep", 60), 60)
    waiting = pool.submit(("sleep", 60), 60)
    while not running.running():
        time.sleep(0.01)
    begun = time.perf_counter()
    with pytest.raises(KeyboardInterrupt), pool:
        raise KeyboardInterrupt
    assert time.perf_counter() - begun < 10
    assert _gone(number)
    assert waiting.cancelled()
    with pytest.raises(Failure):
        running.result(0)


_PARENT = """
import sys
sys.path.append(sys.argv[1])
from briefgen.sandbox.pool import Limits, Pool
with Pool(1, "sandbox.jobs:work", [], Limits(60, 400 << 20)) as pool:
    print(pool.submit(("number", None)).result(), flush=True)
    pool.submit(("spin", None)).result()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere a job runs to its end")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_parent_that_ends_takes_its_workers_along(tmp_path: Path, number: int) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT, str(TESTS)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, encoding="utf-8",
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert parent.stdout is not None
    assert parent.stderr is not None
    worker = int(parent.stdout.readline())
    time.sleep(0.2)
    os.killpg(parent.pid, number)
    errors = parent.stderr.read()
    parent.wait(10)
    parent.stdout.close()
    parent.stderr.close()
    assert _wait_until_gone(worker)
    assert errors.count("Traceback") <= 1, "a worker does not report the interrupt itself"


def test_a_worker_that_was_started_early_takes_the_first_job_alone() -> None:
    with Pool(3, "sandbox.jobs:work", [], LIMITS) as pool:
        pool.warm(1)
        assert pool.submit(("echo", 1)).result(30) == 1
        assert len(pool._threads) == 1


def test_a_worker_that_was_started_early_and_is_not_needed_is_not_waited_for() -> None:
    # `time` stands for a library that takes long to load.
    with Pool(1, "sandbox.jobs:work", [], LIMITS, imports=["sandbox.slow"]) as pool:
        pool.warm()
        begun = time.monotonic()
    assert time.monotonic() - begun < 20
