"""A renderer that has done a job before does not do it again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from briefgen.build.edition import Edition
from briefgen.build.environment import Environment
from briefgen.build.job import Job, Rendered
from briefgen.build.key import Contents, key_of
from briefgen.build.states import clock, hash_of, holds, look
from briefgen.build.store import Store
from briefgen.compose.templates import Templates


class Remembering:
    """Has jobs done, and keeps what came of them for whoever asks for the same again.

    Args:
        renderer: what does the jobs.
        private: the workspace's folder for what is no deliverable; papers are kept in it.
        environment: what papers are made with.
        force: whether every job is done again.
    """

    def __init__(
        self,
        renderer: Callable[[Job, Edition], Rendered],
        private: Path,
        environment: Environment,
        *,
        force: bool = False,
    ) -> None:
        self._renderer = renderer
        self._private = private
        self._store = Store(private / "cache")
        self.contents = Contents(private)
        self.environment = environment
        self.force = force

    def __call__(
        self, job: Job, edition: Edition, meanwhile: Callable[[], None] = lambda: None
    ) -> Rendered:
        """Return what came of a job, now or earlier.

        Args:
            job: the job.
            edition: what it is done for.
            meanwhile: begins what can be done while the job is.

        Raises:
            ContentError: a template is at fault, or the job did not end by itself.
        """
        templates = Templates(job.house.folders, job.house.root)

        def text_hash(name: str) -> str | None:
            text = templates.text(name)
            return None if text is None else hash_of(text.encode())

        if not self.force and (kept := self._store.get(self.key(job), text_hash)) is not None:
            return kept
        folders = list(map(str, job.house.folders))
        seen = look(folders, clock(self._private))
        key = self.key(job)
        meanwhile()
        rendered = self._renderer(job, edition)
        hashes = {name: text_hash(name) for name in rendered.templates}
        # What changed while the paper was made may or may not be in it: such a paper is not kept.
        if not rendered.diagnostics and holds(seen, folders) and self.environment.unchanged():
            self._store.put(key, rendered, hashes)
        return rendered

    def key(self, job: Job) -> str:
        """Return the key of a job."""
        return key_of(job, self.environment, self.contents)

    def close(self) -> None:
        """Let go of kept papers that nobody asked for longest, where there are too many."""
        self._store.shrink()
