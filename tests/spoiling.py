"""Finished files spoilt in one place, to see whether verification notices."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
NAMES = {"w": W[1:-1], "r": R[1:-1], "wp": WP[1:-1]}

MAIN = "word/document.xml"

#: Changes the parts of a Word file in place.
SpoilsWord = Callable[["Parts"], None]
#: Changes an open PDF in place.
SpoilsPdf = Callable[[Any], None]


class Parts:
    """The parts of a Word file, to be changed."""

    def __init__(self, data: bytes) -> None:
        with ZipFile(io.BytesIO(data)) as package:
            self.contents = {name: package.read(name) for name in package.namelist()}
        self._trees: dict[str, etree._Element] = {}

    def tree(self, name: str = MAIN) -> etree._Element:
        """Return a part as XML that is written back."""
        if name not in self._trees:
            self._trees[name] = etree.fromstring(self.contents[name])
        return self._trees[name]

    def find(self, path: str, part: str = MAIN) -> list[etree._Element]:
        """Return the elements that an XPath leads to; there must be one."""
        found = self.tree(part).xpath(path, namespaces=NAMES)
        assert isinstance(found, list)
        assert found, path
        return found  # type: ignore[return-value]

    def replace(self, part: str, old: str, new: str) -> None:
        """Replace the first place where a text stands in a part."""
        assert old in self.contents[part].decode(), (part, old)
        self.contents[part] = self.contents[part].replace(old.encode(), new.encode(), 1)

    def bytes(self) -> bytes:
        """Return the file with what was changed."""
        for name, tree in self._trees.items():
            self.contents[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8")
        file = io.BytesIO()
        with ZipFile(file, "w", ZIP_DEFLATED) as package:
            for name, content in self.contents.items():
                package.writestr(name, content)
        return file.getvalue()


def spoilt_word(data: bytes, spoil: SpoilsWord) -> bytes:
    """Return a Word file with one change."""
    parts = Parts(data)
    spoil(parts)
    return parts.bytes()


def spoilt_pdf(data: bytes, spoil: SpoilsPdf, **options: Any) -> bytes:
    """Return a PDF with one change."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        spoil(pdf)
        pdf.save(file, **options)
    return file.getvalue()


def remove(element: etree._Element) -> None:
    """Take an element out."""
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def elements(pdf: Any, kind: str) -> list[Any]:
    """Return the structure elements of a type, in the order of their objects."""
    found = [
        item for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == f"/{kind}"
    ]  # fmt: skip
    assert found, kind
    return found
