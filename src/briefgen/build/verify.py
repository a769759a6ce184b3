"""Verification of finished papers: what they must not hold, and what they must not depend on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from briefgen.build.dossiers import Once, open_dossier, warnings_for
from briefgen.build.edition import FORMATS, Edition
from briefgen.build.examine import examined
from briefgen.build.fit import fitted
from briefgen.build.prepare import Prepared, prepare
from briefgen.build.release import finished_files, leaks, secrets_of, without_banner
from briefgen.build.renderer import Renderer, rendering
from briefgen.build.run import in_threads, raise_faults
from briefgen.diagnostics import ContentError, Diagnostic, Place, UsageError
from briefgen.dossier.resolve import Dossier
from briefgen.house.workspace import Workspace
from briefgen.verify.conformance.outside import Validator
from briefgen.verify.proof.noninterference import interferences
from briefgen.verify.proof.worlds import NOBODY
from briefgen.view.quantity import Quantity, basis_of, origins_of

_NAME = re.compile(r"(.+)\.([a-z0-9-]+)\.([A-Za-z-]+)\.(pdf|docx|html)")


@dataclass(frozen=True)
class Verified:
    """What was found out about one edition.

    Attributes:
        edition: the edition.
        files: the finished files that were searched.
        unsearchable: withheld texts too short or too common to be searched for.
        blocks: how many blocks both files have and were compared; nothing where one is missing.
        validators: names of the outside validators that looked at the files.
        proved: whether it was shown not to depend on what is withheld.
        diagnostics: what is wrong.
    """

    edition: Edition
    files: tuple[Path, ...] = ()
    unsearchable: int = 0
    blocks: int | None = None
    validators: tuple[str, ...] = ()
    proved: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()


def editions_of(files: Sequence[Path]) -> list[Edition]:
    """Return the editions that finished files belong to, by their names.

    Raises:
        UsageError: a file is not named like one of briefgen's.
    """
    found: dict[tuple[str, str, str, Path], list[str]] = {}
    for path in files:
        match = _NAME.fullmatch(path.name)
        if match is None:
            raise UsageError(
                f"{path} is not named like a paper\n"
                "  hint: DOSSIER.AUDIENCE.LANGUAGE.pdf, .docx or .html says what may stand in it"
            )
        dossier, audience, language, format_ = match.groups()
        found.setdefault((dossier, audience, language, path.parent), []).append(format_)
    return [
        Edition(dossier, audience, language, tuple(formats), folder.parent)
        for (dossier, audience, language, folder), formats in found.items()
    ]


def verify_editions(
    workspace: Workspace,
    editions: Sequence[Edition],
    workers: int,
    *,
    prove: bool,
    validators: Sequence[Validator] = (),
) -> Iterator[Verified]:
    """Verify finished editions.

    Args:
        workspace: where they were built.
        editions: the editions; of their files those are searched that are there.
        workers: how many processes render at a time.
        prove: whether to show for each that it does not depend on what is withheld.
        validators: whom to ask besides about the files.
    """
    opened = Once(partial(open_dossier, workspace), [e.dossier for e in editions])
    with rendering(workspace, min(workers, len(editions))) as renderer:
        work = partial(_verify, workspace, opened, renderer, prove=prove, validators=validators)
        yield from in_threads(work, editions, workers)


def _verify(
    workspace: Workspace,
    opened: Callable[[str], Dossier],
    renderer: Renderer,
    edition: Edition,
    *,
    prove: bool,
    validators: Sequence[Validator],
) -> Verified:
    try:
        prepared = prepare(workspace, edition, opened(edition.dossier))
        files = {p: p.read_bytes() for f in edition.formats if (p := edition.path(f)).is_file()}
        found = [] if files else [_not_built(workspace, edition)]
        needles = secrets_of(prepared)
        finished = finished_files(files)
        found += leaks(prepared, finished, needles)
        found += without_banner(prepared, finished, prepared.job((), "")[0].view.marking)
        looked = examined(files, validators)
        found += looked.diagnostics
        if prove:
            found += _dependences(workspace, prepared, renderer)
    except ContentError as error:
        there = [_not_searched(path) for f in FORMATS if (path := edition.path(f)).is_file()]
        return Verified(edition, diagnostics=(*error.diagnostics, *there))
    return Verified(
        edition, tuple(files), len(needles.weak), looked.blocks, looked.validators, prove,
        tuple(found),
    )  # fmt: skip


def _not_searched(path: Path) -> Diagnostic:
    message = "it could not be searched: nobody knows what its audience may see"
    hint = "mend the other errors, or delete it"
    return Diagnostic(Place(path.name), "not-searched", message, hint)


def _not_built(workspace: Workspace, edition: Edition) -> Diagnostic:
    place = Place(workspace.shown(edition.path("pdf").with_suffix("")))
    hint = f"briefgen build {edition.dossier} -a {edition.audience}"
    return Diagnostic(place, "not-built", "there is no finished file of this paper", hint)


def _dependences(workspace: Workspace, prepared: Prepared, renderer: Renderer) -> list[Diagnostic]:
    """Build the edition from dossiers that differ in what is withheld, and compare every byte.

    What enters the sandboxed renderer is compared first: of the same job come the same bytes.
    """
    redacts = prepared.audience.above_clearance == "redact"
    others = [name for name in workspace.audiences() if name not in prepared.reader.names]
    compare = partial(
        interferences,
        prepared.dossier,
        prepared.reader,
        redacts=redacts,
        others=others or (NOBODY,),
    )
    if not compare(partial(_given, workspace, prepared)):
        return []
    place = Place(prepared.edition.name)
    hint = "a template or a setting lets something through that is worked out of withheld records"
    return [
        Diagnostic(
            place, "interference",
            f"{one.output} differs where withheld records are {one.kind}: {one.detail}", hint,
        )
        for one in compare(partial(outputs, workspace, prepared, renderer))
    ]  # fmt: skip


def _given(workspace: Workspace, prepared: Prepared, dossier: Dossier) -> dict[str, bytes]:
    """Return what the renderer is given, and what is printed meanwhile."""
    twin = replace(prepared, dossier=dossier)
    view = twin.job(FORMATS, "")[0].view
    values = [view.marking, view.language, view.paper]
    return {
        "view": json.dumps(values, default=_number).encode(),
        "console": _console(workspace, twin),
    }


def _number(value: Quantity) -> list[str]:
    return [str(value), repr(basis_of(value)), repr(origins_of(value))]


def outputs(
    workspace: Workspace, prepared: Prepared, renderer: Renderer, dossier: Dossier
) -> dict[str, bytes]:
    """Return every output of the edition, made from another dossier."""
    twin = replace(prepared, dossier=dossier)
    rendered, dropped = fitted(twin, FORMATS, "", partial(renderer, edition=twin.edition))
    raise_faults(rendered, twin)
    names = "\n".join(str(twin.edition.path(f)) for f in FORMATS)
    told = "\n".join(f"{one.place} {one.section}" for one in dropped)
    return {
        **rendered.files,
        "file names": names.encode(),
        "console": _console(workspace, twin) + told.encode(),
    }


def _console(workspace: Workspace, prepared: Prepared) -> bytes:
    found = warnings_for(workspace, prepared.dossier, prepared.reader)
    return "\n".join(map(str, found)).encode()
