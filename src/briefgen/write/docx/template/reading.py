"""Reading a Word file that somebody else made: within limits, without macros, and nothing fetched.

Only parts that the document leads to are read, and only through relations that papers keep.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Final
from urllib.parse import unquote

from lxml import etree

from briefgen.diagnostics import ContentError
from briefgen.write.docx.ooxml import Element
from briefgen.write.docx.template.parts import OFFICE, Part, Parts, Relation

#: Members, bytes of all members unpacked, bytes of one that is XML.
_MEMBERS, _LARGEST, _LARGEST_XML = 2_000, 100 << 20, 20 << 20

_CONTENT_TYPES: Final = "[Content_Types].xml"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"

#: How old files of Word and encrypted ones begin ([MS-CFB] 2.2).
_COMPOUND: Final = bytes.fromhex("d0cf11e0a1b11ae1")

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN: Final = (f"{_WORD}document.main+xml", f"{_WORD}template.main+xml")

#: Relations whose parts a paper keeps.
_KEPT: Final = frozenset(
    ("styles", "numbering", "settings", "theme", "fontTable", "header", "footer", "footnotes",
     "endnotes", "image", "hyperlink")
)  # fmt: skip

#: Relations of a document to its styles and what they rest on.
STYLE_PARTS: Final = frozenset(("styles", "numbering", "settings", "theme", "fontTable"))

#: Relations to what a reader sees and no paper can hold, in plain words.
_REFUSED: Final = {
    "oleObject": "an embedded object", "package": "an embedded file",
    "control": "an ActiveX control", "chart": "a chart", "chartEx": "a chart",
    "diagramData": "a SmartArt drawing", "aFChunk": "an imported document",
    "subDocument": "a linked document", "video": "a video", "audio": "a sound",
    "frame": "a frame", "vbaProject": "macros",
}  # fmt: skip

_MEND: Final = "open it in Word, which mends it, and save it"

_IMAGES: Final = ("image/png", "image/jpeg")


def read_package(data: bytes, file: str, *, own: bool = False, styles: bool = False) -> Parts:
    """Return the parts of a Word file that its document leads to.

    Args:
        data: the file.
        file: what it is called, as diagnostics print it.
        own: it was just written by briefgen: every relation is followed.
        styles: what its text leads to is left alone, whatever it is.

    Raises:
        ContentError: it is no Word file, or holds what no paper can.
    """
    return _Reader(data, file, own=own, styles=styles).read()


class _Reader:
    """Reads one package."""

    def __init__(self, data: bytes, file: str, *, own: bool, styles: bool) -> None:
        self.package = Parts(file, {}, "")
        self.own, self.styles = own, styles
        self.members = self._members(data)
        self.types = self._types()

    def read(self) -> Parts:
        found = self.package
        for relation in self._relations("", "/").values():
            if relation.kind == "officeDocument":
                found.main = relation.target
        if found.main not in self.members:
            raise self._fault("is a ZIP file, but no Word document", "save it in Word as .docx")
        kind = self._type(found.main)
        if "macroEnabled" in kind or "vbaProject" in " ".join(self.members):
            hint = "save it in Word as .docx or .dotx, which leaves the macros out"
            raise self._fault("holds macros", hint)
        if kind not in _MAIN:
            raise self._fault("is no Word document", "save it in Word as .docx or .dotx")
        self._follow(found.main)
        if self.own:
            found.properties = {
                identifier: relation
                for identifier, relation in self._relations("", "/").items()
                if relation.target != found.main
            }
            for relation in found.properties.values():
                self._follow(relation.target)
        return found

    def _follow(self, start: str) -> None:
        waiting = [start]
        while waiting:
            name = waiting.pop(0)
            if name in self.package.parts:
                continue
            part = self._part(name)
            self.package.parts[name] = part
            waiting += [one.target for one in part.relations.values() if not one.external]

    def _part(self, name: str) -> Part:
        kind = self._type(name)
        part = Part(name, kind, self.members[name])
        if kind.endswith("xml"):
            part.root, part.data = self._xml(name), b""
        elif not self.own and kind not in _IMAGES:
            hint = "insert it as PNG or JPEG"
            raise self._fault(f"holds a picture or part that papers cannot keep ({name[1:]})", hint)
        folder, _, base = name.rpartition("/")
        rels = f"{folder}/_rels/{base}.rels"
        found = self._relations(rels, f"{folder}/") if rels in self.members else {}
        part.relations = {one: r for one, r in found.items() if self._keeps(r, part)}
        return part

    def _keeps(self, relation: Relation, part: Part) -> bool:
        """Whether a relation is followed; what is seen and cannot be kept is refused."""
        if self.own:
            return True
        if self.styles and part.name == self.package.main:
            return relation.kind in STYLE_PARTS and relation.target in self.members
        if relation.kind in _REFUSED:
            hint = "take it out of the template, or insert it as a picture"
            raise self._fault(f"holds {_REFUSED[relation.kind]} ({part.label})", hint)
        if relation.external and relation.kind != "hyperlink":
            if relation.kind == "image":
                message = f"links to a picture instead of holding it ({part.label})"
                raise self._fault(message, "insert the picture itself")
            return False
        if relation.external:
            return relation.target.startswith(("https:", "http:", "mailto:"))
        if relation.kind == "hyperlink" or relation.kind not in _KEPT:
            return False
        if relation.target not in self.members:
            message = f"is damaged: {relation.target[1:]} is missing"
            raise self._fault(message)
        return True

    def _relations(self, rels: str, folder: str) -> dict[str, Relation]:
        name = rels or "/_rels/.rels"
        if name not in self.members:
            raise self._fault("is a ZIP file, but no Word document", "save it in Word as .docx")
        found = {}
        for one in self._xml(name):
            kind, target = one.get("Type", ""), one.get("Target", "")
            if kind.startswith("http://purl.oclc.org/ooxml/"):
                hint = 'save it in Word as "Word Document", not as "Strict Open XML Document"'
                raise self._fault("is written as Strict Open XML", hint)
            external = one.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join(folder, unquote(target)))
            kind = kind.rpartition("/")[2] if not self.own else kind.removeprefix(OFFICE)
            found[one.get("Id", "")] = Relation(kind, target, external)
        return found

    def _types(self) -> dict[str, str]:
        found = {}
        name = f"/{_CONTENT_TYPES}"
        if name not in self.members:
            raise self._fault("is a ZIP file, but no Word document", "save it in Word as .docx")
        for one in self._xml(name):
            if one.tag == f"{_TYPES}Default":
                found["." + one.get("Extension", "").lower()] = one.get("ContentType", "")
            else:
                found[one.get("PartName", "")] = one.get("ContentType", "")
        return found

    def _type(self, name: str) -> str:
        extension = posixpath.splitext(name)[1].lower()
        return self.types.get(name, self.types.get(extension, ""))

    def _xml(self, name: str) -> Element:
        data = self.members[name]
        if len(data) > _LARGEST_XML:
            raise self._fault(f"is too large ({name[1:]})", "take out what it does not need")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            message = f"is damaged: {name[1:]} is no XML ({error})"
            raise self._fault(message) from None
        if getattr(root.getroottree().docinfo, "doctype", ""):
            raise self._fault(f"is not written by Word: {name[1:]} has a document type")
        return root

    def _members(self, data: bytes) -> dict[str, bytes]:
        if data.startswith(_COMPOUND):
            hint = "save it in Word as .docx, without a password"
            raise self._fault("is encrypted, or of a version of Word before 2007", hint)
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return self._unpacked(archive)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, OSError,
                RuntimeError, ValueError) as error:  # fmt: skip
            hint = "save it in Word as .docx"
            raise self._fault(f"is no Word file: {str(error).lower()}", hint) from None

    def _unpacked(self, archive: zipfile.ZipFile) -> dict[str, bytes]:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len({entry.filename for entry in entries}) != len(entries) or len(entries) > _MEMBERS:
            raise self._fault("is packed as no Word file is", "save it in Word as .docx")
        found, left = {}, _LARGEST
        for entry in entries:
            with archive.open(entry) as stream:  # a size that it does not have is not believed
                content = stream.read(left + 1)
            left -= len(content)
            if left < 0:
                message = f"unpacks to more than {_LARGEST >> 20} MB"
                raise self._fault(message, "take out what it does not need")
            found[f"/{entry.filename}"] = content
        return found

    def _fault(self, message: str, hint: str = _MEND) -> ContentError:
        return ContentError([self.package.fault(f"the Word template {message}", hint)])
