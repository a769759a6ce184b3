"""Tracked changes: all are accepted, and nothing tells that there were any (ECMA-376, 17.13.5)."""

from __future__ import annotations

from typing import Final

from briefgen.write.docx.ooxml import Element
from briefgen.write.docx.template.edits import drop, q, unwrap

_UNWRAPPED: Final = ("ins", "moveTo")

_DROPPED: Final = (
    "del", "moveFrom", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange",
    "tblGridChange", "tcPrChange", "trPrChange", "numberingChange", "cellIns", "cellMerge",
    "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
    "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
    "customXmlDelRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd",
    "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd", "delText", "delInstrText",
)  # fmt: skip


def accept_revisions(root: Element) -> None:
    """Accept every tracked change in a part: insertions stay, deletions go."""
    for row in list(root.iter(q("tr"))):
        if row.find(f"{q('trPr')}/{q('del')}") is not None:
            drop(row)
    for cell in list(root.iter(q("tc"))):
        if cell.find(f"{q('tcPr')}/{q('cellDel')}") is not None:
            drop(cell)
    _join_paragraphs(root)
    for mark in list(root.iter(*map(q, _UNWRAPPED))):
        unwrap(mark)
    for change in list(root.iter(*map(q, _DROPPED))):
        drop(change)


def _join_paragraphs(root: Element) -> None:
    """Join each paragraph whose mark was deleted or moved away with the next."""
    for paragraph in reversed(list(root.iter(q("p")))):
        marks = paragraph.find(f"{q('pPr')}/{q('rPr')}")
        if marks is None or (marks.find(q("del")) is None and marks.find(q("moveFrom")) is None):
            continue
        following = paragraph.getnext()
        if following is None or following.tag != q("p"):
            continue  # the last paragraph of a cell or body stays
        at = 1 if following.find(q("pPr")) is not None else 0
        for child in reversed([one for one in paragraph if one.tag != q("pPr")]):
            following.insert(at, child)
        drop(paragraph)
