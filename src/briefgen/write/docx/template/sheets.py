"""Sections: the paper's pages are those of the template's section that it stands in.

The paper's own sections turn the page where it is broad; each is a copy of the template's, with
its headers and footers. What happens once in a section (a first page of its own, a page number
to start from) happens where the paper begins.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Sequence
from typing import Final

from briefgen.write.docx.ooxml import Element, w
from briefgen.write.docx.template.edits import drop, q, val

_ONCE: Final = ("titlePg", "pgNumType")


def section_of(body: Element, place: Element) -> Element | None:
    """Return ``w:sectPr`` of the section that a child of the body stands in."""
    own = place.find(f".//{q('sectPr')}")
    if own is not None:
        return own
    for following in place.itersiblings():
        if following.tag == q("sectPr"):
            return following
        found = following.find(f"{q('pPr')}/{q('sectPr')}")
        if found is not None:
            return found
    return body.find(q("sectPr"))


def clean_sections(body: Element, *, has_even: bool) -> None:
    """Take out headers and footers that no page of their section has.

    Args:
        body: the template's body.
        has_even: even pages have headers and footers of their own.
    """
    for section in body.iter(q("sectPr")):
        title = section.find(q("titlePg"))
        unused = set() if has_even else {"even"}
        if title is None or val(title) in ("0", "false", "off"):
            unused.add("first")
        _drop_margins(section, unused)


def lay_sections(template: Element, paper: Sequence[Element], *, at_end: bool) -> list[Element]:
    """Give the paper's sections the template's pages.

    Args:
        template: ``w:sectPr`` of the section that the paper is put into.
        paper: the paper's children of ``w:body``, its last section's ``w:sectPr`` at the end.
        at_end: nothing follows the paper in that section.

    Returns:
        What goes into the template's body. Where the paper ends on turned pages, ``template`` is
        turned too, or they end with the paper where something follows it.
    """
    *content, last = paper
    ends = [one for child in content for one in child.iter(q("sectPr"))]
    for number, end in enumerate(ends):
        _replace(end, _copied(template, end, first=number == 0))
    if at_end:
        _replace(template, _copied(template, last, first=not ends))
        return content
    if _is_turned(last):
        end = w("p")
        properties = w("pPr")
        spacing = w("spacing", before=0, after=0, line=20, lineRule="exact")
        properties.extend((spacing, _copied(template, last, first=not ends)))
        end.append(properties)
        content.append(end)
        ends.append(last)
    if ends:
        _continue(template)
    return content


def is_last(body: Element, place: Element) -> bool:
    """Whether nothing follows a place but empty paragraphs, to the end of the document."""
    for following in place.itersiblings():
        if following.tag == q("sectPr"):
            return True
        empty = following.tag == q("p") and all(one.tag == q("pPr") for one in following)
        if not empty or following.find(f".//{q('sectPr')}") is not None:
            return False
    return body.find(q("sectPr")) is None


def refresh_contents(body: Element) -> None:
    """Have Word count a table of contents anew: pages of the template stand before it."""
    begun: Element | None = None
    for element in body.iter(q("fldChar"), q("instrText")):
        if element.tag == q("fldChar"):
            begun = element if val(element, "fldCharType") == "begin" else begun
        elif begun is not None and (element.text or "").split()[:1] == ["TOC"]:
            begun.set(q("dirty"), "1")


def _copied(template: Element, own: Element, *, first: bool) -> Element:
    """Return a copy of a section, turned as one of the paper's own is."""
    section = copy.deepcopy(template)
    size = section.find(q("pgSz"))
    if size is not None and _is_turned(own) != _is_turned(section):
        width, height = val(size, "w"), val(size, "h")
        size.set(q("w"), height)
        size.set(q("h"), width)
        size.attrib.pop(q("orient"), "")
        if _is_turned(own):
            size.set(q("orient"), "landscape")
    if not first:
        _continue(section)
    return section


def _continue(section: Element) -> None:
    """Let a section go on where another ended."""
    for tag in _ONCE:
        if (own := section.find(q(tag))) is not None:
            if tag == "pgNumType":
                own.attrib.pop(q("start"), "")
            else:
                drop(own)
    _drop_margins(section, {"first"})
    if (kind := section.find(q("type"))) is not None:
        kind.set(q("val"), "nextPage")


def _drop_margins(section: Element, kinds: Collection[str]) -> None:
    """Take a section's headers and footers of some kinds of pages out."""
    for reference in list(section):
        if reference.tag in (q("headerReference"), q("footerReference")) and (
            (val(reference, "type") or "default") in kinds
        ):
            drop(reference)


def _is_turned(section: Element) -> bool:
    return val(section.find(q("pgSz")), "orient") == "landscape"


def _replace(old: Element, new: Element) -> None:
    parent = old.getparent()
    if parent is not None:
        parent.replace(old, new)
