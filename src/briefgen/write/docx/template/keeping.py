"""What a paragraph is kept with: a matter of its place, whatever its style looks like.

Somebody's Caption may let a page end between a caption and its table; the paper's does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from briefgen.write.docx.ooxml import Element, w
from briefgen.write.docx.template.edits import q, val
from briefgen.write.docx.template.looks import Looks

_OFF: Final = ("0", "false", "off")


def keep_with_next(looks: Looks, content: Iterable[Element]) -> None:
    """Let paragraphs in styles of the template be kept with what follows as in the paper's own.

    Args:
        looks: the one list of styles.
        content: the paper's stories, before their styles are called by other names.
    """
    theirs = {val(one, "styleId"): one for one in looks.root.iter(q("style"))}
    kept = {
        style
        for style in looks.theirs
        if _keeps(looks.ours, style) and not _keeps(theirs, looks.names[style])
    }
    for properties in [one for story in content for one in story.iter(q("pPr"))]:
        named = properties.find(q("pStyle"))
        if val(named) in kept and properties.find(q("keepNext")) is None:
            properties.insert(int(named is not None), w("keepNext"))


def _keeps(styles: Mapping[str, Element], identifier: str) -> bool:
    """Tell whether a style, or what it is based on, is kept with what follows."""
    seen: set[str] = set()
    while identifier in styles and identifier not in seen:
        seen.add(identifier)
        found = styles[identifier].find(f"{q('pPr')}/{q('keepNext')}")
        if found is not None:
            return val(found) not in _OFF
        identifier = val(styles[identifier].find(q("basedOn")))
    return False
