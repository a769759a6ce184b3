"""What shapes a paper beside its inputs: briefgen itself, the libraries, the interpreter."""

from __future__ import annotations

import ctypes
import os
import platform
import zlib
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path

from briefgen.build.states import clock, holds, look
from briefgen.build.unchanged import PACKAGE, outline

#: Distributions whose versions can be seen in a paper.
_LIBRARIES = (
    "babel", "citeproc-py", "fonttools", "jinja2", "lxml", "markupsafe", "openpyxl", "pikepdf",
    "pillow", "pybtex", "pydantic", "pydyf", "python-docx", "pyyaml", "resvg-py", "sqlalchemy",
    "tinycss2", "tinyhtml5", "weasyprint",
)  # fmt: skip

#: Native libraries with the function that tells the version: as a text, or as one number.
_NATIVES = {
    "pango": (("libpango-1.0.so.0", "libpango-1.0.0.dylib"), "pango_version_string"),
    "harfbuzz": (("libharfbuzz.so.0", "libharfbuzz.0.dylib"), "hb_version_string"),
    "fontconfig": (("libfontconfig.so.1", "libfontconfig.1.dylib"), "FcGetVersion"),
    "harfbuzz-subset": (("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"), ""),
}

#: Beginnings of the names of their files, and of what they rest on.
_FILES = ("libpango", "libharfbuzz", "libfontconfig", "libfreetype", "libfribidi", "libglib",
          "libgobject")  # fmt: skip

#: Where Homebrew has them; a link there names the version.
_BREW = ("/opt/homebrew/opt", "/usr/local/opt")


def versions() -> Mapping[str, str]:
    """Return the version of everything that shapes a paper, by name."""
    return dict(_versions())


@cache
def _versions() -> tuple[tuple[str, str], ...]:
    found = {"python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    for name, (files, function) in _NATIVES.items():
        if function and (library := _loaded(files)) is not None:
            found[name] = _told(library, function)
    return tuple(sorted(found.items()))


def native_files() -> tuple[str, ...]:
    """Return the files of the native libraries, as far as the system tells."""
    for files, _ in _NATIVES.values():
        _loaded(files)
    try:
        lines = Path("/proc/self/maps").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        packages = ("pango", "harfbuzz", "fontconfig", "freetype", "fribidi", "glib")
        return tuple(f"{folder}/{name}" for folder in _BREW for name in packages)
    paths = {line[line.index("/") :] for line in lines if "/" in line}
    return tuple(sorted(p for p in paths if p.rpartition("/")[2].startswith(_FILES)))


@cache
def _loaded(names: tuple[str, ...]) -> ctypes.CDLL | None:
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def _told(library: ctypes.CDLL, name: str) -> str:
    function = getattr(library, name)
    if name == "FcGetVersion":
        return str(function())
    function.restype = ctypes.c_char_p
    return str(function().decode())


class Environment:
    """What this process builds with, as it was when it began.

    Attributes:
        code: hash of briefgen's own files.
        versions: versions of the interpreter and the libraries, by name.
        natives: files of the native libraries.
        outline: the libraries as they can be told without loading them.
        seen: what briefgen's own files looked like.
    """

    def __init__(self, private: Path) -> None:
        self.natives = native_files()
        self.outline = outline(self.natives)
        self.seen = look([PACKAGE], clock(private))
        self.code = _code_version()
        self.versions = versions()

    @property
    def whole(self) -> tuple[str, ...]:
        """The code and every version, as one value."""
        return self.code, *(f"{name} {version}" for name, version in self.versions.items())

    def unchanged(self) -> bool:
        """Whether a process that is started now runs the same code on the same libraries."""
        return outline(self.natives) == self.outline and holds(self.seen, [PACKAGE])


def _code_version() -> str:
    """Return the hash of every file of the package; templates count by themselves."""
    found = blake2b(digest_size=16)
    for folder, folders, files in os.walk(PACKAGE):
        folders[:] = sorted(f for f in folders if f not in ("__pycache__", "shipped"))
        for name in sorted(files):
            path = Path(folder, name)
            found.update(f"{path.relative_to(PACKAGE)}\0".encode())
            found.update(blake2b(path.read_bytes()).digest())
    return found.hexdigest()
