"""Located values: what a source file holds, and where each piece of it stands.

Every scalar is the text the file holds. Types are the schema's business
(``dossier.values``), so that the same dossier means the same whatever format
its files have.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from briefgen.diagnostics import Place


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, or ``None`` where the file leaves the value empty."""

    text: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of values."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Named values; ``keys`` holds the place of each name."""

    entries: dict[str, Node]
    keys: dict[str, Place] = field(default_factory=dict)
    place: Place = field(default_factory=lambda: Place(""))


Node = Scalar | Sequence | Mapping


def plain(node: Node) -> Any:
    """Return the node as dictionaries, lists, strings and ``None``."""
    match node:
        case Scalar(text):
            return text
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(entries):
            return {key: plain(value) for key, value in entries.items()}


def find(node: Node, location: tuple[str | int, ...]) -> Node:
    """Follow a path into a tree as far as it goes and return the innermost node reached.

    Args:
        node: where to start.
        location: keys and indices; steps that the tree does not know, such as
            those a validator adds for the branches of a union, are skipped.
    """
    for step in location:
        if isinstance(node, Mapping) and isinstance(step, str) and step in node.entries:
            node = node.entries[step]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    return node


def children(node: Node | None) -> tuple[Node, ...]:
    """Return the values directly inside a node, none for a scalar."""
    match node:
        case Sequence(items):
            return items
        case Mapping(entries):
            return tuple(entries.values())
        case _:
            return ()
