"""Styles of elements: computed once where they are the same, and quickly what nobody declares.

The engine computes the properties of an element when it is first asked for them, one at a time,
through all that a declaration may be: inherited, logical, of variables, of arithmetic. Most
properties of most elements are declared nowhere. Its own style sheet gives every element six
pseudo-elements, each with a style; those that inherit from the same style and are declared alike
are one here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

#: Boxes of the page's margin, and first lines and letters, which change after they are computed.
_ALONE: Final = ("@", "first-")

#: Pseudo-elements of notes, whose anchors the engine sets while it lays them out.
_NOTE: Final = "note-"

#: Properties that are not inherited, and yet handed down; so are the names of pages.
_HANDED_DOWN: Final = "text_decoration_"

#: Properties that the engine computes by rules of their own, though nobody declares them.
_OWN_RULES: Final = {"float", "display", "position", "page"}


def computed(kind: type[Any], properties: Any, computed_values: Any) -> type[Any]:
    """Return a kind of style that looks first whether anybody declares what it is asked for.

    Args:
        kind: the engine's, of elements.
        properties: its module of initial values.
        computed_values: its module that computes values.
    """
    physical = computed_values.PHYSICAL_FUNCTIONS
    initial, inherited = _undeclared(properties)
    inherited -= physical.keys()
    # What sets a property in place of its own name, in either direction of writing.
    logical = {
        name: tuple(function(block="ttb", inline=direction) for direction in ("ltr", "rtl"))
        for name, function in physical.items()
    }
    check_math = computed_values.check_math

    class Quick(kind):  # type: ignore[misc]
        """A computed style."""

        def __missing__(self, name: str) -> Any:
            declared = self.cascaded
            # Of a first letter, what has been computed counts, in the order of its being computed.
            if name not in declared and self.pseudo_type != "first-letter":
                if name in initial:
                    if name not in logical or declared.keys().isdisjoint(logical[name]):
                        value = self[name] = initial[name]
                        return value
                elif name in inherited and self.parent_style is not None:
                    value = self.parent_style[name]
                    if not check_math(value):
                        self[name] = value
                        return value
                else:
                    _settle_above(self, name)
            return super().__missing__(name)

    return Quick


def anonymous(kind: type[Any], properties: Any) -> type[Any]:
    """Return a kind of style of boxes that have no element of their own, and declare nothing.

    Args:
        kind: the engine's.
        properties: its module of initial values.
    """
    initial, inherited = _undeclared(properties)

    class QuickAnonymous(kind):  # type: ignore[misc]
        """A computed style."""

        def __missing__(self, name: str) -> Any:
            if name in initial:
                value = self[name] = initial[name]
            elif name in inherited:
                value = self[name] = self.parent_style[name]
            else:
                _settle_above(self, name)
                value = super().__missing__(name)
            return value

    return QuickAnonymous


def _settle_above(style: Any, name: str) -> None:
    """Have a property that is handed down computed from the outermost element inwards.

    From within, each element around it would take more of the stack than the engine alone does.
    """
    if name != "page" and not name.startswith(_HANDED_DOWN):
        return
    above = []
    while (style := style.parent_style) is not None and name not in style:
        above.append(style)
    for style in reversed(above):
        style[name]


class Later:
    """The style of pseudo-elements that inherit from one style and are declared alike.

    Hardly any is ever asked for: five of the six that the engine gives each element are of notes.

    Args:
        make: computes a style from what it inherits from and what is declared.
        above: what it inherits from.
        declared: what is declared, by name.
        alone: whether each asks for a style of its own, because the engine changes it.
    """

    __slots__ = ("_above", "_alone", "_declared", "_make", "_style")

    def __init__(
        self, make: Callable[[Any, Any], Any], above: Any, declared: Any, *, alone: bool
    ) -> None:
        self._make, self._above, self._declared, self._alone = make, above, declared, alone
        self._style: Any = None

    def __call__(self) -> Any:
        """Return the style."""
        style = self._style
        if style is None:
            style = self._make(self._above, self._declared)
            style["anchor"]  # as the engine asks: it takes a style without a property for none
            if not self._alone:
                self._style = style
        return style


def assigned(plain: Callable[..., None], css: Any) -> Callable[..., None]:
    """Return what gives an element or pseudo-element its style; to be asked for with :func:`asked`.

    Args:
        plain: what the engine does that with.
        css: its module of styles.
    """
    # What is alike is there once: of all that a document holds, styles take the most memory.
    makers: dict[tuple[Any, ...], tuple[Any, Any]] = {}
    declarations: dict[tuple[Any, ...], Any] = {}
    known: dict[tuple[int, int, int], Later] = {}

    def set_computed_styles(
        self: Any,
        element: Any,
        parent: Any,
        root: Any = None,
        pseudo_type: str | None = None,
        base_url: str | None = None,
        target_collector: Any = None,
    ) -> None:
        declared = self.get_cascaded_styles().get((element, pseudo_type), {})
        # Each element has its anchor noted.
        if pseudo_type is None or pseudo_type.startswith(_ALONE) or "anchor" in declared:
            plain(self, element, parent, root, pseudo_type, base_url, target_collector)
            return
        styles = self.get_computed_styles()

        def make(above: Any, declared: Any) -> Any:
            return css.ComputedStyle(
                above, declared, pseudo_type, styles[root, None], base_url, self.font_config,
                self.initial_page_sizes,
            )  # fmt: skip

        make, _ = makers.setdefault((id(self), pseudo_type, id(root), base_url), (make, self))
        what = [(id(value), weight) for value, weight in declared.values()]
        declared = declarations.setdefault((*declared, *what), declared)
        above = styles[parent, None]
        key = (id(make), id(above), id(declared))
        if key not in known:
            known[key] = Later(make, above, declared, alone=pseudo_type.startswith(_NOTE))
        styles[element, pseudo_type] = known[key]

    return set_computed_styles


def asked(plain: Callable[..., Any]) -> Callable[..., Any]:
    """Return what gives out the style of an element or pseudo-element.

    Args:
        plain: what the engine does that with.
    """

    def style_for(self: Any, element: Any, pseudo_type: str | None = None) -> Any:
        if pseudo_type is not None:
            styles = self.get_computed_styles()
            found = styles.get((element, pseudo_type))
            if type(found) is Later:
                styles[element, pseudo_type] = found()
        return plain(self, element, pseudo_type)

    return style_for


def _undeclared(properties: Any) -> tuple[dict[str, Any], set[str]]:
    """Return initial values that are what they are computed to, and what is inherited."""
    values, inherited = properties.INITIAL_VALUES, properties.INHERITED
    plain = {
        name for name in values if name not in _OWN_RULES and not name.startswith(_HANDED_DOWN)
    }
    initial = {name: values[name] for name in plain - inherited - properties.INITIAL_NOT_COMPUTED}
    return initial, plain & inherited
