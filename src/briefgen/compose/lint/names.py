"""Names that are not there: variables, attributes, filters and tests.

A template is followed as Jinja would run it, with what is known of each value
in place of the value. A macro is followed with all that it is called with, and
again whenever that turns out to be more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from jinja2 import nodes

from briefgen.compose.lint.expressions import Expressions, Found, Key
from briefgen.compose.lint.given import LOOP, Function, Given
from briefgen.compose.lint.scope import Scope
from briefgen.compose.lint.sources import ENTRY, Template, Templates
from briefgen.compose.lint.types import (
    NOTHING,
    Callers,
    Macro,
    Module,
    each,
    item_of,
    join,
    joined,
    narrowed,
)
from briefgen.diagnostics import Diagnostic
from briefgen.view.shape import TEXT, Group, Plain

#: A macro that calls itself with ever more is followed no more often than this.
_TIMES = 12


class Names(Expressions):
    """Follows the templates of one audience."""

    def __init__(self, templates: Templates, given: Given) -> None:
        super().__init__(templates, given)
        self._blocks: dict[str, list[tuple[Template, nodes.Block]]] = {}
        self._modules: dict[tuple[str, bool], Module] = {}
        self._arounds: dict[tuple[str, bool], Scope] = {}
        self._bodies: dict[Key, tuple[Macro, Scope]] = {}
        self._including: list[str] = []

    def faults(self) -> list[Diagnostic]:
        """Return an error for every name that is not there."""
        entry = self.templates.get(ENTRY)
        if entry is None:
            return []
        self.template = entry
        self._template(entry, Scope(dict(self.given.values)))
        found = [self.found]
        followed: dict[Key, Found] = {}
        times: Counter[Key] = Counter()
        while (key := self._next(followed)) is not None:
            times[key] += 1
            self.found = followed[key] = {}
            if times[key] > _TIMES:
                self.calls[key] = dict.fromkeys(self.calls[key])
            self._macro(*self._bodies[key])
        merged: Found = {}
        for part in (*found, *followed.values()):
            merged |= part
        return list(merged.values())

    def _next(self, followed: Mapping[Key, Found]) -> Key | None:
        """Return a macro that is called with more than it was followed with, or never called."""
        while self.pending:
            key = next(iter(self.pending))
            del self.pending[key]
            if key in self._bodies:
                return key
        return next((key for key in self._bodies if key not in followed), None)

    def _template(self, template: Template, scope: Scope) -> None:
        with self._in(template):
            extended = template.extends
            above = None
            if extended is not None and isinstance(extended.template, nodes.Const):
                above = self.templates.get(str(extended.template.value))
                if above is None:
                    self.missing_template(extended.template)
            for block in template.blocks:
                chained = self._blocks.setdefault(block.name, [])
                if (template, block) not in chained:
                    chained.append((template, block))
            for node in template.tree.body:
                # What a template that extends another prints outside its blocks is never seen.
                if extended is None or not isinstance(node, nodes.Output | nodes.Block):
                    self._statement(node, scope)
        if above is not None and len(self._including) < 20:
            self._including.append(str(above.path))
            self._template(above, scope)
            self._including.pop()

    @contextmanager
    def _in(self, template: Template) -> Iterator[None]:
        before = self.template
        self.template = template
        try:
            yield
        finally:
            self.template = before

    def _body(self, body: list[nodes.Node], scope: Scope) -> None:
        for node in body:
            self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: Scope) -> None:  # noqa: C901, PLR0912
        match node:
            case nodes.Output(nodes=printed):
                for expression in printed:
                    if not isinstance(expression, nodes.TemplateData):
                        self._print(expression, scope)
            case nodes.For():
                self._for(node, scope)
            case nodes.If():
                self._if(node, scope)
            case nodes.Assign(target=target, node=value):
                self.bind(target, self.type(value, scope), scope)
            case nodes.AssignBlock(target=target, filter=filtered, body=body):
                self._body(body, scope.inner())
                if filtered is not None:
                    self.type(filtered, scope)
                self.bind(target, TEXT, scope)
            case nodes.Macro():
                macro = Macro(self.template, node)
                scope.set(node.name, macro)
                self._define(macro, scope)
            case nodes.CallBlock():
                self._call_block(node, scope)
            case nodes.FilterBlock(filter=filtered, body=body):
                self._body(body, scope.inner())
                self.type(filtered, scope)
            case nodes.With(targets=targets, values=values, body=body):
                inner = scope.inner()
                for target, value in zip(targets, values, strict=True):
                    self.bind(target, self.type(value, scope), inner)
                self._body(body, inner)
            case nodes.Block():
                self._block(node.name, scope)
            case nodes.Include():
                self._include(node, scope)
            case nodes.Import() | nodes.FromImport():
                self._import(node, scope)
            case nodes.ExprStmt(node=expression):
                self.type(expression, scope)
            case nodes.Scope(body=body) | nodes.ScopedEvalContextModifier(body=body):
                self._body(body, scope.inner())

    def _print(self, expression: nodes.Expr, scope: Scope) -> None:
        if self.type(expression, scope) == Plain("address"):
            self.addresses.add((self.template, expression.lineno))

    def _for(self, node: nodes.For, scope: Scope) -> None:
        item = item_of(self.type(node.iter, scope))
        inner = scope.inner()
        self.bind(node.target, item, inner)
        if node.test is not None:
            self.type(node.test, inner)
            inner = self.where(node.test, inner, positive=True)
        inner.values["loop"] = LOOP
        if node.recursive:
            inner.values["loop"] = None
        self._body(node.body, inner)
        self._body(node.else_, scope.inner())

    def _if(self, node: nodes.If, scope: Scope) -> None:
        """Follow every branch; what a variable is afterwards, any of them may have made it."""
        self.type(node.test, scope)
        ends = [self.where(node.test, scope, positive=True)]
        self._body(node.body, ends[0])
        rest = self.where(node.test, scope, positive=False)
        for branch in node.elif_:
            self.type(branch.test, rest)
            ends.append(self.where(branch.test, rest, positive=True))
            self._body(branch.body, ends[-1])
            rest = self.where(branch.test, rest, positive=False)
        self._body(node.else_, rest)
        ends.append(rest)
        for name in {name for end in ends for name in end.changed}:
            after = [end.values[name] if name in end.changed else scope.get(name, NOTHING)
                     for end in ends]  # fmt: skip
            scope.set(name, joined(after))

    def _define(self, macro: Macro, scope: Scope) -> None:
        self._bodies.setdefault(macro.key, (macro, scope))

    def _macro(self, macro: Macro, around: Scope) -> None:
        """Follow a macro's body with all that it is called with."""
        called = self.calls.get(macro.key, {})
        with self._in(macro.template):
            inner = around.inner()
            node = macro.node
            first = len(node.args) - len(node.defaults)
            for index, argument in enumerate(node.args):
                known = called.get(argument.name, NOTHING)
                if index >= first:
                    known = join(known, self.type(node.defaults[index - first], inner))
                inner.values[argument.name] = None if known is NOTHING else known
            inner.values |= {"varargs": None, "kwargs": None}
            blocks = self.callers.get(macro.key)
            inner.values["caller"] = Callers(tuple(blocks.values())) if blocks else None
            self._body(node.body, inner)

    def _call_block(self, node: nodes.CallBlock, scope: Scope) -> None:
        block = Macro(self.template, node)
        self._define(block, scope)
        called = self.type(node.call.node, scope)
        if isinstance(called, Macro):
            blocks = self.callers.setdefault(called.key, {})
            if block.key not in blocks:
                blocks[block.key] = block
                self.pending[called.key] = None
        self.type(node.call, scope)

    def _block(self, name: str, scope: Scope) -> None:
        """Follow what a block is overridden with: it sees what templates set, and no loop."""
        self._overridden(self._blocks.get(name, []), scope.outermost())

    def _overridden(self, left: list[tuple[Template, nodes.Block]], scope: Scope) -> None:
        if not left:
            return
        (template, block), *above = left
        with self._in(template):
            inner = scope.inner()
            inner.values |= {"super": Function(TEXT), "self": None}
            self._body(block.body, inner)
            calls = (call.node for call in block.find_all(nodes.Call))
            if any(isinstance(called, nodes.Name) and called.name == "super" for called in calls):
                self._overridden(above, scope)

    def _include(self, node: nodes.Include, scope: Scope) -> None:
        for name, inner in self._named(node.template, scope):
            template = self.templates.get(name)
            if template is None:
                if isinstance(node.template, nodes.Const) and not node.ignore_missing:
                    self.missing_template(node.template)
                continue
            if name in self._including:
                continue
            self._including.append(name)
            self._template(template, inner if node.with_context else self._bare())
            self._including.pop()

    def _named(self, node: nodes.Expr, scope: Scope) -> Iterator[tuple[str, Scope]]:
        """Yield the templates that an expression can name, with what is known where it does."""
        match node:
            case nodes.Const(value=str(name)):
                yield name, scope.inner()
            case nodes.List(items=items) | nodes.Tuple(items=items):
                for item in items:
                    yield from self._named(item, scope)
            case nodes.CondExpr(expr1=one, expr2=other):
                yield from self._named(one, scope)
                if other is not None:
                    yield from self._named(other, scope)
            case nodes.Concat(nodes=[nodes.Const(value=str(start)), middle, *rest]) if all(
                isinstance(part, nodes.Const) for part in rest
            ):
                self.type(middle, scope)
                end = "".join(str(part.value) for part in rest if isinstance(part, nodes.Const))
                for name in self.templates.below(start.rpartition("/")[0]):
                    if name.startswith(start) and name.endswith(end):
                        word = name[len(start) : len(name) - len(end)]
                        inner = self._where_is(middle, word, scope)
                        if inner is not None:
                            yield name, inner
            case _:
                self.type(node, scope)

    def _where_is(self, node: nodes.Expr, word: str, scope: Scope) -> Scope | None:
        """Return what is known where an expression is some word; nothing where it cannot be."""
        inner = scope.inner()
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            name = node.node.name
            known = scope.get(name, None)
            fields = [one.fields.get(node.attr) for one in each(known) if isinstance(one, Group)]
            if fields and all(isinstance(one, Plain) and one.options for one in fields):
                values = frozenset((word,))
                if not any(
                    isinstance(one, Plain) and word in (one.options or ()) for one in fields
                ):
                    return None
                inner.values[name] = narrowed(known, node.attr, values, equal=True)
        return inner

    def _import(self, node: nodes.Import | nodes.FromImport, scope: Scope) -> None:
        names = [name for name, _ in self._named(node.template, scope)]
        module = self._module(names[0], node, scope) if len(names) == 1 else None
        if isinstance(node, nodes.Import):
            scope.set(node.target, module)
            return
        for item in node.names:
            name, alias = (item, item) if isinstance(item, str) else item
            if module is not None and name not in module.exported:
                self._missing_export(node, name, module)
            scope.set(alias, module.exported.get(name) if module is not None else None)

    def _missing_export(self, node: nodes.FromImport, name: str, module: Module) -> None:
        offset = self.template.source.find(name, node.template.lineno + len(module.name))
        self.type(nodes.Getattr(nodes.Name("\0", "load", lineno=node.lineno), name, "load",
                                lineno=offset), Scope({"\0": module}))  # fmt: skip

    def _module(
        self, name: str, node: nodes.Import | nodes.FromImport, scope: Scope
    ) -> Module | None:
        template = self.templates.get(name)
        if template is None:
            if isinstance(node.template, nodes.Const):
                self.missing_template(node.template)
            return None
        key = (name, bool(node.with_context))
        if key not in self._modules:
            around = Scope(dict(self.given.values)) if node.with_context else self._bare()
            inside = around.inner()
            self._modules[key] = Module(name, inside.values)
            self._arounds[key] = around
            self._template(template, inside)
        if node.with_context:
            # Its macros see what is there where it is imported, which is not always the same.
            for visible in scope.names():
                self._arounds[key].values.setdefault(visible, None)
        return self._modules[key]

    def _bare(self) -> Scope:
        """Return what a template sees that is used without context."""
        return Scope({name: self.given.values[name] for name in ("range", "namespace")})


def unknown_names(
    templates: Templates, given: Given
) -> tuple[list[Diagnostic], set[tuple[Template, int]]]:
    """Return an error for every name that is not there, and where web addresses are printed.

    Args:
        templates: the templates of an audience.
        given: what they are given.
    """
    names = Names(templates, given)
    return names.faults(), names.addresses
