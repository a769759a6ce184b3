"""The benchmarks measure what they say: turns, ratios, changes that reach papers, the world."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from conftest import ROOT
from thorough import NIGHTLY

sys.path.insert(0, str(ROOT))

from benchmarks import quiet  # beside the tests, not in the package
from benchmarks.desks import Desk, briefgen
from benchmarks.pagetexts import texts
from benchmarks.row import Line, NotInstalledError, Row, Setting, Size, scaled
from benchmarks.rows import ROWS
from benchmarks.table import Measured, Results, summary, table
from benchmarks.timing import (
    CommandError,
    Contestant,
    Taken,
    inner,
    interleaved,
    ratio,
    run,
    run_all,
)
from benchmarks.world import STATES, dossier, pairs, write
from briefgen.build.dossiers import open_dossier
from briefgen.house.workspace import find_workspace


def _python(code: str) -> list[str | Path]:
    return [sys.executable, "-I", "-S", "-c", code]


def test_contestants_take_turns() -> None:
    turns: list[str] = []

    def contestant(name: str) -> Contestant:
        def turn() -> Taken:
            turns.append(name)
            return Taken(1.0)

        return Contestant(name, turn, lambda: turns.append(f"before {name}"))

    taken = interleaved([contestant("a"), contestant("b")], 2)
    assert turns == ["before a", "a", "before b", "b"] * 2
    assert {name: len(found) for name, found in taken.items()} == {"a": 2, "b": 2}


def test_ratios_are_of_turns_of_the_same_round() -> None:
    found = ratio([1.0, 2.0, 9.0], [2.0, 4.0, 3.0])
    assert (found.median, found.least, found.greatest) == (0.5, 0.5, 3.0)


def test_a_command_is_timed_with_its_memory() -> None:
    taken = run(_python("import time; b = bytearray(50 << 20); time.sleep(0.1)"))
    assert taken.seconds >= 0.1
    assert taken.peak > 50 << 20


def test_commands_run_so_many_at_a_time() -> None:
    pause = _python("import time; time.sleep(1)")
    assert run_all([pause] * 2, 1).seconds >= 2.0
    assert run_all([pause] * 5, 5).seconds < 5.0


def test_a_command_that_fails_is_told_with_what_it_said() -> None:
    with pytest.raises(CommandError, match=r"status 3\nno paper today"):
        run(_python("import sys; print('no paper today', file=sys.stderr); sys.exit(3)"))


def test_commands_that_time_themselves_are_believed() -> None:
    told = [_python(f"import sys; sys.stderr.write('{n}')") for n in (1.5, 2.5)]
    assert inner(told).seconds == 2.5
    with pytest.raises(CommandError, match="does not say how long"):
        inner([_python("pass")])


def test_more_of_the_same_is_worked_out() -> None:
    assert scaled(Taken(3.0), 6, 200).seconds == 100.0


LINE = Line("a job", "another", "1 ms", "2 ms", 0.5, 0.04, 12.0, 0.45, "not the same")


def test_what_was_measured_is_kept_and_printed(tmp_path: Path) -> None:
    results = Results(tmp_path / "kept", "this code")
    assert results.get("one") is None
    measured = Measured((LINE,), 12.0, 0.75)
    results.put("one", measured)
    assert results.get("one") == measured
    printed = table({"one": measured})
    assert (
        "| a job [1] [2] | another | 1 ms | 2 ms | **0.50** (0.040\N{EN DASH}12) | ≤ 0.45 | no |"
        in printed
    )
    assert "1. Not the same." in printed
    assert "2. The machine was busy: others used 0.8 processors." in printed
    assert "busy" not in table({"one": replace(measured, others=0.05)})
    assert "cannot be told" in table({"one": replace(measured, others=None)})


def test_what_other_code_was_measured_with_does_not_count(tmp_path: Path) -> None:
    Results(tmp_path, "old").put("one", Measured((LINE,), 12.0, 0.0))
    assert Results(tmp_path, "new").get("one") is None
    assert Results(tmp_path, "old").get("one") is not None


def test_targets_are_met_missed_or_not_measured(tmp_path: Path) -> None:
    lines = (
        LINE,
        replace(LINE, ratio=0.4),
        replace(LINE, target=None),
        Line("a job", "a tool", "", "not installed", target=1.0),
    )
    assert summary({"one": Measured(lines, 90.0, 0.0)}, ["two"]).splitlines() == [
        "Targets met: 1",
        "",
        "- a job, beside another: 0.40 (≤ 0.45)",
        "",
        "Targets missed: 1",
        "",
        "- a job, beside another: 0.50 (≤ 0.45)",
        "",
        "Targets not measured: 2",
        "",
        "- a job, beside a tool: not installed",
        "- the row two",
        "",
        "Measured in 2 minutes: one 90 s.",
    ]


@pytest.mark.skipif(not Path("/proc/stat").exists(), reason="Linux alone tells it")
def test_contestants_do_not_count_as_others_and_others_do() -> None:
    burn = _python("import time; t = time.process_time()\nwhile time.process_time() - t < 1: pass")
    before, whole = quiet.own(), _spent()
    run(burn)
    ours = quiet.own() - before
    assert 1.0 <= ours < 2.0
    assert _spent() - whole >= ours - 0.1
    watching, whole = quiet.Bystanders(), _spent()
    with subprocess.Popen(list(map(str, burn))) as other:  # nobody has waited for it when asked
        while _spent() - whole < 0.5 and other.poll() is None:
            time.sleep(0.02)
        assert (watching.processors() or 0.0) > quiet.ALLOWED


def _spent() -> float:
    found = quiet.spent()
    assert found is not None
    return found


#: Rows that are measured in some seconds; the others are in some minutes.
CHEAP = ("one-figure", "watched", "big-table")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_row_works_with_what_is_installed(row: Row, tmp_path: Path) -> None:
    if row.name not in CHEAP and not NIGHTLY:
        pytest.skip("takes long: script/nightly does it")
    try:
        lines = row.measure(Setting(Size.SMOKE, tmp_path))
    except NotInstalledError as missing:
        pytest.skip(f"{missing} is not installed")
    assert lines
    for line in lines:
        assert line.theirs == "not installed" or line.ours
        if line.ratio is not None and line.least is not None and line.greatest is not None:
            assert line.least <= line.ratio <= line.greatest


def test_rows_have_names_of_their_own() -> None:
    names = [row.name for row in ROWS]
    assert len(set(names)) == len(names) >= 11


def test_a_changed_figure_is_one_that_the_dossier_has(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk", 2)
    workspace = find_workspace(desk.root)
    people = [_population(desk, name) for name in desk.names]
    assert people[0] != people[1]
    desk.change(desk.names[0])
    assert _population(desk, desk.names[0]) not in people
    # Papers print it in millions: what does not differ there is not written again.
    assert len({int(str(_population(desk, n))) // 100_000 for n in desk.names}) == 2
    desk.change_for_analysts(desk.names[0])
    [finding] = [
        one for one in open_dossier(workspace, desk.names[0]).records.findings
        if one.id == "bench-analyst"
    ]  # fmt: skip
    assert "4711" not in str(finding.text)
    assert finding.only == ("analyst",)


def _population(desk: Desk, name: str) -> object:
    countries = open_dossier(find_workspace(desk.root), name).records.countries
    return next(c.population.value for c in countries if c.iso == "XR" and c.population)


def test_docxtpl_gets_every_text_once_with_its_notes(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html lang='en'><body><h1>Title</h1><p>One<span class='note'>first <em>note</em></span>,"
        " two<span class='note'>second</span>.</p><ul><li>a<ul><li>b</li></ul></li></ul>"
        "<figure><figcaption>Drawn</figcaption><img alt='' src='data:image/svg+xml;base64,"
        "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI0IiBoZWlnaHQ9IjQiLz4='>"
        "</figure><table><caption>Held</caption><tr><th>x</th></tr><tr><td>1<p>p</p></td></tr>"
        "</table></body></html>",
        "utf-8",
    )
    found = texts(page)
    assert found["notes"] == ["first note", "second"]
    assert found["blocks"] == [
        {"kind": "h1", "runs": [{"text": "Title", "note": 0}]},
        {"kind": "p", "runs": [{"text": "One", "note": 1}, {"text": ", two", "note": 2},
                               {"text": ".", "note": 0}]},
        {"kind": "p", "runs": [{"text": "a", "note": 0}]},
        {"kind": "p", "runs": [{"text": "b", "note": 0}]},
        {"kind": "p", "runs": [{"text": "Drawn", "note": 0}]},
        {"kind": "picture", "picture": str(tmp_path / "page.5.png")},
        {"kind": "p", "runs": [{"text": "Held", "note": 0}]},
        {"kind": "table", "rows": [["x"], ["1p"]]},
    ]  # fmt: skip
    assert (tmp_path / "page.5.png").read_bytes().startswith(b"\x89PNG")


def test_the_command_that_is_measured_is_briefgen() -> None:
    run(briefgen("--version"))
    with pytest.raises(CommandError, match="status 2"):
        run(briefgen("biuld"))


def test_the_world_has_a_dossier_for_each_pair_and_says_that_it_is_invented(tmp_path: Path) -> None:
    assert sum(1 for _ in pairs()) == STATES * (STATES - 1) // 2 == 18_528
    chosen = list(islice(pairs(), 0, None, 6_000))
    assert write(tmp_path, iter(chosen)) == 4
    workspace = find_workspace(tmp_path)
    for name, (ours, theirs) in zip(workspace.dossiers(), chosen, strict=True):
        opened = open_dossier(workspace, name)
        assert "does not exist" in str(opened.records.dossier.description)
        assert all("Synthetic" in str(series.note) for series in opened.records.series)
        assert dossier(ours, theirs) == dossier(ours, theirs)
        assert opened.warnings == ()
