"""The projection: a dossier and an audience become the view that its paper is made from.

Here and in the modules it calls, and nowhere else, things are withheld. What leaves it
is plain values; nothing downstream can reach the dossier.
"""

from __future__ import annotations

from typing import Any

from briefgen.dossier.records import Clearance, Header
from briefgen.dossier.resolve import Dossier
from briefgen.dossier.walk import Location
from briefgen.house.audience import Audience
from briefgen.view.projection import Projection, Shown
from briefgen.view.selection import gap_sections, section_of
from briefgen.view.view import View
from briefgen.view.visible import reader


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
    projection = Projection(
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
    projection.gap_sections = gap_sections(audience)
    sections = [
        section
        for choice in audience.sections
        if (section := section_of(dossier, choice, projection)) is not None
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


def _sources(dossier: Dossier, projection: Projection) -> list[dict[str, Any]]:
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
