"""What LibreOffice finds in an open Word document; ``editing.py`` asks."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

#: What styles are compared by.
LOOK = ("CharFontName", "CharHeight", "CharWeight", "CharColor", "ParaLeftMargin",
        "ParaTopMargin", "ParaBottomMargin", "ParaAdjust", "OutlineLevel")  # fmt: skip

#: Headings that are not numbered as the others of their level are, by their styles' first words.
APART = ("Annex", "Unnumbered")
HEADING = re.compile(rf"(?:(?:{'|'.join(APART)}) )?Heading \d")


def update(document: Any) -> None:
    """Bring fields and lists up to date; twice, as longer lists move the pages they name."""
    indexes = document.DocumentIndexes
    for _ in range(2):
        document.TextFields.refresh()
        for index in (indexes.getByIndex(place) for place in range(indexes.Count)):
            if "Contents" not in index.ServiceName:
                index.Title = ""  # LibreOffice gives lists of captions one of its own
            index.update()
        document.refresh()


def report(document: Any, words: dict[str, Any]) -> dict[str, Any]:
    """Return what stands in a document; its style Normal then has another size."""
    update(document)
    view = document.CurrentController.ViewCursor
    paragraphs = [block for block in elements(document.Text) if is_paragraph(block)]
    headings, items = [], []
    for one in paragraphs:
        style, label = one.ParaStyleName, one.ListLabelString
        if HEADING.fullmatch(style):
            view.gotoRange(one.Start, False)
            headings.append([style, label.strip(), one.String, view.Page])
        elif label:
            items.append([label, one.String])
    indexes, notes = document.DocumentIndexes, document.Footnotes
    first = ("Heading 1", *(f"{one} Heading 1" for one in APART))
    found = {
        "headings": headings,
        "items": items,
        "indexes": [
            [one.ServiceName.rsplit(".", 1)[-1], one.Anchor.String.split(os.linesep)]
            for one in (indexes.getByIndex(place) for place in range(indexes.Count))
        ],
        "notes": [
            [one.Anchor.String, one.String]
            for one in (notes.getByIndex(place) for place in range(notes.Count))
        ],
        "references": list(_references(document)),
        "charts": sum(bool(one.CLSID) for one in elements(document.EmbeddedObjects)),
        "heading looks": list(_looks(paragraphs, *first)),
    }  # fmt: skip
    family = document.StyleFamilies.ParagraphStyles
    family.getByName("Standard").CharHeight = words["body size"]
    found["body looks"] = list(_looks(paragraphs, "Text body", "List Bullet"))
    found["body sizes"] = {
        name: family.getByName(name).CharHeight
        for name in ("Text body", "List Bullet")
        if family.hasByName(name)
    }
    return found


def styles(document: Any) -> dict[str, list[Any]]:
    """Return the looks of the paragraph styles in use, by name."""
    family = document.StyleFamilies.ParagraphStyles
    found = (family.getByIndex(place) for place in range(family.Count))
    return {one.Name: [getattr(one, name) for name in LOOK] for one in found if one.isInUse()}


def _looks(paragraphs: list[Any], *names: str) -> Iterator[list[Any]]:
    """Yield style, colour, size and text of words that have no character style."""
    for paragraph in paragraphs:
        if paragraph.ParaStyleName in names:
            for portion in elements(paragraph):
                if portion.TextPortionType == "Text" and not portion.CharStyleName:
                    look = [portion.CharColor, portion.CharHeight, portion.String]
                    yield [paragraph.ParaStyleName, *look]


def _references(document: Any) -> Iterator[list[str]]:
    """Yield what a reference says and what stands in the bookmark that it names."""
    for field in elements(document.TextFields):
        if field.supportsService("com.sun.star.text.TextField.GetReference"):
            marks, name = document.Bookmarks, field.SourceName
            target = marks.getByName(name).Anchor.String if marks.hasByName(name) else ""
            yield [field.getPresentation(False), target]


def elements(container: Any) -> Iterator[Any]:
    """Yield what can be enumerated in an object: paragraphs of a text, portions of a paragraph."""
    found = container.createEnumeration()
    while found.hasMoreElements():
        yield found.nextElement()


def tables(document: Any) -> list[Any]:
    """Return the tables of a document, in its order."""
    found = document.TextTables
    return [found.getByIndex(place) for place in range(found.Count)]


def is_paragraph(block: Any) -> bool:
    """Tell a paragraph from a table."""
    return bool(block.supportsService("com.sun.star.text.Paragraph"))
