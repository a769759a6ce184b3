"""The last look at a finished file: what is not released, and what is in spite of appearances."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen.build.edition import Edition, Outcome
from briefgen.house.workspace import Workspace
from briefgen.write import files
from builds import build_one

if TYPE_CHECKING:
    from conftest import Desk

SMALL = "norland-sundmark"
DATA = f"data/{SMALL}"
OWN = "like: press\ntitle: Note\ndescription: D\n"
BLOCK = '{{% extends "base/briefing.html.j2" %}}\n{{% block closing %}}<p>{}</p>{{% endblock %}}\n'


def build(desk: Desk, *, settings: str = "", css: str = "", closing: str = "") -> Outcome:
    """Build the paper of an audience of the workspace's own."""
    desk.write("templates/own/audience.yaml", OWN + settings)
    if css:
        desk.write("templates/own/style.css", css)
    if closing:
        desk.write("templates/own/briefing.html.j2", BLOCK.format(closing))
    edition = Edition(SMALL, "own", "en", ("pdf", "docx"), desk.root / "output")
    return build_one(Workspace(desk.root), edition)


def told(outcome: Outcome) -> list[tuple[str, str]]:
    return [(d.rule, d.place.file) for d in outcome.diagnostics]


@pytest.mark.parametrize(
    "css",
    [
        "@page { @top-center { content: none; } }",
        "@page { @bottom-center { content: none; } }",
        'body { string-set: marking "TLP:RED", status attr(data-status); }',
    ],
)
def test_a_paper_without_its_banner_at_head_and_foot_is_not_released(desk: Desk, css: str) -> None:
    outcome = build(desk, css=css + "\n")
    assert outcome.failed
    assert outcome.files == ()
    if css.startswith("@page"):
        assert {d.rule for d in outcome.diagnostics} == {"no-banner"}
        assert all("TLP:CLEAR is not on" in d.message for d in outcome.diagnostics)


def test_an_uncleared_paper_that_does_not_say_so_is_not_released(desk: Desk) -> None:
    outcome = build(desk, css="@page { @top-right { content: none; } }\n")
    assert {d.rule for d in outcome.diagnostics} == {"no-banner"}
    assert all(d.message.startswith("DRAFT is not on") for d in outcome.diagnostics)


def test_a_banner_is_not_found_in_the_words_of_the_text(desk: Desk) -> None:
    path = desk.root / DATA / "dossier.yaml"
    text = path.read_text("utf-8").replace("marking_scheme: tlp", "marking_scheme: uk")
    for old, new in (("CLEAR", "OFFICIAL"), ("GREEN", "OFFICIAL-SENSITIVE"), ("AMBER", "SECRET"),
                     ("RED", "TOP SECRET")):  # fmt: skip
        for file in (desk.root / DATA).iterdir():
            content = text if file == path else file.read_text("utf-8")
            content = content.replace(f"marking: {old}", f"marking: {new}")
            content = content.replace(f",{old}", f",{new}")
            file.write_text(content, "utf-8")
            text = content if file == path else text
    officials = "Officials of both ministries met the officials of the harbour."
    sound = build(desk, closing=officials)
    assert not sound.failed, sound.diagnostics
    broken = build(
        desk, closing=officials,
        css="@page { @top-center { content: none; } @bottom-center { content: none; } }\n",
    )  # fmt: skip
    assert {d.rule for d in broken.diagnostics} == {"no-banner"}


@pytest.mark.parametrize(
    ("closing", "settings"),
    [
        ("Quillon is under way.", ""),
        ("More about QUILLON, soon.", ""),
        ("", "sections: [facts, {section: timeline, title: Timeline by Quillon}]\n"),
        ("They bought the harbour in Rabenau.", ""),
        ("About four million: 4812345.", ""),
    ],
)
def test_a_withheld_name_typed_by_the_house_is_not_released(
    desk: Desk, closing: str, settings: str
) -> None:
    desk.edit(
        f"{DATA}/dossier.yaml", "You may settle for the small harbour.",
        "You may tell Quillon of 4812345 tonnes bought near Rabenau by the harbour board.",
    )  # fmt: skip
    outcome = build(desk, closing=closing, settings=settings)
    assert outcome.failed
    assert outcome.files == ()
    expected = {"leak"} if "4812345" not in closing else {"leak", "literal-figure"}
    assert {d.rule for d in outcome.diagnostics} <= expected


def test_a_gap_prints_its_basis_and_is_released(desk: Desk) -> None:
    desk.edit(
        f"{DATA}/dossier.yaml", "Sundmark needs the harbour by autumn.\n",
        "Sundmark needs the harbour by autumn.\n"
        "    basis: Foreign relations act section nine paragraph two\n",
    )  # fmt: skip
    outcome = build(
        desk, settings="above_clearance: redact\nsections: [bottom-line, facts, sources]\n"
    )
    assert not outcome.failed, outcome.diagnostics


def test_several_writers_leave_the_rights_of_new_files_as_they_were(tmp_path: Path) -> None:
    before = os.umask(0o027)
    os.umask(before)

    def write(number: int) -> None:
        for n in range(40):
            files.replace_file(tmp_path / f"{number}-{n}", b"x")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = os.umask(before)
    os.umask(after)
    assert after == before


def test_no_file_is_replaced_where_another_one_cannot_be_written(tmp_path: Path) -> None:
    old = tmp_path / "paper.pdf"
    old.write_bytes(b"older")
    (tmp_path / "blocked").write_bytes(b"a file where a folder should be")
    with pytest.raises(OSError, match="blocked"):
        files.replace_files({old: b"newer", tmp_path / "blocked/paper.docx": b"newer"})
    assert old.read_bytes() == b"older"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["blocked", "paper.pdf"]


def test_a_folder_for_records_that_cannot_be_made_is_told(desk: Desk) -> None:
    desk.write(".briefgen", "a file where the folder should be")
    outcome = build(desk)
    assert [d.rule for d in outcome.diagnostics if d.rule == "unwritable"] == ["unwritable"]
    assert not (desk.root / "output").exists()
