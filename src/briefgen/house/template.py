"""A Word template as a paper is made with; :mod:`briefgen.house.wordtemplate` finds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WordTemplate:
    """A template as it lies there.

    Attributes:
        file: its path, as diagnostics print it.
        whole: the paper is put into it; otherwise its styles are taken and no more.
        data: its bytes, unopened.
    """

    file: str
    whole: bool
    data: bytes
