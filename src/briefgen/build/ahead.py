"""Work of this process that is done while another one makes the paper."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Ahead(Generic[T]):
    """Something that is worked out once: ahead where it was begun, or when it is asked for.

    Args:
        work: what works it out.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._done: Future[T] = Future()
        self._lock = Lock()
        self._begun = False

    def begin(self) -> None:
        """Work it out in a thread of its own, unless that has been begun."""
        if self._first():
            Thread(target=self._carry_out, daemon=True).start()

    def __call__(self) -> T:
        """Return it, or raise what was raised while it was worked out."""
        if self._first():
            self._carry_out()
        return self._done.result()

    def _first(self) -> bool:
        with self._lock:
            first, self._begun = not self._begun, True
        return first

    def _carry_out(self) -> None:
        try:
            self._done.set_result(self._work())
        except BaseException as error:  # whoever asks gets it
            self._done.set_exception(error)


def begin(*works: Ahead[Any]) -> None:
    """Begin several, each in a thread of its own."""
    for work in works:
        work.begin()
