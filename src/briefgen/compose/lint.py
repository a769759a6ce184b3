"""Figures typed into templates, and blocks that override nothing.

Every number of a paper must come from a record.

A template is read twice: Jinja's lexer says what is text and what is markup of
its own, with offsets; Jinja's parser says which of its strings can be printed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from briefgen.diagnostics import Diagnostic, Place, did_you_mean, shown_path

#: Where every paper begins.
_ENTRY = "briefing.html.j2"

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

_HINT = "put it into a record, with source and date, and print the record's field"


#: Parts of a template whose strings are names or are compared with.
_NEVER_PRINTED = (
    nodes.Compare, nodes.Test, nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport,
)  # fmt: skip


@dataclass
class _Reading:
    """Templates read so far, and those still to be read."""

    folders: Sequence[Path]
    root: Path
    environment: Environment
    pending: list[str] = field(default_factory=lambda: [_ENTRY])
    seen: set[Path] = field(default_factory=set)
    found: list[Diagnostic] = field(default_factory=list)


def literal_figures(folders: Sequence[Path], root: Path) -> list[Diagnostic]:
    """Return an error for every figure that a template brings along itself.

    Args:
        folders: where an audience's templates are looked for, nearest first.
        root: the workspace; places are printed relative to it.
    """
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    reading = _Reading(folders, root, environment)
    while reading.pending:
        name = reading.pending.pop()
        path = next((folder / name for folder in folders if (folder / name).is_file()), None)
        if path is not None:
            _read(path.resolve(), reading)
    return sorted(reading.found, key=lambda diagnostic: diagnostic.place)


def _read(path: Path, reading: _Reading) -> None:
    if path in reading.seen:
        return
    reading.seen.add(path)
    try:
        source = path.read_text("utf-8").replace("\r\n", "\n")
        tree = reading.environment.parse(source)
        text = _text(source, reading.environment)
    except (TemplateSyntaxError, UnicodeDecodeError):
        return  # composing says so, with the place
    reading.found.extend(_unknown_blocks(path, source, tree, reading))
    offsets = [(found.start(), found[0]) for found in _figures(text)]
    offsets += _constants(tree, source)
    for offset, figure in sorted(offsets):
        line = source.count("\n", 0, offset) + 1
        column = offset - (source.rfind("\n", 0, offset) + 1) + 1
        place = Place(shown_path(path, reading.root), line, column)
        shown = " ".join(figure.split())
        message = f'"{shown}" is typed into the template and comes from no record'
        reading.found.append(Diagnostic(place, "literal-figure", message, _HINT))
    reading.pending.extend(_referenced(tree, reading.folders))


def _unknown_blocks(
    path: Path, source: str, tree: nodes.Template, reading: _Reading
) -> Iterator[Diagnostic]:
    """Yield an error for every block that overrides nothing: what it holds would be lost."""
    extended = tree.find(nodes.Extends)
    if extended is None:
        return
    known: set[str] = set()
    ancestor: nodes.Template | None = tree
    while ancestor is not None and (parent := ancestor.find(nodes.Extends)) is not None:
        ancestor = _parsed(parent.template, reading)
        known |= {block.name for block in ancestor.find_all(nodes.Block)} if ancestor else set()
    if ancestor is None:
        return  # composing says that the template is not there
    inside = {inner.name for block in tree.find_all(nodes.Block)
              for inner in block.find_all(nodes.Block) if inner is not block}  # fmt: skip
    for block in tree.find_all(nodes.Block):
        if block.name not in known | inside:
            line = source.splitlines()[block.lineno - 1]
            place = Place(shown_path(path, reading.root), block.lineno,
                          max(line.find(block.name), 0) + 1)  # fmt: skip
            message = f"the block `{block.name}` is in no template that this one extends"
            hint = did_you_mean(block.name, sorted(known))
            yield Diagnostic(place, "unknown-block", message, hint)


def _parsed(name: nodes.Expr, reading: _Reading) -> nodes.Template | None:
    if not isinstance(name, nodes.Const):
        return None
    for folder in reading.folders:
        path = folder / str(name.value)
        if path.is_file():
            try:
                return reading.environment.parse(path.read_text("utf-8"))
            except (TemplateSyntaxError, UnicodeDecodeError):
                return None
    return None


def _figures(text: str) -> Iterator[re.Match[str]]:
    return (found for found in _FIGURE.finditer(text) if not _YEAR.fullmatch(found[0]))


def _text(source: str, environment: Environment) -> str:
    """Return a template with everything blanked out that is no text, offsets unchanged."""
    parts: list[str] = []
    offset = 0
    for _, kind, value in environment.lex(source):
        start = source.find(value, offset)
        if start < 0:
            continue
        end = start + len(value)
        parts.append(_blank(source[offset:start]))
        # A letter keeps what stands on both sides of an expression from running together.
        parts.append(value if kind == "data" else _NOT_NEWLINE.sub("\0", value))
        offset = end
    parts.append(_blank(source[offset:]))
    return _MARKUP.sub(_without_markup, "".join(parts))


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


def _constants(tree: nodes.Template, source: str) -> list[tuple[int, str]]:
    """Return figures in the strings and numbers that a template prints, with their offsets."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    taken: Counter[tuple[int, str]] = Counter()
    found = []
    for constant in _printed(tree):
        value = constant.value
        if isinstance(value, str):
            figures = [figure[0] for figure in _figures(value)]
        else:
            figures = [str(value)] if _figures_of(value) else []
        for figure in figures:
            begin = starts[constant.lineno - 1]
            # Jinja gives lines, not columns; of several alike in a line each is found in turn.
            for _ in range(taken[begin, figure] + 1):
                at = source.find(figure, begin)
                begin = at + 1 if at >= 0 else begin
            taken[starts[constant.lineno - 1], figure] += 1
            found.append((begin - 1 if at >= 0 else starts[constant.lineno - 1], figure))
    return found


def _figures_of(value: object) -> bool:
    """Whether a number that a template prints is a figure: neither small nor a year."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, float) or (value > 99 and not _YEAR.fullmatch(str(value)))


def _printed(node: nodes.Node) -> Iterator[nodes.Const]:
    """Yield constants that can reach the paper: not those compared with or looked up by."""
    if isinstance(node, nodes.Const):
        if isinstance(node.value, str):
            yield node
        return
    if isinstance(node, nodes.Output):
        for expression in node.nodes:
            yield from _numbers(expression)
    if not isinstance(node, _NEVER_PRINTED):
        for child in node.iter_child_nodes(exclude=("test", "arg")):
            yield from _printed(child)


def _numbers(expression: nodes.Node) -> Iterator[nodes.Const]:
    """Yield the numbers that an expression prints as they stand."""
    match expression:
        case nodes.Const():
            if not isinstance(expression.value, str):
                yield expression
        case nodes.Concat(nodes=parts):
            for part in parts:
                yield from _numbers(part)
        case nodes.CondExpr(expr1=one, expr2=other):
            yield from _numbers(one)
            if other is not None:
                yield from _numbers(other)
        case nodes.Or(left=left, right=right) | nodes.And(left=left, right=right):
            yield from _numbers(left)
            yield from _numbers(right)
        case nodes.Filter(node=filtered) if filtered is not None:
            yield from _numbers(filtered)


def _referenced(tree: nodes.Template, folders: Sequence[Path]) -> Iterator[str]:
    """Yield the templates that a template uses; where a name is computed, all it can lead to."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    for node in tree.find_all(kinds):
        match getattr(node, "template", None):
            case nodes.Const(value=str(name)):
                yield name
            case nodes.List(items=names) | nodes.Tuple(items=names):
                yield from (str(name.value) for name in names if isinstance(name, nodes.Const))
            case nodes.Concat(nodes=[nodes.Const(value=str(start)), *_]):
                yield from _below(start.rpartition("/")[0], folders)
            case _:
                yield from _below("", folders)


def _below(folder: str, folders: Sequence[Path]) -> Iterator[str]:
    """Yield the names of all templates in a folder, wherever it lies."""
    names = {
        path.relative_to(root).as_posix()
        for root in folders
        for path in (root / folder).glob("*.j2")
    }
    yield from sorted(names)
