"""The PDF writer: the laid-out document, painted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from briefgen.layout.pages import Layout
from briefgen.layout.weasy import Attached, paint


def write_pdf(layout: Layout, identifier: str, attached: Sequence[Attached] = ()) -> bytes:
    """Return the PDF of a layout (PDF/A-3a, ISO 19005-3, and PDF/UA-1, ISO 14289-1).

    Args:
        layout: the document, laid out.
        identifier: 32 hexadecimal digits that depend on the content alone.
        attached: files that the PDF carries as the source of what it says.

    Raises:
        LayoutError: the engine complained, for instance of a missing glyph.
    """
    name = bytes.fromhex(identifier)
    if attached:
        parts = (part for file in attached for part in (file.name.encode(), file.content))
        name = hashlib.blake2b(b"\0".join((name, *parts)), digest_size=16).digest()
    return paint(layout, name, attached)
