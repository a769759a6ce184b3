from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diagnostics import ContentError, Diagnostic, Place
from briefgen.house.faces import FontSet
from briefgen.house.fonts import load_fonts
from briefgen.house.workspace import Workspace, shipped

FILE = "templates/base/fonts/fonts.yaml"
SOUND = """\
Serif:
  word: Cambria
  regular: R.ttf
  bold: B.ttf
  italic: I.ttf
  bold-italic: BI.ttf
"""


def loaded(root: Path, text: str | bytes, *files: str) -> FontSet:
    folder = root / "templates" / "base" / "fonts"
    folder.mkdir(parents=True)
    (folder / "fonts.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    for name in files:
        (folder / name).write_bytes(b"")
    return load_fonts(Workspace(root))


def faults(root: Path, text: str | bytes, *files: str) -> list[Diagnostic]:
    with pytest.raises(ContentError) as caught:
        loaded(root, text, *files)
    return list(caught.value.diagnostics)


def test_each_family_has_four_faces_and_a_name_in_word(tmp_path: Path) -> None:
    fonts = loaded(tmp_path, SOUND, "R.ttf", "B.ttf", "I.ttf", "BI.ttf")
    assert fonts.word_names == {"Serif": "Cambria"}
    assert [(f.family, f.path.name, f.weight, f.style) for f in fonts.faces] == [
        ("Serif", "R.ttf", 400, "normal"),
        ("Serif", "B.ttf", 700, "normal"),
        ("Serif", "I.ttf", 400, "italic"),
        ("Serif", "BI.ttf", 700, "italic"),
    ]


def test_a_script_without_an_italic_has_two_faces(tmp_path: Path) -> None:
    upright = "".join(line for line in SOUND.splitlines(keepends=True) if "italic" not in line)
    fonts = loaded(tmp_path, upright, "R.ttf", "B.ttf")
    assert [(f.path.name, f.weight, f.style) for f in fonts.faces] == [
        ("R.ttf", 400, "normal"),
        ("B.ttf", 700, "normal"),
    ]


def test_every_missing_font_file_is_reported_where_it_is_named(tmp_path: Path) -> None:
    found = faults(tmp_path, SOUND, "R.ttf", "I.ttf")
    assert [(d.rule, d.place) for d in found] == [
        ("no-font", Place(FILE, 4, 9)),
        ("no-font", Place(FILE, 6, 16)),
    ]
    assert "B.ttf" in found[0].message
    assert all(d.hint for d in found)


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        (SOUND.replace("  word: Cambria\n", ""), "missing-field", 2),
        (SOUND.replace("  bold: B.ttf\n", ""), "missing-field", 2),
        (SOUND.replace("bold-italic", "bolditalic"), "unknown-field", 6),
        (SOUND.replace("regular: R.ttf", "regular:"), "empty-field", 3),
        (SOUND + "  weight: 5\n", "unknown-field", 7),
        ("Serif: Cambria\n", "bad-shape", 1),
        ("", "bad-shape", 1),
        ("- Serif\n", "bad-shape", 1),
        (b"Serif: \xff\n", "not-utf8", 1),
    ],
)
def test_a_faulty_list_of_fonts_is_refused(
    tmp_path: Path, text: str | bytes, rule: str, line: int
) -> None:
    found = faults(tmp_path, text, "R.ttf", "B.ttf", "I.ttf", "BI.ttf")
    assert (rule, FILE, line) in {(d.rule, d.place.file, d.place.line) for d in found}


def test_the_shipped_fonts_are_all_there() -> None:
    fonts = load_fonts(Workspace(shipped("templates").parent))
    assert set(fonts.word_names) == {face.family for face in fonts.faces}
    assert {family: len([f for f in fonts.faces if f.family == family])
            for family in fonts.word_names} == {
        "Carlito": 4, "Caladea": 4, "M PLUS 1": 2, "Noto Naskh Arabic": 2,
    }  # fmt: skip
    assert all(face.path.stat().st_size > 10_000 for face in fonts.faces)
