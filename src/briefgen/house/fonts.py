"""Fonts of the house style: the files papers are set in, and what Word calls them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefgen.diagnostics import Findings, Place
from briefgen.house.workspace import Workspace
from briefgen.load.folder import read_text
from briefgen.load.nodes import children
from briefgen.load.validate import validate
from briefgen.load.yaml import read_yaml

_FACES = {
    "regular": (400, "normal"),
    "bold": (700, "normal"),
    "italic": (400, "italic"),
    "bold-italic": (700, "italic"),
}


class _Family(BaseModel):
    """An entry of ``fonts.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    word: str
    regular: str
    bold: str
    italic: str
    bold_italic: Annotated[str, Field(alias="bold-italic")]


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


def load_fonts(workspace: Workspace) -> FontSet:
    """Read ``templates/base/fonts/fonts.yaml``.

    Raises:
        ContentError: a font file is missing.
    """
    path = workspace.house_file("fonts/fonts.yaml")
    file = workspace.shown(path)
    families = plain(read_yaml(path.read_text("utf-8"), file))
    found = Findings()
    faces = []
    for family, entry in families.items():
        for key, (weight, style) in _FACES.items():
            font = path.parent / entry[key]
            if not font.is_file():
                found.error(Place(file), "no-font", f"{family}: there is no {entry[key]} beside it")
            faces.append(FontFace(family, font, weight, style))
    found.raise_errors()
    return FontSet(tuple(faces), {name: entry["word"] for name, entry in families.items()})
