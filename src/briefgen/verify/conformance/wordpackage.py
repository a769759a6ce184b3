"""Whether a Word file hangs together as a package (ISO/IEC 29500-2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from briefgen.verify.conformance.faults import Fault
from briefgen.verify.reading.word import MAIN, TYPES, R, W, WordPackage, is_on

#: Where links may lead.
_SCHEMES: Final = ("https", "http", "mailto")


def package_faults(package: WordPackage) -> Iterator[Fault]:
    """Yield what is wrong with the package of a Word file."""
    for name, times in Counter(package.names).items():
        if times > 1:
            yield Fault("docx-package", name, f"the package holds this part {times} times")
    yield from _content_types(package)
    yield from _relationships(package)
    yield from _unreachable(package)
    yield from _identifiers(package)
    settings = package.one("settings")
    if settings is not None and is_on(settings.find(f"{W}updateFields")):
        message = "Word asks everybody who opens it whether to update it (updateFields)"
        yield Fault("docx-settings", "word/settings.xml", message)


def _content_types(package: WordPackage) -> Iterator[Fault]:
    if TYPES not in package.parts:
        yield Fault("docx-package", TYPES, "this part is missing")
        return
    defaults, overrides = set(), set()
    for entry in package.tree(TYPES):
        extension, name = entry.get("Extension"), entry.get("PartName")
        if extension:
            defaults.add(extension.lower())
        if name:
            overrides.add(name.lstrip("/"))
    for name in package.parts:
        extension = name.rpartition(".")[2].lower()
        is_xml = extension == "xml" and name != TYPES and "_rels/" not in name
        told = name in overrides or (extension in defaults and not is_xml)
        if not told and name != TYPES and not name.endswith("/"):
            yield Fault("docx-package", name, "its content type is not told")
    for name in sorted(overrides - set(package.parts)):
        yield Fault("docx-package", name, "it has a content type and is not there")


def _relationships(package: WordPackage) -> Iterator[Fault]:
    for source in package.sources:
        where = source or "the package"
        if source and source not in package.parts:
            yield Fault("docx-package", where, "it has relationships and is not there")
        for link in package.relationships(source).values():
            if link.external:
                known = urlsplit(link.target).scheme.lower() in _SCHEMES
                if link.type != "hyperlink" or not known:
                    message = f"it leads out of the file to {link.target} ({link.type})"
                    yield Fault("docx-external", where, message)
            elif link.target not in package.parts:
                message = f"its relationship {link.id} leads to {link.target}, which is not there"
                yield Fault("docx-package", where, message)


def _unreachable(package: WordPackage) -> Iterator[Fault]:
    reached, waiting = set(), [""]
    while waiting:
        source = waiting.pop()
        for link in package.relationships(source).values():
            if not link.external and link.target not in reached:
                reached.add(link.target)
                waiting.append(link.target)
    for name in package.parts:
        if name not in reached and name != TYPES and not name.endswith((".rels", "/")):
            yield Fault("docx-package", name, "nothing leads to it")
    if MAIN not in reached:
        yield Fault("docx-package", MAIN, "the package does not lead to its document")


def _identifiers(package: WordPackage) -> Iterator[Fault]:
    """Yield references to relationships that there are not, and relationships without use."""
    for source in package.sources:
        if not source.endswith(".xml") or source not in package.parts:
            continue
        used = {
            str(value)
            for element in package.tree(source).iter()
            for name, value in element.attrib.items()
            if str(name).startswith(R)
        }
        known = package.relationships(source)
        for identifier in sorted(used - set(known)):
            message = f"it refers to the relationship {identifier}, which there is not"
            yield Fault("docx-package", source, message)
        for identifier in sorted(set(known) - used):
            if known[identifier].type in ("hyperlink", "image", "chart", "header", "footer"):
                message = f"nothing refers to its relationship {identifier}"
                yield Fault("docx-package", source, message)
