"""Starting points: a workspace, a dossier, an audience that build at once."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from briefgen.diagnostics import UsageError, did_you_mean
from briefgen.house.workspace import MARKER, Workspace, shipped
from briefgen.schema import schema_of

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SAMPLE = "belarus-lithuania"

_AUDIENCE_COMMENT = """\
# The audience `{name}`, started from `{source}`. Everything here may be changed:
#   title        what its paper is called
#   clearance    the highest level it may see, by marking scheme; leave a scheme out to close it
#   max_pages    a longer paper is an error
#   notes        footnotes, or none
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


def make_dossier(workspace: Workspace, name: str, source: str | None) -> list[Path]:
    """Start a dossier, from scratch or from a copy of another one; return what was made.

    Raises:
        UsageError: the name cannot be used, or the source is not known.
    """
    _check_name(name)
    target = workspace.data / name
    if target.exists():
        raise UsageError(f"{target} is there already")
    if source is None:
        target.mkdir(parents=True)
        starter = Path(__file__).parent / "starter" / "dossier.yaml"
        (target / "dossier.yaml").write_text(starter.read_text("utf-8"), "utf-8")
    elif source in workspace.dossiers():
        shutil.copytree(workspace.data / source, target)
    else:
        hint = did_you_mean(source, workspace.dossiers())
        raise UsageError(f"there is no dossier `{source}`\n  hint: {hint}")
    return [*sorted(target.rglob("*.*")), *_write_schemas(workspace.root)]


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
