"""Fields in a template (ECMA-376, 17.16): those that count pages and refer to places are kept.

Others print what is no part of the paper: its author, its file, the clock, somebody's disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from briefgen.diagnostics import Diagnostic
from briefgen.write.docx.ooxml import Element, W
from briefgen.write.docx.template.parts import Part, Parts

_KEPT: Final = frozenset(
    ("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "REF", "NOTEREF", "SEQ", "TOC",
     "STYLEREF", "HYPERLINK")
)  # fmt: skip

#: Address fields that lead elsewhere than a web page are told by this.
_WEB: Final = ("http:", "https:", "mailto:")


def field_faults(package: Parts, part: Part) -> Iterator[Diagnostic]:
    """Yield a fault for each field of a part that a paper cannot keep."""
    for code in _codes(part.tree):
        words = code.split()
        kind = words[0].upper() if words else ""
        if kind not in _KEPT:
            message = f"the Word template has the field {kind or 'without a name'}"
            hint = "put a tag such as {{ paper.title }} in its place, or take it out"
        elif kind == "HYPERLINK" and "\\l" not in words and not _leads_to_web(words[1:]):
            message = "the Word template has a link that leads to no web page"
            hint = "link to an address that begins with https:"
        else:
            continue
        yield package.fault(message, hint, part.label)


def _leads_to_web(words: list[str]) -> bool:
    return bool(words) and words[0].strip('"').startswith(_WEB)


def _codes(root: Element) -> Iterator[str]:
    """Yield what fields are told to do, those inside others apart."""
    for simple in root.iter(f"{{{W}}}fldSimple"):
        yield simple.get(f"{{{W}}}instr", "")
    pending: list[list[str]] = []
    for element in root.iter(f"{{{W}}}fldChar", f"{{{W}}}instrText"):
        if element.tag == f"{{{W}}}instrText":
            if pending:
                pending[-1].append(element.text or "")
            continue
        kind = element.get(f"{{{W}}}fldCharType")
        if kind == "begin":
            pending.append([])
        elif pending and kind in ("separate", "end"):
            code = "".join(pending[-1])
            if code.strip():
                yield code
            pending[-1].clear()
            if kind == "end":
                pending.pop()
