"""Dashes, ellipses and the spaces at which no line may break."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from briefgen.compose.quotation import Edit

NO_BREAK: Final = "\N{NO-BREAK SPACE}"

#: Space as composed documents have it.
_GAP: Final = r"[ \t\r\n]+"

_ELLIPSIS: Final = re.compile(r"(?<!\.)\.\.\.(?!\.)")

#: A dash between words, as typewriters have it; a list's or a table's own stands alone.
_DASH: Final = re.compile(rf"(?<=[^\s\-–—]){_GAP}(--?|[–—])(?={_GAP}[^\s\-–—])")

#: Two years. A month ("2009-11") is none, nor is a part of a code or a longer date.
_YEARS: Final = re.compile(
    r"(?<![\w./–-])((?:1[5-9]|20)\d\d)(-)((?:1[5-9]|20)?\d\d)(?![\w–-]|[./]\d)"
)

#: Two numbers of one unit, or pages.
_NUMBERS: Final = re.compile(
    r"(?:(?<![\w.,/–-])\d{1,3}(-)\d{1,3}(?=\s?%| per cent\b)|(?<=pp\.\s)\d{1,4}(-)\d{1,4}(?![\w-]))"
)
_MINUS: Final = re.compile(r"(?<=[\s(])(-)(?=\d+(?:[.,]\d+)?\s?%)")

_UNITS: Final = (
    r"%|‰|°C|km|km²|m²|m|cm|mm|kg|t|ha|[kMGT]Wh?|million|billion|trillion|per cent"
    r"|mln\.|mlrd\.|млн|млрд|Mio\.|Mrd\."
)

#: A number and its unit; an abbreviation and its number; initials and the name; a citation, and
#: two numbers in one.
_BOUND: Final = (
    re.compile(rf"(?<=\d)({_GAP})(?=(?:{_UNITS})(?![\w²]))"),
    re.compile(rf"(?<=[§№])({_GAP})(?=\w)"),
    re.compile(rf"\b(?:No|Nos|Nr|Art|art|p|pp|Vol|vol|ch|c|ca)\.({_GAP})(?=\d)"),
    re.compile(rf"(?<![\w.])(?:[^\W\d_]\.)+({_GAP})(?=(?:[^\W\d_]\.|[^\W\d_]{{2}}))"),
    re.compile(rf"(?<=[^\s(,;–—])({_GAP})(?=\[\d)"),
    re.compile(rf"\[\d{{1,3}},({_GAP})(?=\d{{1,3}}\])"),
)

#: The last word of a text that has several lines, where it is too short to stand alone on one.
_RUNT: Final = re.compile(rf"(?<=\S)({_GAP})(?=\S{{1,5}}\s*\Z)")

#: Letters from which a text has several lines, in a cell or in a column.
_SEVERAL_LINES: Final = 60

#: What may be a day before its month.
_DAY: Final = re.compile(r"\d(?=\.?\s)")

#: French sets these off, which writers do with a space at which a line must not break.
_FRENCH: Final = re.compile(rf"(?<=\S)({_GAP})(?=[;!?»])|(?<=«)({_GAP})(?=\S)")
_FRENCH_COLON: Final = re.compile(rf"(?<=\S)({_GAP})(?=:)")

#: Where a dash between words is as long as a line of type is high.
_LONG_DASHES: Final = frozenset(("be", "ru", "uk"))


def spacing(text: str, language_at: Callable[[int], str]) -> list[Edit]:
    """Return what gives a text its dashes, ellipses and no-break spaces.

    Args:
        text: running text.
        language_at: the language at a position.
    """
    edits = [Edit(one.start(), one.end(), "…") for one in _ELLIPSIS.finditer(text)]
    for dash in _DASH.finditer(text):
        long = _language(language_at(dash.start(1))) in _LONG_DASHES
        new = dash[1] if dash[1] in "–—" else "—" if long else "–"
        edits += [Edit(dash.start(), dash.start(1), NO_BREAK), Edit(*dash.span(1), new)]
    edits += [Edit(*y.span(2), "–") for y in _YEARS.finditer(text) if _is_range(y[1], y[3])]
    for ranged in _NUMBERS.finditer(text):
        edits.append(Edit(*ranged.span(1 if ranged[1] else 2), "–"))
    edits += [Edit(*one.span(1), "\N{MINUS SIGN}") for one in _MINUS.finditer(text)]
    for pattern in _BOUND:
        edits += [Edit(*one.span(1), NO_BREAK) for one in pattern.finditer(text)]
    if len(text.rstrip()) > _SEVERAL_LINES:
        edits += [Edit(*one.span(1), NO_BREAK) for one in _RUNT.finditer(text)]
    for at in _days(text, language_at):
        edits.append(Edit(*at, NO_BREAK))
    for one in _FRENCH.finditer(text):
        if _language(language_at(one.start())) == "fr":
            edits.append(Edit(one.start(), one.end(), "\N{NARROW NO-BREAK SPACE}"))
    for one in _FRENCH_COLON.finditer(text):
        if _language(language_at(one.start())) == "fr":
            edits.append(Edit(one.start(), one.end(), NO_BREAK))
    return [edit for edit in sorted(set(edits)) if text[edit.start : edit.end] != edit.new]


def _language(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _is_range(first: str, last: str) -> bool:
    """Whether two numbers of years are a range; "2009-11" is a month."""
    if len(last) == 4:
        return int(last) > int(first)
    return int(last) > max(12, int(first[2:]))


def _days(text: str, language_at: Callable[[int], str]) -> list[tuple[int, int]]:
    """Return the spaces between a day and its month."""
    found = (_language(language_at(number.start())) for number in _DAY.finditer(text))
    languages = dict.fromkeys(found)
    return [
        one.span(1)
        for language in languages
        for one in _months(language).finditer(text)
        if _language(language_at(one.start())) == language
    ]


@cache
def _months(language: str) -> re.Pattern[str]:
    """Return what finds the space between a day and the name of a month (CLDR)."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  # slow to import

    try:
        months = Locale.parse(language).months
    except (UnknownLocaleError, ValueError):
        return re.compile("(?!)()")
    forms = {name for width in ("wide", "abbreviated") for name in months["format"][width].values()}
    names = "|".join(re.escape(name) for name in sorted(forms, reverse=True) if name[0].isalpha())
    return re.compile(rf"(?<!\d)\d\d?\.?({_GAP})(?=(?:{names})(?!\w))" if names else "(?!)()")
