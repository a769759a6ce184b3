"""What every painted piece of a page belongs to: the logical structure (ISO 32000-1, 14.8).

An element of the document is one element of the structure, however many boxes, lines and pages
it is laid out on. What is not content (running heads, page numbers, leaders, header rows that a
new page repeats, decorative pictures) becomes an artifact (14.8.2.2). Reads the boxes that
:mod:`briefgen.layout.weasy` got from the engine; :mod:`briefgen.layout.structure` writes what
comes of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from unicodedata import bidirectional
from xml.etree.ElementTree import Element

from briefgen.layout.pages import POINTS

#: Standard structure types (ISO 32000-1, 14.8.4) by element; some depend on where they stand.
_TYPES = {
    "header": "Div", "footer": "Div", "div": "Div", "aside": "Div", "figure": "Div",
    "main": "Part", "section": "Sect", "nav": "Sect", "blockquote": "BlockQuote", "p": "P",
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "ul": "L", "ol": "L", "li": "LI",
    "table": "Table", "caption": "Caption", "figcaption": "Caption", "thead": "THead",
    "tbody": "TBody", "tr": "TR", "th": "TH", "td": "TD", "img": "Figure", "a": "Link",
}  # fmt: skip

#: Structure types that stand even where nothing is painted: a row keeps its empty cells.
_KEPT = ("TH", "TD")

#: ListNumbering (ISO 32000-1, table 347) by list-style-type (CSS Counter Styles 3, §6).
_NUMBERING = {
    "none": "None", "circle": "Circle", "square": "Square", "decimal": "Decimal",
    "upper-roman": "UpperRoman", "lower-roman": "LowerRoman", "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha", "lower-alpha": "LowerAlpha", "lower-latin": "LowerAlpha",
}  # fmt: skip


@dataclass(eq=False)
class Node:
    """One element of the structure.

    Attributes:
        type: standard structure type.
        language: language of its content, its own or that of what it stands in.
        tag: the document's element, an empty string where it comes from none.
        attributes: owner ("Table") and names and values of its attributes.
        names: texts of its own: ``Alt``, ``ActualText``, ``Lang``, ``ID``.
        kids: what it holds, in order of reading.
    """

    type: str
    language: str
    tag: str = ""
    attributes: tuple[str, Mapping[str, Any]] | None = None
    names: dict[str, str] = field(default_factory=dict)
    kids: list[Node | Content | Annotation] = field(default_factory=list)

    def add(self, type_: str, *, first: bool = False) -> Node:
        """Add an element below this one and return it."""
        node = Node(type_, self.language)
        self.kids.insert(0 if first else len(self.kids), node)
        return node


@dataclass(eq=False)
class Content:
    """One marked-content sequence of a page; ``owner`` is ``None`` for an artifact.

    Attributes:
        page: index of the page.
        owner: the element that it belongs to.
        artifact: the artifact's property list (ISO 32000-1, table 330).
        number: its identifier on the page, once that is written.
    """

    page: int
    owner: Node | None
    artifact: Mapping[str, str] = field(default_factory=dict)
    number: int = -1


@dataclass(eq=False)
class Annotation:
    """The area of a link on a page.

    Attributes:
        page: index of the page.
        entries: the engine's annotation dictionary.
        text: what the link says.
    """

    page: int
    entries: Any
    text: str


class Structure:
    """The structure of a document, built page by page.

    Attributes:
        document: the root element.
        marked: for each page, what the marked content with an identifier is.
        faults: what cannot be tagged, in words.
    """

    def __init__(self, language: str) -> None:
        self.document = Node("Document", language)
        self.marked: list[dict[int, Content]] = []
        self.faults: list[str] = []
        self._inner: dict[Element, Node] = {}
        self._outer: dict[Element, Node] = {}
        self._headers: dict[Element, int] = {}
        self._notes = 0
        self._marks: Mapping[Any, Mapping[str, Any]] = {}
        self._height = 0.0

    def add_page(self, page_box: Any, marks: Mapping[Any, Mapping[str, Any]]) -> None:
        """Add what is painted on the next page.

        Args:
            page_box: the page's box.
            marks: for each box painted as marked content, its ``mcid``.
        """
        self.marked.append({})
        self._marks, self._height = marks, page_box.margin_height()
        for box in page_box.children:
            keyword = getattr(box, "at_keyword", None)
            if keyword is None:
                self._visit(box, self.document, {"Type": "/Layout"})
            else:
                where = "/Header" if keyword.startswith("@top") else "/Footer"
                self._visit(box, None, {"Type": "/Pagination", "Subtype": where})
        if missed := len(marks) - len(self.marked[-1]):
            self.faults.append(f"{missed} texts of page {len(self.marked)} stand in no box")

    def finish(self) -> Node:
        """Put captions where they belong, drop what holds nothing, and return the root."""
        for node in _below(self.document):
            if node.tag == "figure":
                _caption_into_table(node)
        _prune(self.document)
        return self.document

    @property
    def _page(self) -> int:
        return len(self.marked) - 1

    def _visit(self, box: Any, above: Node | None, artifact: Mapping[str, str]) -> None:
        box = getattr(box, "_box", box)  # stands in for what is positioned, such as list markers
        inner = None if above is None or box.is_leader else self._inside(box, above)
        annotation = getattr(box, "link_annotation", None)
        if annotation is not None and box.element in self._inner:
            text = " ".join("".join(box.element.itertext()).split())
            self._inner[box.element].kids.append(Annotation(self._page, annotation, text))
        if box in self._marks:
            self._paint(box, inner, artifact)
        for child in getattr(box, "children", ()):
            self._visit(child, inner, artifact)

    def _paint(self, box: Any, owner: Node | None, artifact: Mapping[str, str]) -> None:
        """Give what a box paints to an element; spaces alone leave no mark on the page.

        Letters are painted in the order in which they stand on the page. Where that is not the
        order of reading, the element says what is read (ISO 32000-1, 14.9.4).
        """
        text = getattr(box, "text", None)
        if isinstance(text, str):
            if not text.strip():
                owner = None
            elif owner is not None and _runs_leftwards(text):
                owner = owner.add("Span")
                owner.names["ActualText"] = text
        content = Content(self._page, owner, artifact)
        self.marked[-1][self._marks[box]["mcid"]] = content
        if owner is not None:
            owner.kids.append(content)

    def _inside(self, box: Any, above: Node) -> Node | None:
        """Return the element for what stands in a box, ``None`` for an artifact."""
        element = box.element
        if element is None:
            return above
        tag, _, pseudo = box.element_tag.partition("::")
        if pseudo == "marker":
            return self._label(self._outer.get(element, above))
        if pseudo == "footnote-call":
            return self._reference(element, above)
        if pseudo == "footnote-marker":
            return self._label(self._inner.get(element, above))
        if tag == "thead" and self._headers.setdefault(element, self._page) != self._page:
            return None
        if element not in self._inner:
            return self._new(element, tag, box, above)
        return self._inner[element]

    def _new(self, element: Element, tag: str, box: Any, above: Node) -> Node | None:
        """Add the element of the structure for an element of the document, met the first time."""
        language = element.get("lang", above.language)
        foreign = language != above.language
        if tag in ("html", "body"):
            if foreign:
                above.language = above.names["Lang"] = language
            return above
        if tag == "img" and not element.get("alt"):
            if element.get("alt") is None:
                self.faults.append("a picture has no alternative text")
            return None
        if tag not in _TYPES and not foreign:
            return above
        is_endnote = element.get("class") == "endnote"
        if tag == "a" and (above.type == "TOCI" or is_endnote):
            above = above.add("Lbl" if above.type == "Note" else "Reference")
        node = above.add("Note" if tag == "p" and is_endnote else self._type(tag, above))
        node.tag = tag
        if foreign:
            node.language = node.names["Lang"] = language
        self._describe(node, element, box)
        self._outer[element] = self._inner[element] = node
        if node.type == "LI":
            self._inner[element] = node.add("LBody")
        return self._inner[element]

    @staticmethod
    def _type(tag: str, above: Node) -> str:
        if tag == "ol" and (above.tag == "nav" or above.type == "TOCI"):
            return "TOC"
        if tag == "li" and above.type == "TOC":
            return "TOCI"
        return _TYPES.get(tag, "Span")

    def _describe(self, node: Node, element: Element, box: Any) -> None:
        """Set the attributes of an element (ISO 32000-1, 14.8.5)."""
        if node.type == "L":
            style = box.style["list_style_type"]
            node.attributes = "List", {"ListNumbering": f"/{_NUMBERING.get(style, 'Disc')}"}
        elif node.type in ("TH", "TD"):
            spans = {"ColSpan": box.colspan, "RowSpan": box.rowspan}
            given: dict[str, Any] = {name: span for name, span in spans.items() if span != 1}
            if node.type == "TH":
                of_row = element.get("scope", "").startswith("row")
                given["Scope"] = "/Row" if of_row else "/Column"
            node.attributes = ("Table", given) if given else None
        elif node.type == "Note":
            node.names["ID"] = self._note_id()
        elif node.type == "Figure":
            node.names["Alt"] = element.get("alt", "")
            left, top = box.content_box_x(), self._height - box.content_box_y()
            corners = (left, top - box.height, left + box.width, top)
            node.attributes = "Layout", {"BBox": tuple(POINTS * length for length in corners)}

    def _note_id(self) -> str:
        self._notes += 1
        return f"note-{self._notes:04}"

    @staticmethod
    def _label(above: Node) -> Node:
        """Return the label of a list item or note; an item laid out on two pages has one."""
        first = above.kids[0] if above.kids else None
        if isinstance(first, Node) and first.type == "Lbl":
            return first
        return above.add("Lbl", first=True)

    def _reference(self, element: Element, above: Node) -> Node:
        """Add the mark of a footnote, and the note after it, whose text a page has further down."""
        if element in self._outer:
            return self._outer[element]
        reference, note = above.add("Reference"), above.add("Note")
        note.names["ID"] = self._note_id()
        language = element.get("lang", above.language)
        if language != above.language:
            note.language = note.names["Lang"] = language
        self._outer[element], self._inner[element] = reference, note
        return reference


def _runs_leftwards(text: str) -> bool:
    return not text.isascii() and any(bidirectional(letter) in ("R", "AL") for letter in text)


def _below(node: Node) -> Iterable[Node]:
    """Yield an element and all below it."""
    yield node
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from _below(kid)


def _caption_into_table(figure: Node) -> None:
    """Make the caption of a figure that is a table the table's: its first kid (table 337)."""
    caption = next((k for k in figure.kids if isinstance(k, Node) and k.type == "Caption"), None)
    table = next((k for k in figure.kids if isinstance(k, Node) and k.type == "Table"), None)
    if caption is None or table is None:
        return
    if not any(isinstance(kid, Node) and kid.type == "Caption" for kid in table.kids):
        figure.kids.remove(caption)
        table.kids.insert(0, caption)


def _prune(node: Node) -> bool:
    """Drop the elements that hold nothing; return whether this one holds anything."""
    node.kids = [kid for kid in node.kids if not isinstance(kid, Node) or _prune(kid)]
    return bool(node.kids) or node.type in _KEPT
