"""A worker on a system without Landlock and namespaces: what the tripwire refuses by itself."""

from typing import Any, NoReturn

from briefgen.sandbox import landlock, restrict
from sandbox import jobs


def _missing(*_: Any) -> NoReturn:
    raise OSError("missing")


setattr(landlock, "confine", _missing)  # noqa: B010  # of the same use, not of the same type
setattr(restrict, "_leave_network", _missing)  # noqa: B010

attempt = jobs.attempt
measures = restrict.measures
