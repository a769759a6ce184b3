"""What the writers of a document's elements share while the document grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element as HtmlElement

from briefgen.layout.pages import Layout, Style
from briefgen.write.docx.bookmarks import Bookmarks
from briefgen.write.docx.formats import Formats
from briefgen.write.docx.furniture import Sections, Shape
from briefgen.write.docx.grid import Row
from briefgen.write.docx.names import Role
from briefgen.write.docx.numbering import Numbering
from briefgen.write.docx.package import Package, Story
from briefgen.write.docx.styles import Styles
from briefgen.write.docx.tablestyles import TableLook


@dataclass
class Builder:
    """One document being written.

    Attributes:
        layout: the laid-out document.
        fonts: Word's name by CSS font family.
        font_files: the files that pictures may use.
        package: the package that grows.
        styles: recorded paragraphs and, later, the styles made from them.
        numbering: lists.
        bookmarks: link targets.
        sections: stretches of upright and landscape pages.
        notes: footnotes in order, each where its reference stands.
        endnotes: the same for notes at the end.
        outlines: lists that number headings, by whether they are those of annexes.
        numbered: whether headings of a level have numbers, by tag, as far as it was asked for.
        section: text of the last heading.
        pictures: number of pictures and charts so far.
        looks: looks of the table styles so far by name.
        rows: rows of the tables so far.
        formats: formats of the elements.
    """

    layout: Layout
    fonts: Mapping[str, str]
    font_files: Sequence[str]
    package: Package
    styles: Styles
    numbering: Numbering
    bookmarks: Bookmarks
    sections: Sections
    notes: list[tuple[HtmlElement, Place]] = field(default_factory=list)
    endnotes: list[tuple[HtmlElement, Place]] = field(default_factory=list)
    outlines: dict[bool, int] = field(default_factory=dict)
    numbered: dict[str, bool] = field(default_factory=dict)
    section: str = ""
    _targets: dict[str, HtmlElement] = field(default_factory=dict)
    pictures: int = 0
    looks: dict[str, TableLook] = field(default_factory=dict)
    rows: dict[HtmlElement, tuple[Row, ...]] = field(default_factory=dict)
    formats: Formats = field(init=False)

    def __post_init__(self) -> None:
        self.formats = Formats(self.fonts)

    def style(self, element: HtmlElement) -> Style:
        """Return an element's computed style."""
        return self.layout.styles[element]

    def shown(self, parent: HtmlElement) -> list[HtmlElement]:
        """Return the children that the layout shows."""
        return [child for child in parent if child in self.layout.styles]

    def note(self, element: HtmlElement, place: Place) -> int:
        """Enter a footnote, to be written when the body is complete; return its number."""
        self.notes.append((element, place))
        return len(self.notes)

    def target(self, identifier: str) -> HtmlElement | None:
        """Return the element with an id."""
        if not self._targets:
            named = (element for element in self.layout.root.iter() if element.get("id"))
            self._targets.update((element.get("id", ""), element) for element in named)
        return self._targets.get(identifier)

    def endnote(self, target: str, place: Place) -> int | None:
        """Enter the endnote with an id; return its number, or ``None`` if it is no endnote."""
        note = self.target(target)
        if note is None or note.tag != "p":
            return None
        self.endnotes.append((note, place))
        return len(self.endnotes)


@dataclass(frozen=True)
class Place:
    """Where an element stands.

    Attributes:
        story: the part it goes into.
        language: BCP 47 tag of its text.
        width: width of the column in points.
        left: indent in points by the containers around it.
        right: the same on the other side.
        role: what the names of styles depend on.
        part: "quote" or "figure" inside such an element.
        shape: how the section is set.
    """

    story: Story
    language: str
    width: float
    left: float = 0.0
    right: float = 0.0
    role: Role = field(default_factory=Role)
    part: str = ""
    shape: Shape = field(default_factory=Shape)

    def within(self, element: HtmlElement) -> Place:
        """Return the place of an element's content as far as its language goes."""
        language = element.get("lang")
        return replace(self, language=language) if language else self
