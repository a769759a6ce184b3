"""Observations are filed under their series, in the order of their periods.

This happens in the tree of the source files, before anything is validated, so
that every value keeps the place of its cell.
"""

from __future__ import annotations

from briefgen.diagnostics import Findings, did_you_mean
from briefgen.load.nodes import Mapping, Node, Scalar, Sequence, children


def join_observations(tree: Mapping, found: Findings) -> Mapping:
    """Return the tree with each row of ``observations`` inside the series that it names.

    The observations of a series are put in the order of their periods.

    Args:
        tree: a dossier's source files.
        found: takes a diagnostic for rows of series that are not there; rows
            without a series stay where they are, for the schema to report.
    """
    rows = children(tree.entries.get("observations"))
    series = tree.entries.get("series")
    if not isinstance(series, Sequence):
        return tree
    filed: dict[str, list[Node]] = {}
    for one in series.items:
        if identifier := _text(one, "id"):
            filed.setdefault(identifier, [])
    left = []
    for row in rows:
        name = _text(row, "series")
        if name is None or not isinstance(row, Mapping):
            left.append(row)
        elif name not in filed:
            found.error(
                row.entries["series"].place, "unknown-series", f"there is no series `{name}`",
                did_you_mean(name, list(filed)),
            )  # fmt: skip
        else:
            entries = {key: value for key, value in row.entries.items() if key != "series"}
            filed[name].append(Mapping(entries, row.keys, row.place))
    entries = dict(tree.entries)
    if rows:
        entries["observations"] = Sequence(tuple(left), entries["observations"].place)
    entries["series"] = Sequence(
        tuple(_with(one, filed.get(_text(one, "id") or "", [])) for one in series.items),
        series.place,
    )
    return Mapping(entries, tree.keys, tree.place)


def _with(series: Node, rows: list[Node]) -> Node:
    own = children(series.entries.get("observations")) if isinstance(series, Mapping) else ()
    together = sorted((*own, *rows), key=lambda row: _text(row, "period") or "")
    if not together or not isinstance(series, Mapping):
        return series
    place = together[0].place
    observations = Sequence(tuple(together), place)
    entries = {**series.entries, "observations": observations}
    return Mapping(entries, {**series.keys, "observations": place}, series.place)


def _text(node: Node, key: str) -> str | None:
    value = node.entries.get(key) if isinstance(node, Mapping) else None
    return value.text if isinstance(value, Scalar) else None
