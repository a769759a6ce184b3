"""What is known of the expressions of a template, and which of their names are not there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jinja2 import nodes

from briefgen.compose.lint import filters
from briefgen.compose.lint.given import Function, Given
from briefgen.compose.lint.scope import Chain, Scope
from briefgen.compose.lint.sources import Template, Templates
from briefgen.compose.lint.types import (
    NOTHING,
    Callers,
    Macro,
    Missing,
    Module,
    Type,
    Words,
    attribute,
    item_of,
    join,
    joined,
    listing,
    narrowed,
    value_of,
)
from briefgen.diagnostics import Diagnostic, did_you_mean
from briefgen.view.shape import NUMBER, TEXT, TRUTH, Group, Listing, Plain, names_below

_DOT = re.compile(r"[.\s]*")
_TEST = re.compile(r"is\s+(?:not\s+)?")
_WITH_CONTEXT = "import or include the template `with context`"

#: What is asked for, and how it was asked: what a condition or default excuses may be missing.
_EXCUSING = ("default", "d")
_EQUAL = ("eq", "==", "equalto")


@dataclass(frozen=True)
class _Spot:
    """Where a name stands."""

    template: Template
    offset: int


#: What tells a macro from every other one: its template and its offset.
Key = tuple[Template, int]

#: Faults by template, offset and rule.
Found = dict[tuple[Template, int, str], Diagnostic]


class Expressions:
    """Follows expressions; notes what is missing and what macros are called with."""

    def __init__(self, templates: Templates, given: Given) -> None:
        self.templates = templates
        self.given = given
        self.template: Template
        self.found: Found = {}
        self.calls: dict[Key, dict[str, Type]] = {}
        self.callers: dict[Key, dict[Key, Macro]] = {}
        self.pending: dict[Key, None] = {}
        self.addresses: set[tuple[Template, int]] = set()
        self._filters = sorted(filters.FILTERS | set(given.filters))
        paper = given.values["paper"]
        self._fields = set(names_below(paper)) if isinstance(paper, Group) else set()

    def type(self, node: nodes.Node, scope: Scope, *, excused: bool = False) -> Type:  # noqa: C901, PLR0912
        """Return what is known of an expression.

        Args:
            node: the expression.
            scope: the variables around it.
            excused: whether the last name of it may be missing.
        """
        match node:
            case nodes.Const(value=value):
                return self._constant(node, value)
            case nodes.Name(name=name):
                return self._variable(node, name, scope, excused=excused)
            case nodes.Getattr(node=of, attr=name):
                known = self.type(of, scope)
                offset = self._after(_DOT, node.lineno)
                excused = excused or chain(node) in scope.sure
                return self._attribute(known, name, _Spot(self.template, offset), excused=excused)
            case nodes.Getitem():
                return self._item(node, scope, excused=excused)
            case nodes.Filter():
                return self._filter(node, scope)
            case nodes.Test():
                return self._test(node, scope)
            case nodes.Call():
                return self._call(node, scope)
            case nodes.And(left=left, right=right):
                one = self.type(left, scope)
                return join(one, self.type(right, self.where(left, scope, positive=True)))
            case nodes.Or(left=left, right=right):
                one = self.type(left, scope)
                return join(one, self.type(right, self.where(left, scope, positive=False)))
            case nodes.CondExpr(test=test, expr1=yes, expr2=no):
                self.type(test, scope)
                one = self.type(yes, self.where(test, scope, positive=True))
                if no is None:
                    return one
                return join(one, self.type(no, self.where(test, scope, positive=False)))
            case nodes.Add(left=left, right=right):
                one, other = self.type(left, scope), self.type(right, scope)
                return (
                    join(one, other) if {_kind(one), _kind(other)} <= {"number", "list"} else None
                )
            case nodes.List(items=items) | nodes.Tuple(items=items):
                return listing(joined([self.type(item, scope) for item in items]))
            case nodes.Dict(items=pairs):
                return self._mapping(pairs, scope)
        for child in node.iter_child_nodes():
            self.type(child, scope)
        match node:
            case nodes.Concat() | nodes.TemplateData():
                return TEXT
            case nodes.Compare() | nodes.Not():
                return TRUTH
            case nodes.BinExpr() | nodes.UnaryExpr():
                return NUMBER
        return None

    def where(self, test: nodes.Node, scope: Scope, *, positive: bool) -> Scope:
        """Return the scope in which a condition holds, or does not."""
        inner = scope.inner()
        self._narrow(test, inner, positive=positive)
        return inner

    def bind(self, target: nodes.Node, value: Type, scope: Scope) -> None:
        """Set what an assignment or a loop sets."""
        if isinstance(target, nodes.Name):
            scope.set(target.name, value)
        elif isinstance(target, nodes.Tuple):
            for item in target.items:
                self.bind(item, None, scope)

    def report(self, spot: _Spot, message: str, hint: str, rule: str = "unknown-name") -> None:
        """Note a fault, once however often a template is followed."""
        place = spot.template.place(spot.offset, self.templates.root)
        key = (spot.template, spot.offset, rule)
        self.found.setdefault(key, Diagnostic(place, rule, message, hint))

    def missing_template(self, node: nodes.Const) -> None:
        """Note that a template is used that is not there."""
        if self.templates.path(str(node.value)) is None:
            hint = did_you_mean(str(node.value), self.templates.below("")).split("?")[0]
            spot = _Spot(self.template, node.lineno + 1)
            self.report(spot, f"there is no template `{node.value}`",
                        f"{hint}?" if hint.startswith("did") else "", "no-template")  # fmt: skip

    def _constant(self, node: nodes.Const, value: object) -> Type:
        if isinstance(value, str):
            return Words(frozenset(((value, self.template, node.lineno + 1),)))
        if isinstance(value, bool):
            return TRUTH
        return NUMBER if isinstance(value, int | float) else NOTHING

    def _variable(self, node: nodes.Name, name: str, scope: Scope, *, excused: bool) -> Type:
        if scope.has(name):
            return scope.get(name, None)
        if not excused and (name,) not in scope.sure and name not in ("Markup", "self"):
            hint = _WITH_CONTEXT if name in self.given.values else did_you_mean(name, scope.names())
            self.report(_Spot(self.template, node.lineno), f"there is no `{name}` here", hint)
        return None

    def _attribute(self, of: Type, name: str, spot: _Spot, *, excused: bool) -> Type:
        known = attribute(of, name)
        if not isinstance(known, Missing):
            return known
        if not excused:
            self.report(spot, known.message, known.hint)
        elif name not in self._fields and not isinstance(of, Module):
            hint = did_you_mean(name, sorted(self._fields)).split("? known")[0]
            hint = f"{hint}?" if hint.startswith("did") else ""
            self.report(spot, f"nothing in a paper has a `{name}`, so it is never defined", hint)
        return None

    def _item(self, node: nodes.Getitem, scope: Scope, *, excused: bool) -> Type:
        of = self.type(node.node, scope)
        key = self.type(node.arg, scope)
        if isinstance(node.arg, nodes.Slice):
            return of if isinstance(of, Listing) else None
        if isinstance(key, Words) and not isinstance(of, Listing):
            return joined([
                self._attribute(of, text, _Spot(template, offset), excused=excused)
                for text, template, offset in sorted(key.places, key=lambda p: (p[0], p[2]))
            ])  # fmt: skip
        return item_of(of) if key == NUMBER else None

    def _mapping(self, pairs: list[nodes.Pair], scope: Scope) -> Type:
        fields = {}
        sure = True
        for pair in pairs:
            value = value_of(self.type(pair.value, scope))
            if isinstance(pair.key, nodes.Const):
                fields[str(pair.key.value)] = value
            else:
                self.type(pair.key, scope)
                sure = False
        return Group("mapping", fields) if sure else None

    def _call(self, node: nodes.Call, scope: Scope) -> Type:
        called = self.type(node.node, scope)
        arguments = [self.type(argument, scope) for argument in node.args]
        named = {str(pair.key): self.type(pair.value, scope) for pair in node.kwargs}
        unpacked = [more for more in (node.dyn_args, node.dyn_kwargs) if more is not None]
        for more in unpacked:
            self.type(more, scope)
        match called:
            case Macro():
                self._called(called, arguments, named, known=not unpacked)
                return TEXT
            case Callers(blocks=blocks):
                for block in blocks:
                    self._called(block, arguments, named, known=not unpacked)
                return TEXT
            case Function(result=result):
                return result
        return None

    def _called(
        self, macro: Macro, arguments: list[Type], named: dict[str, Type], *, known: bool
    ) -> None:
        noted = self.calls.get(macro.key)
        if noted is None:
            noted = self.calls[macro.key] = {}
            self.pending[macro.key] = None
        given = dict(zip((argument.name for argument in macro.node.args), arguments, strict=False))
        for name, value in {**given, **named}.items():
            before = noted.get(name, NOTHING)
            after = join(before, value if known else None)
            if after is not before and after != before:
                noted[name] = after
                self.pending[macro.key] = None

    def _filter(self, node: nodes.Filter, scope: Scope) -> Type:
        name = node.name
        excused = name in _EXCUSING
        value = TEXT if node.node is None else self.type(node.node, scope, excused=excused)
        arguments = [self.type(argument, scope) for argument in node.args]
        named = {str(pair.key): self.type(pair.value, scope) for pair in node.kwargs}
        if excused:
            return join(value, arguments[0]) if arguments else None
        if name in self.given.filters:
            return self.given.filters[name](value_of(value))
        if name not in filters.FILTERS:
            self._unknown_filter(name, _Spot(self.template, node.lineno))
            return None
        item = self._asked(node, item_of(value), arguments, named)
        if name == "sum":
            start = named.get("start", arguments[1] if len(arguments) > 1 else NOTHING)
            return filters.summed(item, start)
        if name in ("selectattr", "rejectattr"):
            value = _selected(value, arguments, positive=name == "selectattr")
        return filters.result(name, value, item)

    def _asked(
        self, node: nodes.Filter, item: Type, arguments: list[Type], named: dict[str, Type]
    ) -> Type:
        """Check the names among a filter's arguments; return what is known of what it asks for."""
        name = node.name
        at = filters.TEST_ARGUMENTS.get(name)
        test = arguments[at] if at is not None and at < len(arguments) else None
        if isinstance(test, Words):
            self._known(test, filters.TESTS, "test")
        index, keyword = filters.ATTRIBUTES.get(name, (99, ""))
        asked = named.get(keyword, arguments[index] if index < len(arguments) else None)
        if isinstance(asked, Words):
            excused = "default" in named or bool(_texts(test) & {"defined", "undefined"})
            return joined([
                self._path(item, text, _Spot(template, offset), excused=excused)
                for text, template, offset in sorted(asked.places, key=lambda p: (p[0], p[2]))
            ])  # fmt: skip
        if name == "map" and arguments:
            return self._mapped(arguments[0], item)
        return None if name in ("map", "sum") and named else item

    def _mapped(self, applied: Type, item: Type) -> Type:
        if not isinstance(applied, Words):
            return None
        self._known(applied, frozenset(self._filters), "filter")
        results = [
            self.given.filters[text](value_of(item)) if text in self.given.filters
            else filters.result(text, item, item_of(item))
            for text in _texts(applied)
        ]  # fmt: skip
        return joined(results)

    def _path(self, item: Type, path: str, spot: _Spot, *, excused: bool) -> Type:
        """Return what a dotted path of attributes leads to."""
        offset = spot.offset
        for part in path.split("."):
            if part.isdigit():
                item = item_of(item)
            else:
                here = _Spot(spot.template, offset)
                item = self._attribute(item, part, here, excused=excused)
            offset += len(part) + 1
        return item

    def _test(self, node: nodes.Test, scope: Scope) -> Type:
        self.type(node.node, scope, excused=node.name in ("defined", "undefined"))
        for argument in node.args:
            self.type(argument, scope)
        if node.name not in filters.TESTS:
            offset = self._after(_TEST, node.lineno)
            words = Words(frozenset(((node.name, self.template, offset),)))
            self._known(words, filters.TESTS, "test")
        return TRUTH

    def _known(self, words: Words, known: frozenset[str], what: str) -> None:
        for text, template, offset in words.places:
            if text not in known:
                hint = did_you_mean(text, sorted(known))
                self.report(_Spot(template, offset), f"there is no {what} `{text}`", hint)

    def _unknown_filter(self, name: str, spot: _Spot) -> None:
        self.report(spot, f"there is no filter `{name}`", did_you_mean(name, self._filters))

    def _after(self, pattern: re.Pattern[str], offset: int) -> int:
        found = pattern.match(self.template.source, offset)
        return found.end() if found else offset

    def _narrow(self, test: nodes.Node, inner: Scope, *, positive: bool) -> None:
        """Take what a condition says into a scope in which it holds, or does not."""
        match test:
            case nodes.Not(node=inverted):
                self._narrow(inverted, inner, positive=not positive)
            case nodes.And(left=left, right=right) if positive:
                self._narrow(left, inner, positive=True)
                self._narrow(right, inner, positive=True)
            case nodes.Or(left=left, right=right) if not positive:
                self._narrow(left, inner, positive=False)
                self._narrow(right, inner, positive=False)
            case nodes.Test(node=of, name=name) if name == ("defined" if positive else "undefined"):
                inner.sure |= {chain(of)} - {()}
            case nodes.Compare(
                expr=nodes.Getattr(node=nodes.Name(name=name), attr=field),
                ops=[nodes.Operand(op="eq" | "ne" | "in" | "notin" as op, expr=other)],
            ):
                values = _strings(other)
                if values and inner.has(name):
                    equal = positive == (op in ("eq", "in"))
                    known = inner.get(name, None)
                    inner.values[name] = narrowed(known, field, values, equal=equal)


def chain(node: nodes.Node) -> Chain:
    """Return a variable and its attributes as they stand there, or nothing for anything else."""
    match node:
        case nodes.Name(name=name):
            return (name,)
        case (
            nodes.Getattr(node=of, attr=name)
            | nodes.Getitem(node=of, arg=nodes.Const(value=str(name)))
        ) if before := chain(of):
            return (*before, name)
        case nodes.Getitem(node=of, arg=nodes.Const(value=index)) if before := chain(of):
            return (*before, f"[{index}]")
    return ()


def _strings(node: nodes.Node) -> frozenset[str]:
    match node:
        case nodes.Const(value=str(text)):
            return frozenset((text,))
        case nodes.List(items=items) | nodes.Tuple(items=items):
            found = [_strings(item) for item in items]
            return frozenset().union(*found) if all(found) else frozenset()
    return frozenset()


def _texts(words: Type) -> set[str]:
    return {text for text, _, _ in words.places} if isinstance(words, Words) else set()


def _kind(one: Type) -> str:
    if isinstance(one, Listing):
        return "list"
    return one.kind if isinstance(one, Plain) else ""


def _selected(value: Type, arguments: list[Type], *, positive: bool) -> Type:
    """Return what a selection by the value of a field leaves of a list."""
    if len(arguments) == 3 and isinstance(value, Listing) and _texts(arguments[1]) <= set(_EQUAL):
        [field, *more], wanted = sorted(_texts(arguments[0])) or [""], _texts(arguments[2])
        if field and not more and wanted:
            return listing(narrowed(value.item, field, frozenset(wanted), equal=positive))
    return value
