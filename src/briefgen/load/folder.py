"""A dossier's folder: all of its sources taken together as one located tree."""

from __future__ import annotations

import os
import re
from pathlib import Path

from briefgen.diagnostics import ContentError, Diagnostic, Findings, Place, did_you_mean, shown_path
from briefgen.load.csv import read_csv
from briefgen.load.database import files_of, read_query
from briefgen.load.files import DOCUMENTS, FOREIGN, TABLES, kind_of, source_files
from briefgen.load.inputs import Input, Inputs, is_workbook
from briefgen.load.json import read_json
from briefgen.load.nodes import Mapping, Node, Scalar, Sequence, children, find
from briefgen.load.references import read_bibtex, read_csl
from briefgen.load.tables import SINGLE, UNPRINTABLE, single
from briefgen.load.text import read_text
from briefgen.load.validate import place_of, validate
from briefgen.load.workbook import read_workbook
from briefgen.load.yaml import read_yaml


def load_folder(folder: Path, root: Path) -> Mapping:
    """Read every source of a dossier.

    Args:
        folder: the dossier's folder.
        root: the workspace; places are printed relative to it.

    Raises:
        ContentError: with every fault of every source.
    """
    found = Findings()
    tree = load_sound(folder, root, found)
    found.raise_errors()
    return tree


def load_sound(
    folder: Path, root: Path, found: Findings, databases: list[tuple[str, ...] | None] | None = None
) -> Mapping:
    """Read every source of a dossier and return what of it can be read.

    A YAML or JSON file is a mapping from record types to records; several
    files may hold records of one type. BibTeX and CSL-JSON files (``.bib``,
    ``.csl.json``) hold sources. A CSV file holds the record type that
    its name gives, a workbook one in each sheet. ``inputs`` declares what a
    file cannot say of itself, and queries.

    Args:
        folder: the dossier's folder.
        root: the workspace; places are printed relative to it.
        found: takes every fault of every source.
        databases: takes the files of every database that was asked; nothing for a server.
    """
    reader = _Reader(folder, root)
    paths = source_files(folder)
    # Documents come first, for the declarations in them; records keep the order of their files.
    documents = {path: reader.document(path) for path in paths if kind_of(path) in DOCUMENTS}
    declared = reader.declarations()
    for path in paths:
        if path in documents:
            reader.add_document(documents[path])
        else:
            reader.table(path, declared.pop(path, []))
    for path in source_files(folder, FOREIGN):
        if path not in declared:
            reader.foreign(path)
    for path, sources in declared.items():
        reader.declared_alone(path, sources)
    for number, source in enumerate(reader.inputs.inputs):
        if source.database is not None:
            reader.queries(source, number)
            if databases is not None:
                databases.append(files_of(source.database, folder))
    found.items.extend(reader.found.items)
    return Mapping(reader.entries, reader.keys, Place(reader.main_file(paths), 1, 1))


class _Reader:
    """Gathers records of all sources under their types; notes every fault."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder
        self.root = root
        self.found = Findings()
        self.entries: dict[str, Node] = {}
        self.keys: dict[str, Place] = {}
        self.inputs = Inputs()
        self.declaration: Mapping | None = None
        self.numbers: dict[int, int] = {}

    def main_file(self, paths: list[Path]) -> str:
        """Return the file that lacks what the dossier as a whole lacks."""
        documents = any(kind_of(path) in DOCUMENTS for path in paths)
        main = paths[0] if paths and not documents else self.folder / "dossier.yaml"
        return shown_path(main, self.root)

    def document(self, path: Path) -> Mapping | ContentError:
        """Read a YAML or JSON file; take the declarations in it, return the rest or its faults."""
        try:
            part = _document(path, shown_path(path, self.root))
        except ContentError as error:
            return error
        if "inputs" in part.entries:
            self.declare(part.entries.pop("inputs"), part.keys.pop("inputs"))
        return part

    def add_document(self, part: Mapping | ContentError) -> None:
        """Add the records of a document, or its faults, to those of the other sources."""
        if isinstance(part, ContentError):
            self.found.items.extend(part.diagnostics)
        else:
            self.add(part)

    def declare(self, node: Node, place: Place) -> None:
        """Take the declarations of one document."""
        part = Mapping({"inputs": node}, {"inputs": place}, place)
        before = len(self.found.items)
        _check_characters(part, self.found)
        if len(self.found.items) > before:
            return
        if self.declaration is None:
            self.declaration = part
            return
        there = self.declaration.entries["inputs"]
        if isinstance(there, Sequence) and isinstance(node, Sequence):
            together: Node = Sequence(there.items + node.items, there.place)
            self.declaration = Mapping({"inputs": together}, self.declaration.keys, there.place)
        else:
            self.found.error(place, "bad-shape", "`inputs` is a mapping, expected a list")

    def declarations(self) -> dict[Path, list[Input]]:
        """Return what is declared of each file."""
        if self.declaration is None:
            return {}
        self.inputs = validate(Inputs, self.declaration, self.found) or Inputs()
        declared: dict[Path, list[Input]] = {}
        for number, source in enumerate(self.inputs.inputs):
            self.numbers[id(source)] = number
            if source.file is None:
                continue
            path = Path(os.path.normpath(self.folder / source.file))
            at = self._at("inputs", number, "file")
            if not path.is_relative_to(self.folder) or path == self.folder:
                message = "`file` leads out of the dossier's folder"
                self.found.error(at, "no-file", message, "keep the file in the folder")
            elif kind_of(path) in DOCUMENTS:
                message = f"{path.name} needs no declaration"
                self.found.error(at, "bad-input", message, "remove it from `inputs`")
            elif any(source.sheet is None or source.sheet == other.sheet or other.sheet is None
                     for other in declared.get(path, [])):  # fmt: skip
                message = f"{path.name} is declared twice"
                self.found.error(at, "duplicate-key", message, "keep one of the declarations")
            else:
                declared.setdefault(path, []).append(source)
        return declared

    def table(self, path: Path, sources: list[Input]) -> None:
        """Read a CSV file or workbook."""
        file = shown_path(path, self.root)
        try:
            if is_workbook(path.name):
                part = read_workbook(path, file, sources)
            else:
                source = next(iter(sources), Input(file=path.name))
                text = read_text(path, file, source.encoding)
                records = read_csv(text, file, source)
                _check_space(text, records, self.found)
                name = source.records or path.stem
                part = Mapping({name: records}, {name: records.place}, records.place)
        except ContentError as error:
            self.found.items.extend(error.diagnostics)
            return
        # A record type that was declared is mended where it was declared.
        for source in sources:
            if source.records is not None and source.records in part.keys:
                at = self._at("inputs", self.numbers[id(source)], "records")
                part.keys[source.records] = at
        self.add_tables(part)

    def foreign(self, path: Path) -> None:
        """Report a workbook that looks as if it were read."""
        self.found.error(
            Place(shown_path(path, self.root)), "bad-workbook",
            f"workbooks of the kind {kind_of(path)} are not read",
            "save it as .xlsx, or begin its name with `_` if it is no source",
        )  # fmt: skip

    def declared_alone(self, path: Path, sources: list[Input]) -> None:
        """Read a declared file that is not read without its declaration, or report its lack."""
        at = self._at("inputs", self.numbers[id(sources[0])], "file")
        if kind_of(path) in FOREIGN:
            message = f"workbooks of the kind {kind_of(path)} are not read"
            self.found.error(at, "bad-workbook", message, "save it as .xlsx")
        elif path.is_file():
            self.table(path, sources)
        else:
            there = [
                file.relative_to(self.folder).as_posix()
                for file in source_files(self.folder)
                if kind_of(file) in TABLES
            ]
            name = path.relative_to(self.folder).as_posix()
            hint = did_you_mean(name, there) or "put it into the dossier's folder"
            self.found.error(at, "no-file", f"there is no file {name}", hint)

    def queries(self, source: Input, number: int) -> None:
        """Run the queries of a declared database."""
        for name, given in source.queries.items():
            key = self._key("inputs", number, "queries", name)
            place = self._at("inputs", number, "queries", name)
            query, file = given, place.file
            try:
                if given.strip().lower().endswith(".sql") and "\n" not in given.strip():
                    path = Path(os.path.normpath(self.folder / given.strip()))
                    if not path.is_relative_to(self.folder) or not path.is_file():
                        message = f"there is no file {given.strip()} in the dossier's folder"
                        there = sorted(file.name for file in self.folder.glob("*.sql"))
                        hint = did_you_mean(given.strip(), there)
                        self.found.error(place, "no-file", message, hint)
                        continue
                    file = shown_path(path, self.root)
                    query, place = read_text(path, file), Place(file)
                records = read_query(source.database or "", query, self.folder, file, place)
                self.add_tables(Mapping({name: records}, {name: key}, place))
            except ContentError as error:
                self.found.items.extend(error.diagnostics)

    def add_tables(self, part: Mapping) -> None:
        """Add the records of tables: a list, or one record where a dossier has one."""
        entries: dict[str, Node] = {}
        for name, node in part.entries.items():
            if not isinstance(node, Sequence) or name not in SINGLE:
                entries[name] = node
            elif node.items:
                entries[name] = single(name, node, self.found)
        self.add(Mapping(entries, {name: part.keys[name] for name in entries}, part.place))

    def add(self, part: Mapping) -> None:
        """Add the records of one source to those of the others."""
        _check_characters(part, self.found)
        for name, node in part.entries.items():
            there = self.entries.get(name)
            if there is None:
                self.entries[name], self.keys[name] = node, part.keys[name]
            elif isinstance(there, Sequence) and isinstance(node, Sequence):
                self.entries[name] = Sequence(there.items + node.items, there.place)
            else:
                self.found.error(
                    part.keys[name], "duplicate-key",
                    f"`{name}` is given twice; the first is at {self.keys[name]}",
                    "keep one of them",
                )  # fmt: skip

    def _key(self, *location: str | int) -> Place:
        """Return the place of a declaration's name."""
        node = find(self.declaration, location[:-1]) if self.declaration else None
        if isinstance(node, Mapping):
            return node.keys.get(str(location[-1]), node.place)
        return self._at(*location)

    def _at(self, *location: str | int) -> Place:
        if self.declaration is None:
            return Place(shown_path(self.folder, self.root))
        return place_of(self.declaration, *location)


def _document(path: Path, file: str) -> Mapping:
    text = read_text(path, file)
    if kind_of(path) == ".bib" or path.name.lower().endswith(".csl.json"):
        sources = read_bibtex(text, file) if kind_of(path) == ".bib" else read_csl(text, file)
        return Mapping({"sources": sources}, {"sources": sources.place}, sources.place)
    node = read_json(text, file) if kind_of(path) == ".json" else read_yaml(text, file)
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


def _check_characters(part: Mapping, found: Findings) -> None:
    stack: list[Node] = [part]
    while stack:
        node = stack.pop()
        if isinstance(node, Scalar):
            if node.text is not None:
                _check_text(node.text, node.place, found)
            continue
        stack.extend(children(node))
        if isinstance(node, Mapping):
            for key in node.entries:
                _check_text(key, node.keys.get(key, node.place), found)


def _check_space(text: str, records: Sequence, found: Findings) -> None:
    """Refuse control characters in what a table leaves out: the space around its texts."""
    if not (bad := UNPRINTABLE.search(text)):
        return
    inside = Findings()
    _check_characters(Mapping({"": records}), inside)
    if not inside.items:
        lines = re.split("\r\n|\r|\n", text[: bad.start()])
        place = Place(records.place.file, len(lines), len(lines[-1]) + 1)
        _check_text(bad[0], place, found)


def _check_text(text: str, place: Place, found: Findings) -> None:
    if bad := UNPRINTABLE.search(text):
        message = f"the character U+{ord(bad[0]):04X} cannot be printed"
        found.error(place, "bad-character", message, "remove it")
