"""Values made up for the record types: what a withheld record might hold instead.

Every value is valid for the field it is made for, so that a dossier with made-up
records is one that somebody could have written.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from briefgen.diagnostics import Place
from briefgen.dossier.records import LineOrText, Model, Record
from briefgen.dossier.values import (
    CountryCode,
    CurrencyCode,
    FullDate,
    Identifier,
    LanguageTag,
    Number,
    PartialDate,
    Text,
)
from briefgen.load.nodes import Mapping as MappingNode
from briefgen.load.nodes import Node, Scalar, children
from briefgen.load.nodes import Sequence as SequenceNode

#: Where made-up values stand.
PLACE = Place("invented")

#: How a record is handled, and what it is known by: whoever makes records up decides that.
HANDLING = ("id", "marking", "only", "sources", "basis")


@dataclass(frozen=True)
class Style:
    """What made-up values look like; of several, one that differs from the old value is taken.

    Attributes:
        numbers: decimal numbers, written out.
        days: dates of day precision.
        dates: dates of any precision.
        texts: plain texts.
        priorities: from 0 to 100.
        prefix: what identifiers begin with.
    """

    numbers: tuple[str, ...]
    days: tuple[str, ...]
    dates: tuple[str, ...]
    texts: tuple[str, ...]
    priorities: tuple[str, ...]
    prefix: str


PLAIN = Style(
    ("731.5", "1986"), ("2013-05-07", "1987-11-30"), ("2013-05-07", "1987"),
    ("Another account of it.", "It is told otherwise."), ("100", "0"), "m",
)  # fmt: skip
HIGH = Style(
    ("1" + "0" * 29, "9" * 30), ("9999-12-31", "9999-12-30"), ("9999-12-31", "9999-12"),
    ("W" * 5000, "long words " * 455), ("100", "99"), "z",
)  # fmt: skip
LOW = Style(
    ("-1" + "0" * 29, "-" + "9" * 30), ("1000-01-01", "1000-01-02"), ("1000", "1000-01"),
    ("x", "y"), ("0", "1"), "0",
)  # fmt: skip
FOREIGN = Style(
    ("0", "-0.000000000000001"), ("2024-02-29", "2000-02-29"), ("2024-02-29", "2000-02"),
    ("مذكرة سرية للغاية", "極秘の覚え書き"), ("50", "51"), "a",
)  # fmt: skip


@dataclass
class Invention:
    """Makes values and records up for one dossier.

    Attributes:
        parties: codes that stand wherever a country is named.
        topics: identifiers that stand wherever one is not the record's own.
        taken: identifiers that the dossier's records have.
    """

    parties: Sequence[str]
    topics: Sequence[str]
    taken: set[str] = field(default_factory=set)
    _turns: Iterator[int] = field(default_factory=count)

    def name(self, style: Style) -> str:
        """Return an identifier that no record of the dossier has yet."""
        number = len(self.taken)
        while (name := f"{style.prefix}{number}") in self.taken:
            number += 1
        self.taken.add(name)
        return name

    def record(self, kind: type[Record], old: Node | None, style: Style) -> dict[str, Node]:
        """Return the values of a record, but for its handling.

        Args:
            kind: its type.
            old: the record whose fields it has and from whose values all of its own
                differ; without one it has every field.
            style: what values look like.
        """
        if isinstance(old, Scalar):  # a line written as its text
            old = MappingNode({"text": old})
        hints = _hints(kind)
        wanted = hints if old is None else [name for name in entries_of(old) if name in hints]
        return {
            name: self._value(kind, name, hints[name], entries_of(old).get(name), style)
            for name in wanted
            if name not in HANDLING
        }

    def copy(self, node: Node) -> Node:
        """Return a copy of a record or value, whose records have names of their own."""
        if isinstance(node, SequenceNode):
            return SequenceNode(tuple(map(self.copy, node.items)), PLACE)
        if not isinstance(node, MappingNode):
            return node
        entries = {key: self.copy(value) for key, value in node.entries.items()}
        if isinstance(entries.get("id"), Scalar):
            entries["id"] = scalar(self.name(PLAIN))
        return MappingNode(entries, place=PLACE)

    def _value(
        self, kind: type[Model], name: str, hint: Any, old: Node | None, style: Style
    ) -> Node:
        """Return a value for a field."""
        if isinstance(old, Scalar) and old.text is None:
            return old
        [hint] = [one for one in _options(hint) if one is not type(None)]
        if hint == LineOrText:
            hint = get_args(hint)[0]
        if isinstance(hint, type) and issubclass(hint, Model):
            return self._model(hint, old, style)
        if get_origin(hint) is tuple:
            items = children(old) if old is not None else (None,)
            of = get_args(hint)[0]
            return SequenceNode(tuple(self._value(kind, name, of, i, style) for i in items), PLACE)
        if isinstance(old, MappingNode):  # one text a language, one date a translation
            of = FullDate if name == "translated" else hint
            entries = {k: self._value(kind, name, of, v, style) for k, v in old.entries.items()}
            return MappingNode(entries, place=PLACE)
        if hint != Text and get_origin(hint) is dict:
            return MappingNode({}, place=PLACE)
        choices = self._choices(kind, name, hint, style)
        first = next(self._turns) % len(choices)  # so that each has its turn
        return other(old, [*choices[first:], *choices[:first]])

    def _model(self, kind: type[Model], old: Node | None, style: Style) -> Node:
        if issubclass(kind, Record):
            kept = {k: v for k, v in entries_of(old).items() if k in HANDLING}
            if "id" in kept:
                kept["id"] = scalar(self.name(style))
            return MappingNode(kept | self.record(kind, old, style), place=PLACE)
        hints = _hints(kind)
        wanted = hints if old is None else entries_of(old)
        entries = {
            name: self._value(kind, name, hints[name], entries_of(old).get(name), style)
            for name in wanted
        }
        return MappingNode(entries, place=PLACE)

    def _choices(self, kind: type[Model], name: str, hint: Any, style: Style) -> Sequence[str]:
        """Return values that a scalar field may have."""
        for known, choices in _SCALARS:
            if hint == known:
                return choices(style)
        if hint == CountryCode:
            return self.parties
        if hint == Identifier:
            return self.topics
        if get_origin(hint) is Literal:
            return tuple(map(str, get_args(hint)))
        if hint is bool:
            return ("true", "false")
        if name in _NAMED:
            return _NAMED[name](style)
        if hint is str:
            return style.texts
        raise TypeError(f"nothing is known of the values of {kind.__name__}.{name}")


_SCALARS: tuple[tuple[Any, Callable[[Style], tuple[str, ...]]], ...] = (
    (Text, lambda style: style.texts),
    (PartialDate, lambda style: style.dates),
    (FullDate, lambda style: style.days),
    (Number, lambda style: style.numbers),
    (CurrencyCode, lambda _style: ("XTS", "XXX")),
    (LanguageTag, lambda _style: ("lv", "et")),
)

#: Fields whose type says too little.
_NAMED: Mapping[str, Callable[[Style], tuple[str, ...]]] = {
    "priority": lambda style: style.priorities,
    "valid_years": lambda _style: ("1", "99"),
    "time": lambda _style: ("23:59", "00:00"),
    "url": lambda _style: ("https://example.org/1", "https://example.org/2"),
}


def other(old: Node | None, choices: Sequence[str]) -> Scalar:
    """Return the first of some values that differs from the old one."""
    text = old.text if isinstance(old, Scalar) else None
    return scalar(next((choice for choice in choices if choice != text), choices[0]))


def scalar(text: str) -> Scalar:
    """Return a made-up value."""
    return Scalar(text, PLACE)


def listed(*texts: str) -> SequenceNode:
    """Return a made-up list."""
    return SequenceNode(tuple(map(scalar, texts)), PLACE)


def entries_of(node: Node | None) -> dict[str, Node]:
    """Return the named values of a node, none where it is no mapping."""
    return node.entries if isinstance(node, MappingNode) else {}


@cache
def _hints(kind: type[Model]) -> dict[str, Any]:
    """Return the types of a model's fields as they are written."""
    hints = get_type_hints(kind, include_extras=True)
    return {name: hints[name] for name in kind.model_fields}


def _options(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
