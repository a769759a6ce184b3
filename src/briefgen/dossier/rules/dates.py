"""Comparing dates of different precision: no further than both of them go."""

from __future__ import annotations

import datetime as dt


def later(one: str, other: str) -> bool:
    """Whether a date lies after another one; "2009" is not later than "2009-09-16"."""
    length = min(len(one), len(other))
    return one[:length] > other[:length]


def agree(one: str, other: str) -> bool:
    """Whether two dates can mean the same day."""
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def expired(date: str, years: int, today: str) -> bool:
    """Whether a date's last day lies more than some years before a full date."""
    last = date + {4: "-12-31", 7: "-31"}.get(len(date), "")
    return f"{int(last[:4]) + years:04d}{last[4:]}" < today


def ordinal(period: str) -> int:
    """Return a period's number among those of its precision: years, months or days."""
    match len(period):
        case 4:
            return int(period)
        case 7:
            return int(period[:4]) * 12 + int(period[5:]) - 1
        case _:
            return dt.date.fromisoformat(period).toordinal()


def period(number: int, length: int) -> str:
    """Return the year (length 4), month (7) or day (10) of a number that ``ordinal`` gives."""
    match length:
        case 4:
            return f"{number:04d}"
        case 7:
            return f"{number // 12:04d}-{number % 12 + 1:02d}"
        case _:
            return dt.date.fromordinal(number).isoformat()
