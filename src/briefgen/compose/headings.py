"""Numbers of headings: 1, 1.1, 1.1.1, and letters for annexes; in the contents as well."""

from __future__ import annotations

from markupsafe import Markup, escape

from briefgen.compose.elements import Edit, Node, edited, read
from briefgen.compose.wording import Wording

_TAGS = ("h2", "h3", "h4")

#: Where headings are no part of the outline.
_APART = ("nav", "aside", "header")

_LABEL = Markup('<span class="ordinal">{}<span class="count">{}</span>{}\N{EN SPACE}</span>')


def numbered_headings(html: str, levels: int, wording: Wording) -> str:
    """Return a document whose headings have numbers.

    Those of class ``unnumbered`` have none, nor those below them; ``h2`` of class ``annex``
    have letters.

    Args:
        html: the document.
        levels: how many levels of headings, from ``h2`` down.
        wording: the paper's language.
    """
    root = read(html)
    labels = _labels([n for n in root.below() if n.tag in _TAGS and not n.is_in(*_APART)],
                     _TAGS[:levels], wording)  # fmt: skip
    edits = [Edit(node.inner, node.inner, label) for node, label in labels.items()]
    named = {node.attributes["id"]: node for node in root.below() if "id" in node.attributes}
    for link in root.below():
        if link.tag != "a" or not link.is_in("nav"):
            continue
        target = named.get(link.attributes.get("href", "")[1:])
        heading = target if target in labels else target.first(*_TAGS) if target else None
        if heading in labels:
            edits.append(Edit(link.inner, link.inner, labels[heading]))
    return edited(html, edits)


def _labels(headings: list[Node], tags: tuple[str, ...], wording: Wording) -> dict[Node, Markup]:
    found = {}
    counts = [0] * len(_TAGS)
    sections = annexes = 0
    around = ""
    skipped = len(_TAGS)  # level of the unnumbered heading around
    for heading in headings:
        level = _TAGS.index(heading.tag)
        if level <= skipped:
            skipped = level if "unnumbered" in heading.classes else len(_TAGS)
        if level >= skipped or heading.tag not in tags:
            continue
        if level > 0:
            counts[level] += 1
            counts[level + 1 :] = [0] * (len(_TAGS) - level - 1)
            count = ".".join((around, *map(str, counts[1 : level + 1])))
            found[heading] = _LABEL.format("", count, "")
            continue
        counts = [0] * len(_TAGS)
        if "annex" in heading.classes:
            annexes += 1
            around = _letters(annexes)
            found[heading] = label(_LABEL, wording, "annex.letter", "letter", around)
        else:
            sections += 1
            around = str(sections)
            found[heading] = _LABEL.format("", around, "")
    return found


def label(pattern: Markup, wording: Wording, key: str, gap: str, count: str) -> Markup:
    """Return a word of the catalogue with its one gap set apart.

    Args:
        pattern: markup with three places: what stands before the gap, the gap, what stands behind.
        wording: the paper's language.
        key: the word's key.
        gap: name of its gap.
        count: what fills it.
    """
    before, _, after = wording.word(key, **{gap: "\0"}).partition("\0")
    return pattern.format(escape(before), count, escape(after))


def _letters(number: int) -> str:
    """Return A to Z, then AA, BB and so on, as Word counts (ECMA-376, 17.18.59, upperLetter)."""
    turns, letter = divmod(number - 1, 26)
    return chr(ord("A") + letter) * (turns + 1)
