"""`briefgen build` run again: what it does, what it says, what it costs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from commands import wait_for

if TYPE_CHECKING:
    from conftest import Desk

SMALL = "norland-sundmark"
PRESS = f"{SMALL}/{SMALL}.press.en"
HTML = ("build", "-a", "press", "-f", "html")


def test_a_build_of_nothing_new_says_so_in_one_line(desk: Desk) -> None:
    assert desk(*HTML, "-a", "minister").returncode == 0
    again = desk(*HTML, "-a", "minister")
    assert (again.returncode, again.stdout, again.stderr) == (0, "2 papers unchanged\n", "")


def test_what_was_built_and_what_was_not_is_counted_and_explained(desk: Desk) -> None:
    desk(*HTML, "-a", "minister")
    desk.edit("data/norland-sundmark/dossier.yaml", "You may settle for", "Be content with")
    run = desk(*HTML, "-a", "minister", "--explain")
    assert run.stdout.splitlines() == [
        f"{SMALL}.minister.en: html (data/{SMALL}/dossier.yaml changed findings[2], which is shown"
        " in it)",
        f"{SMALL}.press.en: unchanged (the change reaches nothing in it; searched again for what is"
        " withheld)",
        "1 of 2 papers built, 1 unchanged",
    ]
    document = json.loads(desk(*HTML, "--json", "--force").stdout)
    [edition] = document["editions"]
    assert (edition["reused"], edition["reason"]) == (False, "--force was given")
    [edition] = json.loads(desk(*HTML, "--json").stdout)["editions"]
    assert (edition["reused"], edition["reason"]) == (True, "nothing changed")


def test_warnings_count_whether_or_not_the_paper_is_built_again(desk: Desk) -> None:
    desk.edit(f"data/{SMALL}/visits.yaml", "    sources: [gazette]\n", "")
    runs = [desk(*HTML, "--strict") for _ in range(3)]
    assert [run.returncode for run in runs] == [3, 3, 3]
    assert len({run.stderr for run in runs}) == 1


def test_builds_at_the_same_time_do_not_get_in_each_other_s_way(desk: Desk) -> None:
    audiences = ("press", "minister", "analyst", "business")
    processes = [desk.start("build", "-a", name, "-f", "html") for name in audiences]
    for process in processes:
        assert process.wait(120) == 0, process.communicate()
        process.communicate()
    options = [option for name in audiences for option in ("-a", name)]
    assert desk("build", "-f", "html", *options).stdout == "4 papers unchanged\n"
    ledger = json.loads((desk.root / ".briefgen/ledger.json").read_bytes())
    assert len(ledger["editions"]) == 4


def test_a_build_that_is_killed_before_its_end_is_taken_up_where_it_was(desk: Desk) -> None:
    process = desk.start("build", "-f", "html", "-j", "1")
    wait_for(lambda: len(desk.files()) >= 2, process)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert not (desk.root / ".briefgen/ledger.json").exists()
    run = desk("build", "-f", "html")
    assert run.returncode == 0
    assert " unchanged" in run.stdout
    whole = desk.files()
    shutil.rmtree(desk.root / ".briefgen")
    assert desk("build", "-f", "html", "--force").returncode == 0
    assert desk.files() == whole


def test_a_database_is_asked_again_when_its_file_has_changed(desk: Desk) -> None:
    database = desk.root / "trade.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE events (date, kind, text, marking, sources, priority)")
        connection.execute(
            "INSERT INTO events VALUES"
            " ('1999', 'meeting', 'They met on ice.', 'CLEAR', 'gazette', 80)"
        )
    connection.close()
    query = "SELECT * FROM events ORDER BY date"
    address = "sqlite:///../../trade.sqlite"
    desk.write(
        f"data/{SMALL}/trade.yaml",
        f"inputs:\n  - {{database: '{address}', queries: {{events: {query}}}}}\n",
    )
    assert desk(*HTML).returncode == 0
    desk(*HTML)
    assert "nothing changed" in desk(*HTML, "--explain").stdout
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE events SET text = 'They met on skis.'")
    connection.close()
    assert desk(*HTML).stdout.endswith("1 of 1 papers built\n")
    assert b"They met on skis." in desk.files()[f"{PRESS}.html"]


def test_a_database_whose_address_is_a_variable_is_asked_every_time(desk: Desk) -> None:
    for name in ("one", "two"):
        with sqlite3.connect(desk.root / f"{name}.sqlite") as connection:
            connection.execute("CREATE TABLE events (date, kind, text, marking, sources, priority)")
            connection.execute(
                "INSERT INTO events VALUES ('1999', 'meeting', ?, 'CLEAR', 'gazette', 80)",
                (f"They met on {name}.",),
            )
        connection.close()
    query = "SELECT * FROM events ORDER BY date"
    desk.write(
        f"data/{SMALL}/trade.yaml",
        f"inputs:\n  - {{database: '${{WHERE}}', queries: {{events: {query}}}}}\n",
    )
    for name in ("one", "two", "two"):
        run = desk(*HTML, env={"WHERE": f"sqlite:///../../{name}.sqlite"})
        assert run.returncode == 0, run.stderr
        assert f"They met on {name}.".encode() in desk.files()[f"{PRESS}.html"]


def test_nothing_heavy_is_loaded_to_find_out_that_nothing_changed(desk: Desk) -> None:
    assert desk(*HTML).returncode == 0
    code = (
        "import sys; from briefgen.cli.main import main\n"
        "try: main()\n"
        "finally: print(*sorted(m for m in sys.modules if '.' not in m), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *HTML], cwd=desk.root, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert run.stdout == "1 paper unchanged\n"
    heavy = {"pydantic", "jinja2", "yaml", "weasyprint", "docx", "lxml", "babel", "sqlalchemy",
             "ctypes", "pikepdf", "PIL", "fontTools", "watchfiles"}  # fmt: skip
    assert heavy.isdisjoint(run.stderr.split())


def test_folders_of_killed_builds_are_removed_and_those_of_living_ones_are_not(
    desk: Desk, tmp_path: Path
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    mine = scratch / "briefgen-worker-notes"
    mine.mkdir()
    environment = {"TMPDIR": str(scratch)}
    process = subprocess.Popen(
        [desk.executable, "build", "-j", "1"], cwd=desk.root, start_new_session=True,
        env=desk.environment(environment), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        encoding="utf-8",
    )  # fmt: skip
    wait_for(lambda: len(list(scratch.iterdir())) > 1, process)
    [left] = [path for path in scratch.iterdir() if path != mine]
    assert desk(*HTML, "-o", "away", env=environment).returncode == 0
    assert left.is_dir()
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert left.is_dir()
    assert desk(*HTML, "-o", "again", "--force", env=environment).returncode == 0
    assert list(scratch.iterdir()) == [mine]
