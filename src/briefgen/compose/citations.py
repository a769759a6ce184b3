"""Sources, numbered in the order in which a paper first cites them.

Numbering happens here, after the view, so that a withheld source can leave no gap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from briefgen.compose.csl import Bibliography
from briefgen.compose.wording import Wording
from briefgen.view.phrase import Phrase, language_of


class Citations:
    """The register of one paper's citations."""

    def __init__(
        self, paper: Mapping[str, Any], wording: Wording, bibliography: Bibliography
    ) -> None:
        self._sources = {source["id"]: source for source in paper["sources"]}
        self._noted = paper["notes"] != "none"
        self._numbers: dict[str, int] = {}
        self._wording = wording
        self._bibliography = bibliography

    def note(self, *records: Mapping[str, Any]) -> Markup:
        """Return a note that cites the records' sources, or nothing where there are none."""
        sources = self._cited(records)
        if not sources or not self._noted:
            return Markup("")
        text = Markup("; ").join(self._short(source) for source in sources)
        return Markup('<span class="note">{}.</span>').format(text)

    def marks(self, *records: Mapping[str, Any]) -> Markup:
        """Return the numbers of the records' sources, linked to the list: [3, 5]."""
        sources = self._cited(records)
        if not sources or not self._noted:
            return Markup("")
        links = Markup(", ").join(self._link(source["id"]) for source in sources)
        return Markup("[{}]").format(links)

    def names(self, *records: Mapping[str, Any]) -> Markup:
        """Return the records' sources by publisher and date, as under a table or chart.

        The day on which they were read stands once where it is one, else behind each.
        """
        sources = self._cited(records)
        days = {source["retrieved"] for source in sources}
        if len(days) > 1 or None in days:
            seen = dict.fromkeys(self._name(source) + self._read(source) for source in sources)
            return Markup("; ").join(seen)
        seen = dict.fromkeys(self._name(source) for source in sources)
        return Markup("; ").join(seen) + (self._read(sources[0]) if sources else "")

    def used(self) -> list[dict[str, Any]]:
        """Return the sources cited so far, each with its number and its entry in the list."""
        return [
            {
                **self._sources[identifier],
                "number": number,
                "entry": self._bibliography.entry(identifier),
            }
            for identifier, number in self._numbers.items()
        ]

    def _cited(self, records: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        identifiers = dict.fromkeys(s for record in records for s in record["sources"])
        for identifier in identifiers:
            self._numbers.setdefault(identifier, len(self._numbers) + 1)
        ordered = sorted(identifiers, key=self._numbers.__getitem__)
        return [self._sources[identifier] for identifier in ordered]

    def _link(self, identifier: str) -> Markup:
        return Markup('<a href="#source-{}">{}</a>').format(identifier, self._numbers[identifier])

    def _short(self, source: Mapping[str, Any]) -> Markup:
        citation = self._bibliography.note(source["id"])
        return Markup("{} [{}]").format(citation, self._link(source["id"]))

    def _name(self, source: Mapping[str, Any]) -> Markup:
        return Markup("{}, {}").format(source["publisher"], self._date(source))

    def _date(self, source: Mapping[str, Any]) -> str:
        if source["date"]:
            return self._wording.date(source["date"], "short")
        return self._wording.word("no-date")

    def _read(self, source: Mapping[str, Any]) -> str:
        if not source["retrieved"]:
            return ""
        read = self._wording.date(source["retrieved"], "short")
        return f", {self._wording.word('retrieved', date=read)}"


def paragraphs(text: str) -> list[Markup]:
    """Split a text at blank lines; each part is escaped, one line, and in the text's language."""
    language = language_of(text)
    parts = [" ".join(part.split()) for part in text.split("\n\n")]
    return [escape(Phrase(part, language) if language else part) for part in parts if part]
