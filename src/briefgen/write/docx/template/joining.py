"""A finished paper and a template become one document."""

from __future__ import annotations

import copy
from typing import Final

from briefgen.write.docx.ooxml import Element, add, root, w
from briefgen.write.docx.template.edits import drop, q, val
from briefgen.write.docx.template.filling import BODY_PLACE
from briefgen.write.docx.template.keeping import keep_with_next
from briefgen.write.docx.template.lists import Lists
from briefgen.write.docx.template.looks import Looks, join_styles
from briefgen.write.docx.template.names import free_name, make_room, refer, renamed
from briefgen.write.docx.template.notes import NOTES, drop_unused, join_notes, separators
from briefgen.write.docx.template.parts import Part, Parts, Relation
from briefgen.write.docx.template.reference import drop_unused_styles
from briefgen.write.docx.template.sheets import (
    is_last,
    lay_sections,
    refresh_contents,
    section_of,
)
from briefgen.write.docx.template.wishes import join_settings
from briefgen.write.docx.theme import literal

_STYLES: Final = ("pStyle", "rStyle", "tblStyle")

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."

#: Relations of a document to parts that are joined, and not taken over.
_JOINED: Final = ("styles", "settings", "numbering", "fontTable", "theme", *NOTES)


def join(template: Parts, paper: Parts, *, whole: bool) -> Parts:
    """Return one document: a template with a paper in it.

    Args:
        template: the template, scrubbed and filled; it is changed.
        paper: the paper as it is without a template; it is changed.
        whole: the paper goes where :data:`BODY_PLACE` stands; otherwise the template gives
            its styles and nothing else.
    """
    found = renamed(template)
    joined = _Join(found, paper)
    looks = joined.styles()
    joined.notes()
    if whole:
        make_room([part.tree for part in found.stories()], joined.content())
        joined.body()
    else:
        joined.document()
        drop_unused_styles(looks, found.related("numbering"))
    joined.fonts()
    joined.settings()
    joined.properties()
    for part in list(found.parts.values()):
        if part.name not in _reached(found):
            del found.parts[part.name]
    return found


class _Join:
    def __init__(self, template: Parts, paper: Parts) -> None:
        self.template, self.paper = template, paper
        self._adopted: dict[str, str] = {}

    def content(self) -> list[Element]:
        """Return the roots of the paper's content."""
        return [part.tree for part in self.paper.stories()]

    def styles(self) -> Looks:
        """Join styles and lists, and let the paper's content use them."""
        content = self.content()
        ours = self._paper("styles")
        theirs = self._template("styles", f"{_WORD}styles+xml", root("styles"))
        numbered = self.paper.related("numbering")
        for tree in (ours, *([numbered.tree] if numbered else [])):
            literal(tree)  # the theme is the template's
        used = dict.fromkeys(
            val(one)
            for tree in [*content, *([numbered.tree] if numbered else [])]
            for one in tree.iter(*map(q, _STYLES))
        )
        looks = join_styles(theirs, ours, used)
        keep_with_next(looks, content)
        counted = self.template.related("numbering")
        if numbered is not None:
            lists = Lists(counted.tree if counted else None, numbered.tree)
            lists.join(looks, content)
            self._template("numbering", f"{_WORD}numbering+xml", lists.root)
        for tree in content:
            for one in tree.iter(*map(q, _STYLES)):
                one.set(q("val"), looks.names.get(val(one), val(one)))
        return looks

    def notes(self) -> None:
        """Join footnotes and endnotes."""
        stories = [part.tree for part in self.template.stories()]
        for kind in NOTES:
            ours, theirs = self.paper.related(kind), self.template.related(kind)
            if theirs is not None:
                drop_unused(kind, theirs.tree, stories)
            if ours is None:
                continue
            if theirs is None:
                empty = copy.deepcopy(ours.tree)
                for note in list(empty):
                    if val(note, "type") in ("", "normal"):
                        drop(note)
                self._template(kind, f"{_WORD}{kind}+xml", empty)
                theirs = self.template.related(kind)
            if theirs is not None:
                self._adopt_relations(ours, theirs)
                join_notes(kind, theirs.tree, ours.tree, [self.paper.document.tree])

    def body(self) -> None:
        """Put the paper's content into the template's body."""
        self._adopt_relations(self.paper.document, self.template.document, *_JOINED,
                              "header", "footer")  # fmt: skip
        body = self.template.body
        place = next(body.iter(BODY_PLACE))
        section = section_of(body, place)
        if section is None:
            section = add(body, "sectPr")
        ends = place.find(q("sectPr"))
        if ends is not None:
            holder = w("p")
            add(holder, "pPr").append(ends)
            place.addnext(holder)
        at_end = is_last(body, place)
        if at_end:
            for following in list(place.itersiblings(q("p"))):
                drop(following)
        content = lay_sections(section, list(self.paper.body), at_end=at_end)
        for child in content:
            place.addprevious(child)
        drop(place)
        refresh_contents(body)

    def document(self) -> None:
        """Take the paper's own document, with its headers and footers."""
        self.template.document.root = self.paper.document.root
        self._adopt_relations(self.paper.document, self.template.document, *_JOINED)

    def fonts(self) -> None:
        """Let the font table be the paper's, with the template's fonts by name."""
        theirs, ours = self.template.related("fontTable"), self.paper.related("fontTable")
        if ours is None:
            return
        table = ours.tree
        known = {val(font, "name") for font in table}
        for font in theirs.tree.iter(q("font")) if theirs else ():
            if val(font, "name") not in known:
                table.append(copy.deepcopy(font))
        self._template("fontTable", f"{_WORD}fontTable+xml", table)
        part = self.template.related("fontTable")
        if part is not None:
            part.relations = {}
            self._adopt_relations(ours, part)

    def settings(self) -> None:
        """Let the settings be the paper's, with what the template's pages need."""
        theirs = self.template.related("settings")
        ours = self._paper("settings")
        notes = {}
        for kind, (name, _) in NOTES.items():
            part = self.template.related(kind)
            notes[name] = separators(kind, part.tree) if part else []
        join_settings(theirs.tree if theirs else None, ours, notes)
        self._template("settings", f"{_WORD}settings+xml", ours)
        part = self.template.related("settings")
        if part is not None:
            part.relations = {}

    def properties(self) -> None:
        """Let the file say of itself what the paper says."""
        for identifier, relation in self.paper.properties.items():
            self.template.properties[identifier] = relation
            self.template.parts[relation.target] = self.paper.parts[relation.target]

    def _paper(self, kind: str) -> Element:
        part = self.paper.related(kind)
        if part is None:
            raise ValueError(f"the paper has no {kind}")
        return part.tree

    def _template(self, kind: str, content_type: str, tree: Element) -> Element:
        """Return the root of the template's part of a kind, made of a tree where there is none."""
        part = self.template.related(kind)
        if part is None:
            document = self.template.document
            name = free_name(f"/word/{kind}.xml", self.template.parts)
            self.template.parts[name] = Part(name, content_type, root=tree)
            document.relations[_free(document)] = Relation(kind, name)
        elif kind != "styles":
            part.root = tree
        return self._tree(kind)

    def _tree(self, kind: str) -> Element:
        part = self.template.related(kind)
        if part is None:
            raise ValueError(f"the template has no {kind}")
        return part.tree

    def _adopt_relations(self, ours: Part, theirs: Part, *but: str) -> None:
        """Let a part of the template have the relations of one of the paper's."""
        identifiers = {}
        for identifier, relation in ours.relations.items():
            if relation.kind in but:
                continue
            target = relation.target if relation.external else self._adopt(relation.target)
            identifiers[identifier] = _free(theirs)
            theirs.relations[identifiers[identifier]] = Relation(
                relation.kind, target, relation.external
            )
        refer(ours.tree, identifiers)

    def _adopt(self, name: str) -> str:
        """Take over a part of the paper with all it leads to; return its new name."""
        if name in self._adopted:
            return self._adopted[name]
        part = copy.copy(self.paper.parts[name])
        part.name = self._adopted[name] = free_name(name, self.template.parts)
        self.template.parts[part.name] = part
        part.relations = {
            one: r if r.external else Relation(r.kind, self._adopt(r.target))
            for one, r in part.relations.items()
        }
        return part.name


def _free(part: Part) -> str:
    """Return an identifier that no relation of a part has."""
    number = len(part.relations) + 1
    while f"rId{number}" in part.relations:
        number += 1
    return f"rId{number}"


def _reached(package: Parts) -> set[str]:
    waiting = [package.main, *(one.target for one in package.properties.values())]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            relations = package.parts[name].relations.values()
            waiting += [one.target for one in relations if not one.external]
    return found
