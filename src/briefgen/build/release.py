"""The last look at a finished file: it is released only if nothing withheld is found in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from zipfile import BadZipFile

from briefgen.build.prepare import Prepared
from briefgen.compose.wording import names_of_dates
from briefgen.diagnostics import Diagnostic, Place
from briefgen.house.workspace import shipped
from briefgen.load.nodes import Mapping as MappingNode
from briefgen.load.nodes import Node, Scalar, children, find
from briefgen.verify.leaks.banner import unmarked
from briefgen.verify.leaks.needles import Needles, Secret, needles
from briefgen.verify.leaks.pdf import load
from briefgen.verify.leaks.scan import Finished, scan
from briefgen.view.project import is_cleared
from briefgen.view.visible import Barrier, withheld

_WAY_OUT = (
    "find what prints it: a template, a style sheet, another record; or mend the record's marking"
)

#: Letters on their own: no hyphen, no digit.
_WORD = re.compile(r"(?<![-\w])[^\W\d_]+(?![-\w])")

#: Fields that say how a record is handled; their values are words of the scheme and of briefgen.
_HANDLING = ("marking", "only", "priority")


def secrets_of(prepared: Prepared) -> Needles:
    """Return what must not be found in an edition's files."""
    return searched_for(*withheld_and_permitted(prepared))


def searched_for(secrets: Sequence[Secret], permitted: Sequence[str]) -> Needles:
    """Return what is searched for where some texts are withheld and others are not."""
    load()  # what reads PDF takes a while, and whoever asks this is about to need it
    return needles(secrets, permitted)


def search_key(
    prepared: Prepared,
    texts: tuple[Sequence[Secret], Sequence[str]],
    contents: Sequence[bytes],
    marking: str,
    environment: Sequence[str],
) -> str:
    """Return the hash of all that the last look at some files depends on.

    The same look at the same files finds the same: nothing, if it found nothing. Where a
    withheld text changes, the look is another one although the files are not.

    Args:
        prepared: the edition.
        texts: what it may not hold and what it may: :func:`withheld_and_permitted`.
        contents: the files.
        marking: the banner.
        environment: what they are searched with.
    """
    secrets, permitted = texts
    draft = "" if is_cleared(prepared.dossier.records.clearance) else _draft_word(prepared)
    files = [blake2b(content).hexdigest() for content in contents]
    # Where a secret stands is told with a leak, and decides nothing.
    hidden = [secret.text for secret in secrets]
    whole = json.dumps([*environment, files, marking, draft, hidden, permitted])
    return blake2b(whole.encode(), digest_size=16).hexdigest()


def withheld_and_permitted(prepared: Prepared) -> tuple[list[Secret], list[str]]:
    """Return the texts that an audience may not see, and those that its papers may hold."""
    tree = prepared.dossier.tree
    kept = list(withheld(prepared.dossier.records, prepared.reader))
    hidden = [find(tree, one.location) for one in kept]
    apart = {id(node) for node in hidden}
    secrets = [
        Secret(scalar.text, scalar.place)
        for node in hidden
        for scalar in _scalars(node, frozenset())
        if scalar.text
    ]
    permitted = [scalar.text for scalar in _scalars(tree, frozenset(apart)) if scalar.text]
    if prepared.audience.above_clearance == "redact":  # a gap prints its basis
        permitted += [
            text for one in kept if one.barrier is Barrier.CLEARANCE
            for text in (one.record.basis or {}).values()
        ]  # fmt: skip
    return secrets, [*permitted, *sorted(_house_words(prepared))]


def finished_files(files: Mapping[Path, bytes]) -> dict[Path, Finished]:
    """Return finished files so that whatever looks at them opens each but once."""
    return {path: Finished(data, path.suffix[1:], path.name) for path, data in files.items()}


def leaks(prepared: Prepared, files: Mapping[Path, Finished], secrets: Needles) -> list[Diagnostic]:
    """Return an error for each withheld text that a finished file holds.

    What was found is told by where the dossier has it; quoting it would spread it.

    Args:
        prepared: the edition.
        files: finished files by path.
        secrets: what is searched for.
    """
    found = []
    for path, file in files.items():
        try:
            leaked = scan(file, secrets)
        except ValueError as error:
            message = f"it cannot be searched to its end: {error}"
            hint = "take out what is embedded in it, or build it again"
            found.append(Diagnostic(Place(path.name), "unsearchable", message, hint))
            continue
        corners: dict[Place, dict[str, None]] = {}
        for leak in leaked:
            corners.setdefault(leak.secret.place, {})[leak.corner] = None
        found += [
            Diagnostic(place, "leak", f"`{prepared.edition.audience}` may not see this, and"
                       f" {path.name} holds it: {_listed(list(where))}", _WAY_OUT)
            for place, where in corners.items()
        ]  # fmt: skip
    return found


def without_banner(
    prepared: Prepared, files: Mapping[Path, Finished], marking: str
) -> list[Diagnostic]:
    """Return an error for each finished file with a page that lacks its banner or DRAFT.

    Args:
        prepared: the edition.
        files: finished files by path; HTML has no pages.
        marking: the banner.
    """
    draft = "" if is_cleared(prepared.dossier.records.clearance) else _draft_word(prepared)
    found = []
    for path, file in files.items():
        try:
            lacking = list(unmarked(file, marking, draft)) if file.kind != "html" else []
        except (ValueError, BadZipFile):
            continue  # searching it for what is withheld says that it cannot be read
        for wanted, missing in lacking:
            message = f"{wanted} is not on {', '.join(missing)}"
            found.append(
                Diagnostic(Place(path.name), "no-banner", message, _mend(prepared, file.kind))
            )
    return found


def _mend(prepared: Prepared, kind: str) -> str:
    """Return what brings a missing banner back."""
    template = prepared.word_template
    if kind == "docx" and template is not None and template.whole:
        tags = "{{ paper.marking }}, in headers {{ paper.status }} too,"
        return f"add the tag {tags} to every header and footer of {template.file}"
    return "a style sheet or template keeps `string(marking)` or `string(status)` off it"


def _draft_word(prepared: Prepared) -> str:
    return prepared.house.catalogue.words["draft"]


def _listed(corners: list[str]) -> str:
    more = f" and {len(corners) - 3} more corners" if len(corners) > 3 else ""
    return "; ".join(corners[:3]) + more


def _scalars(node: Node, apart: frozenset[int]) -> Iterator[Scalar]:
    """Yield the texts below a node, but for those below the nodes that stand apart."""
    if id(node) in apart:
        return
    if isinstance(node, Scalar):
        yield node
        return
    inner = children(node)
    if isinstance(node, MappingNode):
        inner = tuple(
            value for key, value in node.entries.items()
            if key not in _HANDLING and not (key == "sources" and _is_citation(value))
        )  # fmt: skip
    for child in inner:
        yield from _scalars(child, apart)


def _is_citation(node: Node) -> bool:
    """Whether a field ``sources`` holds the ids of sources, and not the sources themselves."""
    return isinstance(node, Scalar) or all(isinstance(child, Scalar) for child in children(node))


def _house_words(prepared: Prepared) -> set[str]:
    """Return the words that briefgen's own templates, catalogue and calendar bring to every paper.

    Single words only, and none of a workspace's own: a phrase, a code name or a figure of a
    withheld record is a leak wherever it stands, and most of all in a template.
    """
    ours = shipped("templates")
    texts = [path.read_text("utf-8") for path in sorted(ours.glob("**/*.j2"))]
    texts += [path.read_text("utf-8") for path in sorted(ours.glob("base/catalogue/*.yaml"))]
    texts += [path.read_text("utf-8") for path in sorted(ours.glob("*/audience.yaml"))]
    texts += names_of_dates(prepared.house.catalogue.locale)
    return {word for text in texts for word in _words(text)}


@lru_cache(512)
def _words(text: str) -> frozenset[str]:
    """Return the words of a text; the same texts are looked at for every paper of a run."""
    return frozenset(_WORD.findall(text))
