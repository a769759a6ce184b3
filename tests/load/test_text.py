from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diagnostics import ContentError, Diagnostic
from briefgen.load import text as module
from briefgen.load.text import read_text


def fault(path: Path, encoding: str) -> Diagnostic:
    with pytest.raises(ContentError) as caught:
        read_text(path, "f.csv", encoding)
    (found,) = caught.value.diagnostics
    return found


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1257", "Žemaitė"),
        ("windows-1251", "Гомель"),
        ("iso-8859-13", "Šiauliai"),
        ("utf-16", "Ž"),
        ("UTF8", "Ž"),
        ("cp1252", "é"),
    ],
)
def test_a_declared_encoding_is_used(tmp_path: Path, encoding: str, text: str) -> None:
    (tmp_path / "f.csv").write_bytes(text.encode(encoding))
    assert read_text(tmp_path / "f.csv", "f.csv", encoding) == text


@pytest.mark.parametrize(
    "name", ["windows-12570", "", "base64", "rot13", "undefined", "a\0b", "x" * 5_000]
)
def test_what_is_no_encoding_of_text_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "f.csv").write_bytes(b"x")
    found = fault(tmp_path / "f.csv", name)
    assert found.rule == "bad-encoding"
    assert "windows-1257" in found.hint or name == "undefined"


def test_a_byte_that_the_encoding_does_not_have_is_refused_in_its_line(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_bytes(b"a\nb\n\x81\n")
    found = fault(tmp_path / "f.csv", "windows-1252")
    assert (found.rule, found.place.line) == ("bad-encoding", 3)
    assert "0x81" in found.message


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_named(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "f.csv").write_bytes("\ufeffa,b".encode(encoding))
    found = fault(tmp_path / "f.csv", "utf-8")
    assert (found.rule, found.message) == ("not-utf8", "the file is UTF-16, not UTF-8")


def test_a_file_beyond_all_measure_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BYTES", 1_000_000)
    (tmp_path / "f.csv").write_bytes(b"x" * 1_000_001)
    assert fault(tmp_path / "f.csv", "utf-8").rule == "too-large"
