"""Lists: items become paragraphs that Word counts or marks by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element as HtmlElement

from briefgen.layout.pages import Style
from briefgen.write.docx.builder import Builder, Place
from briefgen.write.docx.flow import Flow
from briefgen.write.docx.formats import ParagraphFormat
from briefgen.write.docx.names import StyleName, first_class, list_names, plain_list_names
from briefgen.write.docx.numbering import Level, marker
from briefgen.write.docx.ooxml import twips
from briefgen.write.docx.paragraphs import add_paragraph, keep_together

#: Distance from the start of a bullet, or the end of a number, to the text, in font sizes:
#: what a bullet and a space, or a space alone, take in the layout.
_BULLET_ROOM: Final = 0.75
_NUMBER_ROOM: Final = 0.25

_LISTS: Final = ("ul", "ol")


@dataclass(frozen=True)
class _List:
    """A list on its way into Word.

    Attributes:
        element: the ``ul`` or ``ol``.
        style: its computed style.
        depth: how many lists are around it.
        levels: the levels of the Word list it belongs to; none without markers.
        instance: that list's identifier.
        dense: space stands around the list only, not between its items.
    """

    element: HtmlElement
    style: Style
    depth: int
    levels: tuple[Level, ...]
    instance: int
    dense: bool


def list_items(builder: Builder, element: HtmlElement, flow: Flow, place: Place) -> None:
    """Write an ``ul`` or ``ol`` with the lists in it."""
    start = len(builder.styles.recorded)
    _items(builder, element, flow, place, None)
    if builder.style(element).keep_together:
        keep_together(builder.styles.recorded[start:])


def _items(
    builder: Builder, element: HtmlElement, flow: Flow, place: Place, outer: _List | None
) -> None:
    inside = _inside(builder, element, place)
    current = _numbered(builder, element, place, outer)
    target = builder.bookmarks.place(element)
    if target:
        flow.targets.append(target)
    flow.open(0 if current.dense else current.style.margin.top, current.style.padding.top)
    for item in builder.shown(element):
        value, names = _format(builder, item, inside, current)
        paragraph = add_paragraph(builder, item, flow, inside, names, value)
        if value.keep_next:  # the item's place in the list, not the look of all items
            paragraph.structural.add("keep_next")
        for nested in builder.shown(item):
            if nested.tag in _LISTS:
                _items(builder, nested, flow, _inside(builder, item, inside), current)
    flow.close(0 if current.dense else current.style.margin.bottom, current.style.padding.bottom)


def _format(
    builder: Builder, item: HtmlElement, place: Place, current: _List
) -> tuple[ParagraphFormat, tuple[StyleName, ...]]:
    """Return an item's format and the candidate names of its style."""
    value = builder.formats.paragraph(builder.style(item), place.left, place.right)
    if current.dense:
        value = replace(
            value,
            before=twips(current.style.margin.top),
            after=twips(current.style.margin.bottom),
            contextual=True,
        )
    own = first_class(current.element) or first_class(item)
    if not current.levels:
        return value, plain_list_names(own, place.role)
    level = current.levels[current.depth]
    numbering = (current.instance, current.depth)
    value = replace(value, numbering=numbering, first=-level.hanging)
    return value, list_names(level.kind != "bullet", current.depth, own, place.role)


def _numbered(builder: Builder, element: HtmlElement, place: Place, outer: _List | None) -> _List:
    """Return a list with its place in the numbering: its own list in Word or a level of one."""
    style = builder.style(element)
    depth = outer.depth + 1 if outer else 0
    levels = _levels(builder, element, place, depth)
    instance = 0
    if outer and outer.levels[depth : depth + len(levels)] == levels:
        levels, instance = outer.levels, outer.instance
    elif levels:
        around = outer.levels[:depth] if outer else ()
        levels = (*around, *levels) if len(around) == depth else (*levels[:1] * depth, *levels)
        instance = builder.numbering.instance(levels, int(element.get("start", "1")), depth)
    dense = not outer and _is_dense(builder, element)
    return _List(element, style, depth, levels, instance, dense)


def _levels(builder: Builder, element: HtmlElement, place: Place, depth: int) -> tuple[Level, ...]:
    """Return the levels of a list and of the first list nested in it, and so on."""
    items = builder.shown(element)
    found = marker(builder.style(element).list_style, depth)
    if not items or found is None:
        return ()
    kind, text = found
    inside = _inside(builder, element, place)
    style = builder.style(items[0])
    room = _BULLET_ROOM if kind == "bullet" else _NUMBER_ROOM
    left = builder.formats.paragraph(style, inside.left, inside.right).left
    level = Level(
        kind,
        text,
        left,
        twips(room * style.font_size),
        builder.formats.run(style, builder.styles.characters.language),
    )
    nested = next(
        ((child, item) for item in items for child in builder.shown(item) if child.tag in _LISTS),
        None,
    )
    if nested is None:
        return (level,)
    return (level, *_levels(builder, nested[0], _inside(builder, nested[1], inside), depth + 1))


def _inside(builder: Builder, element: HtmlElement, place: Place) -> Place:
    """Return the place of what is in a list or an item."""
    style = builder.style(element)
    return replace(
        place.within(element),
        left=place.left + style.margin.left + style.border.left.width + style.padding.left,
        right=place.right + style.margin.right + style.border.right.width + style.padding.right,
    )


def _is_dense(builder: Builder, element: HtmlElement) -> bool:
    """Tell whether a list has space around it, none between its items, and no other list in it.

    Word then leaves the space out between paragraphs of the same style by itself.
    """
    items = builder.shown(element)
    return all(
        max(builder.style(item).margin.top, builder.style(item).margin.bottom) < 0.5
        and not any(child.tag in _LISTS for child in item)
        for item in items
    )
