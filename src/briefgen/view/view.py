"""What leaves the projection, and all that the stages after it know of a dossier.

It stands apart from the projection so that the process that makes papers loads neither the
record types nor what validates them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class View:
    """What one paper is made from.

    Attributes:
        dossier: name of the dossier.
        audience: name of the audience.
        language: language of the paper.
        marking: the banner: the highest level of what is shown.
        paper: everything the templates see: dictionaries, lists, texts,
            numbers and truth values only.
    """

    dossier: str
    audience: str
    language: str
    marking: str
    paper: Mapping[str, Any]
