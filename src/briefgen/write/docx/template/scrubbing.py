"""What a template holds that no reader sees: taken out before anything is written into it.

Nobody's name, machine, working title or second thought travels in a paper. What can be seen
and cannot be kept is refused instead, by name. Parts that are not reached are never read.
"""

from __future__ import annotations

import re
from typing import Final

from briefgen.compose.pictures import bare_picture
from briefgen.diagnostics import ContentError, Diagnostic
from briefgen.write.docx.ooxml import MC, PIC, WP, A, Element, R, W
from briefgen.write.docx.template.edits import close_up, drop, q, unwrap, val
from briefgen.write.docx.template.fields import field_faults
from briefgen.write.docx.template.parts import Part, Parts
from briefgen.write.docx.template.revisions import accept_revisions

#: Elements that hold what is seen; only they themselves go.
_UNWRAPPED: Final = ("smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo")

#: Elements that nobody sees.
_DROPPED: Final = (
    "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "proofErr",
    "permStart", "permEnd", "smartTagPr", "customXmlPr", "sdtPr", "sdtEndPr", "rsid", "nsid",
    "tmpl", "printerSettings", "docPartBody", "embedRegular", "embedBold", "embedItalic",
    "embedBoldItalic", "lastRenderedPageBreak", "saveThroughXslt", "numIdMacAtCleanup",
)  # fmt: skip

#: Elements that are seen and that no paper can hold, in plain words.
_REFUSED: Final = {
    "object": "an embedded object", "control": "an ActiveX control",
    "altChunk": "an imported document", "subDoc": "a linked document",
    "contentPart": "ink", "movie": "a film",
}  # fmt: skip

#: How namespaces of Office begin; what is in any other was not written by Word.
_OFFICE: Final = (
    "http://schemas.openxmlformats.org/", "http://schemas.microsoft.com/", "urn:schemas-microsoft-",
    "http://www.w3.org/XML/",
)  # fmt: skip

_MICROSOFT: Final = "{http://schemas.microsoft.com/"
_VML: Final = "{urn:schemas-microsoft-com:"

_PATH: Final = re.compile(r"[\\/]|\.\w{3,4}$")


def scrub(package: Parts) -> None:
    """Leave nothing in a template but what its readers see.

    Raises:
        ContentError: it shows what a paper cannot hold, or a picture cannot be read.
    """
    hidden = _hidden_styles(package)
    found: list[Diagnostic] = []
    for part in package.parts.values():
        if part.root is None:
            _bare(package, part)
            continue
        found += [
            package.fault(f"the Word template holds {words}", _WAY_OUT, part.label)
            for tag, words in _REFUSED.items()
            if part.root.find(f".//{q(tag)}") is not None
        ]
        _clean(part, part.root, hidden)
        found += field_faults(package, part)
    if found:
        raise ContentError(found)


_WAY_OUT: Final = "take it out of the template, or insert it as a picture"


def _clean(part: Part, root: Element, hidden: frozenset[str]) -> None:
    for element in [one for one in root.iter() if not _is_of_office(one.tag)]:
        drop(element)
    _choose(root)
    accept_revisions(root)
    for element in list(root.iter(*map(q, _DROPPED))):
        drop(element)
    for element in list(root.iter(*map(q, _UNWRAPPED))):
        unwrap(element)
    _drop_hidden(root, hidden)
    for element in root.iter():
        _drop_attributes(element)
    for properties in root.iter(q("pPr")):
        # LibreOffice writes a section first, where it does not belong.
        properties.extend(properties.findall(q("sectPr")))
    _name_pictures(root)
    for extensions in list(root.iter(f"{{{A}}}extLst")):
        drop(extensions)
    _drop_lost(part, root)
    close_up(root)
    used = {to for element in root.iter() for to in _references(element).values()}
    part.relations = {one: r for one, r in part.relations.items() if _is_needed(one, r.kind, used)}


def _is_needed(identifier: str, kind: str, used: set[str]) -> bool:
    return identifier in used or kind not in ("image", "hyperlink", "header", "footer")


def _is_of_office(name: object) -> bool:
    uri = str(name).partition("}")[0].removeprefix("{")
    return uri.startswith(_OFFICE)


def _choose(root: Element) -> None:
    """Keep of every alternative the newest, which all current versions of Word show."""
    for alternative in list(root.iter(f"{{{MC}}}AlternateContent")):
        choice = alternative.find(f"{{{MC}}}Choice")
        if choice is None:
            choice = alternative.find(f"{{{MC}}}Fallback")
        if choice is not None and (choice.get("Requires") or "wps") not in ("wps", "wpg", "v", ""):
            choice = alternative.find(f"{{{MC}}}Fallback")
        if choice is None:
            drop(alternative)
            continue
        for other in list(alternative):
            if other is not choice:
                drop(other)
        fallback = choice.tag.endswith("Fallback")
        if fallback:
            unwrap(choice)
            unwrap(alternative)


def _hidden_styles(package: Parts) -> frozenset[str]:
    """Return the identifiers of the styles whose text is hidden."""
    part = package.related("styles")
    if part is None:
        return frozenset()
    styles = part.tree
    return frozenset(
        style.get(q("styleId"), "")
        for style in styles.iter(q("style"))
        if _is_on(style.find(f"{q('rPr')}/{q('vanish')}"))
    )


def _drop_hidden(root: Element, hidden: frozenset[str]) -> None:
    for run in list(root.iter(q("r"))):
        properties = run.find(q("rPr"))
        style = None if properties is None else properties.find(q("rStyle"))
        own = None if properties is None else properties.find(q("vanish"))
        paragraph = next(run.iterancestors(q("p")), None)
        around = None if paragraph is None else paragraph.find(f"{q('pPr')}/{q('pStyle')}")
        by_style = val(style) in hidden or val(around) in hidden
        if _is_on(own) or (own is None and by_style):
            drop(run)


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(q("val")) not in ("0", "false", "off")


def _drop_attributes(element: Element) -> None:
    for name in list(element.attrib):
        _, _, local = str(name).rpartition("}")
        foreign = str(name).startswith("{") and not _is_of_office(name)
        revision = str(name).startswith(f"{{{W}}}rsid")
        machine = str(name).startswith((_MICROSOFT, _VML)) and not str(element.tag).startswith(
            (_MICROSOFT, _VML)
        )
        titles = str(element.tag).startswith(_VML) and local in ("title", "href", "spid", "gfxdata")
        if foreign or revision or machine or titles:
            del element.attrib[name]


def _name_pictures(root: Element) -> None:
    """Call pictures and shapes by their number; a description that is a path is none."""
    for number, element in enumerate(root.iter(f"{{{WP}}}docPr", f"{{{PIC}}}cNvPr"), 1):
        element.set("name", f"Picture {number}")
        described = element.get("descr", "")
        if element.tag == f"{{{PIC}}}cNvPr" or _PATH.search(described):
            element.attrib.pop("descr", "")
        element.attrib.pop("title", "")


def _drop_lost(part: Part, root: Element) -> None:
    """Drop what refers to a relation that was not kept; a link's text stays."""
    for element in [one for one in root.iter() if _references(one)]:
        lost = [name for name, to in _references(element).items() if to not in part.relations]
        if not lost:
            continue
        if element.tag == q("hyperlink"):
            for name in lost:
                del element.attrib[name]
            if element.get(q("anchor")) is None:
                unwrap(element)
        else:
            drop(element)


def _references(element: Element) -> dict[str, str]:
    """Return the attributes of an element that are references to relations."""
    return {
        str(name): str(value) for name, value in element.attrib.items()
        if str(name).startswith(f"{{{R}}}")
    }  # fmt: skip


def _bare(package: Parts, part: Part) -> None:
    """Leave a picture with its pixels."""
    try:
        part.data = bare_picture(part.data, part.content_type.removeprefix("image/"))
    except ValueError as error:
        message = f"a picture of the Word template {error}"
        raise ContentError([package.fault(message, "insert it as PNG or JPEG")]) from None
