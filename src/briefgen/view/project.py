"""The projection: a dossier and an audience become the view that its paper is made from.

This is the only place where anything is withheld. What leaves it is plain
values; nothing downstream can reach the dossier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from briefgen.dossier.records import Figure, Record, Series
from briefgen.dossier.resolve import Dossier
from briefgen.dossier.walk import Location
from briefgen.house.audience import Audience, SectionChoice
from briefgen.house.markings import Scheme
from briefgen.load.nodes import Mapping as MappingNode
from briefgen.load.nodes import Scalar, find
from briefgen.view.quantity import Basis, Origin, Quantity
from briefgen.view.sections import SECTIONS, Fields, Selection

#: Fields that steer the projection and are of no use after it.
_CONTROL = ("only", "priority", "marking", "revised", "translated", "valid_years", "gaps")


class NotForAudienceError(Exception):
    """The audience may not see the dossier at all; the message says why."""


@dataclass(frozen=True)
class View:
    """What one paper is made from.

    Attributes:
        dossier: name of the dossier.
        audience: name of the audience.
        language: language of the paper.
        marking: the banner: the highest level of what is shown.
        paper: everything the templates see: dictionaries, lists, texts,
            numbers and truth values only.
    """

    dossier: str
    audience: str
    language: str
    marking: str
    paper: Mapping[str, Any]


def project(dossier: Dossier, name: str, audience: Audience, language: str) -> View:
    """Return what an audience sees of a dossier.

    Args:
        dossier: the dossier.
        name: the audience's name, as ``only`` fields give it.
        audience: its settings.
        language: language of the paper.

    Raises:
        NotForAudienceError: it has no clearance in the dossier's scheme, or none
            that reaches the dossier's own marking.
    """
    scheme = dossier.scheme
    clearance = audience.clearance.get(scheme.name)
    if clearance is None or clearance not in scheme.levels:
        raise NotForAudienceError(f"`{name}` has no clearance in the scheme {scheme.name}")
    header = dossier.records.dossier
    projection = _Projection(
        name, scheme, scheme.rank(clearance), header.default_marking or scheme.levels[-1],
        language, header.language, header.parties, dossier.tree,
    )  # fmt: skip
    if not projection.may_see(header):
        raise NotForAudienceError(f"the dossier as a whole is marked above what `{name}` may see")
    projection.highest = projection.level(header, None)
    projection.sources = frozenset(s.id for s in dossier.records.sources if projection.may_see(s))
    countries = [c for c in dossier.records.countries if projection.may_see(c)]
    names = {code: code for code in header.parties}
    names |= {c.iso: projection.text(c.name) for c in countries}
    projection.names = names
    for country in countries:  # its name is printed whether or not the facts about it are
        projection.highest = max(projection.highest, projection.level(country, None))
    sections = [
        section
        for choice in audience.sections
        if (section := _section(dossier, choice, projection)) is not None
    ]
    block = dossier.records.clearance
    printed = any(choice.section == "clearance" for choice in audience.sections)
    cleared = projection.record(block, True, ("clearance",)) if block and printed else None
    sources = _sources(dossier, projection)
    known = {source["id"] for source in sources}
    _drop_unknown_sources([sections, sources, cleared], known)
    paper = {
        "title": projection.text(header.title),
        "description": projection.text(header.description) if header.description else None,
        "as_of": header.as_of,
        "reference": header.reference,
        "kind": audience.title,
        "parties": [
            {
                "iso": c.iso,
                "name": projection.text(c.name),
                "adjective": projection.text(c.adjective) if c.adjective else None,
            }
            for code in header.parties
            for c in countries
            if c.iso == code
        ],
        "names": names,
        "sections": sections,
        "sources": sources,
        "clearance": cleared,
        "notes": audience.notes,
        "colors": dict(audience.colors),
    }
    marking = scheme.printed(scheme.levels[projection.highest])
    return View(dossier.name, name, language, marking, paper | {"marking": marking})


@dataclass
class _Around:
    """What a record passes on to the records inside it.

    Attributes:
        level: rank of its marking.
        sources: ids of its sources.
        basis: what its numbers measure.
    """

    level: int
    sources: tuple[str, ...]
    basis: Basis | None


@dataclass
class _Projection:
    """One pass over a dossier on behalf of an audience; notes what it lets through."""

    audience: str
    scheme: Scheme
    clearance: int
    default: str
    language: str
    own_language: str
    parties: Sequence[str]
    tree: MappingNode
    highest: int = 0

    def __post_init__(self) -> None:
        self.cited: set[str] = set()
        self.names: dict[str, str] = {}
        self.sources: frozenset[str] = frozenset()

    def visible(self, level: int, only: Sequence[str] | None) -> bool:
        """Whether a record of an effective level and need-to-know may be seen."""
        return level <= self.clearance and (only is None or self.audience in only)

    def level(self, record: Record, around: int | None) -> int:
        """Return a record's effective level: its own, that of the record around it, the default."""
        if record.marking is not None:
            return self.scheme.rank(record.marking)
        return around if around is not None else self.scheme.rank(self.default)

    def may_see(self, record: Record) -> bool:
        """Whether a record that stands by itself may be seen."""
        return self.visible(self.level(record, None), record.only)

    def has_values(self, record: Record) -> bool:
        """Whether any value of a series may be seen; other records are worth showing as such."""
        if not isinstance(record, Series):
            return True
        level = self.level(record, None)
        return any(self.visible(self.level(o, level), o.only) for o in record.observations)

    def record(
        self, record: Record, fields: Fields, location: Location, around: _Around | None = None
    ) -> dict[str, Any] | None:
        """Return a record as plain values, or ``None`` where it is withheld."""
        level = self.level(record, around.level if around else None)
        if not self.visible(level, record.only):
            return None
        here = _Around(level, record.sources or (around.sources if around else ()),
                       _basis(record) or (around.basis if around else None))  # fmt: skip
        self.highest = max(self.highest, level)
        self.cited.update(record.sources)
        shown: dict[str, Any] = {"marking": self.scheme.printed(self.scheme.levels[level])}
        for field in type(record).model_fields:
            if field in _CONTROL:
                continue
            below = fields if isinstance(fields, bool) else fields.get(field, False)
            if below is False and field not in ("id", "sources", "as_of"):
                continue
            value = getattr(record, field)
            shown[field] = (
                self.quantity(record, value, (*location, field), here)
                if isinstance(value, Decimal)
                else self.value(value, below or True, (*location, field), here)
            )
        return shown

    def value(self, value: Any, fields: Fields, location: Location, around: _Around) -> Any:
        """Return a field's value as plain values."""
        match value:
            case Record():
                return self.record(value, fields, location, around)
            case dict():
                text = self.text(value)
                return self.speaker(text) if location[-1] == "by" else text
            case tuple():
                shown = (
                    self.value(item, fields, (*location, index), around)
                    for index, item in enumerate(value)
                )
                return [item for item in shown if item is not None]
            case str() | bool() | int() | None:
                return value
            case _:
                return {
                    name: self.value(getattr(value, name), True, (*location, name), around)
                    for name in type(value).model_fields
                }

    def quantity(
        self, record: Record, value: Decimal, location: Location, around: _Around
    ) -> Quantity:
        """Return a number with its basis and where it was read."""
        node = find(self.tree, location)
        text = node.text if isinstance(node, Scalar) and node.text else str(value)
        as_of = record.as_of or getattr(record, "period", None) or ""
        origin = Origin(str(node.place), text, as_of, self._seen(around.sources))
        basis = around.basis if location[-1] == "value" else None
        return Quantity(value, basis, (origin,))

    def _seen(self, sources: tuple[str, ...]) -> tuple[str, ...]:
        """Return the sources that the audience may see."""
        return tuple(source for source in sources if source in self.sources)

    def speaker(self, text: str) -> dict[str, Any]:
        """Return who says something: a party by its code and name, anyone else by name."""
        if text in self.parties:
            return {"code": text, "name": self.names.get(text, text)}
        return {"code": None, "name": text}

    def text(self, text: Mapping[str, str]) -> str:
        """Return a text in the paper's language, or in the dossier's own, or in any it has."""
        for language in (self.language, "", self.own_language):
            if language in text:
                return text[language]
        return text[min(text)]


def _basis(record: Record) -> Basis | None:
    """Return what the numbers of a record measure, where the record says so itself."""
    if isinstance(record, (Figure, Series)):
        return Basis(record.unit, record.currency, record.price_basis)
    return None


def _section(
    dossier: Dossier, choice: SectionChoice, projection: _Projection
) -> dict[str, Any] | None:
    """Return a section as plain values; one with nothing to show does not exist."""
    section: dict[str, Any] = {
        "name": choice.section,
        "title": choice.title,
        "depth": choice.depth,
    }
    selections = SECTIONS[choice.section]
    for selection in selections:
        section[selection.type] = _select(dossier, choice, selection, projection)
    if selections and not any(section[s.type] for s in selections):
        return None
    return section


def _select(
    dossier: Dossier, choice: SectionChoice, selection: Selection, projection: _Projection
) -> list[dict[str, Any]]:
    fields = selection.seen(choice.depth)
    if fields is False:
        return []
    candidates = [
        (record, index)
        for index, record in enumerate(getattr(dossier.records, selection.type))
        if projection.may_see(record)
        and projection.has_values(record)
        and record.priority >= choice.priority
        and selection.keep(record, choice)
    ]
    if selection.type == "countries":
        order = dossier.records.dossier.parties
        candidates.sort(key=lambda candidate: order.index(candidate[0].iso))
    if (key := selection.order) is not None:
        candidates.sort(key=lambda candidate: key(candidate[0]))
    if choice.limit is not None and len(candidates) > choice.limit:
        chosen = sorted(range(len(candidates)), key=lambda i: -candidates[i][0].priority)
        kept = set(chosen[: choice.limit])
        candidates = [candidate for i, candidate in enumerate(candidates) if i in kept]
    shown = (
        projection.record(record, fields, (selection.type, index)) for record, index in candidates
    )
    return [record for record in shown if record is not None]


def _sources(dossier: Dossier, projection: _Projection) -> list[dict[str, Any]]:
    """Return the sources cited by what is shown, and those that such sources cite."""
    shown: dict[str, dict[str, Any] | None] = {}
    pending = list(enumerate(dossier.records.sources))
    while cited := [(i, source) for i, source in pending if source.id in projection.cited]:
        for index, source in cited:
            shown[source.id] = projection.record(source, True, ("sources", index))
        pending = [(i, source) for i, source in pending if source.id not in shown]
    return [entry for s in dossier.records.sources if (entry := shown.get(s.id)) is not None]


def _drop_unknown_sources(value: Any, known: set[str]) -> None:
    """Take sources that the audience may not see out of the citations."""
    stack = [value]
    while stack:
        current = stack.pop()
        if isinstance(current, dict):
            if "sources" in current:
                current["sources"] = [s for s in current["sources"] if s in known]
            stack.extend(current.values())
        elif isinstance(current, list):
            stack.extend(current)
