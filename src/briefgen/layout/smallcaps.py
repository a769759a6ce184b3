"""Small capitals that a font does not have.

The layout engine sets small letters and says nothing, Word scales capitals down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from briefgen.house.faces import FontFace
from briefgen.layout.pages import Layout, Style

#: Feature of a font that takes small letters to small capitals (OpenType 1.9.1, "smcp").
_FEATURE = "smcp"

#: Kinds of lookups that put one glyph in place of one ("GSUB": single, alternate).
_ONE_FOR_ONE = (1, 3)

#: CSS Fonts 4, §2.2.
_BOLD = 600


def missing(layout: Layout, fonts: Sequence[FontFace]) -> list[str]:
    """Return a complaint for each font that lacks small capitals where a style asks for them.

    Args:
        layout: the layout.
        fonts: every font face it may use.
    """
    found: dict[tuple[FontFace, str], set[str]] = {}
    for name, style, text in _set_in_them(layout):
        for face in fonts:
            if _is_face_of(face, style) and (lacking := _small(text) - _covered(face.path)):
                found.setdefault((face, name), set()).update(lacking)
    return [
        f"{name} asks for small capitals, and {face.path.name} has none for"
        f" “{''.join(sorted(letters))}”: choose a font with the feature {_FEATURE}, or"
        " text-transform: uppercase"
        for (face, name), letters in found.items()
    ]


def _set_in_them(layout: Layout) -> Iterator[tuple[str, Style, str]]:
    """Yield what is set in small capitals: its name, its style, its own text."""
    for element, style in layout.styles.items():
        if style.small_caps:
            texts = (element.text or "", *(child.tail or "" for child in element))
            yield f"<{element.tag}>", style, "".join(texts)
    for page in (layout.first_page, layout.pages):
        for box in page.boxes:
            if box.style.small_caps:
                texts = tuple(part for part in box.parts if isinstance(part, str))
                yield f"@{box.position}", box.style, "".join(texts)


def _small(text: str) -> set[str]:
    return {letter for letter in text if letter != letter.upper()}


def _is_face_of(face: FontFace, style: Style) -> bool:
    looks = (face.weight >= _BOLD, face.style != "normal")
    return face.family == style.font_family and looks == (style.bold, style.italic)


def _covered(path: Path) -> frozenset[str]:
    """Return the letters that a font has small capitals for."""
    return _letters(path, path.stat().st_mtime_ns)


@cache
def _letters(path: Path, _changed: int) -> frozenset[str]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    with TTFont(path) as font:
        if "GSUB" not in font:
            return frozenset()
        table = font["GSUB"].table
        numbers = {
            number
            for record in table.FeatureList.FeatureRecord
            if record.FeatureTag == _FEATURE
            for number in record.Feature.LookupListIndex
        }
        glyphs: set[str] = set()
        for number in numbers:
            for subtable in table.LookupList.Lookup[number].SubTable:
                inner = getattr(subtable, "ExtSubTable", subtable)
                if inner.LookupType in _ONE_FOR_ONE:
                    glyphs |= set(getattr(inner, "mapping", None) or inner.alternates)
        return frozenset(chr(code) for code, name in font.getBestCmap().items() if name in glyphs)
