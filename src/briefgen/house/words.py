"""Words of the house style as papers use them; :mod:`briefgen.house.catalogue` reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: A place in a text that a value goes into, by its name: ``{date}``.
GAP = re.compile(r"\{([a-z][a-z_]*)\}")


@dataclass(frozen=True)
class Catalogue:
    """Words of one language.

    Attributes:
        language: BCP 47 tag.
        locale: CLDR locale that numbers and dates are written in.
        words: texts by key.
    """

    language: str
    locale: str
    words: Mapping[str, str]
