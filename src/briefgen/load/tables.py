"""Tables of records: how the columns of a row become the fields of a record.

One convention for CSV, workbooks and databases (docs/sources.md). A column is a
field; a dot leads into a record inside the record (``population.value``), a
number counts the items of a list from 1 (``claims.1.date``), a language follows
a text (``text.lt``). Empty cells are left out, and so are columns whose name
begins with an underscore.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence as SequenceOf
from typing import Any

from briefgen.diagnostics import Findings, Place, did_you_mean
from briefgen.load.inputs import Input
from briefgen.load.nodes import Mapping, Node, Scalar, Sequence

#: Sheets and columns whose name begins with this are for people: help, notes, the order of rows.
ASIDE = "_"

#: Record types of which a dossier has one record: a table of them has one row.
SINGLE = ("dossier", "clearance")

#: Lists of names, which one cell may hold: "factbook-by; mfa-by".
LISTS = ("sources", "only")

#: Characters that XML 1.0 (§2.2), and so neither format, can hold.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_DEPTH = 20

#: A column's name, taken apart at its dots.
Path = tuple[str, ...]


class Columns:
    """The columns of one table: looked at once, then used for each of its rows."""

    def __init__(
        self,
        header: Iterable[tuple[str, Place]],
        place: Place,
        found: Findings,
        source: Input | None = None,
    ) -> None:
        """Look at a table's header.

        Args:
            header: names of the columns with their places; nameless ones are not read.
            place: the table.
            found: takes what is wrong with the names.
            source: what is declared of the table: other names of columns, constants.
        """
        self.found = found
        renamed = source.columns if source else {}
        self.names: list[str] = []
        self.paths: list[Path | None] = []
        given: list[str] = []
        for text, at in header:
            given.append(text.strip())
            name = renamed.get(given[-1], given[-1])
            self.paths.append(self._path(name, at))
            self.names.append(name)
        for name in renamed:
            if name not in given:
                hint = did_you_mean(name, [name for name in given if name])
                message = f"`columns` renames `{name}`, which is no column of the table"
                found.error(place, "bad-column", message, hint)
        self.constants: list[tuple[Path, str]] = []
        for name, text in (source.constants if source else {}).items():
            path = self._path(name, place)
            if path is not None:
                self.constants.append((path, text))
            self.names.append(name)

    def _path(self, name: str, place: Place) -> Path | None:
        """Return where a column's cells go; ``None`` for those that are not read."""
        if not name or name.startswith(ASIDE):
            return None
        if name in self.names:
            self.found.error(
                place, "duplicate-key", f"two columns are named `{name}`", "remove one of them"
            )
            return None
        path = tuple(name.split("."))
        # An empty last part is a text's plain version beside its translations.
        if len(path) > _DEPTH or not all(path[:-1]):
            self.found.error(
                place, "bad-column", "the parts of this column's name do not lead anywhere",
                "a field, or a field within a field: `population.value`, `claims.1.date`",
            )  # fmt: skip
            return None
        return path

    def record(self, cells: Iterable[tuple[Path, Scalar]], place: Place) -> Mapping:
        """Return a row as a record.

        Args:
            cells: the row's cells that are not empty.
            place: where the row begins.
        """
        root: dict[str, Any] = {}
        for path, text in self.constants:
            self._put(root, path, Scalar(text, place))
        for path, cell in cells:
            if len(path) == 1 and path[0] not in root:
                root[path[0]] = cell
            else:
                self._put(root, path, cell)
        return self._mapping(root, place)

    def _put(self, root: dict[str, Any], path: Path, cell: Scalar) -> None:
        branch = root
        for step in path[:-1]:
            inner = branch.setdefault(step, {})
            if not isinstance(inner, dict):
                self._contradiction(cell.place, ".".join(path), step)
                return
            branch = inner
        if path[-1] in branch:
            self._contradiction(cell.place, ".".join(path), path[-1])
        else:
            branch[path[-1]] = cell

    def _contradiction(self, place: Place, column: str, field: str) -> None:
        self.found.error(
            place, "bad-column",
            f"`{column}` and another column give `{field}` both a text and parts in this row",
            f"fill in either `{field}` or the columns that lead into it",
        )  # fmt: skip

    def _node(self, value: Any, place: Place) -> Node:
        if not isinstance(value, dict):
            assert isinstance(value, Scalar)  # noqa: S101  # for mypy: nothing else is put there
            return value
        numbers = [key for key in value if _NUMBER.fullmatch(key)]
        if not numbers:
            return self._mapping(value, place)
        items = [self._node(value[key], place) for key in sorted(numbers, key=int)]
        if len(numbers) < len(value):
            self.found.error(
                items[0].place, "bad-column",
                f"columns count `{numbers[0]}` and name "
                f"`{next(key for key in value if key not in numbers)}` at the same level",
                "count the items of a list from 1, or name the fields of a record",
            )  # fmt: skip
        return Sequence(tuple(items), items[0].place)

    def _mapping(self, value: dict[str, Any], place: Place) -> Mapping:
        entries = {key: self._node(item, place) for key, item in value.items()}
        return Mapping(entries, {key: node.place for key, node in entries.items()}, place)


def single(kind: str, records: Sequence, found: Findings) -> Node:
    """Return the one record of a table whose kind a dossier has once."""
    for second in records.items[1:]:
        found.error(
            second.place, "duplicate-key", f"a dossier has one record `{kind}`, this is another",
            "remove this row",
        )  # fmt: skip
    return records.items[0]


def flatten(record: MappingOf[str, Any]) -> dict[str, str]:
    """Return a plain record as columns and cells: the inverse of :meth:`Columns.record`."""
    columns: dict[str, str] = {}
    stack: list[tuple[str, Any]] = [("", dict(record))]
    while stack:
        name, value = stack.pop()
        field = name.rpartition(".")[2]
        if isinstance(value, list) and field in LISTS and _fits_a_cell(value):
            # "; " alone is the list that names nobody; an empty cell would be no list at all.
            columns[name] = "; ".join(value) or ";"
            continue
        if isinstance(value, dict):
            inner: SequenceOf[tuple[str, Any]] = list(value.items())
        elif isinstance(value, list):
            inner = [(str(number), item) for number, item in enumerate(value, 1)]
        else:
            if value is not None:
                columns[name] = value
            continue
        stack.extend((f"{name}.{key}" if name else key, item) for key, item in reversed(inner))
    return columns


def _fits_a_cell(items: list[Any]) -> bool:
    return all(isinstance(item, str) and item.strip() and ";" not in item for item in items)
