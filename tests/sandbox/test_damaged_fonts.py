"""A font that is missing or damaged is an error, not a paper in another font."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib.sfnt import calcChecksum
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.layout import fontfiles
from briefgen.layout.weasy import LayoutError
from briefgen.sandbox.pool import Pool
from sandbox.conftest import FONTS
from sandbox.documents import FACES, document
from sandbox.jobs import Document

REGULAR = (FONTS / "Carlito-Regular.ttf").read_bytes()


def test_every_font_that_papers_bring_is_sound() -> None:
    fonts = [*FONTS.glob("*.ttf"), *FONTS.glob("*.otf")]
    assert len(fonts) > 4
    assert [fault for font in fonts if (fault := fontfiles.fault(font))] == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "the font x.ttf is not there"),
        (b"", "the font x.ttf is damaged"),
        (b"<html>not found</html>", "the font x.ttf is damaged"),
        (REGULAR[:2000], "the font x.ttf is damaged"),
        (REGULAR[:-9], "the font x.ttf is damaged"),
        (REGULAR[:50_000] + b"\0" + REGULAR[50_001:], "the font x.ttf is damaged"),
        (REGULAR.replace(b"glyf", b"glyx", 1), "it lacks outlines"),
        (REGULAR.replace(b"cmap", b"cmax", 1), "it lacks cmap"),
    ],
)
def test_a_font_that_is_not_whole_is_told(tmp_path: Path, data: bytes | None, message: str) -> None:
    font = tmp_path / "x.ttf"
    if data is not None:
        assert data != REGULAR
        font.write_bytes(data)
    fault = fontfiles.fault(font)
    assert fault is not None
    assert message in fault


@settings(max_examples=60, deadline=None)
@given(at=st.integers(500, len(REGULAR) - 1), bit=st.integers(0, 7))
def test_a_single_bit_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, at: int, bit: int
) -> None:
    flipped = REGULAR[:at] + bytes([REGULAR[at] ^ 1 << bit]) + REGULAR[at + 1 :]
    font = tmp_path_factory.getbasetemp() / f"flipped-{at}-{bit}.ttf"
    font.write_bytes(flipped)
    assert fontfiles.fault(font) is not None


def test_a_paper_is_not_laid_out_with_it(layout_pool: Pool) -> None:
    missing = tuple(replace(face, path=FONTS / "Gone.ttf") for face in FACES)
    with pytest.raises(LayoutError, match=r"Gone\.ttf is not there"):
        layout_pool.submit(Document(document("<p>a</p>").html, missing)).result(60)


@given(data=st.binary(max_size=9), times=st.integers(1, 3000))
def test_checksums_are_sums_of_words(data: bytes, times: int) -> None:
    table = data * times
    assert fontfiles.checksum(table) == calcChecksum(table)


def test_a_checksum_carries_through_long_tables() -> None:
    table = b"\xff" * 1_000_003
    assert fontfiles.checksum(table) == calcChecksum(table)
