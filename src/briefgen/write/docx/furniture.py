"""Page furniture: page size and margins, headers and footers (ECMA-376, 17.6 and 17.10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from briefgen.layout.pages import Layout, MarginBox, PageGeometry, Sides, Style
from briefgen.write.docx.fields import field_begin, field_end
from briefgen.write.docx.flow import Flow
from briefgen.write.docx.formats import (
    Line,
    ParagraphFormat,
    border_line,
    differing,
    line_pitch,
    run_format,
)
from briefgen.write.docx.names import StyleName
from briefgen.write.docx.ooxml import Element, R, W, add, checked, root, twips, w
from briefgen.write.docx.package import Package, Story
from briefgen.write.docx.styles import Look, Paragraph, Run, Styles
from briefgen.write.docx.texts import add_text

Edge = Literal["top", "bottom"]

_KINDS: Final[Mapping[Edge, str]] = {"top": "header", "bottom": "footer"}
_FIELDS: Final = {"page": " PAGE ", "pages": " NUMPAGES "}
_COLUMNS: Final = ("left", "center", "right")

#: Greatest distance of a border from the text, in points (ECMA-376, 17.3.4).
_BORDER_SPACE: Final = 31


#: Least distance of a page's end from where lines of the grid end, in points. LibreOffice loses all
#: further rows of a table whose first row fits on the page without its lower line and not with it.
_CLEAR: Final = 1.5


@dataclass(frozen=True)
class Shape:
    """How a section is set.

    Attributes:
        landscape: its pages are turned.
        columns: number of its columns.
        gap: space between two of them in points.
    """

    landscape: bool = False
    columns: int = 1
    gap: float = 36.0


@dataclass
class Sections:
    """The document's sections: stretches of upright and of landscape pages, and of columns.

    Attributes:
        layout: the laid-out document.
        fonts: Word's name by CSS family.
        styles: the document's styles.
        package: the package, which headers and footers join.
        body: the part the sections are in.
        right_to_left: the document is read from right to left.
        endnotes: it has notes at its end.
        shape: how the section that is being written is set.
    """

    layout: Layout
    fonts: Mapping[str, str]
    styles: Styles
    package: Package
    body: Story
    right_to_left: bool = False
    endnotes: bool = False
    shape: Shape = Shape()
    _continues: bool = False
    _ended: int = 0
    _parts: dict[tuple[Edge, bool, bool], str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def turn(self, flow: Flow, shape: Shape) -> None:
        """End the section if what comes next is set otherwise."""
        if shape != self.shape:
            if len(flow.container):
                flow.end_section(self.properties())
                self._ended += 1
                self._continues = shape.landscape == self.shape.landscape
            self.shape = shape

    def properties(self) -> Element:
        """Return ``w:sectPr`` of the section that is being written."""
        layout = self.layout
        has_title = self._ended == 0 and _has_title_page(layout)
        section = w("sectPr")
        shapes = [("first", True), ("default", False)] if has_title else [("default", False)]
        for edge in _KINDS:
            for kind, is_first in shapes:
                relationship = self._reference(edge, is_first)
                if relationship:
                    reference = add(section, f"{_KINDS[edge]}Reference", type=kind)
                    reference.set(f"{{{R}}}id", relationship)
        if self.endnotes:
            add(add(section, "endnotePr"), "numFmt", val="decimal")  # Word's own are roman
        if self._continues:
            add(section, "type", val="continuous")
        pages = _turned(layout.pages, landscape=self.shape.landscape)
        size = add(section, "pgSz", w=twips(pages.width), h=twips(pages.height))
        if pages.width > pages.height:
            size.set(f"{{{W}}}orient", "landscape")
        margin = _least_margins(layout)
        section.append(
            w(
                "pgMar",
                top=twips(margin.top),
                right=twips(margin.right),
                bottom=twips(margin.bottom - self._clearance(pages, margin)),
                left=twips(margin.left),
                header=twips(_distance(pages, "top")),
                footer=twips(_distance(pages, "bottom")),
                gutter=0,
            )
        )
        columns = add(section, "cols", space=twips(self.shape.gap))
        if self.shape.columns > 1:
            columns.set(f"{{{W}}}num", str(self.shape.columns))
        if has_title:
            add(section, "titlePg")
        if self.right_to_left:
            add(section, "bidi")
        return section

    def _clearance(self, pages: PageGeometry, margin: Sides[float]) -> float:
        """Return by how much a page is higher than in the layout, in points.

        In the layout rows and lines end at multiples of half a line. Where the page ends there
        too, almost, it would depend on roundings what the last of them is.
        """
        style = self.layout.styles[self.layout.root]
        half = (style.line_height or style.font_size) / 2
        rest = (pages.height - margin.top - margin.bottom) % half
        if rest < _CLEAR:
            return _CLEAR
        return -_CLEAR if half - rest < _CLEAR else 0.0

    def _reference(self, edge: Edge, is_first: bool) -> str:
        """Return the relationship id of a header or footer, "" if the page has none."""
        key = (edge, is_first, self.shape.landscape)
        if key not in self._parts:
            layout = self.layout
            geometry = layout.first_page if is_first else layout.pages
            geometry = _turned(geometry, landscape=self.shape.landscape)
            shift = _margin(geometry, edge) - getattr(_least_margins(layout), edge)
            boxes = _boxes(geometry, edge)
            # A first page without furniture has an empty part: without one, the
            # other pages' would count.
            needed = boxes or shift > 0 or is_first
            self._parts[key] = self._part(key, geometry, boxes, shift) if needed else ""
        return self._parts[key]

    def _part(
        self,
        key: tuple[Edge, bool, bool],
        geometry: PageGeometry,
        boxes: Sequence[MarginBox],
        shift: float,
    ) -> str:
        edge, is_first, landscape = key
        kind = _KINDS[edge]
        number = self._counts.get(kind, 0) + 1
        self._counts[kind] = number
        story = self.package.story(kind, root("hdr" if edge == "top" else "ftr"), number)
        variant = "First" if is_first else "Landscape" if landscape else "Following"
        names = [StyleName(kind), StyleName(f"{kind.title()} {variant}", kind)]
        paragraph = _furniture(self, edge, geometry, boxes, shift)
        paragraph.names = tuple(names)
        self.styles.recorded.append(paragraph)
        story.root.append(paragraph.element)
        return self.package.relate(kind, story, self.body)


def page_width(layout: Layout, *, landscape: bool) -> float:
    """Return the width of the text on a page, in points."""
    pages = _turned(layout.pages, landscape=landscape)
    return pages.width - pages.margin.left - pages.margin.right


def _furniture(
    sections: Sections,
    edge: Edge,
    geometry: PageGeometry,
    boxes: Sequence[MarginBox],
    shift: float,
) -> Paragraph:
    """Return the one paragraph of a header or footer."""
    language = sections.styles.characters.language
    if not boxes:
        value = ParagraphFormat(line=("exact", 20))
        characters = sections.styles.characters
    else:
        style = boxes[0].style
        characters = run_format(style, sections.fonts, language)
        value = _aligned(geometry, boxes, ParagraphFormat(line=line_pitch(style, sections.fonts)))
    line = _rule(geometry, edge, boxes)
    if line and edge == "top":
        value = replace(value, borders=(None, None, line, None))
    elif line:
        value = replace(value, borders=(line, None, None, None))
    if shift > 0:
        reach = _distance(geometry, edge) + (_height(boxes[0].style) if boxes else 1)
        missing = twips(_margin(geometry, edge) - reach - (line.space if line else 0))
        space = max(missing, 0)
        value = replace(value, after=space) if edge == "top" else replace(value, before=space)
    paragraph = Paragraph(w("p"), (), value, characters, value)
    place = 0 if len(boxes) > 1 else None
    for box in boxes:
        column = _column(box)
        if place is not None:
            for _ in range(column - place):
                add(add(paragraph.element, "r"), "tab")
            place = column
        format_ = run_format(box.style, sections.fonts, language)
        name = f"{_KINDS[edge].title()} {_COLUMNS[column].title()}"
        changes = tuple(differing(format_, characters).items())
        _write(sections, paragraph, box, Look(format_, (name,), (changes,)))
    return paragraph


def _write(sections: Sections, paragraph: Paragraph, box: MarginBox, look: Look) -> None:
    """Write one margin box's texts and fields."""
    results = {"page": "1", "pages": str(sections.layout.page_count)}
    for part in box.parts:
        if isinstance(part, str):
            _lines(_run(paragraph, look), part)
            continue
        for element in field_begin(_FIELDS[part.kind]):
            paragraph.element.append(element)
            paragraph.runs.append(Run(element, look))
        add(_run(paragraph, look), "t").text = results[part.kind]
        for element in field_end():
            paragraph.element.append(element)
            paragraph.runs.append(Run(element, look))


def _run(paragraph: Paragraph, look: Look) -> Element:
    element = add(paragraph.element, "r")
    paragraph.runs.append(Run(element, look))
    return element


def _lines(run: Element, text: str) -> None:
    for number, line in enumerate(checked(text).split("\n")):
        if number:
            add(run, "br")
        add_text(run, line)


def _aligned(
    geometry: PageGeometry, boxes: Sequence[MarginBox], value: ParagraphFormat
) -> ParagraphFormat:
    """Return a format that puts the boxes where they belong."""
    if len(boxes) == 1:
        return replace(value, align=_COLUMNS[_column(boxes[0])])
    width = geometry.width - geometry.margin.left - geometry.margin.right
    stops = ((twips(width / 2), "center", "none"), (twips(width), "right", "none"))
    return replace(value, tabs=stops)


def _boxes(geometry: PageGeometry, edge: Edge) -> list[MarginBox]:
    """Return the margin boxes at one edge from left to right."""
    filled = (box for box in geometry.boxes if box.position.startswith(edge) and any(box.parts))
    return sorted(filled, key=_column)


def _column(box: MarginBox) -> int:
    """Return 0 for a box on the left, 1 in the middle, 2 on the right.

    Raises:
        ValueError: the box is not above or below the text.
    """
    edge, _, column = box.position.partition("-")
    if edge not in _KINDS or column not in _COLUMNS:
        raise ValueError(f"Word has no place for the margin box {box.position}")
    return _COLUMNS.index(column)


def _rule(geometry: PageGeometry, edge: Edge, boxes: Sequence[MarginBox]) -> Line | None:
    """Return the line between furniture and text."""
    for box in boxes:
        border = box.style.border.bottom if edge == "top" else box.style.border.top
        room = _margin(geometry, edge) - _distance(geometry, edge) - _height(box.style)
        line = border_line(border, min(max(room - border.width, 0), _BORDER_SPACE))
        if line:
            return line
    return None


def _distance(geometry: PageGeometry, edge: Edge) -> float:
    """Return how far from the page's edge its furniture stands, in points.

    A margin box fills the margin's height; its text stands in the middle of
    it unless ``vertical-align`` says otherwise (CSS Paged Media 3, 5.3).
    """
    boxes = _boxes(geometry, edge)
    if not boxes:
        return _margin(geometry, edge) / 2
    style = boxes[0].style
    outer, inner = style.padding.top + style.border.top.width, style.padding.bottom
    inner += style.border.bottom.width
    align = style.vertical_align
    if edge == "bottom":
        outer, inner = inner, outer
        align = {"top": "bottom", "bottom": "top"}.get(align, align)  # type: ignore[assignment]
    free = _margin(geometry, edge) - outer - inner - _height(style)
    share = {"top": 0.0, "bottom": 1.0}.get(align, 0.5)
    return outer + max(free, 0) * share


def _height(style: Style) -> float:
    return style.line_height or 1.2 * style.font_size


def _margin(geometry: PageGeometry, edge: Edge) -> float:
    return geometry.margin.top if edge == "top" else geometry.margin.bottom


def _least_margins(layout: Layout) -> Sides[float]:
    """Return the margins that all pages have; furniture holds the text off where one has more."""
    first, pages = layout.first_page.margin, layout.pages.margin
    return Sides(
        min(first.top, pages.top), pages.right, min(first.bottom, pages.bottom), pages.left
    )


def _has_title_page(layout: Layout) -> bool:
    """Tell whether the first page's furniture or margins are its own."""
    first, pages = layout.first_page, layout.pages
    return first.boxes != pages.boxes or first.margin != pages.margin


def _turned(geometry: PageGeometry, *, landscape: bool) -> PageGeometry:
    """Return a page, for landscape sections broader than high."""
    if not landscape:
        return geometry
    sides = (geometry.width, geometry.height)
    return replace(geometry, width=max(sides), height=min(sides))
