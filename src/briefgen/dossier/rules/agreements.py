"""Rules on agreements: dates in their order, and no dead instrument in the present tense."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from briefgen.dossier.records import Agreement, Event, Finding, Sector, Topic
from briefgen.dossier.rules.dates import later
from briefgen.dossier.rules.rule import Case, Fault, Words, said

#: An instrument of one of these is not to be spoken of as if it were in force.
DEAD = ("denounced", "terminated", "suspended")

#: What says, in English, that an instrument has effect now.
_PRESENT = re.compile(
    r"\b(?:(?:is|are|remains?|stays?|continues?)\s+(?:still\s+|to\s+be\s+)?"
    r"(?:in\s+force|in\s+effect|valid|binding|applicable)"
    r"|provides|governs|regulates|allows|applies|obliges|requires|entitles|forbids|prohibits"
    r"|protects|enables|binds|ensures|lays\s+down|sets\s+out)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:no longer|not|never|neither|nor|nothing)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")
_WORD = re.compile(r"\w+")

#: Texts in which a title may stand: what a dossier says in its own voice.
_NARRATIVE = {Finding: "text", Event: "text", Sector: "body", Topic: "background"}


def missing_status_date(case: Case) -> Iterator[Fault]:
    """An instrument that ended on a day nobody gives."""
    for number, agreement in enumerate(case.records.agreements):
        if agreement.status in ("denounced", "terminated") and agreement.status_date is None:
            yield Fault(
                ("agreements", number, "status"),
                f"the agreement is {agreement.status}, and nobody says since when",
                "add `status_date:`, a year at least",
            )  # fmt: skip


def force_before_signature(case: Case) -> Iterator[Fault]:
    """An entry into force before the signature."""
    return _before_signature(case, "in_force", "enters into force")


def status_before_signature(case: Case) -> Iterator[Fault]:
    """A status of a time at which there was no agreement."""
    return _before_signature(case, "status_date", "has its status")


def _before_signature(case: Case, field: str, what: str) -> Iterator[Fault]:
    for number, agreement in enumerate(case.records.agreements):
        date = getattr(agreement, field)
        if date is not None and agreement.signed is not None and later(agreement.signed, date):
            yield Fault(
                ("agreements", number, field),
                f"the agreement {what} on {date}, before it was signed on {agreement.signed}",
                "correct one of the dates",
            )  # fmt: skip


def denounced_in_present(case: Case) -> Iterator[Fault]:
    """A sentence, in English, that speaks of a dead instrument as if it were in force."""
    titles = _dead_titles(case)
    for words in case.texts:
        if words.language.partition("-")[0] != "en":
            continue
        record = words.record
        if isinstance(record, Agreement):
            if words.field == "note" and record.status in DEAD:
                for verb in filter(None, map(_present, _SENTENCE_END.split(words.text))):
                    yield _fault(words, verb, record)
                    break
        elif titles.following and _NARRATIVE.get(type(record)) == words.field:
            yield from _named(words, titles)


def _named(words: Words, titles: _Titles) -> Iterator[Fault]:
    """Yield the sentences that name a dead instrument and speak of it in the present tense."""
    event = words.record if isinstance(words.record, Event) else None
    for sentence in _SENTENCE_END.split(words.text):
        verb = _present(sentence)
        if verb is None:
            continue
        for agreement in titles.within(_WORD.findall(sentence.casefold())):
            ended = agreement.status_date
            if event is None or (ended is not None and later(event.date, ended)):
                yield _fault(words, verb, agreement)
                break


@dataclass
class _Titles:
    """Titles word by word, so that a sentence is compared with all of them at once."""

    following: dict[str, _Titles] = field(default_factory=dict)
    agreements: list[Agreement] = field(default_factory=list)

    def add(self, title: str, agreement: Agreement) -> None:
        """Add a title; one of a single word would be found everywhere."""
        words = _WORD.findall(title)
        node = self
        for word in words:
            node = node.following.setdefault(word, _Titles())
        if len(words) > 1:
            node.agreements.append(agreement)

    def within(self, words: list[str]) -> Iterator[Agreement]:
        """Yield the agreements whose titles stand in a row of words."""
        for start in range(len(words)):
            node: _Titles | None = self
            for index in range(start, len(words)):
                node = node.following.get(words[index]) if node else None
                if node is None:
                    break
                yield from node.agreements


def _dead_titles(case: Case) -> _Titles:
    titles = _Titles()
    for agreement in case.records.agreements:
        if agreement.status in DEAD:
            for title in {title.casefold() for title in agreement.title.values()}:
                titles.add(title, agreement)
    return titles


def _present(sentence: str) -> str | None:
    """Return what says that something has effect now, unless the sentence denies it."""
    found = _PRESENT.search(sentence)
    if found is None or _DENIED.search(sentence, 0, found.end()):
        return None
    return " ".join(found[0].split())


def _fault(words: Words, verb: str, agreement: Agreement) -> Fault:
    return Fault(
        words.location, f'"{verb}" speaks in the present tense of an agreement that is'
        f" {agreement.status}: {said(agreement.title)}",
        "use the past tense, or correct the agreement's `status`",
    )  # fmt: skip
