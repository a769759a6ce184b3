"""The shape of a view: which names a template finds in a paper, known before there is one.

It is read from the record types, so that a field that is added to a record is known at once.
What :mod:`briefgen.view.project` adds to them stands here; ``tests/view/test_shape.py``
compares both with the views of the shipped dossiers.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from briefgen.dossier.records import Clearance, Model, Record, Records, Source
from briefgen.view.projection import CONTROL
from briefgen.view.sections import SECTIONS, Fields

Kind = Literal["text", "address", "number", "truth"]


@dataclass(frozen=True)
class Plain:
    """A text, a web address, a number or a truth value.

    Attributes:
        kind: which of them.
        options: the only texts that it can be, where they are known.
    """

    kind: Kind
    options: frozenset[str] | None = None


@dataclass(frozen=True)
class Group:
    """A mapping of known names.

    Attributes:
        name: what messages call it: "event", "section `timeline`".
        fields: what each name leads to; ``None`` where that is not known.
    """

    name: str
    fields: Mapping[str, Shape] = field(hash=False)


@dataclass(frozen=True)
class Listing:
    """A list.

    Attributes:
        item: what each of its items is.
    """

    item: Shape


@dataclass(frozen=True)
class Either:
    """One of several things.

    Attributes:
        options: what it can be.
    """

    options: tuple[Shape, ...]


#: ``None``: nothing is known, so nothing is wrong.
Shape = Plain | Group | Listing | Either | None

TEXT = Plain("text")
NUMBER = Plain("number")
TRUTH = Plain("truth")

_SPEAKER = Group("speaker", {"code": TEXT, "name": TEXT, "side": TEXT})


@cache
def paper_shape() -> Group:
    """Return the shape of ``paper``, with every field that any audience can see of it."""
    party = Group("party", dict.fromkeys(("iso", "name", "adjective", "side"), TEXT))
    texts = ("title", "description", "as_of", "reference", "kind", "home", "voice", "notes",
             "marking")  # fmt: skip
    return Group(
        "paper",
        {
            **dict.fromkeys(texts, TEXT),
            "draft": TRUTH,
            "numbered_headings": NUMBER,
            "numbered_captions": TRUTH,
            "parties": Listing(party),
            "names": None,
            "sections": Listing(Either(tuple(_section(name) for name in SECTIONS))),
            "sources": Listing(record_shape(Source)),
            "clearance": record_shape(Clearance),
            "colors": None,
        },
    )


def record_shape(kind: type[Record], fields: Fields = True) -> Group:
    """Return the shape of a record.

    Args:
        kind: its type.
        fields: which of its fields a section sees.
    """
    shown: dict[str, Shape] = {"marking": TEXT, "portion": TEXT, "gaps": None}
    for name, info in kind.model_fields.items():
        if name in CONTROL:
            continue
        below = fields if isinstance(fields, bool) else fields.get(name, False)
        if below is False and name not in ("id", "sources", "as_of"):
            continue
        shown[name] = _SPEAKER if name == "by" else _annotated(info, below or True)
    return Group(_words(kind), shown)


def names_below(shape: Shape) -> Iterator[str]:
    """Yield every name that a shape holds, at any depth."""
    match shape:
        case Group(fields=fields):
            for name, below in fields.items():
                yield name
                yield from names_below(below)
        case Listing(item=item):
            yield from names_below(item)
        case Either(options=options):
            for option in options:
                yield from names_below(option)


def _section(name: str) -> Group:
    shown: dict[str, Shape] = {
        "name": Plain("text", frozenset((name,))), "title": TEXT, "gaps": None,
        "depth": Plain("text", frozenset(("full", "brief"))),
    }  # fmt: skip
    for selection in SECTIONS[name]:
        annotation = Records.model_fields[selection.type].annotation
        shown[selection.type] = _of(annotation, selection.fields)
    return Group(f"section `{name}`", shown)


def _annotated(info: FieldInfo, fields: Fields) -> Shape:
    patterns = [str(getattr(item, "pattern", "")) for item in info.metadata]
    shape = _of(info.annotation, fields)
    return Plain("address") if any("https?://" in p for p in patterns) else shape


def _of(annotation: Any, fields: Fields) -> Shape:
    """Return the shape of what a field's annotation lets through the projection."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        shape = _of(arguments[0], fields)
        metadata = " ".join(map(repr, arguments[1:]))
        return Plain("address") if "https?://" in metadata else shape
    if origin in (Union, types.UnionType):
        [one] = [argument for argument in arguments if argument is not type(None)]
        return _of(one, fields)
    if origin is tuple:
        return Listing(_of(arguments[0], fields))
    if origin is Literal:
        return Plain("text", frozenset(map(str, arguments)))
    if origin is dict:
        return TEXT
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return record_shape(annotation, fields)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        below = {name: _annotated(info, True) for name, info in annotation.model_fields.items()}
        return Group(_words(annotation), below)
    return {bool: TRUTH, str: TEXT, int: NUMBER, Decimal: NUMBER}.get(annotation)


def _words(kind: type) -> str:
    """Return the name of a record type in words: "DateClaim" is a "date claim"."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", kind.__name__).lower()
