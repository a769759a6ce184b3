"""Whether every page of a finished file carries its banner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from briefgen.verify.corners import Search
from briefgen.verify.folding import fold
from briefgen.verify.opening import opened
from briefgen.verify.pdf import pdf_corners

_PAGE = re.compile(r"page \d+, text layer")

#: Namespace of WordprocessingML (ISO/IEC 29500-1, 17).
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def unmarked(content: bytes, kind: str, banner: str) -> list[str]:
    """Return the pages of a PDF, or the headers and footers of a Word file, without the banner.

    Args:
        content: the file.
        kind: ``pdf`` or ``docx``.
        banner: what is to stand on every page.

    Raises:
        ValueError: the file cannot be read.
    """
    wanted = fold(banner)
    places = _pages(content) if kind == "pdf" else _margins(content)
    return [where for where, text in places if wanted not in fold(text)]


def _pages(content: bytes) -> Iterator[tuple[str, str]]:
    for corner in pdf_corners(content, "", Search(opened), 0):
        if _PAGE.fullmatch(corner.where):
            yield corner.where.removesuffix(", text layer"), corner.text


def _margins(content: bytes) -> Iterator[tuple[str, str]]:
    with ZipFile(BytesIO(content)) as package:
        names = [n for n in package.namelist() if re.fullmatch(r"word/(header|footer)\d*\.xml", n)]
        if not names:
            yield "every page", ""
        for name in names:
            root = etree.fromstring(package.read(name))
            yield name, "".join(str(t) for t in root.itertext(f"{{{_WORD}}}t"))
