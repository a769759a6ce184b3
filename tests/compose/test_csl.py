"""Citations in CSL: three styles, hostile characters, links, and a style that is not there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefgen.compose.csl import Bibliography
from briefgen.compose.vocabulary import check
from briefgen.house.workspace import Workspace
from briefgen.view.phrase import Phrase

if TYPE_CHECKING:
    from conftest import Desk

WORKSPACE = Workspace(Path(__file__).parents[2])
STYLES = ["house", "apa", "oscola"]


def _source(identifier: str = "a", **values: Any) -> dict[str, Any]:
    bare = dict.fromkeys(("author", "kind", "url", "retrieved", "date"))
    given = {"publisher": "Statistical Office", "title": "Yearbook", "reliability": "official"}
    return {"id": identifier, **bare, **given, **values}


def _written(style: str, *sources: dict[str, Any]) -> Bibliography:
    return Bibliography(WORKSPACE.house_file(f"citations/{style}.csl"), "en-GB", sources)


REPORT = {
    "kind": "report", "date": "2024-05-07", "url": "https://x.example/r",
    "retrieved": "2026-01-02",
}  # fmt: skip
PRESS = {"kind": "press", "author": "Ada Brand", "publisher": "Times", "title": "Bread",
         "date": "2024-05"}  # fmt: skip
OPEN, CLOSE = "\N{LEFT SINGLE QUOTATION MARK}", "\N{RIGHT SINGLE QUOTATION MARK}"
LINK = '<a href="https://x.example/r">https://x.example/r</a>'


@pytest.mark.parametrize(
    ("style", "values", "note", "entry"),
    [
        ("house", REPORT, "Statistical Office, <em>Yearbook</em>, 7 May 2024",
         f"Statistical Office, <em>Yearbook</em>, 7 May 2024. {LINK} (read 2 January 2026)."),
        ("house", PRESS, "Ada Brand, <em>Bread</em>, Times, May 2024",
         "Ada Brand, <em>Bread</em>, Times, May 2024."),
        ("house", {}, "Statistical Office, <em>Yearbook</em>, n.d.",
         "Statistical Office, <em>Yearbook</em>, n.d."),
        ("house", {"date": "2009"}, "Statistical Office, <em>Yearbook</em>, 2009",
         "Statistical Office, <em>Yearbook</em>, 2009."),
        ("apa", REPORT, "(Statistical Office, 2024)",
         f"Statistical Office. (2024). <em>Yearbook</em>. {LINK}."),
        ("apa", PRESS, "(Ada Brand, 2024)", "Ada Brand. (2024, May). Bread. <em>Times</em>."),
        ("apa", {}, "(Statistical Office, n.d.)", "Statistical Office. (n.d.). <em>Yearbook</em>."),
        ("oscola", PRESS, f"Ada Brand, {OPEN}Bread{CLOSE} <em>Times</em> (May 2024)",
         f"Ada Brand, {OPEN}Bread{CLOSE} <em>Times</em> (May 2024)."),
        ("oscola", REPORT,
         f"Statistical Office, {OPEN}Yearbook{CLOSE} (2024) &lt;https://x.example/r&gt;"
         " accessed 2 January 2026",
         f"Statistical Office, {OPEN}Yearbook{CLOSE} (2024) &lt;{LINK}&gt;"
         " accessed 2 January 2026."),
    ],
)  # fmt: skip
def test_a_source_is_written_in_its_style(
    style: str, values: dict[str, Any], note: str, entry: str
) -> None:
    bibliography = _written(style, _source(**values))
    assert (bibliography.note("a"), bibliography.entry("a")) == (note, entry)


@pytest.mark.parametrize("style", STYLES)
def test_every_source_gets_its_own_entry_whatever_the_style_sorts_by(style: str) -> None:
    sources = [_source(f"s{n}", publisher=p) for n, p in enumerate(("Zeta", "Alpha", "Mu"))]
    bibliography = _written(style, *sources)
    for source in reversed(sources):
        assert bibliography.entry(source["id"]).startswith(source["publisher"])
        assert source["publisher"] in bibliography.note(source["id"])


@pytest.mark.parametrize("style", STYLES)
def test_hostile_characters_are_escaped_once(style: str) -> None:
    hostile = _source(
        title="R & D <i>x</i> &amp; <script>", publisher="Sons & <b>", kind="report", date="2024"
    )
    bibliography = _written(style, hostile)
    for text in (bibliography.entry("a"), bibliography.note("a")):
        assert "Sons &amp; &lt;b&gt;" in text
        assert not {"<i>", "<b>", "<script>"} & set(text.replace(">", ">\n").split())
        assert "&amp;lt;" not in text
    entry = bibliography.entry("a").casefold()
    assert "r &amp; d &lt;i&gt;x&lt;/i&gt; &amp;amp; &lt;script&gt;" in entry


@pytest.mark.parametrize("bracket", ["\ue000{}\ue001", "\ue001{}\ue000", "{{{}}}", "%{}%"])
def test_no_text_of_a_source_becomes_a_tag(bracket: str) -> None:
    text = _written("house", _source(title=bracket.format("a"))).entry("a")
    assert text.replace("<em>", "").replace("</em>", "").count("<") == 0


@pytest.mark.parametrize("style", STYLES)
def test_an_address_is_one_link(style: str) -> None:
    url = "https://x.example/?a=1&b=<2>"
    entry = _written(style, _source(url=url, retrieved="2026-01-02", date="2024")).entry("a")
    shown = "https://x.example/?a=1&amp;b=&lt;2&gt;"
    assert entry.count("<a ") == 1
    assert f'<a href="{shown}">{shown}</a>' in entry


def test_the_address_is_the_link_where_the_title_holds_it_too() -> None:
    url = "https://x.example/"
    entry = _written("house", _source(title=f"The site {url}", url=url)).entry("a")
    assert entry == (
        f'Statistical Office, <em>The site {url}</em>, n.d. <a href="{url}">{url}</a>.'
    )


def test_a_note_has_no_link_for_the_address_stands_in_the_list() -> None:
    assert all("<a " not in _written(s, _source(**REPORT)).note("a") for s in STYLES)


def test_a_publisher_whose_name_begins_with_a_number_keeps_it() -> None:
    assert _written("house", _source(publisher="1.5 Degrees")).entry("a").startswith("1.5 Degrees,")


@pytest.mark.parametrize("style", STYLES)
def test_entries_are_within_the_vocabulary(style: str) -> None:
    entry = _written(style, _source(**REPORT)).entry("a")
    html = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"/><title>T</title></head>'
        f'<body data-marking="TLP:CLEAR"><p>{entry}</p></body></html>'
    )
    assert [fault for fault in check(html, "x") if "a>" in fault.message] == []


def _cites(desk: Desk, style: str) -> tuple[str, int]:
    """Make an audience that cites in a style; return its settings file and the style's line."""
    assert desk("new", "audience", "lawyers", "--from", "analyst").returncode == 0
    name = "templates/lawyers/audience.yaml"
    settings = desk.root / name
    text = settings.read_text("utf-8").rstrip("\n") + "\n"
    settings.write_text(f"{text}citations: {style}\n", "utf-8")
    return name, text.count("\n") + 1


def test_a_style_that_does_not_exist_is_reported_at_the_audiences_place(desk: Desk) -> None:
    file, line = _cites(desk, "oscolla")
    run = desk("check", "-a", "lawyers", "--json")
    assert run.returncode == 1
    faults = json.loads(run.stdout)["diagnostics"]
    [fault] = [f for f in faults if f["severity"] == "error"]
    assert (fault["rule"], fault["file"], fault["line"]) == ("no-style", file, line)
    assert fault["column"] == len("citations: ") + 1
    assert "oscolla" in fault["message"]
    assert "did you mean `oscola`?" in fault["hint"]


def test_an_audience_cites_in_the_style_that_it_names(desk: Desk) -> None:
    _cites(desk, "oscola")
    run = desk("build", "-a", "lawyers", "-f", "html")
    assert run.returncode == 0, run.stderr
    [paper] = desk.files().values()
    assert f"{OPEN}Notices{CLOSE} (March 2026)" in paper.decode()


@pytest.mark.parametrize("style", STYLES)
def test_what_is_in_another_language_keeps_it_and_its_capitals(style: str) -> None:
    title = Phrase("Užsienio PREKYBA & ryšiai, Vilnius", "lt")
    source = _source(publisher=Phrase("Valstybės duomenų agentūra", "lt"), title=title,
                     kind="report", date="2024")  # fmt: skip
    bibliography = _written(style, source)
    entry = bibliography.entry("a")
    assert '<span lang="lt">Užsienio PREKYBA &amp; ryšiai, Vilnius</span>' in entry
    assert '<span lang="lt">Valstybės duomenų agentūra</span>' in entry
    assert '<span lang="lt">Valstybės duomenų agentūra</span>' in bibliography.note("a")
    plain = re.sub("</?span[^>]*>", "", entry)
    bare = _written(style, source | {"publisher": str(source["publisher"]), "title": str(title)})
    assert plain.casefold() == bare.entry("a").casefold()


def test_a_mark_at_the_end_of_such_a_text_is_not_set_twice() -> None:
    source = _source(author="A", publisher=Phrase("Leidykla Ž.", "lt"), kind="report")
    assert "Ž.</span>." not in _written("apa", source | {"date": "2024"}).entry("a")


@pytest.mark.parametrize("style", STYLES)
def test_an_address_is_printed_with_its_letters_and_leads_where_it_did(style: str) -> None:
    url = "https://x.example/%C5%BEod%C5%BEiai%20a/%2F?b=%26%C5%A1"
    bibliography = _written(style, _source(url=url, retrieved="2026-01-02", date="2024"))
    shown = "https://x.example/žodžiai%20a/%2F?b=%26š"
    assert f'<a href="{url}">{shown}</a>' in bibliography.entry("a")
    assert url not in bibliography.note("a")
