"""One edition built or checked, as a run of the command does it."""

from __future__ import annotations

from briefgen.build.check import check_editions
from briefgen.build.edition import Edition, Outcome
from briefgen.build.run import build_editions
from briefgen.house.workspace import Workspace


def build_one(workspace: Workspace, edition: Edition) -> Outcome:
    """Build an edition."""
    [outcome] = build_editions(workspace, [edition], 1)
    return outcome


def check_one(workspace: Workspace, edition: Edition) -> Outcome:
    """Check an edition."""
    [outcome] = check_editions(workspace, [edition], 1)
    return outcome
