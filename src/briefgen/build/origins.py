"""What an edition was made from, part by part, so that it can be told why it is built again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from typing import Any

from briefgen.build.environment import Environment
from briefgen.build.furnish import style_sheets
from briefgen.build.key import Contents, plain
from briefgen.build.prepare import Prepared
from briefgen.build.states import hash_of
from briefgen.dossier.walk import Location
from briefgen.house.workspace import Workspace
from briefgen.load.nodes import Mapping, Node, Sequence
from briefgen.view.visible import visible_nodes

#: Parts by name; those that are mappings tell which of their members changed.
Origins = MappingOf[str, Any]

#: Names of things told in a reason; the rest is counted.
_TOLD = 3


def origins(
    workspace: Workspace, prepared: Prepared, environment: Environment, contents: Contents
) -> Origins:
    """Return what an edition is made from, but for its templates.

    Args:
        workspace: where it is built.
        prepared: the edition.
        environment: what it is made with.
        contents: tells the hash of a file's content.
    """
    house = prepared.house
    job, shown = prepared.job((), "")
    sheets = style_sheets(workspace, prepared.edition.audience)
    locations = dict.fromkeys(one.location[:2] for one in shown)
    records = visible_nodes(prepared.dossier, prepared.reader, locations)
    return {
        "briefgen": environment.code,
        "versions": dict(environment.versions),
        "records": {_label(location): _by_file(node) for location, node in records.items()},
        "style sheets": {workspace.shown(path): contents(str(path)) for path in sheets},
        "fonts": {face.path.name: contents(str(face.path)) for face in prepared.fonts.faces},
        "citation style": {house.citation_style.name: contents(str(house.citation_style))},
        "words": _hash(house.catalogue, contents),
        "colours": _hash(house.colors, contents),
        "settings": _hash(prepared.audience.model_dump(mode="json"), contents),
        "fonts.yaml": _hash(prepared.fonts, contents),
        "house": _hash(house, contents),
        "view": _hash(job.view, contents),
    }


def templates(prepared: Prepared, names: Iterable[str], contents: Contents) -> Origins:
    """Return which of its templates an edition was made from.

    Args:
        prepared: the edition.
        names: of the templates that were asked for.
        contents: tells the hash of a file's content.
    """
    from briefgen.compose.templates import Templates  # noqa: PLC0415  # loads Jinja

    found = Templates(prepared.house.folders, prepared.house.root)
    return {"templates": {name: _hash(found.text(name), contents) for name in names}}


def why_built(earlier: Origins | None, now: Origins) -> str:
    """Return what is different from the last time; empty where nothing is."""
    if not earlier:
        return "it was never built"
    if earlier.get("briefgen") != now["briefgen"]:
        return "briefgen itself changed"
    before = earlier.get("templates", {})  # which are used depends on what is shown
    found = [
        *_versions(earlier.get("versions", {}), now["versions"]),
        *_records(earlier.get("records", {}), now["records"]),
        *(f"{name} changed" for name in _differing(before, now["templates"])
          if name in before and name in now["templates"]),
        *(f"{name} changed" for part in ("style sheets", "fonts", "citation style")
          for name in _differing(earlier.get(part, {}), now[part])),
        *(f"the audience's {part} changed" for part in ("settings", "colours")
          if earlier.get(part) != now[part]),
        *(["the words of the language changed"] if earlier.get("words") != now["words"] else []),
    ]  # fmt: skip
    if not found:
        found = [text for part, text in _REST.items() if earlier.get(part) != now[part]]
    more = f" and {len(found) - _TOLD} more" if len(found) > _TOLD else ""
    return "; ".join(found[:_TOLD]) + more


#: What is told where nothing more precise is known.
_REST = {
    "fonts.yaml": "fonts.yaml changed",
    "house": "the house style changed",
    "view": "what it shows of the dossier changed",
}


def _records(earlier: MappingOf[str, Any], now: MappingOf[str, Any]) -> list[str]:
    """Return records that changed, came or went; those that only moved are the same ones."""
    changed = [
        f"{', '.join(files)} changed {name}, which is shown in it"
        for name, parts in now.items()
        if parts not in earlier.values() and (files := _differing(earlier.get(name, {}), parts))
    ]
    gone = [
        f"{', '.join(parts)} lost {name}, which was shown in it"
        for name, parts in earlier.items()
        if name not in now and parts not in now.values()
    ]
    return changed + gone


def _versions(earlier: MappingOf[str, str], now: MappingOf[str, str]) -> list[str]:
    return [
        f"{name} {earlier.get(name, 'none')} → {now.get(name, 'none')}"
        for name in _differing(earlier, now)
    ]


def _differing(earlier: MappingOf[str, Any], now: MappingOf[str, Any]) -> list[str]:
    return [n for n in sorted({*earlier, *now}) if earlier.get(n) != now.get(n)]


def _by_file(record: Node) -> dict[str, str]:
    """Return hashes of what stands of a record in each file: a series has its values in another."""
    parts: dict[str, list[str]] = {}
    pending: list[tuple[str, Node]] = [("", record)]
    while pending:
        at, node = pending.pop()
        if isinstance(node, Mapping):
            pending += [(f"{at}.{key}", value) for key, value in node.entries.items()]
        elif isinstance(node, Sequence):
            pending += [(f"{at}.{index}", item) for index, item in enumerate(node.items)]
        else:
            file = node.place.file.partition("#")[0]
            parts.setdefault(file, []).append(f"{at}={node.text}")
    return {
        file: hash_of("\0".join(texts).encode("utf-8", "surrogatepass"))
        for file, texts in sorted(parts.items())
    }


def _label(location: Location) -> str:
    name, *rest = location
    return f"{name}[{rest[0]}]" if rest and isinstance(rest[0], int) else str(name)


def _hash(value: Any, contents: Contents) -> str:
    text = json.dumps(value, default=lambda one: plain(one, contents), ensure_ascii=False)
    return hash_of(text.encode("utf-8", "surrogatepass"))
