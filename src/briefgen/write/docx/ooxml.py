"""WordprocessingML's namespaces, units and element builder.

"ECMA-376" in this package means Part 1 of its fifth edition (ISO/IEC 29500-1).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from lxml import etree

#: The class of lxml's elements, which lxml keeps private.
Element = etree._Element

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
PIC: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
ADEC: Final = "http://schemas.microsoft.com/office/drawing/2017/decorative"
XML: Final = "http://www.w3.org/XML/1998/namespace"

_PREFIXES: Final = {"w": W, "r": R, "wp": WP, "w14": W14, "mc": MC}

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def checked(text: str) -> str:
    """Return a text that XML can hold.

    Raises:
        ValueError: it has a character that XML 1.0 forbids (section 2.2, ``Char``);
            nothing is ever dropped silently.
    """
    found = _FORBIDDEN.search(text)
    if found:
        raise ValueError(f"U+{ord(found[0]):04X} cannot be written in a Word document")
    return text


def root(tag: str) -> Element:
    """Return a new root element in the ``w`` namespace that declares all prefixes."""
    element = etree.Element(f"{{{W}}}{tag}", nsmap=_PREFIXES)
    element.set(f"{{{MC}}}Ignorable", "w14")
    return element


def w(tag: str, /, **attributes: str | int) -> Element:
    """Return a new element in the ``w`` namespace with attributes in the same namespace."""
    return etree.Element(_name(tag), _named(attributes) if attributes else None)


def add(parent: Element, tag: str, /, **attributes: str | int) -> Element:
    """Append what :func:`w` makes to a parent and return it."""
    return etree.SubElement(parent, _name(tag), _named(attributes) if attributes else None)


def _named(attributes: dict[str, str | int]) -> dict[str, str]:
    return {
        _name(name): str(value) if type(value) is int else checked(str(value))
        for name, value in attributes.items()
    }


@cache
def _name(local: str) -> str:
    """Return the full name of an element or attribute; the code names them all, not the data."""
    return f"{{{W}}}{local}"


def serialized(element: Element) -> bytes:
    """Return the bytes of an XML part."""
    etree.cleanup_namespaces(element, keep_ns_prefixes=list(_PREFIXES))
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)


def twips(points: float) -> int:
    """Convert points to twentieths of a point."""
    return round(points * 20)


def half_points(points: float) -> int:
    """Convert points to half-points, the unit of font sizes."""
    return round(points * 2)


def eighths(points: float) -> int:
    """Convert points to eighths of a point, the unit of border widths; at least 2, at most 96."""
    return min(max(round(points * 8), 2), 96)


def emu(points: float) -> int:
    """Convert points to English metric units, the unit of pictures."""
    return round(points * 12700)
