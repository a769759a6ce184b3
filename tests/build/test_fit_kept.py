"""A page limit holds whatever was kept of former builds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.build.edition import Outcome
from briefgen.build.renderer import Renderer, rendering_pool
from briefgen.diagnostics import Diagnostic
from incremental import ROOT, SMALL, Bench, make_workspace

EVENTS = f"data/{SMALL}/many.yaml"


@pytest.fixture(scope="module")
def renderer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Renderer]:
    readable = [tmp_path_factory.getbasetemp(), ROOT / "templates"]
    with rendering_pool(1, readable) as pool:
        yield Renderer(lambda job, seconds: pool.submit(job, seconds).result(), pool.warm)


@pytest.fixture
def bench(tmp_path: Path, renderer: Renderer) -> Bench:
    """Return a workspace whose press paper has a page of its own for many events."""
    root = tmp_path / "desk"
    make_workspace(root)
    (root / "templates/press/style.css").write_text("", "utf-8")
    (root / "templates/press/audience.yaml").write_text(
        "title: Fact sheet\ndescription: Short.\nclearance: {tlp: CLEAR}\nmax_pages: 1\n"
        "sections: [timeline]\n",
        "utf-8",
    )
    return Bench(root, renderer, ("press",))


def _events(bench: Bench, count: int) -> None:
    """Have so many events beside those that the dossier has; a page holds about thirty."""
    lines = [
        f"  - {{date: {1900 + n}, kind: other, text: Event number {n}., marking: CLEAR,"
        f" sources: [gazette], priority: {n % 100}}}\n"
        for n in range(count)
    ]
    (bench.root / EVENTS).write_text(f"events:\n{''.join(lines)}", "utf-8")


def _set(bench: Bench, old: str, new: str) -> None:
    path = bench.root / "templates/press/audience.yaml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def _built(bench: Bench, *, force: bool = False) -> Outcome:
    return bench.build("pdf", force=force)["press"]


def _refused(outcome: Outcome, bench: Bench) -> Diagnostic:
    """Return why a paper that stood there from before was not replaced."""
    assert outcome.failed
    assert not outcome.reused
    assert outcome.kept == (bench.path("press", "pdf"),)
    [fault] = outcome.diagnostics
    return fault


def test_a_paper_that_is_too_long_fails_from_what_was_kept_as_it_did_at_first(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    _events(bench, 5)
    assert not _built(bench).failed
    before = bench.path("press", "pdf").read_bytes()
    _events(bench, 120)
    first = _refused(_built(bench), bench)
    assert (first.rule, str(first.place)) == ("too-long", "templates/press/audience.yaml:4:12")
    assert "pages, 1 are allowed" in first.message
    assert _refused(_built(bench, force=True), bench) == first
    with monkeypatch.context() as patched:
        patched.setattr(Renderer, "__call__", lambda *_: pytest.fail("it was made again"))
        for _ in range(2):
            assert _refused(_built(bench), bench) == first
    assert bench.path("press", "pdf").read_bytes() == before
    _events(bench, 6)
    outcome = _built(bench)
    assert (outcome.failed, outcome.reused, outcome.pages) == (False, False, 1)
    assert bench.path("press", "pdf").read_bytes() != before
    assert _built(bench).reused
    _events(bench, 120)
    assert _refused(_built(bench), bench) == first


def test_a_limit_that_changes_is_held_to_by_a_paper_that_was_kept(bench: Bench) -> None:
    _events(bench, 120)
    _set(bench, "max_pages: 1\n", "max_pages: 9\n")
    assert not _built(bench).failed
    whole = bench.path("press", "pdf").read_bytes()
    _set(bench, "max_pages: 9\n", "max_pages: 1\n")
    assert _refused(_built(bench), bench).rule == "too-long"
    assert bench.path("press", "pdf").read_bytes() == whole
    _set(bench, "max_pages: 1\n", "max_pages: 9\n")
    assert not _built(bench).failed
    assert bench.path("press", "pdf").read_bytes() == whole


def test_what_a_paper_does_without_is_told_again_when_it_comes_from_what_was_kept(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set(bench, "max_pages: 1\n", "max_pages: 1\nfit: priority\n")
    _events(bench, 120)
    first = _built(bench)
    assert (first.failed, first.pages) == (False, 1)
    assert first.dropped
    paper = bench.path("press", "pdf").read_bytes()
    bench.path("press", "pdf").unlink()
    with monkeypatch.context() as patched:
        patched.setattr(Renderer, "__call__", lambda *_: pytest.fail("it was made again"))
        again = _built(bench)
    assert again.dropped == first.dropped
    assert bench.path("press", "pdf").read_bytes() == paper
    _events(bench, 5)
    fits = _built(bench)
    assert (fits.pages, fits.dropped) == (1, ())
