"""Finished files of an edition examined, and what is wrong told as diagnostics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefgen.diagnostics import Diagnostic, Place
from briefgen.verify.conformance.faults import Fault
from briefgen.verify.conformance.outside import Validator, outside_faults
from briefgen.verify.examine import examine

_PARITY = (
    "build it again; if it stays so, a template or a style sheet uses what one format lacks, or a"
    " file was changed by hand"
)
_CONFORMANCE = "build it again; if it stays so, mend the template or style sheet that it comes from"
_CONTRAST = (
    "choose a darker or a lighter colour in theme.yaml, audience.yaml, style.css or the Word"
    " template"
)


@dataclass(frozen=True)
class Findings:
    """What was found in an edition's files.

    Attributes:
        diagnostics: what is wrong.
        blocks: how many blocks both files have and were compared; nothing where one is missing.
        validators: names of the outside validators that looked at them.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    blocks: int | None = None
    validators: tuple[str, ...] = ()


def examined(files: Mapping[Path, bytes], validators: Sequence[Validator]) -> Findings:
    """Examine the finished files of one edition.

    Args:
        files: finished files by path.
        validators: whom to ask besides.
    """
    kinds = {path.suffix[1:]: content for path, content in files.items()}
    names = {path.suffix[1:]: path.name for path in files}
    found = examine(kinds)
    faults = [*found.faults, *outside_faults(list(validators), kinds)]
    asked = [one.name for one in validators if one.run is not None and one.kind in kinds]
    diagnostics = dict.fromkeys(_told(names[kind], fault) for kind, fault in faults)
    return Findings(tuple(diagnostics), found.blocks, tuple(asked))


def _told(name: str, fault: Fault) -> Diagnostic:
    if fault.rule.startswith("parity"):
        return Diagnostic(Place(name), fault.rule, fault.message, _PARITY)
    hint = _CONTRAST if fault.rule.endswith("contrast") else _CONFORMANCE
    return Diagnostic(Place(name), fault.rule, f"{fault.where}: {fault.message}", hint)
