"""The shipped PDFs: conforming, undamaged, set in the templates' own fonts."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import page
import pikepdf
import pytest
import yaml

if TYPE_CHECKING:
    from conftest import Shipped


def _fonts(path: Path) -> set[str]:
    """Return the names of all fonts that a PDF has anywhere."""
    with pikepdf.open(path) as pdf:
        dictionaries = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        return {str(d.BaseFont)[1:] for d in dictionaries if "/BaseFont" in d}


def _descriptors(path: Path) -> list[dict[str, Any]]:
    with pikepdf.open(path) as pdf:
        return [
            {"name": str(o.FontName)[1:], "embedded": "/FontFile2" in o or "/FontFile3" in o}
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        ]


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_a_paper_conforms_to_pdf_ua_and_pdf_a(shipped: Shipped, edition: str, profile: str) -> None:
    report = page.validate_pdf(shipped.path(edition, "pdf"), profile=profile)
    assert [f"{f.rule_id}: {f.message}" for f in report.failures] == []
    assert report.is_compliant
    assert report.rules.total > 50


def test_the_validator_notices_a_paper_without_its_tags(shipped: Shipped, tmp_path: Path) -> None:
    untagged = tmp_path / "untagged.pdf"
    with pikepdf.open(shipped.path("belarus-lithuania.minister.en", "pdf")) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(untagged)
    assert not page.is_pdf_compliant(untagged, profile="ua1")
    assert not page.is_pdf_compliant(untagged, profile="3a")


def test_a_paper_is_an_undamaged_pdf(shipped: Shipped, edition: str) -> None:
    command = ["qpdf", "--check", str(shipped.path(edition, "pdf"))]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (run.returncode, run.stderr) == (0, ""), run.stdout + run.stderr


def test_a_paper_is_set_in_embedded_parts_of_the_templates_own_fonts(
    shipped: Shipped, edition: str, root: Path
) -> None:
    path = shipped.path(edition, "pdf")
    families = {
        family.replace(" ", "-")  # as it stands in the name of a face
        for family in yaml.safe_load((root / "templates/base/fonts/fonts.yaml").read_text("utf-8"))
    }
    for name in _fonts(path):
        subset, _, face = name.replace(",", "").partition("+")  # Pango: "M PLUS 1," for its digit
        assert len(subset) == 6, f"{name} is not a subset"
        assert any(face == family or face.startswith(f"{family}-") for family in families), face
    descriptors = _descriptors(path)
    assert descriptors
    assert all(d["embedded"] for d in descriptors)


def test_a_paper_carries_title_and_language_and_nothing_of_its_making(
    shipped: Shipped, edition: str
) -> None:
    with pikepdf.open(shipped.path(edition, "pdf")) as pdf:
        info = {key: str(value) for key, value in pdf.docinfo.items()}
        assert set(info) <= {"/Title", "/Producer", "/Lang"}
        assert info["/Title"]
        assert str(pdf.Root.Lang) == edition.split(".")[2]
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", pikepdf.Dictionary())
        assert len(pdf.trailer.ID) == 2


def test_papers_have_identifiers_of_their_own(shipped: Shipped, editions: list[str]) -> None:
    identifiers = set()
    for edition in editions:
        with pikepdf.open(shipped.path(edition, "pdf")) as pdf:
            identifiers.add(bytes(pdf.trailer.ID[0]))
    assert len(identifiers) == len(editions)


@pytest.mark.parametrize("name", ["belarus-lithuania.analyst.en"])
def test_headings_are_bookmarks(shipped: Shipped, name: str) -> None:
    with pikepdf.open(shipped.path(name, "pdf")) as pdf, pdf.open_outline() as outline:
        [top] = outline.root
        assert top.title
        assert len(list(top.children)) > 5
