"""Portion marks: every passage of a marked paper says how high it is, none above the banner."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from briefgen.build.dossiers import open_dossier
from briefgen.house.audience import load_audience
from briefgen.house.workspace import Workspace
from briefgen.view.project import project

if TYPE_CHECKING:
    from conftest import Desk, WordFile

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


@pytest.fixture
def remarked(copied: Callable[..., Desk]) -> Callable[[str], Desk]:
    """Return what copies the fictional dossier with its markings translated into a scheme."""

    def remark(scheme: str) -> Desk:
        desk = copied(DOSSIER)
        levels = dict(zip(TLP, SCHEMES[scheme], strict=True))
        for path in (desk.root / "data" / DOSSIER).iterdir():
            text = path.read_text("utf-8").replace(
                "marking_scheme: tlp", f"marking_scheme: {scheme}"
            )
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
        return desk

    return remark


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


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("audience", ["minister", "analyst", "delegation"])
def test_every_passage_carries_its_mark_and_the_banner_is_the_highest_of_them(
    remarked: Callable[[str], Desk], scheme: str, audience: str
) -> None:
    desk = remarked(scheme)
    done = desk("build", DOSSIER, "-a", audience, "-f", "html")
    assert done.returncode == 0, done.stderr
    page = html.parse(desk.root / f"output/{DOSSIER}/{DOSSIER}.{audience}.en.html").getroot()
    body = " ".join(page.body.text_content().split())
    workspace = Workspace(desk.root)
    settings, _, _ = load_audience(workspace, audience)
    view = project(open_dossier(workspace, DOSSIER), audience, settings, "en")
    marked = [pair for section in view.paper["sections"] for pair in _marked(section)]
    assert marked
    unmarked = [(mark, text) for mark, text in marked
                if text in body and text not in body.partition(f"{mark} ")[2]]  # fmt: skip
    assert unmarked == []
    ranks = MARKS[scheme]
    printed = set(re.findall(r"\((?:[A-Z]{1,3})\)", body)) & set(ranks)
    highest = max(printed, key=ranks.index)
    assert SCHEMES[scheme][ranks.index(highest)] == page.body.get("data-marking")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_paper_of_the_lowest_level_carries_none(
    remarked: Callable[[str], Desk], scheme: str
) -> None:
    desk = remarked(scheme)
    assert desk("build", DOSSIER, "-a", "press", "-f", "html").returncode == 0
    page = html.parse(desk.root / f"output/{DOSSIER}/{DOSSIER}.press.en.html").getroot()
    assert page.body.get("data-marking") == SCHEMES[scheme][0]
    assert not any(mark in page.body.text_content() for mark in MARKS[scheme])


def test_word_carries_the_same_marks(
    remarked: Callable[[str], Desk], word_file: Callable[[Path], WordFile]
) -> None:
    desk = remarked("us")
    done = desk("build", DOSSIER, "-a", "analyst", "-f", "html", "-f", "docx")
    assert done.returncode == 0, done.stderr
    stem = desk.root / f"output/{DOSSIER}/{DOSSIER}.analyst.en"
    composed = html.parse(f"{stem}.html").getroot().body.text_content()
    word = word_file(Path(f"{stem}.docx"))
    written = "".join(
        str(text)
        for part in ("word/document.xml", "word/footnotes.xml")
        for text in word.tree(part).itertext()
    )
    for mark in MARKS["us"][:2]:
        assert composed.count(mark) == written.count(mark) > 0, mark
