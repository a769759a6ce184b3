"""Fonts of the house style: the files papers are set in, and what Word calls them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from briefgen.diagnostics import Findings
from briefgen.house.faces import FontFace, FontSet
from briefgen.house.workspace import Workspace
from briefgen.load.nodes import Mapping
from briefgen.load.text import read_text
from briefgen.load.validate import place_of, validate
from briefgen.load.yaml import read_yaml

_FACES = {
    "regular": (400, "normal"),
    "bold": (700, "normal"),
    "italic": (400, "italic"),
    "bold_italic": (700, "italic"),
}


class _Family(BaseModel):
    """An entry of ``fonts.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    word: str
    regular: str
    bold: str
    italic: str | None = None
    bold_italic: Annotated[str | None, Field(alias="bold-italic")] = None


def load_fonts(workspace: Workspace) -> FontSet:
    """Read ``templates/base/fonts/fonts.yaml``.

    Raises:
        ContentError: ``fonts.yaml`` is at fault, or a font file is missing.
    """
    path = workspace.house_file("fonts/fonts.yaml")
    file = workspace.shown(path)
    tree = read_yaml(read_text(path, file), file)
    found = Findings()
    faces = []
    word_names = {}
    for family, node in tree.entries.items() if isinstance(tree, Mapping) else ():
        entry = validate(_Family, node, found)
        if entry is None:
            continue
        word_names[family] = entry.word
        for key, (weight, style) in _FACES.items():
            name = getattr(entry, key)
            if name is None:
                continue  # scripts without an italic
            font = path.parent / name
            if not font.is_file():
                found.error(
                    place_of(node, key.replace("_", "-")), "no-font",
                    f"{family}: there is no {name} beside this file", "put it there",
                )  # fmt: skip
            faces.append(FontFace(family, font, weight, style))
    if not word_names and not found.items:
        found.error(
            tree.place, "bad-shape", "there are no font families here",
            "name each family, with `word` and the files of its faces below it",
        )  # fmt: skip
    found.raise_errors()
    return FontSet(tuple(faces), word_names)
