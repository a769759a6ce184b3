"""A pool of warm, restricted child processes, each watched by a thread of its own.

A job that hangs, dies or asks for too much memory costs itself and its worker; the worker
is replaced and the other jobs go on. Workers are started afresh, never forked: Pango and
fontconfig keep threads and locks.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from briefgen.sandbox.answers import Answer, read
from briefgen.sandbox.scratch import Scratch, sweep_scratch
from briefgen.sandbox.worker import Task

#: Wall time for each second of processor time: other programs want the processors too.
PATIENCE = 4.0

#: A worker that has not started by then, in seconds, never will.
_START = 60.0

#: A worker that has not left by then, in seconds, once its pipe is closed, is ended.
_LEAVE = 2.0

#: Bytes of what getrusage(2) counts memory in.
_UNIT = 1 if sys.platform == "darwin" else 1024

_COMMAND = (
    "import sys; sys.path[:] = sys.argv[2:];"
    "from briefgen.sandbox.worker import main; main(int(sys.argv[1]))"
)

#: What a worker keeps of its parent's environment: where libraries are, and the hash seed.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
                "PYTHONHASHSEED")  # fmt: skip

#: Takes what a job yields before it ends, in the thread that watches it.
Heard = Callable[[Any], None]

Reason = Literal["time", "memory", "died", "denied", "version"]


@dataclass(frozen=True)
class Limits:
    """What one job may use.

    Attributes:
        seconds: processor time; a job that waits for something may take
            ``PATIENCE`` times as long.
        memory: bytes that its worker may hold, the libraries' own included.
    """

    seconds: float
    memory: int


class Failure(Exception):  # noqa: N818  # it is what became of a job, not a fault of ours
    """A job did not end by itself, or did what it may not.

    Attributes:
        reason: ``time`` or ``memory``: it went over the limit; ``died``: its process ended;
            ``denied``: it tried to read, write, connect or start what it may not;
            ``version``: the machine that was to do it has other software.
        message: the same in words, without a full stop.
    """

    def __init__(self, reason: Reason, message: str) -> None:
        self.reason = reason
        self.message = message
        super().__init__(reason, message)

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class _Job:
    """A job that waits for a worker."""

    content: Any
    seconds: float
    future: Future[Any]
    heard: Heard


class Pool:
    """Calls one function in child processes that can read a few folders and do nothing else.

    As a context manager it waits for all jobs, or ends them where its block is left by an
    exception.

    Args:
        workers: how many processes there are at most; each starts when a job needs it.
        function: ``module:name`` of a function of one argument, imported in the child.
        readable: files and folders that it may read, beside the interpreter's own.
        limits: what one job may use.
        imports: modules that the child loads before it is shut in.
        later: modules that jobs load when they need them; the child loads them earlier if it has
            to wait for its first job.
        jobs_per_worker: a worker is replaced after so many jobs: the layout engine loses up to
            100 KB with each.
        growth: a worker is replaced when it holds so many bytes more than after its first job,
            with what a job left that is collected once it is answered.
    """

    def __init__(
        self,
        workers: int,
        function: str,
        readable: Sequence[Path],
        limits: Limits,
        *,
        imports: Sequence[str] = (),
        later: Sequence[str] = (),
        jobs_per_worker: int = 250,
        growth: int = 128 << 20,
    ) -> None:
        self._workers = max(workers, 1)
        self._function = function
        self._readable = tuple(path.resolve() for path in readable)
        self._limits = limits
        self._imports = tuple(imports)
        self._later = tuple(later)
        self._jobs_per_worker = jobs_per_worker
        self._growth = growth
        self._changed = threading.Condition()
        self._jobs: deque[_Job] = deque()
        self._idle = 0
        self._threads: list[threading.Thread] = []
        self._running: set[_Worker] = set()
        self._early: set[_Worker] = set()
        self._closed = False
        self._ended = False
        sweep_scratch()

    def submit(
        self, job: Any, seconds: float | None = None, heard: Heard = lambda _part: None
    ) -> Future[Any]:
        """Have the function called with a job.

        Args:
            job: what it is called with; sent by pickle.
            seconds: processor time of this job, where it differs from the pool's limit.
            heard: takes what the function yields, if it is a generator's: at once, whatever
                becomes of the job after that.

        Returns:
            What the function returns or raises, or a :class:`Failure`.

        Raises:
            RuntimeError: the pool is closed.
        """
        future: Future[Any] = Future()
        with self._changed:
            if self._closed:
                raise RuntimeError("the pool is closed")
            self._jobs.append(_Job(job, seconds or self._limits.seconds, future, heard))
            if len(self._jobs) > self._idle and len(self._threads) < self._workers:
                thread = threading.Thread(target=self._supervise, daemon=True)
                self._threads.append(thread)
                thread.start()
            self._changed.notify()
        return future

    def warm(self, workers: int | None = None) -> None:
        """Start workers now, before there is a job for them: all, or so many."""
        most = min(self._workers, workers or self._workers)
        with self._changed:
            while len(self._threads) < most and not self._closed:
                thread = threading.Thread(target=self._supervise, args=(True,), daemon=True)
                self._threads.append(thread)
                self._idle += 1  # it takes the next job as soon as its worker is there
                thread.start()

    def close(self) -> None:
        """Wait for all jobs, then let the workers go."""
        with self._changed:
            self._closed = True
            if not self._jobs:
                for worker in self._early:  # nobody waits for them any more
                    worker.kill()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def terminate(self) -> None:
        """End all jobs and workers at once; jobs that have not begun are cancelled."""
        with self._changed:
            self._closed = self._ended = True
            for job in self._jobs:
                job.future.cancel()
            self._jobs.clear()
            for worker in self._running:
                worker.kill()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self.close()
        finally:  # an interrupt may end the waiting
            self.terminate()

    def _supervise(self, early: bool = False) -> None:
        """Give jobs to one worker after the other; with ``early``, start one before the first.

        Linux ends a child with the thread that started it, so a worker never outlives this.
        """
        worker: _Worker | None = None
        try:
            if early:
                with suppress(Exception):  # the first job starts another one, and tells why not
                    worker = self._start(early=True)
                with self._changed:
                    self._idle -= 1
            while (job := self._next()) is not None:
                if job.future.set_running_or_notify_cancel():
                    worker = self._serve(job, worker)
        finally:
            self._retire(worker)

    def _next(self) -> _Job | None:
        with self._changed:
            self._idle += 1
            while not self._jobs and not self._closed:
                self._changed.wait()
            self._idle -= 1
            return self._jobs.popleft() if self._jobs else None

    def _serve(self, job: _Job, worker: _Worker | None) -> _Worker | None:
        """Carry out a job; return the worker that can take the next one, if it can."""
        try:
            content = pickle.dumps((job.content, job.seconds))
            worker = worker or self._start()
            answer = worker.ask(content, job.seconds, job.heard)
        except BaseException as error:  # whoever waits for the job gets it
            self._retire(worker)
            job.future.set_exception(error)
            return None
        if worker.jobs >= self._jobs_per_worker or worker.growth > self._growth:
            self._retire(worker)
            worker = None
        raised = answer.exception()
        if answer.denied:
            job.future.set_exception(Failure("denied", "; ".join(answer.denied)))
        elif isinstance(raised, MemoryError):
            job.future.set_exception(Failure("memory", _too_large(self._limits.memory)))
        elif raised is not None:
            job.future.set_exception(raised)
        else:
            job.future.set_result(answer.value)
        return worker

    def _start(self, *, early: bool = False) -> _Worker:
        worker = _Worker(
            self._function, self._imports, self._later, self._readable, self._limits.memory
        )
        with self._changed:
            self._running.add(worker)
            if early:
                self._early.add(worker)
            if self._ended or (early and self._closed and not self._jobs):
                worker.kill()
        try:
            worker.wait_until_ready()
        except BaseException:
            self._retire(worker)
            raise
        finally:
            with self._changed:
                self._early.discard(worker)
        return worker

    def _retire(self, worker: _Worker | None) -> None:
        if worker is not None:
            with self._changed:
                self._running.discard(worker)
            worker.leave()


class _Worker:
    """One child process, as its supervising thread sees it."""

    def __init__(
        self,
        function: str,
        imports: tuple[str, ...],
        later: tuple[str, ...],
        readable: tuple[Path, ...],
        memory: int,
    ) -> None:
        self.jobs = 0
        self.growth = 0
        self._first = 0
        self._limit = memory
        self._lock = threading.Lock()
        self._late = False
        self._status: int | None = None
        self._peak = 0
        self._inherited = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT
        self._scratch = Scratch()
        self._task = Task(function, imports, readable, self._scratch.path, memory, later)
        self._pipe, theirs = Pipe()
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        environment |= {"TMPDIR": str(self._scratch.path),
                        "XDG_CACHE_HOME": str(self._scratch.path),
                        "LC_ALL": "C.UTF-8"}  # fmt: skip
        try:
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter
                [sys.executable, "-I", *_bytecode(), "-X", "utf8", "-c", _COMMAND,
                 str(theirs.fileno()), *(path for path in sys.path if path)],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()], cwd=self._scratch.path, env=environment,
            )  # fmt: skip
        except BaseException:
            self._pipe.close()
            self._scratch.remove()
            raise
        finally:
            theirs.close()

    def wait_until_ready(self) -> None:
        """Tell the worker what it is for.

        Raises:
            Failure: it did not start.
        """
        error = self._exchange(pickle.dumps(self._task), _START, _START).exception()
        if error is not None:
            raise error

    def ask(self, job: bytes, seconds: float, heard: Heard) -> Answer:
        """Have a job done.

        Args:
            job: the job, as it is sent.
            seconds: processor time that it may use.
            heard: takes the parts that come before the answer.

        Raises:
            Failure: the worker did not answer; it is of no more use.
        """
        answer = self._exchange(job, seconds * PATIENCE, seconds, heard)
        self.jobs += 1
        self._first = self._first or answer.memory
        self.growth = answer.memory - self._first
        return answer

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        with self._lock:
            if self._status is None:
                os.kill(self._process.pid, signal.SIGKILL)

    def leave(self) -> None:
        """Let the process go and remove its folder."""
        self._pipe.close()
        timer = threading.Timer(_LEAVE, self.kill)
        timer.start()
        try:
            self._wait()
        finally:
            timer.cancel()
        self._scratch.remove()

    def _exchange(
        self,
        message: bytes,
        patience: float,
        seconds: float,
        heard: Heard = lambda _part: None,
    ) -> Answer:
        """Send a message and wait for the answer, so many seconds at most.

        Args:
            message: what is sent.
            patience: wall time.
            seconds: processor time, for whoever reads why it failed.
            heard: takes the parts that come before the answer.
        """
        self._late = False
        timer = threading.Timer(patience, self._expire)
        timer.daemon = True
        timer.start()
        try:
            self._pipe.send_bytes(message)
            answer = read(self._pipe.recv_bytes(self._limit))
            while isinstance(answer, Answer) and answer.is_part:
                heard(answer.value)
                answer = read(self._pipe.recv_bytes(self._limit))
        except (EOFError, OSError):
            raise self._failure(seconds) from None
        except pickle.UnpicklingError as error:
            self.kill()
            raise Failure("died", f"the process answered what it may not: {error}") from None
        finally:
            timer.cancel()
        if self._late or not isinstance(answer, Answer):
            raise self._failure(seconds)
        return answer

    def _expire(self) -> None:
        self._late = True
        self.kill()

    def _failure(self, seconds: float) -> Failure:
        """Return why the worker answers no more."""
        self.kill()
        self._wait()
        status = self._status or 0
        if self._late or status == -signal.SIGXCPU:
            return Failure("time", f"it took more than {seconds:g} seconds")
        # A library that gets no memory ends the process: what is left is how much it had, or its
        # parent when it was started.
        if status < 0 and self._peak > max(self._limit * 0.6, self._inherited):
            return Failure("memory", _too_large(self._limit))
        name = signal.Signals(-status).name if status < 0 else f"status {status}"
        return Failure("died", f"the process ended by itself ({name})")

    def _wait(self) -> None:
        """Wait for the end of the process."""
        pause = 0.0005
        while not self._reaped():
            time.sleep(pause)
            pause = min(pause * 2, 0.02)

    def _reaped(self) -> bool:
        """Whether the process has ended; a process that was reaped is never signalled."""
        with self._lock:
            if self._status is None:
                number, status, usage = os.wait4(self._process.pid, os.WNOHANG)
                if number:
                    self._status = self._process.returncode = os.waitstatus_to_exitcode(status)
                    self._peak = usage.ru_maxrss * _UNIT
            return self._status is not None


def _bytecode() -> list[str]:
    """Return the option that keeps a worker from writing compiled modules, if its parent may not.

    What it loads before it is shut in is loaded by nobody else, so nobody else would compile it.
    """
    return ["-B"] if sys.dont_write_bytecode else []


def _too_large(limit: int) -> str:
    return f"it needed more than {limit >> 20} MB of memory"
