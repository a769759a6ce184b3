"""The build record: what became of an edition, kept beside the papers and never among them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from briefgen.build.edition import Dropped, Edition
from briefgen.house.workspace import Workspace
from briefgen.write.files import replace_file


def write_record(
    workspace: Workspace,
    edition: Edition,
    marking: str,
    pages: int,
    dropped: tuple[Dropped, ...],
    files: Mapping[Path, bytes],
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
    }
    path = workspace.private / "records" / f"{edition.name}.json"
    replace_file(path, (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode())
