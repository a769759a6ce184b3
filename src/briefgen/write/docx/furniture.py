"""Page furniture: page size and margins, headers and footers (ECMA-376, 17.6 and 17.10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from briefgen.layout.pages import MarginBox, PageGeometry, Style
from briefgen.write.docx.builder import Builder
from briefgen.write.docx.fields import field_begin, field_end, result
from briefgen.write.docx.formats import ParagraphFormat, border_line, line_pitch, run_format
from briefgen.write.docx.inlines import text_elements
from briefgen.write.docx.names import StyleName
from briefgen.write.docx.ooxml import Element, R, add, checked, root, twips, w
from briefgen.write.docx.package import Story
from briefgen.write.docx.styles import Paragraph, Run

Edge = Literal["top", "bottom"]

_KINDS: Final[Mapping[Edge, Literal["header", "footer"]]] = {"top": "header", "bottom": "footer"}

_FIELDS: Final = {"page": "PAGE", "pages": "NUMPAGES"}

_COLUMNS: Final = ("left", "center", "right")
