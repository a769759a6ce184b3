"""What a run found out about inputs and editions, for the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.build.edition import Edition, Outcome
from briefgen.build.environment import Environment
from briefgen.build.ledger import SHARED, Ledger, add_to_ledger, entry_name, read_ledger
from briefgen.build.states import Seen, clock, examine
from briefgen.build.unchanged import entry_of, places
from briefgen.dossier.resolve import Dossier
from briefgen.house.workspace import Workspace


class Account:
    """Takes down what a run finds; it looks at every input before anything reads one.

    A file that changes while it runs does not look any more, then, as it is written down to
    have looked, and whatever was made of it is compared by content the next time.

    Args:
        workspace: where editions are built.
        editions: what is to be built.
        environment: what they are built with.
        final: whether papers that nobody cleared are refused.
    """

    def __init__(
        self,
        workspace: Workspace,
        editions: Sequence[Edition],
        environment: Environment,
        *,
        final: bool,
    ) -> None:
        self._workspace = workspace
        self._final = final
        ledger = read_ledger(workspace)
        dossiers = dict.fromkeys(edition.dossier for edition in editions)
        self._expected = {name: ledger.elsewhere.get(name) or () for name in dossiers}
        now = clock(workspace.private)
        groups: dict[str, Seen] = {}
        for group in (*SHARED, *(f"data/{name}" for name in dossiers)):
            where = places(workspace, group, self._expected.get(group[5:], ()))
            groups[group] = examine(where, now, ledger.groups.get(group))
        if groups["briefgen"].state != environment.seen.state:
            groups["briefgen"] = environment.seen  # it is not what runs here any more
        self.found = Ledger(environment.outline, environment.natives, groups)

    def opened(self, dossier: Dossier) -> None:
        """Note what a dossier reads outside its folder."""
        self.found.elsewhere[dossier.name] = dossier.elsewhere

    def note(self, outcome: Outcome) -> None:
        """Note what became of an edition; a failed one is built again the next time."""
        edition = outcome.edition
        elsewhere = self.found.elsewhere.get(edition.dossier)
        if outcome.failed or elsewhere is None or elsewhere != self._expected[edition.dossier]:
            return
        name = entry_name(self._workspace, edition, final=self._final)
        inputs = self.found.inputs(edition.dossier)
        now = clock(self._workspace.private)
        self.found.editions[name] = entry_of(inputs, outcome, now)

    def save(self) -> None:
        """Write everything down that was noted."""
        add_to_ledger(self._workspace, self.found)
