from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diagnostics import ContentError, Diagnostic, Place
from briefgen.load.folder import load_folder
from briefgen.load.nodes import Mapping, Sequence, plain
from briefgen.load.text import read_text

FOLDER = "data/xa-xb"


def load(root: Path, files: dict[str, str | bytes]) -> Mapping:
    folder = root / FOLDER
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_folder(folder, root)


def faults(root: Path, files: dict[str, str | bytes]) -> list[Diagnostic]:
    with pytest.raises(ContentError) as caught:
        load(root, files)
    return list(caught.value.diagnostics)


def test_records_of_one_type_are_joined_in_the_order_of_the_file_names(tmp_path: Path) -> None:
    tree = load(
        tmp_path,
        {
            "visits-2.yaml": "visits: [{id: c}]",
            "visits-1.yml": "visits: [{id: a}, {id: b}]\nevents: [{id: e}]",
            "deep/er/visits.csv": "id\nz\n",
        },
    )
    assert plain(tree) == {
        "visits": [{"id": "z"}, {"id": "a"}, {"id": "b"}, {"id": "c"}],
        "events": [{"id": "e"}],
    }


def test_joined_records_keep_the_places_of_their_own_files(tmp_path: Path) -> None:
    tree = load(tmp_path, {"a.yaml": "visits:\n  - {id: a}", "visits.csv": "id\nb\n"})
    visits = tree.entries["visits"]
    assert isinstance(visits, Sequence)
    assert [item.place for item in visits.items] == [
        Place(f"{FOLDER}/a.yaml", 2, 5),
        Place(f"{FOLDER}/visits.csv", 2, 1),
    ]


def test_a_table_holds_the_record_type_that_its_name_gives(tmp_path: Path) -> None:
    assert plain(load(tmp_path, {"observations.CSV": "value\n1\n"})) == {
        "observations": [{"value": "1"}]
    }


def test_other_files_and_empty_files_are_passed_over(tmp_path: Path) -> None:
    tree = load(
        tmp_path,
        {"notes.txt": "\xff", "map.png": b"\x89PNG", "empty.yaml": "", "later.yaml": "# soon\n"},
    )
    assert plain(tree) == {}


def test_a_folder_without_a_dossier_is_missing_it_in_its_main_file(tmp_path: Path) -> None:
    assert load(tmp_path, {"a.yaml": ""}).place == Place(f"{FOLDER}/dossier.yaml", 1, 1)


@pytest.mark.parametrize("name", ["observations.csv", "observations.yaml"])
def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path, name: str) -> None:
    text = {"csv": "id,n\nx,1\n", "yaml": "observations:\n  - {id: x, n: 1}\n"}[name.split(".")[1]]
    tree = load(tmp_path, {name: b"\xef\xbb\xbf" + text.encode()})
    assert plain(tree) == {"observations": [{"id": "x", "n": "1"}]}
    assert tree.keys["observations"].column == 1


def test_a_record_that_exists_once_may_not_stand_in_two_files(tmp_path: Path) -> None:
    (fault,) = faults(
        tmp_path,
        {"a.yaml": "dossier: {title: A}\n", "b.yaml": "events: []\n\ndossier: {title: B}\n"},
    )
    assert fault.rule == "duplicate-key"
    assert fault.place == Place(f"{FOLDER}/b.yaml", 3, 1)
    assert f"{FOLDER}/a.yaml:1:1" in fault.message
    assert fault.hint


def test_faults_of_several_files_are_reported_together(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        {
            "a.yaml": "a: 1\na: 2\n",
            "b.csv": "x;y\n1;2\n",
            "c.yaml": "- just\n- a list\n",
            "d.yaml": "a: [\n",
            "e.yaml": "fine: [{a: b}]\n",
            "f.yaml": b"text: \xff\n",
            "g.yaml": "just a text\n",
        },
    )
    assert [(d.place.file.rsplit("/", 1)[1], d.place.line, d.rule) for d in found] == [
        ("a.yaml", 2, "duplicate-key"),
        ("b.csv", 1, "bad-csv"),
        ("c.yaml", 1, "bad-shape"),
        ("d.yaml", 2, "bad-yaml"),
        ("f.yaml", 1, "not-utf8"),
        ("g.yaml", 1, "bad-shape"),
    ]
    assert all(d.hint for d in found)


@pytest.mark.parametrize("name", ["visits.yaml", "visits.csv"])
def test_a_file_in_another_encoding_is_refused_in_the_line_that_shows_it(
    tmp_path: Path, name: str
) -> None:
    text = "visits: []\n# one\n# Žemaitė\n" if name.endswith("yaml") else "id\none\nŽemaitė\n"
    (fault,) = faults(tmp_path, {name: text.encode("cp1257")})
    assert (fault.rule, fault.place) == ("not-utf8", Place(f"{FOLDER}/{name}", 3))
    assert "0xDE" in fault.message
    declared = ", or declare its `encoding` under `inputs`" if name.endswith("csv") else ""
    assert fault.hint == f"save the file as UTF-8{declared}"


def test_characters_that_no_format_can_hold_are_refused_where_they_stand(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        {
            "a.yaml": 'events:\n  - {text: "a\\0b"}\n  - {text: "\\uFFFE", only: ["x\\x1b"]}\n',
            "b.csv": "p,q\n1,a\x0cb\n",
        },
    )
    assert {(d.rule, str(d.place).removeprefix(f"{FOLDER}/"), d.message[14:20]) for d in found} == {
        ("bad-character", "a.yaml:2:12", "U+0000"),
        ("bad-character", "a.yaml:3:12", "U+FFFE"),
        ("bad-character", "a.yaml:3:29", "U+001B"),
        ("bad-character", "b.csv:2:3", "U+000C"),
    }
    assert all(d.hint == "remove it" for d in found)


def test_files_outside_the_workspace_are_shown_by_their_full_path(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "a.yaml").write_text("a: 1\n", "utf-8")
    tree = load_folder(folder, tmp_path / "workspace")
    assert tree.keys["a"].file == (folder / "a.yaml").as_posix()


def test_a_file_that_cannot_be_read_is_a_diagnostic(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        read_text(tmp_path, "data/x")
    assert [d.rule for d in caught.value.diagnostics] == ["unreadable"]
