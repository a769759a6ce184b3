"""Whether a chart of a Word file shows what its workbook holds (ISO/IEC 29500-1, 21.2)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from briefgen.verify.conformance.faults import Fault
from briefgen.verify.reading.word import C, WordPackage
from briefgen.verify.reading.wordcharts import book_of, cached, cells_of, places


def chart_faults(package: WordPackage) -> Iterator[Fault]:
    """Yield charts without a workbook, or with values other than its own."""
    for name in sorted(package.parts):
        if re.fullmatch(r"word/charts/[^/]+\.xml", name):
            yield from (Fault("docx-chart", name, message) for message in _chart(package, name))


def _chart(package: WordPackage, name: str) -> Iterator[str]:
    root = package.tree(name)
    book = book_of(package, name)
    if not book:
        yield "it has no workbook, so nobody can edit it"
        return
    try:
        cells = cells_of(package.parts[book])
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        yield f"its workbook cannot be read: {error}"
        return
    for reference in root.iter(f"{C}numRef", f"{C}strRef"):
        formula = reference.findtext(f"{C}f", "")
        wanted = [cells.get(place, "") for place in places(formula)]
        shown = cached(reference, len(wanted))
        # The axis leaves out years for which it has no room.
        may_lack = next(reference.iterancestors(f"{C}cat"), None) is not None
        for at, (one, other) in enumerate(zip(shown, wanted, strict=False), 1):
            if not _alike(one, other) and not (may_lack and not one):
                yield f"it shows “{one}” where its workbook has “{other}” ({formula}, cell {at})"
        if len(shown) != len(wanted):
            yield f"it shows {len(shown)} values of {formula}, which has {len(wanted)}"


def _alike(one: str, other: str) -> bool:
    try:
        return one == other or float(one) == float(other)
    except ValueError:
        return False
