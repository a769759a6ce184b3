"""Workbooks to read: made, changed, and what reading them brings."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from briefgen.diagnostics import ContentError, Diagnostic
from briefgen.load.inputs import Input
from briefgen.load.nodes import plain
from briefgen.load.workbook import read_workbook

FILE = "trade.xlsx"


def save(book: Any, folder: Path) -> Path:
    path = folder / FILE
    book.save(path)
    return path


def sheet_of(name: str = "events") -> tuple[Any, Any]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    return book, sheet


def read(path: Path, *sources: Input) -> Any:
    return plain(read_workbook(path, FILE, sources))


def faults(path: Path, *sources: Input) -> list[Diagnostic]:
    with pytest.raises(ContentError) as caught:
        read_workbook(path, FILE, sources)
    return list(caught.value.diagnostics)


def fault(path: Path, *sources: Input) -> Diagnostic:
    (found,) = faults(path, *sources)
    return found


def changed(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """Change the XML of one part of a workbook."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def replacing(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


def cell_of(folder: Path, value: Any, form: str = "General") -> Any:
    """Return what one cell is read as."""
    book, sheet = sheet_of()
    sheet.append(["value"])
    sheet["A2"] = value
    sheet["A2"].number_format = form
    [record] = read(save(book, folder))["events"]
    return record["value"]


def office(folder: Path) -> Path:
    """Return the workbook that LibreOffice 7.4 wrote from a CSV file; its texts are shared."""
    return Path(shutil.copy(Path(__file__).with_name("load") / "libreoffice.xlsx", folder / FILE))


def small(folder: Path) -> Path:
    book, sheet = sheet_of()
    sheet.append(["id"])
    sheet.append(["a"])
    return save(book, folder)
