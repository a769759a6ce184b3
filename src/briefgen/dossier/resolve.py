"""Records become a dossier: validated as a whole, every reference followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from briefgen.diagnostics import ContentError, Diagnostic, Findings, Place, did_you_mean
from briefgen.dossier.join import join_observations
from briefgen.dossier.records import Records
from briefgen.dossier.rules.registry import examine
from briefgen.dossier.rules.rule import Case
from briefgen.dossier.walk import Location
from briefgen.house.markings import Scheme
from briefgen.house.workspace import STALE_YEARS
from briefgen.load.nodes import Mapping as MappingNode
from briefgen.load.nodes import Node, Scalar, children, find, plain
from briefgen.load.nodes import Sequence as SequenceNode
from briefgen.load.validate import place_of, validate


@dataclass(frozen=True)
class Dossier:
    """A dossier in which every reference leads somewhere.

    Attributes:
        name: name of its folder.
        records: the records, observations filed under their series.
        tree: the source files, for the places of values.
        scheme: the scheme its markings come from.
        warnings: what a careful colleague would still ask about.
        elsewhere: files outside its folder that it was read from; nothing where it is not
            known what else it was read from, such as a server.
    """

    name: str
    records: Records
    tree: MappingNode
    scheme: Scheme
    warnings: Sequence[Diagnostic]
    elsewhere: tuple[str, ...] | None = ()


def resolve(
    name: str,
    tree: MappingNode,
    schemes: Mapping[str, Scheme],
    audiences: Sequence[str],
    severities: Mapping[str, str] | None = None,
    stale_years: int = STALE_YEARS,
) -> Dossier:
    """Validate a dossier's records and follow their references.

    Args:
        name: name of the dossier's folder.
        tree: its source files.
        schemes: every marking scheme, by name.
        audiences: every audience that ``only`` may name.
        severities: severities that the workspace sets, by rule.
        stale_years: years after which a figure is stale.

    Raises:
        ContentError: with everything that is wrong.
    """
    found = Findings()
    tree = join_observations(tree, found)
    _check_sources(tree, found)
    records = validate(Records, tree, found)
    if records is None:  # what is sound is examined all the same: one run reports everything
        tree, records = _sound_part(tree)
    if records is None:
        raise ContentError(found.items)
    scheme = _scheme(records, tree, schemes, found)
    case = Case(records, tree, stale_years)
    _check_references(case, scheme, audiences, found)
    examine(case, severities or {}, found)
    if scheme is None:
        raise ContentError(found.items)
    found.raise_errors()
    return Dossier(name, records, tree, scheme, tuple(found.items))


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
    case: Case, scheme: Scheme | None, audiences: Sequence[str], found: Findings
) -> None:
    tree = case.tree
    seen: dict[tuple[str, str], Place] = {}
    for record, location in case.all:
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
    _check_parties(case.records, tree, found)


def _check_not_empty(location: Location, tree: MappingNode, found: Findings) -> None:
    """Refuse handling fields left empty: nobody can tell a default from something forgotten."""
    node = find(tree, location)
    for field in ("marking", "only"):
        value = node.entries.get(field) if isinstance(node, MappingNode) else None
        if isinstance(value, Scalar) and value.text is None:
            found.error(
                value.place, "empty-field", f"`{field}` is empty", "give it a value or remove it"
            )


def _check_parties(records: Records, tree: MappingNode, found: Findings) -> None:
    parties = records.dossier.parties
    if parties[0] == parties[1]:
        found.error(
            place_of(tree, "dossier", "parties"), "one-party", "both parties are the same state"
        )
    written = (find(node, ("iso",)) for node in children(tree.entries.get("countries")))
    known = [i.text for i in written if isinstance(i, Scalar) and i.text]
    for index, code in enumerate(parties):
        if code not in known:
            found.error(
                place_of(tree, "dossier", "parties", index), "unknown-country",
                f"`countries` has no record of {code}", did_you_mean(code, known),
            )  # fmt: skip
    named: list[tuple[str | None, Location]] = [(records.dossier.home, ("dossier", "home"))]
    named += [(c.iso, ("countries", index, "iso")) for index, c in enumerate(records.countries)]
    named += [(m.side, ("meetings", index, "side")) for index, m in enumerate(records.meetings)]
    for party, location in named:
        if party is not None and party not in parties:
            found.error(
                place_of(tree, *location), "unknown-country",
                f"{party} is not one of the dossier's parties", did_you_mean(party, parties),
            )  # fmt: skip


def _check_sources(tree: MappingNode, found: Findings) -> None:
    """Report sources that are not there, in records sound or not."""
    written = (find(node, ("id",)) for node in children(tree.entries.get("sources")))
    known = {i.text: None for i in written if isinstance(i, Scalar) and i.text}
    stack = [node for name, node in tree.entries.items() if name != "sources"]
    stack.extend(children(tree.entries.get("sources")))
    while stack:
        node = stack.pop()
        stack.extend(children(node))
        if not isinstance(node, MappingNode):
            continue
        for source, place in _cited(node.entries.get("sources")):
            if source not in known:
                found.error(
                    place, "unknown-source", f"there is no source `{source}`",
                    did_you_mean(source, list(known)),
                )  # fmt: skip


def _cited(node: Node | None) -> Iterator[tuple[str, Place]]:
    """Yield the sources that a record's field names: a list, or one cell, "a; b"."""
    for item in (node,) if isinstance(node, Scalar) else children(node):
        if isinstance(item, Scalar) and item.text:
            names = item.text.split(";") if item is node else [item.text]
            yield from ((name.strip(), item.place) for name in names if name.strip())


def _sound_part(tree: MappingNode) -> tuple[MappingNode, Records | None]:
    """Return the records left when those at fault are taken out, with the tree they stand in."""
    try:
        Records.model_validate(plain(tree))
    except ValidationError as error:
        faulty = {detail["loc"][:2] for detail in error.errors(include_url=False)}
    whole = {at[0] for at in faulty if not isinstance(at[-1], int)} - {"dossier"}
    entries: dict[str, Node] = {}
    for name, node in tree.entries.items():
        if name in whole:
            continue
        if isinstance(node, SequenceNode):
            kept = (item for index, item in enumerate(node.items) if (name, index) not in faulty)
            entries[name] = SequenceNode(tuple(kept), node.place)
        else:
            entries[name] = node
    sound = MappingNode(entries, tree.keys, tree.place)
    try:
        return sound, Records.model_validate(plain(sound))
    except ValidationError:
        return sound, None
