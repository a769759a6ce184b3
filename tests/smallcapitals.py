"""A font that has small capitals; none of those that come with briefgen has."""

from __future__ import annotations

from pathlib import Path
from string import ascii_lowercase

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont

from briefgen.house.faces import FontFace

#: Its family.
FAMILY = "Capitals"


def with_small_capitals(source: Path, folder: Path) -> FontFace:
    """Make a font of another one: small capitals for the letters a to z, and no other."""
    font = TTFont(source)
    glyphs, metrics = font["glyf"], font["hmtx"]
    for letter in ascii_lowercase:
        glyphs[f"{letter}.sc"] = glyphs[letter.upper()]
        metrics[f"{letter}.sc"] = metrics[letter.upper()]
    font.setGlyphOrder(list(glyphs.glyphOrder))
    rules = "".join(f"sub {letter} by {letter}.sc;" for letter in ascii_lowercase)
    addOpenTypeFeaturesFromString(font, f"feature smcp {{ {rules} }} smcp;")
    font.save(folder / "Capitals-Regular.ttf")
    return FontFace(FAMILY, folder / "Capitals-Regular.ttf", 400, "normal")
