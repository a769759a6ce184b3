"""Building again whenever something changes, with renderers and dossiers kept warm."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from briefgen.build.dossiers import open_dossier
from briefgen.build.edition import Edition, Outcome
from briefgen.build.environment import Environment
from briefgen.build.ledger import SHARED
from briefgen.build.remember import Remembering
from briefgen.build.renderer import Renderer, rendering
from briefgen.build.run import build_with
from briefgen.build.states import Seen, clock, holds, look
from briefgen.build.unchanged import places, standing
from briefgen.diagnostics import UsageError
from briefgen.dossier.resolve import Dossier
from briefgen.house.workspace import Workspace, find_workspace

#: Milliseconds: changes that come closer together are one; after so many they are built anyway;
#: after so many without any, what no event tells of is looked at, such as files behind links.
_TOGETHER, _LONGEST, _IDLE = 20, 200, 700


class Kept:
    """Opens dossiers, and keeps those whose files do not change."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[object, Seen, Dossier]] = {}

    def open(self, workspace: Workspace, name: str) -> Dossier:
        """Return a dossier as its files have it now.

        Raises:
            ContentError: with everything that is wrong with it.
        """
        about = (workspace, tuple(workspace.audiences()))
        elsewhere: tuple[str, ...] | None = ()
        if (known := self._kept.pop(name, None)) is not None:
            elsewhere = known[2].elsewhere
            if known[0] == about and holds(known[1], self._places(workspace, name, elsewhere)):
                self._kept[name] = known
                return known[2]
        seen = look(self._places(workspace, name, elsewhere), clock(workspace.private))
        dossier = open_dossier(workspace, name)
        if dossier.elsewhere is not None and dossier.elsewhere == elsewhere:
            self._kept[name] = (about, seen, dossier)
        return dossier

    @staticmethod
    def _places(workspace: Workspace, name: str, elsewhere: Sequence[str] | None) -> list[str]:
        return places(workspace, f"data/{name}", elsewhere or ())


@dataclass(frozen=True)
class Round:
    """One round of building.

    Attributes:
        workspace: the workspace with the settings it has now.
        editions: how many editions there are.
        outcomes: what becomes of them, as it is known.
    """

    workspace: Workspace
    editions: int
    outcomes: Iterator[Outcome]


class Watch:
    """Builds editions of a workspace, and those that a change reaches again.

    Args:
        root: the workspace's folder.
        choose: returns the editions that are wanted.
        workers: how many papers are made at a time.
        final: refuse papers that nobody cleared.
    """

    def __init__(
        self,
        root: Path,
        choose: Callable[[Workspace], list[Edition]],
        workers: int,
        *,
        final: bool = False,
    ) -> None:
        self._root = root
        self._choose = choose
        self._workers = workers
        self._final = final
        self._environment = Environment(root / ".briefgen")
        self._dossiers = Kept()
        self._warm = ExitStack()
        self._renderer: Renderer | None = None
        self._housed: object = None

    @contextmanager
    def begun(self) -> Iterator[Watch]:
        """Keep renderers for as long as the block lasts."""
        try:
            yield self
        finally:
            self._warm.close()

    @property
    def outdated(self) -> bool:
        """Whether briefgen or a library was replaced: what runs is not what is there any more."""
        return not self._environment.unchanged()

    def build(self, *, first: bool = False, force: bool = False) -> Round:
        """Return a round of building.

        Args:
            first: whether contents are compared although no file seems to have changed, which
                also leaves everything in memory.
            force: whether everything is made again.

        Raises:
            BriefgenError: settings, or the choice of editions, are at fault.
        """
        if self.outdated:
            raise UsageError("briefgen or a library changed\n  hint: start it again")
        workspace = find_workspace(self._root)
        chosen = self._choose(workspace)
        finished: list[Outcome] = []
        others = chosen
        if not (first or force):
            finished, others = standing(workspace, chosen, final=self._final)
        return Round(workspace, len(chosen), self._outcomes(workspace, finished, others, force))

    def changes(self) -> Iterator[None]:
        """Yield whenever an input has changed; changes made meanwhile count for the next time."""
        from watchfiles import watch  # noqa: PLC0415  # of use here alone

        while True:
            workspace = Workspace(self._root)
            groups = [*SHARED, "data"]
            paths = [path for group in groups for path in places(workspace, group)]
            seen = look(paths, clock(workspace.private))
            yield
            if not holds(seen, paths):
                continue
            there = [path for path in paths[1:] if Path(path).exists()]
            for _ in watch(*there, debounce=_LONGEST, step=_TOGETHER, rust_timeout=_IDLE,
                           yield_on_timeout=True):  # fmt: skip
                if not holds(seen, paths):
                    break

    def _outcomes(
        self,
        workspace: Workspace,
        finished: Sequence[Outcome],
        others: Sequence[Edition],
        force: bool,
    ) -> Iterator[Outcome]:
        yield from finished
        if not others:
            return
        renderer = Remembering(
            self._renderers(workspace), workspace.private, self._environment, force=force
        )

        def open_(name: str) -> Dossier:
            return self._dossiers.open(workspace, name)

        yield from build_with(renderer, open_, workspace, others, self._workers, final=self._final)

    def _renderers(self, workspace: Workspace) -> Renderer:
        """Return warm renderers; new ones where they may read other folders, or fonts changed.

        A renderer compiles a template again when its text has changed; fonts are what it keeps.
        """
        roots = [root for root in workspace.template_roots if root.is_dir()]
        fonts = look([str(root / "base/fonts") for root in roots], clock(workspace.private))
        housed = (roots, fonts.state)
        if self._renderer is None or housed != self._housed:
            self._warm.close()
            self._renderer = self._warm.enter_context(rendering(workspace, self._workers))
            self._renderer.warm()
            self._housed = housed
        return self._renderer
