"""The parts of a Word package in memory, and the relations between them (ECMA-376, Part 2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from briefgen.diagnostics import ContentError, Diagnostic, Place
from briefgen.write.docx.ooxml import Element, W

#: How the types of relations between parts begin.
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

RULE: Final = "bad-word-template"


@dataclass
class Relation:
    """A relation of a part.

    Attributes:
        kind: its type, without :data:`OFFICE` where it begins so: ``image``, ``header``.
        target: name of the other part, or an address where it is external.
        external: whether it leads out of the package.
    """

    kind: str
    target: str
    external: bool = False


@dataclass
class Part:
    """A part: XML that was parsed, or bytes.

    Attributes:
        name: its name, such as ``/word/document.xml``.
        content_type: its media type.
        data: its bytes, where it is not XML.
        root: its root element, where it is.
        relations: its relations by identifier.
    """

    name: str
    content_type: str
    data: bytes = b""
    root: Element | None = None
    relations: dict[str, Relation] = field(default_factory=dict)

    @property
    def tree(self) -> Element:
        """Return the root of a part that is XML.

        Raises:
            ValueError: it is not.
        """
        if self.root is None:
            raise ValueError(f"{self.name} is no XML")
        return self.root

    @property
    def label(self) -> str:
        """Return how messages call the part: "document", "header1"."""
        return self.name.rpartition("/")[2].removesuffix(".xml")


@dataclass
class Parts:
    """A package.

    Attributes:
        file: the file it was read from, as diagnostics print it.
        parts: the parts that were reached from the document, by name, in that order.
        main: name of the document's part.
        properties: relations of the package itself, but for the document.
    """

    file: str
    parts: dict[str, Part]
    main: str
    properties: dict[str, Relation] = field(default_factory=dict)

    @property
    def document(self) -> Part:
        """Return the document's part."""
        return self.parts[self.main]

    @property
    def body(self) -> Element:
        """Return ``w:body``.

        Raises:
            ContentError: the document has none.
        """
        body = self.document.tree.find(f"{{{W}}}body")
        if body is None:
            raise ContentError([self.fault("the document has no body")])
        return body

    def related(self, kind: str) -> Part | None:
        """Return the part that the document has one of, such as ``styles``, if it is there."""
        return next((part for _, part in self.of_kinds(self.document, kind)), None)

    def of_kinds(self, part: Part, *kinds: str) -> Iterator[tuple[str, Part]]:
        """Yield the parts that a part is related to in these ways, with their identifiers."""
        for identifier, relation in part.relations.items():
            if relation.kind in kinds and not relation.external:
                yield identifier, self.parts[relation.target]

    def stories(self) -> list[Part]:
        """Return the parts that hold running text: document, headers, footers, notes."""
        kinds = ("header", "footer", "footnotes", "endnotes")
        return [self.document, *(part for _, part in self.of_kinds(self.document, *kinds))]

    def fault(
        self, message: str, hint: str = "", part: str = "", paragraph: int = 0, rule: str = RULE
    ) -> Diagnostic:
        """Return what is wrong with a template, at one of its parts and paragraphs."""
        file = f"{self.file}#{part}" if part else self.file
        return Diagnostic(Place(file, paragraph), rule, message, hint)
