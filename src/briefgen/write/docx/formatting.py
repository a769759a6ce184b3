"""The properties by which a format differs from the one it builds on.

Nothing else is ever written, so that styles hold only what is theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, Final, TypeVar

from lxml import etree

from briefgen.write.docx.formats import ParagraphFormat, RunFormat, border_element
from briefgen.write.docx.languages import is_right_to_left, word_language
from briefgen.write.docx.ooxml import W14, Element, w

T = TypeVar("T")

#: Returns a field of a format; and what writes the elements that stand for it.
Writer = tuple[Callable[[T], object], Callable[[T], list[Element]]]


def run_properties(value: RunFormat, base: RunFormat) -> list[Element]:
    """Return the children of ``w:rPr`` (ECMA-376, 17.3.2.28) by which a format differs."""
    return _differences(value, base, _RUN_PROPERTIES)


def paragraph_properties(value: ParagraphFormat, base: ParagraphFormat) -> list[Element]:
    """Return the children of ``w:pPr`` (ECMA-376, 17.3.1.26) by which a format differs."""
    found = _differences(value, base, _PARAGRAPH_PROPERTIES)
    for properties in found:
        if properties.tag == w("tabs").tag:
            # A style's stops stay unless they are cleared.
            kept = {stop[0] for stop in value.tabs}
            cleared = [w("tab", val="clear", pos=at) for at, *_ in base.tabs if at not in kept]
            properties[0:0] = cleared
    return found


def _differences(value: T, base: T, writers: Sequence[Writer[T]]) -> list[Element]:
    """Return what the writers of differing fields write; parts of one element are joined."""
    found: list[Element] = []
    for of, write in writers:
        if of(value) != of(base):
            for element in write(value):
                if found and found[-1].tag == element.tag:
                    found[-1].attrib.update(element.attrib)
                else:
                    found.append(element)
    return found


def _switch(tag: str, name: str, *more: str) -> Writer[Any]:
    """Return the writer of a property that is on or off."""
    return (
        attrgetter(name),
        lambda value: [w(one) if getattr(value, name) else w(one, val=0) for one in (tag, *more)],
    )


def _language(value: RunFormat) -> list[Element]:
    language = word_language(value.language)
    return [
        w("lang", bidi=language) if is_right_to_left(value.language) else w("lang", val=language)
    ]


def _figures(value: RunFormat) -> list[Element]:
    figures = etree.Element(f"{{{W14}}}numSpacing")
    figures.set(f"{{{W14}}}val", "tabular" if value.tabular else "default")
    return [figures]


def _shading(value: RunFormat | ParagraphFormat) -> list[Element]:
    return [w("shd", val="clear", color="auto", fill=value.shading or "auto")]


def _numbering(value: ParagraphFormat) -> list[Element]:
    number, level = value.numbering or (0, 0)
    properties = w("numPr")
    properties.extend((w("ilvl", val=level), w("numId", val=number)))
    return [properties]


def _borders(value: ParagraphFormat) -> list[Element]:
    borders = w("pBdr")
    borders.extend(
        border_element(side, line)
        for side, line in zip(("top", "left", "bottom", "right"), value.borders, strict=True)
    )
    return [borders]


def _tabs(value: ParagraphFormat) -> list[Element]:
    tabs = w("tabs")
    tabs.extend(w("tab", val=kind, leader=leader, pos=at) for at, kind, leader in value.tabs)
    return [tabs]


def _line(value: ParagraphFormat) -> list[Element]:
    rule, pitch = value.line
    return [w("spacing", line=pitch, lineRule=rule)]


def _first_line(value: ParagraphFormat) -> list[Element]:
    """Return the first line's indent, which is written differently where it hangs."""
    hanging = {"hanging": -value.first} if value.first < 0 else {"firstLine": value.first}
    return [w("ind", **hanging)]


#: Writers of run properties in the order of CT_RPr.
_RUN_PROPERTIES: Final[Sequence[Writer[RunFormat]]] = (
    (attrgetter("font"), lambda run: [
        w("rFonts", ascii=run.font, hAnsi=run.font, eastAsia=run.font, cs=run.font)
    ]),
    _switch("b", "bold", "bCs"),
    _switch("i", "italic", "iCs"),
    _switch("caps", "caps"),
    _switch("smallCaps", "small_caps"),
    (attrgetter("color"), lambda run: [w("color", val=run.color)]),
    (attrgetter("spacing"), lambda run: [w("spacing", val=run.spacing)]),
    (attrgetter("size"), lambda run: [w("sz", val=run.size), w("szCs", val=run.size)]),
    (attrgetter("underline"), lambda run: [w("u", val="single" if run.underline else "none")]),
    (attrgetter("shading"), _shading),
    (attrgetter("position"), lambda run: [w("vertAlign", val=run.position)]),
    (attrgetter("language"), _language),
    (attrgetter("tabular"), _figures),
)  # fmt: skip

#: Writers of paragraph properties in the order of CT_PPr.
_PARAGRAPH_PROPERTIES: Final[Sequence[Writer[ParagraphFormat]]] = (
    _switch("keepNext", "keep_next"),
    _switch("keepLines", "keep_lines"),
    _switch("pageBreakBefore", "page_break"),
    _switch("widowControl", "widow_control"),
    (attrgetter("numbering"), _numbering),
    (attrgetter("borders"), _borders),
    (attrgetter("shading"), _shading),
    (attrgetter("tabs"), _tabs),
    _switch("bidi", "right_to_left"),
    (attrgetter("before"), lambda one: [w("spacing", before=one.before)]),
    (attrgetter("after"), lambda one: [w("spacing", after=one.after)]),
    (attrgetter("line"), _line),
    (attrgetter("left"), lambda one: [w("ind", left=one.left)]),
    (attrgetter("right"), lambda one: [w("ind", right=one.right)]),
    (attrgetter("first"), _first_line),
    _switch("contextualSpacing", "contextual"),
    (
        attrgetter("align"),
        lambda one: [w("jc", val="both" if one.align == "justify" else one.align)],
    ),
    (
        attrgetter("outline"),
        lambda one: [w("outlineLvl", val=9 if one.outline is None else one.outline)],
    ),
)
