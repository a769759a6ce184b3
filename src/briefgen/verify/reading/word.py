"""Word files as packages of XML parts (ISO/IEC 29500-2), read without the code that writes them."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Final, TypeAlias
from urllib.parse import unquote

from lxml import etree

Element: TypeAlias = etree._Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DC: Final = "{http://purl.org/dc/elements/1.1/}"

TYPES: Final = "[Content_Types].xml"
MAIN: Final = "word/document.xml"

#: A part larger than this is no paper's; 8 million bytes of XML are a thousand pages.
_LARGEST: Final = 64 * 2**20

#: Values that switch a property off (ISO/IEC 29500-1, 17.17.4).
_OFF: Final = ("0", "false", "off")


@dataclass(frozen=True)
class Relationship:
    """A relationship of a part or of the package.

    Attributes:
        id: its identifier in the source.
        type: the last word of its type: "hyperlink", "image", "footnotes".
        target: what it leads to: the name of a part, or an address.
        external: whether it leads out of the package.
    """

    id: str
    type: str
    target: str
    external: bool


class WordPackage:
    """A Word file, opened.

    Attributes:
        parts: contents by names, without a slash before them.
    """

    def __init__(self, data: bytes) -> None:
        try:
            with zipfile.ZipFile(BytesIO(data)) as package:
                if any(member.file_size > _LARGEST for member in package.infolist()):
                    raise ValueError("a part of it is too large")
                self.names = [member.filename for member in package.infolist()]
                self.parts = {name: package.read(name) for name in self.names}
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
            raise ValueError(f"it is damaged: {error}") from None
        self._trees: dict[str, Element] = {}
        if MAIN not in self.parts:
            raise ValueError(f"it has no part {MAIN}")

    def tree(self, name: str) -> Element:
        """Return a part as XML.

        Raises:
            ValueError: it is none.
        """
        if name not in self._trees:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            try:
                self._trees[name] = etree.fromstring(self.parts[name], parser)
            except etree.XMLSyntaxError as error:
                raise ValueError(f"{name} is no XML: {error}") from None
        return self._trees[name]

    def one(self, kind: str) -> Element | None:
        """Return the part of a kind that the document is related to: "styles", "numbering" …."""
        for link in self.relationships(MAIN).values():
            if link.type == kind and not link.external and link.target in self.parts:
                return self.tree(link.target)
        return None

    def relationships(self, source: str) -> dict[str, Relationship]:
        """Return the relationships of a part, or of the package where ``source`` is empty."""
        folder, name = posixpath.split(source)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if listed not in self.parts:
            return {}
        found = {}
        for entry in self.tree(listed):
            if not isinstance(entry.tag, str):
                continue
            external = entry.get("TargetMode") == "External"
            target = entry.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target)))[1:]
            kind = entry.get("Type", "").rsplit("/", 1)[-1]
            found[entry.get("Id", "")] = Relationship(entry.get("Id", ""), kind, target, external)
        return found

    @property
    def sources(self) -> Iterator[str]:
        """The parts that have relationships; the package itself as an empty string."""
        for name in self.parts:
            if match := re.fullmatch(r"(.*?)_rels/([^/]*)\.rels", name):
                yield f"{match[1]}{match[2]}"

    @cached_property
    def stories(self) -> list[str]:
        """The parts that hold text: the body, then notes, headers and footers by their names."""
        kinds = ("footnotes", "endnotes", "header", "footer", "comments")
        related = self.relationships(MAIN).values()
        others = {one.target for one in related if one.type in kinds and one.target in self.parts}
        return [MAIN, *sorted(others)]

    @cached_property
    def body(self) -> Element:
        """The body of the document.

        Raises:
            ValueError: there is none.
        """
        found = self.tree(MAIN).find(f"{W}body")
        if found is None:
            raise ValueError(f"{MAIN} has no body")
        return found


def val(element: Element | None, name: str = "val", default: str = "") -> str:
    """Return an attribute of an element of WordprocessingML."""
    return default if element is None else element.get(f"{W}{name}", default)


def is_on(element: Element | None) -> bool:
    """Whether a property that is on or off is there and on."""
    return element is not None and val(element, default="1") not in _OFF


def whole(text: str, default: int = 0) -> int:
    """Return a whole number that an attribute gives."""
    return int(text) if re.fullmatch(r"[+-]?\d{1,9}", text) else default


def shown(parent: Element) -> Iterator[Element]:
    """Yield the children of an element as a reader is shown them, wrappers opened.

    What is deleted is left out; of alternatives the first stands (ISO/IEC 29500-3).
    """
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from shown(child)
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from shown(content)
        elif child.tag == f"{MC}AlternateContent":
            choice = child.find(f"{MC}Choice")
            if choice is not None:
                yield from shown(choice)
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield child


_WRAPPERS: Final = {
    f"{W}{name}" for name in ("ins", "moveTo", "smartTag", "customXml", "dir", "bdo")
}
_LEFT_OUT: Final = {f"{W}{name}" for name in ("del", "moveFrom")}
