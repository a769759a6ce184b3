"""Blocks: every block element of the vocabulary and what it becomes in Word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element as HtmlElement

from briefgen.layout.pages import Style
from briefgen.write.docx.boxes import box, is_box
from briefgen.write.docx.builder import Builder, Place
from briefgen.write.docx.contents import contents
from briefgen.write.docx.flow import Flow
from briefgen.write.docx.formats import border_line, paragraph_format
from briefgen.write.docx.furniture import Shape, page_width
from briefgen.write.docx.lists import list_items
from briefgen.write.docx.names import first_class, paragraph_names, words
from briefgen.write.docx.ooxml import twips
from briefgen.write.docx.paragraphs import add_paragraph, heading, keep_together, picture, plain
from briefgen.write.docx.styles import Paragraph
from briefgen.write.docx.tables import table

#: Elements whose class names the box that their paragraphs are in.
_NAMED_BOXES: Final = ("aside", "header", "footer")


def blocks(builder: Builder, parent: HtmlElement, flow: Flow, place: Place) -> None:
    """Write the blocks inside an element.

    Raises:
        ValueError: the element holds text, or an element that is not a block.
    """
    if any(text and text.strip() for text in (parent.text, *(child.tail for child in parent))):
        raise ValueError(f"{parent.tag} holds blocks only, not text")
    for element in builder.shown(parent):
        if element.tag == "p" and element.get("class") == "endnote":
            continue  # it has gone where its number stands
        handler = _HANDLERS.get(str(element.tag))
        if handler is None:
            raise ValueError(f"{element.tag} is not a block of the document vocabulary")
        if handler is not _container or is_box(element, builder.style(element)):
            builder.sections.turn(flow, place.shape)
        handler(builder, element, flow, place)


def _container(builder: Builder, element: HtmlElement, flow: Flow, place: Place) -> None:
    """Write an element that groups others."""
    style = builder.style(element)
    target = builder.bookmarks.place(element)
    if target:
        flow.targets.append(target)
    flow.page_break |= style.page_break_before
    place = _named(element, place.within(element))
    place = _turned(builder, element, place)
    content = contents if element.tag == "nav" else blocks
    start = len(builder.styles.recorded)
    if is_box(element, style):
        box(builder, element, flow, place, content)
        return
    _between_lines(builder, element, flow, place)
    if style.keep_together:
        keep_together(builder.styles.recorded[start:])


def _turned(builder: Builder, element: HtmlElement, place: Place) -> Place:
    """Return the place inside a container, as far as pages and columns depend on it."""
    style = builder.style(element)
    if "landscape" in element.get("class", "").split():
        width = page_width(builder.layout, landscape=True)
        return replace(place, shape=Shape(landscape=True), width=width)
    if style.columns > 1:
        shape = replace(place.shape, columns=style.columns, gap=style.column_gap)
        room = place.width - place.left - place.right - (style.columns - 1) * style.column_gap
        width = place.left + room / style.columns + place.right
        return replace(place, shape=shape, width=width)
    return place


def _between_lines(builder: Builder, element: HtmlElement, flow: Flow, place: Place) -> None:
    """Write a container that at most has a line above and below."""
    style = builder.style(element)
    above, below = style.border.top.width > 0, style.border.bottom.width > 0
    inside = replace(
        place,
        left=place.left + style.margin.left + style.padding.left,
        right=place.right + style.margin.right + style.padding.right,
    )
    start = len(builder.styles.recorded)
    flow.open(style.margin.top, 0 if above else style.padding.top)
    (contents if element.tag == "nav" else blocks)(builder, element, flow, inside)
    inner = builder.styles.recorded[start:]
    if above and inner:
        _line_above(inner[0], style)
    if below and flow.previous and inner:
        flow.line_below(border_line(style.border.bottom, style.padding.bottom))
    flow.close(style.margin.bottom, 0 if below else style.padding.bottom)


def _line_above(paragraph: Paragraph, style: Style) -> None:
    line = border_line(style.border.top, style.padding.top + paragraph.own.before / 20)
    for name in ("format", "own"):
        value = getattr(paragraph, name)
        borders = (line, *value.borders[1:])
        setattr(paragraph, name, replace(value, borders=borders))
    paragraph.format = replace(paragraph.format, before=twips(style.margin.top))


def _named(element: HtmlElement, place: Place) -> Place:
    """Return the place inside a container, as far as names depend on it."""
    role, own = place.role, first_class(element)
    if element.tag in _NAMED_BOXES:
        role = replace(role, box=own or words(str(element.tag)), group="")
    elif own:
        role = replace(role, group=own)
    part = {"blockquote": "quote", "figure": "figure"}.get(str(element.tag), place.part)
    return replace(place, role=role, part=part)


def _quote(builder: Builder, element: HtmlElement, flow: Flow, place: Place) -> None:
    """Write a ``blockquote``: its lines and background become each paragraph's own."""
    style = builder.style(element)
    place = _named(element, place.within(element))
    start = len(builder.styles.recorded)
    flow.open(style.margin.top, 0)
    place = replace(
        place, left=place.left + style.margin.left, right=place.right + style.margin.right
    )
    children = builder.shown(element)
    for child in children:
        margin = builder.style(child).margin
        if child is children[-1]:  # so that every quotation ends alike, whatever follows it
            margin = replace(margin, bottom=max(margin.bottom, style.margin.bottom))
        inner = replace(
            builder.style(child),
            margin=margin,
            border=style.border,
            padding=style.padding,
            background=style.background,
        )
        value = paragraph_format(inner, place.left, place.right, builder.fonts)
        names = paragraph_names(child, place.role, place.part)
        add_paragraph(builder, child, flow, place, names, value)
    flow.close(style.margin.bottom, 0)
    if style.keep_together:
        keep_together(builder.styles.recorded[start:])


def _caption(builder: Builder, element: HtmlElement, flow: Flow, place: Place) -> None:
    add_paragraph(builder, element, flow, place, paragraph_names(element, place.role))


Handler = Callable[[Builder, HtmlElement, Flow, Place], None]

_HANDLERS: Final[dict[str, Handler]] = {
    "aside": _container,
    "blockquote": _quote,
    "div": _container,
    "figcaption": _caption,
    "figure": _container,
    "footer": _container,
    "h1": heading,
    "h2": heading,
    "h3": heading,
    "h4": heading,
    "header": _container,
    "img": picture,
    "main": _container,
    "nav": _container,
    "ol": list_items,
    "p": plain,
    "section": _container,
    "table": table,
    "ul": list_items,
}
