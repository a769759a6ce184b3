"""Fonts that a Word document carries (ECMA-376, 17.8.1): cut to its letters or whole."""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from briefgen.house.faces import FontFace
from briefgen.write.docx.ooxml import Element, R, add, root
from briefgen.write.docx.package import FONT, Package, Story

#: Letters that a page number, a date or a small correction may need.
_ALWAYS: Final = frozenset(map(chr, range(0x20, 0x7F)))

#: How Word names a face, by weight and style, in the order of CT_Font.
_PLACES: Final = {
    (400, "normal"): "embedRegular",
    (700, "normal"): "embedBold",
    (400, "italic"): "embedItalic",
    (700, "italic"): "embedBoldItalic",
}

#: A font by the name that Word has for it, and whether it is bold and italic.
Face = tuple[str, bool, bool]

#: Bytes that are obfuscated.
_OBFUSCATED: Final = 32


@dataclass(frozen=True)
class Embedding:
    """Fonts for a document to carry.

    Attributes:
        faces: the faces it may carry; those with TrueType outlines are embedded.
        subset: only the letters of the document are kept of them.
    """

    faces: Sequence[FontFace]
    subset: bool

    def families(self) -> set[str]:
        """Return the families that can be embedded: Word reads TrueType outlines only."""
        found = {face.family for face in self.faces}
        return found - {face.family for face in self.faces if not _is_truetype(face.path)}


def named(fonts: Mapping[str, str], embedding: Embedding | None) -> dict[str, str]:
    """Return Word's name by family: what is embedded keeps its own."""
    own = embedding.families() if embedding else ()
    return {family: family if family in own else word for family, word in fonts.items()}


def font_table(
    used: Collection[str], fonts: Mapping[str, str], alternatives: Mapping[str, str]
) -> Element:
    """Return the root of the font table part.

    Args:
        used: Word's names of the fonts in the document.
        fonts: those names by CSS family; a family is the alternative to its Word font.
        alternatives: Word's own name of the same metrics by family, for what is embedded.
    """
    part = root("fonts")
    families = {word: family for family, word in sorted(fonts.items()) if word != family}
    for name in sorted(set(used)):
        font = add(part, "font", name=name)
        other = families.get(name) or alternatives.get(name, name)
        if other != name:
            add(font, "altName", val=other)
    return part


def embed(package: Package, table: Story, embedding: Embedding, used: Collection[Face]) -> None:
    """Embed the fonts of a font table.

    Args:
        package: the package, which they join.
        table: the font table.
        embedding: what may be embedded.
        used: the faces in the document; a subset has no others.
    """
    families = embedding.families()
    letters = _ALWAYS | package.letters()
    number = 0
    for font in table.root:
        name = font.get(font.tag.replace("}font", "}name"), "")
        faces = {(f.weight, f.style): f for f in embedding.faces if f.family == name}
        for key, place in _PLACES.items():
            face = (name, key[0] == 700, key[1] == "italic")
            if name not in families or key not in faces:
                continue
            if embedding.subset and face not in used:
                continue
            number += 1
            data = faces[key].path.read_bytes()
            if embedding.subset:
                data = _subset(data, letters)
            guid = hashlib.blake2b(data, digest_size=16).hexdigest().upper()
            part = package.embedded("font", obfuscated(data, guid), number)
            shown = "-".join((guid[:8], guid[8:12], guid[12:16], guid[16:20], guid[20:]))
            reference = add(font, place, fontKey=f"{{{shown}}}")
            reference.set(f"{{{R}}}id", table.relate(part, FONT))


def obfuscated(data: bytes, guid: str) -> bytes:
    """Return a font as it is stored; applied to its own result it gives the font again.

    Args:
        data: the font.
        guid: the key, 32 hexadecimal digits; its last byte is the first to be applied.
    """
    key = bytes.fromhex(guid)[::-1] * (_OBFUSCATED // 16)
    head = bytes(one ^ other for one, other in zip(data[:_OBFUSCATED], key, strict=True))
    return head + data[_OBFUSCATED:]


def _is_truetype(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in (b"\0\1\0\0", b"true")


def _subset(data: bytes, letters: Collection[str]) -> bytes:
    """Return a font with the glyphs of some letters, and what shapes them."""
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    options = Options(
        layout_features=["*"], name_IDs=["*"], name_languages=["*"], notdef_outline=True,
        recalc_timestamp=False, drop_tables=[*Options().drop_tables, "DSIG"],
    )  # fmt: skip
    buffer = io.BytesIO()
    # It tells of dates in fonts that are of no use to anybody.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    with TTFont(io.BytesIO(data), recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[ord(letter) for letter in letters])
        subsetter.subset(font)
        font.save(buffer, reorderTables=False)
    return buffer.getvalue()
