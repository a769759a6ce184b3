"""Used lengths of boxes: worked out once for what is declared alike and has the same room."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any, Final

_SIDES: Final = ("top", "right", "bottom", "left")
_BORDERS: Final = tuple(f"border_{side}_width" for side in _SIDES)
_LENGTHS: Final = (
    *(f"margin_{side}" for side in _SIDES), *(f"padding_{side}" for side in _SIDES), *_BORDERS,
    "width", "min_width", "max_width", "height", "min_height", "max_height",
)  # fmt: skip

#: Every property that used lengths follow from.
PROPERTIES: Final = (*_LENGTHS, "box_sizing", "border_collapse")

_values: Final = itemgetter(*PROPERTIES)


def remembered(plain: Callable[[Any, Any], None], boxes: Any) -> Callable[[Any, Any], None]:
    """Return what sets the used lengths of a box, and remembers them.

    Args:
        plain: what the engine does that with.
        boxes: its module of boxes.
    """
    # By the identity of a style, as long as it is what it was; what is alike is there once.
    known: dict[tuple[Any, ...], tuple[Any, tuple[Any, ...], dict[str, Any]]] = {}
    alike: dict[tuple[Any, ...], tuple[tuple[Any, ...], dict[str, Any]]] = {}

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        if not isinstance(box, boxes.Box):  # what stands in for a box has no attributes of its own
            plain(box, containing_block)
            return
        if isinstance(containing_block, boxes.Box):
            room = containing_block.width, containing_block.height
        else:
            room = tuple(containing_block)
        style, own = box.style, vars(box)
        values = _values(style)
        # Where borders collapse, cells have theirs before: they are settled with the neighbours'.
        settled = values[-1] == "collapse" and any(name in own for name in _BORDERS)
        key = (id(style), room, settled, isinstance(box, boxes.PageBox))
        found = known.get(key)
        if found is not None and found[1] == values:
            own.update(found[2])
            return
        plain(box, containing_block)
        if all(map(_is_length, values)) and (not settled or values[-2] == "content-box"):
            kept = _LENGTHS if not settled else [name for name in _LENGTHS if name not in _BORDERS]
            same = (values, *key[1:])
            if same not in alike:
                alike[same] = values, {name: own[name] for name in kept}
            known[key] = style, *alike[same]

    return resolve_percentages


def _is_length(value: Any) -> bool:
    """Whether a computed value is a keyword or a length, not arithmetic with other properties."""
    return isinstance(value, str | int | float | tuple)
