"""Names and numbers within a template: given anew, so that they tell nothing and never clash."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from docx.opc.constants import CONTENT_TYPE

from briefgen.write.docx.ooxml import WP, Element, R
from briefgen.write.docx.template.edits import drop, q, val
from briefgen.write.docx.template.parts import Part, Parts, Relation

_DOCUMENT: Final = "/word/document.xml"

_NAMES: Final = {
    "styles": "/word/styles.xml", "numbering": "/word/numbering.xml",
    "settings": "/word/settings.xml", "fontTable": "/word/fontTable.xml",
    "theme": "/word/theme/theme1.xml", "header": "/word/header1.xml",
    "footer": "/word/footer1.xml", "footnotes": "/word/footnotes.xml",
    "endnotes": "/word/endnotes.xml",
}  # fmt: skip

_NUMBERED: Final = re.compile(r"(.*?)(\d*)(\.\w+)")


def renamed(package: Parts) -> Parts:
    """Return a template whose parts and relations have plain names; a copy is a document."""
    kinds = {r.target: r.kind for part in package.parts.values() for r in part.relations.values()}
    names = {package.main: _DOCUMENT}
    for name, part in package.parts.items():
        if name in kinds and name != package.main:
            kind = kinds[name]
            image = f"/word/media/image1.{part.content_type.removeprefix('image/')}"
            names[name] = free_name(_NAMES.get(kind, image), names.values())
    found = Parts(package.file, {}, _DOCUMENT)
    for name, new in names.items():
        part = package.parts[name]
        part.name = new
        found.parts[new] = part
        if part.root is not None:
            renumber(part, names)
    found.document.content_type = CONTENT_TYPE.WML_DOCUMENT_MAIN
    return found


def renumber(part: Part, names: Mapping[str, str]) -> None:
    """Number a part's relations from 1, and let them lead to parts by new names."""
    identifiers = {one: f"rId{number}" for number, one in enumerate(part.relations, 1)}
    part.relations = {
        identifiers[one]: Relation(r.kind, names.get(r.target, r.target), r.external)
        for one, r in part.relations.items()
    }
    refer(part.tree, identifiers)


def refer(root: Element, identifiers: Mapping[str, str]) -> None:
    """Let the references of a tree be to relations by other identifiers."""
    for element in root.iter():
        for name, value in element.attrib.items():
            if str(name).startswith(f"{{{R}}}"):
                element.set(name, identifiers.get(str(value), str(value)))


def free_name(name: str, taken: Iterable[str]) -> str:
    """Return a part's name, with the next number that is free where it is taken."""
    known = set(taken)
    match = _NUMBERED.fullmatch(name)
    if name not in known or match is None:
        return name
    number = int(match[2] or 1)
    while name in known:
        number += 1
        name = f"{match[1]}{number}{match[3]}"
    return name


def make_room(template: Iterable[Element], paper: Iterable[Element]) -> None:
    """Number the bookmarks and drawings of a template behind those of a paper.

    A bookmark of the template whose name the paper has, or another of its own, goes.
    """
    papers = list(paper)
    taken = {val(one, "name") for root in papers for one in root.iter(q("bookmarkStart"))}
    number = max(
        (int(val(one, "id")) for root in papers for one in root.iter(q("bookmarkStart"))), default=0
    )
    drawing = sum(1 for root in papers for _ in root.iter(f"{{{WP}}}docPr"))
    for root in template:
        numbers: dict[str, str] = {}
        for mark in list(root.iter(q("bookmarkStart"), q("bookmarkEnd"))):
            old = val(mark, "id")
            if mark.tag == q("bookmarkEnd"):
                if old not in numbers:
                    drop(mark)
                else:
                    mark.set(q("id"), numbers.pop(old))
            elif val(mark, "name") in taken or val(mark, "name") == "_GoBack":
                drop(mark)
            else:
                number += 1
                numbers[old] = str(number)
                taken.add(val(mark, "name"))
                mark.set(q("id"), str(number))
        for properties in root.iter(f"{{{WP}}}docPr"):
            drawing += 1
            properties.set("id", str(drawing))
