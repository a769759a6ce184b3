"""Six audiences: each has its own content, order and look; large print says what press says."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from lxml import etree
from lxml import html as lxml_html

from briefgen.house.audience import load_audience, load_theme
from briefgen.house.workspace import Workspace
from briefgen.verify.leaks.folding import fold

if TYPE_CHECKING:
    from conftest import Shipped

ROOT = Path(__file__).parents[2]
WORKSPACE = Workspace(ROOT)
DOSSIERS = WORKSPACE.dossiers()
AUDIENCES = ["analyst", "business", "delegation", "largeprint", "minister", "press"]

#: The dossier that prepares a meeting, and the records that only some audiences read.
MEETING = "ruritania-graustark"

#: Sections whose tables are set anew in large print.
TABLES = ("facts", "timeline", "visits")

#: Pixels to a point in what ``pdftohtml`` says of a page at its greatest zoom.
ZOOM = 3

#: Points to a millimetre.
MILLIMETRE = 72 / 25.4


def body(shipped: Shipped, dossier: str, audience: str) -> lxml_html.HtmlElement:
    """Return the body of a paper's composed document."""
    path = shipped.path(f"{dossier}.{audience}.en", "html")
    return lxml_html.fromstring(path.read_text("utf-8")).find("body")


def sections(paper: lxml_html.HtmlElement) -> dict[str, lxml_html.HtmlElement]:
    return {str(section.get("id")): section for section in paper.iter("section")}


def said(element: lxml_html.HtmlElement) -> str:
    """Return an element's text, line breaks and spaces made alike."""
    return " ".join(" ".join(map(str, element.itertext())).split())


def words(text: str) -> set[str]:
    return set(re.findall(r"[\w%$€¥]+", text))


@cache
def meeting() -> dict[str, list[str]]:
    """Return texts of the meeting dossier by what they are."""
    folder = ROOT / "data" / MEETING
    [record] = yaml.safe_load((folder / "meeting.yaml").read_text("utf-8"))["meetings"]
    people = yaml.safe_load((folder / "interlocutors.yaml").read_text("utf-8"))["interlocutors"]
    topics: list[dict[str, Any]] = record["topics"]
    return {
        "objectives": [o["text"] for topic in topics for o in topic["objectives"]],
        "points": [p["text"] for topic in topics for p in topic["points"]],
        "their lines": [topic["their_line"]["text"] for topic in topics],
        "answers": [a["our_line"] for topic in topics for a in topic.get("if_raised", ())],
        "press lines": [t["press_line"]["text"] for t in topics if "press_line" in t],
        "agenda": [t["background"] for t in topics if "only" not in t],
        "programme": [item["item"] for item in record["programme"]],
        "biographies": [person["biography"] for person in people],
    }


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_no_two_papers_have_the_same_sections_in_the_same_order(
    shipped: Shipped, dossier: str
) -> None:
    orders = {a: tuple(sections(body(shipped, dossier, a))) for a in AUDIENCES}
    assert orders.pop("largeprint") == orders["press"]
    assert len(set(orders.values())) == len(orders)
    assert all(orders.values())


def test_each_paper_begins_with_what_its_readers_need_first(shipped: Shipped) -> None:
    first = {a: next(iter(sections(body(shipped, MEETING, a)))) for a in AUDIENCES}
    assert first == {
        "analyst": "bottom-line", "business": "trade", "delegation": "programme",
        "largeprint": "press-lines", "minister": "bottom-line", "press": "press-lines",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "readers"),
    [
        ("objectives", {"minister"}),
        ("points", {"minister"}),
        ("their lines", {"minister"}),
        ("answers", {"minister"}),
        ("press lines", {"minister", "press", "largeprint"}),
        ("agenda", {"analyst", "delegation"}),
        ("programme", {"delegation"}),
        ("biographies", {"delegation"}),
    ],
)
def test_only_those_who_need_it_read_what_was_written_for_the_meeting(
    shipped: Shipped, kind: str, readers: set[str]
) -> None:
    for audience in AUDIENCES:
        paper = fold(said(body(shipped, MEETING, audience)))
        found = [text for text in meeting()[kind] if fold(text) in paper]
        assert found == (meeting()[kind] if audience in readers else []), audience


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_large_print_says_what_the_press_paper_says(
    shipped: Shipped, squeezed: Callable[[str], str], dossier: str
) -> None:
    press, large = (body(shipped, dossier, a) for a in ("press", "largeprint"))
    for paper in (press, large):  # the one thing that differs: what the paper calls itself
        [kind] = paper.find_class("kind")
        kind.drop_tree()
    # In large print the reference has a line of its own.
    assert said(large.find("header")) == said(press.find("header")).replace(" · ", " ")
    pairs = zip(sections(press).items(), sections(large).values(), strict=True)
    for (name, ours), theirs in pairs:
        assert [*theirs.xpath(".//img/@alt")] == [*ours.xpath(".//img/@alt")]
        if name not in TABLES:
            assert squeezed(said(theirs)) == squeezed(said(ours)), name
            continue
        assert not list(theirs.iter("table"))
        assert words(said(theirs)) <= words(said(ours)), name
        text, at = squeezed(said(theirs)), 0
        for row in ours.iterfind(".//tbody/tr"):
            for cell in row:
                wanted = squeezed(said(cell))
                if wanted != "\N{EN DASH}":
                    at = text.find(wanted, at)
                    assert at >= 0, said(cell)


@dataclass(frozen=True)
class Printed:
    """A run of text on a page of a PDF, in points from the page's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    width: float
    height: float


def printed(path: Path) -> Iterator[Printed]:
    """Yield the text of a PDF as poppler reads it."""
    command = ["pdftohtml", "-xml", "-i", "-hidden", "-stdout", "-zoom", str(ZOOM), str(path)]
    run = subprocess.run(command, capture_output=True, check=True)
    document = etree.fromstring(run.stdout, etree.XMLParser(recover=True, load_dtd=False))
    sizes = {f.get("id"): int(f.get("size", "0")) / ZOOM for f in document.iter("fontspec")}
    for page in document.iter("page"):
        width, height = (int(page.get(side, "0")) / ZOOM for side in ("width", "height"))
        for text in page.iter("text"):
            left, top, wide, high = (
                int(text.get(side, "0")) / ZOOM for side in ("left", "top", "width", "height")
            )
            yield Printed(
                "".join(map(str, text.itertext())), left, top, left + wide, top + high,
                sizes[text.get("font")], width, height,
            )  # fmt: skip


def margins(shipped: Shipped, edition: str) -> tuple[float, float, float, float]:
    """Return the page margins of a paper in points: those that its last style sheet sets."""
    styles = shipped.path(edition, "html").read_text("utf-8")
    found = re.findall(r"@page \{\s*(?:size: A4;\s*)?margin: ((?:[\d.]+mm ?){4});", styles)
    top, right, bottom, left = (float(one[:-2]) * MILLIMETRE for one in found[-1].split())
    return top, right, bottom, left


def test_no_text_leaves_the_column(shipped: Shipped, edition: str) -> None:
    _, right, _, left = margins(shipped, edition)
    outside = [
        p.text
        for p in printed(shipped.path(edition, "pdf"))
        if p.left < left - 1 or p.right > p.width - right + 2
    ]
    assert outside == []


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_large_print_has_nothing_below_20_points_in_text_or_charts_and_14_in_margins(
    shipped: Shipped, dossier: str
) -> None:
    edition = f"{dossier}.largeprint.en"
    top, _, bottom, _ = margins(shipped, edition)
    runs = [p for p in printed(shipped.path(edition, "pdf")) if p.text.strip()]
    inside = [p for p in runs if p.top >= top - 6 and p.bottom <= p.height - bottom + 6]
    furniture = [p for p in runs if p not in inside]
    assert len(inside) > 100
    assert {p.text for p in inside if p.size < 20} == set()
    assert {p.text for p in furniture if p.size < 14} == set()
    assert any("TLP:CLEAR" in p.text for p in furniture)


def colors(audience: str) -> dict[str, str]:
    settings, node, _ = load_audience(WORKSPACE, audience)
    return load_theme(WORKSPACE, settings, node)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, relative luminance)."""

    def luminance(color: str) -> float:
        channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_paper_has_an_accent_of_its_own() -> None:
    accents = {audience: colors(audience)["accent"] for audience in AUDIENCES}
    assert len(set(accents.values())) == len(AUDIENCES), accents


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_colour_of_writing_stands_out_from_its_ground(audience: str) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1; in large print 7 to 1, as 1.4.6 asks."""
    theme = colors(audience)
    least = 7 if audience == "largeprint" else 4.5
    for name in ("accent", "second", "third", "ink", "muted"):
        for ground in ("#ffffff", theme["soft"]):
            assert contrast(theme[name], ground) >= least, f"{name} on {ground}"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_draft_says_so_on_every_page_and_a_cleared_paper_on_none(
    shipped: Shipped, pdf_pages: Callable[[Path], list[str]], audience: str
) -> None:
    draft = pdf_pages(shipped.path(f"belarus-lithuania.{audience}.en", "pdf"))
    assert all("DRAFT" in page for page in draft)
    cleared = pdf_pages(shipped.path(f"{MEETING}.{audience}.en", "pdf"))
    assert not any("DRAFT" in page for page in cleared)
