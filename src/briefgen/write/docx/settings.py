"""The settings and font table parts: fixed but for languages and fonts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from briefgen.write.docx.languages import is_right_to_left, word_language
from briefgen.write.docx.ooxml import Element, add, root

#: Languages whose decimal sign is a point; most of the others' is a comma.
_POINT = ("ar", "en", "he", "ja", "ko", "th", "zh")


def settings(language: str, notes: Collection[str]) -> Element:
    """Return the root of the settings part (ECMA-376, 17.15.1.78, which fixes the order).

    Args:
        language: BCP 47 tag of the document.
        notes: kinds of notes that it has: "footnote", "endnote".
    """
    part = root("settings")
    add(part, "zoom", percent=100)
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
    point = language.split("-", maxsplit=1)[0] in _POINT
    add(part, "decimalSymbol", val="." if point else ",")
    add(part, "listSeparator", val="," if point else ";")
    return part


def font_table(used: Iterable[str], fonts: Mapping[str, str]) -> Element:
    """Return the root of the font table part.

    Args:
        used: Word's names of the fonts in the document.
        fonts: Word's name by CSS family; a family is named as the alternative to its Word font.
    """
    part = root("fonts")
    families = {word: family for family, word in sorted(fonts.items()) if word != family}
    for name in sorted(set(used)):
        font = add(part, "font", name=name)
        if name in families:
            add(font, "altName", val=families[name])
    return part
