"""A paper laid out as the build lays it out, for workloads that measure what comes after."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from benchmarks.desks import ROOT
from briefgen.house.faces import FontSet
from briefgen.house.fonts import load_fonts
from briefgen.house.workspace import Workspace
from briefgen.layout.pages import Layout
from briefgen.layout.weasy import lay_out
from briefgen.write.docx.compile import write_docx
from briefgen.write.docx.properties import Properties


def fonts() -> FontSet:
    """Return the fonts of the house style."""
    return load_fonts(Workspace(ROOT))


def laid_out(page: Path) -> Layout:
    """Return the layout of a composed page."""
    return lay_out(page.read_text("utf-8"), fonts().faces)


def word_file(layout: Layout, with_fonts: FontSet) -> bytes:
    """Return a layout as a Word file."""
    properties = Properties(
        title="Benchmark", subject="", author="", keywords="", category="", language="en",
        marking="TLP:CLEAR", identifier="0" * 32, created=date(2026, 11, 22),
    )  # fmt: skip
    faces = [str(face.path) for face in with_fonts.faces]
    return write_docx(layout, properties, with_fonts.word_names, faces)
