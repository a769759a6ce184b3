"""What Jinja's own filters make of what they are applied to (Jinja, "List of Builtin Filters")."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import tests

from briefgen.compose import bounds
from briefgen.compose.lint.types import Type, item_of, join, listing
from briefgen.view.shape import NUMBER, TEXT, Group, Listing

#: Names of the filters and tests of Jinja that templates have.
FILTERS, TESTS = frozenset(bounds.filters()), frozenset(tests.TESTS)

_TEXTS = frozenset((
    "capitalize", "center", "e", "escape", "filesizeformat", "forceescape", "format", "indent",
    "join", "lower", "pprint", "replace", "safe", "string", "striptags", "title", "tojson", "trim",
    "truncate", "upper", "urlencode", "urlize", "wordwrap", "xmlattr",
))  # fmt: skip
_NUMBERS = frozenset(("abs", "count", "float", "int", "length", "round", "wordcount"))
_LISTS = frozenset((
    "list", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique",
))  # fmt: skip
_ITEMS = frozenset(("first", "last", "max", "min", "random"))

#: Where a filter takes the name of an attribute: as which argument, and by which keyword.
ATTRIBUTES: Mapping[str, tuple[int, str]] = {
    "groupby": (0, "attribute"), "join": (1, "attribute"), "max": (1, "attribute"),
    "min": (1, "attribute"), "rejectattr": (0, ""), "selectattr": (0, ""),
    "sort": (2, "attribute"), "sum": (0, "attribute"), "unique": (1, "attribute"),
    "map": (99, "attribute"),
}  # fmt: skip

#: Where a filter takes the name of a test.
TEST_ARGUMENTS: Mapping[str, int] = {"reject": 0, "rejectattr": 1, "select": 0, "selectattr": 1}


def result(name: str, value: Type, item: Type) -> Type:
    """Return what is known of what one of Jinja's filters returns.

    Args:
        name: the filter.
        value: what it is applied to.
        item: the items of that, or the attribute of them that the filter asks for.
    """
    if name in _TEXTS:
        return TEXT
    if name in _NUMBERS:
        return NUMBER
    if name in _LISTS:
        return value if isinstance(value, Listing) else None
    if name in _ITEMS:
        return item_of(value)
    if name == "map":
        return listing(item)
    if name in ("batch", "slice"):
        return listing(value)
    if name == "groupby" and isinstance(value, Listing):
        return Listing(Group("group", {"grouper": None, "list": value}))
    return None


def summed(item: Type, start: Type) -> Type:
    """Return what is known of a sum: lists that are added to an empty one are one list."""
    return join(item, start) if isinstance(item, Listing) and isinstance(start, Listing) else None
