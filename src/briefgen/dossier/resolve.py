"""Records become a dossier: validated as a whole, every reference followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefgen.diagnostics import ContentError, Diagnostic, Findings, Place, did_you_mean
from briefgen.dossier.records import Figure, Model, Record, Records, Series
from briefgen.house.markings import Scheme
from briefgen.load.nodes import Mapping as MappingNode
from briefgen.load.nodes import Scalar, children, find
from briefgen.load.validate import place_of, validate

#: Where a record stands in the tree of its source files.
Location = tuple[str | int, ...]

#: Records that state facts and so need a source, of their own or of the record around them.
_FACTS = (
    "countries", "findings", "events", "visits", "agreements", "statements", "sectors", "series",
    "organisations",
)  # fmt: skip


@dataclass(frozen=True)
class Dossier:
    """A dossier in which every reference leads somewhere.

    Attributes:
        name: name of its folder.
        records: the records, observations filed under their series.
        scheme: the scheme its markings come from.
        warnings: what a careful colleague would still ask about.
    """

    name: str
    records: Records
    scheme: Scheme
    warnings: Sequence[Diagnostic]


def resolve(
    name: str,
    tree: MappingNode,
    schemes: Mapping[str, Scheme],
    audiences: Sequence[str],
) -> Dossier:
    """Validate a dossier's records and follow their references.

    Args:
        name: name of the dossier's folder.
        tree: its source files.
        schemes: every marking scheme, by name.
        audiences: every audience that ``only`` may name.

    Raises:
        ContentError: with everything that is wrong.
    """
    found = Findings()
    records = validate(Records, tree, found)
    if records is None:
        _check_raw_sources(tree, found)
        raise ContentError(found.items)
    scheme = _scheme(records, tree, schemes, found)
    _check_references(records, tree, scheme, audiences, found)
    records = records.model_copy(update={"series": _filled(records, tree, found)})
    if scheme is None:
        raise ContentError(found.items)
    found.raise_errors()
    return Dossier(name, records, scheme, tuple(found.items))


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


def _scheme(
    records: Records, tree: MappingNode, schemes: Mapping[str, Scheme], found: Findings
) -> Scheme | None:
    header = records.dossier
    scheme = schemes.get(header.marking_scheme)
    if scheme is None:
        found.error(
            place_of(tree, "dossier", "marking_scheme"), "unknown-scheme",
            f"there is no marking scheme `{header.marking_scheme}`",
            did_you_mean(header.marking_scheme, sorted(schemes)),
        )  # fmt: skip
        return None
    if header.default_marking is None:
        found.error(
            place_of(tree, "dossier"), "no-default-marking",
            "the dossier has no default marking, so a record without one has none",
            f"add `default_marking:` with one of {', '.join(scheme.levels)}",
        )  # fmt: skip
    return scheme


def _check_references(
    records: Records,
    tree: MappingNode,
    scheme: Scheme | None,
    audiences: Sequence[str],
    found: Findings,
) -> None:
    sources = [source.id for source in records.sources]
    seen: dict[tuple[str, str], Place] = {}
    cited: set[Location] = set()
    for record, location in walk(records):
        for index, source in enumerate(record.sources):
            if source not in sources:
                found.error(
                    place_of(tree, *location, "sources", index), "unknown-source",
                    f"there is no source `{source}`", did_you_mean(source, sources),
                )  # fmt: skip
        for level in filter(None, (record.marking, getattr(record, "default_marking", None))):
            if scheme is not None and level not in scheme.levels:
                field = "marking" if level == record.marking else "default_marking"
                found.error(
                    place_of(tree, *location, field), "unknown-marking",
                    f"`{level}` is not a level of the scheme {scheme.name}",
                    did_you_mean(level, scheme.levels),
                )  # fmt: skip
        for index, audience in enumerate(record.only or ()):
            if audience not in audiences:
                found.error(
                    place_of(tree, *location, "only", index), "unknown-audience",
                    f"there is no audience `{audience}`", did_you_mean(audience, audiences),
                )  # fmt: skip
        if record.id is not None:
            key = (str(location[0]), record.id)
            place = place_of(tree, *location, "id")
            if key in seen:
                found.error(
                    place, "duplicate-id", f"`{record.id}` is the id of another record",
                    f"the first is at {seen[key]}; give one of them another id",
                )  # fmt: skip
            seen.setdefault(key, place)
        _check_not_empty(location, tree, found)
        _check_sourced(record, location, cited, tree, found)
    _check_parties(records, tree, found)


def _check_not_empty(location: Location, tree: MappingNode, found: Findings) -> None:
    """Refuse handling fields left empty: nobody can tell a default from something forgotten."""
    node = find(tree, location)
    for field in ("marking", "only"):
        value = node.entries.get(field) if isinstance(node, MappingNode) else None
        if isinstance(value, Scalar) and value.text is None:
            found.error(
                value.place, "empty-field", f"`{field}` is empty", "give it a value or remove it"
            )


def _check_sourced(
    record: Record, location: Location, cited: set[Location], tree: MappingNode, found: Findings
) -> None:
    if record.sources or any(location[:n] in cited for n in range(len(location))):
        cited.add(location)
    elif isinstance(record, Figure) or (len(location) == 2 and location[0] in _FACTS):
        if location[0] in ("countries", "sectors") and len(location) == 2:
            return  # its parts carry the sources
        found.warning(
            place_of(tree, *location), "no-source", "no source supports this record",
            "add `sources:` with the ids of the sources that do",
        )  # fmt: skip


def _check_parties(records: Records, tree: MappingNode, found: Findings) -> None:
    parties = records.dossier.parties
    if parties[0] == parties[1]:
        found.error(
            place_of(tree, "dossier", "parties"), "one-party", "both parties are the same state"
        )
    known = [country.iso for country in records.countries]
    for index, code in enumerate(parties):
        if code not in known:
            found.error(
                place_of(tree, "dossier", "parties", index), "unknown-country",
                f"`countries` has no record of {code}", did_you_mean(code, known),
            )  # fmt: skip
    for index, country in enumerate(records.countries):
        if country.iso not in parties:
            found.error(
                place_of(tree, "countries", index, "iso"), "unknown-country",
                f"{country.iso} is not one of the dossier's parties", did_you_mean(
                    country.iso, parties
                ),
            )  # fmt: skip


def _filled(records: Records, tree: MappingNode, found: Findings) -> tuple[Series, ...]:
    """Return the series with the observations that stand in tables of their own."""
    known = [series.id for series in records.series]
    values = {series.id: list(series.observations) for series in records.series}
    for index, series in enumerate(records.series):
        periods = [observation.period for observation in series.observations]
        for number, period in enumerate(periods):
            if period in periods[:number]:
                found.error(
                    place_of(tree, "series", index, "observations", number), "duplicate-period",
                    f"{series.id} has two values for {period}", "remove one of them",
                )  # fmt: skip
    for index, row in enumerate(records.observations):
        place = place_of(tree, "observations", index)
        if row.series not in values:
            found.error(
                place_of(tree, "observations", index, "series"), "unknown-series",
                f"there is no series `{row.series}`", did_you_mean(row.series, known),
            )  # fmt: skip
        elif any(row.period == other.period for other in values[row.series]):
            found.error(
                place, "duplicate-period", f"{row.series} has two values for {row.period}",
                "remove one of them",
            )  # fmt: skip
        else:
            values[row.series].append(row)
    return tuple(
        series.model_copy(
            update={"observations": tuple(sorted(values[series.id], key=lambda o: o.period))}
        )
        for series in records.series
    )


def _check_raw_sources(tree: MappingNode, found: Findings) -> None:
    """Report unknown sources even where other faults keep the records from being built."""
    identifiers = (find(node, ("id",)) for node in children(tree.entries.get("sources")))
    known = [i.text for i in identifiers if isinstance(i, Scalar) and i.text]
    stack = [node for name, node in tree.entries.items() if name != "sources"]
    while stack:
        node = stack.pop()
        stack.extend(children(node))
        if isinstance(node, MappingNode):
            for cited in children(node.entries.get("sources")):
                if isinstance(cited, Scalar) and cited.text and cited.text not in known:
                    found.error(
                        cited.place, "unknown-source", f"there is no source `{cited.text}`",
                        did_you_mean(cited.text, known),
                    )  # fmt: skip
