"""The benchmarks measure what they say: turns, ratios, changes that reach papers, the world."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

import pytest

from conftest import ROOT

sys.path.insert(0, str(ROOT))

from benchmarks.desks import Desk, briefgen  # beside the tests, not in the package
from benchmarks.row import Line, extrapolated, scaled
from benchmarks.rows import ROWS
from benchmarks.table import Results, table
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


def test_more_of_the_same_is_worked_out_with_and_without_a_start() -> None:
    assert scaled(Taken(3.0), 6, 200).seconds == 100.0
    assert extrapolated(Taken(8.0), Taken(11.0), 12, 200).seconds == pytest.approx(105.0)
    assert extrapolated(Taken(8.0), Taken(11.0), 12, 12).seconds == 11.0


def test_what_was_measured_is_kept_and_printed(tmp_path: Path) -> None:
    results = Results(tmp_path / "kept")
    assert results.get("one") is None
    line = Line("a job", "another", "1 ms", "2 ms", 0.5, 0.04, 12.0, 0.45, "not the same")
    results.put("one", [line], 3.25)
    kept = results.get("one")
    assert kept == ([line], 3.25)
    printed = table({"one": kept})
    assert (
        "| a job [1] [2] | another | 1 ms | 2 ms | **0.50** (0.040\N{EN DASH}12) | ≤ 0.45 | no |"
        in printed
    )
    assert "1. Not the same." in printed
    assert "2. The machine was busy: 3.2 programs wanted its processors." in printed


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
