"""Portion marks: every passage of a marked paper says how high it is, none above the banner."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from briefgen.build.dossiers import open_dossier
from briefgen.house.audience import load_audience
from briefgen.house.workspace import Workspace
from briefgen.view.project import project
from conftest import ROOT, Desk

if TYPE_CHECKING:
    from conftest import WordFile

DOSSIER = "ruritania-graustark"

#: How the dossier's TLP levels are written in other schemes; the minister may see all of them.
SCHEMES = {
    "us": ("UNCLASSIFIED", "CUI", "CONFIDENTIAL", "SECRET", "SECRET"),
    "nato": ("NATO UNCLASSIFIED", "NATO RESTRICTED", "NATO CONFIDENTIAL", "NATO SECRET",
             "NATO SECRET"),
}  # fmt: skip
TLP = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
MARKS = {
    "us": ["(U)", "(CUI)", "(C)", "(S)"],
    "nato": ["(NU)", "(NR)", "(NC)", "(NS)"],
}

#: Audiences whose papers carry marks, and the scheme in which Word files are made too.
MARKED = ("minister", "analyst", "delegation")
WORD_TOO = "us"


@dataclass(frozen=True)
class Remarked:
    """The fictional dossier with its markings in a scheme, and the papers made of it."""

    scheme: str
    desk: Desk

    def page(self, audience: str) -> html.HtmlElement:
        return html.parse(self.paper(audience, "html")).getroot()

    def paper(self, audience: str, suffix: str) -> Path:
        return self.desk.root / f"output/{DOSSIER}/{DOSSIER}.{audience}.en.{suffix}"


@pytest.fixture(scope="module", params=SCHEMES)
def remarked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Remarked:
    """Return the papers in one scheme, all of them built by one run."""
    scheme = request.param
    desk = Desk(tmp_path_factory.mktemp(scheme))
    shutil.copytree(ROOT / "data" / DOSSIER, desk.root / "data" / DOSSIER)
    (desk.root / "briefgen.toml").touch()
    levels = dict(zip(TLP, SCHEMES[scheme], strict=True))
    for path in (desk.root / "data" / DOSSIER).iterdir():
        text = path.read_text("utf-8").replace("marking_scheme: tlp", f"marking_scheme: {scheme}")
        text = re.sub(
            r"(?<=marking: )(CLEAR|GREEN|AMBER\+STRICT|AMBER|RED)\b",
            lambda found: levels[found[1]], text,
        )  # fmt: skip
        if path.suffix == ".csv":
            text = re.sub(
                r"(?<=,)(CLEAR|GREEN|AMBER\+STRICT|AMBER|RED)(?=,|$)",
                lambda found: levels[found[1]], text, flags=re.MULTILINE,
            )  # fmt: skip
        path.write_text(text, "utf-8")
    chosen = [part for audience in (*MARKED, "press") for part in ("-a", audience)]
    formats = ["-f", "html"] if scheme != WORD_TOO else ["-f", "html", "-f", "docx"]
    done = desk("build", DOSSIER, *chosen, *formats, "-j", "1")
    assert done.returncode == 0, done.stderr
    return Remarked(scheme, desk)


def _marked(value: Any) -> Iterator[tuple[str, str]]:
    """Yield each record's text with its portion mark."""
    if isinstance(value, dict):
        text = value.get("text")
        if value.get("portion") and isinstance(text, str):
            yield value["portion"], " ".join(text.split())
        for inner in value.values():
            yield from _marked(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _marked(inner)


@pytest.mark.parametrize("audience", MARKED)
def test_every_passage_carries_its_mark_and_the_banner_is_the_highest_of_them(
    remarked: Remarked, audience: str
) -> None:
    page = remarked.page(audience)
    body = " ".join(page.body.text_content().split())
    workspace = Workspace(remarked.desk.root)
    settings, _, _ = load_audience(workspace, audience)
    view = project(open_dossier(workspace, DOSSIER), audience, settings, "en")
    marked = [pair for section in view.paper["sections"] for pair in _marked(section)]
    assert marked
    unmarked = [(mark, text) for mark, text in marked
                if text in body and text not in body.partition(f"{mark} ")[2]]  # fmt: skip
    assert unmarked == []
    ranks = MARKS[remarked.scheme]
    printed = set(re.findall(r"\((?:[A-Z]{1,3})\)", body)) & set(ranks)
    highest = max(printed, key=ranks.index)
    assert SCHEMES[remarked.scheme][ranks.index(highest)] == page.body.get("data-marking")


def test_a_paper_of_the_lowest_level_carries_none(remarked: Remarked) -> None:
    page = remarked.page("press")
    assert page.body.get("data-marking") == SCHEMES[remarked.scheme][0]
    assert not any(mark in page.body.text_content() for mark in MARKS[remarked.scheme])


@pytest.mark.parametrize("remarked", [WORD_TOO], indirect=True)
def test_word_carries_the_same_marks(
    remarked: Remarked, word_file: Callable[[Path], WordFile]
) -> None:
    composed = remarked.page("analyst").body.text_content()
    word = word_file(remarked.paper("analyst", "docx"))
    written = "".join(
        str(text)
        for part in ("word/document.xml", "word/footnotes.xml")
        for text in word.tree(part).itertext()
    )
    for mark in MARKS["us"][:2]:
        assert composed.count(mark) == written.count(mark) > 0, mark
