"""`briefgen build --watch`: whatever its user does, it goes on, and no paper stays stale."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pytest

from commands import wait_for
from conftest import ROOT

if TYPE_CHECKING:
    from conftest import Desk

SMALL = "norland-sundmark"
DATA = f"data/{SMALL}"
Watching = tuple[subprocess.Popen[str], list[str]]


@pytest.fixture
def watching(desk: Desk) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Return a build that watches, and what it says as it says it."""
    process = desk.start("build", "-a", "press", "-a", "minister", "-f", "html", "--watch")
    told: list[str] = []

    def listen(stream: Iterable[str]) -> None:
        told.extend(stream)

    readers = [
        threading.Thread(target=listen, args=(stream,))
        for stream in (process.stdout, process.stderr)
    ]
    for reader in readers:
        reader.start()
    try:
        wait_for(lambda: any("watching" in line for line in told), process)
        yield process, told
    finally:
        os.killpg(process.pid, signal.SIGINT)
        status = process.wait(30)
        for reader in readers:
            reader.join()
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            stream.close()
    assert status == 130
    assert "interrupted; files that were finished stay\n" in told
    assert not [name for name in desk.files() if "/.briefgen-" in name]


def test_watching_builds_what_a_change_reaches_until_it_is_interrupted(
    desk: Desk, watching: tuple[subprocess.Popen[str], list[str]]
) -> None:
    process, told = watching

    def paper(audience: str) -> str:
        return desk.files()[f"{SMALL}/{SMALL}.{audience}.en.html"].decode()

    minister = (desk.root / f"output/{SMALL}/{SMALL}.minister.en.html").stat().st_ino
    desk.edit(f"data/{SMALL}/visits.yaml", "Harbour commission", "Pier commission")
    wait_for(lambda: "Pier commission" in paper("press"), process)
    desk.edit(f"data/{SMALL}/visits.yaml", "2009-09-16", "2009-13-16")
    wait_for(lambda: any("bad-date" in line for line in told), process)
    desk.write("briefgen.toml", "[rules\n")
    wait_for(lambda: any("bad-toml" in line for line in told), process)
    desk.write("briefgen.toml", "")
    desk.edit(f"data/{SMALL}/visits.yaml", "2009-13-16", "2009-09-17")
    wait_for(lambda: "17\u00a0Sept 2009" in paper("press"), process)
    desk.write(
        "templates/press/briefing.html.j2",
        '{% extends "base/briefing.html.j2" %}\n'
        "{% block standfirst %}<p>Watched.</p>{% endblock %}",
    )
    wait_for(lambda: "<p>Watched.</p>" in paper("press"), process)
    assert "Watched" not in paper("minister")
    assert (desk.root / f"output/{SMALL}/{SMALL}.minister.en.html").stat().st_ino == minister


def test_watching_and_one_document_at_the_end_exclude_each_other(desk: Desk) -> None:
    assert desk("build", "--watch", "--json").returncode == 2


def _paper(desk: Desk, audience: str = "press") -> str:
    return (desk.root / f"output/{SMALL}/{SMALL}.{audience}.en.html").read_text("utf-8")


def _visit(desk: Desk) -> str:
    return (desk.root / DATA / "visits.yaml").read_text("utf-8")


def _saved_by_renaming(desk: Desk, name: str, text: str) -> None:
    """Write a file as editors do that keep a copy: the new one takes the old one's place."""
    path = desk.root / name
    path.rename(path.with_name(f"{path.name}~"))
    time.sleep(0.05)
    path.with_name(f".{path.name}.swp").write_text(text, "utf-8")
    path.with_name(f".{path.name}.swp").rename(path)


def test_a_file_that_an_editor_replaces_is_read_again(desk: Desk, watching: Watching) -> None:
    process, _ = watching
    text = _visit(desk)
    for outcome in ("Pier commission", "Quay commission"):
        new = text.replace("Harbour commission", outcome)
        _saved_by_renaming(desk, f"{DATA}/visits.yaml", new)
        wait_for(lambda outcome=outcome: outcome in _paper(desk), process)  # type: ignore[misc]


def test_of_many_saves_in_a_row_the_last_one_counts(desk: Desk, watching: Watching) -> None:
    process, _ = watching
    text = _visit(desk)
    for number in range(60):
        outcome = f"Pier commission {number}."
        desk.write(f"{DATA}/visits.yaml", text.replace("Harbour commission", outcome))
        time.sleep(0.004 * (number % 30))
    wait_for(lambda: "Pier commission 59." in _paper(desk), process)


def test_a_dossier_that_is_taken_away_and_put_back_is_built_again(
    desk: Desk, watching: Watching
) -> None:
    process, told = watching
    folder = desk.root / DATA
    for old, new in (("Harbour commission", "Pier commission"), ("Pier commission", "Quayage")):
        shutil.copytree(folder, away := desk.root / "away")
        shutil.rmtree(folder)
        time.sleep(1)
        desk.edit("away/visits.yaml", old, new)
        away.rename(folder)
        wait_for(lambda new=new: new in _paper(desk), process)  # type: ignore[misc]
    assert not any("Traceback" in line for line in told)


def test_looks_fonts_and_dossiers_that_come_are_seen(desk: Desk, watching: Watching) -> None:
    process, told = watching
    desk.write("templates/press/style.css", "em { color: #123456 }\n")
    wait_for(lambda: "#123456" in _paper(desk), process)
    assert "#123456" not in _paper(desk, "minister")
    desk.write("templates/press/style.css", "em { colour: #654321 }\n")
    wait_for(lambda: any("style.css:1:6" in line for line in told), process)
    (desk.root / "templates/press/style.css").unlink()
    wait_for(lambda: "#123456" not in _paper(desk), process)
    fonts = desk.root / "templates/base/fonts"
    shutil.copytree(ROOT / "templates/base/fonts", fonts)
    names = (fonts / "fonts.yaml").read_text("utf-8")
    (fonts / "fonts.yaml").write_text("faces: [\n", "utf-8")
    wait_for(lambda: any("fonts.yaml:" in line for line in told), process)
    (fonts / "fonts.yaml").write_text(names, "utf-8")
    shutil.copytree(desk.root / DATA, desk.root / "data/another")
    another = desk.root / "output/another/another.press.en.html"
    wait_for(another.is_file, process)
    shutil.rmtree(desk.root / "data/another")
    desk.edit(f"{DATA}/visits.yaml", "Harbour commission", "Pier commission")
    wait_for(lambda: "Pier commission" in _paper(desk), process)
