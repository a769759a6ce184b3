"""The data of a paper as a file of their own: what its templates were given, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from briefgen.view.quantity import basis_of
from briefgen.view.view import View

#: What says how a paper is made rather than what it says. The ids of records are the dossier's
#: own business; those of sources are needed, for records cite them.
_LEFT_OUT = {
    "id", "portion", "depth", "notes", "colors", "voice", "home", "side", "draft", "sources",
    "sections", "clearance",
}  # fmt: skip


def data_of(view: View) -> bytes:
    """Return a view as JSON: dossier, audience, language, then sections and sources.

    Numbers are exact decimals, written as texts, with unit, currency and price basis; where they
    were read is not told. What is empty is left out. The order is that of the paper, so the same
    view gives the same bytes.
    """
    paper = view.paper
    content = {
        "dossier": view.dossier,
        "audience": view.audience,
        "language": view.language,
        **_record(paper),
        "sections": [_plain(section) for section in paper["sections"]],
        "sources": [{"id": one["id"], **_record(one)} for one in paper["sources"]],
        "clearance": _plain(paper["clearance"]),
    }
    text = json.dumps({k: v for k, v in content.items() if v}, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _record(record: Mapping[str, Any]) -> dict[str, Any]:
    plain = {key: _plain(value) for key, value in record.items() if key not in _LEFT_OUT}
    return {key: value for key, value in plain.items() if value not in (None, "", [], {})}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, Mapping):
        cited = value.get("sources") or ()
        return _record(value) | ({"sources": list(cited)} if _are_names(cited) else {})
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    return value


def _are_names(cited: Any) -> bool:
    return bool(cited) and all(isinstance(one, str) for one in cited)


def _number(value: Decimal) -> Any:
    """Return a number as an exact text, with what it measures where that is known."""
    basis = basis_of(value)
    text = format(value, "f")
    if basis is None:
        return text
    parts = {"unit": basis.unit, "currency": basis.currency, "price_basis": basis.price_basis}
    return {"value": text, **{key: part for key, part in parts.items() if part}}
