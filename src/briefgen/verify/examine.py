"""An edition's finished files, read once and looked at from every side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from briefgen.verify.conformance.contrast import faint_texts
from briefgen.verify.conformance.faults import Fault
from briefgen.verify.conformance.pdffile import file_faults
from briefgen.verify.conformance.pdftags import tag_faults
from briefgen.verify.conformance.wordaccess import access_faults
from briefgen.verify.conformance.wordcharts import chart_faults
from briefgen.verify.conformance.wordpackage import package_faults
from briefgen.verify.conformance.wordreferences import reference_faults
from briefgen.verify.conformance.wordtables import table_faults
from briefgen.verify.parity.blocks import Block
from briefgen.verify.parity.charts import chart_differences
from briefgen.verify.parity.compare import differences
from briefgen.verify.parity.pdfblocks import pdf_blocks
from briefgen.verify.parity.wordblocks import word_blocks
from briefgen.verify.reading.tagged import Content, TaggedPdf, read_pdf
from briefgen.verify.reading.word import WordPackage


@dataclass(frozen=True)
class Examined:
    """What was found in the files of an edition.

    Attributes:
        faults: what is wrong, each with the kind of file: ``pdf``, ``docx``.
        blocks: how many blocks were compared; nothing where there are not both files.
    """

    faults: tuple[tuple[str, Fault], ...]
    blocks: int | None = None


def examine(files: Mapping[str, bytes]) -> Examined:
    """Look for faults in an edition's files, and for differences between them.

    Args:
        files: contents by kind: ``pdf``, ``docx``; others are passed over.
    """
    faults: list[tuple[str, Fault]] = []
    blocks: dict[str, list[Block]] = {}
    opened: dict[str, Any] = {}
    for kind, read, look in (("pdf", read_pdf, _pdf), ("docx", WordPackage, _word)):
        if kind not in files:
            continue
        try:
            opened[kind] = read(files[kind])
            found, blocks[kind] = look(opened[kind])
        except ValueError as error:
            found = [Fault("unreadable", "the file", f"it cannot be read: {error}")]
        faults += [(kind, fault) for fault in found]
    if len(blocks) < 2:
        return Examined(tuple(faults))
    for one in differences(blocks["pdf"], blocks["docx"]):
        faults.append(("pdf" if one.pdf else "docx", Fault(one.rule, "both files", one.message)))
    faults += [("pdf", fault) for fault in chart_differences(opened["pdf"], opened["docx"])]
    return Examined(tuple(faults), len(blocks["pdf"]))


def _pdf(file: TaggedPdf) -> tuple[list[Fault], list[Block]]:
    found = list(_pdf_faults(file))
    return found, pdf_blocks(file) if file.document is not None else []


def _pdf_faults(file: TaggedPdf) -> Iterator[Fault]:
    yield from file_faults(file)
    yield from tag_faults(file)
    drawings = [] if file.document is None else list(file.document.below("Figure"))
    for number, page in enumerate(file.pages, 1):
        drawn = frozenset(
            content.number
            for drawing in drawings
            for content in drawing.kids
            if isinstance(content, Content) and content.page == number
        )
        yield from faint_texts(page, number, drawn)


def _word(package: WordPackage) -> tuple[list[Fault], list[Block]]:
    found = [
        fault
        for look in (package_faults, reference_faults, table_faults, chart_faults, access_faults)
        for fault in look(package)
    ]
    return found, word_blocks(package)
