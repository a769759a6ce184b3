"""The build record: what became of an edition, kept beside the papers and never among them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefgen.build.edition import Dropped, Edition
from briefgen.build.origins import Origins
from briefgen.house.workspace import Workspace
from briefgen.write.files import replace_file


@dataclass(frozen=True)
class Made:
    """How an edition was made.

    Attributes:
        searched: key of the look at its files that found nothing withheld in them.
        origins: what it was made from, part by part.
    """

    searched: str = ""
    origins: Origins = field(default_factory=dict)


def write_record(
    workspace: Workspace,
    edition: Edition,
    marking: str,
    pages: int,
    dropped: tuple[Dropped, ...],
    files: Mapping[Path, bytes],
    made: Made,
) -> None:
    """Note in ``.briefgen/records/`` what an edition holds and what was left out of it."""
    record = {
        "dossier": edition.dossier,
        "audience": edition.audience,
        "language": edition.language,
        "marking": marking,
        "pages": pages,
        "dropped": [
            {"place": str(one.place), "section": one.section, "priority": one.priority}
            for one in dropped
        ],
        "files": {
            path.name: hashlib.sha256(content).hexdigest() for path, content in files.items()
        },
        "searched": made.searched,
        "made_from": made.origins,
    }
    content = (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()
    path = _path(workspace, edition)
    if not (path.is_file() and path.read_bytes() == content):
        replace_file(path, content)


def earlier(workspace: Workspace, edition: Edition) -> Made:
    """Return how an edition was made the last time, as far as that is known."""
    try:
        record = json.loads(_path(workspace, edition).read_bytes())
        return Made(str(record["searched"]), dict(record["made_from"]))
    except (OSError, ValueError, LookupError, TypeError):
        return Made()


def _path(workspace: Workspace, edition: Edition) -> Path:
    return workspace.private / "records" / f"{edition.name}.json"
