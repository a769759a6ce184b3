"""What is wrong with a finished file, and where in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One fault of a finished file.

    Attributes:
        rule: the stable id that ``docs/rules.md`` explains.
        where: page, or part and paragraph.
        message: what is wrong.
    """

    rule: str
    where: str
    message: str
