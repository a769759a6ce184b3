"""Files that are no workbooks, or hostile: one diagnostic, at once, whatever they hold."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from briefgen.diagnostics import ContentError
from briefgen.load.workbook import read_workbook
from workbooks import (
    FILE,
    changed,
    fault,
    office,
    replacing,
    save,
    sheet_of,
    small,
)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "no XLSX"),
        (b"id,text\na,b\n", "no XLSX"),
        (b"PK\x03\x04" + b"\0" * 40, "no XLSX"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "encrypted"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, part: str) -> None:
    path = tmp_path / FILE
    path.write_bytes(content)
    found = fault(path)
    assert found.rule == "bad-workbook"
    assert part in found.message
    assert found.hint


def test_a_zip_of_other_things_is_refused(tmp_path: Path) -> None:
    path = tmp_path / FILE
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<x/>")
    assert "no workbook part" in fault(path).message


def test_a_workbook_with_macros_is_refused_whatever_its_name(tmp_path: Path) -> None:
    path = changed(
        small(tmp_path), "[Content_Types].xml",
        lambda xml: xml.replace(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ),
    )  # fmt: skip
    assert ".xlsm" in fault(path).message


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"]
)
def test_broken_xml_and_document_types_are_refused(tmp_path: Path, part: str) -> None:
    path = changed(office(tmp_path), part, lambda xml: xml[: len(xml) // 2])
    assert fault(path).rule == "bad-workbook"
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    path = changed(
        office(tmp_path), part,
        lambda xml: bomb + (xml.partition("?>")[2] if xml.startswith("<?xml") else xml),
    )  # fmt: skip
    assert "document type" in fault(path).message


def test_a_cell_without_its_shared_text_is_refused(tmp_path: Path) -> None:
    path = changed(
        office(tmp_path), "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("<v>1</v>", "<v>700</v>"),
    )  # fmt: skip
    assert "lacks its text" in fault(path).message


def test_damaged_bytes_bring_a_tree_or_one_diagnostic(tmp_path: Path) -> None:
    content = small(tmp_path).read_bytes()
    path = tmp_path / "damaged.xlsx"
    for position in range(0, len(content), 23):
        path.write_bytes(
            content[:position] + bytes([content[position] ^ 0x55]) + content[position + 1 :]
        )
        with suppress(ContentError):
            read_workbook(path, FILE)
    for end in range(0, len(content), 97):
        path.write_bytes(content[:end])
        assert fault(path).rule == "bad-workbook"


def limited(path: Path, megabytes: int) -> tuple[float, str]:
    """Read a workbook in a process with so much memory; return seconds and diagnostics."""
    code = (
        "import sys, resource, time\n"
        "from pathlib import Path\n"
        "from briefgen.diagnostics import ContentError\n"
        "from briefgen.load.workbook import read_workbook\n"
        f"resource.setrlimit(resource.RLIMIT_DATA, ({megabytes << 20},) * 2)\n"
        "begun = time.process_time()\n"
        "try:\n"
        "    read_workbook(Path(sys.argv[1]), 'trade.xlsx')\n"
        "except ContentError as error:\n"
        "    print(time.process_time() - begun, error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, encoding="utf-8",
        check=False, timeout=60, env=dict(os.environ),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    seconds, _, message = done.stdout.partition(" ")
    return float(seconds), message


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD1", "ZZZ9999999"])
def test_a_far_cell_is_refused_at_once(tmp_path: Path, cell: str) -> None:
    path = changed(
        small(tmp_path), "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace('r="A2"', f'r="{cell}"'),
    )  # fmt: skip
    assert path.stat().st_size < 8_000
    seconds, message = limited(path, 200)
    assert seconds < 1
    assert "error[too-large]" in message


@pytest.mark.parametrize(
    ("part", "unit"),
    [
        ("xl/worksheets/sheet1.xml", '<row><c t="inlineStr"><is><t>aaaaaaaa</t></is></c></row>'),
        ("xl/worksheets/sheet1.xml", " "),
        ("xl/sharedStrings.xml", "<si><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></si>"),
        ("xl/styles.xml", '<numFmt numFmtId="1" formatCode="0"/>'),
        ("xl/workbook.xml", '<sheet name="x"/>'),
        ("[Content_Types].xml", "<Default/>"),
    ],
)
def test_a_zip_bomb_is_refused_at_once(tmp_path: Path, part: str, unit: str) -> None:
    filler = unit * (60_000_000 // len(unit))
    close = {
        "xl/worksheets/sheet1.xml": "</sheetData>",
        "xl/sharedStrings.xml": "</sst>",
        "xl/styles.xml": "</styleSheet>",
        "xl/workbook.xml": "</sheets>",
    }.get(part, "</Types>")
    path = changed(office(tmp_path), part, replacing(close, filler + close))
    assert path.stat().st_size < 1_000_000
    seconds, message = limited(path, 200)
    assert seconds < 1
    assert "error[too-large]" in message


def test_a_workbook_of_too_many_cells_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefgen.load.sheets._CELLS", 3)
    book, sheet = sheet_of()
    for _ in range(4):
        sheet.append(["x"])
    assert "more than 3 cells" in fault(save(book, tmp_path)).message


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = small(tmp_path)
    with zipfile.ZipFile(path, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr("xl/workbook.xml", "<workbook/>")
    assert "same name" in fault(path).message


def test_a_file_that_cannot_be_opened_is_a_diagnostic(tmp_path: Path) -> None:
    assert fault(tmp_path).rule == "unreadable"
    assert fault(tmp_path / "none.xlsx").rule == "unreadable"
