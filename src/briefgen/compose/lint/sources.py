"""Templates as they are written: their text, Jinja's tree of them, and where everything stands.

Jinja gives lines and no columns. Here its lexer is made to number tokens by
their offset in the file; every ``lineno`` of the tree is therefore an offset,
which :meth:`Template.place` turns into line and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.lexer import TokenStream

from briefgen.compose.lint.files import Files
from briefgen.diagnostics import Diagnostic, Place, shown_path

#: Where every paper begins.
ENTRY = "briefing.html.j2"

#: Offset in the file, Jinja's name of the kind, the text as it stands.
Token = tuple[int, str, str]

#: What stands for an expression, and for statements and comments, in :attr:`Template.markup`.
EXPRESSION, STATEMENT = "\ue000", "\ue001"

_NEWLINE = re.compile(r"\r\n|\r")
_NOT_NEWLINE = re.compile(r"[^\n]")
_OPENING = {"variable_begin": EXPRESSION, "block_begin": STATEMENT, "comment_begin": STATEMENT,
            "raw_begin": STATEMENT, "raw_end": STATEMENT}  # fmt: skip
_CLOSING = ("variable_end", "block_end", "comment_end", "raw_begin", "raw_end")

#: The settings of :mod:`briefgen.compose.templates` that decide what is read.
_SETTINGS = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}


class _Environment(Environment):
    """Parses; tokens carry their offset where Jinja has their line."""

    read: tuple[Token, ...] = ()

    def _tokenize(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> TokenStream:
        del source, state
        return TokenStream(self.lexer.wrap(self.read, name, filename), name, filename)


def _tokens(environment: Environment, source: str) -> Iterator[Token]:
    """Yield Jinja's tokens of a template with their offsets."""
    offset = 0
    for _, kind, value in environment.lexer.tokeniter(source, None):
        # What Jinja leaves out between two tokens is white space it was asked to trim.
        start = source.find(value, offset)
        yield start, kind, value
        offset = start + len(value)


@dataclass(frozen=True, eq=False)
class Template:
    """One template.

    Attributes:
        path: its file.
        source: its text, with lines ended by a line feed.
        tree: Jinja's tree of it, with offsets for lines.
        tokens: its tokens.
        markup: its text with ``EXPRESSION`` and ``STATEMENT`` for what Jinja takes out,
            character by character: offsets and lines are those of the source.
    """

    path: Path
    source: str = field(repr=False)
    tree: nodes.Template = field(repr=False)
    tokens: tuple[Token, ...] = field(repr=False)
    markup: str = field(repr=False)

    @cached_property
    def every_node(self) -> tuple[nodes.Node, ...]:
        """Everything in its tree, in order: walking the tree takes longer than reading this."""
        return tuple(self.tree.find_all(nodes.Node))

    @cached_property
    def extends(self) -> nodes.Extends | None:
        """What it extends."""
        return next((node for node in self.every_node if isinstance(node, nodes.Extends)), None)

    @cached_property
    def blocks(self) -> tuple[nodes.Block, ...]:
        """Its blocks, at any depth."""
        return tuple(node for node in self.every_node if isinstance(node, nodes.Block))

    @cached_property
    def references(self) -> tuple[nodes.Node, ...]:
        """The expressions that name other templates."""
        kinds = nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport
        return tuple(node.template for node in self.every_node if isinstance(node, kinds))

    def place(self, offset: int, root: Path) -> Place:
        """Return line and column of an offset; the path is relative to ``root``."""
        return place_at(self.source, offset, shown_path(self.path, root))


def place_at(source: str, offset: int, file: str) -> Place:
    """Return line and column of an offset in a text."""
    start = source.rfind("\n", 0, offset) + 1
    return Place(file, source.count("\n", 0, offset) + 1, offset - start + 1)


class Templates:
    """The templates of one audience.

    Args:
        folders: where they are looked for, nearest first.
        root: the workspace; places are printed relative to it.
    """

    def __init__(self, folders: Sequence[Path], root: Path) -> None:
        self.files = Files(folders)
        self.root = root
        self.faults: list[Diagnostic] = []
        self._by_name: dict[str, Template | None] = {}

    def get(self, name: str) -> Template | None:
        """Return a template by name; nothing where it is not there or cannot be read."""
        if name not in self._by_name:
            path = self.path(name)
            self._by_name[name] = self._read(path) if path is not None else None
        return self._by_name[name]

    def path(self, name: str) -> Path | None:
        """Return the file of a template, if there is one."""
        return self.files.find(name)

    def below(self, folder: str) -> list[str]:
        """Return the names of all templates in a folder, wherever it lies."""
        return self.files.below(folder)

    def reachable(self) -> list[Template]:
        """Return every template that a paper can use, each once."""
        seen: dict[Path, Template] = {}
        pending = [ENTRY]
        named: set[str] = set()
        while pending:
            name = pending.pop()
            if name in named or (template := self.get(name)) is None:
                continue
            named.add(name)
            if template.path not in seen:
                seen[template.path] = template
                pending.extend(self._referenced(template))
        return list(seen.values())

    def _read(self, path: Path) -> Template | None:
        read = _parse(path, self.files.read(path))
        if isinstance(read, Template):
            return read
        line, column, message = read
        place = Place(shown_path(path, self.root), line, column)
        fault = Diagnostic(place, "bad-template", message)
        if fault not in self.faults:
            self.faults.append(fault)
        return None

    def _referenced(self, template: Template) -> Iterator[str]:
        """Yield the templates that one uses; where a name is computed, all it can lead to."""
        for node in template.references:
            match node:
                case nodes.Const(value=str(name)):
                    yield name
                case nodes.List(items=names) | nodes.Tuple(items=names):
                    yield from (str(n.value) for n in names if isinstance(n, nodes.Const))
                case nodes.Concat(nodes=[nodes.Const(value=str(start)), *_]):
                    yield from self.below(start.rpartition("/")[0])
                case _:
                    yield from self.below("")


@cache
def _parse(path: Path, content: bytes | None) -> Template | tuple[int, int, str]:
    """Return a template, once for each content in a process; or why it cannot be read."""
    try:
        source = _NEWLINE.sub("\n", (content or b"").decode())
    except UnicodeDecodeError:
        return 0, 0, "cannot be read as UTF-8"
    environment = _Environment(**_SETTINGS)  # type: ignore[arg-type]
    try:
        found = environment.read = tuple(_tokens(environment, source))
    except TemplateSyntaxError as error:
        return error.lineno, 0, error.message or "cannot be read"
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        place = place_at(source, error.lineno, "")
        return place.line, place.column, error.message or "cannot be read"
    except RecursionError:
        return 0, 0, "brackets nest without end (recursion)"
    return Template(path, source, tree, found, _markup(source, found))


def _markup(source: str, found: Iterable[Token]) -> str:
    parts: list[str] = []
    offset, filling = 0, ""
    for start, kind, value in found:
        parts.append(_filled(source[offset:start], filling))
        filling = _OPENING.get(kind, filling)
        parts.append(_filled(value, filling))
        if kind in _CLOSING:
            filling = ""
        offset = start + len(value)
    parts.append(source[offset:])
    return "".join(parts)


def _filled(text: str, filling: str) -> str:
    return _NOT_NEWLINE.sub(filling, text) if filling else text
