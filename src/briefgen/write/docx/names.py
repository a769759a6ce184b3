"""What styles are called: a role in the document gives candidate names, most general first.

A role is an element, its first class and where it stands. Where the styles are
settled, a paragraph takes the first candidate that looks like it; so a fact
table's text is "Table Text" unless it looks different, and then "Facts Text".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element

NORMAL: Final = "Normal"

#: Headings' Word names by HTML tag.
HEADINGS: Final = {"h1": "Title", "h2": "heading 1", "h3": "heading 2", "h4": "heading 3"}

#: Word's own styles that differ from their name without spaces, by lower-case name: the name
#: exactly as Word writes it into files, and the style's identifier.
_IDENTIFIERS: Final = {
    "heading 1": "Heading1", "heading 2": "Heading2", "heading 3": "Heading3",
    "caption": "Caption", "footnote text": "FootnoteText", "header": "Header",
    "footer": "Footer", "footnote reference": "FootnoteReference",
    "endnote text": "EndnoteText", "endnote reference": "EndnoteReference",
    "table of figures": "TableofFigures",
    "toc 1": "TOC1", "toc 2": "TOC2", "toc 3": "TOC3", "toc heading": "TOCHeading",
}  # fmt: skip

#: Other styles that Word has under the name it shows.
_BUILT_IN: Final = frozenset({
    NORMAL, "Title", "Subtitle", "Body Text", "List", "List Bullet", "List Bullet 2",
    "List Bullet 3", "List Number", "List Number 2", "List Number 3", "Quote", "TOC Heading",
    "Strong", "Emphasis", "Hyperlink", "Date", "Signature", "Salutation", "Closing",
})  # fmt: skip


#: How many names, which are those of classes in templates, a process remembers.
_NAMES: Final = 1024


@dataclass(frozen=True)
class StyleName:
    """A style's name and the name of the style it builds on if that is in use."""

    name: str
    base: str = NORMAL


@dataclass(frozen=True)
class Role:
    """Where a paragraph stands, as far as the names of styles depend on it.

    Attributes:
        box: words of the nearest box: an ``aside``, ``header`` or ``footer``.
        group: words of the nearest other container that has a class.
        table: words of the table's class, where the paragraph is in a cell.
        row: words of the table row's class.
        cell: the tag of the cell, where there is one.
        cell_class: words of its class.
        header_row: the cell is in the table's head.
    """

    box: str = ""
    group: str = ""
    table: str = ""
    row: str = ""
    cell: str = ""
    cell_class: str = ""
    header_row: bool = False


def first_class(element: Element) -> str:
    """Return an element's first class as words: ``fact-label`` as "Fact Label"."""
    classes = element.get("class", "").split()
    return words(classes[0]) if classes else ""


@lru_cache(_NAMES)
def words(name: str) -> str:
    """Return a class name as words."""
    return name.replace("-", " ").title()


@lru_cache(_NAMES)
def identifier(name: str) -> str:
    """Return the identifier by which Word knows a style of this name."""
    return _IDENTIFIERS.get(name.lower(), re.sub(r"\W", "", name))


def is_built_in(name: str) -> bool:
    """Tell whether Word itself has a style of this name."""
    return name in _BUILT_IN or name.lower() in _IDENTIFIERS


def paragraph_names(element: Element, role: Role, part: str = "") -> tuple[StyleName, ...]:
    """Return the candidate names for a paragraph's style.

    Args:
        element: the paragraph's element.
        role: where it stands.
        part: "quote", "figure" or "note" where the paragraph's parent decides.
    """
    return _paragraph_names(str(element.tag), first_class(element), role, part)


@lru_cache(_NAMES)
def _paragraph_names(tag: str, own: str, role: Role, part: str) -> tuple[StyleName, ...]:
    base = NORMAL
    if role.cell:
        return _cell_names(role, own if tag == "p" else "")
    if tag in HEADINGS:
        kinds = [HEADINGS[tag], *_prefixed(HEADINGS[tag].title(), own, role.box)]
    elif tag in ("caption", "figcaption"):
        kind = "Table Caption" if tag == "caption" else "Figure Caption"
        kinds = ["caption", kind, *_prefixed("Caption", own, role.box)]
    elif tag == "img":
        kinds = ["Figure", *_prefixed("Figure", role.box)]
    elif part == "quote":
        base, kinds = ("Quote", [f"Quote {own}"]) if own else (NORMAL, ["Quote"])
    elif own:
        base, kinds = "Body Text", [_known(own), *_prefixed(own, role.box, role.group)]
    elif part == "figure":
        kinds = ["Figure Note", *_prefixed("Figure Note", role.box)]
    elif role.box:
        base, kinds = "Body Text", [f"{role.box} Text", *_prefixed("Text", role.group)]
    else:
        kinds = ["Body Text", *_prefixed("Text", role.group)]
    return _chain(base, *kinds)


def heading_names(element: Element, role: Role, apart: str) -> tuple[StyleName, ...]:
    """Return the candidate names for the style of a heading that is not numbered as others are.

    Args:
        element: the heading.
        role: where it stands.
        apart: "Annex" or "Unnumbered"; the style is based on that of the others of its level.
    """
    kind = HEADINGS[str(element.tag)]
    name = f"{apart} {kind.title()}"
    return _chain(kind, name, *_prefixed(name, role.box))


def list_names(ordered: bool, level: int, own: str, role: Role) -> tuple[StyleName, ...]:
    """Return the candidate names for the style of a list's items, ``level`` counted from 0."""
    kind = "List Number" if ordered else "List Bullet"
    depth = f" {level + 1}" if level else ""
    base = kind if level else NORMAL
    if role.cell:
        return _chain(base, f"Table {kind}{depth}", *_prefixed(f"{kind}{depth}", role.table))
    specific = _prefixed(f"{kind}{depth}", own, role.box, role.group)
    return _chain(base, f"{kind}{depth}", *specific)


def plain_list_names(own: str, role: Role) -> tuple[StyleName, ...]:
    """Return the candidate names for the style of a list without markers."""
    table = "Table" if role.cell else ""
    return _chain(NORMAL, "List", *_prefixed("List", own, table, role.box, role.group))


def character_name(element: Element) -> str:
    """Return the name of an inline element's character style, or "" if it has none."""
    own = first_class(element)
    general = {
        "strong": "Strong", "em": "Emphasis", "a": "Hyperlink", "sup": "Superscript",
        "sub": "Subscript", "small": "Small Print",
    }.get(str(element.tag), "")  # fmt: skip
    return own or general


def table_name(element: Element) -> str:
    """Return the name of a table's or a box's style."""
    kind = "Table" if element.tag == "table" else "Box"
    return f"{first_class(element) or words(str(element.tag))} {kind}".replace(
        "Table Table", "Data Table"
    )


def _cell_names(role: Role, own: str) -> tuple[StyleName, ...]:
    cell_class = own or role.cell_class
    if role.header_row:
        kind = f"{cell_class} Heading".strip()
    elif role.cell == "th":
        kind = f"Row {cell_class} Heading".replace("  ", " ")
    else:
        kind = cell_class or "Text"
    names = [f"Table {kind}"]
    if role.row and role.row != "Table":
        names.append(f"Table {role.row} {kind}")
    if role.table:
        names.append(f"{role.table} {kind}")
        if role.row:
            names.append(f"{role.table} {role.row} {kind}")
    return _chain(NORMAL if kind == "Text" else "Table Text", *names)


def _prefixed(kind: str, *prefixes: str) -> list[str]:
    return [f"{prefix} {kind}" for prefix in prefixes if prefix]


def _known(name: str) -> str:
    return name.lower() if name.lower() in _IDENTIFIERS and name != "TOC Heading" else name


@lru_cache(_NAMES)
def _chain(base: str, *names: str) -> tuple[StyleName, ...]:
    unique = list(dict.fromkeys(names))
    return tuple(
        StyleName(name, base if place == 0 else unique[0]) for place, name in enumerate(unique)
    )
