"""A dossier's folder: all of its files taken together as one located tree."""

from __future__ import annotations

import re
from pathlib import Path

from briefgen.diagnostics import ContentError, Diagnostic, Findings, Place, shown_path
from briefgen.load.csv import read_csv
from briefgen.load.nodes import Mapping, Node, Scalar, Sequence, children
from briefgen.load.yaml import read_yaml

#: Characters that XML 1.0 (§2.2), and so neither format, can hold.
_UNPRINTABLE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")

#: File name endings that are read; other files in the folder are the desk's own business.
SUFFIXES = (".yaml", ".yml", ".csv")


def load_folder(folder: Path, root: Path) -> Mapping:
    """Read every source file of a dossier.

    A YAML file is a mapping from record types to records; several files may
    hold records of one type. A CSV file holds one record type, which its name
    gives: ``observations.csv``.

    Args:
        folder: the dossier's folder.
        root: the workspace; places are printed relative to it.

    Raises:
        ContentError: with every fault of every file.
    """
    found = Findings()
    entries: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in SUFFIXES or not path.is_file():
            continue
        file = shown_path(path, root)
        try:
            part = _read(path, file)
        except ContentError as error:
            found.items.extend(error.diagnostics)
            continue
        for name, node in part.entries.items():
            if name not in entries:
                entries[name], keys[name] = node, part.keys[name]
            elif isinstance(entries[name], Sequence) and isinstance(node, Sequence):
                entries[name] = _joined(entries[name], node)
            else:
                found.error(
                    part.keys[name], "duplicate-key",
                    f"`{name}` is given twice; the first is at {keys[name]}",
                    "keep one of them",
                )  # fmt: skip
    found.raise_errors()
    place = Place(shown_path(folder / "dossier.yaml", root), 1, 1)
    return Mapping(entries, keys, place)


def read_text(path: Path, file: str) -> str:
    """Return a file's text.

    Raises:
        ContentError: the file is not UTF-8 or cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ContentError(
            [
                Diagnostic(
                    Place(file, line), "not-utf8",
                    f"the byte 0x{error.object[error.start]:02X} is not UTF-8",
                    "save the file as UTF-8",
                )
            ]
        ) from None  # fmt: skip
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise ContentError([Diagnostic(Place(file), "unreadable", message)]) from None


def _read(path: Path, file: str) -> Mapping:
    part = _parse(path, file)
    _check_characters(part)
    return part


def _check_characters(part: Mapping) -> None:
    found = Findings()
    stack: list[Node] = [part]
    while stack:
        node = stack.pop()
        stack.extend(children(node))
        if isinstance(node, Scalar) and (bad := _UNPRINTABLE.search(node.text or "")):
            found.error(
                node.place, "bad-character", f"the character U+{ord(bad[0]):04X} cannot be printed",
                "remove it",
            )  # fmt: skip
    found.raise_errors()


def _parse(path: Path, file: str) -> Mapping:
    text = read_text(path, file)
    if path.suffix.lower() == ".csv":
        table = read_csv(text, file)
        return Mapping({path.stem: table}, {path.stem: table.place}, table.place)
    node = read_yaml(text, file)
    if isinstance(node, Scalar) and node.text is None:
        return Mapping({}, {}, node.place)
    if not isinstance(node, Mapping):
        raise ContentError(
            [
                Diagnostic(
                    node.place, "bad-shape", "a file maps record types to records",
                    "begin with a record type and a colon, such as `visits:`",
                )
            ]
        )  # fmt: skip
    return node


def _joined(first: Node, second: Node) -> Sequence:
    if not isinstance(first, Sequence) or not isinstance(second, Sequence):
        raise TypeError("only lists of records are joined")
    return Sequence(first.items + second.items, first.place)
