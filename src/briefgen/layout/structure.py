"""The logical structure written into a PDF (ISO 32000-1, 14.7), in place of the engine's own."""

from __future__ import annotations

import logging
from typing import Any

import pydyf

from briefgen.layout.softhyphens import tell_hyphens
from briefgen.layout.tags import Annotation, Content, Node, Structure


def add_tags(pdf: Any, document: Any, _version: Any, streams: Any) -> None:
    """Tag a painted document; WeasyPrint calls this instead of its ``add_tags``.

    Args:
        pdf: the PDF in the making.
        document: the engine's document, laid out and painted.
        _version: the version of the PDF format.
        streams: the content stream of each page.

    What cannot be tagged goes to the engine's log, where faults are collected.
    """
    tell_hyphens([broken.box for broken in document.broken], streams)
    structure = Structure(document.metadata.lang or "")
    for page, stream in zip(document.pages, streams, strict=True):
        structure.add_page(page._page_box, stream._tags)
    root = structure.finish()
    faults = structure.faults
    if "Lang" not in pdf.catalog:
        faults.append("the document does not say in which language it is")
    numbers = [
        _number(stream, marked, faults)
        for stream, marked in zip(streams, structure.marked, strict=True)
    ]
    for fault in dict.fromkeys(faults):
        logging.getLogger("weasyprint").error("%s", fault)

    tree = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(tree)
    writer = _Writer(pdf)
    tree["K"] = pydyf.Array([writer.write(root, tree.reference)])
    tree["ParentTree"] = pydyf.Dictionary({"Nums": writer.parents(numbers)})
    tree["ParentTreeNextKey"] = len(numbers) + len(writer.annotations)
    if writer.names:
        names = pydyf.Array()
        for name in sorted(writer.names):
            names += [pydyf.String(name), writer.names[name]]
        tree["IDTree"] = pydyf.Dictionary({"Names": names})
    pdf.catalog["StructTreeRoot"] = tree.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


def _number(stream: Any, marked: dict[int, Content], faults: list[str]) -> list[Node]:
    """Number the marked content of a page anew, without its artifacts; return the owners.

    A sequence stands in the stream as three items: its tag, its property list, ``BDC``.
    """
    owners: list[Node] = []
    found = 0
    for index, item in enumerate(stream.stream):
        if not isinstance(item, pydyf.Dictionary) or "MCID" not in item:
            continue
        content = marked.get(item["MCID"])
        found += 1
        if content is None or content.owner is None:
            stream.stream[index - 1] = "/Artifact"
            stream.stream[index] = pydyf.Dictionary(content.artifact if content else {})
        else:
            content.number = item["MCID"] = len(owners)
            owners.append(content.owner)
    if found < len(marked):
        faults.append("text is painted where it cannot be tagged, as in a transparent group")
    return owners


def _first_page(node: Node) -> int | None:
    """Return the index of the page on which an element begins; ``None`` where it holds nothing."""
    for kid in node.kids:
        page = _first_page(kid) if isinstance(kid, Node) else kid.page
        if page is not None:
            return page
    return None


class _Writer:
    """Writes elements of the structure as objects of a PDF.

    Attributes:
        references: the object of each element.
        annotations: the objects of the elements that hold annotations, with these.
        names: the objects of elements with an identifier.
    """

    def __init__(self, pdf: Any) -> None:
        self.references: dict[Node, bytes] = {}
        self.annotations: list[tuple[bytes, Any]] = []
        self.names: dict[str, bytes] = {}
        self._pdf = pdf
        self._pages = pdf.page_references

    def write(self, node: Node, parent: bytes) -> bytes:
        """Write an element and all below it; return the reference to it."""
        entries = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.type}", "P": parent})
        self._pdf.add_object(entries)
        reference: bytes = entries.reference
        self.references[node] = reference
        page = _first_page(node)
        if page is not None:
            entries["Pg"] = self._pages[page]
        for name, text in node.names.items():
            entries[name] = pydyf.String(text)
        if "ID" in node.names:
            self.names[node.names["ID"]] = reference
        if node.attributes is not None:
            owner, values = node.attributes
            written = {
                name: pydyf.Array(value) if isinstance(value, tuple) else value
                for name, value in values.items()
            }
            entries["A"] = pydyf.Dictionary({"O": f"/{owner}", **written})
        entries["K"] = pydyf.Array([self._kid(kid, page, reference) for kid in node.kids])
        return reference

    def parents(self, numbers: list[list[Node]]) -> Any:
        """Return the number tree that leads from content and annotations to their elements."""
        tree = pydyf.Array()
        for page, owners in enumerate(numbers):
            tree += [page, pydyf.Array([self.references[owner] for owner in owners])]
        for key, (reference, annotation) in enumerate(self.annotations, len(numbers)):
            tree += [key, reference]
            annotation["StructParent"] = key
        return tree

    def _kid(self, kid: Node | Content | Annotation, page: int | None, reference: bytes) -> Any:
        if isinstance(kid, Node):
            return self.write(kid, reference)
        if isinstance(kid, Annotation):
            kid.entries["Contents"] = pydyf.String(kid.text)
            self.annotations.append((reference, kid.entries))
            target = {"Type": "/OBJR", "Pg": self._pages[kid.page], "Obj": kid.entries.reference}
            return pydyf.Dictionary(target)
        if kid.page == page:
            return kid.number
        content = {"Type": "/MCR", "Pg": self._pages[kid.page], "MCID": kid.number}
        return pydyf.Dictionary(content)
