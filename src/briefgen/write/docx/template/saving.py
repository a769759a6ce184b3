"""A package of parts becomes the bytes of a Word file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from docx.opc.constants import CONTENT_TYPE
from lxml import etree

from briefgen.write.docx.ooxml import MC
from briefgen.write.docx.package import zipped
from briefgen.write.docx.template.parts import OFFICE, Part, Parts, Relation

_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"

#: Namespaces of properties that newer versions of Word have.
_NEWER: Final = re.compile(
    r"http://schemas\.microsoft\.com/office/word/20\d\d/(?:\d\d/)?word(?:ml.*|processingDrawing)"
)

#: Extensions of parts that are told by them what they are.
_DEFAULTS: Final = {
    "jpeg": CONTENT_TYPE.JPEG, "png": CONTENT_TYPE.PNG, "rels": CONTENT_TYPE.OPC_RELATIONSHIPS,
    "xlsx": CONTENT_TYPE.SML_SHEET, "xml": CONTENT_TYPE.XML,
}  # fmt: skip


def saved(package: Parts) -> bytes:
    """Return a package as a Word file, always the same bytes for the same parts."""
    whole = {**package.properties, "rIdDocument": Relation("officeDocument", package.main)}
    members = {"[Content_Types].xml": _types(package), "_rels/.rels": _relations(whole)}
    for part in package.parts.values():
        members[part.name[1:]] = part.data if part.root is None else _serialized(part)
        if part.relations:
            folder, _, base = part.name[1:].rpartition("/")
            members[f"{folder}/_rels/{base}.rels"] = _relations(part.relations)
    return zipped(members)


def _serialized(part: Part) -> bytes:
    root = part.tree
    root.attrib.pop(f"{{{MC}}}Ignorable", "")
    etree.cleanup_namespaces(root)
    spaces = {
        str(uri): prefix for one in root.iter() for prefix, uri in one.nsmap.items() if prefix
    }
    # What a version of Word may not know is told to it as such (ECMA-376, Part 3, 10.1).
    newer = {
        prefix: uri for uri, prefix in spaces.items()
        if _NEWER.fullmatch(uri)
    }  # fmt: skip
    if newer:
        etree.cleanup_namespaces(
            root, top_nsmap={**newer, "mc": MC}, keep_ns_prefixes=[*newer, "mc"]
        )
        root.set(f"{{{MC}}}Ignorable", " ".join(sorted(newer)))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _types(package: Parts) -> bytes:
    root = etree.Element(f"{{{_TYPES}}}Types", nsmap={None: _TYPES})  # type: ignore[dict-item]
    defaults = dict(_DEFAULTS)
    for part in package.parts.values():
        extension = part.name.rpartition(".")[2]
        if part.root is None:
            defaults.setdefault(extension, part.content_type)
    for extension, kind in sorted(defaults.items()):
        attributes = {"Extension": extension, "ContentType": kind}
        etree.SubElement(root, f"{{{_TYPES}}}Default", attributes)
    for name, part in sorted(package.parts.items()):
        if part.root is not None:
            attributes = {"PartName": name, "ContentType": part.content_type}
            etree.SubElement(root, f"{{{_TYPES}}}Override", attributes)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _relations(relations: Mapping[str, Relation]) -> bytes:
    root = etree.Element(
        f"{{{_RELATIONSHIPS}}}Relationships",
        nsmap={None: _RELATIONSHIPS},  # type: ignore[dict-item]
    )
    for identifier, relation in relations.items():
        kind = relation.kind if "://" in relation.kind else OFFICE + relation.kind
        attributes = {"Id": identifier, "Type": kind, "Target": relation.target}
        if relation.external:
            attributes["TargetMode"] = "External"
        etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship", attributes)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
