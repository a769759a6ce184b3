"""Dates, numbers and words of a paper's language, as filters and functions of the templates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from briefgen.compose.trail import Trail
from briefgen.house.words import GAP, Catalogue

#: Digits that are kept apart from their unit by this must not part at a line's end.
NO_BREAK = "\N{NO-BREAK SPACE}"


class Wording:
    """Writes values in one language (CLDR, through Babel)."""

    def __init__(self, catalogue: Catalogue, trail: Trail | None = None) -> None:
        from babel import Locale  # noqa: PLC0415  # slow to import

        self._trail = trail or Trail()
        self._words = catalogue.words
        self._locale = Locale.parse(catalogue.locale)

    @property
    def writing(self) -> str:
        """Which way the language is written, as the attribute ``dir`` says it: ltr or rtl."""
        return "rtl" if self._locale.text_direction == "rtl" else "ltr"

    def word(self, key: str, **values: str | int) -> str:
        """Return the catalogue's text for a key, with its gaps filled.

        Raises:
            KeyError: the catalogue has no such key, or its text a gap that is not filled.
            TypeError: a value is neither a text nor a whole number.
        """
        return self._filled(key, values, str)

    def markup(self, key: str, **values: str | int) -> Markup:
        """Return the catalogue's text for a key as markup; values that are text are escaped.

        Raises:
            KeyError: the catalogue has no such key, or its text a gap that is not filled.
            TypeError: a value is neither a text nor a whole number.
        """
        return Markup(self._filled(key, values, lambda text: str(escape(text))))  # noqa: S704

    def _filled(
        self, key: str, values: Mapping[str, str | int], write: Callable[[str], str]
    ) -> str:
        """Fill gaps by name and nothing else: a format string would reach into what it is given."""
        if key not in self._words:
            raise KeyError(f"the catalogue has no word `{key}`")
        for name, value in values.items():
            if not isinstance(value, str | int):
                raise TypeError(f"`{name}` of the word `{key}` is no text")

        def value_of(gap: re.Match[str]) -> str:
            if gap[1] not in values:
                raise KeyError(f"the word `{key}` has a gap `{gap[1]}`, which nothing fills")
            value = values[gap[1]]
            return write(value if isinstance(value, str) else str(value))

        return GAP.sub(value_of, write(self._words[key]))

    def date(self, value: str, form: str = "long") -> str:
        """Return an ISO date of any precision in words.

        Args:
            value: "2009-09-16", "2009-09" or "2009".
            form: ``long`` ("16 September 2009") or ``short`` ("16 Sep 2009").
        """
        from babel.dates import format_date, format_skeleton  # noqa: PLC0415

        if len(value) == 4:
            return value
        day = dt.date.fromisoformat(value if len(value) == 10 else f"{value}-01")
        month = "MMMM" if form == "long" else "MMM"
        if len(value) == 7:
            return str(format_skeleton(f"y{month}", day, locale=self._locale))
        text = str(format_date(day, f"d {month} y", locale=self._locale))
        return text.replace(" ", NO_BREAK, 1)

    def number(self, value: Decimal | float, decimals: int | None = None) -> str:
        """Return a number with the language's separators.

        Args:
            value: the number.
            decimals: how many decimals to print; without it, those the value has.
        """
        text = self._number(value, decimals)
        self._trail.note(text, value)
        return text

    def quantity(self, value: Decimal) -> str:
        """Return a number as running text gives it: three digits, "9.13 million"."""
        text = self._quantity(value)
        self._trail.note(text, value)
        return text

    def _number(self, value: Decimal | float, decimals: int | None = None) -> str:
        from babel.numbers import format_decimal  # noqa: PLC0415

        exact = Decimal(str(value))
        if decimals is None:
            exponent = exact.normalize().as_tuple().exponent
            decimals = max(0, -exponent) if isinstance(exponent, int) else 0
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return str(format_decimal(exact, pattern, locale=self._locale)).replace(
            "-", "\N{MINUS SIGN}"
        )

    def _quantity(self, value: Decimal) -> str:
        from babel.numbers import format_compact_decimal  # noqa: PLC0415

        exact = Decimal(value)
        if abs(exact) < 1_000_000:
            return self._number(exact)
        exact = Decimal(f"{exact:.2e}")  # so that 999,999,999 becomes a billion
        decimals = 2 - exact.adjusted() % 3
        text = format_compact_decimal(
            exact, format_type="long", locale=self._locale, fraction_digits=decimals
        )
        return str(text).replace(" ", NO_BREAK).replace("-", "\N{MINUS SIGN}")

    def figure(self, figure: Mapping[str, Any], *, dated: bool = True) -> str:
        """Return a figure with unit and date: "US$71.9 billion (2023)".

        Money and people are rounded to three digits, everything else is given as it is.

        Args:
            figure: a figure of the view.
            dated: whether its date stands in brackets behind it.
        """
        text = self._figure(figure, dated=dated)
        self._trail.note(text, figure["value"])
        return text

    def _figure(self, figure: Mapping[str, Any], *, dated: bool) -> str:
        unit = figure["unit"]
        rounded = bool(figure.get("currency")) or unit == "people"
        value = self._quantity(figure["value"]) if rounded else self._number(figure["value"])
        if figure.get("currency"):
            text = f"{unit}{value}" if not unit[-1].isalnum() else f"{unit}{NO_BREAK}{value}"
        elif unit in ("%", "people"):
            text = f"{value}{NO_BREAK}%" if unit == "%" else value
        else:
            text = f"{value}{NO_BREAK}{unit}"
        if not dated:
            return text
        marks = [self.date(figure["as_of"], "short")]
        if figure.get("estimate"):
            marks.append(self.word("estimate"))
        return f"{text} ({', '.join(marks)})"

    def territory(self, code: str) -> str:
        """Return what the language calls a state (CLDR), by its ISO 3166-1 alpha-2 code."""
        return str(self._locale.territories.get(code, ""))

    def listed(self, items: Sequence[str]) -> str:
        """Return "a, b and c"."""
        from babel.lists import format_list  # noqa: PLC0415

        return str(format_list(list(items), locale=self._locale)) if items else ""


def names_of_dates(locale: str) -> list[str]:
    """Return the names of months and days that dates are written with (CLDR).

    Args:
        locale: CLDR locale of a catalogue.
    """
    from babel import Locale  # noqa: PLC0415

    calendar = Locale.parse(locale)
    return [
        name
        for names in (calendar.months, calendar.days)
        for forms in names.values()
        for words in forms.values()
        for name in words.values()
    ]
