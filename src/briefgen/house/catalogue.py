"""Words of the house style in one language: headings, labels, patterns."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from briefgen.diagnostics import ContentError, Findings, UsageError, did_you_mean
from briefgen.house.words import GAP, Catalogue
from briefgen.house.workspace import Workspace, shipped
from briefgen.load.nodes import Node, find, plain
from briefgen.load.text import read_text
from briefgen.load.validate import validate
from briefgen.load.yaml import read_yaml


class _Content(BaseModel):
    """What a catalogue's file holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    locale: str
    words: dict[str, str]


def load_catalogue(workspace: Workspace, language: str) -> Catalogue:
    """Read the catalogue of a language.

    Raises:
        UsageError: there is none.
        ContentError: it is at fault.
    """
    known = workspace.languages()
    if language not in known:
        hint = did_you_mean(language, known)
        raise UsageError(f"there is no catalogue for the language `{language}`\n  hint: {hint}")
    path = workspace.house_file(f"catalogue/{language}.yaml")
    file = workspace.shown(path)
    found = Findings()
    tree = read_yaml(read_text(path, file), file)
    content = validate(_Content, tree, found)
    if content is None:
        raise ContentError(found.items)
    _check_gaps(content.words, tree, found)
    found.raise_errors()
    return Catalogue(language, content.locale, content.words)


def _check_gaps(words: Mapping[str, str], tree: Node, found: Findings) -> None:
    """Refuse braces that are no gaps, and gaps that briefgen's own catalogue does not have."""
    ours = shipped("templates") / "base/catalogue/en.yaml"
    known: Mapping[str, str] = plain(read_yaml(ours.read_text("utf-8"), ours.name))["words"]
    for key, text in words.items():
        place = find(tree, ("words", key)).place
        if "{" in GAP.sub("", text) or "}" in GAP.sub("", text):
            hint = "a gap is a name in braces, such as {date}"
            found.error(place, "bad-gap", f"`{key}` holds a brace that is no gap", hint)
        if key in known:
            gaps = sorted(set(GAP.findall(known[key])))
            for gap in GAP.findall(text):
                if gap not in gaps:
                    hint = did_you_mean(gap, gaps) or "this word has none"
                    found.error(place, "bad-gap", f"`{key}` has no gap `{gap}`", hint)
