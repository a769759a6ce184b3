"""Words of the house style in one language: headings, labels, patterns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from briefgen.diagnostics import ContentError, Findings, UsageError, did_you_mean
from briefgen.house.workspace import Workspace
from briefgen.load.text import read_text
from briefgen.load.validate import validate
from briefgen.load.yaml import read_yaml


class _Content(BaseModel):
    """What a catalogue's file holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    locale: str
    words: dict[str, str]


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


def languages(workspace: Workspace) -> list[str]:
    """Return the languages that papers can be built in, sorted."""
    return sorted(
        {
            path.stem
            for root in workspace.template_roots
            for path in (root / "base" / "catalogue").glob("*.yaml")
        }
    )


def load_catalogue(workspace: Workspace, language: str) -> Catalogue:
    """Read the catalogue of a language.

    Raises:
        UsageError: there is none.
        ContentError: it is at fault.
    """
    known = languages(workspace)
    if language not in known:
        hint = did_you_mean(language, known)
        raise UsageError(f"there is no catalogue for the language `{language}`\n  hint: {hint}")
    path = workspace.house_file(f"catalogue/{language}.yaml")
    file = workspace.shown(path)
    found = Findings()
    content = validate(_Content, read_yaml(read_text(path, file), file), found)
    if content is None:
        raise ContentError(found.items)
    return Catalogue(language, content.locale, content.words)
