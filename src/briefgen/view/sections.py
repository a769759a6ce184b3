"""Which records, and which of their fields, each section of a paper is made of.

A section sees the fields named here and no others, so that the banner of a
paper never counts what the paper does not show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from briefgen.dossier.records import Record
from briefgen.house.sections import SectionChoice

#: Topics of sectors that have a section of their own.
_TRADE, _VOTING = "trade", "multilateral"

#: Nested field names to keep; ``True`` keeps everything below.
Fields = Mapping[str, Any] | bool


@dataclass(frozen=True)
class Selection:
    """Records of one type in a section.

    Attributes:
        type: field of the dossier's records, such as ``events``.
        fields: what of each record the section sees.
        brief: the same where the audience asks for ``depth: brief``; ``None``
            for no difference, ``False`` for none of the records.
        keep: whether a record belongs to the section, given the audience's choice.
        order: sort key; ``None`` keeps the order of the source files.
        own: whether records are taken that are written for one party's side
            only where that is the readers' own.
    """

    type: str
    fields: Fields = True
    keep: Callable[[Any, SectionChoice], bool] = lambda _record, _choice: True
    order: Callable[[Any], Any] | None = None
    brief: Fields | None = None
    own: bool = False

    def seen(self, depth: str) -> Fields:
        """Return the fields that a section of some depth sees."""
        return self.brief if depth == "brief" and self.brief is not None else self.fields


def _by_date(record: Any) -> str:
    return str(record.date)


def _by_signature(record: Any) -> str:
    return str(record.signed or record.in_force or record.status_date or "9999")


def _wanted(record: Any, choice: SectionChoice) -> bool:
    """Whether an event or visit is of the kinds and years the audience asks for."""
    kind = getattr(record, "kind", None)
    if choice.kinds is not None and kind not in choice.kinds:
        return False
    return choice.since is None or record.date >= choice.since


def _sector(record: Any, choice: SectionChoice) -> bool:
    if choice.topics is not None:
        return record.topic in choice.topics
    return record.topic not in (_TRADE, _VOTING)


def _statement(record: Any, choice: SectionChoice) -> bool:
    return choice.topics is None or record.topic in choice.topics


def _priority(record: Record) -> int:
    return -record.priority


def _measure(*measures: str) -> Callable[[Any, SectionChoice], bool]:
    return lambda record, _choice: record.measure in measures and bool(record.observations)


def _trade(record: Any, choice: SectionChoice) -> bool:
    """Whether a series is of trade; `brief` is the chart alone, which is made of exports."""
    measures = ("exports",) if choice.depth == "brief" else ("exports", "imports")
    return record.measure in measures and bool(record.observations)


def _topic(topic: str) -> Callable[[Any, SectionChoice], bool]:
    return lambda record, _choice: record.topic == topic


_MEETING = {"title": True, "date": True, "place": True, "length": True}

_BRIEF_COUNTRY = dict.fromkeys(
    ("iso", "name", "capital", "head_of_state", "head_of_government", "population", "gdp",
     "growth", "missions"), True,
)  # fmt: skip
_BRIEF_TOPIC = dict.fromkeys(
    ("title", "objectives", "points", "their_line", "if_raised", "press_line"), True
)
_BRIEF_SECTOR = {"topic": True, "title": True, "body": True}

SECTIONS: dict[str, tuple[Selection, ...]] = {
    "bottom-line": (Selection("findings", order=_priority),),
    "facts": (Selection("countries", brief=_BRIEF_COUNTRY),),
    "map": (Selection("countries", fields={"iso": True, "name": True, "capital": True}),),
    "timeline": (Selection("events", keep=_wanted, order=_by_date),),
    "visits": (Selection("visits", keep=_wanted, order=_by_date),),
    "agreements": (Selection("agreements", order=_by_signature),),
    "statements": (Selection("statements", keep=_statement),),
    "sectors": (Selection("sectors", keep=_sector, brief=_BRIEF_SECTOR),),
    "trade": (
        Selection("series", keep=_trade),
        Selection("sectors", keep=_topic(_TRADE), brief=False),
    ),
    "economy": (Selection("series", keep=_measure("gdp", "population")),),
    "voting": (
        Selection("series", keep=_measure("voting-agreement")),
        Selection("sectors", keep=_topic(_VOTING)),
    ),
    "organisations": (Selection("organisations"),),
    "programme": (Selection("meetings", fields={**_MEETING, "programme": True}, own=True),),
    "interlocutors": (Selection("interlocutors"),),
    "agenda": (
        Selection(
            "meetings", fields={**_MEETING, "topics": {"title": True, "background": True}}, own=True
        ),
    ),
    "topics": (
        Selection(
            "meetings",
            fields={**_MEETING, "topics": True},
            brief={**_MEETING, "topics": _BRIEF_TOPIC},
            own=True,
        ),
    ),
    "press-lines": (
        Selection(
            "meetings",
            fields={"title": True, "date": True, "topics": {"title": True, "press_line": True}},
            own=True,
        ),
    ),
    "sources": (),
    "clearance": (),
}
