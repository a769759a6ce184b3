"""The shipped Word files keep together when they are edited in LibreOffice as readers edit them.

All papers are edited in one LibreOffice, by ``editing.py``; ``edits.py`` says what is
written and ``edited.py`` what is checked.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from edited import CHECKS
from edits import WORDS, Edited
from spoiling import Parts, SpoilsWord, W, spoilt_word

if TYPE_CHECKING:
    from conftest import Once, Shipped, WordFile

EDITOR = Path(__file__).with_name("editing.py")

#: Seconds that all edits may take on a machine with much else to do.
PATIENCE = 900

#: The paper that is spoilt: it has contents, numbers and notes.
SPOILT = "ruritania-graustark.analyst.en"


def _coloured_headings(parts: Parts) -> None:
    for run in parts.find("//w:p[w:pPr/w:pStyle/@w:val='Heading1']/w:r"):
        run.insert(0, run.makeelement(f"{W}rPr", {}))
        run[0].append(run.makeelement(f"{W}color", {f"{W}val": "00AA00"}))


def _sized_text(parts: Parts) -> None:
    for run in parts.find("//w:p[w:pPr/w:pStyle/@w:val='BodyText']/w:r[w:t][not(w:rPr)]"):
        run.insert(0, run.makeelement(f"{W}rPr", {}))
        run[0].append(run.makeelement(f"{W}sz", {f"{W}val": "21"}))


def _typed_numbers(parts: Parts) -> None:
    for number in parts.find("//w:style[@w:styleId='Heading1']//w:numPr", "word/styles.xml"):
        _remove(number)
    for heading in parts.find("//w:p[w:pPr/w:pStyle/@w:val='Heading1'][not(w:pPr/w:numPr)]"):
        text = next(heading.iter(f"{W}t"))
        text.text = f"7 {text.text}"


def _typed_contents(parts: Parts) -> None:
    for mark in parts.find("//w:sdt//w:r[w:fldChar or w:instrText]"):
        _remove(mark)


def _typed_captions(parts: Parts) -> None:
    for mark in parts.find("//w:p[contains(w:pPr/w:pStyle/@w:val, 'Caption')]"
                           "//w:r[w:fldChar or w:instrText]"):  # fmt: skip
        _remove(mark)


def _typed_list(parts: Parts) -> None:
    for number in parts.find("//w:style[@w:styleId='ListNumber']//w:numPr", "word/styles.xml"):
        _remove(number)


def _no_marking(parts: Parts) -> None:
    for name in [name for name in parts.contents if name.startswith("word/header")]:
        for text in parts.find("//w:t", name):
            text.text = ""
    for name in [name for name in parts.contents if name.startswith("word/footer")]:
        for text in parts.find("//w:t", name):
            text.text = ""


def _wrong_reference(parts: Parts) -> None:
    code = parts.find("//w:instrText[starts-with(normalize-space(.), 'REF ')]")[0]
    labels = parts.find("//w:bookmarkStart[contains(@w:name, 'label')]/@w:name")
    other = next(str(label) for label in labels if str(label) not in str(code.text))
    code.text = f" REF {other} \\h "


def _remove(element: object) -> None:
    element.getparent().remove(element)  # type: ignore[attr-defined]


#: What is wrong with a file, and the check that must notice it.
SPOILS: dict[str, tuple[SpoilsWord, str]] = {
    "headings with a colour of their own": (_coloured_headings, "headings follow their style"),
    "running text with a size of its own": (_sized_text, "running text follows Normal"),
    "numbers of headings typed": (_typed_numbers, "headings are numbered"),
    "contents typed": (_typed_contents, "contents are true"),
    "numbers of captions typed": (_typed_captions, "captions count"),
    "numbers of items typed": (_typed_list, "lists go on"),
    "no marking": (_no_marking, "every page is marked"),
    "a reference to another caption": (_wrong_reference, "captions count"),
}


def _python() -> str:
    """Return a Python that has LibreOffice's bridge; script/bootstrap test installs it."""
    office = Path(shutil.which("soffice") or "soffice").resolve()
    bundled = (office.parent / "python", office.parents[1] / "Resources/python")
    for candidate in ("/usr/bin/python3", *map(str, bundled)):
        command = [candidate, "-c", "import uno"]
        if Path(candidate).exists() and subprocess.run(command, check=False).returncode == 0:
            return candidate
    pytest.fail("no Python can `import uno`: script/bootstrap test installs python3-uno")


@pytest.fixture(scope="module")
def edited(
    once: Once,
    shipped: Shipped,
    editions: list[str],
    word_file: Callable[[Path], WordFile],
    pdf_pages: Callable[[Path], list[str]],
    office_environment: dict[str, str],
) -> Callable[[str], Edited]:
    """Return what gives a paper after its editing, by its edition or what was spoilt in it."""

    names = [*editions, *SPOILS]

    def source(name: str, folder: Path) -> Path:
        number = names.index(name)
        return folder / f"{number}.spoilt" if name in SPOILS else shipped.path(name, "docx")

    def make(folder: Path) -> None:
        folder.mkdir()
        papers = []
        for number, name in enumerate(names):
            if name in SPOILS:
                whole = shipped.path(SPOILT, "docx").read_bytes()
                source(name, folder).write_bytes(spoilt_word(whole, SPOILS[name][0]))
            saved, pdf = folder / f"{number}.docx", folder / f"{number}.pdf"
            papers.append({
                "source": str(source(name, folder)), "saved": str(saved), "pdf": str(pdf)
            })  # fmt: skip
        order = folder / "order.json"
        order.write_text(json.dumps({"words": WORDS, "papers": papers}), "utf-8")
        run = subprocess.run(
            [_python(), str(EDITOR), str(order), str(folder / "reports.json")],
            env=office_environment, capture_output=True, encoding="utf-8", check=False,
            timeout=PATIENCE,
        )  # fmt: skip
        assert run.returncode == 0, run.stderr

    folder = once("edited", make, PATIENCE)
    reports = json.loads((folder / "reports.json").read_text("utf-8"))

    @cache
    def read(name: str) -> Edited:
        number = names.index(name)
        before, after = word_file(source(name, folder)), word_file(folder / f"{number}.docx")
        return Edited(before, after, reports[number], pdf_pages(folder / f"{number}.pdf"))

    return read


@pytest.mark.parametrize("check", CHECKS)
def test_an_edited_paper_keeps_together(
    edited: Callable[[str], Edited], edition: str, check: str
) -> None:
    assert CHECKS[check](edited(edition)) == []


@pytest.mark.parametrize("name", SPOILS)
def test_a_paper_that_would_fall_apart_is_noticed(
    edited: Callable[[str], Edited], name: str
) -> None:
    _, check = SPOILS[name]
    assert CHECKS[check](edited(name)) != []
