"""What the file says of itself: core, extended and custom properties.

Nothing else is written there: no software versions, no statistics, no clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from lxml import etree

from briefgen.write.docx.ooxml import Element, checked

_CP: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_DCTERMS: Final = "http://purl.org/dc/terms/"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_EXTENDED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CUSTOM: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VARIANT: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"

#: Format of user-defined properties ([MS-OLEPS] 2.23, FMTID_UserDefinedProperties).
_USER_DEFINED: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


@dataclass(frozen=True)
class Properties:
    """A paper's properties, as the file will show them; an empty text is left out.

    Attributes:
        language: BCP 47 tag.
        marking: the banner marking, written as the custom property ``Marking``.
        created: the dossier's as-of date; also the date of the last change.
    """

    title: str
    subject: str
    author: str
    keywords: str
    category: str
    language: str
    marking: str
    identifier: str
    created: date


def core(properties: Properties) -> Element:
    """Return the core properties part (ECMA-376, Part 2, clause 11)."""
    root = etree.Element(
        f"{{{_CP}}}coreProperties",
        nsmap={"cp": _CP, "dc": _DC, "dcterms": _DCTERMS, "xsi": _XSI},
    )
    for name, text in (
        (f"{{{_DC}}}title", properties.title),
        (f"{{{_DC}}}subject", properties.subject),
        (f"{{{_DC}}}creator", properties.author),
        (f"{{{_CP}}}keywords", properties.keywords),
        (f"{{{_CP}}}category", properties.category),
        (f"{{{_DC}}}identifier", properties.identifier),
        (f"{{{_DC}}}language", properties.language),
        (f"{{{_CP}}}lastModifiedBy", properties.author),
        (f"{{{_CP}}}revision", "1"),
    ):
        if text:
            etree.SubElement(root, name).text = checked(text)
    for name in ("created", "modified"):
        element = etree.SubElement(root, f"{{{_DCTERMS}}}{name}")
        element.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
        element.text = f"{properties.created.isoformat()}T00:00:00Z"
    return root


def extended() -> Element:
    """Return the extended properties part: the name of the program and no more."""
    root = etree.Element(f"{{{_EXTENDED}}}Properties", nsmap={"ep": _EXTENDED})
    etree.SubElement(root, f"{{{_EXTENDED}}}Application").text = "briefgen"
    return root


def custom(properties: Properties) -> Element:
    """Return the custom properties part, which holds the marking."""
    root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap={"cp": _CUSTOM, "vt": _VARIANT})
    # Identifiers 0 and 1 are reserved ([MS-OLEPS] 2.18).
    entry = etree.SubElement(
        root, f"{{{_CUSTOM}}}property", {"fmtid": _USER_DEFINED, "pid": "2", "name": "Marking"}
    )
    etree.SubElement(entry, f"{{{_VARIANT}}}lpwstr").text = checked(properties.marking)
    return root
