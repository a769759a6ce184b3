"""`briefgen explain`: from a printed figure back to the cell, the date and the sources."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Desk

#: Those that come with briefgen.
AUDIENCES = ("analyst", "business", "delegation", "largeprint", "minister", "press")


def _explained(desk: Desk, *arguments: str) -> list[dict[str, Any]]:
    run = desk("explain", *arguments, "--json")
    assert run.returncode == 0, run.stderr
    found: dict[str, list[dict[str, Any]]] = json.loads(run.stdout)
    return [evidence for trail in found.values() for evidence in trail]


def _cell(root: Path, place: str) -> str:
    """Return what stands at ``file:line:column``, up to the end of the value."""
    file, line, column = place.rsplit(":", 2)
    text = (root / file).read_text("utf-8").splitlines()[int(line) - 1][int(column) - 1 :]
    return re.split(r"[,}\s]", text, maxsplit=1)[0]


def test_a_figure_leads_to_its_yaml_value_date_and_source(desk: Desk) -> None:
    run = desk("explain", "norland-sundmark", "--figure", "41.9 billion", "-a", "press")
    assert run.returncode == 0, run.stderr
    data = "data/norland-sundmark"
    [place] = re.findall(r"^  read at    (\S+): 41870000000$", run.stdout, re.MULTILINE)
    assert place.startswith(f"{data}/dossier.yaml:")
    assert _cell(desk.root, place) == "41870000000"
    assert "US$41.9\N{NO-BREAK SPACE}billion (2025)  in norland-sundmark.press.en" in run.stdout
    assert "  holds for  2025\n" in run.stdout
    assert f"  source     Statistical Office, Yearbook, 2025 [{data}/sources.yaml:" in run.stdout
    assert run.stderr == ""


def test_a_figure_leads_to_its_csv_cell(desk: Desk) -> None:
    found = _explained(desk, "norland-sundmark", "--figure", "143", "-a", "analyst")
    places = {evidence["place"] for evidence in found if evidence["text"] == "143250000"}
    assert len(places) == 1
    [place] = places
    assert place.startswith("data/norland-sundmark/observations.csv:")
    assert _cell(desk.root, place) == "143250000"


def test_a_figure_leads_to_its_cell_in_a_workbook(copied: Callable[..., Desk]) -> None:
    desk = copied("egypt-japan")
    found = _explained(desk, "egypt-japan", "--figure", "99.5", "-a", "analyst")
    [evidence] = [e for e in found if e["text"] == "99474792"]
    file, _, cell = evidence["place"].partition("#")
    assert file == "data/egypt-japan/dossier.xlsx"
    assert re.fullmatch(r"observations!C\d+", cell)
    sheet, _, address = cell.partition("!")
    assert str(load_workbook(desk.root / file)[sheet][address].value) == "99474792"
    assert evidence["as_of"] == "1988"
    assert [s["place"].partition("!")[0] for s in evidence["sources"]] == [f"{file}#sources"]


def test_a_gap_that_was_worked_out_leads_to_both_of_its_cells(copied: Callable[..., Desk]) -> None:
    desk = copied("ruritania-graustark")
    found = _explained(desk, "ruritania-graustark", "--figure", "7.4", "-a", "analyst")
    gap = [e for e in found if e["printed"] == "7.4"]
    assert [e["text"] for e in gap] == ["641700000", "689200000"]
    assert [e["place"].split(":")[0].rpartition("/")[2] for e in gap] == [
        "observations.csv", "series.yaml",
    ]  # fmt: skip
    assert [_cell(desk.root, e["place"]) for e in gap] == [e["text"] for e in gap]
    assert [[s["id"] for s in e["sources"]] for e in gap] == [["xr-statistics"], ["xg-statistics"]]


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_a_figure_that_no_paper_prints_is_a_failure(desk: Desk, arguments: list[str]) -> None:
    run = desk("explain", "norland-sundmark", "--figure", "987654321", *arguments)
    assert run.returncode == 1
    if arguments:
        assert set(json.loads(run.stdout)) == {
            f"norland-sundmark.{audience}.en" for audience in AUDIENCES
        }
        assert not any(json.loads(run.stdout).values())
    else:
        assert run.stdout == ""
        assert "no paper prints the figure `987654321`" in run.stderr


def test_json_gives_place_text_date_and_sources_by_edition(desk: Desk) -> None:
    run = desk("explain", "norland-sundmark", "--figure", "US$41.9 billion", "--json")
    document = json.loads(run.stdout)
    assert {name for name, trail in document.items() if trail} <= set(document)
    evidence = document["norland-sundmark.press.en"][0]
    assert set(evidence) == {"printed", "place", "text", "as_of", "sources"}
    [source] = evidence["sources"]
    assert (source["id"], source["url"]) == ("yearbook", None)
    assert source["place"].startswith("data/norland-sundmark/sources.yaml:")


def test_what_an_audience_may_not_see_is_not_explained_to_it(copied: Callable[..., Desk]) -> None:
    desk = copied("ruritania-graustark")
    arguments = ["explain", "ruritania-graustark", "--figure", "3.1", "--json"]
    press = desk(*arguments, "-a", "press")
    assert "3108249" not in press.stdout
    assert "3108249" not in press.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["norland-sundmarc", "--figure", "1"], "did you mean `norland-sundmark`?"),
        (["norland-sundmark", "--figure", "1", "-a", "pres"], "did you mean `press`?"),
    ],
)
def test_what_is_not_known_is_a_usage_error(
    desk: Desk, arguments: list[str], expected: str
) -> None:
    run = desk("explain", *arguments)
    assert run.returncode == 2
    assert expected in run.stderr


def test_records_are_told_for_every_audience_as_a_matrix(desk: Desk) -> None:
    run = desk("explain", "norland-sundmark")
    assert (run.returncode, run.stderr) == (0, "")
    head, *rows = run.stdout.splitlines()
    assert tuple(head.split()) == AUDIENCES
    [row] = [row for row in rows if "You may settle for the small harbour" in row]
    states = row.split("harbour.")[1].split()
    assert states[:6] == ["withheld"] * 4 + ["shown", "withheld"]
    assert re.fullmatch(r"data/norland-sundmark/dossier.yaml:\d+:\d+", states[6])


def test_for_one_audience_each_record_has_a_section_or_a_reason(desk: Desk) -> None:
    run = desk("explain", "norland-sundmark", "-a", "press")
    assert run.returncode == 0, run.stderr
    *rows, counts = run.stdout.splitlines()
    told = [row.split("  ", 1)[0] for row in rows]
    assert set(told) <= {"shown", "withheld", "not chosen"}
    assert "(for minister only)" in run.stdout
    assert "(marked AMBER, cleared to CLEAR)" in run.stdout
    assert "(no section of the paper shows findings)" in run.stdout
    assert re.search(
        r"^shown +data/\S+  countries: Norland  \(in facts\)$", run.stdout, re.MULTILINE
    )
    assert counts == ", ".join(
        f"{told.count(state)} {state}" for state in ("shown", "withheld", "not chosen")
    )


def test_what_a_paper_left_out_for_want_of_space_is_told(desk: Desk) -> None:
    desk("new", "audience", "short", "--from", "press")
    settings = desk.root / "templates/short/audience.yaml"
    settings.write_text(settings.read_text("utf-8") + "max_pages: 1\nfit: priority\n", "utf-8")
    run = desk("explain", "norland-sundmark", "-a", "short", "--json")
    assert run.returncode == 0, run.stderr
    fates = [row["fates"]["short"] for row in json.loads(run.stdout)]
    dropped = [fate for fate in fates if fate["state"] == "dropped"]
    assert dropped
    assert {fate["reason"] for fate in dropped} == {"left out for want of space"}
    built = desk("build", "-a", "short", "--json")
    left_out = json.loads(built.stdout)["editions"][0]["dropped"]
    assert len(left_out) <= len(dropped)  # what stands in a record that is left out goes with it
    record = desk.root / ".briefgen/records/norland-sundmark.short.en.json"
    assert json.loads(record.read_text("utf-8"))["dropped"] == left_out
    assert all(one["place"] in built.stdout for one in left_out)


def test_redacted_records_are_told_apart_from_withheld_ones(desk: Desk) -> None:
    desk.write(
        "templates/gaps/audience.yaml",
        "like: press\nabove_clearance: redact\nsections: [bottom-line, facts]\n",
    )
    rows = json.loads(desk("explain", "norland-sundmark", "-a", "gaps", "--json").stdout)
    states: dict[str, set[str]] = {}
    for row in rows:
        fate = row["fates"]["gaps"]
        states.setdefault(fate["reason"], set()).add(fate["state"])
    # What no section would show leaves no gap either.
    assert states["marked AMBER, cleared to CLEAR"] == {"redacted", "withheld"}
    assert states["for minister only"] == {"withheld"}
