"""How much is drawn: enough to notice on every run, many times that in ``script/nightly``."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

#: Whether this run may take an hour.
NIGHTLY = bool(os.environ.get("BRIEFGEN_NIGHTLY"))

#: How many times as many examples are drawn then.
_MORE = 20


def drawing(examples: int) -> settings:
    """Return settings for a test each example of which costs noticeable processor time."""
    return settings(
        deadline=None,
        max_examples=examples * _MORE if NIGHTLY else examples,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
