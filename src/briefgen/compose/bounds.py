"""How much a template may compute: sizes of numbers, texts and lists, and steps of loops.

A paper needs a fraction of each bound; what goes beyond is a mistake or an attack, and ends
at its line before it takes the memory of the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sized
from decimal import Decimal
from functools import wraps
from typing import Any

from jinja2 import Undefined
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from markupsafe import Markup

#: Characters of a composed document and of any text in it, items of a list.
LARGEST = 20_000_000

#: Runs of all loops and macros of one paper, and items of ranges.
STEPS = 1_000_000

#: Bits of a whole number.
_BITS = 4096

#: Filters of Jinja whose result can be much larger than what they are given.
_GROWING = ("batch", "center", "indent", "join", "replace", "slice", "wordwrap")

#: Filters of Jinja that templates do not need: they depend on chance, print what Python calls
#: things, or write markup past the escaping.
_DROPPED = ("format", "pprint", "random", "safe", "tojson", "urlize", "xmlattr")


class NotANumberError(ValueError):
    """A filter that makes numbers was given something else."""


class TooLargeError(SecurityError):
    """An expression would take more than a paper can need."""


def filters() -> dict[str, Callable[..., Any]]:
    """Return the filters of Jinja that templates have, bounded and strict."""
    kept: dict[str, Callable[..., Any]] = {
        name: value for name, value in FILTERS.items() if name not in _DROPPED
    }
    for name in _GROWING:
        kept[name] = _bounded(kept[name])
    return kept | {"int": _int, "float": _float, "round": _rounded(kept["round"])}


def check_operation(operator: str, left: Any, right: Any) -> None:
    """Refuse an operation before it is carried out.

    Raises:
        TooLargeError: its result would be too large.
        SecurityError: it would format a text.
    """
    if operator == "%" and isinstance(left, str):
        raise SecurityError("texts are not put together by `%`\nput them side by side, or use `~`")
    if operator == "**":
        # Only whole numbers grow without end: others overflow.
        if isinstance(left, int) and isinstance(right, int):
            _check(left.bit_length() * abs(right), _BITS, "a number")
    elif isinstance(left, int) and isinstance(right, int):
        _check(left.bit_length() + right.bit_length(), _BITS, "a number")
    elif operator == "*":
        for one, times in ((left, right), (right, left)):
            if isinstance(one, str | list | tuple) and isinstance(times, int):
                _check(len(one) * max(times, 0), LARGEST, "a text or list")
    elif isinstance(left, str | list | tuple) and isinstance(right, Sized):
        _check(len(left) + len(right), LARGEST, "a text or list")


def joined(parts: Iterable[str]) -> str:
    """Return the text of parts that are escaped already.

    Raises:
        TooLargeError: it would be too long.
    """
    texts = list(parts)
    _check(sum(map(len, texts)), LARGEST, "a text")
    return "".join(texts)


def put_together(values: Iterable[Any]) -> str:
    """Return what ``~`` makes of values: a text, which is markup where one of them is, or can be.

    Raises:
        TooLargeError: it would be too long.
    """
    texts = [v if isinstance(v, str) else str(v) for v in map(printable, values)]
    _check(sum(map(len, texts)), LARGEST, "a text")
    if any(hasattr(text, "__html__") for text in texts):
        return Markup("").join(texts)
    return "".join(texts)


def printable(value: Any) -> Any:
    """Return what a template prints for a value; nothing prints as nothing.

    Raises:
        SecurityError: it is not a text, number or truth value: Python's own way of writing
            it would stand in the paper.
    """
    if value is None:
        return ""
    if isinstance(value, Undefined):
        return value  # says itself what is missing
    if isinstance(value, Mapping | list | tuple | set) or callable(value):
        kind = {"dict": "a record", "list": "a list"}.get(type(value).__name__, "no text")
        raise SecurityError(f"this is {kind} and cannot be printed\nprint one of its fields,"
                            " or use `|join` or `|listed`")  # fmt: skip
    return value


def _check(size: int, limit: int, what: str) -> None:
    if size > limit:
        raise TooLargeError(f"{what} would become too large")


def _bounded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse a filter's arguments that would make its result too large."""

    @wraps(function)
    def bounded(*arguments: Any, **options: Any) -> Any:
        given = list(arguments)
        # Jinja puts its own environment or context first for filters that ask for it.
        at = 1 if hasattr(function, "jinja_pass_arg") else 0
        if not isinstance(given[at], Sized) and isinstance(given[at], Iterable):
            given[at] = list(given[at])
        factors = [
            abs(option) if isinstance(option, int) else len(option)
            for option in (*given[at + 1 :], *options.values())
            if isinstance(option, int | str)
        ]
        _check(_size(given[at]) * max((1, *factors)), LARGEST, "a text or list")
        return function(*given, **options)

    return bounded


def _size(value: Any) -> int:
    if isinstance(value, list | tuple):
        return max(1, sum(len(one) if isinstance(one, str) else 1 for one in value))
    return max(1, len(value)) if isinstance(value, Sized) else 1


def _rounded(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def rounded(value: Any, precision: int = 0, method: Any = "common") -> Any:
        _check(abs(precision), 100, "a number")
        return function(value, precision, method)

    return rounded


_MISSING = object()


def _int(value: Any, default: Any = _MISSING, base: int = 10) -> Any:
    """Return a whole number; without a default, what is none is an error, not 0."""
    try:
        return int(value, base) if isinstance(value, str) else int(value)
    except (TypeError, ValueError, OverflowError):
        return _otherwise(value, default)


def _float(value: Any, default: Any = _MISSING) -> Any:
    """Return a number; without a default, what is none is an error, not 0."""
    try:
        return value if isinstance(value, Decimal) else float(value)
    except (TypeError, ValueError, OverflowError):
        return _otherwise(value, default)


def _otherwise(value: Any, default: Any) -> Any:
    if default is not _MISSING:
        return default
    shown = f'"{value[:40]}"' if isinstance(value, str) else type(value).__name__
    raise NotANumberError(
        f"{shown} is not a number\ngive the filter what it shall take instead: `|int(0)`"
    )
