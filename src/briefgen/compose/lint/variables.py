"""Custom properties: those that lead through too many others would take for ever to resolve."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from briefgen.diagnostics import did_you_mean

#: Levels of custom properties that refer to others, and values that one may be put together of.
_LEVELS, _VALUES = 3, 64


class Reporter(Protocol):
    """Whatever notes a fault at a token."""

    def fault(self, node: Any, message: str, hint: str = "", rule: str = "style") -> None:
        """Note a fault."""


@dataclass
class Variables:
    """The custom properties of a paper's style sheets.

    Attributes:
        colors: names of the theme's colours; ``None`` where they are not known.
    """

    colors: Collection[str] | None = None
    _defined: dict[str, list[tuple[Any, Reporter, list[str]]]] = field(default_factory=dict)
    _used: list[tuple[Any, str, Reporter]] = field(default_factory=list)

    def define(self, item: Any, sheet: Reporter) -> None:
        """Take a declaration of a custom property in."""
        self.use(item.value, sheet)
        entry = (item, sheet, [name for _, name in _references(item.value)])
        self._defined.setdefault(item.name, []).append(entry)

    def use(self, tokens: Sequence[Any], sheet: Reporter) -> None:
        """Take the custom properties in that a value refers to."""
        self._used.extend((token, name, sheet) for token, name in _references(tokens))

    def check(self) -> None:
        """Note every custom property that is not there, or leads too far."""
        for entries in self._defined.values():
            for item, sheet, names in entries:
                if self._size(names, 1) > _VALUES:
                    hint = f"at most {_LEVELS} levels, and {_VALUES} values in all"
                    message = f"`{item.name}` refers to too many other custom properties"
                    sheet.fault(item, message, hint)
        if self.colors is None:
            return
        known = sorted({*(f"--{name}" for name in self.colors), *self._defined})
        for token, name, sheet in self._used:
            if name not in known:
                sheet.fault(token, f"there is no `{name}`", did_you_mean(name, known))

    def _size(self, names: Sequence[str], level: int) -> int:
        """Return of how many values something is put together, or more than are allowed."""
        total = 1
        for name in names:
            entries = self._defined.get(name, [])
            if entries and level > _LEVELS:
                return _VALUES + 1
            total += max((self._size(below, level + 1) for _, _, below in entries), default=1)
            if total > _VALUES:
                break
        return total


def _references(tokens: Sequence[Any]) -> Iterator[tuple[Any, str]]:
    for token in tokens:
        below = getattr(token, "arguments", None) or getattr(token, "content", None) or []
        if token.type == "function" and token.lower_name == "var":
            first = next((a for a in below if a.type == "ident"), None)
            if first is not None:
                yield first, first.value
        yield from _references(below)
