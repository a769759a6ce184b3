"""The same dossier gives the same bytes: anywhere, at any time, for anybody."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Desk, Shipped

#: A folder of texts with restricted records, and a workbook with Arabic and Japanese in it:
#: every source format, script and audience is among them, and building all five takes a minute.
DOSSIERS = ("egypt-japan", "ruritania-graustark")

#: Everything around a build that must not matter. `None` takes a variable away.
ELSEWHERE: dict[str, str | None] = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "LANG": "C",
    "LANGUAGE": "lt",
    "PYTHONHASHSEED": "4242",
    "USER": "somebody",
    "LOGNAME": "somebody",
    "USERNAME": "somebody",
    "SOURCE_DATE_EPOCH": "86400",
    "XDG_CACHE_HOME": None,
    "COLUMNS": "40",
}


def test_papers_are_the_same_bytes_elsewhere(
    shipped: Shipped, copied: Callable[..., Desk], tmp_path: Path
) -> None:
    home = tmp_path / "home of somebody"
    home.mkdir()
    desk = copied(*DOSSIERS, at=tmp_path / "another place" / "ävïng", templates=True)
    formats = ["-f", "pdf", "-f", "docx", "-f", "html"]
    before = os.umask(0o077)
    try:
        run = desk("build", *formats, "-j", "1", env={**ELSEWHERE, "HOME": str(home)})
    finally:
        os.umask(before)
    assert run.returncode == 0, run.stderr
    expected = {
        path.relative_to(shipped.folder).as_posix(): path.read_bytes()
        for dossier in DOSSIERS
        for path in (shipped.folder / dossier).iterdir()
    }
    built = desk.files()
    assert set(built) == set(expected)
    assert len(built) == 6 * 3 * len(DOSSIERS)  # audiences, formats
    assert [name for name in expected if built[name] != expected[name]] == []


def test_papers_name_no_place_person_or_program_of_their_making(
    shipped: Shipped, word_file: Callable[[Path], object], edition: str, root: Path
) -> None:
    told = shipped.path(edition, "html").read_bytes() + shipped.path(edition, "pdf").read_bytes()
    parts = word_file(shipped.path(edition, "docx")).parts  # type: ignore[attr-defined]
    for content in (told, *parts.values()):
        for secret in (str(root), str(shipped.folder), str(Path.home()) + "/"):
            assert secret.encode() not in content
        assert b"python-docx" not in content
