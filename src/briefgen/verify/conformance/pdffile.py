"""What a PDF says of itself, and what it must not hold (ISO 19005-3, ISO 14289-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from briefgen.verify.conformance.faults import Fault
from briefgen.verify.reading.tagged import TaggedPdf

_NAMES: Final = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
}

#: What the metadata must say: PDF/A-3a (ISO 19005-3, 6.6.4) and PDF/UA-1 (ISO 14289-1, 5).
_IDENTIFIED: Final = {("pdfaid", "part"): "3", ("pdfaid", "conformance"): "A",
                      ("pdfuaid", "part"): "1"}  # fmt: skip

#: Actions that do anything but lead to a place or an address (ISO 32000-1, 12.6.4).
_PLAIN_ACTIONS: Final = {"/GoTo", "/URI", "/Named"}
_ACTION_KEYS: Final = ("/A", "/AA", "/OpenAction", "/Next")

#: RFC 5646, as far as its form goes.
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

_FILE: Final = "the file"


def file_faults(file: TaggedPdf) -> Iterator[Fault]:
    """Yield what is wrong with the file as a whole."""
    yield from _metadata(file.pdf)
    yield from _catalog(file.pdf)
    yield from _active(file.pdf)
    yield from _attachments(file.pdf)
    yield from _fonts(file)


def _metadata(pdf: Any) -> Iterator[Fault]:
    import pikepdf  # noqa: PLC0415  # 50 ms, and only where a PDF is read

    stream = pdf.Root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        yield Fault("pdf-identification", _FILE, "it has no XMP metadata")
        return
    if "/Filter" in stream:
        yield Fault("pdf-identification", _FILE, "its XMP metadata are compressed")
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(stream.read_bytes().strip(), parser)
    except etree.XMLSyntaxError as error:
        yield Fault("pdf-identification", _FILE, f"its XMP metadata are no XML: {error}")
        return
    for (prefix, name), wanted in _IDENTIFIED.items():
        if _said(root, f"{{{_NAMES[prefix]}}}{name}") != wanted:
            message = f"its metadata do not say {prefix}:{name} = {wanted}"
            yield Fault("pdf-identification", _FILE, message)
    titles = root.find(f".//{{{_NAMES['dc']}}}title")
    title = "".join(map(str, titles.itertext())).strip() if titles is not None else ""
    if not title:
        yield Fault("pdf-metadata", _FILE, "its metadata give no title (dc:title)")
    elif str(pdf.docinfo.get("/Title", title)).split() != title.split():
        yield Fault("pdf-metadata", _FILE, "its two titles differ (dc:title and /Title)")


def _said(root: etree._Element, name: str) -> str:
    """Return what a property is, written as an element or as an attribute."""
    for element in root.iter():
        if element.tag == name:
            return (element.text or "").strip()
        if name in element.attrib:
            return str(element.attrib[name])
    return ""


def _catalog(pdf: Any) -> Iterator[Fault]:
    root = pdf.Root
    if not _LANGUAGE.fullmatch(str(root.get("/Lang", ""))):
        yield Fault("pdf-metadata", _FILE, "it does not say in which language it is (/Lang)")
    if not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        message = "a reader shows its file name instead of its title (/DisplayDocTitle)"
        yield Fault("pdf-metadata", _FILE, message)
    intents = [i for i in root.get("/OutputIntents", ()) if str(i.get("/S")) == "/GTS_PDFA1"]
    if not any("/DestOutputProfile" in intent for intent in intents):
        message = "it does not say what its colours mean (/OutputIntents)"
        yield Fault("pdf-color", _FILE, message)
    headings = len(pdf.pages) > 1
    if headings and "/First" not in root.get("/Outlines", {}):
        yield Fault("pdf-navigation", _FILE, "it has several pages and no bookmarks")
    for number, page in enumerate(pdf.pages, 1):
        if page.get("/Annots") and str(page.get("/Tabs")) != "/S":
            message = "links are not reached in the order of reading (/Tabs)"
            yield Fault("pdf-navigation", f"page {number}", message)


def _active(pdf: Any) -> Iterator[Fault]:
    """Yield what does something, or fetches something, when the file is opened."""
    import pikepdf  # noqa: PLC0415

    if pdf.is_encrypted:
        yield Fault("pdf-active", _FILE, "it is encrypted")
    names = pdf.Root.get("/Names", {})
    if "/JavaScript" in names:
        yield Fault("pdf-active", _FILE, "it holds scripts (/JavaScript)")
    if "/AcroForm" in pdf.Root:
        yield Fault("pdf-active", _FILE, "it holds a form (/AcroForm)")
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            if "/F" in item:
                message = "a part of it is kept in another file"
                yield Fault("pdf-active", f"object {item.objgen[0]}", message)
        elif isinstance(item, pikepdf.Dictionary):
            where = f"object {item.objgen[0]}"
            if item.get("/Type") == "/StructElem":
                continue
            for kind in sorted(set(_actions(item, 0)) - _PLAIN_ACTIONS):
                yield Fault("pdf-active", where, f"it does something: {kind[1:]}")


def _actions(item: Any, deep: int) -> Iterator[str]:
    """Yield the kinds of the actions that a dictionary is or holds."""
    import pikepdf  # noqa: PLC0415

    if not isinstance(item, pikepdf.Dictionary) or deep > 10:
        return
    if "/JS" in item:
        yield "/JavaScript"
    if "/S" in item and (deep or str(item.get("/Type")) == "/Action"):
        yield str(item["/S"])
    for key in _ACTION_KEYS:
        value = item.get(key)
        if key == "/AA" and isinstance(value, pikepdf.Dictionary):
            yield "/AA"
        for one in value if isinstance(value, pikepdf.Array) and key == "/Next" else [value]:
            yield from _actions(one, deep + 1)


def _attachments(pdf: Any) -> Iterator[Fault]:
    """Yield what is wrong with the files that it carries (ISO 19005-3, 6.8)."""
    import pikepdf  # noqa: PLC0415

    associated = {file.objgen for file in pdf.Root.get("/AF", ())}
    tree = pdf.Root.get("/Names", {}).get("/EmbeddedFiles")
    files: dict[Any, Any] = {} if tree is None else dict(pikepdf.NameTree(tree).items())
    for key, file in files.items():
        name = str(key)
        where = f"attachment {name}"
        if str(file.get("/AFRelationship", "")) not in ("/Source", "/Data"):
            message = "it does not say what it is to the paper (/AFRelationship)"
            yield Fault("pdf-attachment", where, message)
        if file.objgen not in associated:
            yield Fault("pdf-attachment", where, "the paper does not name it (/AF)")
        stream = file.get("/EF", {}).get("/F")
        if stream is None or "/Subtype" not in stream:
            yield Fault("pdf-attachment", where, "it does not say what kind of file it is")


def _fonts(file: TaggedPdf) -> Iterator[Fault]:
    known = set()
    for number, page in enumerate(file.pages, 1):
        for font in page.fonts.values():
            name = str(font.get("/BaseFont", "/"))[1:]
            if name in known:
                continue
            known.add(name)
            where = f"page {number}, font {name}"
            if str(font.get("/Subtype")) == "/Type3":
                continue
            holder = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            described = holder.get("/FontDescriptor", {})
            if not any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield Fault("pdf-font", where, "it is not embedded")
            if "/ToUnicode" not in font:
                yield Fault("pdf-font", where, "it does not say what its letters are (/ToUnicode)")
