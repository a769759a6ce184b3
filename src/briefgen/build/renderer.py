"""What has papers made: sandboxed processes, and what is told of a job that did not end.

This loads little, so that the first of those processes can be started before the rest of
briefgen is there: both take about as long.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from briefgen.build.edition import Edition
from briefgen.diagnostics import ContentError, Diagnostic, Place
from briefgen.house.workspace import Workspace
from briefgen.sandbox.pool import Failure, Heard, Limits, Pool

if TYPE_CHECKING:
    from briefgen.build.job import Job, Rendered

#: What one paper may use: processor time, and memory including that of the libraries (about 70 MB).
#: The longest shipped paper takes 5 s, and twice that where other programs share the processor; a
#: paper of 4,000 rows needs 500 MB.
LIMITS = Limits(seconds=15.0, memory=900 << 20)

#: Processor time beside that, in seconds, for each megabyte of what a paper is made from: a table
#: of 4,000 rows is about one, and needs 25.
_PER_MEGABYTE = 40.0

#: What a renderer loads before it is shut in. Finding Pango may start programs, which it may not.
_LIBRARIES = ("briefgen.layout.preload", "babel.dates", "babel.numbers", "citeproc",
              "resvg_py")  # fmt: skip

#: What only the Word half needs: it comes last.
_LATER = ("docx", "briefgen.write.docx.compile", "briefgen.write.docx.template.template")

#: What to do about a job that did not end by itself, by what became of it.
_WAYS_OUT = {
    "time": "a template, a style sheet or a picture asks for too much, or there is too much data",
    "memory": "a picture is too large, or there is too much data: give sections a `limit`",
    "version": "install the same release of briefgen and of what it needs on every machine",
    "died": "build it alone; if that fails too, the machine may be out of memory",
    "denied": "templates reach what they are given, and nothing else",
}


class Renderer:
    """Has jobs done in sandboxed processes, and says what became of those that failed.

    Args:
        render: has a job done that may use so many seconds of processor time, and raises
            :class:`Failure` where it did not end by itself.
        warm: starts what does the jobs now, so many processes or all of them.
        in_parts: does what ``render`` does, and tells of each file as soon as it is there.
    """

    def __init__(
        self,
        render: Callable[[Job, float], Rendered],
        warm: Callable[[int | None], None] = lambda _processes: None,
        in_parts: Callable[[Job, float, Heard], Rendered] | None = None,
    ) -> None:
        self._render = in_parts or (lambda job, seconds, _heard: render(job, seconds))
        self._warm = warm

    def warm(self, processes: int | None = None) -> None:
        """Start processes before there is a job for them; all, or so many."""
        self._warm(processes)

    def __call__(self, job: Job, edition: Edition, heard: Heard = lambda _part: None) -> Rendered:
        """Return what came of a job.

        Args:
            job: the job.
            edition: what it is done for.
            heard: takes a format and a file, where one is there before the others.

        Raises:
            ContentError: a template is at fault, or the job did not end by itself.
        """
        try:
            seconds = LIMITS.seconds + _PER_MEGABYTE * len(pickle.dumps(job.view)) / 1e6
            return self._render(job, seconds, heard)
        except Failure as failure:
            rule = {
                "time": "too-slow",
                "memory": "out-of-memory",
                "denied": "forbidden",
                "version": "other-version",
            }.get(failure.reason, "worker-died")
            hint = _WAYS_OUT[failure.reason]
            message = f"the paper was not made: {failure}"
            raise ContentError([Diagnostic(Place(edition.name), rule, message, hint)]) from None


class Rendering(Protocol):
    """Provides a renderer for a run: :func:`rendering` here, or another machine's."""

    def __call__(
        self, workspace: Workspace, workers: int, *, lay_out: bool = True
    ) -> AbstractContextManager[Renderer]:
        """Provide a renderer; what it needs ends with the block."""


@contextmanager
def rendering(workspace: Workspace, workers: int, *, lay_out: bool = True) -> Iterator[Renderer]:
    """Provide a renderer; its processes end with the block.

    Args:
        workspace: whose templates it may read.
        workers: how many processes it has.
        lay_out: whether anything is to be laid out; only that needs Pango.
    """
    readable = [*workspace.template_roots, code_folder(workspace.private)]
    with rendering_pool(workers, readable, lay_out=lay_out) as pool:

        def in_parts(job: Job, seconds: float, heard: Heard) -> Rendered:
            rendered: Rendered = pool.submit(job, seconds, heard).result()
            return rendered

        yield Renderer(lambda job, seconds: pool.submit(job, seconds).result(), pool.warm, in_parts)


def code_folder(private: Path) -> Path:
    """Return where code of templates is kept, in the workspace's folder for what is private."""
    return private / "compiled"


def rendering_pool(workers: int, readable: Sequence[Path], *, lay_out: bool = True) -> Pool:
    """Return the sandboxed processes that papers are made in.

    Args:
        workers: how many there are at most.
        readable: folders of templates and fonts.
        lay_out: whether anything is to be laid out.
    """
    libraries, later = (_LIBRARIES, _LATER) if lay_out else ((), ())
    function = "briefgen.build.render:in_parts"
    return Pool(workers, function, readable, LIMITS, imports=libraries, later=later)
