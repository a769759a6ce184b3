"""The PDF writer: the laid-out document, painted."""

from __future__ import annotations

from briefgen.layout.pages import Layout
from briefgen.layout.weasy import paint


def write_pdf(layout: Layout, identifier: str) -> bytes:
    """Return the PDF of a layout (PDF/A-3a, ISO 19005-3, and PDF/UA-1, ISO 14289-1).

    Args:
        layout: the document, laid out.
        identifier: 32 hexadecimal digits that depend on the content alone.

    Raises:
        LayoutError: the engine complained, for instance of a missing glyph.
    """
    return paint(layout, bytes.fromhex(identifier))
