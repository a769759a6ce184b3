"""Importing this loads the layout engine in half the time that its own import takes.

Two things cost most of that time and are of no use to a renderer. Libraries are asked for by
their names on other systems first, and looking each of those up starts ``ldconfig``, ``gcc`` and
``ld`` (:func:`ctypes.util.find_library`); here each name is tried as it is. And what cuts variable
fonts, and subsets fonts without HarfBuzz, is loaded whether a font needs it or not; here it waits
until it is called.
"""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

_ENGINE = "weasyprint"

#: Modules of whose functions and classes the engine calls some, for some fonts.
_LATE = ("fontTools.subset", "fontTools.varLib.instancer")


class _Late(ModuleType):
    """Stands for a module that is loaded when something of it is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*arguments: Any, **named: Any) -> Any:
            return getattr(import_module(self.__name__), name)(*arguments, **named)

        return call


def load() -> None:
    """Load the engine; where a library is found by none of its names, load it in its own way.

    Raises:
        OSError: a library is missing.
    """
    if _ENGINE in sys.modules:
        return
    try:
        with _late_modules(), _no_programs():
            import_module(_ENGINE)
    except OSError:
        import_module(_ENGINE)


@contextmanager
def _no_programs() -> Iterator[None]:
    """Have nobody look for a library with the help of programs (Linux)."""
    if not sys.platform.startswith("linux"):
        yield
        return

    def nowhere(name: str) -> str | None:  # noqa: ARG001  # the signature of what it stands for
        return None

    original = ctypes.util.find_library
    ctypes.util.find_library = nowhere
    try:
        yield
    finally:
        ctypes.util.find_library = original


@contextmanager
def _late_modules() -> Iterator[None]:
    """Have whoever imports certain modules get stand-ins, for as long as the block lasts."""
    stand_ins = {name: _Late(name) for name in _LATE if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]


load()
