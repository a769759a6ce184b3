"""The pipeline, in order: load → dossier → view → compose → layout → write.

Read :func:`build_edition` from top to bottom: it is what briefgen does.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from multiprocessing import active_children, get_context
from pathlib import Path

from briefgen.compose.lint import lint
from briefgen.compose.paper import House, Paper, compose, faults
from briefgen.compose.trail import matching
from briefgen.diagnostics import (
    ContentError,
    Diagnostic,
    Findings,
    Place,
    Severity,
    UsageError,
    did_you_mean,
)
from briefgen.dossier.records import Source
from briefgen.dossier.resolve import Dossier, resolve
from briefgen.dossier.rules.registry import IDS, graded
from briefgen.house.audience import Audience, audience_folders, load_audience, load_theme
from briefgen.house.catalogue import load_catalogue
from briefgen.house.fonts import FontSet, load_fonts
from briefgen.house.markings import schemes
from briefgen.house.workspace import Workspace
from briefgen.layout.pages import Layout
from briefgen.load.folder import load_sound
from briefgen.load.nodes import Node, plain
from briefgen.load.text import read_text
from briefgen.load.validate import place_of
from briefgen.view.coverage import never_shown
from briefgen.view.project import project
from briefgen.view.quantity import Origin
from briefgen.view.shape import paper_shape
from briefgen.view.visible import NotForAudienceError

#: Faults that stand where they stand, whatever other files hold.
_OF_VALUES = (
    "bad-date", "bad-time", "bad-number", "bad-choice", "bad-code", "bad-color", "bad-id",
    "bad-url", "empty-field", "unknown-field",
)  # fmt: skip

FORMATS = ("pdf", "docx", "html")


@dataclass(frozen=True)
class Edition:
    """One paper to be built: a dossier for an audience in a language, and where it goes."""

    dossier: str
    audience: str
    language: str
    formats: tuple[str, ...]
    folder: Path

    @property
    def name(self) -> str:
        """Name of its files without the ending."""
        return f"{self.dossier}.{self.audience}.{self.language}"

    def path(self, format_: str) -> Path:
        """Return where the edition's file in a format goes."""
        return self.folder / self.dossier / f"{self.name}.{format_}"


@dataclass(frozen=True)
class Outcome:
    """What became of an edition.

    Attributes:
        edition: the edition.
        files: the files written; none where it failed.
        pages: number of pages; 0 where it was not laid out.
        seconds: wall time.
        diagnostics: what was found.
        kept: older files that stay because the edition failed.
    """

    edition: Edition
    files: tuple[Path, ...] = ()
    pages: int = 0
    seconds: float = 0.0
    diagnostics: tuple[Diagnostic, ...] = ()
    kept: tuple[Path, ...] = field(default=())

    @property
    def failed(self) -> bool:
        """Whether any error was found."""
        return any(d.severity is Severity.ERROR for d in self.diagnostics)


def open_dossier(workspace: Workspace, name: str) -> Dossier:
    """Load and resolve a dossier.

    Raises:
        ContentError: with everything that is wrong with it.
    """
    _check_rules(workspace)
    found = Findings()
    tree = load_sound(workspace.data / name, workspace.root, found)
    known, audiences = schemes(workspace.markings), workspace.audiences()
    try:
        dossier = resolve(name, tree, known, audiences, workspace.rules, workspace.stale_years)
    except ContentError as error:
        if not found.errors:
            raise
        # What a broken file should have held is missing; only faults of single values are sure.
        found.items.extend(d for d in error.diagnostics if d.rule in _OF_VALUES)
    found.raise_errors()
    return dossier


def compose_edition(
    workspace: Workspace, dossier: Dossier, edition: Edition
) -> tuple[Paper, Node, Place]:
    """Take a dossier through view and compose.

    Returns:
        The paper, and its audience's settings with the place of their file.

    Raises:
        ContentError: audience or templates are at fault.
    """
    audience, settings, place = load_audience(workspace, edition.audience)
    try:
        view = project(dossier, edition.audience, audience, edition.language)
    except NotForAudienceError as error:
        at = place_of(settings, "clearance")
        raise ContentError([Diagnostic(at, "no-clearance", str(error))]) from None
    paper = compose(view, _house(workspace, edition, audience, settings))
    found = faults(paper, workspace.shown(_composed(workspace, edition)))
    if found:
        _keep_composed(workspace, edition, paper)
        raise ContentError(found)
    return paper, settings, place


@dataclass(frozen=True)
class Evidence:
    """Where a printed number was read, and what supports it.

    Attributes:
        number: which of the printed numbers it is; one worked out of several
            cells has several pieces of evidence.
        text: the number as the paper prints it.
        origin: where it was read.
        sources: the sources that support it, with their places.
    """

    number: int
    text: str
    origin: Origin
    sources: tuple[tuple[Source, Place], ...]


def explain_figure(workspace: Workspace, edition: Edition, wanted: str) -> list[Evidence]:
    """Return the trail of every number of an edition that is printed as a text or contains it.

    Raises:
        ContentError: dossier, audience or templates are at fault.
    """
    dossier = open_dossier(workspace, edition.dossier)
    paper, _, _ = compose_edition(workspace, dossier, edition)
    sources = {
        source.id: (source, place_of(dossier.tree, "sources", index))
        for index, source in enumerate(dossier.records.sources)
    }
    return [
        Evidence(
            number, printed.text, origin, tuple(sources[s] for s in origin.sources if s in sources)
        )
        for number, printed in enumerate(matching(paper.printed, wanted))
        for origin in printed.origins
    ]


def check_editions(workspace: Workspace, editions: Sequence[Edition]) -> Iterator[Outcome]:
    """Find out everything that can be known of editions without laying them out.

    Each dossier is opened once, however many audiences it has.
    """
    for name, group in groupby(editions, key=lambda edition: edition.dossier):
        begun = time.perf_counter()
        of_dossier: list[Diagnostic] = []
        dossier = None
        try:
            load_fonts(workspace)
            dossier = open_dossier(workspace, name)
            of_dossier.extend(dossier.warnings)
            of_dossier.extend(_never_shown(workspace, dossier))
        except ContentError as error:
            of_dossier.extend(error.diagnostics)
        for edition in group:
            diagnostics = [*of_dossier, *_literal_figures(workspace, edition)]
            try:
                if dossier is not None:
                    compose_edition(workspace, dossier, edition)
            except ContentError as error:
                diagnostics.extend(error.diagnostics)
            seconds = time.perf_counter() - begun
            yield Outcome(edition, seconds=seconds, diagnostics=tuple(diagnostics))
            begun = time.perf_counter()


def check_edition(workspace: Workspace, edition: Edition) -> Outcome:
    """Find out everything that can be known of one edition without laying it out."""
    return next(check_editions(workspace, [edition]))


def build_edition(workspace: Workspace, edition: Edition) -> Outcome:
    """Build one edition; its files are replaced only when all of them are done."""
    begun = time.perf_counter()
    diagnostics: list[Diagnostic] = []
    files: dict[Path, bytes] = {}
    pages = 0
    try:
        dossier = open_dossier(workspace, edition.dossier)
        diagnostics.extend(dossier.warnings)
        literals = Findings(_literal_figures(workspace, edition))
        literals.raise_errors()
        diagnostics.extend(literals.items)
        paper, settings, place = compose_edition(workspace, dossier, edition)
        pages = _render(workspace, edition, paper, files, (settings, place))
        _replace(files)
    except ContentError as error:
        diagnostics.extend(error.diagnostics)
        files.clear()
    seconds = time.perf_counter() - begun
    kept = () if files else tuple(p for f in edition.formats if (p := edition.path(f)).is_file())
    return Outcome(edition, tuple(files), pages, seconds, tuple(diagnostics), kept)


def build_editions(
    workspace: Workspace, editions: Sequence[Edition], workers: int
) -> Iterator[Outcome]:
    """Build editions, several at a time; yield each outcome as it is known.

    Args:
        workspace: where they are built.
        editions: what to build.
        workers: how many processes to use; 1 builds in this one.
    """
    pool = _pool(min(workers, len(editions)))
    if pool is None:
        for edition in editions:
            yield build_edition(workspace, edition)
        return
    with pool:
        try:
            with _interrupts_held():
                pending = [pool.submit(build_edition, workspace, edition) for edition in editions]
            for future in as_completed(pending):
                yield _outcome(future, editions[pending.index(future)])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in active_children():
                process.terminate()
            raise


def _outcome(future: Future[Outcome], edition: Edition) -> Outcome:
    """Return what a worker returned, or what there is to say of a worker that died."""
    try:
        return future.result()
    except BrokenProcessPool:
        message = "the process that was to build this paper was ended from outside"
        hint = "build it alone; if that fails too, the machine may be out of memory"
        fault = Diagnostic(Place(edition.name), "worker-died", message, hint)
        kept = tuple(p for f in edition.formats if (p := edition.path(f)).is_file())
        return Outcome(edition, diagnostics=(fault,), kept=kept)


def _pool(workers: int) -> ProcessPoolExecutor | None:
    """Return a pool, or nothing where one is not needed or the system has no semaphores for it.

    Workers are spawned, not forked: Pango and fontconfig keep threads and locks.
    """
    if workers <= 1:
        return None
    try:
        return ProcessPoolExecutor(workers, get_context("spawn"))
    except (OSError, NotImplementedError):
        return None


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach, so that only this one reports it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _render(
    workspace: Workspace,
    edition: Edition,
    paper: Paper,
    files: dict[Path, bytes],
    settings: tuple[Node, Place],
) -> int:
    """Lay a paper out once and write it in every format asked for; return its pages."""
    from briefgen.layout.weasy import LayoutError, lay_out  # noqa: PLC0415  # loads Pango
    from briefgen.write.pdf import write_pdf  # noqa: PLC0415

    if "html" in edition.formats:
        files[edition.path("html")] = paper.html.encode()
    if edition.formats == ("html",):
        return 0
    fonts = load_fonts(workspace)
    try:
        layout = lay_out(paper.html, fonts.faces)
        _check_length(layout.page_count, settings[0])
        if "pdf" in edition.formats:
            files[edition.path("pdf")] = write_pdf(layout, paper.identifier)
        if "docx" in edition.formats:
            files[edition.path("docx")] = _word_file(layout, paper, fonts)
    except LayoutError as error:
        raise _composed_fault(workspace, edition, paper, "layout", error.messages) from None
    except ValueError as error:
        raise _composed_fault(workspace, edition, paper, "word", [str(error)]) from None
    return layout.page_count


def _word_file(layout: Layout, paper: Paper, fonts: FontSet) -> bytes:
    from briefgen.write.docx.compile import write_docx  # noqa: PLC0415
    from briefgen.write.docx.properties import Properties  # noqa: PLC0415

    properties = Properties(
        title=paper.title,
        subject=paper.subject,
        author="",
        keywords="",
        category="",
        language=paper.language,
        marking=paper.marking,
        identifier=paper.identifier,
        created=date.fromisoformat(paper.as_of),
    )
    faces = [str(face.path) for face in fonts.faces]
    return write_docx(layout, properties, fonts.word_names, faces)


def _composed_fault(
    workspace: Workspace, edition: Edition, paper: Paper, rule: str, messages: Sequence[str]
) -> ContentError:
    """Keep the composed text, so that the diagnostics lead somewhere, and return them."""
    _keep_composed(workspace, edition, paper)
    place = Place(workspace.shown(_composed(workspace, edition)))
    return ContentError([Diagnostic(place, rule, message) for message in dict.fromkeys(messages)])


def _check_length(pages: int, settings: Node) -> None:
    limit = plain(settings).get("max_pages")
    if limit is not None and pages > int(limit):
        message = f"the paper has {pages} pages, {limit} are allowed"
        hint = "give sections a lower `limit` or a higher `priority`, or set them `depth: brief`"
        place = place_of(settings, "max_pages")
        raise ContentError([Diagnostic(place, "too-long", message, hint)])


def _check_rules(workspace: Workspace) -> None:
    """Refuse severities of rules that there are not."""
    found = Findings()
    for name in workspace.rules:
        if name not in IDS:
            found.error(
                workspace.setting_place("rules", name), "unknown-rule",
                f"there is no rule `{name}` whose severity can be set",
                did_you_mean(name, [*IDS, "stale-years"]),
            )  # fmt: skip
    found.raise_errors()


def _literal_figures(workspace: Workspace, edition: Edition) -> list[Diagnostic]:
    folders = _template_folders(workspace, edition.audience)
    return graded(lint(folders, workspace.root, paper_shape()), workspace.rules)


def _never_shown(workspace: Workspace, dossier: Dossier) -> list[Diagnostic]:
    """Return what no audience is shown, once all of them can be asked."""
    if workspace.rules.get("never-shown") == "off":
        return []
    try:
        audiences = {name: load_audience(workspace, name)[0] for name in workspace.audiences()}
    except ContentError:
        return []  # checking that audience says so
    return graded(never_shown(dossier, audiences), workspace.rules)


def _template_folders(workspace: Workspace, audience: str) -> list[Path]:
    """Return where an audience's templates are looked for, nearest first."""
    roots = workspace.template_roots
    return [*audience_folders(workspace, audience), *roots, *(root / "base" for root in roots)]


def _house(workspace: Workspace, edition: Edition, audience: Audience, settings: Node) -> House:
    folders = _template_folders(workspace, edition.audience)
    own = audience_folders(workspace, edition.audience)
    nearest: dict[str, Path] = {}  # one style sheet an audience; of those it is like, each has one
    for folder in own:
        if (folder / "style.css").is_file():
            nearest.setdefault(folder.name, folder / "style.css")
    styles = [workspace.house_file("style.css"), *reversed(nearest.values())]
    return House(
        folders=folders,
        root=workspace.root,
        styles=[read_text(path, workspace.shown(path)) for path in styles],
        colors=load_theme(workspace, audience, settings),
        catalogue=load_catalogue(workspace, edition.language),
        citation_style=_citation_style(workspace, audience, settings),
    )


def _citation_style(workspace: Workspace, audience: Audience, settings: Node) -> Path:
    try:
        return workspace.house_file(f"citations/{audience.citations}.csl")
    except UsageError:
        there = sorted(
            {p.stem for r in workspace.template_roots for p in r.glob("base/citations/*.csl")}
        )
        place = place_of(settings, "citations")
        message = f"there is no citation style `{audience.citations}`"
        hint = did_you_mean(audience.citations, there)
        raise ContentError([Diagnostic(place, "no-style", message, hint)]) from None


def _composed(workspace: Workspace, edition: Edition) -> Path:
    return workspace.private / "composed" / f"{edition.name}.html"


def _keep_composed(workspace: Workspace, edition: Edition, paper: Paper) -> None:
    """Keep the composed text of a paper at fault, so that its diagnostics lead somewhere."""
    from briefgen.write.files import replace_file  # noqa: PLC0415

    replace_file(_composed(workspace, edition), paper.html.encode())


def _replace(files: dict[Path, bytes]) -> None:
    from briefgen.write.files import replace_file, sweep  # noqa: PLC0415

    for folder in {path.parent for path in files}:
        sweep(folder)
    for path, content in files.items():
        try:
            replace_file(path, content)
        except OSError as error:
            message = f"cannot be written: {error.strerror}"
            raise ContentError([Diagnostic(Place(str(path)), "unwritable", message)]) from None
