"""What most boxes are, told at a glance: in the flow, and without anything behind their content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import is_, itemgetter
from typing import Any, Final

_SQUARE: Final = {
    f"border_{corner}_radius": (0, 0)
    for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
}

_corners: Final = itemgetter(*_SQUARE)

#: What a box has nothing behind its content without, in the order in which the engine asks.
_frames: Final = itemgetter("border_image_source", "mask_border_source", "visibility")
_behind: Final = itemgetter("background_image", "background_color", "box_shadow")


def in_normal_flow(plain: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Return what tells whether a box is in the flow.

    Args:
        plain: what the engine tells that with.
    """

    def is_in_normal_flow(self: Any) -> bool:
        style = self.style
        if style["float"] == "none":
            position = style["position"]
            if position in ("static", "relative"):
                return True
        return plain(self)

    return is_in_normal_flow


def page_values(self: Any) -> tuple[str, str]:
    """Return the names of the pages that a box begins and ends on (CSS Fragmentation 4, §4.1)."""
    own = self.style["page"]
    first = next(filter(_in_line, self.children), None)
    if first is None:
        return own, own
    last = next(filter(_in_line, reversed(self.children)))
    start, end = first.page_values()
    if last is not first:
        _, end = last.page_values()
    return start or own, end or own


def _in_line(box: Any) -> bool:
    return bool(box.is_in_normal_flow() or box.is_floated())


def descendants(kind: type[Any]) -> Callable[..., Iterator[Any]]:
    """Return what yields a box and all that it holds, in order, without a generator for each.

    Args:
        kind: the engine's class of boxes; what stands in for one is no instance of it.
    """

    def descendants(self: Any, placeholders: bool = False) -> Iterator[Any]:
        stack = [self]
        while stack:
            box = stack.pop()
            if not isinstance(box, kind):
                if not placeholders:
                    yield box
                    continue
                box = box._box
            yield box
            stack.extend(reversed(box.children))

    return descendants


def corners(plain: Callable[[Any], None], kind: type[Any], initial: Any) -> Callable[[Any], None]:
    """Return what sets the radii of a box's corners.

    Args:
        plain: what the engine does that with.
        kind: its class of boxes; what stands in for one has no attributes of its own.
        initial: its initial values: of corners that are not round.
    """
    square = _corners(initial)

    def resolve_radii_percentages(box: Any) -> None:
        if isinstance(box, kind) and _corners(box.style) == square:
            vars(box).update(_SQUARE)
        else:
            plain(box)

    return resolve_radii_percentages


def backgrounds(plain: Callable[..., None], background: Any, initial: Any) -> Callable[..., None]:
    """Return what finds out what is to be drawn behind the content of boxes.

    Args:
        plain: what the engine does that with.
        background: its module of backgrounds.
        initial: its initial values.
    """
    no_frames, nothing = _frames(initial), _behind(initial)

    def layout_box_backgrounds(
        page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None
    ) -> None:
        if style is not None or box is page:
            plain(page, box, get_image, layout_children, style)
            return
        background.resolve_radii_percentages(box)
        if layout_children:
            for child in box.all_children():
                background.layout_box_backgrounds(page, child, get_image)
        own = box.style
        # By identity: colours of all kinds of transparency are equal.
        if all(map(is_, _frames(own), no_frames)):
            own["image_orientation"]  # whatever it is: a fault in it is told when it is asked for
            if all(map(is_, _behind(own), nothing)):
                box.background = None
                return
        plain(page, box, get_image, False)

    return layout_box_backgrounds
