"""What the tests of the sandbox share: where workers find their functions, and a warm pool."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.sandbox.pool import Limits, Pool

TESTS = Path(__file__).parents[1]
FONTS = TESTS.parent / "templates/base/fonts"

if str(TESTS) not in sys.path:
    sys.path.append(str(TESTS))  # workers find sandbox.jobs there


@pytest.fixture(scope="session")
def templates_pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Pool, Path]]:
    """A pool that renders templates, and the folder that it may read them from."""
    folder = tmp_path_factory.mktemp("templates")
    limits = Limits(seconds=10, memory=800 << 20)
    with Pool(
        1, "sandbox.jobs:render", [folder], limits, imports=["briefgen.compose.templates"]
    ) as pool:
        yield pool, folder


@pytest.fixture(scope="session")
def layout_pool() -> Iterator[Pool]:
    """A pool that lays documents out."""
    limits = Limits(seconds=20, memory=800 << 20)
    loaded = ["briefgen.house.fonts", "briefgen.layout.weasy", "weasyprint"]
    with Pool(1, "sandbox.jobs:paint", [FONTS], limits, imports=loaded) as pool:
        yield pool
