"""What the templates of one audience are made of.

It stands apart from what composes, so that whoever sends a paper's job need not load that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from briefgen.house.geography import Geography
from briefgen.house.words import Catalogue


@dataclass(frozen=True)
class House:
    """What the templates of one audience are made of.

    Attributes:
        folders: where templates are looked for, nearest first.
        root: the workspace.
        styles: style sheets, in the order in which they apply.
        colors: colours of the house style by name, ``#rrggbb``.
        catalogue: words of the paper's language.
        citation_style: CSL file that sources are cited in.
        chart_scale: how much larger the writing in charts is than in the house style.
        geography: what the workspace chose for maps and flags.
        hyphenation: how freely words are broken: "none", "sparing" or "full".
        compiled: where code of templates is kept, if it is.
    """

    folders: Sequence[Path]
    root: Path
    styles: Sequence[str]
    colors: Mapping[str, str]
    catalogue: Catalogue
    citation_style: Path
    chart_scale: float = 1.0
    geography: Geography = field(default_factory=Geography)
    hyphenation: str = "none"
    compiled: Path | None = None


#: Names of the filters that templates have beside Jinja's own.
FILTERS = ("date", "number", "quantity", "figure", "listed", "mirrors", "paragraphs", "direction",
           "subject", "other", "reporter_name")  # fmt: skip
