"""Whether every page of a finished file carries what it must: the banner, and DRAFT."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from briefgen.verify.leaks.scan import Finished

_PAGE = re.compile(r"page \d+, text layer")

#: Namespace of WordprocessingML (ISO/IEC 29500-1, 17).
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def unmarked(file: Finished, banner: str, draft: str) -> Iterator[tuple[str, list[str]]]:
    """Yield what is missing from a file, with the pages or margins that it is missing from.

    The banner stands at the head and at the foot of every page. It is compared as whole
    words in their own case: an official is not OFFICIAL.

    Args:
        file: the file: PDF or DOCX.
        banner: the banner.
        draft: what a draft says on every page; empty for a paper that is none.

    Raises:
        ValueError: the file cannot be read.
    """
    if file.kind == "pdf":
        pages = list(_pages(file))
        wanted = [(banner, 2, pages), (draft, 1, pages)]
    else:
        content = file.content
        heads, feet = list(_margins(content, "header")), list(_margins(content, "footer"))
        heads += _lacking(content, "header")
        feet += _lacking(content, "footer")
        wanted = [(banner, 1, heads), (banner, 1, feet), (draft, 1, heads)]
    for text, times, places in wanted:
        missing = [where for where, words in places if _count(text.split(), words) < times]
        if text and (missing or not places):
            yield text, missing or ["any page"]


def _count(wanted: list[str], words: list[str]) -> int:
    length = len(wanted)
    return sum(words[at : at + length] == wanted for at in range(len(words) - length + 1))


def _pages(file: Finished) -> Iterator[tuple[str, list[str]]]:
    seen = set()
    for corner in file.corners:
        if _PAGE.fullmatch(corner.where) and corner.where not in seen:  # then, decoded
            seen.add(corner.where)
            yield corner.where.removesuffix(", text layer"), corner.text.split()


def _margins(content: bytes, part: str) -> Iterator[tuple[str, list[str]]]:
    with ZipFile(BytesIO(content)) as package:
        for name in package.namelist():
            if re.fullmatch(rf"word/{part}\d*\.xml", name):
                root = etree.fromstring(package.read(name))
                paragraphs = ("".join(map(str, _texts(p))) for p in root.iter(f"{_WORD}p"))
                yield name, " ".join(paragraphs).split()


def _lacking(content: bytes, part: str) -> Iterator[tuple[str, list[str]]]:
    """Yield, without any words, the sections that have pages without a header or footer.

    A section that has none takes that of the section before it (ISO/IEC 29500-1, 17.10.5).
    """
    with ZipFile(BytesIO(content)) as package:
        if not {"word/document.xml", "word/settings.xml"} <= set(package.namelist()):
            return  # no document of ours: its headers, if there are any, have been looked at
        root = etree.fromstring(package.read("word/document.xml"))
        settings = etree.fromstring(package.read("word/settings.xml"))
    has_even = _is_on(settings.find(f"{_WORD}evenAndOddHeaders"))
    there: set[str] = set()
    for number, section in enumerate(root.iter(f"{_WORD}sectPr"), 1):
        there |= {
            reference.get(f"{_WORD}type", "default")
            for reference in section.findall(f"{_WORD}{part}Reference")
        }
        needed = {"default": True, "even": has_even,
                  "first": _is_on(section.find(f"{_WORD}titlePg"))}  # fmt: skip
        for kind in (kind for kind, is_needed in needed.items() if is_needed):
            if kind not in there:
                yield f"the {kind} pages of section {number}, which have no {part}", []


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(f"{_WORD}val") not in ("0", "false", "off")


def _texts(paragraph: etree._Element) -> Iterator[str]:
    for node in paragraph.iter(f"{_WORD}t", f"{_WORD}tab"):
        yield node.text or " "
