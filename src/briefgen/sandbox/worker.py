"""The worker's side of a pool: set up, shut in, then one job after the other."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import os
import pickle
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from briefgen.sandbox import restrict
from briefgen.sandbox.answers import Answer, Described

#: Processor time for collecting what a job left behind, in seconds.
_COLLECTING = 60.0

#: Pages of memory in /proc/self/statm (proc_pid_statm(5)).
_PAGE = resource.getpagesize()


@dataclass(frozen=True)
class Task:
    """What a worker is for.

    Attributes:
        function: ``module:name`` of what is called with each job.
        imports: modules to be loaded before the first job.
        readable: files and folders that jobs may read.
        scratch: the one folder that they may write to.
        memory: bytes that the worker may hold.
        later: modules that jobs load when they need them, if not while there is no job yet.
    """

    function: str
    imports: tuple[str, ...]
    readable: tuple[Path, ...]
    scratch: Path
    memory: int
    later: tuple[str, ...] = ()


def main(descriptor: int) -> None:
    """Serve jobs that come through a pipe until it is closed.

    Args:
        descriptor: the pipe.
    """
    gc.disable()  # what is loaded now stays: looking for garbage in it finds none
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    restrict.end_with_parent()
    pipe = Connection(descriptor)
    try:
        memory = _memory_meter()
        try:
            task: Task = pickle.loads(pipe.recv_bytes())  # noqa: S301  # from our parent
            function = _set_up(task)
        except Exception as error:  # told to the parent
            pipe.send_bytes(pickle.dumps(Answer(None, _described(error), memory())))
            return
        pipe.send_bytes(pickle.dumps(Answer(None, None, memory())))
        # Nothing is collected while a job runs, and what was loaded before is never looked at: a
        # layout makes millions of objects and little garbage, and the collector would go through
        # all of them again and again, for an eighth of the time of a hundred pages.
        gc.freeze()
        _load(task.later, pipe)
        while True:
            job, seconds = pickle.loads(pipe.recv_bytes())  # noqa: S301  # from our parent
            pipe.send_bytes(_answer(function, job, seconds, memory, pipe))
            del job
            restrict.allow_processor_time(_COLLECTING)
            gc.collect()
    except (EOFError, OSError):
        pass
    finally:
        # Nothing of the job's libraries is asked to tidy up: the parent removes the folder.
        os._exit(0)


def _set_up(task: Task) -> Callable[[Any], Any]:
    name, _, attribute = task.function.partition(":")
    module = importlib.import_module(name)
    function: Callable[[Any], Any] = getattr(module, attribute)
    for wanted in (*task.imports, *(name for name in task.later if not _is_compiled(name))):
        importlib.import_module(wanted)
    # A traceback shows the lines of its own source.
    source = [Path(module.__file__).parent] if module.__file__ else []
    restrict.restrict([*task.readable, *source], task.scratch, task.memory)
    return function


def _is_compiled(name: str) -> bool:
    """Whether a module need not be compiled: once shut in, nobody can keep what was."""
    found = importlib.util.find_spec(name)
    return found is None or found.cached is None or Path(found.cached).exists()


def _load(modules: tuple[str, ...], pipe: Connection) -> None:
    """Load modules for as long as there is no job."""
    for name in modules:
        if pipe.poll():
            break
        with suppress(Exception):  # the job that needs it says why it cannot be loaded
            importlib.import_module(name)
    gc.freeze()


def _answer(
    function: Callable[[Any], Any],
    job: Any,
    seconds: float,
    memory: Callable[[], int],
    pipe: Connection,
) -> bytes:
    """Do a job; send what it yields, if it does, and return the answer to be sent last."""
    restrict.allow_processor_time(seconds)
    value, error = None, None
    try:
        made = function(job)
        value = _sent_in_parts(made, memory, pipe) if isinstance(made, Generator) else made
    except BaseException as raised:  # raised again in the parent
        error = _described(raised)
    denied = restrict.denied()
    try:
        return pickle.dumps(Answer(value, error, memory(), denied))
    except (pickle.PicklingError, AttributeError, TypeError, RecursionError) as unwritable:
        told = _described(TypeError(f"the answer cannot be sent: {unwritable}"))
        return pickle.dumps(Answer(None, told, memory(), denied))


def _sent_in_parts(
    parts: Generator[Any, None, Any], memory: Callable[[], int], pipe: Connection
) -> Any:
    """Send each part of what comes of a job as soon as it is there; return the rest."""
    while True:
        try:
            part = next(parts)
        except StopIteration as end:
            return end.value
        pipe.send_bytes(pickle.dumps(Answer(part, None, memory(), is_part=True)))


def _described(error: BaseException) -> Described:
    """Return an exception as it is sent, with its traceback as a note.

    The parent knows the exceptions of Python and of briefgen; others are told in words.
    """
    state = dict(error.__dict__)
    state["__notes__"] = [*state.get("__notes__", ()), "".join(traceback.format_exception(error))]
    described: Described = (type(error), error.args, state)
    known = type(error).__module__.split(".")[0] in ("builtins", "briefgen")
    try:
        pickle.dumps(described)
    except (pickle.PicklingError, AttributeError, TypeError):
        known = False
    return described if known else (RuntimeError, (f"{type(error).__name__}: {error}",), {})


def _memory_meter() -> Callable[[], int]:
    """Return a function that tells the bytes this process holds, where it has to open nothing."""
    if not sys.platform.startswith("linux"):
        return lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    descriptor = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
    return lambda: int(os.pread(descriptor, 100, 0).split()[1]) * _PAGE
