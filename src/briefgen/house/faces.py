"""Fonts of the house style as papers use them; :mod:`briefgen.house.fonts` reads their list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class FontFace:
    """One font file.

    Attributes:
        family: family name as style sheets use it.
        path: the file.
        weight: 400 for regular, 700 for bold (CSS Fonts 4, §2.2).
        style: ``normal`` or ``italic``.
    """

    family: str
    path: Path
    weight: int
    style: str


@dataclass(frozen=True)
class FontSet:
    """Every font of the house style.

    Attributes:
        faces: the files.
        word_names: the family Word is told to use, by family. It has the same
            metrics and comes with Word, so that lines break at the same words.
    """

    faces: Sequence[FontFace]
    word_names: Mapping[str, str]
