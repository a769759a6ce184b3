"""What the tags of a Word template see: some of what the HTML templates get, and nothing beside.

Names and their meaning are listed in ``docs/word-templates.md``, which a test compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from briefgen.compose.templates import Templates
from briefgen.compose.wording import Wording
from briefgen.house.words import Catalogue
from briefgen.view.view import View

#: Fields of the view's ``paper`` that tags see as they are.
PAPER: Final = (
    "title", "description", "kind", "as_of", "reference", "marking", "draft", "parties", "home",
    "voice", "clearance",
)  # fmt: skip

#: The tag at whose place the paper goes.
BODY: Final = "briefgen_body"


@dataclass(frozen=True)
class Tags:
    """The values of one paper's tags.

    Attributes:
        values: variables and functions by name.
        filters: filters beside Jinja's own.
    """

    values: Mapping[str, Any]
    filters: Mapping[str, Any]

    def filled(self, text: str, name: str) -> str:
        """Return a template's text with its tags replaced by values, which are escaped for XML.

        Args:
            text: the template.
            name: what faults call it.

        Raises:
            ContentError: a tag is at fault; its line is that of the text.
        """
        return Templates((), Path()).render_text(text, name, self.values, self.filters)


def word_tags(view: View, catalogue: Catalogue) -> Tags:
    """Return what the tags of a Word template see of a view."""
    wording = Wording(catalogue)
    paper = {name: view.paper[name] for name in PAPER} | {
        "date": wording.date(view.paper["as_of"]),
        "status": wording.word("draft") if view.paper["draft"] else "",
    }
    values = {
        "paper": paper,
        "audience": view.audience,
        "language": view.language,
        "t": wording.markup,
    }
    return Tags(values, {"date": wording.date, "listed": wording.listed})
