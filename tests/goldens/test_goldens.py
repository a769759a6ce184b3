"""Golden documents: what one small dossier becomes, compared as structure.

``pytest tests/goldens --update-goldens`` rewrites them after a wanted change;
read the difference before you commit it.
"""

from __future__ import annotations

import difflib
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

if TYPE_CHECKING:
    from conftest import Desk, WordFile

CASES = Path(__file__).parent
EDITIONS = ["small/norland-sundmark.analyst.en", "small/norland-sundmark.minister.en"]

#: Parts of a Word file that carry what is read and how it looks.
PARTS = ("document", "styles", "numbering", "footnotes")


def _html(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip()) + "\n"


def _sentences(page: str) -> str:
    """Return a page with a sentence a line; the dots that lead to page numbers are drawn in."""
    return re.sub(r"(?: \.){3,} ", " … ", page).replace(". ", ".\n")


def _xml(content: bytes) -> str:
    """Return XML with an element a line and attributes in order."""
    tree = etree.fromstring(content)
    for element in tree.iter():
        attributes = sorted(element.attrib.items())
        element.attrib.clear()
        for name, value in attributes:
            element.set(name, value)
    etree.indent(tree, "\t")
    return str(etree.tostring(tree, encoding="unicode")) + "\n"


@pytest.fixture(params=EDITIONS)
def documents(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    desk: Desk,
    word_file: Callable[[Path], WordFile],
    pdf_pages: Callable[[Path], list[str]],
) -> tuple[Path, dict[str, str]]:
    """Return the folder of an edition's golden documents, and the documents as they are now."""
    case, name = str(request.param).split("/")
    shutil.rmtree(desk.root / "data")
    shutil.copytree(CASES / case / "data", desk.root / "data")
    formats = ["-f", "pdf", "-f", "docx", "-f", "html"]
    run = desk("build", "-a", name.split(".")[1], *formats, "-o", str(tmp_path / "built"))
    assert run.returncode == 0, run.stderr
    stem = tmp_path / "built" / name.split(".")[0] / name
    word = word_file(stem.with_name(f"{name}.docx"))
    pages = pdf_pages(stem.with_name(f"{name}.pdf"))
    now = {
        "paper.html": _html(stem.with_name(f"{name}.html").read_text("utf-8")),
        "pages.txt": "".join(
            f"── page {number}\n{_sentences(page)}\n" for number, page in enumerate(pages, 1)
        ),
    }
    for part in PARTS:
        if f"word/{part}.xml" in word.parts:
            now[f"{part}.xml"] = _xml(word.parts[f"word/{part}.xml"])
    return CASES / case / "golden" / name, now


def test_documents_are_the_golden_ones(
    documents: tuple[Path, dict[str, str]], request: pytest.FixtureRequest
) -> None:
    folder, now = documents
    if request.config.getoption("--update-goldens"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, text in now.items():
            (folder / name).write_text(text, "utf-8")
        return
    golden = {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir())}
    assert set(now) == set(golden)
    differences = [
        line
        for name in sorted(golden)
        for line in difflib.unified_diff(
            golden[name].splitlines(), now[name].splitlines(),
            f"golden/{name}", f"now/{name}", lineterm="", n=2,
        )
    ]  # fmt: skip
    if differences:
        shown = "\n".join(differences[:200])
        more = f"\n… {len(differences) - 200} lines more" if len(differences) > 200 else ""
        hint = "if this is wanted: pytest tests/goldens --update-goldens"
        pytest.fail(f"{folder.name} has changed\n{shown}{more}\n{hint}", pytrace=False)


def test_every_golden_folder_belongs_to_an_edition() -> None:
    folders = {f"{path.parents[1].name}/{path.name}" for path in CASES.glob("*/golden/*")}
    assert folders == set(EDITIONS)
