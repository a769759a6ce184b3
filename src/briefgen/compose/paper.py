"""Compose: a view goes into its audience's templates; one HTML document comes out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup, escape

from briefgen.compose.captions import numbered_captions
from briefgen.compose.charts import Charts
from briefgen.compose.citations import Citations, paragraphs
from briefgen.compose.csl import Bibliography
from briefgen.compose.endnotes import endnotes
from briefgen.compose.findings import Findings
from briefgen.compose.flags import Flags
from briefgen.compose.headings import numbered_headings
from briefgen.compose.house import House
from briefgen.compose.hyphens import hyphenation
from briefgen.compose.maps import Maps
from briefgen.compose.mirrors import mirrors
from briefgen.compose.pictures import scrubbed
from briefgen.compose.templates import Templates
from briefgen.compose.trail import Printed, Trail
from briefgen.compose.turned import turned_pages
from briefgen.compose.typesetting import typeset
from briefgen.compose.vocabulary import check
from briefgen.compose.wording import NO_BREAK, Wording
from briefgen.diagnostics import ContentError, Diagnostic, Place
from briefgen.view.view import View


@dataclass(frozen=True)
class Paper:
    """A composed document and what both writers say about it.

    Attributes:
        html: the document.
        title: its title.
        subject: what kind of paper it is.
        language: BCP 47 tag.
        marking: the banner.
        as_of: ISO date of the dossier.
        printed: every number it prints, with where it was read.
        templates: names of the templates that were asked for, whether they are there or not.
    """

    html: str
    title: str
    subject: str
    language: str
    marking: str
    as_of: str
    printed: tuple[Printed, ...] = ()
    templates: tuple[str, ...] = ()

    @property
    def identifier(self) -> str:
        """Name of the document that depends on its content alone: 32 hexadecimal digits."""
        return hashlib.blake2b(self.html.encode(), digest_size=16).hexdigest()


def compose(view: View, house: House) -> Paper:
    """Return the paper of a view.

    Raises:
        ContentError: a template is at fault.
    """
    trail = Trail()
    wording = Wording(house.catalogue, trail)
    bibliography = Bibliography(
        house.citation_style, house.catalogue.locale.replace("_", "-"), view.paper["sources"]
    )
    citations = Citations(view.paper, wording, bibliography)
    colors = {**house.colors, **view.paper["colors"]}
    names = view.paper["names"]
    maps = Maps(wording, colors, house.chart_scale, house.geography)
    values: dict[str, Any] = {
        "paper": view.paper,
        "audience": view.audience,
        "language": view.language,
        "writing": wording.writing,
        "names": names,
        "styles": Markup("\n".join(_styles(house, colors))),  # noqa: S704  # the house's own
        "chart": Charts(wording, colors, house.chart_scale).draw,
        "shown_by": Findings(wording).told,
        "flag": Flags(wording, colors, house.geography.flags).draw,
        "locator": maps.draw,
        "boundaries": maps.note,
        "map_source": maps.source,
        "t": wording.markup,
        "note": citations.note,
        "marks": citations.marks,
        "source_names": citations.names,
        "cited_sources": citations.used,
        "portion": portion,
        "gaps": gaps,
    }
    filters = {
        "date": wording.date,
        "number": wording.number,
        "quantity": wording.quantity,
        "figure": wording.figure,
        "listed": wording.listed,
        "mirrors": mirrors,
        "paragraphs": paragraphs,
        "direction": lambda series: _direction(series, view.paper, wording),
        "subject": lambda series: _subject(series, names, wording),
        "other": lambda series: _subject(series, names, wording, ".other"),
        "reporter_name": lambda series: names.get(series["reporter"], series["reporter"]),
    }
    templates = Templates(house.folders, house.root, house.compiled)
    html = templates.render("briefing.html.j2", values, filters)
    return Paper(
        html=typeset(_arranged(html, view.paper, wording, house.catalogue.language), view.language),
        title=str(view.paper["title"]),
        subject=str(view.paper["kind"]),
        language=view.language,
        marking=view.marking,
        as_of=view.paper["as_of"],
        printed=trail.printed(),
        templates=tuple(templates.asked),
    )


def checked(paper: Paper, file: str) -> tuple[Paper, list[Diagnostic]]:
    """Return a paper whose pictures hold what is seen and no more, and what is wrong with it.

    Args:
        paper: a composed paper.
        file: where a reader finds its composed text; places are lines and columns in it.
    """
    html, found = scrubbed(paper.html, file)
    return replace(paper, html=html), [*found, *check(html, file)]


def portion(*records: Mapping[str, Any]) -> Markup:
    """Return the portion marks of records, to stand right before their text.

    Args:
        records: one, or all those that a chart or table is made of.

    Returns:
        Their different marks in order, with a no-break space behind the last;
        nothing where the paper marks no portions.
    """
    marks = dict.fromkeys(mark for record in records if (mark := record.get("portion")))
    return Markup(" ").join(map(escape, marks)) + NO_BREAK if marks else Markup("")


def gaps(holder: Mapping[str, Any], field: str) -> Sequence[Mapping[str, Any]]:
    """Return what was redacted in a field of a record or section.

    Args:
        holder: the record or section.
        field: name of its field.

    Returns:
        For each redaction its ``basis``, a text or nothing.
    """
    redacted: Mapping[str, Sequence[Mapping[str, Any]]] = holder.get("gaps") or {}
    return redacted.get(field, ())


def _arranged(html: str, paper: Mapping[str, Any], wording: Wording, language: str) -> str:
    """Return a document with its notes where the audience wants them, and with its numbers.

    Raises:
        ContentError: the catalogue lacks a word for them.
    """
    levels, captions = paper["numbered_headings"], paper["numbered_captions"]
    at_end = paper["notes"] == "endnotes"
    try:
        if at_end:
            html = endnotes(html, wording.word("endnotes"))
        if levels:
            html = numbered_headings(html, levels, wording)
        if captions:
            html = numbered_captions(html, wording)
    except KeyError as error:
        place = Place(f"templates/base/catalogue/{language}.yaml")
        hint = "templates/base/catalogue/en.yaml of briefgen has every word"
        fault = Diagnostic(place, "bad-template", str(error.args[0]), hint)
        raise ContentError([fault]) from None
    return html


def _direction(series: Mapping[str, Any], paper: Mapping[str, Any], wording: Wording) -> str:
    """Return from whom to whom goods go, in the voice of the paper."""
    names = {end: paper["names"].get(series[end], series[end]) for end in ("reporter", "partner")}
    if paper["voice"] == "own" and series["reporter"] == paper["home"]:
        return wording.word("trade.from-us", partner=names["partner"])
    if paper["voice"] == "own" and series["partner"] == paper["home"]:
        return wording.word("trade.to-us", reporter=names["reporter"])
    return wording.word("trade.exports", **names)


def _subject(
    series: Mapping[str, Any], names: Mapping[str, str], wording: Wording, form: str = ""
) -> str:
    """Return what a series is called as the subject of a sentence, or after another of its kind."""
    reporter, partner = (names.get(series[end], series[end]) for end in ("reporter", "partner"))
    match series["measure"]:
        case "exports":
            return wording.word(f"trade.subject{form}", reporter=reporter, partner=partner)
        case "gdp" | "population" as measure:
            key = "economy.subject" if measure == "gdp" else "population.subject"
            return wording.word(key + form, name=reporter)
        case "voting-agreement":
            return wording.word("voting.subject")
    return str(series["title"])


def _styles(house: House, colors: Mapping[str, str]) -> list[str]:
    """Return the rules of a paper; those of its audience have the last word."""
    variables = "".join(f" --{name}: {value};" for name, value in colors.items())
    base, others = house.styles[:1], house.styles[1:]
    rules = hyphenation(house.hyphenation)
    return [
        f":root {{{variables} }}", turned_pages(house.styles), *base,
        *([rules] if rules else []), *others,
    ]  # fmt: skip
