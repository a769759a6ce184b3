"""What the tests of the sandbox have their workers do.

Many workers are started, and most need little: what only some do imports what it needs.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import socket
import subprocess
import sys
import time
import weakref
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.diagnostics import ContentError, Diagnostic, Place

if TYPE_CHECKING:
    from briefgen.house.faces import FontFace


@dataclass(frozen=True)
class Document:
    """A composed document to be laid out and painted."""

    html: str
    fonts: tuple[FontFace, ...]


@dataclass(frozen=True)
class Template:
    """A template to be rendered with values."""

    folder: Path
    name: str
    values: Mapping[str, Any]


def paint(job: Document) -> tuple[int, bytes]:
    """Return a document's pages and PDF."""
    from briefgen.layout import weasy  # noqa: PLC0415

    layout = weasy.lay_out(job.html, job.fonts)
    return layout.page_count, weasy.paint(layout, bytes(16))


def render(job: Template) -> str:
    from briefgen.compose.templates import Templates  # noqa: PLC0415

    return Templates([job.folder], job.folder.parent).render(job.name, job.values, {})


class Calling:
    """A value that has its reader call something."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (os.system, ("true",))


class Cycle:
    """An object that only the garbage collector ends."""

    itself: Any


cycles: list[weakref.ref[Cycle]] = []


def work(job: tuple[str, Any]) -> Any:  # noqa: C901, PLR0912  # one line for each kind
    """Do one of the things that a job can do to its worker."""
    kind, given = job
    match kind:
        case "echo":
            return given
        case "number":
            return os.getpid()
        case "folder":
            return Path.cwd()
        case "sleep":
            time.sleep(given)
            return os.getpid()
        case "spin":
            while True:
                pass
        case "memory":
            return len([bytes(1 << 20) for _ in range(given)])
        case "grow":
            kept.append(b"x" * given)
        case "cycle":
            ended = [at() is None for at in cycles]
            cycles.append(weakref.ref(cycle := Cycle()))
            cycle.itself = cycle
            return gc.isenabled(), ended
        case "abort":
            held = [b"x" * (1 << 20) for _ in range(given)]
            signal.raise_signal(signal.SIGABRT if held else signal.SIGTERM)
        case "exit":
            os._exit(given)
        case "leave":
            raise SystemExit(given)
        case "signal":
            signal.raise_signal(given)
        case "fault":
            raise ContentError([Diagnostic(Place("a.yaml", 3, 1), "bad-date", "no date", "mend")])
        case "raise":
            raise given
        case "calling":
            return Calling()
        case "function":
            return work
    return None


def loaded(name: str) -> bool:
    """Tell whether a module is loaded."""
    return name in sys.modules


def tell(job: tuple[str, Any]) -> Generator[str, None, str]:
    """Tell two things before whatever a job does is done."""
    yield "first"
    yield "second"
    work(job)
    if job[0] == "read":
        Path(job[1]).read_text("utf-8")
    return "end"


kept: list[bytes] = []


def attempt(job: tuple[str, Any]) -> str:  # noqa: C901, PLR0912  # one line for each kind
    """Try what a worker may not, below Python's own library where that can be."""
    kind, given = job
    match kind:
        case "read":
            return Path(given).read_text("utf-8")
        case "list":
            return " ".join(sorted(path.name for path in Path(given).iterdir()))
        case "write":
            Path(given).write_text("x", "utf-8")
        case "remove":
            Path(given).unlink()
        case "scratch":
            Path("own.txt").write_text("own", "utf-8")
            return Path("own.txt").read_text("utf-8")
        case "connect":
            socket.create_connection(given, timeout=2)
        case "run":
            subprocess.run(given, check=True)
        case "exec":
            os.execv(given[0], given)  # noqa: S606
        case "system":
            os.system(given)  # noqa: S605
        case "spawn":
            os.posix_spawn(given[0], given, {})
        case "fork":
            os.fork()
        case "library":
            ctypes.CDLL(given)
        case "swallowed":
            try:
                Path(given).read_text("utf-8")
            except OSError:
                return "nothing happened"
    return "done"
