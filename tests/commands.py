"""The command line run within the process of the tests, which has imported everything already."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path

import pytest

from briefgen.cli.main import main


def run_in(folder: Path, *arguments: str) -> int:
    """Run ``briefgen`` in a folder; return its exit status."""
    with pytest.raises(SystemExit) as left, chdir(folder):
        main(arguments)
    assert isinstance(left.value.code, int)
    return left.value.code
