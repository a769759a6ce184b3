"""A workspace built again and again, as `briefgen build` does it, with renderers that stay warm."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from briefgen.build.dossiers import open_dossier
from briefgen.build.edition import Edition, Outcome
from briefgen.build.environment import Environment
from briefgen.build.remember import Remembering
from briefgen.build.renderer import LIMITS, Renderer
from briefgen.build.run import build_with
from briefgen.build.unchanged import standing
from briefgen.house.workspace import find_workspace
from briefgen.sandbox.pool import Pool

ROOT = Path(__file__).parents[1]
SMALL = "norland-sundmark"


@contextmanager
def html_renderers(folder: Path) -> Iterator[Renderer]:
    """Provide renderers for every workspace below a folder."""
    readable = [folder, ROOT / "templates"]
    with Pool(2, "briefgen.build.render:render", readable, LIMITS) as pool:
        yield Renderer(lambda job, seconds: pool.submit(job, seconds).result(), pool.warm)


class Bench:
    """A workspace, and what builds it.

    Args:
        root: its folder.
        renderer: what makes papers.
        audiences: whose papers are built.
    """

    def __init__(self, root: Path, renderer: Renderer, audiences: Sequence[str]) -> None:
        self.root = root
        self.audiences = audiences
        self._renderer = renderer

    def path(self, audience: str, format_: str = "html") -> Path:
        """Return an output."""
        return self.root / f"output/{SMALL}/{SMALL}.{audience}.en.{format_}"

    def build(self, *formats: str, final: bool = False, force: bool = False) -> dict[str, Outcome]:
        """Build the papers that have to be built; return the outcomes of all by audience."""
        workspace = find_workspace(self.root)
        chosen = [
            Edition(SMALL, audience, "en", formats or ("html",), workspace.output)
            for audience in self.audiences
        ]
        found, others = ([], chosen) if force else standing(workspace, chosen, final=final)
        if others:
            environment = Environment(workspace.private)
            renderer = Remembering(self._renderer, workspace.private, environment, force=force)
            opened = partial(open_dossier, workspace)
            found += build_with(renderer, opened, workspace, others, 2, final=final)
        return {outcome.edition.audience: outcome for outcome in found}

    def rebuilt(self) -> set[str]:
        """Build, and return the audiences whose papers were made or replaced."""
        outcomes = self.build()
        faults = {name: one.diagnostics for name, one in outcomes.items() if one.failed}
        assert faults == {}
        return {name for name, one in outcomes.items() if not one.reused}

    def papers(self) -> dict[str, bytes]:
        """Return the papers by audience."""
        return {name: self.path(name).read_bytes() for name in self.audiences}

    def states(self) -> dict[str, tuple[int, int, int]]:
        """Return what tells whether a paper was touched, by audience."""
        found = {name: self.path(name).stat() for name in self.audiences}
        return {n: (s.st_ino, s.st_mtime_ns, s.st_ctime_ns) for n, s in found.items()}

    def from_scratch(self) -> dict[str, bytes]:
        """Return the papers as a copy of the workspace without any memory builds them.

        It stands in the same place each time: what the linter found out about one text holds.
        """
        folder = self.root.parent / "fresh"
        shutil.rmtree(folder, ignore_errors=True)
        left_out = shutil.ignore_patterns("output", ".briefgen")
        shutil.copytree(self.root, folder, ignore=left_out)
        other = Bench(folder, self._renderer, self.audiences)
        other.build(force=True)
        return other.papers()


def make_workspace(root: Path) -> None:
    """Make a workspace with the small dossier and the house's templates, but not its fonts."""
    shutil.copytree(ROOT / "tests/goldens/small/data", root / "data")
    shutil.copytree(ROOT / "templates", root / "templates", ignore=shutil.ignore_patterns("fonts"))
    (root / "briefgen.toml").touch()


def write_again(root: Path) -> None:
    """Replace every file of a workspace by one of the same content, as a new checkout does."""
    for path in [path for path in root.rglob("*") if path.is_file()]:
        if ".briefgen" not in path.parts:
            copy = path.with_name(f".{path.name}.copy")
            shutil.copyfile(path, copy)
            copy.replace(path)
