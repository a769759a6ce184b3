"""Which files of a dossier's folder are its sources."""

from __future__ import annotations

from pathlib import Path

DOCUMENTS = (".yaml", ".yml", ".json", ".bib")
TABLES = (".csv", ".xlsx")

#: Workbooks of kinds that are not read; in a dossier's folder they would look as if they were.
FOREIGN = (".xlsm", ".xlsb", ".xls", ".ods", ".numbers")

#: File name endings that are read; other files in the folder are the desk's own business.
SUFFIXES = (*DOCUMENTS, *TABLES)


def kind_of(path: Path) -> str:
    """Return a file's ending in lower case: ``.csv``."""
    return path.suffix.lower()


def source_files(folder: Path, suffixes: tuple[str, ...] = SUFFIXES) -> list[Path]:
    """Return the files of a folder with one of the endings, in the order they are read.

    Left out is what programs keep beside a document while it is open, and every
    name that begins with a dot or an underscore.
    """
    return [path for path in sorted(folder.rglob("*")) if _is_source(path, folder, suffixes)]


def has_sources(folder: Path) -> bool:
    """Whether a folder holds a dossier: any file that is read."""
    return any(_is_source(path, folder, SUFFIXES) for path in folder.rglob("*"))


def _is_source(path: Path, folder: Path, suffixes: tuple[str, ...]) -> bool:
    if kind_of(path) not in suffixes or path.name.startswith("~$"):
        return False
    parts = path.relative_to(folder).parts
    return not any(part.startswith((".", "_")) for part in parts) and path.is_file()
