"""Audiences with a Word template: found, filled in the sandbox, searched, followed by the PDF."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from briefgen.build.edition import Edition, Outcome
from briefgen.compose.wordtags import BODY, PAPER
from briefgen.house.workspace import Workspace
from builds import build_one
from word_templates import made

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conftest import Desk, WordFile

SMALL = "norland-sundmark"
PAGE = Path(__file__).parents[2] / "docs/word-templates.md"
FOLDER = "templates/embassy"
FOLLOWS = "pdf_follows_word: true\n"
LIKE = "like: press\ntitle: Note\ndescription: D\n"

#: A text box as current versions of Word draw it, with the older drawing beside it.
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
BOX = f"""<w:p><w:r><mc:AlternateContent xmlns:wps="{_SHAPE}">
<mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="2000000" cy="500000"/>
<wp:docPr id="9" name="Text Box 9"/><a:graphic>
<a:graphicData uri="{_SHAPE}"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr>
<a:xfrm><a:off x="0" y="0"/><a:ext cx="2000000" cy="500000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>
{made.p("Boxed: {{ paper.", "kind }}")}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>
</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>
<mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r></w:p>"""


def _build(
    desk: Desk,
    members: Mapping[str, str | bytes] | None = None,
    *,
    name: str = "template.dotx",
    settings: str = "",
    formats: tuple[str, ...] = ("docx",),
) -> Outcome:
    """Build a paper of an audience with a template of changed members."""
    data = made.packed({**made.parts(*made.COVER, BOX, made.BODY), **(members or {})})
    desk.write(f"{FOLDER}/audience.yaml", LIKE + settings)
    (desk.root / FOLDER / name).write_bytes(data)
    return _built(desk, formats=formats)


def _built(desk: Desk, audience: str = "embassy", formats: tuple[str, ...] = ("docx",)) -> Outcome:
    edition = Edition(SMALL, audience, "en", formats, desk.root / "output")
    return build_one(Workspace(desk.root), edition)


def _word(outcome: Outcome) -> Path:
    assert not outcome.failed, [str(one) for one in outcome.diagnostics]
    return next(path for path in outcome.files if path.suffix == ".docx")


def test_a_paper_in_a_template_is_valid_and_says_what_the_pdf_says(
    desk: Desk, word_file: Callable[[Path], WordFile], root: Path
) -> None:
    path = _word(_build(desk, formats=("pdf", "docx")))
    command = [str(root / "node_modules/.bin/ooxml-validator"), str(path)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert json.loads(run.stdout)["errors"] == []
    word = word_file(path)
    assert "Boxed: Note" in word.full_text
    assert "Ministry of Foreign Affairs" in word.full_text
    assert not re.search(r"\{\{|\{%", word.full_text)
    command = ["pdftotext", "-layout", str(path.with_suffix(".pdf")), "-"]
    pdf = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    headings = [word.text(p) for p in word.xpath("//w:p") if word.style_of(p) == "heading 1"]
    assert headings
    for heading in headings:
        assert "".join(heading.split()).lower() in "".join(pdf.split()).lower()


def test_a_template_is_that_of_the_audience_that_another_is_like(
    desk: Desk, word_file: Callable[[Path], WordFile]
) -> None:
    _build(desk)
    desk.write("templates/consulate/audience.yaml", "like: embassy\ntitle: Consular note\n")
    word = word_file(_word(_built(desk, "consulate")))
    assert "Boxed: Consular note" in word.full_text


@pytest.mark.parametrize("part", ["header1", "footer1"])
def test_a_template_without_the_banner_is_refused_with_the_tag_to_add(
    desk: Desk, part: str
) -> None:
    tag = {"header1": "hdr", "footer1": "ftr"}[part]
    bare = made.margin(tag, made.p("{{ paper.title }} {{ paper.status }}"))
    outcome = _build(desk, {f"word/{part}.xml": bare})
    assert outcome.files == ()
    assert {one.rule for one in outcome.diagnostics} == {"no-banner"}
    assert all("{{ paper.marking }}" in one.hint for one in outcome.diagnostics)
    assert all(f"{FOLDER}/template.dotx" in one.hint for one in outcome.diagnostics)


def test_a_cover_without_a_header_is_refused(desk: Desk) -> None:
    bare = made.document(*made.COVER, made.BODY).replace(made.HEADER_REFERENCE, "", 1)
    outcome = _build(desk, {"word/document.xml": bare})
    assert "pages of section 1, which have no header" in outcome.diagnostics[0].message


def test_a_draft_whose_template_does_not_say_so_is_refused(desk: Desk) -> None:
    header = made.margin("hdr", made.p("{{ paper.marking }}"))
    outcome = _build(desk, {"word/header1.xml": header})
    assert ["DRAFT is not on" in one.message for one in outcome.diagnostics] == [True]


def test_a_tag_sees_no_more_than_the_listed_names(desk: Desk) -> None:
    document = made.document(made.p("{{ paper.sections }}"), made.BODY)
    outcome = _build(desk, {"word/document.xml": document})
    assert [one.rule for one in outcome.diagnostics] == ["unknown-name"]


def test_a_template_that_says_what_its_audience_may_not_see_is_a_leak(desk: Desk) -> None:
    desk.write(
        f"data/{SMALL}/secret.yaml",
        "statements:\n- {id: secret-one, by: NR, date: 2025-01-01, marking: RED, sources: [],\n"
        "   text: The quince harvest is mortgaged}\n",
    )
    document = made.document(made.p("The quince harvest is mortgaged"), made.BODY)
    outcome = _build(desk, {"word/document.xml": document})
    assert "leak" in {one.rule for one in outcome.diagnostics}


def test_faults_of_a_template_are_known_without_rendering(desk: Desk) -> None:
    _build(desk, {"word/header1.xml": made.margin("hdr", made.p("{{ paper.mark }}"))})
    run = desk("check", "-a", "embassy")
    assert run.returncode == 1
    assert f"{FOLDER}/template.dotx#header1:1: error[unknown-name]" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["template.docx", "reference.docx"], "there are template.docx and reference.docx"),
        (["template.docm"], "may hold macros"),
    ],
)
def test_a_folder_has_one_template_without_macros(
    desk: Desk, names: list[str], message: str
) -> None:
    desk.write(f"{FOLDER}/audience.yaml", LIKE)
    for name in names:
        (desk.root / FOLDER / name).write_bytes(made.packed(made.parts()))
    [fault] = _built(desk).diagnostics
    assert message in fault.message
    assert fault.hint


def test_a_template_is_not_a_link_to_elsewhere(desk: Desk, tmp_path: Path) -> None:
    desk.write(f"{FOLDER}/audience.yaml", LIKE)
    (tmp_path / "a.docx").write_bytes(made.packed(made.parts()))
    (desk.root / FOLDER / "template.docx").symlink_to(tmp_path / "a.docx")
    [fault] = _built(desk).diagnostics
    assert "leads out of the template folders" in fault.message


def test_the_pdf_follows_page_fonts_and_colours(desk: Desk) -> None:
    outcome = _build(desk, name="reference.docx", settings=FOLLOWS, formats=("pdf", "docx"))
    path = _word(outcome).with_suffix(".pdf")
    with pikepdf.open(path) as pdf:
        box = [round(float(str(one))) for one in pdf.pages[0].mediabox]
    assert box == [0, 0, 595, 842]
    command = ["pdffonts", str(path)]
    fonts = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    assert "Caladea" in fonts


def test_a_font_that_papers_do_not_have_is_no_silent_fallback(desk: Desk) -> None:
    styles = made.stored("styles").replace("Cambria", "Ministry Grotesk")
    outcome = _build(desk, {"word/styles.xml": styles}, name="reference.docx", settings=FOLLOWS)
    [fault] = outcome.diagnostics
    assert fault.rule == "no-word-font"
    assert "heading 1" in fault.message
    assert "word: Ministry Grotesk" in fault.hint


def test_there_is_something_to_follow(desk: Desk) -> None:
    desk.write(f"{FOLDER}/audience.yaml", LIKE + FOLLOWS)
    [fault] = _built(desk).diagnostics
    assert (fault.rule, fault.place.line) == ("no-word-template", 4)


def test_the_page_lists_every_tag_and_its_first_steps_work(desk: Desk) -> None:
    page = PAGE.read_text("utf-8")
    listed = set(re.findall(r"^\| `\{\{ ([\w.]+)", page, re.MULTILINE))
    assert listed == {BODY, "t", "audience", "language", "paper.date", "paper.status"} | {
        f"paper.{name}" for name in PAPER
    }
    desk.write(f"{FOLDER}/audience.yaml", LIKE)
    [steps] = re.findall(r"```console\n(.*?)```", page, re.DOTALL)
    for line in steps.splitlines():
        command, *arguments = line.split()
        if command == "cp":
            shutil.copy(*(desk.root / one for one in arguments))
        else:
            run = desk(*arguments)
            assert run.returncode == 0, run.stderr
    _word(_built(desk))
