"""What is known of an expression of a template, and of its attributes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from jinja2 import nodes

from briefgen.compose.lint.given import Function
from briefgen.compose.lint.sources import Template
from briefgen.diagnostics import did_you_mean
from briefgen.view.shape import Either, Group, Listing, Plain, Shape


@dataclass(frozen=True)
class Words:
    """Texts that stand in templates.

    Attributes:
        places: each text with its template and the offset of its first character.
    """

    places: frozenset[tuple[str, Template, int]]


@dataclass(frozen=True, eq=False)
class Macro:
    """A macro, or the block of a ``call``.

    Attributes:
        template: where it stands.
        node: its arguments and its body.
    """

    template: Template
    node: nodes.Macro | nodes.CallBlock

    @property
    def key(self) -> tuple[Template, int]:
        """What tells it from every other one."""
        return self.template, self.node.lineno


@dataclass(frozen=True)
class Callers:
    """What ``caller`` is in a macro.

    Attributes:
        blocks: the blocks of all its calls.
    """

    blocks: tuple[Macro, ...]


@dataclass(frozen=True, eq=False)
class Module:
    """An imported template.

    Attributes:
        name: its name.
        exported: what it sets and defines.
    """

    name: str
    exported: Mapping[str, Type]


class Nothing:
    """What no value is of: the items of an empty list, the argument of an uncalled macro."""


NOTHING = Nothing()

#: ``None``: nothing is known.
Type = Shape | Words | Macro | Callers | Module | Function | Nothing

#: Attributes of plain values are Python's; of them a template may use those without effects.
_PYTHON = {"text": str, "address": str, "number": Decimal, "truth": bool}


@dataclass(frozen=True)
class Missing:
    """An attribute that is not there.

    Attributes:
        message: what has no such attribute.
        hint: what it has instead.
    """

    message: str
    hint: str


def join(one: Type, other: Type) -> Type:
    """Return what is known of something that is either of two."""
    if isinstance(one, Nothing) or one is other:
        return other
    if isinstance(other, Nothing):
        return one
    match one, other:
        case Words(places=places), Words(places=more):
            return Words(places | more)
        case (Words(), Plain(kind="text")) | (Plain(kind="text"), Words()):
            return Plain("text")
        case Plain(kind=kind, options=options), Plain(kind=same, options=more) if kind == same:
            return Plain(kind, options | more if options and more else None)
        case Listing(item=item), Listing(item=more):
            return Listing(value_of(join(item, more)))
        case (Group() | Either() | Listing() | Plain(), Group() | Either() | Listing() | Plain()):
            both = list(each(one))
            both += [option for option in each(other) if option not in both]
            return both[0] if len(both) == 1 else Either(tuple(both))
    return one if one == other else None


def joined(types: Iterable[Type]) -> Type:
    """Return what is known of something that is one of several."""
    result: Type = NOTHING
    for one in types:
        result = join(result, one)
    return result


def each(one: Type) -> Iterator[Shape]:
    """Yield what something can be."""
    match one:
        case Either(options=options):
            yield from options
        case Words():
            yield Plain("text")
        case Group() | Listing() | Plain():
            yield one


def item_of(one: Type) -> Type:
    """Return what is known of the items of a list."""
    match one:
        case Listing(item=item):
            return item
        case Either(options=options) if all(isinstance(option, Listing) for option in options):
            return joined(option.item for option in options if isinstance(option, Listing))
    return None


def listing(item: Type) -> Type:
    """Return a list of something."""
    return Listing(value_of(item))


def attribute(one: Type, name: str) -> Type | Missing:
    """Return what is known of an attribute, or that there is none."""
    if isinstance(one, Module):
        if name in one.exported:
            return one.exported[name]
        known = sorted(key for key in one.exported if not key.startswith("_"))
        return Missing(f"{one.name} has no `{name}`", did_you_mean(name, known))
    options = list(each(one))
    if not options:
        return None
    found = [_attribute(option, name) for option in options]
    there = [below for below in found if not isinstance(below, Missing)]
    if there:
        return joined(there)
    if len(options) == 1 and isinstance(found[0], Missing):
        return found[0]
    known = sorted(
        {key for option in options if isinstance(option, Group) for key in option.fields}
    )
    return Missing(f"{_neither(options)} has a `{name}`", did_you_mean(name, known))


def narrowed(one: Type, name: str, values: frozenset[str], *, equal: bool) -> Type:
    """Return what is left of the possibilities when a field has, or has not, one of some values."""
    kept = [option for option in each(one) if _can_be(option, name, values, equal=equal)]
    if not kept or not isinstance(one, Either):
        return one
    return kept[0] if len(kept) == 1 else Either(tuple(kept))


def _can_be(one: Shape, name: str, values: frozenset[str], *, equal: bool) -> bool:
    field = one.fields.get(name) if isinstance(one, Group) else None
    if not isinstance(field, Plain) or field.options is None:
        return True
    return bool(field.options & values) if equal else bool(field.options - values)


def _attribute(one: Shape, name: str) -> Type | Missing:
    match one:
        case Group(fields=fields):
            if name in fields:
                return fields[name]
            return Missing(f"{_article(one)} has no `{name}`", did_you_mean(name, list(fields)))
        case Listing():
            if hasattr(list, name):
                return None
            hint = "loop over it: {% for … in … %}"
            return Missing(f"a list has no `{name}`", hint)
        case Plain(kind=kind):
            if hasattr(_PYTHON[kind], name):
                return None
            what = {"text": "a text", "address": "a web address", "number": "a number"}
            return Missing(f"{what.get(kind, 'a truth value')} has no `{name}`", "")
    return None


def _article(group: Group) -> str:
    if "`" in group.name or group.name in ("paper", "loop"):
        return f"the {group.name}"
    return f"{'an' if group.name[0] in 'aeiou' else 'a'} {group.name}"


def _neither(options: list[Shape]) -> str:
    groups = [option for option in options if isinstance(option, Group)]
    if len(groups) < len(options):
        return "nothing that this can be"
    if all(group.name.startswith("section `") for group in groups):
        return "no section"
    names = list(dict.fromkeys(_article(group) for group in groups))
    return f"neither {' nor '.join(names)}" if len(names) < 4 else "none of these records"


def value_of(one: Type) -> Shape:
    """Return what a list can hold of what is known: what is no value of a paper is unknown."""
    if isinstance(one, Nothing):
        return cast("Shape", one)
    if isinstance(one, Words):
        return Plain("text")
    return one if isinstance(one, Plain | Group | Listing | Either) else None
