"""docs/customising.md, run from top to bottom: what it shows is what comes out, in both formats."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import run_in

if TYPE_CHECKING:
    from conftest import Desk, WordFile

SMALL = "norland-sundmark"
PAGE = Path(__file__).parents[2] / "docs/customising.md"

#: A file's path and its text, or commands.
_FENCE = re.compile(r"(?:^`([\w./-]+)`\n\n)?^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A block of the page: a file to be written, or commands to be run."""

    path: str
    text: str


STEPS = [Step(path, text) for path, _, text in _FENCE.findall(PAGE.read_text("utf-8"))]
FILES = {step.path: step.text for step in STEPS if step.path}


def _spaceless(text: str) -> str:
    """Return a text without what letter-spacing and capitals do to it."""
    return "".join(text.split()).upper()


def _built(desk: Desk, word_file: Callable[[Path], WordFile], name: str) -> tuple[str, WordFile]:
    folder = desk.root / f"output/{SMALL}"
    stem = f"{SMALL}.{name}.en"
    command = ["pdftotext", "-layout", str(folder / f"{stem}.pdf"), "-"]
    pdf = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    return _spaceless(pdf), word_file(folder / f"{stem}.docx")


def _fonts(path: Path) -> str:
    command = ["pdffonts", str(path)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


def test_the_page_shows_every_file_whole_and_says_where_it_goes() -> None:
    folder = "templates/embassy"
    assert [step.path for step in STEPS] == [
        "", f"{folder}/audience.yaml", "", f"{folder}/style.css",
        f"{folder}/components/timeline.html.j2", f"{folder}/components/contact.html.j2",
        f"{folder}/briefing.html.j2", f"{folder}/sections/visits.html.j2", "",
    ]  # fmt: skip


def test_everything_on_the_page_works_as_it_says(
    desk: Desk, word_file: Callable[[Path], WordFile], capsys: pytest.CaptureFixture[str]
) -> None:
    for step in STEPS:
        if step.path:
            desk.write(step.path, step.text)
            continue
        for command in step.text.splitlines():
            status = run_in(desk.root, *command.split()[1:])
            assert status == 0, f"{command}\n{capsys.readouterr().err}"
    pdf, word = _built(desk, word_file, "embassy")
    texts = ["Note to the embassy", "Questions go to the desk officer.", "Latest first."]
    for text in texts:
        assert text in word.full_text
        assert _spaceless(text) in pdf
    gallery = desk.root / "output/gallery"
    assert {path.name for path in gallery.iterdir()} == {
        "gallery.press.en.pdf", "gallery.embassy.en.pdf", "gallery.embassy.en.docx",
    }  # fmt: skip
    shown = word_file(gallery / "gallery.embassy.en.docx").full_text
    assert "What happened, as a list." in shown
    assert "Questions go to the desk." in shown


def test_an_audience_of_one_s_own_takes_thirty_lines_and_both_formats_follow(
    desk: Desk, word_file: Callable[[Path], WordFile], capsys: pytest.CaptureFixture[str]
) -> None:
    own = ("audience.yaml", "style.css", "components/timeline.html.j2")
    texts = {f"templates/embassy/{name}": FILES[f"templates/embassy/{name}"] for name in own}
    assert sum(text.count("\n") for text in texts.values()) <= 30
    for path, text in texts.items():
        desk.write(path, text)
    formats = [part for suffix in ("pdf", "docx", "html") for part in ("-f", suffix)]
    status = run_in(desk.root, "build", "-a", "embassy", "-a", "press", *formats, "-j", "1")
    assert status == 0, capsys.readouterr().err
    pdf, word = _built(desk, word_file, "embassy")
    order = ["Timeline", "Visits and meetings", "Legal framework", "The two states"]
    headings = [
        word.text(p) for p in word.xpath("w:p") if word.style_of(p).casefold() == "heading 1"
    ]
    assert headings == order
    places = [pdf.find(_spaceless(heading)) for heading in order]
    assert -1 not in places
    assert places == sorted(places)
    styles = word.parts["word/styles.xml"].decode()
    assert "5B2A86" in styles.upper()
    assert "Cambria" in styles
    folder = desk.root / f"output/{SMALL}"
    assert "Caladea" in _fonts(folder / f"{SMALL}.embassy.en.pdf")
    html = (folder / f"{SMALL}.embassy.en.html").read_text("utf-8")
    assert "--accent: #5b2a86" in html
    items = [word.text(p) for p in word.xpath("w:p") if word.style_of(p) == "List Bullet"]
    _, _, timeline = html.partition('id="timeline"')
    entries = re.findall(r"<li>(.*?)</li>", timeline.partition("</section>")[0])
    assert len(entries) == 2
    told = [" ".join(re.sub("<[^>]*>", "", entry).split()) for entry in entries]
    assert items[: len(told)] == told
    pressed = (folder / f"{SMALL}.press.en.html").read_text("utf-8")
    assert '<table class="timeline">' in pressed
    assert "#5b2a86" not in pressed


def test_a_font_of_one_s_own_is_used_in_both_formats(
    desk: Desk,
    root: Path,
    word_file: Callable[[Path], WordFile],
    capsys: pytest.CaptureFixture[str],
) -> None:
    fonts = root / "templates/base/fonts"
    for path in fonts.iterdir():
        target = desk.root / "templates/base/fonts" / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    entry = (
        "\nMinistry Serif:\n  word: Georgia\n"
        "  regular: Caladea-Regular.ttf\n  bold: Caladea-Bold.ttf\n"
    )
    listed = (fonts / "fonts.yaml").read_text("utf-8") + entry
    desk.write("templates/base/fonts/fonts.yaml", listed)
    desk.write("templates/embassy/audience.yaml", FILES["templates/embassy/audience.yaml"])
    desk.write("templates/embassy/style.css", 'html { font-family: "Ministry Serif"; }\n')
    assert run_in(desk.root, "build", "-a", "embassy") == 0, capsys.readouterr().err
    _, word = _built(desk, word_file, "embassy")
    assert "Georgia" in word.parts["word/styles.xml"].decode()


@pytest.mark.parametrize("path", sorted(path for path in FILES if path.endswith(".j2")))
def test_no_file_of_the_page_is_longer_than_a_screen(path: str) -> None:
    assert FILES[path].count("\n") <= 20
