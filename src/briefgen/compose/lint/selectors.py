"""Selectors: elements, classes of state and generated boxes that both formats have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from briefgen.compose.lint import properties as css
from briefgen.compose.vocabulary import CONTENT
from briefgen.diagnostics import did_you_mean

#: Notes a fault: where, what, the way out.
Report = Callable[[Any, str, str], None]

_NESTED = ("has", "is", "not", "where")


@dataclass
class Target:
    """What a selector applies to.

    Attributes:
        picture: whether it ends in ``img``.
        generated: the pseudo-element it ends in, or an empty string.
    """

    picture: bool = False
    generated: str = ""


def selector(tokens: Sequence[Any], report: Report) -> Target:
    """Return what a selector applies to; note what is wrong with it."""
    target = Target()
    before = ""
    for token in tokens:
        if token.type == "ident":
            _name(token, before, report, target)
        elif token.type == "function" and before in (":", "::"):
            _state(token, token.lower_name, report)
            if token.lower_name in _NESTED:
                selector(token.arguments, report)
        if token.type == "literal":
            before = before + token.value if token.value == ":" and before == ":" else token.value
        else:
            before = ""
    return target


def _name(token: Any, before: str, report: Report, target: Target) -> None:
    name = token.lower_value
    if before == "::" or (before == ":" and name in ("after", "before")):
        target.generated = name
        if name not in css.ELEMENTS:
            report(token, f"Word cannot follow `::{token.value}`", did_you_mean(name, css.ELEMENTS))
    elif before == ":":
        _state(token, name, report)
    elif before != ".":
        target.picture = name == "img"
        if name not in CONTENT:
            hint = did_you_mean(name, sorted(CONTENT))
            report(token, f"no paper has an element `{token.value}`", hint)


def _state(token: Any, name: str, report: Report) -> None:
    if name not in css.CLASSES:
        message = f"there is no state `:{name}` on paper"
        report(token, message, did_you_mean(name, css.CLASSES))
