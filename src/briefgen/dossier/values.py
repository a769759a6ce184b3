"""Value types of the records: dates of known precision, texts in several languages, codes.

Source files of every format hold text; these types turn it into values. That
is why they all accept strings: ``NO`` stays a country code and ``0207`` a
commodity code because nothing ever guesses a type from the look of a value.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

#: Written-out numbers of a length that any format can print.
_NUMBER = re.compile(r"[-+]?[0-9]{1,30}(\.[0-9]{1,15})?")
_LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"


def _partial_date(value: str) -> str:
    if not _DATE.fullmatch(value):
        raise PydanticCustomError("bad-date", "expected an ISO date")
    padded = value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value
    try:
        date.fromisoformat(padded)
    except ValueError:
        raise PydanticCustomError("bad-date", "expected an ISO date") from None
    return value


def _full_date(value: str) -> str:
    if len(value) != 10:
        raise PydanticCustomError("bad-date", "expected a full ISO date")
    return value


def _text(value: Any) -> Any:
    """Accept a plain text or one text a language; plain text is filed under ``""``."""
    if isinstance(value, str):
        return {"": value}
    if not isinstance(value, dict) or not value:
        raise PydanticCustomError("bad-text", "a text")
    if any(key and not re.match(_LANGUAGE, str(key)) for key in value):
        raise PydanticCustomError("bad-text", "a text, named by its language")
    return value


def _number(value: Any) -> Any:
    """Refuse numbers that are not written out: 1e9, 1_000, NaN."""
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise PydanticCustomError("bad-number", "expected a number")
    return value


def _items(value: Any) -> Any:
    """Let one cell of a table hold a list: ``a; b``."""
    if isinstance(value, str):
        return [item.strip() for item in value.split(";") if item.strip()]
    return value


def _line(value: Any) -> Any:
    """Let a record that is mostly one text be written as that text."""
    return {"text": value} if isinstance(value, str) else value


#: ISO 8601 calendar date of day, month or year precision: "2009-09-16", "2009-09", "2009".
PartialDate = Annotated[
    str,
    AfterValidator(_partial_date),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}),
]

#: ISO 8601 calendar date of day precision.
FullDate = Annotated[
    str,
    AfterValidator(_partial_date),
    AfterValidator(_full_date),
    WithJsonSchema({"type": "string", "format": "date"}),
]

#: A number, written out: digits, and a dot before decimals.
Number = Annotated[Decimal, BeforeValidator(_number)]

#: ISO 3166-1 alpha-2 code; user-assigned codes (XA to XZ, AA, QM to QZ, ZZ) for invented states.
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]

#: ISO 4217 currency code.
CurrencyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]

#: Language tag, BCP 47: "en", "be", "sr-Latn".
LanguageTag = Annotated[str, StringConstraints(pattern=_LANGUAGE)]

#: Identifier of a record: lower-case letters, digits and hyphens.
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]

_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

#: A text: plain (in the dossier's own language) or one a language, {en: …, lt: …}.
Text = Annotated[
    dict[str, _Words],
    Field(min_length=1),
    BeforeValidator(_text),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}},
            ]
        }
    ),
]

#: Identifiers of sources; in a table one cell, "factbook-by; mfa-by".
Identifiers = Annotated[tuple[Identifier, ...], BeforeValidator(_items)]

#: Names from a closed list, such as audiences; in a table one cell, "minister; analyst".
Names = Annotated[tuple[str, ...], BeforeValidator(_items)]

as_line = BeforeValidator(_line)
