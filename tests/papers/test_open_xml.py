"""The shipped Word files satisfy Microsoft's own validator (Open XML SDK)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

if TYPE_CHECKING:
    from conftest import Shipped


@pytest.fixture(scope="module")
def validator(root: Path) -> str:
    """Return the validator; script/bootstrap test installs it."""
    path = root / "node_modules/.bin/ooxml-validator"
    if not path.exists():
        subprocess.run([str(root / "script/bootstrap"), "test"], check=True)
    return str(path)


def _errors(validator: str, path: Path) -> list[object]:
    command = [validator, str(path)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)
    report = json.loads(run.stdout)
    errors: list[object] = report["errors"]
    assert report["ok"] == (errors == [])
    return errors


def test_a_word_file_is_valid(shipped: Shipped, validator: str, edition: str) -> None:
    assert _errors(validator, shipped.path(edition, "docx")) == []


def test_the_validator_notices_an_element_that_does_not_belong(
    shipped: Shipped, validator: str, tmp_path: Path, editions: list[str]
) -> None:
    spoilt = tmp_path / "spoilt.docx"
    with (
        ZipFile(shipped.path(editions[0], "docx")) as source,
        ZipFile(spoilt, "w", ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:body>", b"<w:body><w:nonsense/>", 1)
            target.writestr(name, content)
    assert _errors(validator, spoilt) != []
