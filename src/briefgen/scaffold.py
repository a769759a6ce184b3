"""Starting points: a workspace, a dossier, an audience that build at once."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from briefgen.diagnostics import UsageError, did_you_mean
from briefgen.dossier.records import Record, Records
from briefgen.house.workspace import MARKER, Workspace, shipped
from briefgen.load.export import FORMATS, Table, tables, write_dossier, write_workbook
from briefgen.load.folder import load_folder
from briefgen.load.nodes import Mapping
from briefgen.load.tables import LISTS
from briefgen.load.text import read_text
from briefgen.load.yaml import read_yaml
from briefgen.schema import schema_of

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SAMPLE = "belarus-lithuania"

_STARTER = Path(__file__).parent / "starter"

_AUDIENCE_COMMENT = """\
# The audience `{name}`, started from `{source}`. Everything here may be changed:
#   title        what its paper is called
#   clearance    the highest level it may see, by marking scheme; leave a scheme out to close it
#   max_pages    a longer paper is an error
#   notes        footnotes, endnotes, or none
#   colors       any of templates/base/theme.yaml
#   sections     what the paper holds, in this order; each may have title, depth (brief or full),
#                limit, priority, since, kinds, topics
# briefing.html.j2 overrides blocks of the house frame, style.css its looks; a file
# sections/<name>.html.j2 beside them replaces that section.
"""


def make_workspace(folder: Path) -> list[Path]:
    """Make a folder a workspace with a sample dossier; return what was made.

    Raises:
        UsageError: the folder is a workspace already, or holds other things.
    """
    if (folder / MARKER).exists() or (folder.exists() and any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty\n  hint: name a folder that does not exist yet")
    for name in ("data", "templates", "output"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    marker = folder / MARKER
    marker.write_text(
        "# This file marks the root of a briefgen workspace. Dossiers lie in data/, papers in\n"
        "# output/, templates and audiences of your own in templates/; the others come with\n"
        "# briefgen.\n",
        "utf-8",
    )
    sample = folder / "data" / _SAMPLE
    shutil.copytree(shipped("data") / _SAMPLE, sample)
    return [marker, sample, *_write_schemas(folder)]


def make_dossier(
    workspace: Workspace, name: str, source: str | None, format_: str | None = None
) -> list[Path]:
    """Start a dossier, from scratch or from another one; return what was made.

    Args:
        workspace: where it goes.
        name: its name.
        source: the dossier to start from; without one it starts from an example.
        format_: ``yaml``, ``json``, ``csv`` or ``xlsx``; without one the files of
            the source are copied as they are, or the example is YAML.

    Raises:
        UsageError: the name or format cannot be used, or the source is not known.
        ContentError: the source is to be written in another format and has faults.
    """
    _check_name(name)
    target = workspace.data / name
    if target.exists():
        raise UsageError(f"{target} is there already")
    if source is not None and source not in workspace.dossiers():
        hint = did_you_mean(source, workspace.dossiers())
        raise UsageError(f"there is no dossier `{source}`\n  hint: {hint}")
    if format_ is not None and format_ not in FORMATS:
        raise UsageError(f"`{format_}` is no format\n  hint: {did_you_mean(format_, FORMATS)}")
    if source is not None and format_ is None:
        shutil.copytree(workspace.data / source, target)
    else:
        tree = load_folder(workspace.data / source, workspace.root) if source else _example()
        target.mkdir(parents=True)
        try:
            _write_dossier(tree, target, source, format_ or "yaml")
        except BaseException:
            shutil.rmtree(target)
            raise
    return [*sorted(target.rglob("*.*")), *_write_schemas(workspace.root)]


def _write_dossier(tree: Mapping, target: Path, source: str | None, format_: str) -> None:
    if source is None and format_ == "yaml":
        shutil.copyfile(_STARTER / "dossier.yaml", target / "dossier.yaml")
    elif source is None and format_ == "xlsx":
        _write_starting_workbook(tree, target / "dossier.xlsx")
    else:
        write_dossier(tree, target, format_)
        if format_ == "yaml":
            path = target / "dossier.yaml"
            directive = "# yaml-language-server: $schema=../dossier.schema.json\n"
            path.write_text(directive + path.read_text("utf-8"), "utf-8")


def _example() -> Mapping:
    """Return the records that a dossier starts with."""
    path = _STARTER / "dossier.yaml"
    tree = read_yaml(read_text(path, path.name), path.name)
    if not isinstance(tree, Mapping):
        raise TypeError(f"{path} holds no records")
    return tree


def _write_starting_workbook(tree: Mapping, path: Path) -> None:
    """Write the example as a workbook with every column that the record types know."""
    notes = dict(line.split("\t") for line in _lines(_STARTER / "help.txt"))
    sheets = {"_help": Table(("what", "how"), tuple(notes.items()))}
    comments: dict[str, dict[str, str]] = {}
    examples = tables(tree)
    schema = Records.model_json_schema()
    columns_of = _Columns(schema["$defs"])
    for name, field in schema["properties"].items():
        helps = dict(columns_of.record(field))
        example = examples.get(name, Table((), ()))
        columns = tuple(dict.fromkeys([*helps, *example.columns]))
        rows = tuple(
            tuple(
                dict(zip(example.columns, row, strict=True)).get(column, "") for column in columns
            )
            for row in example.rows
        )
        sheets[name] = Table(columns, rows)
        comments[name] = helps
    write_workbook(sheets, path, comments)


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line]


class _Columns:
    """The columns of record types with their help, read from the schema."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self.definitions = definitions

    def record(self, field: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
        """Yield the columns of a record type, its own before those of every record.

        Records inside it have no handling fields here: they follow the record
        around them, and whoever needs one adds the column.
        """
        schema = self.resolved(field.get("items", field))
        common = set(Record.model_fields) - set(schema.get("required", ()))
        own = [name for name in schema["properties"] if name not in common]
        shared = [name for name in schema["properties"] if name in common]
        for name in [*own, *(["sources"] if prefix and "sources" in shared else shared)]:
            inner = schema["properties"][name]
            required = " Required." if name in schema.get("required", ()) else ""
            yield from self.cells(f"{prefix}{name}", inner, inner.get("description", "") + required)

    def cells(self, name: str, field: dict[str, Any], describe: str) -> Iterator[tuple[str, str]]:
        """Yield the columns of one field."""
        schema = self.resolved(field)
        if "prefixItems" in schema:
            for number, item in enumerate(schema["prefixItems"], 1):
                yield from self.cells(f"{name}.{number}", item, describe)
        elif schema.get("type") == "array" and name.rpartition(".")[2] in LISTS:
            yield name, f"{describe} Several: a; b."
        elif schema.get("type") == "array":
            if name != "observations":  # they have a sheet of their own
                yield from self.cells(f"{name}.1", schema["items"], f"{describe} More: {name}.2.")
        elif schema.get("properties", {}).keys() - Record.model_fields.keys() == {"text"}:
            yield name, describe
        elif "properties" in schema:
            yield from self.record(schema, f"{name}.")
        elif "enum" in schema:
            yield name, f"{describe} One of: {', '.join(schema['enum'])}."
        elif schema.get("type") != "object":
            yield name, describe

    def resolved(self, field: dict[str, Any]) -> dict[str, Any]:
        """Return a field's schema without the reference, or the choice of nothing, around it."""
        while "$ref" in field or "anyOf" in field:
            if "$ref" in field:
                field = self.definitions[field["$ref"].rpartition("/")[2]]
            else:
                field = next(one for one in field["anyOf"] if one.get("type") != "null")
        return field


def make_audience(workspace: Workspace, name: str, source: str) -> list[Path]:
    """Start an audience from a copy of another one; return what was made.

    Raises:
        UsageError: the name cannot be used, or the source is not known.
    """
    _check_name(name)
    if name == "base" or name in workspace.audiences():
        raise UsageError(f"there is an audience `{name}` already")
    folders = workspace.audience_folders(source)
    if source not in workspace.audiences():
        hint = did_you_mean(source, workspace.audiences())
        raise UsageError(f"there is no audience `{source}`\n  hint: {hint}")
    target = workspace.root / "templates" / name
    for folder in reversed(folders):
        shutil.copytree(folder, target, dirs_exist_ok=True)
    settings = target / "audience.yaml"
    lines = settings.read_text("utf-8").splitlines(keepends=True)
    directive = [line for line in lines[:1] if line.startswith("# yaml-language-server")]
    body = [line for line in lines if not line.startswith("#")]
    comment = _AUDIENCE_COMMENT.format(name=name, source=source)
    settings.write_text("".join([*directive, comment, *body]), "utf-8")
    return [*sorted(p for p in target.rglob("*") if p.is_file()), *_write_schemas(workspace.root)]


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"`{name}` cannot be a name\n"
            "  hint: lower-case letters, digits and hyphens, such as belarus-poland"
        )


def _write_schemas(root: Path) -> list[Path]:
    """Write the schemas that source files refer to, where they are not there yet."""
    made = []
    for folder, what in (("data", "dossier"), ("templates", "audience")):
        path = root / folder / f"{what}.schema.json"
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            text = json.dumps(schema_of(what), ensure_ascii=False, indent=2) + "\n"
            path.write_text(text, "utf-8")
            made.append(path)
    return made
