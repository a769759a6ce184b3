"""What a worker gives up before its first job: memory without end, the network, files, programs.

Every measure is taken as far as the system has it, and :func:`measures` tells which are in
force. The kernel's own (Landlock, namespaces, limits) are the wall; the audit hook (PEP 578)
is the tripwire in front of it: it tells what was tried, even where a library swallows the
refusal.
"""

from __future__ import annotations

import ctypes
import math
import mimetypes
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from briefgen.sandbox import landlock

#: Bytes that a job may write to a file: the layout engine copies fonts into its folder.
_FILE_SIZE = 64 << 20

#: Threads of a worker in a user namespace of its own; fontconfig has one.
_THREADS = 64

#: unshare(2), sched.h.
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000

#: prctl(2), linux/prctl.h.
_PARENT_DEATH_SIGNAL, _NO_NEW_PRIVILEGES = 1, 38

#: What the system's libraries read by themselves: shared objects, time zones, types of files.
_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share",
           "/opt/homebrew", "/usr/local/Cellar", "/nix/store", "/etc/fonts", "/etc/ld.so.cache",
           "/etc/localtime", "/System/Library", "/dev/null", "/dev/urandom")  # fmt: skip

#: Audit events of what no job does (docs.python.org, "Audit events table").
_NEVER = ("socket.", "subprocess.", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn",
          "os.spawn", "os.startfile", "os.system", "os.kill", "pty.", "ctypes.", "ftplib.",
          "http.client.", "imaplib.", "poplib.", "smtplib.", "telnetlib.", "webbrowser.",
          "sqlite3.", "syslog.", "setopencodehook", "sys.setprofile", "sys.settrace")  # fmt: skip

#: Audit events of what jobs do in their own folder only; their first arguments are paths.
_CHANGES = {
    "os.chflags": 1, "os.chmod": 1, "os.chown": 1, "os.link": 2, "os.mkdir": 1, "os.remove": 1,
    "os.removexattr": 1, "os.rename": 2, "os.rmdir": 1, "os.setxattr": 1, "os.symlink": 2,
    "os.truncate": 1, "os.utime": 1, "shutil.chown": 1, "shutil.copyfile": 2, "shutil.move": 2,
    "shutil.rmtree": 1, "shutil.make_archive": 1, "shutil.unpack_archive": 1,
}  # fmt: skip

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_measures: list[str] = []
_denied: list[str] = []


def measures(_job: object = None) -> list[str]:
    """Return what this process has given up, a line for each measure.

    Takes and ignores an argument, so that a pool can be asked.
    """
    return list(_measures)


def denied() -> tuple[str, ...]:
    """Return what was tried and refused since this was last asked."""
    found = tuple(dict.fromkeys(_denied))
    _denied.clear()
    return found


def end_with_parent() -> None:
    """Have this process killed when the thread that started it ends (Linux)."""
    if sys.platform.startswith("linux"):
        before = os.getppid()
        _system_call("prctl", _PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != before:
            os._exit(0)


def allow_processor_time(seconds: float) -> None:
    """Have this process ended after so many seconds of processor time from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(used.ru_utime + used.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def restrict(readable: Sequence[Path], scratch: Path, memory: int) -> None:
    """Shut this process in, for good.

    Args:
        readable: files and folders that stay readable beside the interpreter's and the system's.
        scratch: the one folder that can be written to.
        memory: bytes that this process may hold.
    """
    sys.dont_write_bytecode = True
    mimetypes.init([])  # the machine's own lists are neither readable nor the same everywhere
    roots = [*readable, *_interpreter(), *map(Path, _SYSTEM)]
    sys.path[:] = [place for place in sys.path if _is_below(Path(place), roots)]
    steps: dict[str, Callable[[], str]] = {
        "resources": lambda: _limit_resources(memory),
        "privileges": _renounce_privileges,
        "network": _leave_network,
        "files": lambda: landlock.confine(roots, [scratch], [Path("/dev/null")]),
        "tripwire": lambda: _watch(roots, scratch),
    }
    for name, measure in steps.items():
        try:
            _measures.append(f"{name}: {measure()}")
        except OSError as error:
            _measures.append(f"{name}: not restricted ({error.strerror or error})")


def _interpreter() -> Iterable[Path]:
    """Yield where Python, its packages and this one are, whatever else is on the search path."""
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    packages = {path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")}
    ours = str(Path(__file__).parents[2])
    folders = {*prefixes, *packages, ours} - {"", "/", "/usr"}
    return [Path(folder) for folder in sorted(folders)]


def _is_below(place: Path, roots: Iterable[Path]) -> bool:
    """Whether a place on the search path can be read: what imports a module looks into all."""
    return any(place.resolve().is_relative_to(root.resolve()) for root in roots)


def _limit_resources(memory: int) -> str:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_SIZE, _FILE_SIZE))
    try:
        # Of all limits this one counts what is allocated, not what is merely mapped (Linux 4.7).
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    except (OSError, ValueError):
        return "no core files, small files; memory not limited"
    return f"{memory >> 20} MB of memory, no core files, small files"


def _renounce_privileges() -> str:
    if not sys.platform.startswith("linux"):
        raise OSError("only Linux has that")
    _system_call("prctl", _NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return "no new ones"


def _leave_network() -> str:
    """Enter a network that has no interface, as root or in a user namespace."""
    if not sys.platform.startswith("linux"):
        raise OSError("only Linux has that")
    try:
        # As root without a user namespace: in one, root could not read other people's files.
        _system_call("unshare", _NEW_NETWORK)
    except PermissionError:
        _system_call("unshare", _NEW_USER | _NEW_NETWORK)
        resource.setrlimit(resource.RLIMIT_NPROC, (_THREADS, _THREADS))
    return "a namespace without any"


def _system_call(name: str, *arguments: int) -> None:
    function: Any = ctypes.CDLL(None, use_errno=True)[name]
    if function(*arguments) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _watch(roots: Iterable[Path], scratch: Path) -> str:
    """Refuse and note in Python what the kernel may or may not refuse below it."""
    tripwire = _Tripwire(roots, scratch)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        tried = tripwire.tried(event, arguments)
        if tried is not None:
            _denied.append(f"it tried to {tried}")
            raise PermissionError(f"a job may not {tried}")

    sys.addaudithook(hook)
    return "an audit hook"


class _Tripwire:
    """Tells which audit events are of what a job may not do."""

    def __init__(self, roots: Iterable[Path], scratch: Path) -> None:
        self._writes = (os.path.realpath(scratch), "/dev/null")
        self._reads = tuple({os.path.realpath(root) for root in roots} | {*self._writes})

    def tried(self, event: str, arguments: tuple[Any, ...]) -> str | None:
        """Return what an event does in words, if a job may not do it."""
        if event == "open":
            return self._opened(*arguments)
        if event in ("os.listdir", "os.scandir"):
            return None if _inside(arguments[0], self._reads) else f"list {_shown(arguments[0])}"
        if event in _CHANGES:
            paths = arguments[: _CHANGES[event]]
            outside = [path for path in paths if not _inside(path, self._writes)]
            return f"change {_shown(outside[0])} ({event})" if outside else None
        return f"call {event}" if event.startswith(_NEVER) else None

    def _opened(self, path: Any, mode: str | None, flags: int) -> str | None:
        if flags & _WRITING or set(mode or "") & set("wax+"):
            return None if _inside(path, self._writes) else f"write {_shown(path)}"
        return None if _inside(path, self._reads) else f"read {_shown(path)}"


def _inside(path: Any, folders: Iterable[str]) -> bool:
    if path is None or isinstance(path, int):  # the folder of its own; opened before
        return True
    whole = os.path.realpath(_shown(path))
    return any(whole == folder or whole.startswith(f"{folder}/") for folder in folders)


def _shown(path: Any) -> str:
    return os.fsdecode(path)
