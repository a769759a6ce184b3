"""The proof of non-interference is tested: papers that tell something derived are caught.

Each leak is a way in which a pipeline could go wrong without printing a withheld word. With
it stand the kinds of worlds that must show it.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from statistics import mean, median
from typing import Any

import pytest
from lxml import etree
from markupsafe import Markup

from briefgen.compose import charts, citations
from briefgen.compose.paper import Paper, compose
from briefgen.dossier.records import Records
from briefgen.dossier.resolve import Dossier, resolve
from briefgen.dossier.rules.registry import IDS
from briefgen.dossier.walk import walk
from briefgen.house.markings import schemes
from briefgen.load.nodes import Mapping as MappingNode
from briefgen.load.validate import place_of
from briefgen.load.yaml import read_yaml
from briefgen.verify.proof import noninterference
from briefgen.verify.proof.fates import KINDS
from briefgen.verify.proof.noninterference import Interference
from briefgen.verify.proof.worlds import World, worlds
from briefgen.view import selection as choosing
from briefgen.view.sections import SECTIONS
from briefgen.view.visible import Reader, reader
from briefgen.write.docx.properties import Properties, core

from .pipeline import Edition, edition

#: Everything is public but for what carries a marking. No visit and no interlocutor is.
SOURCE = """\
dossier: {title: Alpha and Beta, parties: [XA, XB], as_of: 2026-01-31, marking_scheme: tlp,
          default_marking: CLEAR}
countries:
  - {iso: XA, name: Alpha, capital: A}
  - {iso: XB, name: Beta, capital: B}
findings:
  - {text: Trade grows., priority: 80}
  - {text: The tunnel is finished., priority: 60}
  - {text: The loan is not what it seems., marking: RED, priority: 70}
events:
  - {date: 1991-01-01, text: Recognition, kind: recognition, sources: [yearbook], priority: 70}
  - {date: 1992-03, text: A secret protocol, kind: border, marking: AMBER, priority: 90}
  - {date: 1999, text: Opening of the bridge, kind: border, sources: [zonal-cable, gazette],
     claims: [{date: 1998, by: Beta}, {date: 1997, by: A ferryman, marking: RED}]}
  - {date: 2004-05-01, text: Customs union, kind: other, sources: [gazette]}
  - {date: 2025-12-24, text: A walk in the woods, kind: other, only: [minister]}
visits:
  - {date: 2024-06-01, level: working, visitor: N. N., office: Envoy, country: XB, marking: RED}
statements:
  - {text: the river is common, by: XA, topic: border, priority: 70}
  - {text: the river is not, by: XB, topic: border, priority: 70}
  - {text: half of it might do, by: XB, topic: border, marking: AMBER, priority: 70}
  - {text: trade is fair, by: XA, topic: trade, priority: 60}
series:
  - {id: exports, measure: exports, flow: exports, title: E, unit: US$, currency: USD,
     price_basis: current, reporter: XA, partner: XB, sources: [yearbook], observations: [
     {period: 2021, value: 9000000}, {period: 2022, value: 11000000},
     {period: 2023, value: 70000000, marking: RED}, {period: 2024, value: 12000000}]}
  - {id: arms, measure: exports, flow: exports, title: F, unit: US$, currency: USD,
     price_basis: current, reporter: XB, partner: XA, marking: RED, observations: [
     {period: 2021, value: 5000000}, {period: 2024, value: 99000000}]}
organisations:
  - {name: Alphans in Beta, kind: community, text: Mostly in the capital.}
sources:
  - {id: zonal-cable, publisher: Embassy, title: Cable, reliability: official, marking: RED}
  - {id: yearbook, publisher: Office, title: Yearbook, date: 2025, reliability: statistical}
  - {id: gazette, publisher: Gazette, title: Issue 7, date: 2004, reliability: official}
clearance: {drafted_by: Desk, marking: AMBER}
"""

Shown = dict[str, Any]
Leak = Callable[["Leaky"], None]


@cache
def dossier() -> Dossier:
    tree = read_yaml(SOURCE, "all.yaml")
    assert isinstance(tree, MappingNode)
    return resolve("alpha-beta", tree, schemes({}), ["minister"], dict.fromkeys(IDS, "off"))


@cache
def paper_of_the_public() -> Edition:
    return edition("press").like(
        notes="footnotes",
        sections=[
            "bottom-line", "facts", {"section": "timeline", "limit": 2}, "visits", "statements",
            "trade", "organisations", "sources",
        ],
    )  # fmt: skip


def public() -> Reader:
    paper = paper_of_the_public()
    return reader(dossier(), paper.name, paper.audience)


@cache
def known_worlds() -> list[World]:
    """Return the worlds that every leak is shown by."""
    return list(worlds(dossier(), public(), redacts=False, copies=30))


@dataclass
class Leaky:
    """A pipeline that can be made to leak: its stages reach the whole dossier.

    Attributes:
        patch: replaces what the stages are made of.
        views: change what the templates see.
        papers: change the composed paper.
        names: make file names out of the dossier's.
        keywords: makes the keywords of the Word file.
        console: makes what is printed on the terminal.
    """

    patch: pytest.MonkeyPatch
    edition: Edition = field(default_factory=paper_of_the_public)
    views: list[Callable[[Records, Shown], None]] = field(default_factory=list)
    papers: list[Callable[[Records, Paper], Paper]] = field(default_factory=list)
    names: Callable[[Records, str], str] = lambda _records, name: name
    keywords: Callable[[Records], str] = lambda _records: ""
    console: Callable[[Dossier], str] = lambda _dossier: "done"

    def make(self, dossier: Dossier) -> Mapping[str, bytes]:
        self.records = dossier.records
        view = self.edition.view(dossier)
        shown = copy.deepcopy(dict(view.paper))
        for change in self.views:
            change(dossier.records, shown)
        paper = compose(replace(view, paper=shown), self.edition.house)
        for alter in self.papers:
            paper = alter(dossier.records, paper)
        properties = Properties(
            paper.title, paper.subject, "", self.keywords(dossier.records), "", "en",
            paper.marking, paper.identifier, date(2026, 1, 31),
        )  # fmt: skip
        return {
            self.names(dossier.records, "paper.html"): paper.html.encode(),
            "docx": etree.tostring(core(properties)),
            "console": self.console(dossier).encode(),
        }

    def caught(self, kinds: Collection[str]) -> list[Interference]:
        """Make the paper of worlds of some kinds and return what differs."""
        chosen = [world for world in known_worlds() if world.kind in kinds]
        self.patch.setattr(noninterference, "worlds", lambda *_, **_of: iter(chosen))
        return noninterference.interferences(dossier(), public(), self.make, redacts=False)


# ── What could be told ───────────────────────────────────────────────────────────────────────


def section(paper: Shown, name: str) -> Shown:
    return next(section for section in paper["sections"] if section["name"] == name)


def told(text: Callable[[Records], object]) -> Leak:
    """Return a leak that prints something in the heading of the timeline."""

    def leak(leaky: Leaky) -> None:
        def say(records: Records, paper: Shown) -> None:
            section(paper, "timeline")["title"] = f"Milestones {text(records)}".strip()

        leaky.views.append(say)

    return leak


def values(records: Records) -> list[Decimal]:
    return [o.value for series in records.series for o in series.observations]


def exports(records: Records) -> list[Decimal]:
    return [o.value for s in records.series if s.id == "exports" for o in s.observations]


def growth(records: Records) -> str:
    pairs = zip(exports(records), exports(records)[1:], strict=False)
    return f"{mean(float(new / old) if old else 0 for old, new in pairs):.6g}"


def share(records: Records) -> str:
    total = sum(exports(records)[:2])
    return f"{total / sum(map(abs, values(records))):.8f}"


def dates(records: Records) -> list[str]:
    return [d for r, _ in walk(records) if isinstance(d := getattr(r, "date", None), str)]


def rank(records: Records) -> int:
    return sorted(values(records), reverse=True).index(Decimal(12000000)) + 1


def scale(records: Records) -> str:
    return "in billions" if max(map(abs, values(records))) > 10**9 else "in millions"


def languages(records: Records) -> str:
    return ", ".join(sorted({lang for v in records.visits for lang in v.visitor})) + (
        " right to left" if any(c >= "\u0600" for v in records.visits for c in str(v.visitor))
        else ""
    )  # fmt: skip


def numbered_by_the_whole_list(leaky: Leaky) -> None:
    def number(records: Records, paper: Shown) -> None:
        for event in section(paper, "timeline")["events"]:
            at = [e.text[""] for e in records.events].index(event["text"])
            event["text"] = f"({at + 1}) {event['text']}"

    leaky.views.append(number)


def digits_of_the_whole_count(leaky: Leaky) -> None:
    def number(records: Records, paper: Shown) -> None:
        width = len(str(len(records.events)))
        for at, event in enumerate(section(paper, "timeline")["events"]):
            event["text"] = f"{at:0{width}} {event['text']}"

    leaky.views.append(number)


def dated_by_the_latest_record(leaky: Leaky) -> None:
    def date_it(records: Records, paper: Shown) -> None:
        paper["as_of"] = max(dates(records))

    leaky.views.append(date_it)


def sorted_by_what_all_say(leaky: Leaky) -> None:
    def sort(records: Records, paper: Shown) -> None:
        said = [s.by.get("", "") for s in records.statements]
        section(paper, "statements")["statements"].sort(key=lambda s: -said.count(s["by"]["code"]))

    leaky.views.append(sort)


def sorted_by_the_first_source(leaky: Leaky) -> None:
    def sort(records: Records, paper: Shown) -> None:
        first = {e.text[""]: (*e.sources, "zz")[0] for e in records.events}
        section(paper, "timeline")["events"].sort(key=lambda e: first[e["text"]])

    leaky.views.append(sort)


def banner_over_all_records(leaky: Leaky) -> None:
    def mark(records: Records, paper: Shown) -> None:
        levels = schemes({})["tlp"].levels
        ranks = [levels.index(r.marking) for r, _ in walk(records) if r.marking]
        paper["marking"] = f"TLP:{levels[max(ranks, default=0)]}"

    leaky.views.append(mark)


def limit_before_filter(leaky: Leaky) -> None:
    def select(whole: Dossier, choice: Any, selection: Any, *others: Any) -> Any:
        records = getattr(whole.records, selection.type)
        if choice.limit is not None:
            records = sorted(records, key=lambda record: -record.priority)[: choice.limit]
        limited = whole.records.model_copy(update={selection.type: tuple(records)})
        return original(replace(whole, records=limited), choice, selection, *others)

    original = choosing._select
    leaky.patch.setattr(choosing, "_select", select)


def a_section_of_nothing_visible(leaky: Leaky) -> None:
    def head(whole: Dossier, choice: Any, *others: Any) -> Any:
        found = original(whole, choice, *others)
        types = [selection.type for selection in SECTIONS[choice.section]]
        if found is None and any(getattr(whole.records, name) for name in types):
            return {"name": choice.section, "title": None, "depth": choice.depth, "gaps": {},
                    **{name: [] for name in types}}  # fmt: skip
        return found

    original = choosing.section_of
    leaky.patch.setattr("briefgen.view.project.section_of", head)


def a_withheld_source_in_the_list(leaky: Leaky) -> None:
    def cite(records: Records, paper: Shown) -> None:
        known = {source["id"] for source in paper["sources"]}
        for source in records.sources:
            if source.id not in known and any(source.id in e.sources for e in records.events):
                paper["sources"].append(copy.deepcopy(paper["sources"][0]) | {"id": source.id})
                section(paper, "timeline")["events"][0]["sources"].append(source.id)

    leaky.views.append(cite)


def notes_numbered_by_the_whole_list(leaky: Leaky) -> None:
    def cited(self: Any, records: Any) -> Any:
        everything = [source.id for source in leaky.records.sources]
        for record in records:
            for name in record["sources"]:
                self._numbers.setdefault(name, everything.index(name) + 1)
        return original(self, records)

    original = citations.Citations._cited
    leaky.patch.setattr(citations.Citations, "_cited", cited)


def a_line_for_each_withheld_claim(leaky: Leaky) -> None:
    def leave_room(records: Records, paper: Shown) -> None:
        for event in section(paper, "timeline")["events"]:
            claims = [e.claims for e in records.events if e.text.get("") == event["text"]]
            missing = sum(map(len, claims)) - len(event["claims"])
            event["text"] += " …" * missing

    leaky.views.append(leave_room)


def axis_as_high_as_the_highest_value(leaky: Leaky) -> None:
    def step(highest: Decimal, *, is_low: bool) -> Decimal:
        values = (value / 1000000 for value in exports(leaky.records))
        return original(max(highest, *values), is_low=is_low)

    original = charts._step
    leaky.patch.setattr(charts, "_step", step)


def drawn(change: Callable[[Records, dict[str, Any]], None], alt: str = "") -> Leak:
    """Return a leak in the charts."""

    def leak(leaky: Leaky) -> None:
        def draw(self: Any, *arguments: Any, **named: Any) -> Markup:
            change(leaky.records, named)
            count = len(exports(leaky.records))
            picture = original(self, *arguments, **named)
            return picture.replace('alt="', Markup('alt="{}').format(alt.format(count)))

        original = charts.Charts.draw
        leaky.patch.setattr(charts.Charts, "draw", draw)

    return leak


def columns_as_wide_as_all_values_let_them(records: Records, named: dict[str, Any]) -> None:
    named["width"] = 400.0 + 200.0 / max(len(exports(records)), 1)


def pages_for_all_records(leaky: Leaky) -> None:
    def pad(records: Records, paper: Paper) -> Paper:
        return replace(paper, html=paper.html + "<p> </p>" * (len(records.events) // 5))

    leaky.papers.append(pad)


def named_after_the_count(leaky: Leaky) -> None:
    leaky.names = lambda records, name: f"{len(records.events)}-{name}"


def names_for_each_visit(leaky: Leaky) -> None:
    leaky.names = lambda records, name: f"{max((v.date for v in records.visits), default='')}{name}"


def keywords_of_all_records(leaky: Leaky) -> None:
    leaky.keywords = lambda records: ", ".join(sorted({e.kind for e in records.events}))


def identifier_of_the_whole_dossier(leaky: Leaky) -> None:
    def sign(records: Records, paper: Paper) -> Paper:
        name = hashlib.blake2b(repr(records).encode(), digest_size=16).hexdigest()
        return replace(paper, html=f"{paper.html}<!-- {name} -->")

    leaky.papers.append(sign)


def message_with_a_place(leaky: Leaky) -> None:
    leaky.console = lambda whole: "\n".join(
        f"{place_of(whole.tree, *at)}: no source" for r, at in walk(whole.records) if not r.sources
    )


def failure_over_a_withheld_value(leaky: Leaky) -> None:
    def refuse(records: Records, _paper: Shown) -> None:
        if min(values(records), default=0) < 0:
            raise ValueError("a value below zero cannot be drawn")

    leaky.views.append(refuse)


#: Leaks by what they tell, with the kinds of worlds that must show them.
LEAKS: dict[str, tuple[Leak, str]] = {
    "total": (told(lambda r: sum(values(r))), "changed removed added high low many"),
    "share of the total": (told(share), "changed removed added high low"),
    "average": (told(lambda r: round(mean(exports(r)))), "changed removed high low foreign"),
    "median": (told(lambda r: median(values(r))), "changed removed added high low"),
    "mean growth": (told(growth), "changed removed high"),
    "highest value": (told(lambda r: max(values(r))), "changed removed high"),
    "lowest value": (told(lambda r: min(values(r))), "low"),
    "rank": (told(rank), "removed high"),
    "unit chosen by the highest value": (told(scale), "high"),
    "sentence on a hidden maximum": (
        told(lambda r: "with caution" if max(values(r)) > 10**20 else ""), "high",
    ),
    "n withheld": (told(lambda r: f"({len(r.events) - 3} withheld)"), "removed added many"),
    "many or few": (told(lambda r: "and more" if len(r.events) > 30 else ""), "many"),
    "most recent visit": (told(lambda r: max((v.date for v in r.visits), default="none")),
                          "changed removed high"),
    "no visits": (told(lambda r: "" if r.visits else "without visits"), "removed"),
    "languages": (told(languages), "foreign"),
    "longest text": (told(lambda r: max(len(t) for e in r.events for t in e.text.values())),
                     "high"),
    "first priority": (told(lambda r: max(r.events, key=lambda e: e.priority).kind), "changed"),
    "place of the last event": (
        told(lambda r: [e.text[""] for e in r.events].index("Customs union")), "reordered removed",
    ),
    "clearance": (told(lambda r: str(r.clearance and r.clearance.drafted_by)), "changed removed"),
    "numbers with gaps": (numbered_by_the_whole_list, "removed added reordered many"),
    "leading zeros": (digits_of_the_whole_count, "many"),
    "date of the latest record": (dated_by_the_latest_record, "removed changed high"),
    "order by what all say": (sorted_by_what_all_say, "changed removed"),
    "order by a withheld source": (sorted_by_the_first_source, "removed reordered"),
    "banner": (banner_over_all_records, "removed"),
    "limit before filter": (limit_before_filter, "removed added high many"),
    "heading of an empty section": (a_section_of_nothing_visible, "removed"),
    "source in the list": (a_withheld_source_in_the_list, "removed added"),
    "numbers of notes": (notes_numbered_by_the_whole_list, "removed added reordered"),
    "room for claims": (a_line_for_each_withheld_claim, "removed added many"),
    "axis": (axis_as_high_as_the_highest_value, "removed high"),
    "width of columns": (drawn(columns_as_wide_as_all_values_let_them), "removed added many"),
    "text alternative": (drawn(lambda _r, _n: None, "{} values. "), "removed added many"),
    "pages": (pages_for_all_records, "removed many"),
    "file name with a count": (named_after_the_count, "removed added many"),
    "file name with a date": (names_for_each_visit, "changed removed high"),
    "keywords": (keywords_of_all_records, "changed added"),
    "identifier": (identifier_of_the_whole_dossier,
                   "changed removed added high low foreign many reordered"),
    "place in a message": (message_with_a_place, "changed removed added many"),
    "failure": (failure_over_a_withheld_value, "low"),
}  # fmt: skip


def test_the_pipeline_as_it_is_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Leaky(monkeypatch).caught(KINDS) == []


@pytest.mark.parametrize("told", LEAKS)
def test_a_leak_is_caught(told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    leak, kinds = LEAKS[told]
    leaky = Leaky(monkeypatch)
    leak(leaky)
    caught = {found.kind for found in leaky.caught(kinds.split())}
    assert caught == set(kinds.split()), caught
