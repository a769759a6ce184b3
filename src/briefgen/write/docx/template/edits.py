"""Small operations on trees of WordprocessingML."""

from __future__ import annotations

from typing import Final

from lxml import etree

from briefgen.write.docx.ooxml import Element, W

#: What must end with a paragraph (ECMA-376, 17.4.65, 17.10, 17.11).
_HOLDERS: Final = ("tc", "hdr", "ftr", "footnote", "endnote", "txbxContent")


def q(tag: str) -> str:
    """Return a qualified name of the ``w`` namespace."""
    return f"{{{W}}}{tag}"


def val(element: Element | None, name: str = "val") -> str:
    """Return an attribute in the ``w`` namespace; "" where it or the element is not there."""
    return "" if element is None else element.get(q(name), "")


def drop(element: Element) -> None:
    """Take an element out."""
    parent = element.getparent()
    if parent is not None:
        element.tail = None
        parent.remove(element)


def unwrap(element: Element) -> None:
    """Put an element's children in its place; what it says itself is lost."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(at, child)
    drop(element)


def close_up(root: Element) -> None:
    """Mend what taking things out leaves: tables without rows, cells without a paragraph."""
    for tag, needed in (("tr", "tc"), ("tbl", "tr")):
        for holder in list(root.iter(q(tag))):
            if holder.find(q(needed)) is None:
                drop(holder)
    for holder in root.iter(*map(q, _HOLDERS)):
        if not len(holder) or holder[-1].tag != q("p"):
            etree.SubElement(holder, q("p"))
