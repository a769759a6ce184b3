"""Worlds: dossiers that differ from a given one only in what a reader may not see.

To the reader they are all one dossier. A paper that differs between two of them
tells something of what was withheld from it, be it a number, an order or a length.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from typing import TYPE_CHECKING, Any, get_args, get_origin

from briefgen.dossier.records import (
    Clearance,
    Country,
    Header,
    Model,
    Record,
    Series,
    SeriesObservation,
    Source,
)
from briefgen.dossier.resolve import Dossier, resolve
from briefgen.dossier.rules.registry import IDS
from briefgen.dossier.walk import Location, walk
from briefgen.load.nodes import Mapping, Node, Scalar, children
from briefgen.load.nodes import Sequence as SequenceNode
from briefgen.verify.proof.fates import KINDS, Fate, Mixed
from briefgen.verify.proof.invented import (
    PLACE,
    PLAIN,
    Invention,
    Style,
    entries_of,
    listed,
    scalar,
)
from briefgen.view.project import is_cleared
from briefgen.view.visible import Barrier, Reader, Withheld, visible_part, withheld

if TYPE_CHECKING:
    from random import Random  # noqa: TID251  # the caller's, who has seeded it

#: Stands in ``only`` where no other audience is known.
NOBODY = "nobody-else"


@dataclass(frozen=True)
class World:
    """A dossier that is to a reader the same as another one.

    Attributes:
        kind: in what way the withheld differs.
        dossier: the dossier.
    """

    kind: str
    dossier: Dossier


def worlds(
    dossier: Dossier,
    reader: Reader,
    *,
    redacts: bool,
    copies: int = 40,
    others: Sequence[str] = (NOBODY,),
) -> Iterator[World]:
    """Yield dossiers that differ from one only in what a reader may not see.

    A kind that would change nothing, such as ``removed`` where nothing is
    withheld, is left out.

    Args:
        dossier: the dossier; content rules are not applied to its worlds.
        reader: who must not notice a difference.
        redacts: whether the reader sees gaps. Then records above its clearance stay as
            many as they are, with their bases; only need-to-know records come and go.
        copies: how many withheld records the kind ``many`` adds to each list.
        others: audiences that need to know what the reader does not.
    """
    for kind, fate in KINDS.items():
        found = _Rewriting(dossier, reader, fate(copies), others, redacts=redacts).dossier()
        if found.records != dossier.records:
            yield World(kind, found)


def random_world(
    dossier: Dossier,
    reader: Reader,
    random: Random,
    *,
    redacts: bool,
    others: Sequence[str] = (NOBODY,),
) -> World:
    """Return a world in which each withheld record has a fate of its own.

    Args:
        dossier: the dossier.
        reader: who must not notice a difference.
        random: where fates come from.
        redacts: whether the reader sees gaps, as with :func:`worlds`.
        others: audiences that need to know what the reader does not.
    """
    rewriting = _Rewriting(dossier, reader, Mixed(random), others, redacts=redacts)
    return World("random", rewriting.dossier())


def visible_values(dossier: Dossier, reader: Reader, *, redacts: bool) -> object:
    """Return all that a reader may know of a dossier: equal for a dossier and its worlds.

    Args:
        dossier: the dossier.
        reader: who may know it.
        redacts: whether the reader sees gaps.
    """
    records, _ = visible_part(dossier, reader)
    sources = {source.id for source in records.sources}
    gaps = sorted(
        (*map(str, (s for s in found.location if isinstance(s, str))), str(found.record.basis))
        for found in withheld(dossier.records, reader)
        if redacts and found.barrier is Barrier.CLEARANCE
    )
    values = _citing_only(records.model_dump(), sources)
    return values, gaps, is_cleared(dossier.records.clearance)


def _citing_only(value: Any, sources: set[str]) -> Any:
    """Return values with citations of known sources only."""
    if isinstance(value, dict):
        return {
            key: tuple(s for s in item if s in sources)
            if key == "sources" and all(isinstance(s, str) for s in item)
            else _citing_only(item, sources)
            for key, item in value.items()
        }
    if isinstance(value, tuple):
        return tuple(_citing_only(item, sources) for item in value)
    return value


class _Rewriting:
    """One pass over a dossier's tree, in which the withheld meets its fate."""

    def __init__(
        self, original: Dossier, reader: Reader, fate: Fate, others: Sequence[str], *, redacts: bool
    ) -> None:
        everything = [record for record, _ in walk(original.records)]
        topics = {topic for record in everything if (topic := getattr(record, "topic", None))}
        self._original = original
        self._reader = reader
        self._fate = fate
        self._redacts = redacts
        self._withheld = {found.location: found for found in withheld(original.records, reader)}
        self._others = tuple(name for name in others if name not in reader.names) or (NOBODY,)
        self._audiences = {*self._others, *(name for r in everything for name in r.only or ())}
        self._invention = Invention(
            original.records.dossier.parties,
            sorted(topics | {"trade", "multilateral"}),
            {record.id for record in everything if record.id},
        )
        self._handled = cycle(self._handlings(above=not redacts, need_to_know=True))
        self._raised = cycle(self._handlings(above=True, need_to_know=False))
        self._levels = cycle(original.scheme.levels)
        style = fate.added_style() or PLAIN
        self._new_sources = [self._invention.name(style) for _ in range(fate.added())]
        self._hidden_sources = {s.id for s in original.records.sources if not reader.may_see(s)}
        #: Withheld sources by the names they have now, none where they are gone.
        self._renamed: dict[str, str | None] = {}

    def dossier(self) -> Dossier:
        """Return the world."""
        original = self._original
        tree = self._cited(self._visible(original.records, original.tree, ()))
        if not isinstance(tree, Mapping):
            raise TypeError("a dossier is a mapping")
        schemes = {original.scheme.name: original.scheme}
        rules_off = dict.fromkeys(IDS, "off")
        return resolve(original.name, tree, schemes, sorted(self._audiences), rules_off)

    def _handlings(self, *, above: bool, need_to_know: bool) -> list[dict[str, Node]]:
        """Return the ways of keeping a record from the reader."""
        levels = self._original.scheme.levels
        ways: list[dict[str, Node]] = []
        if above:
            ways += [{"marking": scalar(name)} for name in levels[self._reader.clearance + 1 :]]
        if need_to_know:
            ways += [{"only": listed(name), "marking": scalar(levels[0])} for name in self._others]
            ways += [{"only": listed(), "marking": scalar(levels[-1])}]
        return ways

    # ── What the reader sees ─────────────────────────────────────────────────────────────────

    def _visible(self, model: Model, node: Node, at: Location) -> Node:
        """Return a record that the reader sees; all that is withheld in it meets its fate."""
        if not isinstance(node, Mapping):
            return node
        entries = dict(node.entries)
        for name, (kind, several) in _records_in(type(model)).items():
            old = entries.pop(name, None)
            new = (
                self._several(kind, getattr(model, name), old, (*at, name))
                if several
                else self._one(kind, getattr(model, name), old, (*at, name))
            )
            if new is not None:
                entries[name] = new
        if isinstance(model, Record):
            entries |= self._citations(model)
        return Mapping(entries, node.keys, node.place)

    def _one(
        self, kind: type[Record], record: Record | None, old: Node | None, at: Location
    ) -> Node | None:
        if record is None or old is None:
            return next(iter(self._joining(kind, (), min(1, self._fate.added()))), old)
        found = self._withheld.get(at)
        return self._hidden(found, old) if found else self._visible(record, old, at)

    def _several(
        self, kind: type[Record], records: Sequence[Record], old: Node | None, at: Location
    ) -> Node | None:
        nodes: list[Node] = []
        hidden: list[bool] = []
        for index, (record, node) in enumerate(zip(records, children(old), strict=True)):
            found = self._withheld.get((*at, index))
            new = self._hidden(found, node) if found else self._visible(record, node, (*at, index))
            if new is not None:
                nodes.append(new)
                hidden.append(found is not None)
        nodes = self._fate.moved(nodes, hidden)
        count = len(self._new_sources) if kind is Source else self._fate.added()
        for index, node in enumerate(self._joining(kind, children(old), count)):
            nodes.insert(self._fate.position(index, len(nodes)), node)
        return SequenceNode(tuple(nodes), PLACE) if nodes or old is not None else None

    def _citations(self, record: Record) -> dict[str, Node]:
        """Return a visible record's citations, those of withheld sources elsewhere and more."""
        hidden = [name in self._hidden_sources for name in record.sources]
        cited = self._fate.moved(record.sources, hidden)
        cited = [*self._new_sources[:1], *cited, *self._new_sources[1:2]]
        return {"sources": listed(*cited)} if tuple(cited) != record.sources else {}

    # ── What the reader does not see ─────────────────────────────────────────────────────────

    def _hidden(self, found: Withheld, node: Node) -> Node | None:
        """Return what becomes of a withheld record; nothing where it is gone."""
        record = found.record
        above = self._redacts and found.barrier is Barrier.CLEARANCE
        needed = isinstance(record, Country) or (
            isinstance(record, Clearance) and is_cleared(record)
        )
        removed = self._fate.removes()
        if removed and not above and not needed:
            if isinstance(record, Source):
                self._renamed[record.id] = None
            return None
        style = self._fate.style() or (PLAIN if removed else None)
        if style is None:
            return node
        handling = dict(next(self._raised) if above else next(self._handled))
        if above:
            kept = ("only", "basis")
            handling |= {name: e for name, e in entries_of(node).items() if name in kept}
        identifier = {}
        if record.id is not None:
            name = self._invention.name(style)
            identifier = {"id": scalar(name)}
            if isinstance(record, Source):
                self._renamed[record.id] = name
        return self._made(type(record), node, style, handling | identifier)

    def _joining(self, kind: type[Record], there: Sequence[Node], count: int) -> Iterator[Node]:
        """Yield withheld records that join a list, made up and like those that are there."""
        if kind in (Header, SeriesObservation):
            return
        for index in range(count):
            handling = dict(next(self._handled))
            style = self._fate.added_style()
            like = there[index % len(there)] if there and index % 3 != 1 else None
            if kind is Source:
                handling["id"] = scalar(self._new_sources[index])
            elif kind is Series:
                handling["id"] = scalar(self._invention.name(style or PLAIN))
            if like is None or style is not None:
                yield self._made(kind, like, style or PLAIN, handling)
            else:
                copied = self._invention.copy(like)
                own = {"text": copied} if isinstance(copied, Scalar) else entries_of(copied)
                own = {name: e for name, e in own.items() if name not in ("only", "marking")}
                yield Mapping(own | handling, place=PLACE)

    def _made(
        self, kind: type[Record], old: Node | None, style: Style, handling: dict[str, Node]
    ) -> Node:
        """Return a withheld record; those inside it are marked as if they could be seen."""
        entries = self._invention.record(kind, old, style)
        if kind is Country and old is not None:
            entries["iso"] = entries_of(old)["iso"]
        if kind is Clearance and old is None:
            del entries["cleared_by"]  # a paper tells whether its dossier is cleared
        for name, (_, several) in _records_in(kind).items():
            if several and name in entries:
                items = (self._marked(item) for item in children(entries[name]))
                entries[name] = SequenceNode(tuple(items), PLACE)
            elif name in entries:
                entries[name] = self._marked(entries[name])
        cited = {name: e for name, e in entries_of(old).items() if name == "sources"}
        return Mapping(entries | cited | handling, place=PLACE)

    def _marked(self, node: Node) -> Node:
        if not isinstance(node, Mapping):
            return node
        return Mapping(node.entries | {"marking": scalar(next(self._levels))}, place=PLACE)

    def _cited(self, node: Node) -> Node:
        """Return the tree with withheld sources cited by the names they have now."""
        if isinstance(node, SequenceNode):
            return SequenceNode(tuple(map(self._cited, node.items)), node.place)
        if not isinstance(node, Mapping):
            return node
        entries = {key: self._cited(value) for key, value in node.entries.items()}
        old = node.entries.get("sources")
        if isinstance(old, Scalar):  # one cell of a table: "a; b"
            old = listed(*(name.strip() for name in (old.text or "").split(";") if name.strip()))
        names = [item.text for item in children(old) if isinstance(item, Scalar) and item.text]
        if any(name in self._renamed for name in names):
            now = (self._renamed.get(name, name) for name in names)
            entries["sources"] = listed(*(name for name in now if name is not None))
        return Mapping(entries, node.keys, node.place)


@cache
def _records_in(kind: type[Model]) -> dict[str, tuple[type[Record], bool]]:
    """Return the fields of a model that hold records: of which type, and whether several."""
    found = {}
    for name, info in kind.model_fields.items():
        several = get_origin(info.annotation) is tuple
        for option in (info.annotation, *get_args(info.annotation)):
            one = (
                get_args(option)[0] if get_origin(option) not in (None, types.UnionType) else option
            )
            if isinstance(one, type) and issubclass(one, Record):
                found[name] = (one, several)
    return found
