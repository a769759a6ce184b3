"""JSON files (RFC 8259), with the place of every value.

Numbers and truth values stay the text the file holds; the schema types them.
"""

from __future__ import annotations

import bisect
import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]  # not in typeshed

from briefgen.diagnostics import ContentError, Diagnostic, Findings, Place
from briefgen.load.nodes import Mapping, Node, Scalar, Sequence

_SPACE = re.compile(r"[ \t\r\n]*")
_LITERAL = re.compile(
    r"(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![\w.+-])"
)
_WORD = re.compile(r"[\w.+-]+")
_SURROGATE = re.compile("[\ud800-\udfff]")

#: Deeper nesting than any record has; keeps hostile files from exhausting the stack.
_DEPTH = 40

#: Ways out, by a part of the standard library's message.
_HINTS = {
    "unterminated": "close the quotation marks",
    "control character": "write a line break as \\n, a tab as \\t",
    "escape": "write a backslash as \\\\",
}


def read_json(text: str, file: str) -> Node:
    """Read one JSON document.

    Args:
        text: the file's content.
        file: the path to print in diagnostics.

    Raises:
        ContentError: syntax errors, duplicate names, nesting too deep.
    """
    reader = _Reader(text, file)
    try:
        if (begin := reader.skip(0)) == len(text):
            return Scalar(None, Place(file, 1, 1))
        node = reader.value(begin, 0)
        if (end := reader.skip(reader.end)) != len(text):
            raise reader.fault(end, "more text follows the document", "remove it")
    except ContentError as error:
        reader.found.items.extend(error.diagnostics)
    reader.found.raise_errors()
    return node


class _Reader:
    """Recursive descent; ``end`` is where the last value ended."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.end = 0
        self.found = Findings()
        self.starts = [0, *(match.end() for match in re.finditer("\r\n|\r|\n", text))]

    def skip(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def place(self, at: int) -> Place:
        line = bisect.bisect_right(self.starts, at)
        return Place(self.file, line, at - self.starts[line - 1] + 1)

    def fault(self, at: int, message: str, hint: str = "", rule: str = "bad-json") -> ContentError:
        place = self.place(min(at, len(self.text)))
        return ContentError([Diagnostic(place, rule, message, hint)])

    def value(self, at: int, depth: int) -> Node:
        if depth > _DEPTH:
            message = f"nested more than {_DEPTH} levels deep"
            raise self.fault(at, message, rule="too-deep")
        start = self.text[at : at + 1]
        if start == "{":
            return self.object(at, depth)
        if start == "[":
            return self.array(at, depth)
        place = self.place(at)
        if start == '"':
            return Scalar(self.string(at), place)
        if match := _LITERAL.match(self.text, at):
            self.end = match.end()
            return Scalar(None if match[0] == "null" else match[0], place)
        if word := _WORD.match(self.text, at):
            shown = word[0] if len(word[0]) <= 20 else word[0][:20] + "…"
            hint = "put texts in quotation marks; leave out what is not known"
            raise self.fault(at, f"`{shown}` is no value of JSON", hint)
        raise self.fault(at, "a value is expected here", "remove the comma, or add a value")

    def string(self, at: int) -> str:
        try:
            text, self.end = scanstring(self.text, at + 1, True)
        except json.JSONDecodeError as error:
            message = error.msg.lower().removesuffix(" at").removesuffix(" starting")
            hint = next((hint for part, hint in _HINTS.items() if part in message), "")
            raise self.fault(error.pos, message, hint) from None
        if half := _SURROGATE.search(text):
            self.found.error(
                self.place(at), "bad-character",
                f"the text holds U+{ord(half[0]):04X}, half of a surrogate pair",
                "remove it, or write the character itself",
            )  # fmt: skip
            return _SURROGATE.sub("\ufffd", text)
        return str(text)

    def object(self, at: int, depth: int) -> Mapping:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        here = self.skip(at + 1)
        while self.text[here : here + 1] != "}":
            if self.text[here : here + 1] != '"':
                message = "a name in quotation marks is expected here"
                raise self.fault(here, message, 'names stand in double quotation marks: {"id": …}')
            name, place = self.string(here), self.place(here)
            here = self.skip(self.end)
            if self.text[here : here + 1] != ":":
                message = "a colon is expected here"
                raise self.fault(here, message, "a name, a colon, a value")
            value = self.value(self.skip(here + 1), depth + 1)
            if name in entries:
                self.found.error(
                    place, "duplicate-key",
                    f"`{name}` is given twice; the first is in line {keys[name].line}",
                    "remove one of them",
                )  # fmt: skip
            else:
                entries[name], keys[name] = value, place
            here = self.separator(self.skip(self.end), "}")
        self.end = here + 1
        return Mapping(entries, keys, self.place(at))

    def array(self, at: int, depth: int) -> Sequence:
        items = []
        here = self.skip(at + 1)
        while self.text[here : here + 1] != "]":
            items.append(self.value(here, depth + 1))
            here = self.separator(self.skip(self.end), "]")
        self.end = here + 1
        return Sequence(tuple(items), self.place(at))

    def separator(self, here: int, close: str) -> int:
        """Return where the next item, or the closing bracket, stands."""
        character = self.text[here : here + 1]
        if character == close:
            return here
        if character != ",":
            hint = "part values with commas, and close every bracket"
            raise self.fault(here, f"a comma or `{close}` is expected here", hint)
        following = self.skip(here + 1)
        if self.text[following : following + 1] == close:
            message = "a comma stands before the closing bracket"
            raise self.fault(here, message, "remove the comma")
        return following
