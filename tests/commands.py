"""The command line run within the process of the tests, and waited for in one of its own."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
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


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for something that a process is to bring about, a minute at most."""
    deadline = time.monotonic() + 60
    while not condition():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
