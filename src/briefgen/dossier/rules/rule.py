"""What a rule is, and what it looks at."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple, TypeVar, Union, get_args, get_origin

from briefgen.diagnostics import Place
from briefgen.dossier.records import Record, Records, Source
from briefgen.dossier.walk import Location, walk
from briefgen.house.workspace import STALE_YEARS
from briefgen.load.nodes import Mapping
from briefgen.load.validate import place_of

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Fault:
    """What a rule found.

    Attributes:
        location: the record and field at fault.
        message: what is wrong, in one line.
        hint: the way out.
    """

    location: Location
    message: str
    hint: str


class Words(NamedTuple):
    """One text of a record in one language.

    Attributes:
        record: the record.
        location: where the text stands.
        field: the record's field that holds it.
        language: the language it is written in.
        text: the text.
    """

    record: Record
    location: Location
    field: str
    language: str
    text: str


@dataclass(frozen=True)
class Case:
    """A dossier under examination.

    Attributes:
        records: its records, references followed.
        tree: its source files.
        stale_years: years after which a figure is stale.
    """

    records: Records
    tree: Mapping
    stale_years: int = STALE_YEARS

    @property
    def as_of(self) -> str:
        """The dossier's own date; nothing in it may lie after that."""
        return self.records.dossier.as_of

    @cached_property
    def all(self) -> list[tuple[Record, Location]]:
        """Every record with its location, nested ones after the record around them."""
        return list(walk(self.records))

    @cached_property
    def texts(self) -> list[Words]:
        """Every text, record by record, language by language."""
        own = self.records.dossier.language
        return [
            Words(record, (*place, language), field, language or own, text)
            for record, location in self.all
            for field in _text_fields(type(record))
            for place, value in _texts(getattr(record, field), (*location, field))
            for language, text in value.items()
        ]

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Sources by id."""
        return {source.id: source for source in self.records.sources}

    @cached_property
    def _by_location(self) -> dict[Location, Record]:
        return {location: record for record, location in self.all}

    def of(self, kind: type[R]) -> Iterator[tuple[R, Location]]:
        """Yield every record of a type, and of the types made from it."""
        return ((r, location) for r, location in self.all if isinstance(r, kind))

    def place(self, *location: str | int) -> Place:
        """Return where something stands."""
        return place_of(self.tree, *location)

    def around(self, location: Location) -> Iterator[Record]:
        """Yield the record at a location and those around it, the innermost first."""
        for end in range(len(location), 0, -1):
            record = self._by_location.get(location[:end])
            if record is not None:
                yield record

    def cited(self, location: Location) -> tuple[str, ...]:
        """Return the ids of the sources of a record, or of the nearest one around it with any."""
        return next((record.sources for record in self.around(location) if record.sources), ())


def _nothing(_case: Case) -> Iterator[Fault]:
    return iter(())


@dataclass(frozen=True)
class Rule:
    """One thing to look for.

    Attributes:
        id: stable id; ``docs/rules.md`` documents it.
        severity: ``error`` or ``warning``; a workspace may set another one.
        reason: why it matters, in one sentence.
        check: yields what it finds; rules of later stages find nothing in a dossier alone.
    """

    id: str
    severity: str
    reason: str
    check: Callable[[Case], Iterator[Fault]] = _nothing


def said(text: dict[str, str]) -> str:
    """Return a text as messages quote it: plain or English where it has that, on one line."""
    words = text.get("") or text.get("en") or next(iter(text.values()))
    return words if len(words) <= 60 else words[:59].rstrip() + "…"


def _texts(value: Any, location: Location) -> Iterator[tuple[Location, dict[str, str]]]:
    if isinstance(value, dict):
        yield location, value
    elif isinstance(value, tuple):
        yield from (((*location, index), item) for index, item in enumerate(value))


@cache
def _text_fields(kind: type[Record]) -> tuple[str, ...]:
    return tuple(
        name
        for name, field in kind.model_fields.items()
        if name != "translated" and _is_text(field.annotation)
    )


def _is_text(annotation: Any) -> bool:
    origin = get_origin(annotation)
    if origin is dict:
        return True
    if origin in (tuple, Union, types.UnionType) or hasattr(annotation, "__metadata__"):
        return any(_is_text(argument) for argument in get_args(annotation))
    return False
