"""Settings: the paper's, with those of the template that say what its pages look like."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Final

from briefgen.write.docx.ooxml import Element, add, w
from briefgen.write.docx.template.edits import drop, q, val

#: Settings that are taken from the template.
_TAKEN: Final = (
    "displayBackgroundShape", "mirrorMargins", "gutterAtTop", "defaultTabStop", "autoHyphenation",
    "evenAndOddHeaders", "clrSchemeMapping",
)  # fmt: skip

#: The order of settings, as far as it matters here (ECMA-376, 17.15.1.78).
_ORDER: Final = (
    "zoom", "removePersonalInformation", "removeDateAndTime", "displayBackgroundShape",
    "embedTrueTypeFonts", "embedSystemFonts", "saveSubsetFonts", "mirrorMargins", "gutterAtTop",
    "updateFields", "defaultTabStop", "autoHyphenation", "evenAndOddHeaders",
    "characterSpacingControl", "footnotePr", "endnotePr", "compat", "themeFontLang",
    "clrSchemeMapping", "decimalSymbol", "listSeparator",
)  # fmt: skip


def join_settings(
    theirs: Element | None, ours: Element, notes: Mapping[str, Sequence[str]]
) -> None:
    """Bring a template's settings into a paper's.

    Args:
        theirs: root of the template's settings, if it has any.
        ours: root of the paper's, which grows.
        notes: identifiers of the separators of notes by ``footnote`` and ``endnote``.
    """
    for name in _TAKEN:
        found = None if theirs is None else theirs.find(q(name))
        if found is not None:
            _put(ours, copy.deepcopy(found))
    for kind, identifiers in notes.items():
        holder = w(f"{kind}Pr")
        for identifier in identifiers:
            add(holder, kind, id=identifier)
        if identifiers:
            _put(ours, holder)


def has_even_pages(settings: Element | None) -> bool:
    """Whether even pages have headers and footers of their own."""
    found = None if settings is None else settings.find(q("evenAndOddHeaders"))
    return found is not None and val(found) not in ("0", "false", "off")


def _put(settings: Element, one: Element) -> None:
    """Put a setting at its place, instead of one that is there."""
    if (old := settings.find(str(one.tag))) is not None:
        drop(old)
    earlier = [q(name) for name in _ORDER[: [q(n) for n in _ORDER].index(str(one.tag))]]
    at = max((n for n, child in enumerate(settings, 1) if child.tag in earlier), default=0)
    settings.insert(at, one)
