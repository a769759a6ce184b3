"""The pipeline, in order: load → dossier → view → compose → layout → write → verify.

Read :func:`build_edition` from top to bottom: it is what briefgen does. The
stages from compose to write run in a sandboxed process that gets one
audience's view (:mod:`briefgen.build.render`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from briefgen.build.account import Account
from briefgen.build.ahead import Ahead, begin
from briefgen.build.dossiers import Once, open_dossier, warnings_for
from briefgen.build.edition import Edition, Outcome
from briefgen.build.environment import Environment
from briefgen.build.fit import fitted
from briefgen.build.job import Rendered
from briefgen.build.origins import origins, templates
from briefgen.build.prepare import Prepared, prepare, refuse_uncleared
from briefgen.build.reasons import differing, why
from briefgen.build.record import Made, earlier, write_record
from briefgen.build.remember import Remembering
from briefgen.build.renderer import Rendering, rendering
from briefgen.build.states import hash_of
from briefgen.diagnostics import ContentError, Diagnostic, Findings, Place
from briefgen.dossier.resolve import Dossier
from briefgen.house.workspace import Workspace
from briefgen.write.files import replace_file, replace_files, sweep

if TYPE_CHECKING:
    from briefgen.build.search import Searching

T = TypeVar("T")


def build_editions(
    workspace: Workspace,
    editions: Sequence[Edition],
    workers: int,
    *,
    final: bool = False,
    force: bool = False,
    provide: Rendering = rendering,
) -> Iterator[Outcome]:
    """Build editions, several at a time; yield each outcome as it is known.

    What is made of the same as before is not made again, and files that are as they have to be
    are not touched.

    Args:
        workspace: where they are built.
        editions: what to build.
        workers: how many processes make papers at a time.
        final: refuse papers that nobody cleared.
        force: make everything again.
        provide: what makes the papers.
    """
    environment = Environment(workspace.private)
    laid_out = any(set(edition.formats) - {"html"} for edition in editions)
    with provide(workspace, min(workers, len(editions)), lay_out=laid_out) as renderer:
        remembering = Remembering(renderer, workspace.private, environment, force=force)
        opened = partial(open_dossier, workspace)
        yield from build_with(remembering, opened, workspace, editions, workers, final=final)


def build_with(
    renderer: Remembering,
    open_: Callable[[str], Dossier],
    workspace: Workspace,
    editions: Sequence[Edition],
    workers: int,
    *,
    final: bool = False,
) -> Iterator[Outcome]:
    """Build editions with a renderer that is there, and enter them into the ledger.

    Args:
        renderer: what makes papers.
        open_: opens a dossier.
        workspace: where they are built.
        editions: what to build.
        workers: how many editions are built at a time.
        final: refuse papers that nobody cleared.
    """
    account = Account(workspace, editions, renderer.environment, final=final)

    def noted(name: str) -> Dossier:
        dossier = open_(name)
        account.opened(dossier)
        return dossier

    opened = Once(noted, [e.dossier for e in editions])
    linted = Once(partial(_linted, workspace), [e.audience for e in editions])
    work = partial(build_edition, workspace, opened, linted, renderer, final=final)
    try:
        for outcome in in_threads(work, editions, workers):
            account.note(outcome)
            yield outcome
        renderer.keep_code()
    finally:
        account.save()
        renderer.close()


def build_edition(
    workspace: Workspace,
    opened: Callable[[str], Dossier],
    linted: Callable[[str], list[Diagnostic]],
    renderer: Remembering,
    edition: Edition,
    *,
    final: bool = False,
) -> Outcome:
    """Build one edition; its files are replaced only when all of them are done and clean.

    Args:
        workspace: where it is built.
        opened: opens a dossier; asked once.
        linted: tells what is wrong with an audience's templates as they are written; asked once
            at most.
        renderer: what makes papers.
        edition: what to build.
        final: refuse a dossier that nobody cleared.
    """
    begun = time.perf_counter()
    found = Findings()
    outcome = partial(Outcome, edition)
    try:
        dossier = opened(edition.dossier)
        if final:
            refuse_uncleared(dossier)
        prepared = prepare(workspace, edition, dossier)
        warned = Ahead(partial(warnings_for, workspace, dossier, prepared.reader))
        faults = Ahead(partial(linted, edition.audience))
        made_from = Ahead(
            partial(origins, workspace, prepared, renderer.environment, renderer.contents)
        )
        searching = Ahead(partial(_searching, prepared))
        ready = Ahead(lambda: searching().get_ready())
        meanwhile = partial(begin, ready, warned, faults, made_from)
        try:
            rendered, dropped = fitted(
                prepared, edition.formats, workspace.shown(prepared.composed),
                partial(renderer, edition=edition, meanwhile=meanwhile,
                        heard=lambda part: searching().begin(part)),
            )  # fmt: skip
        finally:  # what a template's text shows is told before what came of it
            found.items += [*warned(), *faults()]
            found.raise_errors()
        raise_faults(rendered, prepared)
        files = {edition.path(f): rendered.files[f] for f in edition.formats}
        before = earlier(workspace, edition)
        contents, environment = list(files.values()), renderer.environment
        made = Made(
            searching().key(contents, rendered.marking, environment.whole),
            {**made_from(), **templates(prepared, rendered.templates, renderer.contents)},
        )
        if renderer.force or made.searched != before.searched:
            found.items += searching().found(files, rendered.marking)
            found.raise_errors()
        different = differing(files)
        reused = rendered.remembered and not different
        reason = why(before, made, different, reused=reused, force=renderer.force)
        with _writable(workspace.private):
            write_record(workspace, edition, rendered.marking, rendered.pages, dropped, files, made)
        if different:
            _replace({path: files[path] for path in different})
        outcome = partial(outcome, tuple(files), rendered.pages, dropped=dropped, reason=reason,
                          reused=reused, hashes=tuple(map(hash_of, contents)))  # fmt: skip
    except ContentError as error:
        # What was found before is told again by the exception where it was raised from it.
        found.items = [*dict.fromkeys([*found.items, *error.diagnostics])]
        outcome = partial(outcome, kept=older_files(edition))
    seconds = time.perf_counter() - begun
    return outcome(seconds=seconds, diagnostics=tuple(found.items))


def _linted(workspace: Workspace, audience: str) -> list[Diagnostic]:
    """Return what is wrong with an audience's templates as they are written."""
    from briefgen.build.linted import lint_templates  # noqa: PLC0415  # while the paper is made

    return lint_templates(workspace, audience)


def _searching(prepared: Prepared) -> Searching:
    """Return what searches an edition's files for what is withheld."""
    from briefgen.build.search import Searching  # noqa: PLC0415  # while the paper is made

    return Searching(prepared)


def older_files(edition: Edition) -> tuple[Path, ...]:
    """Return the files of an edition that are there from before."""
    return tuple(path for f in edition.formats if (path := edition.path(f)).is_file())


def raise_faults(rendered: Rendered, prepared: Prepared) -> None:
    """Refuse a paper whose composed text is at fault, and keep that text for its reader.

    Raises:
        ContentError: with the faults.
    """
    if rendered.diagnostics:
        with _writable(prepared.composed):
            replace_file(prepared.composed, rendered.html.encode())
        raise ContentError(rendered.diagnostics)


def in_threads(
    work: Callable[[Edition], T], editions: Sequence[Edition], workers: int
) -> Iterator[T]:
    """Have work done for several editions at a time: one is opened while others are rendered."""
    threads = ThreadPoolExecutor(min(workers, len(editions)) + 1)
    try:
        for future in as_completed([threads.submit(work, edition) for edition in editions]):
            yield future.result()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _replace(files: Mapping[Path, bytes]) -> None:
    for folder in {path.parent for path in files}:
        sweep(folder)
    with _writable(next(iter(files)).parent):
        replace_files(files)


@contextmanager
def _writable(place: Path) -> Iterator[None]:
    """Tell what cannot be written as a fault of the run, with the file or folder it is about."""
    try:
        yield
    except OSError as error:
        at = Place(str(error.filename or place))
        message = f"cannot be written: {error.strerror}"
        hint = "make the folder writable, or write elsewhere with -o"
        raise ContentError([Diagnostic(at, "unwritable", message, hint)]) from None
