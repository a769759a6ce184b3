"""Figures typed into templates: every number of a paper must come from a record."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import nodes

from briefgen.compose.lint.sources import EXPRESSION, STATEMENT, Template, Templates
from briefgen.diagnostics import Diagnostic

_CURRENCY = r"(?:(?:US|A|C|NZ|HK)?[$]|[£€¥₽₴]|(?:EUR|USD|GBP|JPY|CHF|PLN|BYN|RUB|UAH|CNY|INR)\b)"
_UNIT = (
    r"(?:%|‰|(?:per\s?cent|percent|percentage\spoints?|thousand|million|billion|trillion|bn|mn|mln"
    r"|people|persons|inhabitants|citizens|tonnes|tons|km[²2]?|m²|ha|MW|GWh|TWh)\b)"
)
_NUMBER = r"\d+(?:[.,\u00a0\u202f]\d+)*"

#: An amount of money, a number with a unit, a number with decimals or separators, any number of
#: three digits or more. What else stands in a template are list numbers, dates and names.
_FIGURE = re.compile(
    rf"{_CURRENCY}\s?{_NUMBER}(?:\s?{_UNIT})?"
    rf"|(?<![\w.,]){_NUMBER}\s?(?:{_UNIT}|{_CURRENCY})"
    rf"|(?<![\w.,])\d+(?:[.,\u00a0\u202f]\d+)+(?![\w])"
    rf"|(?<![\w.,])\d{{3,}}(?![\w])"
)
_YEAR = re.compile(r"(?:1\d|20)\d\d")

#: What is no text of the paper: comments, styles, scripts, tags, character references.
_MARKUP = re.compile(
    r"<!--.*?-->|<style\b.*?</style>|<script\b.*?</script>|</?[a-zA-Z!][^>]*>|&#?\w+;", re.DOTALL
)
#: Attributes whose values are printed or read out.
_READ_OUT = re.compile(r"""\b(?:alt|title|data-running)\s*=\s*(["'])(.*?)\1""", re.DOTALL)

_NOT_NEWLINE = re.compile(r"[^\n]")

#: What to do about any of them.
HINT = "put it into a record, with source and date, and print the record's field"


#: Parts of a template whose strings are names or are compared with.
_NEVER_PRINTED = (
    nodes.Compare, nodes.Test, nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport,
)  # fmt: skip


def literal_figures(folders: Sequence[Path], root: Path) -> list[Diagnostic]:
    """Return an error for every figure that a template brings along itself.

    Args:
        folders: where an audience's templates are looked for, nearest first.
        root: the workspace; places are printed relative to it.
    """
    templates = Templates(folders, root)
    found = [fault for template in templates.reachable() for fault in figures(template, root)]
    return sorted(found, key=lambda diagnostic: diagnostic.place)


def figures(template: Template, root: Path) -> Iterator[Diagnostic]:
    """Yield an error for every figure that one template brings along."""
    for offset, figure in _figures(template):
        shown = " ".join(figure.split())
        message = f'"{shown}" is typed into the template and comes from no record'
        yield Diagnostic(template.place(offset, root), "literal-figure", message, HINT)


@cache
def _figures(template: Template) -> list[tuple[int, str]]:
    offsets = [(found.start(), found[0]) for found in figures_in(_text(template))]
    return sorted({*offsets, *_constants(template)})


def figures_in(text: str) -> Iterator[re.Match[str]]:
    """Yield the figures in a text; years are none."""
    return (found for found in _FIGURE.finditer(text) if not _YEAR.fullmatch(found[0]))


def _text(template: Template) -> str:
    """Return a template with everything blanked out that is no text, offsets unchanged."""
    text = template.markup.replace(STATEMENT, "\0").replace(EXPRESSION, "\0")
    return _MARKUP.sub(_without_markup, text)


def _without_markup(found: re.Match[str]) -> str:
    tag = found[0]
    kept = _blank(tag)
    if tag.startswith(("<!", "<style", "<script")):
        return kept
    for attribute in _READ_OUT.finditer(tag):
        start, end = attribute.span(2)
        kept = kept[:start] + tag[start:end] + kept[end:]
    return kept


def _blank(text: str) -> str:
    return _NOT_NEWLINE.sub(" ", text)


def _constants(template: Template) -> list[tuple[int, str]]:
    """Return figures in the strings and numbers that a template prints, with their offsets."""
    found = []
    for offset, value in _printed(template.tree, _set(template)):
        if not isinstance(value, str):
            if _is_figure(value):
                found.append((offset, str(value)))
            continue
        for figure in figures_in(value):
            # An escape sequence or joined strings may keep it from standing there as it is.
            at = template.source.find(figure[0], offset)
            within = 0 <= at <= offset + figure.start() + 2
            found.append((at if within else offset, figure[0]))
    return found


def _is_figure(value: object) -> bool:
    """Whether a number that a template prints is a figure: neither small nor a year."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, float) or (abs(value) > 99 and not _YEAR.fullmatch(str(value)))


def _set(template: Template) -> Mapping[str, tuple[nodes.Expr, ...]]:
    """Return the expressions that a template's variables are set to."""
    found: dict[str, tuple[nodes.Expr, ...]] = {}
    for node in template.every_node:
        if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            found[node.target.name] = (*found.get(node.target.name, ()), node.node)  # type: ignore[arg-type]
    return found


def _printed(
    node: nodes.Node, variables: Mapping[str, tuple[nodes.Expr, ...]]
) -> Iterator[tuple[int, object]]:
    """Yield constants that can reach the paper: not those compared with or looked up by."""
    if isinstance(node, nodes.Const):
        if isinstance(node.value, str):
            yield node.lineno, node.value
        return
    if isinstance(node, nodes.Output):
        for expression in node.nodes:
            yield from _numbers(expression, variables)
    if isinstance(node, nodes.Concat) and isinstance(joined := _value(node), str):
        yield node.nodes[0].lineno, joined
    elif not isinstance(node, _NEVER_PRINTED):
        for child in node.iter_child_nodes(exclude=("test", "arg")):
            yield from _printed(child, variables)


def _numbers(
    expression: nodes.Node, variables: Mapping[str, tuple[nodes.Expr, ...]]
) -> Iterator[tuple[int, object]]:
    """Yield the numbers that an expression prints as they stand, or made of others."""
    match expression:
        case nodes.And() | nodes.Or() | nodes.Concat() | nodes.CondExpr():
            for part in expression.iter_child_nodes(exclude=("test",)):
                yield from _numbers(part, variables)
        case nodes.Const() | nodes.BinExpr() | nodes.UnaryExpr():
            value = _value(expression)
            if isinstance(value, int | float):
                first = next(iter([*expression.find_all(nodes.Const), expression]))
                yield min(first.lineno, expression.lineno), value
        case nodes.Filter(node=filtered) if filtered is not None:
            yield from _numbers(filtered, variables)
        case nodes.Name(name=name):
            for value_set in variables.get(name, ()):
                yield from _numbers(value_set, {})


def _value(expression: nodes.Node) -> object:
    """Return the value of arithmetic or joining on constants; nothing where it needs a paper."""
    match expression:
        case nodes.Const(value=value):
            return value
        case nodes.Neg(node=inner) | nodes.Pos(node=inner):
            value = _value(inner)
            return -value if isinstance(value, int | float) else None
        case nodes.Concat(nodes=parts):
            values = [_value(part) for part in parts]
            return None if None in values else "".join(map(str, values))
        case nodes.BinExpr(left=left, right=right) if type(expression) in _ARITHMETIC:
            one, other = _value(left), _value(right)
            if not isinstance(one, int | float) or not isinstance(other, int | float):
                return None
            try:
                return _ARITHMETIC[type(expression)](one, other)
            except ArithmeticError:
                return None
    return None


def _power(one: float, other: float) -> float:
    """Return a power, or infinity for one that would take long to compute."""
    return one**other if abs(one) < 1000 and abs(other) < 100 else float("inf")


_ARITHMETIC: Mapping[type[nodes.Node], Callable[[float, float], float]] = {
    nodes.Add: operator.add, nodes.Sub: operator.sub, nodes.Mul: operator.mul,
    nodes.Div: operator.truediv, nodes.FloorDiv: operator.floordiv, nodes.Mod: operator.mod,
    nodes.Pow: _power,
}  # fmt: skip
