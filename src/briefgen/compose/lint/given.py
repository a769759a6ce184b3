"""What a template is given beside the paper, and what Jinja brings along.

``tests/compose/test_lint_names.py`` compares the names with those that
:func:`briefgen.compose.paper.compose` gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from briefgen.view.shape import NUMBER, TEXT, TRUTH, Either, Group, Listing, Shape


@dataclass(frozen=True)
class Function:
    """A function that a template can call.

    Attributes:
        result: what it returns.
    """

    result: Shape


@dataclass(frozen=True)
class Given:
    """Names of a template.

    Attributes:
        values: variables and functions, with what is known of them.
        filters: filters beside Jinja's own: from what they are applied to, what comes out.
    """

    values: Mapping[str, Shape | Function]
    filters: Mapping[str, Callable[[Shape], Shape]]


def given(paper: Group) -> Given:
    """Return what every template is given."""
    values: dict[str, Shape | Function] = {
        "paper": paper,
        "audience": TEXT,
        "language": TEXT,
        "writing": TEXT,
        "names": None,
        "styles": TEXT,
        "chart": Function(TEXT),
        "shown_by": Function(TEXT),
        "flag": Function(TEXT),
        "locator": Function(TEXT),
        "boundaries": Function(TEXT),
        "map_source": Function(TEXT),
        "t": Function(TEXT),
        "note": Function(TEXT),
        "marks": Function(TEXT),
        "source_names": Function(TEXT),
        "cited_sources": Function(Listing(_cited(paper))),
        "portion": Function(TEXT),
        "gaps": Function(Listing(Group("redaction", {"basis": TEXT}))),
        # Jinja's own, of those that templates are left with.
        "range": Function(Listing(NUMBER)),
        "namespace": Function(None),
    }
    texts = ("date", "number", "quantity", "figure", "listed", "direction", "reporter_name",
             "subject", "other")  # fmt: skip
    filters: dict[str, Callable[[Shape], Shape]] = {
        **dict.fromkeys(texts, lambda _: TEXT),
        "mirrors": _mirrored,
        "paragraphs": lambda _: Listing(TEXT),
    }
    return Given(values, filters)


#: ``loop`` within a ``for`` (Jinja, "List of Control Structures").
LOOP = Group(
    "loop",
    {
        **dict.fromkeys(("index", "index0", "revindex", "revindex0", "length", "depth", "depth0"),
                        NUMBER),
        "first": TRUTH, "last": TRUTH, "previtem": None, "nextitem": None, "cycle": None,
        "changed": None,
    },
)  # fmt: skip


def _cited(paper: Group) -> Group:
    match paper.fields.get("sources"):
        case Listing(item=Group(name=name, fields=fields)):
            return Group(name, {**fields, "number": NUMBER, "entry": TEXT})
    return Group("source", {})


def _mirrored(series: Shape) -> Shape:
    """Return the shape of mirrored flows (:func:`briefgen.compose.mirrors.mirrors`)."""
    one = series.item if isinstance(series, Listing) else None
    if not isinstance(one, Group | Either):
        return None
    row = Group(
        "row of mirrored values", dict.fromkeys(("exported", "imported", "gap"), NUMBER)
        | {"period": TEXT},
    )  # fmt: skip
    return Listing(Group("mirrored flow", {"exported": one, "imported": one, "rows": Listing(row)}))
