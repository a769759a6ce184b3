"""The package: parts, relationships and a ZIP file whose bytes depend on nothing but them.

python-docx serves as the layer of the Open Packaging Conventions (ECMA-376,
Part 2) only; its default template is not used.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import CT_Types, serialize_part_xml
from docx.opc.package import OpcPackage
from docx.opc.packuri import CONTENT_TYPES_URI, PACKAGE_URI, PackURI
from docx.opc.part import Part

from briefgen.write.docx.ooxml import Element, checked, serialized

#: The earliest date a ZIP file can hold: no output knows when it was made.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)

_CUSTOM_PROPERTIES: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"

#: Relationship of an embedded font to the font table (ECMA-376, 15.2.13).
FONT: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_OBFUSCATED: Final = "application/vnd.openxmlformats-officedocument.obfuscatedFont"

#: Name, content type and relationship by kind of part.
_KINDS: Final = {
    "document": ("/word/document.xml", CONTENT_TYPE.WML_DOCUMENT_MAIN,
                 RELATIONSHIP_TYPE.OFFICE_DOCUMENT),
    "styles": ("/word/styles.xml", CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES),
    "settings": ("/word/settings.xml", CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS),
    "numbering": ("/word/numbering.xml", CONTENT_TYPE.WML_NUMBERING, RELATIONSHIP_TYPE.NUMBERING),
    "theme": ("/word/theme/theme1.xml", CONTENT_TYPE.OFC_THEME, RELATIONSHIP_TYPE.THEME),
    "fonts": ("/word/fontTable.xml", CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE),
    "footnotes": ("/word/footnotes.xml", CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES),
    "endnotes": ("/word/endnotes.xml", CONTENT_TYPE.WML_ENDNOTES, RELATIONSHIP_TYPE.ENDNOTES),
    "font": ("/word/fonts/font{}.odttf", _OBFUSCATED, FONT),
    "header": ("/word/header{}.xml", CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "footer": ("/word/footer{}.xml", CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
    "core": ("/docProps/core.xml", CONTENT_TYPE.OPC_CORE_PROPERTIES,
             RELATIONSHIP_TYPE.CORE_PROPERTIES),
    "extended": ("/docProps/app.xml", CONTENT_TYPE.OFC_EXTENDED_PROPERTIES,
                 RELATIONSHIP_TYPE.EXTENDED_PROPERTIES),
    "custom": ("/docProps/custom.xml", _CUSTOM_PROPERTIES, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES),
    "png": ("/word/media/image{}.png", CONTENT_TYPE.PNG, RELATIONSHIP_TYPE.IMAGE),
    "jpeg": ("/word/media/image{}.jpeg", CONTENT_TYPE.JPEG, RELATIONSHIP_TYPE.IMAGE),
    "chart": ("/word/charts/chart{}.xml", CONTENT_TYPE.DML_CHART, RELATIONSHIP_TYPE.CHART),
    "workbook": ("/word/embeddings/chart{}.xlsx", CONTENT_TYPE.SML_SHEET,
                 RELATIONSHIP_TYPE.PACKAGE),
}  # fmt: skip


class Story:
    """A part of XML with its relationships: the body, the footnotes, a header or a footer."""

    def __init__(self, part: Part, root: Element) -> None:
        self.part = part
        self.root = root
        self._links: dict[str, str] = {}
        self._parts: dict[str, str] = {}

    def link(self, url: str) -> str:
        """Return the relationship id of an address outside the document."""
        if url not in self._links:
            self._links[url] = self._next()
            self.part.load_rel(
                RELATIONSHIP_TYPE.HYPERLINK, checked(url), self._links[url], is_external=True
            )
        return self._links[url]

    def relate(self, part: Part, relationship: str) -> str:
        """Return the relationship id of another part."""
        name = str(part.partname)
        if name not in self._parts:
            self._parts[name] = self._next()
            self.part.load_rel(relationship, part, self._parts[name])
        return self._parts[name]

    def _next(self) -> str:
        return f"rId{len(self._links) + len(self._parts) + 1}"


class Package:
    """A Word document's package."""

    def __init__(self) -> None:
        self._opc = OpcPackage()
        self._parts: list[Part] = []
        self._stories: list[Story] = []

    def story(self, kind: str, root: Element, number: int = 0) -> Story:
        """Add a part of XML; its bytes are taken when the package is written."""
        name, content_type, _ = _KINDS[kind]
        part = Part(PackURI(name.format(number)), content_type, b"", None)
        self._parts.append(part)
        story = Story(part, root)
        self._stories.append(story)
        return story

    def embedded(self, kind: str, data: bytes, number: int) -> Part:
        """Add a part of bytes: a picture, ``png`` or ``jpeg``, a ``workbook`` or a ``font``."""
        name, content_type, _ = _KINDS[kind]
        part = Part(PackURI(name.format(number)), content_type, data, None)
        self._parts.append(part)
        return part

    def relate(self, kind: str, story: Story, source: Story | None = None) -> str:
        """Relate a part to another, or to the package; return the relationship's id."""
        if source is None:
            return str(self._opc.relate_to(story.part, _KINDS[kind][2]))
        return source.relate(story.part, _KINDS[kind][2])

    def letters(self) -> set[str]:
        """Return every character that the parts of XML can show, capitals as well."""
        found: set[str] = set()
        for story in self._stories:
            for element in story.root.iter():
                texts = (element.text, *element.attrib.values())
                found.update(*(str(text) + str(text).upper() for text in texts if text))
        return found

    def compressed(self) -> bytes:
        """Return the package as a ZIP file: sorted, undated, always compressed alike."""
        members: dict[str, bytes] = {
            PACKAGE_URI.rels_uri.membername: _bytes(self._opc.rels.xml),
        }
        roots = {id(story.part): story.root for story in self._stories}
        for part in self._parts:
            root = roots.get(id(part))
            members[part.partname.membername] = part.blob if root is None else serialized(root)
            if len(part.rels):
                members[part.partname.rels_uri.membername] = _bytes(part.rels.xml)
        return zipped({CONTENT_TYPES_URI.membername: self._content_types(), **members})

    def _content_types(self) -> bytes:
        types = CT_Types.new()  # type: ignore[no-untyped-call]
        for extension, content_type in (
            ("jpeg", CONTENT_TYPE.JPEG),
            ("png", CONTENT_TYPE.PNG),
            ("rels", CONTENT_TYPE.OPC_RELATIONSHIPS),
            ("xlsx", CONTENT_TYPE.SML_SHEET),
            ("xml", CONTENT_TYPE.XML),
        ):
            types.add_default(extension, content_type)
        if any(part.partname.ext == "odttf" for part in self._parts):
            types.add_default("odttf", _OBFUSCATED)
        for part in sorted(self._parts, key=lambda part: str(part.partname)):
            if part.partname.ext == "xml":
                types.add_override(part.partname, part.content_type)
        return _bytes(serialize_part_xml(types))


def _bytes(data: str | bytes) -> bytes:
    return data if isinstance(data, bytes) else data.encode()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a package of members by their names: sorted, undated, always compressed alike."""
    file = io.BytesIO()
    first = CONTENT_TYPES_URI.membername
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(members, key=lambda name: (name != first, name)):
            _store(archive, name, members[name])
    return file.getvalue()


def _store(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = 0
    member.external_attr = 0
    archive.writestr(member, data, zipfile.ZIP_DEFLATED, 6)
