"""Mirror statistics: one flow of goods as both states report it, with the gap between them.

The two figures never agree (valuation, re-exports, origin or consignment, time
lag), so neither is printed alone where both are there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def mirrors(series: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return every flow that both sides report, with the periods that both report.

    Args:
        series: series of the view.

    Returns:
        For each flow ``exported`` and ``imported``, the two series, and ``rows``
        with ``period``, ``exported``, ``imported`` and ``gap``: how far the
        importer's figure lies above the exporter's, in per cent of the latter.

    Raises:
        MixedBasisError: the two series differ in unit, currency or price basis.
    """
    imports = {(s["partner"], s["reporter"]): s for s in series if s["flow"] == "imports"}
    flows = []
    for exported in series:
        imported = imports.get((exported["reporter"], exported["partner"]))
        if exported["flow"] != "exports" or imported is None:
            continue
        theirs = {o["period"]: o["value"] for o in imported["observations"]}
        rows = [
            {"period": o["period"], "exported": o["value"], "imported": theirs[o["period"]],
             "gap": _gap(o["value"], theirs[o["period"]])}
            for o in exported["observations"]
            if o["period"] in theirs
        ]  # fmt: skip
        if rows:
            flows.append({"exported": exported, "imported": imported, "rows": rows})
    return flows


def _gap(exported: Any, imported: Any) -> Any:
    """Return the gap in per cent, or nothing where the exporter reports none."""
    difference = imported - exported  # refuses mixed bases where the exporter reports none, too
    return difference / exported * 100 if exported else None
