"""JSON Schemas of the source files, so that editors complete and check while one types."""

from __future__ import annotations

from typing import Any

from briefgen.dossier.records import Records
from briefgen.house.audience import Audience

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(what: str) -> dict[str, Any]:
    """Return the JSON Schema of ``dossier`` or ``audience`` files.

    A dossier may be spread over several files, so none of its record types is
    required in each of them.
    """
    model = Records if what == "dossier" else Audience
    schema = model.model_json_schema(mode="validation")
    if what == "dossier":
        schema.pop("required", None)
    return {"$schema": _DIALECT, **schema, "title": f"briefgen {what}"}
