"""One record through the eyes of an audience: plain values, or nothing.

:class:`Projection` is the only place where a record is withheld, and notes what it
lets through.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from briefgen.dossier.records import Figure, Record, Series
from briefgen.dossier.walk import Location
from briefgen.load.nodes import Mapping as MappingNode
from briefgen.load.nodes import Scalar, find
from briefgen.view.phrase import Phrase
from briefgen.view.quantity import Basis, Origin, Quantity
from briefgen.view.sections import Fields
from briefgen.view.visible import Barrier, Reader

#: Fields that steer the projection and are of no use after it.
CONTROL = (
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
class Projection:
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
            if field in CONTROL:
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
