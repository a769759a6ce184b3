"""Every record of a dossier with where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.dossier.records import Model, Record, Records

#: Where a record stands in the tree of its source files: names and indices.
Location = tuple[str | int, ...]


def walk(records: Records) -> Iterator[tuple[Record, Location]]:
    """Yield every record with its location, nested ones right after the record around them."""
    return _below(records, ())


def _below(model: Model, around: Location) -> Iterator[tuple[Record, Location]]:
    for field in type(model).model_fields:
        for record, location in _inside(getattr(model, field), (*around, field)):
            yield record, location
            yield from _below(record, location)


def _inside(value: object, location: Location) -> Iterator[tuple[Record, Location]]:
    if isinstance(value, Record):
        yield value, location
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            if isinstance(item, Record):
                yield item, (*location, index)
