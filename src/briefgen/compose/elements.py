"""The elements of a composed document, and where each stands in its text.

What is worked out once for both formats (numbers of captions and headings, notes at the end) is
put into the text at these places; the rest of it stays as the templates wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = ("meta", "br", "img")


@dataclass(eq=False)
class Node:
    """One element.

    Attributes:
        tag: its name.
        attributes: texts by name.
        parent: the element around it, ``None`` for what stands in none.
        start: offset of its start tag.
        inner: offset of its content.
        close: offset of its end tag.
        end: offset behind it.
        children: the elements in it.
    """

    tag: str
    attributes: Mapping[str, str]
    parent: Node | None
    start: int
    inner: int
    close: int = 0
    end: int = 0
    children: list[Node] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """The classes of the element."""
        return self.attributes.get("class", "").split()

    def below(self) -> Iterator[Node]:
        """Yield every element in this one, in order."""
        for child in self.children:
            yield child
            yield from child.below()

    def first(self, *tags: str) -> Node | None:
        """Return the first element of some names in this one."""
        return next((node for node in self.below() if node.tag in tags), None)

    def is_in(self, *tags: str) -> bool:
        """Tell whether an element of some names is around this one."""
        around = self.parent
        while around is not None and around.tag not in tags:
            around = around.parent
        return around is not None


@dataclass(frozen=True)
class Edit:
    """A text that takes the place of what stands between two offsets."""

    start: int
    end: int
    text: str


def read(html: str) -> Node:
    """Return a node that holds the elements of a document; those left open end with it."""
    reader = _Reader(html)
    reader.feed(html)
    reader.close()
    return reader.root


def edited(html: str, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> str:
    """Return a stretch of a document with changes; one within another is part of what goes.

    Changes that begin at the same place stand in the order in which they are given.
    """
    found, at = [], start
    last = len(html) if end is None else end
    for edit in sorted(edits, key=lambda one: one.start):
        if at <= edit.start and edit.end <= last:
            found += [html[at : edit.start], edit.text]
            at = edit.end
    return "".join((*found, html[at:last]))


class _Reader(HTMLParser):
    """Builds the tree; an end tag that closes nothing is passed over."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._lines = [0, *(found.end() for found in re.finditer("\n", html))]
        self._html = html
        self.root = self._open = Node("", {}, None, 0, 0, len(html), len(html))

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._offset()
        inner = start + len(self.get_starttag_text() or "")
        attributes = {name: value or "" for name, value in attrs}
        node = Node(tag, attributes, self._open, start, inner, len(self._html), len(self._html))
        self._open.children.append(node)
        if tag in _VOID:
            node.close = node.end = inner
        else:
            self._open = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._close(self._open, self._open.inner, self._open.inner)

    def handle_endtag(self, tag: str) -> None:
        node: Node | None = self._open
        while node is not None and node.tag != tag:
            node = node.parent
        if node is not None and node is not self.root:
            at = self._offset()
            self._close(node, at, self._html.find(">", at) + 1)

    def _close(self, node: Node, close: int, end: int) -> None:
        while self._open is not node and self._open.parent is not None:
            self._open.close = self._open.end = close
            self._open = self._open.parent
        node.close, node.end = close, end
        self._open = node.parent or self.root
