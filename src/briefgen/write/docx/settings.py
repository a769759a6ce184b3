"""The settings part: fixed but for languages, notes and fonts."""

from __future__ import annotations

from collections.abc import Collection

from briefgen.write.docx.fonts import Embedding
from briefgen.write.docx.languages import is_right_to_left, word_language
from briefgen.write.docx.ooxml import Element, add, root
from briefgen.write.docx.theme import MAPPING

#: Languages whose decimal sign is a point; most of the others' is a comma.
_POINT = ("ar", "en", "he", "ja", "ko", "th", "zh")


def settings(
    language: str, notes: Collection[str], embedding: Embedding | None, *, themed: bool = False
) -> Element:
    """Return the root of the settings part (ECMA-376, 17.15.1.78, which fixes the order).

    Args:
        language: BCP 47 tag of the document.
        notes: kinds of notes that it has: "footnote", "endnote".
        embedding: the fonts it carries.
        themed: it has a theme.
    """
    part = root("settings")
    add(part, "zoom", percent=100)
    if embedding:
        add(part, "embedTrueTypeFonts")
        if embedding.subset:
            add(part, "saveSubsetFonts")
    add(part, "defaultTabStop", val=720)
    add(part, "characterSpacingControl", val="doNotCompress")
    for kind in ("footnote", "endnote"):
        if kind in notes:
            properties = add(part, f"{kind}Pr")
            if kind == "endnote":
                add(properties, "numFmt", val="decimal")  # Word's own are roman
            add(properties, kind, id=-1)
            add(properties, kind, id=0)
    compatibility = add(part, "compat")
    for name, value in (
        ("compatibilityMode", 15),
        ("overrideTableStyleFontSizeAndJustification", 1),
        ("enableOpenTypeFeatures", 1),
        ("doNotFlipMirrorIndents", 1),
        ("differentiateMultirowTableHeaders", 1),
    ):
        add(
            compatibility,
            "compatSetting",
            name=name,
            uri="http://schemas.microsoft.com/office/word",
            val=value,
        )
    locale = word_language(language)
    add(part, "themeFontLang", **{"bidi" if is_right_to_left(language) else "val": locale})
    if themed:
        add(part, "clrSchemeMapping", **MAPPING)
    point = language.split("-", maxsplit=1)[0] in _POINT
    add(part, "decimalSymbol", val="." if point else ",")
    add(part, "listSeparator", val="," if point else ";")
    return part
