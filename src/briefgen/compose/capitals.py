"""Where capitals lie, by the code of their state and the name that a record gives them.

The places are Natural Earth's (``capitals.json``, made by ``script/capitals``). Which of them is a
capital is not taken from there: a place is marked only if a record says so by its name.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from briefgen.compose.projection import Vector, vector


def capital(code: str, name: str) -> Vector | None:
    """Return where a capital lies on the unit sphere; nothing where it is not known.

    Args:
        code: ISO 3166-1 alpha-2 code of the state.
        name: of the capital, as a record gives it.
    """
    wanted = _folded(name)
    for known, (longitude, latitude) in _places().get(code, {}).items():
        # The source has a question mark for letters that its encoding has not.
        if wanted and fnmatchcase(wanted, _folded(known)):
            return vector(longitude, latitude)
    return None


def _folded(name: str) -> str:
    """Return a name without accents, marks and capitals."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in apart if letter.isalnum() or letter == "?")


@cache
def _places() -> Mapping[str, Mapping[str, tuple[float, float]]]:
    content = json.loads(Path(__file__).with_name("capitals.json").read_text("utf-8"))
    places: Mapping[str, Mapping[str, tuple[float, float]]] = content["places"]
    return places
