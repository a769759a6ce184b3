"""Styles of a template and of a paper become one list: the template's wins where names agree.

What the template lacks is written so that it stands on the template's text: body text that it
has no style for looks as its Normal does, and everything else of ours says itself how far it is
indented and spaced, for a Normal of somebody's may indent each first line.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from briefgen.write.docx.ooxml import Element, w
from briefgen.write.docx.template.edits import drop, q, val

_BODY_TEXT: Final = "body text"


#: Space and indents that a style of ours says itself, with what they are where nothing is said.
_SPACE: Final = {"spacing": ("before", "after"), "ind": ("left", "right")}

#: Children of ``w:pPr`` that come before these in the schema's order (17.3.1.26).
_AFTER: Final = {
    "spacing": ("ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc"),
    "ind": ("contextualSpacing", "mirrorIndents", "suppressOverlap", "jc"),
    "jc": (),
}  # fmt: skip
_LAST: Final = ("textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId",
                "cnfStyle", "rPr", "sectPr", "pPrChange")  # fmt: skip


@dataclass
class Looks:
    """One list of styles in the making.

    Attributes:
        root: root of the template's styles, which grows.
        ours: styles of the paper by identifier.
        names: the identifier in the one list for each identifier of the paper.
        theirs: those of the paper's identifiers whose style is the template's.
    """

    root: Element
    ours: dict[str, Element]
    names: dict[str, str] = field(default_factory=dict)
    theirs: set[str] = field(default_factory=set)

    def definition(self, identifier: str) -> Element | None:
        """Return a style of the one list by its identifier there."""
        found = (one for one in self.root.iter(q("style")) if val(one, "styleId") == identifier)
        return next(found, None)

    def numbering(self, identifier: str) -> Element | None:
        """Return ``w:numPr`` of a style or of the styles it is based on, the nearest."""
        seen: set[str] = set()
        while identifier and identifier not in seen:
            seen.add(identifier)
            style = self.definition(identifier)
            if style is None:
                return None
            found = style.find(f"{q('pPr')}/{q('numPr')}")
            if found is not None:
                return found
            identifier = val(style.find(q("basedOn")))
        return None


def join_styles(theirs: Element, ours: Element, used: Iterable[str]) -> Looks:
    """Return one list of a template's styles and those that a paper uses.

    Args:
        theirs: root of the template's styles; it grows.
        ours: root of the paper's.
        used: identifiers of the styles that the paper's content names.
    """
    styles = {val(one, "styleId"): one for one in ours.iter(q("style"))}
    looks = Looks(theirs, styles)
    needed = _with_bases(styles, used)
    by_name = {_name(one): one for one in theirs.iter(q("style"))}
    taken = {val(one, "styleId") for one in by_name.values()}
    for identifier in needed:
        style = styles[identifier]
        same = _default(theirs, style) if val(style, "default") else by_name.get(_name(style))
        if same is not None and val(same, "type") == val(style, "type"):
            looks.names[identifier] = val(same, "styleId")
            looks.theirs.add(identifier)
        else:
            looks.names[identifier] = _free(identifier, taken)
            taken.add(looks.names[identifier])
    for identifier in needed:
        if identifier not in looks.theirs:
            theirs.append(_standing_alone(looks, identifier, by_name))
    _speak(theirs, ours)
    return looks


def _with_bases(styles: dict[str, Element], used: Iterable[str]) -> list[str]:
    """Return identifiers of styles in the order of the paper, with those they rest on."""
    waiting = [one for one in used if one in styles]
    waiting += [name for name, style in styles.items() if val(style, "default")]
    found: set[str] = set()
    while waiting:
        identifier = waiting.pop()
        if identifier in found:
            continue
        found.add(identifier)
        for tag in ("basedOn", "link"):
            other = val(styles[identifier].find(q(tag)))
            if other in styles:
                waiting.append(other)
    return [name for name in styles if name in found]


def _standing_alone(looks: Looks, identifier: str, by_name: dict[str, Element]) -> Element:
    """Return a style of ours as the one list has it."""
    style = copy.deepcopy(looks.ours[identifier])
    style.set(q("styleId"), looks.names[identifier])
    name = style.find(q("name"))
    if name is not None and _name(style) in by_name:  # of another type: one name, one style
        name.set(q("val"), f"{val(name)} Paper")
    for tag in ("basedOn", "next", "link"):
        other = style.find(q(tag))
        if other is not None and val(other) not in looks.names:
            drop(other)
        elif other is not None:
            other.set(q("val"), looks.names[val(other)])
    if val(style, "type") == "paragraph":
        if _name(style) == _BODY_TEXT:
            for tag in ("pPr", "rPr"):
                if (holder := style.find(q(tag))) is not None:
                    style.remove(holder)
        elif _rests_on_theirs(looks, identifier) and not _only_counts(style):
            _say_space(looks, identifier, style)
    return style


def _only_counts(style: Element) -> bool:
    """Tell whether a style says nothing but its list: it looks as what it is based on."""
    own = [one.tag for one in style.iterfind(f"{q('pPr')}/*")]
    return own == [q("numPr")] and style.find(q("rPr")) is None


def _rests_on_theirs(looks: Looks, identifier: str) -> bool:
    base = val(looks.ours[identifier].find(q("basedOn")))
    return base in looks.theirs or (
        base in looks.ours and _name(looks.ours[base]) == _BODY_TEXT
    )  # fmt: skip


def _say_space(looks: Looks, identifier: str, style: Element) -> None:
    """Write down the space and indents that a style of ours had from our own Normal."""
    properties = style.find(q("pPr"))
    if properties is None:
        properties = w("pPr")
        at = style.find(q("rPr"))
        if at is None:
            style.append(properties)
        else:
            at.addprevious(properties)
    counted = properties.find(q("numPr")) is not None
    for tag, names in _SPACE.items():
        if tag == "ind" and counted:
            continue  # the list says how far
        holder = _holder(properties, tag)
        for name in names:
            if holder.get(q(name)) is None:
                holder.set(q(name), _ours(looks, identifier, tag, name))
        if tag == "ind" and holder.get(q("hanging")) is None and not val(holder, "firstLine"):
            holder.set(q("firstLine"), "0")
    if properties.find(q("jc")) is None:
        _holder(properties, "jc").set(q("val"), "left")


def _ours(looks: Looks, identifier: str, tag: str, name: str) -> str:
    """Return what an attribute is in a style of ours, through all that it rests on."""
    while identifier in looks.ours:
        style = looks.ours[identifier]
        found = val(style.find(f"{q('pPr')}/{q(tag)}"), name)
        if found:
            return found
        identifier = val(style.find(q("basedOn")))
    return "0"


def _holder(properties: Element, tag: str) -> Element:
    """Return a child of ``w:pPr``, which is made at its place where it is not there."""
    found = properties.find(q(tag))
    if found is not None:
        return found
    made = w(tag)
    later = {q(one) for one in (*_AFTER[tag], *_LAST)}
    place = next((child for child in properties if child.tag in later), None)
    if place is None:
        properties.append(made)
    else:
        place.addprevious(made)
    return made


def _speak(theirs: Element, ours: Element) -> None:
    """Let the template's text be in the paper's language where it says no other."""
    language = ours.find(f"{q('docDefaults')}/{q('rPrDefault')}/{q('rPr')}/{q('lang')}")
    for style in theirs.iter(q("style")):
        if val(style, "default") and (own := style.find(f"{q('rPr')}/{q('lang')}")) is not None:
            drop(own)
    if language is None:
        return
    defaults = theirs.find(q("docDefaults"))
    if defaults is None:
        defaults = w("docDefaults")
        theirs.insert(0, defaults)
    holder = defaults.find(q("rPrDefault"))
    if holder is None:
        holder = w("rPrDefault")
        defaults.insert(0, holder)
    properties = holder.find(q("rPr"))
    if properties is None:
        properties = etree.SubElement(holder, q("rPr"))
    if (own := properties.find(q("lang"))) is not None:
        drop(own)
    later = {q(one) for one in ("eastAsianLayout", "specVanish", "oMath")}
    place = next(
        (one for one in properties if one.tag in later or not str(one.tag).startswith(q(""))), None
    )
    spoken = copy.deepcopy(language)
    if place is None:
        properties.append(spoken)
    else:
        place.addprevious(spoken)


def _default(root: Element, style: Element) -> Element | None:
    kind = val(style, "type")
    found = (
        one for one in root.iter(q("style"))
        if val(one, "type") == kind and val(one, "default") in ("1", "true", "on")
    )  # fmt: skip
    return next(found, None)


def _name(style: Element) -> str:
    return val(style.find(q("name"))).lower()


def _free(identifier: str, taken: set[str]) -> str:
    name, number = identifier, 1
    while name in taken:
        number += 1
        name = f"{identifier}{number}"
    return name
