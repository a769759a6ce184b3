"""`briefgen` run with its arguments; prints the processor time of itself and of its children."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Sequence

from briefgen.cli.main import main as briefgen


def main(arguments: Sequence[str]) -> None:
    """Run briefgen, then print what it took as JSON on standard error, in seconds."""
    try:
        briefgen(arguments)
    finally:
        spent = {}
        whose = {"own": resource.RUSAGE_SELF, "children": resource.RUSAGE_CHILDREN}
        for name, who in whose.items():
            usage = resource.getrusage(who)
            spent[name] = usage.ru_utime + usage.ru_stime
        sys.stderr.write(f"{json.dumps(spent)}\n")
