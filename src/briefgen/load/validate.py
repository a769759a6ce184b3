"""Located values become a typed model; what the model refuses becomes diagnostics with places."""

from __future__ import annotations

import re
import types
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from briefgen.diagnostics import Findings, Place, did_you_mean, nearest
from briefgen.load.nodes import Mapping, Node, Scalar, find, plain

#: What a type of the schema is to someone who writes a source file.
_SHAPES = {
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "model_type": "a record",
    "dict_type": "a mapping",
    "string_type": "a text",
    "string_too_short": "a text",
}

M = TypeVar("M", bound=BaseModel)

_DATE_HINT = 'year-month-day; write "2009" or "2009-09" where the day is unknown'
_FULL_DATE_HINT = "year-month-day, such as 2009-09-16"
_TEXT_HINT = "a text in quotation marks, or one text a language: {en: …, lt: …}"
_NUMBER_HINT = "digits, with a dot before decimals and no separators: 1234.5"

#: What a pattern asks for, in words.
_PATTERNS = {
    "^[A-Z]{2}$": ("bad-code", "a country code (ISO 3166-1 alpha-2)", "two capitals, such as LT"),
    "^[A-Z]{3}$": ("bad-code", "a currency code (ISO 4217)", "three capitals, such as EUR"),
    "^[a-z0-9]+(-[a-z0-9]+)*$": (
        "bad-id", "an identifier", "lower-case letters, digits and hyphens, such as mfa-lt-2023",
    ),
    r"^https?://\S+$": ("bad-url", "a web address", "begin it with https://"),
    r"^([01]\d|2[0-3]):[0-5]\d$": ("bad-time", "a time of day", "24 hours, such as 09:30"),
    "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": ("bad-code", "a language tag (BCP 47)", "such as en or lt"),
    "^#[0-9a-fA-F]{6}$": ("bad-color", "a colour", 'a quoted "#" and six digits: "#0b6b74"'),
    r"^\d{4}$": ("bad-date", "a year", "four digits, such as 2009"),
}  # fmt: skip


def validate(model: type[M], node: Node, found: Findings) -> M | None:
    """Return the model's instance, or ``None`` after noting everything that is wrong.

    Args:
        model: what the value should be.
        node: the value as its files hold it.
        found: takes the diagnostics.
    """
    try:
        return model.model_validate(plain(node))
    except ValidationError as error:
        details = error.errors(include_url=False)
        misspelt = {_meant(model, d["loc"]) for d in details if d["type"] == "extra_forbidden"}
        for detail in details:
            if detail["type"] == "missing" and detail["loc"] in misspelt:
                continue  # the misspelt field says it all
            if detail["type"] == "too_short" and _items_at_fault(detail, details):
                continue  # pydantic counts the sound ones alone
            _note(model, node, detail, found)
        return None


def _meant(model: type[BaseModel], location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Return where a field that the model does not know would stand if it was well spelt."""
    near = nearest(str(location[-1]), _fields(model, location[:-1]))
    return (*location[:-1], near or "")


def _items_at_fault(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Whether something is wrong with the items of a list that is said to have too few."""
    at = detail["loc"]
    return any(len(other["loc"]) > len(at) and other["loc"][: len(at)] == at for other in details)


def _note(model: type[BaseModel], node: Node, detail: ErrorDetails, found: Findings) -> None:
    location = tuple(detail["loc"])
    steps = (s for s in reversed(location) if isinstance(s, str) and s not in ("", "[key]"))
    name = next(steps, None)
    subject = f"`{name}`" if name else "the file"
    at = find(node, location)
    kind = detail["type"]
    if kind == "missing" and isinstance(location[-1], int):
        found.error(at.place, "bad-shape", f"{subject} has too few items", "add what is missing")
    elif kind == "missing":
        found.error(
            at.place, "missing-field", f"`{location[-1]}` is missing from {_what(location[:-1])}",
            f"add `{location[-1]}:` with {_described(model, location)}",
        )  # fmt: skip
    elif kind == "extra_forbidden":
        owner = find(node, location[:-1])
        field = str(location[-1])
        place = owner.keys.get(field, owner.place) if isinstance(owner, Mapping) else owner.place
        found.error(
            place, "unknown-field", f"`{_short(field)}` is not a field of {_what(location[:-1])}",
            did_you_mean(field, _fields(model, location[:-1])),
        )  # fmt: skip
    elif kind == "bad-input":
        field = str((detail.get("ctx") or {}).get("field", ""))
        place = at.keys.get(field, at.place) if isinstance(at, Mapping) else at.place
        found.error(place, kind, detail["msg"], "docs/sources.md shows what may be declared")
    elif isinstance(at, Scalar) and at.text is None:
        found.error(at.place, "empty-field", f"{subject} is empty", "give it a value or remove it")
    else:
        rule, expected, hint = _expectation(detail)
        shown = f'"{_short(at.text)}"' if isinstance(at, Scalar) else _shape(at)
        found.error(at.place, rule, f"{subject} is {shown}, expected {expected}", hint)


def _expectation(detail: ErrorDetails) -> tuple[str, str, str]:
    """Return rule, what was expected, and the hint."""
    kind, context = detail["type"], detail.get("ctx") or {}
    if kind == "bad-date":
        expected = detail["msg"].removeprefix("expected ")
        return kind, expected, _FULL_DATE_HINT if "full" in expected else _DATE_HINT
    if kind == "string_pattern_mismatch" and context.get("pattern") in _PATTERNS:
        return _PATTERNS[context["pattern"]]
    if kind == "literal_error":
        near = nearest(str(detail["input"]), re.findall("'([^']*)'", context["expected"]))
        hint = f"did you mean `{near}`?" if near else ""
        return "bad-choice", "one of " + context["expected"].replace("'", "`"), hint
    if kind.startswith(("bad-number", "decimal", "int", "float", "greater", "less")):
        bounds = {"less_than_equal": "at most {le}", "greater_than_equal": "at least {ge}"}
        expected = bounds.get(kind, "a number").format(**context)
        return "bad-number", expected, _NUMBER_HINT if expected == "a number" else ""
    if kind in ("too_short", "too_long", "missing_argument"):
        if context.get("min_length") == 1:
            return "bad-shape", "one item at least", "name one, or remove it"
        return "bad-shape", f"{context.get('min_length', context.get('max_length'))} items", ""
    return "bad-shape", _SHAPES.get(kind, detail["msg"]), _TEXT_HINT if kind == "bad-text" else ""


def _what(location: tuple[str | int, ...]) -> str:
    names = [step for step in location if isinstance(step, str)]
    if not names:
        return "the file"
    irregular = {"countries": "country", "series": "series", "visits": "visit"}
    name = names[-1]
    if name in irregular:
        return f"this {irregular[name]}"
    return f"this {name.removesuffix('s')}" if isinstance(location[-1], int) else f"`{name}`"


def _short(text: str | None) -> str:
    """Return a text as a message quotes it: in one line, and no more of it than one needs."""
    line = re.sub(r"[\r\n]+", " ", text or "")
    return line if len(line) <= 80 else f"{line[:40]}… ({len(line)} characters)"


def _shape(node: Node) -> str:
    return "a mapping" if isinstance(node, Mapping) else "a list"


def _model_at(model: type[BaseModel], location: tuple[str | int, ...]) -> type[BaseModel] | None:
    current: type[BaseModel] | None = model
    for step in location:
        if current is None:
            return None
        if isinstance(step, str) and step in current.model_fields:
            current = _model_in(current.model_fields[step].annotation)
    return current


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (Union, types.UnionType, tuple) or hasattr(
        annotation, "__metadata__"
    ):
        for argument in get_args(annotation):
            if found := _model_in(argument):
                return found
    return None


def _fields(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    owner = _model_at(model, location)
    return list(owner.model_fields) if owner else []


def _described(model: type[BaseModel], location: tuple[str | int, ...]) -> str:
    owner = _model_at(model, location[:-1])
    field = owner.model_fields.get(str(location[-1])) if owner else None
    text = (field.description or "a value") if field else "a value"
    return text[0].lower() + text[1:].rstrip(".").split(". ")[0]


def place_of(node: Node, *location: str | int) -> Place:
    """Return the place of what a path leads to, or of the innermost part that exists."""
    return find(node, location).place
