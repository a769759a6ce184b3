"""What a worker and its supervisor say to each other, and how far the supervisor believes it.

A worker reads hostile documents, so its answer is hostile too until it has been read:
:func:`read` makes values, records and exceptions out of it, and calls nothing else.
"""

from __future__ import annotations

import dataclasses
import io
import pickle
import sys
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any

#: Type, arguments and state of an exception.
Described = tuple[type[BaseException], tuple[Any, ...], dict[str, Any]]

#: Types, and bases of types, that are made of values alone.
_VALUES = (str, int, float, complex, bytes, tuple, list, dict, set, frozenset, Decimal, Enum,
           BaseException, PurePath, date, timedelta)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Answer:
    """What became of one job.

    Attributes:
        value: what the function returned; ``None`` where it raised.
        error: what it raised.
        memory: bytes the worker holds after the job.
        denied: what the job tried to do and was refused.
        is_part: whether the job goes on, and this is a part of what comes of it.
    """

    value: Any
    error: Described | None
    memory: int
    denied: tuple[str, ...] = ()
    is_part: bool = False

    def exception(self) -> BaseException | None:
        """Return what the function raised, made anew without calling its constructor.

        Constructors take what they like; type, arguments and state are the exception.
        """
        if self.error is None:
            return None
        kind, arguments, state = self.error
        if kind.__module__ == "builtins":
            return kind(*arguments)
        error = kind.__new__(kind, *arguments)
        error.args = arguments
        error.__dict__.update(state)
        return error


def read(data: bytes) -> Any:
    """Return the value of a message from a worker.

    Raises:
        pickle.UnpicklingError: it holds something else than values, records and exceptions.
    """
    try:
        return _Reader(io.BytesIO(data)).load()
    except pickle.UnpicklingError:
        raise
    except Exception as error:
        raise pickle.UnpicklingError(f"{type(error).__name__}: {error}") from None


class _Reader(pickle.Unpickler):
    """Finds types of values only, in modules that are there already or are briefgen's."""

    def find_class(self, module: str, name: str) -> Any:
        if module in sys.modules or module.startswith("briefgen."):
            found = super().find_class(module, name)
            if isinstance(found, type) and (
                issubclass(found, _VALUES) or dataclasses.is_dataclass(found)
            ):
                return found
        raise pickle.UnpicklingError(f"an answer may not hold {module}.{name}")
