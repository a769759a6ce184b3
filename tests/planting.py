"""Faults planted in a dossier, and where they must be reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefgen.diagnostics import Place

#: Where the dossier of the tests lies in its workspace.
FOLDER = "data/xa-xb"


@dataclass(frozen=True)
class Fault:
    """A change of one file that plants a fault; ``«`` marks where it must be reported."""

    rule: str
    file: str
    old: str
    new: str
    message: str
    hint: str = ""


def planted(files: Mapping[str, str], *faults: Fault) -> tuple[dict[str, str], list[Place]]:
    """Return the files with the faults in them, and the places they must be reported at."""
    changed = dict(files)
    for fault in faults:
        assert changed[fault.file].count(fault.old) == 1, fault
        changed[fault.file] = changed[fault.file].replace(fault.old, fault.new)
    places = []
    for fault in faults:
        before = changed[fault.file].split(fault.new)[0] + fault.new.split("«")[0]
        line = before.replace("«", "").rsplit("\n", 1)[-1]
        places.append(Place(f"{FOLDER}/{fault.file}", before.count("\n") + 1, len(line) + 1))
    return {name: text.replace("«", "") for name, text in changed.items()}, places
