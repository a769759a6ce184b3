"""Components: records carry marks, redactions leave gaps, and one file replaces a component."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from briefgen.build.dossiers import open_dossier
from briefgen.build.furnish import furnish
from briefgen.compose.house import House
from briefgen.compose.paper import checked, compose, gaps, portion
from briefgen.diagnostics import ContentError
from briefgen.house.audience import load_audience
from briefgen.house.sections import SectionChoice
from briefgen.house.workspace import Workspace
from briefgen.view.phrase import Phrase
from briefgen.view.project import project
from briefgen.view.sections import SECTIONS
from briefgen.view.view import View

ROOT = Path(__file__).parents[2]
WORKSPACE = Workspace(ROOT)
DOSSIER = open_dossier(WORKSPACE, "ruritania-graustark")
AUDIENCE, SETTINGS, _ = load_audience(WORKSPACE, "minister")
#: The house style alone, without what an audience makes of it.
HOUSE = replace(
    furnish(WORKSPACE, "minister", "en", AUDIENCE, SETTINGS),
    folders=[ROOT / "templates", ROOT / "templates/base"],
)

#: Records inside others that no component prints one by one.
_NOT_PRINTED = ("observations", "terms")


def _view(depth: str, **changes: Any) -> View:
    """Return a view of everything in the dossier, its values free to be changed."""
    sections = tuple(SectionChoice(section=name, depth=depth) for name in SECTIONS)
    every = AUDIENCE.model_copy(update={"sections": sections, "max_pages": None})
    view = project(DOSSIER, "minister", every, "en")
    paper = copy.deepcopy(dict(view.paper))
    [trade] = [section for section in paper["sections"] if section["name"] == "trade"]
    for name, measure in (("economy", "gdp"), ("voting", "voting-agreement")):
        series = {**copy.deepcopy(trade["series"][0]), "measure": measure}
        section: dict[str, Any] = {
            "name": name,
            "title": None,
            "depth": depth,
            "gaps": {},
            "series": [series],
        }
        paper["sections"].insert(-1, section | ({"sectors": []} if name == "voting" else {}))
    return replace(view, paper={**paper, **changes})


def _records(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every record below a value with the names of the fields that lead to it."""
    if isinstance(value, dict):
        if "portion" in value:
            yield path, value
        for name, inner in value.items():
            if name not in _NOT_PRINTED:
                yield from _records(inner, f"{path}/{name}")
    elif isinstance(value, list):
        for item in value:
            yield from _records(item, path)


def _composed(view: View, house: House = HOUSE) -> str:
    paper, faults = checked(compose(view, house), "composed.html")
    assert faults == []
    return paper.html


def _text(html: str) -> str:
    return _words(_tree(html))


def _tree(html: str) -> etree._Element:
    return etree.fromstring(html, etree.HTMLParser())


def _found(html: str, path: str) -> list[etree._Element]:
    found = _tree(html).xpath(path)
    assert isinstance(found, list)
    return [element for element in found if isinstance(element, etree._Element)]


def _words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _leave_out_what_is_not_printed(sections: list[dict[str, Any]]) -> None:
    """Take out what a view holds and no component prints, for want of anything to print."""
    for section in sections:
        if section["name"] == "map":  # these states are invented
            section["countries"] = []
        if section["name"] == "press-lines":
            for meeting in section["meetings"]:
                meeting["topics"] = [topic for topic in meeting["topics"] if topic["press_line"]]
        if section["name"] == "trade" and section["depth"] == "brief":
            section["series"] = [s for s in section["series"] if s["measure"] == "exports"]


@pytest.mark.parametrize("depth", ["full", "brief"])
def test_every_record_of_a_view_is_printed_with_its_portion_mark(depth: str) -> None:
    view = _view(depth)
    _leave_out_what_is_not_printed(view.paper["sections"])
    marks = {}
    for number, (path, record) in enumerate(_records(view.paper["sections"])):
        record["portion"] = f"(P{number})"
        marks[record["portion"]] = path
    assert len(marks) > 60
    html = _composed(view)
    unprinted = {mark: path for mark, path in marks.items() if f"{mark}\N{NO-BREAK SPACE}" not in
                 html and f"{mark} (P" not in html}  # fmt: skip
    assert unprinted == {}


def test_a_paper_without_marks_of_portions_prints_none() -> None:
    view = _view("full")
    for _, record in _records(view.paper):
        del record["portion"]
    bare = _composed(view)
    for _, record in _records(view.paper):
        record["portion"] = ""
    assert _composed(view) == bare


@pytest.mark.parametrize("depth", ["full", "brief"])
def test_every_redaction_of_a_list_leaves_a_gap_with_its_basis(depth: str) -> None:
    view = _view(depth)
    bases = {}
    holders = [("", section) for section in view.paper["sections"]]
    for number, (path, holder) in enumerate([*holders, *_records(view.paper["sections"])]):
        for field, value in holder.items():
            if (
                isinstance(value, list)
                and field not in ("sources", "native_names", *_NOT_PRINTED)
                and not (isinstance(value, list) and value and isinstance(value[0], str))
            ):
                basis = f"basis {number} {field}."
                holder["gaps"] = {**holder.get("gaps", {}), field: [{"basis": basis}]}
                bases[basis] = f"{path}/{field}"
    assert len(bases) > 30
    text = _text(_composed(view))
    assert {path for basis, path in bases.items() if f"[ * ] {basis}" not in text} == set()


@pytest.mark.parametrize("name", [n for n, selections in SECTIONS.items() if selections])
def test_a_section_with_nothing_but_a_redaction_is_printed(name: str) -> None:
    section: dict[str, Any] = {"name": name, "title": None, "depth": "full", "gaps": {}}
    for selection in SECTIONS[name]:
        section[selection.type] = []
        section["gaps"][selection.type] = [{"basis": None}]
    html = _composed(_view("full", sections=[section]))
    [printed] = _found(html, f"//section[@id='{name}']")
    assert _words(printed).count("[ * ]") == len(SECTIONS[name])
    assert [child.tag for child in printed].count("h2") == 1


@pytest.mark.parametrize(
    ("field", "label"),
    [("head_of_state", "Head of state"), ("population", "Population"), ("growth", "Real GDP")],
)
def test_a_redacted_fact_is_a_gap_in_its_cell(field: str, label: str) -> None:
    view = _view("full")
    facts = next(s for s in view.paper["sections"] if s["name"] == "facts")
    for number, country in enumerate(facts["countries"]):
        country[field] = None
        country["gaps"] = {field: [{"basis": "never in a cell"}]} if number == 0 else {}
    row = f"//table[@class='facts']//tr[starts-with(th, '{label}')]"
    assert [_words(cell) for cell in _found(_composed(view), f"{row}/td")] == [
        "[ * ]",
        "\N{EN DASH}",
    ]


def test_a_paper_of_our_own_keeps_the_sides_apart_and_a_neutral_one_does_not() -> None:
    views = [_view("full", voice=voice, home="XR") for voice in ("neutral", "own")]
    pages = [_composed(view) for view in views]
    neutral, own = map(_text, pages)
    ours, theirs = (views[0].paper["names"][code] for code in ("XR", "XG"))
    assert f"{ours} to {theirs}" in neutral
    assert f"From us to {theirs}" in own
    assert f"From {theirs} to us" in own
    assert _found(pages[0], "//p[@class='side']") == []
    for side, name in {"Our side": ours, "Their side": theirs}.items():
        lists = f"//p[@class='side'][.='{side}']/following-sibling::*[1][self::ul]"
        items = [_words(item) for item in _found(pages[1], f"{lists}/li")]
        assert items
        assert all(f"{name} states that" in item for item in items)
        assert len(items) == neutral.count(f"{name} states that")
    assert own.count("states that") == neutral.count("states that")


def test_a_text_in_another_language_says_so_wherever_it_is_printed() -> None:
    view = _view("full", title=Phrase("Santykiai", "lt"))
    section = {one["name"]: one for one in view.paper["sections"]}
    section["timeline"]["events"][0]["text"] = Phrase(" Sutartis dėl 'sienos' ", "lt")
    section["bottom-line"]["findings"][0]["text"] = Phrase("smlouva", "cs")
    section["sectors"]["sectors"][0]["body"] = Phrase("Pirma.\n\nAntra.", "lt")
    section["statements"]["statements"][0]["text"] = Phrase("umowa", "pl")
    page = _composed(view)
    assert [
        (element.get("lang"), _words(element))
        for element in _found(page, "//span[@lang]")
        if element.get("lang") in ("lt", "cs", "pl")
    ] == [
        ("lt", "Santykiai"), ("cs", "smlouva"), ("lt", "Sutartis dėl „sienos“"), ("pl", "umowa"),
        ("lt", "Pirma."), ("lt", "Antra."),
    ]  # fmt: skip
    assert "<title>Santykiai " in page


def test_a_draft_says_so_and_a_cleared_paper_does_not() -> None:
    assert 'data-status="DRAFT"' in _composed(_view("full", draft=True, sections=[]))
    assert 'data-status=""' in _composed(_view("full", draft=False, sections=[]))


def test_portions_of_several_records_are_named_once_each_in_order() -> None:
    amber, green, none = {"portion": "(A<)"}, {"portion": "(G)"}, {"portion": None}
    assert portion(amber, green, none, amber) == "(A&lt;) (G)\N{NO-BREAK SPACE}"
    assert portion(none, {}) == ""


def test_a_holder_without_redactions_has_no_gaps() -> None:
    holders: list[dict[str, Any]] = [{}, {"gaps": None}, {"gaps": {"visits": [{"basis": "x"}]}}]
    assert [gaps(holder, "events") for holder in holders] == [(), (), ()]


#: A section with a gap, and with a map where there are states to be drawn.
_REDACTED: dict[str, Any] = {
    "name": "map", "title": None, "depth": "full", "gaps": {"countries": [{"basis": None}]},
    "countries": [],
}  # fmt: skip
COMPONENTS = sorted(path.name for path in (ROOT / "templates/base/components").glob("*.html.j2"))


def _macros(names: Sequence[str]) -> list[str]:
    return [name.removesuffix(".html.j2").replace("-", "_") for name in names]


def test_a_file_of_an_audience_replaces_each_component_wherever_it_is_used(tmp_path: Path) -> None:
    """Each copy says its name where it is called; those that call others still do."""
    (tmp_path / "components").mkdir()
    for file, name in zip(COMPONENTS, _macros(COMPONENTS), strict=True):
        shipped = (ROOT / "templates/base/components" / file).read_text("utf-8")
        opening = re.compile(rf"({{%-? macro {name}\(.*?\) -?%}})")
        own, count = opening.subn(rf"\1<em>{name}</em>", shipped)
        assert count == 1, f"{file} has no macro {name}"
        (tmp_path / "components" / file).write_text(own, "utf-8")
    sections = [*_view("full").paper["sections"], _REDACTED]
    view = _view("full", sections=sections, numbered_captions=True)
    html = compose(view, replace(HOUSE, folders=[tmp_path, *HOUSE.folders])).html
    used = {name for name in _macros(COMPONENTS) if f"<em>{name}</em>" in html}
    assert set(_macros(COMPONENTS)) - used == {
        "note_box", "callout", "contents", "caption_lists", "flags", "values_table",
    }  # fmt: skip


def test_one_file_changes_one_component_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "components").mkdir()
    own = "{% macro timeline(events, missing=[]) %}<p>{{ events|length }} events</p>{% endmacro %}"
    (tmp_path / "components/timeline.html.j2").write_text(own, "utf-8")
    before = _composed(_view("full"))
    after = _composed(_view("full"), replace(HOUSE, folders=[tmp_path, *HOUSE.folders]))
    table = re.compile(r'<table class="timeline">.*?</table>', re.DOTALL)
    assert "<p>13 events</p>" in after
    assert _text(table.sub("<p>13 events</p>", before)) == _text(after)


def test_a_component_that_is_not_in_its_file_is_an_error_there(tmp_path: Path) -> None:
    folder = tmp_path / "components"
    folder.mkdir()
    (folder / "timeline.html.j2").write_text("{% macro time_line(events) %}{% endmacro %}", "utf-8")
    with pytest.raises(ContentError) as caught:
        compose(_view("full"), replace(HOUSE, folders=[tmp_path, *HOUSE.folders]))
    [fault] = caught.value.diagnostics
    assert "timeline" in fault.message


def test_the_namespace_holds_every_component() -> None:
    text = (ROOT / "templates/base/components.html.j2").read_text("utf-8")
    exported = re.findall(r"{% set (\w+) = _\w+\.(\w+) %}", text)
    assert exported == [(name, name) for name in _macros(COMPONENTS)]
