"""A ministry's own Word template: a file beside an audience's ``audience.yaml``.

Here it is found and read, and never opened: it is hostile input, which the sandboxed
renderer parses.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from briefgen.diagnostics import ContentError, Diagnostic, Place
from briefgen.house.audience import audience_folders
from briefgen.house.template import WordTemplate
from briefgen.house.workspace import Workspace

#: Only styles and the size of the page are taken of this one.
REFERENCE: Final = "reference.docx"

#: Whole documents that a paper is put into, and the reference.
NAMES: Final = ("template.docx", "template.dotx", REFERENCE)

_WITH_MACROS: Final = ("template.docm", "template.dotm", "reference.docm")

#: Bytes of a template: more than any has that holds a logo, and little to hand to a renderer.
_LARGEST: Final = 20 << 20

_RULE: Final = "bad-word-template"


def find_word_template(workspace: Workspace, audience: str) -> WordTemplate | None:
    """Return an audience's Word template, the nearest of its own and of those it is like.

    Raises:
        UsageError: there is no such audience.
        ContentError: there are several in one folder, or it cannot be used.
    """
    for folder in audience_folders(workspace, audience):
        for name in _WITH_MACROS:
            if (folder / name).is_file():
                message = "the Word template may hold macros"
                hint = "save it in Word as .docx or .dotx, which leaves the macros out"
                raise _fault(workspace, folder / name, message, hint)
        present = [name for name in NAMES if (folder / name).is_file()]
        if len(present) > 1:
            message = f"there are {' and '.join(present)} for one audience"
            raise _fault(workspace, folder / present[1], message, "keep one of them")
        if present:
            return _read(workspace, folder / present[0])
    return None


def _read(workspace: Workspace, path: Path) -> WordTemplate:
    inside = path.resolve()
    if not any(inside.is_relative_to(root.resolve()) for root in workspace.template_roots):
        message = "the Word template is a link that leads out of the template folders"
        raise _fault(workspace, path, message, "put the file itself there")
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        message = f"the Word template is larger than {_LARGEST >> 20} MB"
        raise _fault(workspace, path, message, "make its pictures smaller")
    return WordTemplate(workspace.shown(path), path.name != REFERENCE, data)


def _fault(workspace: Workspace, path: Path, message: str, hint: str) -> ContentError:
    return ContentError([Diagnostic(Place(workspace.shown(path)), _RULE, message, hint)])
