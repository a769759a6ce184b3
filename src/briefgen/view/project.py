"""The projection: a dossier and an audience become the view that its paper is made from.

This is the only place where anything is withheld. What leaves it is plain
values; nothing downstream can reach the dossier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from briefgen.dossier.records import Clearance, Figure, Header, Record, Series
from briefgen.dossier.resolve import Dossier
from briefgen.dossier.walk import Location
from briefgen.house.audience import Audience
from briefgen.house.sections import SectionChoice
from briefgen.load.nodes import Mapping as MappingNode
from briefgen.load.nodes import Scalar, find
from briefgen.view.phrase import Phrase
from briefgen.view.quantity import Basis, Origin, Quantity
from briefgen.view.sections import SECTIONS, Fields, Selection
from briefgen.view.view import View
from briefgen.view.visible import Barrier, Reader, reader

#: Fields that steer the projection and are of no use after it.
_CONTROL = (
    "only", "priority", "marking", "basis", "side", "revised", "translated", "valid_years", "gaps",
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A record that a view shows: for whoever accounts for records, never for a template.

    Attributes:
        location: where it stands in the dossier.
        section: the section that shows it.
        gap: whether what is shown is a gap in its place.
    """

    location: Location
    section: str
    gap: bool = False


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
    return account(dossier, name, audience, language)[0]


def account(
    dossier: Dossier,
    name: str,
    audience: Audience,
    language: str,
    dropped: frozenset[Location] = frozenset(),
    *,
    traced: bool = True,
) -> tuple[View, list[Shown]]:
    """Return what an audience sees of a dossier, and which records those are.

    Args:
        dossier: the dossier.
        name: the audience's name, as ``only`` fields give it.
        audience: its settings.
        language: language of the paper.
        dropped: records that are left out for want of space.
        traced: whether numbers carry the places they were read from. Those tell how much
            stands before them in their files: who need not know does without.

    Raises:
        NotForAudienceError: it has no clearance in the dossier's scheme, or none
            that reaches the dossier's own marking.
    """
    header = dossier.records.dossier
    home = home_party(header, audience)
    projection = _Projection(
        reader(dossier, name, audience), language, header.language,
        (home, *(code for code in header.parties if code != home)), dossier.tree,
        redacts=audience.above_clearance == "redact", dropped=dropped, traced=traced,
    )  # fmt: skip
    projection.highest = projection.reader.level(header, None)
    may_see = projection.reader.may_see
    projection.sources = frozenset(s.id for s in dossier.records.sources if may_see(s))
    countries = [c for c in dossier.records.countries if may_see(c)]
    names = {code: code for code in projection.parties}
    names |= {c.iso: projection.text(c.name) for c in countries}
    projection.names = names
    for country in countries:  # its name is printed whether or not the facts about it are
        projection.highest = max(projection.highest, projection.reader.level(country, None))
    projection.gap_sections = _gap_sections(audience)
    sections = [
        section
        for choice in audience.sections
        if (section := _section(dossier, choice, projection)) is not None
    ]
    block = dossier.records.clearance
    printed = any(choice.section == "clearance" for choice in audience.sections)
    projection.section = "clearance"
    cleared = projection.record(block, True, ("clearance",)) if block and printed else None
    projection.section = "sources"
    sources = _sources(dossier, projection)
    paper = {
        "title": projection.text(header.title),
        "description": projection.text(header.description) if header.description else None,
        "as_of": header.as_of,
        "reference": header.reference,
        "kind": audience.title,
        "home": home,
        "voice": audience.voice,
        "draft": not is_cleared(block),
        "parties": [
            {
                "iso": c.iso,
                "side": "ours" if c.iso == home else "theirs",
                "name": projection.text(c.name),
                "adjective": projection.text(c.adjective) if c.adjective else None,
            }
            for code in projection.parties
            for c in countries
            if c.iso == code
        ],
        "names": names,
        "sections": sections,
        "sources": sources,
        "clearance": cleared,
        "notes": audience.notes,
        "numbered_headings": audience.numbered_headings,
        "numbered_captions": audience.numbered_captions,
        "colors": dict(audience.colors),
    }
    # A paper of the lowest level carries no marks of single passages (32 CFR 2001.24(b)).
    portions = projection.highest > 0
    _finish([sections, sources, cleared], {source["id"] for source in sources}, portions=portions)
    marking = projection.scheme.printed(projection.scheme.levels[projection.highest])
    view = View(dossier.name, name, language, marking, paper | {"marking": marking})
    return view, projection.shown


def home_party(header: Header, audience: Audience) -> str:
    """Return the party whose readers an audience's are; it stands first."""
    if audience.home in header.parties:
        return str(audience.home)
    return header.home or header.parties[0]


def is_cleared(block: Clearance | None) -> bool:
    """Whether a dossier's clearance is complete; a paper of one that is not is a draft.

    That is told on every paper, whatever the block itself is marked.
    """
    return bool(block and block.drafted_by and block.cleared_by and block.date)


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

    reader: Reader
    language: str
    own_language: str
    parties: Sequence[str]
    tree: MappingNode
    redacts: bool
    dropped: frozenset[Location]
    traced: bool
    highest: int = 0
    section: str = ""

    def __post_init__(self) -> None:
        self.scheme = self.reader.scheme
        self.cited: set[str] = set()
        self.names: dict[str, str] = {}
        self.sources: frozenset[str] = frozenset()
        self.shown: list[Shown] = []
        self.gap_sections: dict[str, str] = {}

    def has_values(self, record: Record) -> bool:
        """Whether any value of a series may be seen; other records are worth showing as such."""
        if not isinstance(record, Series):
            return True
        level = self.reader.level(record, None)
        return any(
            self.reader.barrier(self.reader.level(o, level), o.only) is None
            for o in record.observations
        )

    def record(
        self, record: Record, fields: Fields, location: Location, around: _Around | None = None
    ) -> dict[str, Any] | None:
        """Return a record as plain values, or ``None`` where it is withheld."""
        level = self.reader.level(record, around.level if around else None)
        if self.reader.barrier(level, record.only) or location in self.dropped:
            return None
        here = _Around(level, record.sources or (around.sources if around else ()),
                       _basis(record) or (around.basis if around else None))  # fmt: skip
        self.highest = max(self.highest, level)
        self.cited.update(record.sources)
        self.shown.append(Shown(location, self.section))
        name = self.scheme.levels[level]
        shown: dict[str, Any] = {
            "marking": self.scheme.printed(name), "portion": self.scheme.portion(name)
        }  # fmt: skip
        gaps: dict[str, list[dict[str, Any]]] = {}
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
            at = (*location, field)
            inner = (
                [(item, (*at, i)) for i, item in enumerate(value)]
                if isinstance(value, tuple)
                else [(value, at)]
            )
            if found := self.gaps(inner, level):
                gaps[field] = found
        return shown | {"gaps": gaps}

    def gaps(
        self, records: Sequence[tuple[Any, Location]], around: int | None
    ) -> list[dict[str, Any]]:
        """Return a visible gap for each record above the clearance, where the audience has gaps.

        A gap tells the legal basis and nothing else, and gaps are not in the order of the
        records. Need to know covers the existence of a record: it leaves no gap.
        """
        if not self.redacts:
            return []
        bases = []
        for record, location in records:
            if isinstance(record, Record) and self._is_gap(record, around):
                bases.append(self.text(record.basis) if record.basis else "")
                self.shown.append(Shown(location, self.section, gap=True))
        return [{"basis": basis or None} for basis in sorted(bases)]

    def _is_gap(self, record: Record, around: int | None) -> bool:
        """Whether a record is above the clearance, or a series of which all values are."""
        level = self.reader.level(record, around)
        barrier = self.reader.barrier(level, record.only)
        if barrier is None and isinstance(record, Series) and record.observations:
            barriers = {
                self.reader.barrier(self.reader.level(o, level), o.only)
                for o in record.observations
            }
            # Values for others only may come and go: they decide nothing.
            return None not in barriers and Barrier.CLEARANCE in barriers
        return barrier is Barrier.CLEARANCE

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
        basis = around.basis if location[-1] == "value" else None
        if not self.traced:
            return Quantity(value, basis, ())
        node = find(self.tree, location)
        text = node.text if isinstance(node, Scalar) and node.text else str(value)
        as_of = record.as_of or getattr(record, "period", None) or ""
        origin = Origin(str(node.place), text, as_of, self._seen(around.sources))
        return Quantity(value, basis, (origin,))

    def _seen(self, sources: tuple[str, ...]) -> tuple[str, ...]:
        """Return the sources that the audience may see."""
        return tuple(source for source in sources if source in self.sources)

    def speaker(self, text: str) -> dict[str, Any]:
        """Return who says something: a party by its code and name, anyone else by name."""
        if text in self.parties:
            side = "ours" if text == self.parties[0] else "theirs"
            return {"code": text, "name": self.names.get(text, text), "side": side}
        return {"code": None, "name": text, "side": "other"}

    def text(self, text: Mapping[str, str]) -> str:
        """Return a text in the paper's language, or in the dossier's own, or in any it has.

        One that is not in the paper's language says so.
        """
        order = (self.language, "", self.own_language)
        language = next((one for one in order if one in text), min(text))
        found = language or self.own_language
        if found.partition("-")[0] == self.language.partition("-")[0]:
            return text[language]
        return Phrase(text[language], found)


def _basis(record: Record) -> Basis | None:
    """Return what the numbers of a record measure, where the record says so itself."""
    if isinstance(record, (Figure, Series)):
        return Basis(record.unit, record.currency, record.price_basis)
    return None


def _gap_sections(audience: Audience) -> dict[str, str]:
    """Return the section in which the gaps of each type stand: one that takes all of the type."""
    found: dict[str, str] = {}
    for choice in audience.sections:
        for selection in SECTIONS[choice.section]:
            if selection.seen(choice.depth) is not False:
                found.setdefault(selection.type, choice.section)
                if choice.section == selection.type:
                    found[selection.type] = choice.section
    return found


def _section(
    dossier: Dossier, choice: SectionChoice, projection: _Projection
) -> dict[str, Any] | None:
    """Return a section as plain values; one with nothing to show does not exist."""
    projection.section = choice.section
    section: dict[str, Any] = {
        "name": choice.section,
        "title": choice.title,
        "depth": choice.depth,
        "gaps": {},
    }
    selections = SECTIONS[choice.section]
    for selection in selections:
        section[selection.type] = _select(dossier, choice, selection, projection)
        # Which of a type's sections would have shown a record is for those who see it to know:
        # all gaps of a type stand in one section.
        if projection.gap_sections.get(selection.type) == choice.section:
            records = getattr(dossier.records, selection.type)
            places = [(record, (selection.type, i)) for i, record in enumerate(records)]
            if gaps := projection.gaps(places, None):
                section["gaps"][selection.type] = gaps
    if selections and not section["gaps"] and not any(section[s.type] for s in selections):
        return None
    return section


def _select(
    dossier: Dossier, choice: SectionChoice, selection: Selection, projection: _Projection
) -> list[dict[str, Any]]:
    fields = selection.seen(choice.depth)
    if fields is False:
        return []
    chosen = chosen_of(
        [
            (record, index)
            for index, record in enumerate(getattr(dossier.records, selection.type))
            if projection.reader.may_see(record)
            and projection.has_values(record)
            and (selection.type, index) not in projection.dropped
        ],
        choice,
        selection,
        projection.parties,
        dossier.records.dossier.home or dossier.records.dossier.parties[0],
    )
    shown = (projection.record(record, fields, (selection.type, index)) for record, index in chosen)
    return [record for record in shown if record is not None]


def chosen_of(
    candidates: Sequence[tuple[Any, int]],
    choice: SectionChoice,
    selection: Selection,
    parties: Sequence[str],
    side: str,
) -> list[tuple[Any, int]]:
    """Return those of the records an audience may see that a section takes, in its order.

    Args:
        candidates: records with their places in the dossier's list.
        choice: the section as the audience wants it.
        selection: what the section is made of.
        parties: the two parties, the readers' own first.
        side: the party whose briefs are those that name none.
    """
    chosen = [
        (record, index)
        for record, index in candidates
        if record.priority >= choice.priority
        and selection.keep(record, choice)
        and not (selection.own and (record.side or side) != parties[0])
    ]
    if selection.type == "countries":
        chosen.sort(key=lambda candidate: parties.index(candidate[0].iso))
    if (key := selection.order) is not None:
        chosen.sort(key=lambda candidate: key(candidate[0]))
    if choice.limit is not None and len(chosen) > choice.limit:
        ranked = sorted(range(len(chosen)), key=lambda i: -chosen[i][0].priority)
        kept = set(ranked[: choice.limit])
        chosen = [candidate for i, candidate in enumerate(chosen) if i in kept]
    return chosen


def _sources(dossier: Dossier, projection: _Projection) -> list[dict[str, Any]]:
    """Return the sources cited by what is shown, and those that such sources cite."""
    shown: dict[str, dict[str, Any] | None] = {}
    pending = list(enumerate(dossier.records.sources))
    while cited := [(i, source) for i, source in pending if source.id in projection.cited]:
        for index, source in cited:
            shown[source.id] = projection.record(source, True, ("sources", index))
        pending = [(i, source) for i, source in pending if source.id not in shown]
    return [entry for s in dossier.records.sources if (entry := shown.get(s.id)) is not None]


def _finish(value: Any, known: set[str], *, portions: bool) -> None:
    """Take sources that the audience may not see out of the citations, and idle portion marks."""
    stack = [value]
    while stack:
        current = stack.pop()
        if isinstance(current, dict):
            if "sources" in current:
                current["sources"] = [s for s in current["sources"] if s in known]
            if not portions and "portion" in current:
                current["portion"] = ""
            stack.extend(current.values())
        elif isinstance(current, list):
            stack.extend(current)
