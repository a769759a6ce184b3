"""The variables of a place in a template, with what is known of them there."""

from __future__ import annotations

from briefgen.compose.lint.types import Type

#: A variable and the attributes that lead on from it: ("record", "date").
Chain = tuple[str, ...]


class Scope:
    """Variables of a template, a loop, a branch or a macro.

    Args:
        values: what is set here.
        around: the scope around this one.
        sure: what a condition has found to be defined.
    """

    def __init__(
        self,
        values: dict[str, Type],
        around: Scope | None = None,
        sure: frozenset[Chain] = frozenset(),
    ) -> None:
        self.values = values
        self.changed: set[str] = set()
        self.around = around
        self.sure = sure

    def inner(self, sure: frozenset[Chain] = frozenset()) -> Scope:
        """Return a scope within this one, where more may be sure."""
        return Scope({}, self, self.sure | sure)

    def outermost(self) -> Scope:
        """Return what templates set outside of loops and macros."""
        return self if self.around is None else self.around.outermost()

    def set(self, name: str, value: Type) -> None:
        """Set a variable as a statement of the template does."""
        self.values[name] = value
        self.changed.add(name)

    def names(self) -> list[str]:
        """Return the names of all variables."""
        around = self.around.names() if self.around is not None else []
        return list(dict.fromkeys([*around, *self.values]))

    def has(self, name: str) -> bool:
        """Whether there is a variable of a name."""
        return name in self.values or (self.around is not None and self.around.has(name))

    def get(self, name: str, default: Type) -> Type:
        """Return what is known of a variable."""
        if name in self.values:
            return self.values[name]
        return self.around.get(name, default) if self.around is not None else default
