"""What an audience may see of a dossier: markings, clearances, need to know.

The projection asks here record by record; whoever has to know what was kept
from an audience asks for the records that were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from briefgen.dossier.records import Model, Record, Records
from briefgen.dossier.resolve import Dossier
from briefgen.dossier.walk import Location
from briefgen.house.audience import Audience
from briefgen.house.markings import Scheme
from briefgen.load.nodes import Mapping, Node, find
from briefgen.load.nodes import Sequence as SequenceNode

M = TypeVar("M", bound=Model)


class NotForAudienceError(Exception):
    """The audience may not see the dossier at all; the message says why."""


class Barrier(Enum):
    """Why a record is kept from an audience."""

    CLEARANCE = "above its clearance"
    NEED_TO_KNOW = "for other audiences only"


@dataclass(frozen=True)
class Reader:
    """An audience before a dossier.

    Attributes:
        names: the audience's name, and those in whose name it may see records.
        scheme: the dossier's marking scheme.
        clearance: rank of the highest level it may see.
        default: rank of a record that carries no marking.
    """

    names: frozenset[str]
    scheme: Scheme
    clearance: int
    default: int

    def level(self, record: Record, around: int | None) -> int:
        """Return a record's effective rank: its own, that of the record around it, the default."""
        if record.marking is not None:
            return self.scheme.rank(record.marking)
        return around if around is not None else self.default

    def barrier(self, level: int, only: Sequence[str] | None) -> Barrier | None:
        """Return what keeps a record of an effective rank and need-to-know from the audience."""
        if only is not None and self.names.isdisjoint(only):
            return Barrier.NEED_TO_KNOW
        return Barrier.CLEARANCE if level > self.clearance else None

    def may_see(self, record: Record) -> bool:
        """Whether a record that stands by itself may be seen."""
        return self.barrier(self.level(record, None), record.only) is None


@dataclass(frozen=True)
class Withheld:
    """A record that an audience may not see; those inside it are not told apart from it.

    Attributes:
        location: where it stands in the dossier.
        record: the record.
        level: its effective rank.
        barrier: why.
    """

    location: Location
    record: Record
    level: int
    barrier: Barrier


def reader(dossier: Dossier, name: str, audience: Audience) -> Reader:
    """Return an audience as the reader of a dossier.

    Args:
        dossier: the dossier.
        name: the audience's name, as ``only`` fields give it.
        audience: its settings.

    Raises:
        NotForAudienceError: it has no clearance in the dossier's scheme, or none
            that reaches the dossier's own marking.
    """
    scheme = dossier.scheme
    clearance = audience.clearance.get(scheme.name)
    if clearance is None or clearance not in scheme.levels:
        raise NotForAudienceError(f"`{name}` has no clearance in the scheme {scheme.name}")
    header = dossier.records.dossier
    found = Reader(
        frozenset((name, *audience.need_to_know)),
        scheme,
        scheme.rank(clearance),
        scheme.rank(header.default_marking or scheme.levels[-1]),
    )
    if not found.may_see(header):
        raise NotForAudienceError(f"the dossier as a whole is marked above what `{name}` may see")
    return found


def withheld(records: Records, reader: Reader) -> Iterator[Withheld]:
    """Yield every record that a reader may not see, outermost only, in the order of the files."""
    yield from _withheld(records, (), None, reader)


def visible_part(dossier: Dossier, reader: Reader) -> tuple[Records, Mapping]:
    """Return the records that a reader may see, with the tree they stand in."""
    hidden = {record.location for record in withheld(dossier.records, reader)}
    tree = _without(dossier.tree, (), hidden)
    records = _without_records(dossier.records, (), hidden)
    if not isinstance(tree, Mapping):
        raise TypeError("a dossier is a mapping")
    return records, tree


def visible_nodes(
    dossier: Dossier, reader: Reader, locations: Iterable[Location]
) -> dict[Location, Node]:
    """Return records as their files hold them, without what a reader may not see of them.

    Args:
        dossier: the dossier.
        reader: who reads.
        locations: where the records stand in the dossier; those withheld whole are left out.
    """
    hidden = {record.location for record in withheld(dossier.records, reader)}
    return {
        location: _without(find(dossier.tree, location), location, hidden)
        for location in locations
        if location not in hidden
    }


def _withheld(
    model: Model, around: Location, level: int | None, reader: Reader
) -> Iterator[Withheld]:
    for field in type(model).model_fields:
        value = getattr(model, field)
        items: list[tuple[Location, Record]] = []
        if isinstance(value, Record):
            items = [((field,), value)]
        if isinstance(value, tuple):
            items = [((field, i), item) for i, item in enumerate(value) if isinstance(item, Record)]
        for step, record in items:
            location = (*around, *step)
            rank = reader.level(record, level)
            if barrier := reader.barrier(rank, record.only):
                yield Withheld(location, record, rank, barrier)
            else:
                yield from _withheld(record, location, rank, reader)


def _without(node: Node, at: Location, hidden: set[Location]) -> Node:
    if isinstance(node, Mapping):
        entries = {
            key: _without(value, (*at, key), hidden)
            for key, value in node.entries.items()
            if (*at, key) not in hidden
        }
        return Mapping(entries, node.keys, node.place)
    if isinstance(node, SequenceNode):
        items = (
            _without(item, (*at, index), hidden)
            for index, item in enumerate(node.items)
            if (*at, index) not in hidden
        )
        return SequenceNode(tuple(items), node.place)
    return node


def _without_records(model: M, at: Location, hidden: set[Location]) -> M:
    changed: dict[str, Any] = {}
    for field in type(model).model_fields:
        value = getattr(model, field)
        if isinstance(value, Record):
            here = (*at, field)
            changed[field] = None if here in hidden else _without_records(value, here, hidden)
        elif isinstance(value, tuple) and any(isinstance(item, Record) for item in value):
            changed[field] = tuple(
                _without_records(item, (*at, field, index), hidden)
                for index, item in enumerate(value)
                if (*at, field, index) not in hidden
            )
    return model.model_copy(update=changed) if changed else model
