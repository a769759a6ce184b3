"""YAML files, with the place of every value.

Read as YAML 1.2's failsafe schema (yaml.org/spec/1.2.2, chapter 10.1): scalars are text,
so ``NO``, ``1.10`` and ``0207`` stay what they are. Anchors, aliases, merge
keys and tags are refused: they hide which record a value, or a marking,
belongs to.
"""

from __future__ import annotations

import re

import yaml

from briefgen.diagnostics import ContentError, Diagnostic, Findings, Place
from briefgen.load.nodes import Mapping, Node, Scalar, Sequence

_EMPTY = ("", "~", "null", "Null", "NULL")

#: Characters that YAML (1.2.2, chapter 5.1) does not allow, and line breaks of YAML 1.1 that no
#: editor counts as lines.
_FORBIDDEN = re.compile(
    "[^\\t\\n\\r -~\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd"
    "\\U00010000-\\U0010ffff]"
)

_TAB_HINT = "indent with spaces, not tabs"

#: Ways out of syntax errors, by a part of libyaml's message.
_HINTS = {
    "tab character": _TAB_HINT,
    "cannot start any token": "put a text that begins with `{}` in quotation marks",
    "mapping values are not allowed": "put a text that holds `: ` in quotation marks",
    "unexpected end of stream": "close the quotation marks",
    "did not find expected ',' or": "close the bracket, and part the values inside it with commas",
    "did not find expected": "check the indentation of this line against the lines above it",
}

#: Deeper nesting than any record has; keeps hostile files from exhausting the stack.
_DEPTH = 40


def read_yaml(text: str, file: str) -> Node:
    """Read one YAML document.

    Args:
        text: the file's content.
        file: the path to print in diagnostics.

    Raises:
        ContentError: syntax errors, duplicate keys, aliases, tags, nesting too deep.
    """
    found = Findings()
    _check_characters(text, file, found)
    found.raise_errors()
    try:
        node = _Composer(text, file, found).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        problem = error.problem or "cannot be read"
        at = text[mark.index : mark.index + 1] if mark else ""
        found.error(place, "bad-yaml", problem, _yaml_hint(problem, at))
    found.raise_errors()
    return node


def _check_characters(text: str, file: str, found: Findings) -> None:
    for bad in _FORBIDDEN.finditer(text):
        lines = re.split("\r\n|\r|\n", text[: bad.start()])
        found.error(
            Place(file, len(lines), len(lines[-1]) + 1), "bad-character",
            f"the character U+{ord(bad[0]):04X} is not allowed in YAML", "remove it",
        )  # fmt: skip


def _yaml_hint(problem: str, at: str) -> str:
    """Return the way out of a syntax error, given the parser's message and the character there."""
    if at == "\t":
        return _TAB_HINT
    return next((hint.format(at) for part, hint in _HINTS.items() if part in problem), "")


def _paragraphs(event: yaml.ScalarEvent) -> str:
    """Return a scalar's text; each blank line of a folded block (``>``) parts paragraphs.

    Folding turns one blank line into one line break, which would read like a
    wrapped line of a literal block (``|``).
    """
    text = str(event.value)
    return re.sub(r"\n+", "\n\n", text.rstrip("\n")) if event.style == ">" else text


class _Composer:
    """Builds located nodes from libyaml's events."""

    def __init__(self, text: str, file: str, found: Findings) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.events = yaml.parse(text, Loader=loader)
        self.file = file
        self.found = found

    def document(self) -> Node:
        node: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    self.found.error(
                        self.place(event), "bad-yaml", "a second document begins here",
                        "keep one document a file: remove the line `---`",
                    )  # fmt: skip
                    break
                node = self.node(next(self.events), 0)
        return node if node is not None else Scalar(None, Place(self.file, 1, 1))

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        if mark is None:  # events that libyaml itself makes up
            return Place(self.file)
        return Place(self.file, mark.line + 1, mark.column + 1)

    def node(self, event: yaml.Event, depth: int) -> Node:
        place = self.place(event)
        if depth > _DEPTH:
            message = f"nested more than {_DEPTH} levels deep"
            raise ContentError([Diagnostic(place, "too-deep", message)])
        if isinstance(event, yaml.AliasEvent):
            self.found.error(
                place, "no-alias", f"`*{event.anchor}` refers to another record's value",
                "write the value out: every record carries its own facts and marking",
            )  # fmt: skip
            return Scalar(None, place)
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            self.found.error(
                place, "no-alias", f"the anchor `&{event.anchor}` is not used here",
                "remove it, or put a text that begins with `&` in quotation marks",
            )  # fmt: skip
        if tag := getattr(event, "tag", None):
            self.found.error(
                place, "no-tag", f"the tag `{tag}` is not used here",
                "remove it: the schema knows the types",
            )  # fmt: skip
        if isinstance(event, yaml.ScalarEvent):
            empty = event.implicit[0] and event.value in _EMPTY
            return Scalar(None if empty else _paragraphs(event), place)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(item := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(item, depth + 1))
            return Sequence(tuple(items), place)
        return self.mapping(place, depth)

    def mapping(self, place: Place, depth: int) -> Mapping:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Scalar) or key.text is None:
                self.found.error(key.place, "bad-key", "a name is expected here")
            elif key.text == "<<" and not getattr(event, "style", ""):
                self.found.error(
                    key.place, "no-alias", "merge keys are not used here",
                    "write the values out: every record carries its own facts and marking",
                )  # fmt: skip
            elif key.text in entries:
                self.found.error(
                    key.place, "duplicate-key",
                    f"`{key.text}` is given twice; the first is in line {keys[key.text].line}",
                    "remove one of them",
                )  # fmt: skip
            else:
                entries[key.text] = value
                keys[key.text] = key.place
        return Mapping(entries, keys, place)
