"""All rules, and how a dossier is examined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from briefgen.diagnostics import Diagnostic, Findings, Severity
from briefgen.dossier.rules import (
    agreements,
    disputes,
    figures,
    series,
    sourcing,
    texts,
    timing,
)
from briefgen.dossier.rules.rule import Case, Rule

RULES = (
    Rule(
        "no-source", "warning", "A reader must be able to check every fact.", sourcing.no_source,
    ),
    Rule(
        "undated-source", "warning", "Without a date nobody knows what the source could know.",
        sourcing.undated_source,
    ),
    Rule(
        "claim-as-fact", "warning", "A party's own account is evidence of what it says, not of"
        " what is.", sourcing.claim_as_fact,
    ),
    Rule(
        "competing-claims", "warning", "Where sources disagree, a paper that picks one of them"
        " takes sides without saying so.", disputes.competing_claims,
    ),
    Rule(
        "stale-figure", "warning", "A number that was true once is quoted as if it were true"
        " today.", timing.stale_figure,
    ),
    Rule(
        "future-date", "error", "What has not happened yet cannot have been recorded; most often a"
        " digit is wrong.", timing.future_date,
    ),
    Rule(
        "outside-term", "error", "Nobody visits as president before taking office: either date or"
        " person is wrong.", timing.outside_term,
    ),
    Rule(
        "relations-before-recognition", "warning", "States establish relations with states they"
        " recognise; the reverse order is mostly two dates confused.",
        timing.relations_before_recognition,
    ),
    Rule(
        "denounced-in-present", "warning", "A principal who invokes a denounced agreement has lost"
        " the argument.", agreements.denounced_in_present,
    ),
    Rule(
        "missing-status-date", "error", "An agreement that ended governed what happened before"
        " that day and nothing after it.", agreements.missing_status_date,
    ),
    Rule(
        "force-before-signature", "error", "No agreement enters into force before it is signed.",
        agreements.force_before_signature,
    ),
    Rule(
        "status-before-signature", "error", "There is no status before there is an agreement.",
        agreements.status_before_signature,
    ),
    Rule(
        "series-gap", "warning", "A line drawn across a missing year shows a value that nobody"
        " reported.", series.series_gap,
    ),
    Rule(
        "duplicate-period", "error", "Of two values for one period, one is wrong.",
        series.duplicate_period,
    ),
    Rule(
        "mixed-basis", "error", "Lines in one chart are compared, whatever the small print says.",
        series.mixed_basis,
    ),
    Rule(
        "mirror-missing", "warning", "What both sides report about one flow is only worth having"
        " if the gap between them can be computed.", series.mirror_missing,
    ),
    Rule(
        "unit-jump", "warning", 'The word "thousand" is the first to get lost when tables are'
        " copied.", figures.unit_jump,
    ),
    Rule(
        "shares-sum", "warning", "Shares that do not add up leave something out or count it twice.",
        figures.shares_sum,
    ),
    Rule(
        "negative-count", "error", "There are no fewer than no people and no less than no area.",
        figures.negative_count,
    ),
    Rule(
        "stale-translation", "warning", "Readers of the translation would be told what no longer"
        " stands in the original.", texts.stale_translation,
    ),
    Rule(
        "unexpected-script", "warning", "Letters of another script cannot be read, or look right"
        " and cannot be found by a search.", texts.unexpected_script,
    ),
    Rule(
        "machine-leftover", "warning", "One leftover in a paper costs the reader's trust in the"
        " rest of it.", texts.machine_leftover,
    ),
)  # fmt: skip

#: Rules that later stages apply: they look at more than the dossier.
LATER = (
    Rule(
        "never-shown", "warning", "Work on a record that no paper shows is lost, and whoever wrote"
        " it believes it has been read.",
    ),
    Rule(
        "literal-figure", "error", "A number typed into a template appears in every dossier's"
        " paper, without source or date.",
    ),
    Rule(
        "unknown-name", "error", "A name that is not there stops the paper, at the latest on the"
        " day it is needed.",
    ),
    Rule(
        "vocabulary", "error", "What only one of the two formats can show is missing from the"
        " other.",
    ),
    Rule(
        "missing-alt", "error", "Whoever cannot see a picture is told nothing where its text is"
        " missing.",
    ),
    Rule(
        "unsafe-place", "error", "Escaping protects texts and quoted attributes, and nothing"
        " else.",
    ),
    Rule(
        "style", "error", "What one format ignores makes the two differ, and nobody says so.",
    ),
)  # fmt: skip

#: Ids of the rules whose severity a workspace may set.
IDS = tuple(rule.id for rule in (*RULES, *LATER))


def examine(case: Case, severities: Mapping[str, str], found: Findings) -> None:
    """Note everything that the rules find.

    Args:
        case: the dossier.
        severities: severities that the workspace sets, by rule.
        found: takes the diagnostics.
    """
    for rule in RULES:
        severity = severities.get(rule.id, rule.severity)
        if severity == "off":
            continue
        for fault in rule.check(case):
            place = case.place(*fault.location)
            found.items.append(
                Diagnostic(place, rule.id, fault.message, fault.hint, Severity(severity))
            )


def graded(diagnostics: Iterable[Diagnostic], severities: Mapping[str, str]) -> list[Diagnostic]:
    """Return diagnostics of later stages with the severities that the workspace sets."""
    return [
        replace(item, severity=Severity(severities.get(item.rule, item.severity)))
        for item in diagnostics
        if severities.get(item.rule) != "off"
    ]
