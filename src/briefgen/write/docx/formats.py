"""Run and paragraph formats: computed CSS as Word measures it.

A format is complete: every property has a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Final

from briefgen.layout.pages import Border, Sides, Style
from briefgen.write.docx.ooxml import Element, eighths, half_points, twips, w

#: Height of a line that Word gives a font by itself, in font sizes: hhea ascender, descender
#: and line gap of Carlito (as Calibri), OS/2 typo metrics of Cambria.
_NATURAL_LINE: Final = {"Calibri": 1.2207, "Carlito": 1.2207, "Cambria": 1.1724, "Caladea": 1.15}

#: CSS border style to ST_Border (ECMA-376, 17.18.2).
_BORDER_STYLES: Final = {
    "solid": "single", "dotted": "dotted", "dashed": "dashed", "double": "double", "none": "nil",
}  # fmt: skip

#: Greatest distance of a paragraph's border from its text, in points (ECMA-376, 17.3.4).
_BORDER_SPACE: Final = 31


@dataclass(frozen=True)
class Line:
    """A border line: ST_Border name, width in eighths of a point, space in points, colour."""

    style: str
    width: int
    space: int
    color: str


@dataclass(frozen=True)
class RunFormat:
    """How characters look; ``size`` in half-points, ``spacing`` in twentieths of a point."""

    font: str
    size: int
    bold: bool = False
    italic: bool = False
    caps: bool = False
    small_caps: bool = False
    color: str = "auto"
    spacing: int = 0
    underline: bool = False
    shading: str | None = None
    position: str = "baseline"
    tabular: bool = False
    language: str = ""


@dataclass(frozen=True)
class ParagraphFormat:
    """How a paragraph is set; lengths in twentieths of a point.

    As Word has it, the left of a paragraph that is read from right to left is its right: what
    ``left``, ``right`` and ``align`` call left is where lines begin (ECMA-376, 17.3.1.6).

    Attributes:
        line: line pitch and its rule, "atLeast" in twentieths of a point or "auto" in 240ths
            of the font's own line, or "exact".
        first: first line's indent beyond ``left``; negative hangs.
        borders: top, left, bottom and right.
        tabs: position, alignment and leader of each tab stop.
        numbering: identifier of the list and level in it.
    """

    before: int = 0
    after: int = 0
    line: tuple[str, int] = ("auto", 240)
    left: int = 0
    right: int = 0
    first: int = 0
    align: str = "left"
    keep_next: bool = False
    keep_lines: bool = False
    page_break: bool = False
    widow_control: bool = True
    contextual: bool = False
    right_to_left: bool = False
    borders: tuple[Line | None, Line | None, Line | None, Line | None] = (None,) * 4
    shading: str | None = None
    outline: int | None = None
    tabs: tuple[tuple[int, str, str], ...] = ()
    numbering: tuple[int, int] | None = None


_RUN_FIELDS: Final = tuple(field.name for field in fields(RunFormat))
_run_values: Final = attrgetter(*_RUN_FIELDS)

_NO_SPACE: Final = Sides(0.0, 0.0, 0.0, 0.0)
_NO_BORDER: Final = Sides(Border(), Border(), Border(), Border())

#: What Word assumes where nothing is said.
PLAIN_PARAGRAPH: Final = ParagraphFormat()


def run_format(style: Style, fonts: Mapping[str, str], language: str) -> RunFormat:
    """Return the format of an element's own characters."""
    return RunFormat(
        font=fonts.get(style.font_family, style.font_family),
        size=half_points(style.font_size),
        bold=style.bold,
        italic=style.italic,
        caps=style.uppercase,
        small_caps=style.small_caps,
        color=style.color,
        spacing=twips(style.letter_spacing),
        underline=style.underline,
        tabular=style.tabular_numerals,
        language=language,
    )


def inline_format(
    style: Style, parent: RunFormat, fonts: Mapping[str, str], language: str
) -> RunFormat:
    """Return the format of an inline element's characters.

    Underlines, backgrounds and raised positions reach the children although
    CSS does not inherit them. A raised or lowered text keeps the size of its
    surroundings, for Word makes it smaller by itself.
    """
    own = run_format(style, fonts, language)
    position = {"super": "superscript", "sub": "subscript"}.get(
        style.vertical_align, parent.position
    )
    return replace(
        own,
        size=own.size if position == "baseline" else parent.size,
        underline=own.underline or parent.underline,
        shading=style.background or parent.shading,
        position=position,
    )


def line_pitch(style: Style, fonts: Mapping[str, str]) -> tuple[str, int]:
    """Return the rule and value of ``w:spacing/@w:line`` for a line height.

    A line higher than the font asks for is "at least" that high: it equals the
    PDF's and still grows with what an editor puts in it. A tighter one is a
    multiple of the font's own height, which follows the font's size.
    """
    if style.line_height is None:
        return ("auto", 240)
    font = fonts.get(style.font_family, style.font_family)
    multiple = style.line_height / (style.font_size * _NATURAL_LINE.get(font, 1.2))
    if multiple >= 1:
        return ("atLeast", twips(style.line_height))
    return ("auto", round(240 * multiple))


def paragraph_format(
    style: Style, left: float, right: float, fonts: Mapping[str, str]
) -> ParagraphFormat:
    """Return the format of an element that is a paragraph.

    Args:
        style: the element's computed style.
        left: indent in points that the elements around it add on the left of the page.
        right: the same on the other side.
        fonts: Word's name by CSS family.
    """
    sides = (style.border.top, style.border.left, style.border.bottom, style.border.right)
    paddings = (style.padding.top, style.padding.left, style.padding.bottom, style.padding.right)
    lines = [
        border_line(side, padding) or _filling(style.background, padding)
        for side, padding in zip(sides, paddings, strict=True)
    ]
    left += style.margin.left + style.border.left.width + style.padding.left
    right += style.margin.right + style.border.right.width + style.padding.right
    align: str = style.text_align
    if style.right_to_left:
        left, right = right, left
        align = {"left": "right", "right": "left"}.get(align, align)
    return ParagraphFormat(
        before=twips(max(style.margin.top, 0) + (0 if lines[0] else style.padding.top)),
        after=twips(max(style.margin.bottom, 0) + (0 if lines[2] else style.padding.bottom)),
        line=line_pitch(style, fonts),
        left=twips(left),
        right=twips(right),
        first=twips(style.text_indent),
        align=align,
        keep_next=style.keep_with_next,
        keep_lines=style.keep_together,
        page_break=style.page_break_before,
        widow_control=style.orphans > 1 or style.widows > 1,
        right_to_left=style.right_to_left,
        borders=(lines[0], lines[1], lines[2], lines[3]),
        shading=style.background,
    )


def border_line(border: Border, padding: float = 0) -> Line | None:
    """Return a border as Word draws it, or ``None`` if there is none."""
    if border.width <= 0 or border.style == "none":
        return None
    space = min(round(padding), _BORDER_SPACE)
    return Line(_BORDER_STYLES[border.style], eighths(border.width), space, border.color)


def _filling(background: str | None, padding: float) -> Line | None:
    """Return an invisible border that carries the background across the padding."""
    if background is None or padding <= 0:
        return None
    return Line("single", 4, min(round(padding), _BORDER_SPACE), background)


def border_element(side: str, line: Line | None) -> Element:
    """Return one side of ``w:pBdr``, ``w:tblBorders`` or ``w:tcBorders``."""
    if line is None:
        return w(side, val="nil")
    return w(side, val=line.style, sz=line.width, space=line.space, color=line.color)


def differing(value: RunFormat, base: RunFormat) -> dict[str, object]:
    """Return the fields in which one run format differs from another."""
    if value is base:
        return {}
    pairs = zip(_RUN_FIELDS, _run_values(value), _run_values(base), strict=True)
    return {name: one for name, one, other in pairs if one != other}


class Formats:
    """The formats of one document's elements, each worked out once for all that are styled alike.

    Styles are known by their identity: the layout has one for all elements that are styled alike.
    A style or format that something is known of is kept, so that no other takes its identity.
    """

    def __init__(self, fonts: Mapping[str, str]) -> None:
        self._fonts = fonts
        self._runs: dict[tuple[int, str], tuple[RunFormat, Style]] = {}
        self._inlines: dict[tuple[int, int, str], tuple[RunFormat, Style, RunFormat]] = {}
        self._paragraphs: dict[tuple[int, float, float], tuple[ParagraphFormat, Style]] = {}
        self._cells: dict[tuple[int, bool], tuple[ParagraphFormat, Style]] = {}

    def run(self, style: Style, language: str) -> RunFormat:
        """Return what :func:`run_format` does."""
        key = (id(style), language)
        if key not in self._runs:
            self._runs[key] = run_format(style, self._fonts, language), style
        return self._runs[key][0]

    def inline(self, style: Style, parent: RunFormat, language: str) -> RunFormat:
        """Return what :func:`inline_format` does."""
        key = (id(style), id(parent), language)
        if key not in self._inlines:
            value = inline_format(style, parent, self._fonts, language)
            self._inlines[key] = value, style, parent
        return self._inlines[key][0]

    def paragraph(self, style: Style, left: float, right: float) -> ParagraphFormat:
        """Return what :func:`paragraph_format` does."""
        key = (id(style), left, right)
        if key not in self._paragraphs:
            self._paragraphs[key] = paragraph_format(style, left, right, self._fonts), style
        return self._paragraphs[key][0]

    def cell(self, style: Style, *, keep_next: bool) -> ParagraphFormat:
        """Return the format of a paragraph that is all a table cell holds."""
        key = (id(style), keep_next)
        if key not in self._cells:
            value = paragraph_format(unboxed(style), 0, 0, self._fonts)
            self._cells[key] = replace(value, keep_next=keep_next), style
        return self._cells[key][0]


def unboxed(style: Style) -> Style:
    """Return a style without what belongs to the box around a text."""
    return replace(
        style,
        margin=_NO_SPACE,
        padding=_NO_SPACE,
        border=_NO_BORDER,
        background=None,
        keep_together=False,
        keep_with_next=False,
        page_break_before=False,
    )
