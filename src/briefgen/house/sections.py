"""The sections that an audience may choose, and what it may choose of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from briefgen.diagnostics import Findings
from briefgen.load.nodes import Mapping, Node, find

SectionName = Literal[
    "bottom-line", "facts", "map", "timeline", "visits", "agreements", "statements", "sectors",
    "trade", "economy", "voting", "organisations", "programme", "interlocutors", "agenda",
    "topics", "press-lines", "sources", "clearance",
]  # fmt: skip


class Settings(BaseModel):
    """Settings that refuse fields they do not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


#: What sorts of events there are; dossiers name one for each, audiences select by them.
EventKind = Literal[
    "recognition", "relations", "mission", "agreement", "meeting", "border", "dispute",
    "sanctions", "regions", "society", "other",
]  # fmt: skip

#: Settings that select by what the records of some sections alone have.
_SELECTING = {
    "kinds": ("timeline",),
    "topics": ("sectors", "statements"),
    "since": ("timeline", "visits"),
}


class SectionChoice(Settings):
    """One section of an audience's paper and how much of it is shown."""

    section: SectionName
    """Which section."""
    title: str | None = None
    """Heading; without one the catalogue's."""
    depth: Literal["brief", "full"] = "full"
    """How much of each record is shown; the section's template decides what that means."""
    limit: Annotated[int, Field(ge=1)] | None = None
    """Show this many records at most, those of the highest priority."""
    priority: Annotated[int, Field(ge=0, le=100)] = 0
    """Show only records of this priority or a higher one."""
    since: Annotated[str, Field(pattern=r"^\d{4}$")] | None = None
    """Show only what happened in or after this year."""
    kinds: tuple[EventKind, ...] | None = None
    """Show only events of these kinds."""
    topics: tuple[str, ...] | None = None
    """Show only these topics."""


def check_selections(sections: Sequence[SectionChoice], node: Node, found: Findings) -> None:
    """Refuse settings of sections whose records have nothing to be selected by.

    Args:
        sections: an audience's choices, in the order in which they stand.
        node: the located tree they were read from.
        found: takes the diagnostics.
    """
    for index, choice in enumerate(sections):
        for name, selected in _SELECTING.items():
            if getattr(choice, name) is None or choice.section in selected:
                continue
            owner = find(node, ("sections", index))
            place = owner.keys.get(name, owner.place) if isinstance(owner, Mapping) else owner.place
            message = f"`{name}` selects nothing in the section `{choice.section}`"
            hint = f"remove it; it selects in: {', '.join(selected)}"
            found.error(place, "unknown-field", message, hint)
