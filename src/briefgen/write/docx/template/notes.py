"""Footnotes and endnotes of a template and of a paper in one part (ECMA-376, 17.11)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from briefgen.write.docx.ooxml import Element
from briefgen.write.docx.template.edits import drop, q, val

#: Kinds of notes by their part: the note, and the reference to it.
NOTES: Final = {
    "footnotes": ("footnote", "footnoteReference"), "endnotes": ("endnote", "endnoteReference"),
}  # fmt: skip


def join_notes(kind: str, theirs: Element, ours: Element, content: Iterable[Element]) -> None:
    """Append a paper's notes to a template's.

    Args:
        kind: ``footnotes`` or ``endnotes``.
        theirs: root of the template's part, which grows.
        ours: root of the paper's.
        content: the paper's content, whose references follow.
    """
    tag, reference = NOTES[kind]
    highest = max((int(val(one, "id")) for one in theirs.findall(q(tag))), default=0)
    numbers = {}
    for note in ours.findall(q(tag)):
        if val(note, "type") in ("", "normal"):
            highest += 1
            numbers[val(note, "id")] = str(highest)
            note.set(q("id"), str(highest))
            theirs.append(note)
    for root in content:
        for one in root.iter(q(reference)):
            one.set(q("id"), numbers[val(one, "id")])


def drop_unused(kind: str, theirs: Element, content: Iterable[Element]) -> None:
    """Drop notes that nothing refers to: a condition left their place out."""
    tag, reference = NOTES[kind]
    used = {val(one, "id") for root in content for one in root.iter(q(reference))}
    for note in theirs.findall(q(tag)):
        if val(note, "type") in ("", "normal") and val(note, "id") not in used:
            drop(note)


def separators(kind: str, theirs: Element) -> list[str]:
    """Return the identifiers of the lines that stand between text and notes."""
    tag, _ = NOTES[kind]
    return [
        val(one, "id") for one in theirs.findall(q(tag)) if val(one, "type") not in ("", "normal")
    ]
