"""Fonts that a Word file carries."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from briefgen.house.faces import FontFace
from briefgen.house.fonts import load_fonts
from briefgen.house.workspace import Workspace
from briefgen.layout.fontfiles import refusal
from briefgen.layout.weasy import lay_out
from briefgen.write.docx.compile import write_docx
from briefgen.write.docx.fonts import Embedding, obfuscated
from briefgen.write.docx.ooxml import R

from .conftest import FACES, FONTS, PROPERTIES, STYLE, Word, q, value

SET = load_fonts(Workspace(Path(__file__).parents[2]))

BODY = (
    '<h1>Title</h1><p>Plain <strong>bold</strong> ąę</p><p lang="ja" class="ja">東京</p>'
    "<ul><li>a</li></ul>"
)


def _written(embedding: Embedding | None) -> Word:
    html = (
        f'<html lang="en"><head><title>t</title><style>{STYLE} h1 {{ font-family: Caladea }}'
        f' .ja {{ font-family: "M PLUS 1" }}</style></head><body>{BODY}</body></html>'
    )
    layout = lay_out(html, SET.faces)
    return Word(write_docx(layout, PROPERTIES, SET.word_names, [], embedding), 0, 0)


@pytest.fixture(scope="module")
def subset() -> Word:
    return _written(Embedding(SET.faces, subset=True))


def _carried(word: Word) -> dict[tuple[str, str], TTFont]:
    """Return the fonts that a document carries, restored as the standard says (17.8.1)."""
    table = word.part("word/fontTable.xml")
    targets = {one.get("Id"): one.get("Target") for one in
               word.part("word/_rels/fontTable.xml.rels")}  # fmt: skip
    found = {}
    for font in table:
        for face in font.iter(*(q(f"embed{kind}") for kind in
                                ("Regular", "Bold", "Italic", "BoldItalic"))):  # fmt: skip
            data = bytearray(word.read(f"word/{targets[face.get(f'{{{R}}}id')]}"))
            key = bytes.fromhex((face.get(q("fontKey")) or "").strip("{}").replace("-", ""))
            for at in range(32):
                data[at] ^= key[15 - at % 16]
            kind = str(face.tag).rpartition("}embed")[2]
            found[font.get(q("name"), ""), kind] = TTFont(io.BytesIO(bytes(data)))
    return found


def test_a_file_carries_no_fonts_unless_it_is_asked_for() -> None:
    word = _written(None)
    assert not any(name.endswith(".odttf") for name in word.names)
    assert word.part("word/settings.xml").find(q("embedTrueTypeFonts")) is None


def test_a_subset_has_the_faces_and_letters_of_the_document(subset: Word) -> None:
    fonts = _carried(subset)
    assert sorted(fonts) == [
        ("Caladea", "Bold"), ("Carlito", "Bold"), ("Carlito", "Regular"),
    ]  # fmt: skip
    for (family, _), font in fonts.items():
        assert font["name"].getDebugName(1) == family
        assert {ord(letter) for letter in "Title bold ąę0123456789•"} <= set(font.getBestCmap())
        assert ord("ж") not in font.getBestCmap()
    settings = subset.part("word/settings.xml")
    assert [str(one.tag).rpartition("}")[2] for one in settings][1:3] == [
        "embedTrueTypeFonts", "saveSubsetFonts",
    ]  # fmt: skip


def test_whole_fonts_come_with_every_face_so_that_one_can_go_on_writing() -> None:
    word = _written(Embedding(SET.faces, subset=False))
    fonts = _carried(word)
    assert len(fonts) == 8
    for (family, kind), font in fonts.items():
        original = TTFont(FONTS / f"{family}-{kind}.ttf")
        assert font.getBestCmap() == original.getBestCmap()
    assert word.part("word/settings.xml").find(q("saveSubsetFonts")) is None


def test_what_is_embedded_keeps_its_name_and_what_is_not_has_words(subset: Word) -> None:
    """Word reads no outlines in PostScript's format; such a font is named after Word's own."""
    table = subset.part("word/fontTable.xml")
    assert [(font.get(q("name")), value(font, "altName")) for font in table] == [
        ("Caladea", "Cambria"), ("Carlito", "Calibri"), ("Yu Gothic", "M PLUS 1"),
    ]  # fmt: skip


def test_the_same_document_is_the_same_file(subset: Word) -> None:
    assert _written(Embedding(SET.faces, subset=True)).data == subset.data


def test_a_font_is_obfuscated_in_its_first_bytes_and_back() -> None:
    data, key = bytes(range(64)), "0123456789ABCDEFFEDCBA9876543210"
    hidden = obfuscated(data, key)
    assert hidden[:2] == bytes((0x10, 0x01 ^ 0x32))
    assert hidden[32:] == data[32:]
    assert obfuscated(hidden, key) == data


def test_libreoffice_shows_the_fonts_where_none_is_installed(subset: Word, tmp_path: Path) -> None:
    (tmp_path / "others").mkdir()  # without any, LibreOffice does not start
    shutil.copy(FONTS / "NotoNaskhArabic-Regular.ttf", tmp_path / "others")
    config = tmp_path / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>{tmp_path / 'others'}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>",
        "utf-8",
    )
    shown = {}
    for name, word in (("with", subset), ("without", _written(None))):
        (tmp_path / f"{name}.docx").write_bytes(word.data)
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
             "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / f"{name}.docx")],
            env={**os.environ, "FONTCONFIG_FILE": str(config)}, capture_output=True, check=True,
            timeout=180,
        )  # fmt: skip
        run = subprocess.run(["pdffonts", str(tmp_path / f"{name}.pdf")], capture_output=True,
                             encoding="utf-8", check=True)  # fmt: skip
        shown[name] = run.stdout
    for face in ("Carlito", "Carlito-Bold", "Caladea-Bold"):
        assert f"+{face} " in shown["with"]
        assert face not in shown["without"]


@pytest.mark.parametrize(
    ("permission", "subset_too", "whole"),
    [
        (0x0000, True, True), (0x0008, True, True), (0x000C, True, True), (0x0002, False, False),
        (0x0004, False, False), (0x0100, False, True), (0x0108, False, True),
        (0x0200, False, False),
    ],
)  # fmt: skip
def test_a_font_is_embedded_only_as_its_maker_allows(
    tmp_path: Path, permission: int, subset_too: bool, whole: bool
) -> None:
    path = tmp_path / "font.ttf"
    with TTFont(FONTS / "Carlito-Regular.ttf") as font:
        font["OS/2"].fsType = permission
        font.save(path)
    assert (refusal(path, subset=True) is None) is subset_too
    assert (refusal(path, subset=False) is None) is whole


def test_the_shipped_fonts_may_be_embedded() -> None:
    assert [refusal(face.path, subset=True) for face in SET.faces] == [None] * len(SET.faces)


def test_a_family_with_one_face_that_cannot_be_embedded_is_left_alone() -> None:
    odd = [replace(face, path=FONTS / "Mplus1-Bold.otf") if face.weight == 700 else face
           for face in FACES if face.family == "Carlito"]  # fmt: skip
    assert Embedding(odd, subset=True).families() == set()
    assert isinstance(odd[0], FontFace)


def test_the_package_says_what_a_font_is(subset: Word) -> None:
    with zipfile.ZipFile(io.BytesIO(subset.data)) as archive:
        types = archive.read("[Content_Types].xml").decode()
    assert 'Extension="odttf"' in types
    assert "obfuscatedFont" in types
