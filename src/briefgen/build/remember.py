"""A renderer that has done a job before does not do it again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.build.edition import Edition
from briefgen.build.environment import Environment
from briefgen.build.job import Job, Rendered
from briefgen.build.key import Contents, key_of
from briefgen.build.renderer import code_folder
from briefgen.build.states import clock, hash_of, holds, look
from briefgen.build.store import Store
from briefgen.compose.house import FILTERS, House
from briefgen.sandbox.pool import Heard
from briefgen.write.files import replace_file

if TYPE_CHECKING:
    from briefgen.compose.templates import Templates

#: Templates whose code is kept; more are there only after many changes.
_MOST = 1000


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
        renderer: Callable[[Job, Edition, Heard], Rendered],
        private: Path,
        environment: Environment,
        *,
        force: bool = False,
    ) -> None:
        self._renderer = renderer
        self._private = private
        self._store = Store(private / "cache")
        self.contents = Contents(private)
        self._code = code_folder(private) / hash_of("\0".join(environment.whole).encode())
        self._composed: dict[tuple[Path, ...], tuple[House, set[str]]] = {}
        self.environment = environment
        self.force = force

    def __call__(
        self,
        job: Job,
        edition: Edition,
        meanwhile: Callable[[], None] = lambda: None,
        heard: Heard = lambda _part: None,
    ) -> Rendered:
        """Return what came of a job, now or earlier.

        Args:
            job: the job.
            edition: what it is done for.
            meanwhile: begins what can be done while the job is.
            heard: takes a format and a file, where one is there before the others.

        Raises:
            ContentError: a template is at fault, or the job did not end by itself.
        """

        @cache
        def templates() -> Templates:
            from briefgen.compose.templates import Templates  # noqa: PLC0415  # loads Jinja

            return Templates(job.house.folders, job.house.root)

        def text_hash(name: str) -> str | None:
            text = templates().text(name)
            return None if text is None else hash_of(text.encode())

        if not self.force and (kept := self._store.get(self.key(job), text_hash)) is not None:
            return kept
        folders = list(map(str, job.house.folders))
        seen = look(folders, clock(self._private))
        key = self.key(job)
        meanwhile()
        house = replace(job.house, compiled=self._code)
        rendered = self._renderer(replace(job, house=house), edition, heard)
        _, asked = self._composed.setdefault(tuple(house.folders), (house, set()))
        asked.update(rendered.templates)
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

    def keep_code(self) -> None:
        """Compile the templates that a renderer had to compile, for the next run.

        Whoever reads this code carries it out, so that it is never taken from a renderer. To be
        called once all papers are made.
        """
        with suppress(OSError):
            self._keep_code()

    def _keep_code(self) -> None:
        from briefgen.compose.templates import Templates  # noqa: PLC0415  # loads Jinja

        missing = {
            place: content
            for house, names in self._composed.values()
            for place, content in Templates(house.folders, house.root, self._code).code(
                sorted(names), FILTERS
            )
        }
        if not missing:
            return
        others = [folder for folder in self._code.parent.glob("*") if folder != self._code]
        if len(list(self._code.glob("*"))) > _MOST:
            others.append(self._code)
        for folder in others:
            shutil.rmtree(folder, ignore_errors=True)
        self._code.mkdir(parents=True, exist_ok=True)
        self._code.parent.chmod(0o700)
        for place, content in missing.items():
            replace_file(place, content)
