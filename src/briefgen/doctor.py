"""What this machine lacks, and the command that mends it."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefgen.diagnostics import BriefgenError
from briefgen.house.fonts import load_fonts
from briefgen.house.workspace import find_workspace
from briefgen.sandbox.pool import Limits, Pool

_REMEDIES = {
    "Linux": "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig",
    "Darwin": "brew install pango",
}


@dataclass(frozen=True)
class Examined:
    """One thing that was looked at.

    Attributes:
        what: what it is.
        well: whether it is as it should be.
        detail: what was found.
        remedy: the command that mends it, or an empty string.
    """

    what: str
    well: bool
    detail: str
    remedy: str = ""


def examine(start: Path) -> Iterator[Examined]:
    """Look at Python, the layout engine's libraries, the workspace and its fonts."""
    version = platform.python_version()
    yield Examined(
        "Python", sys.version_info >= (3, 11), version,
        "" if sys.version_info >= (3, 11) else "install Python 3.11 or newer",
    )  # fmt: skip
    yield _layout_engine()
    yield from _sandbox()
    try:
        workspace = find_workspace(start)
    except BriefgenError as error:
        message, _, hint = str(error).partition("\n  hint: ")
        yield Examined("workspace", False, message, hint)
        return
    yield Examined("workspace", True, str(workspace.root))
    try:
        fonts = load_fonts(workspace)
    except BriefgenError as error:
        yield Examined("fonts", False, str(error), "put the file back, or correct fonts.yaml")
    else:
        families = ", ".join(fonts.word_names)
        yield Examined("fonts", True, f"{len(fonts.faces)} files of {families}")


def _layout_engine() -> Examined:
    remedy = _REMEDIES.get(platform.system(), "see the WeasyPrint documentation on installation")
    try:
        import weasyprint  # noqa: PLC0415
    except (ImportError, OSError) as error:
        detail = str(error).splitlines()[0]
        return Examined("WeasyPrint", False, detail, remedy)
    return Examined("WeasyPrint", True, str(weasyprint.__version__))


def _sandbox() -> Iterator[Examined]:
    """Say what a process that makes papers gives up on this machine."""
    limits = Limits(seconds=10, memory=512 << 20)
    with Pool(1, "briefgen.sandbox.restrict:measures", [], limits) as pool:
        for measure in pool.submit(None).result():
            what, _, detail = measure.partition(": ")
            yield Examined(f"sandbox, {what}", True, detail)
