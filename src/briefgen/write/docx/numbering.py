"""Lists: how their items are counted and marked (ECMA-376, 17.9)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from briefgen.write.docx.formats import RunFormat
from briefgen.write.docx.formatting import run_properties
from briefgen.write.docx.ooxml import Element, add, root

#: CSS counter style to ST_NumberFormat (ECMA-376, 17.18.59).
_NUMBER_FORMATS: Final = {
    "decimal": "decimal", "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter", "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
}  # fmt: skip

#: The characters that CSS's bullets name (CSS Counter Styles 3, §6.2).
_BULLETS: Final = {"disc": "\u2022", "circle": "\u25e6", "square": "\u25aa"}

#: Number of levels of a list (ECMA-376, 17.9.6).
_LEVELS: Final = 9


@dataclass(frozen=True)
class Level:
    """One level of a list.

    Attributes:
        kind: "bullet" or an ST_NumberFormat.
        text: the bullet, or the number's pattern such as "%1.".
        left: indent of the items' text in twentieths of a point.
        hanging: how far a bullet begins, or a number ends, before the text, in the same unit.
        characters: format of the marker.
        around: format of what a heading's number stands before, where it is one; the number
            holds the space behind it.
    """

    kind: str
    text: str
    left: int
    hanging: int
    characters: RunFormat
    around: RunFormat | None = None


@dataclass
class Numbering:
    """All lists of a document: abstract definitions, and instances that restart them."""

    characters: RunFormat
    _abstract: list[tuple[Level, ...]] = field(default_factory=list)
    _instances: list[tuple[int, int, tuple[int, int] | None]] = field(default_factory=list)
    _bullets: dict[tuple[Level, ...], int] = field(default_factory=dict)
    _styles: dict[tuple[int, int], str] = field(default_factory=dict)
    _own: dict[tuple[int, int, str], tuple[int, int]] = field(default_factory=dict)

    def instance(self, levels: tuple[Level, ...], start: int = 1, depth: int = 0) -> int:
        """Return the identifier of a list with these levels, counting from ``start`` at a depth.

        Lists of bullets that are alike are one list; each numbered list is one of its own.
        """
        if all(level.kind == "bullet" for level in levels):
            if levels not in self._bullets:
                self._bullets[levels] = self._add(levels, None)
            return self._bullets[levels]
        return self._add(levels, (depth, start))

    def outline(self, levels: tuple[Level, ...]) -> int:
        """Return the identifier of the list of headings with these levels."""
        return self._add(levels, None)

    def link(self, numbering: tuple[int, int], style: str) -> tuple[int, int] | None:
        """Return list and level that a paragraph style has from now on, if it can have any.

        Word finds the level of a style's list by this link alone (ECMA-376, 17.9.3), so that no
        two styles have one. Of bullets that another style has, the style gets a list like it.

        Args:
            numbering: identifier of the list and level in it.
            style: identifier of the style.
        """
        instance, depth = numbering
        _, abstract, _ = self._instances[instance - 1]
        if self._styles.setdefault((abstract, depth), style) == style:
            return numbering
        levels = self._abstract[abstract]
        if not all(level.kind == "bullet" for level in levels):
            return None
        self._abstract.append(levels)
        self._instances.append((len(self._instances) + 1, len(self._abstract) - 1, None))
        self._styles[len(self._abstract) - 1, depth] = style
        self._own[instance, depth, style] = (len(self._instances), depth)
        return self._own[instance, depth, style]

    def within(self, numbering: tuple[int, int], style: str) -> tuple[int, int]:
        """Return list and level of a paragraph of a style: those that the style got instead."""
        return self._own.get((*numbering, style), numbering)

    def part(self) -> Element | None:
        """Return the root of the numbering part, or ``None`` if there are no lists."""
        if not self._instances:
            return None
        part = root("numbering")
        for number, levels in enumerate(self._abstract):
            abstract = add(part, "abstractNum", abstractNumId=number)
            add(abstract, "nsid", val=f"{number + 1:08X}")
            kind = "multilevel" if levels[0].around else "hybridMultilevel"
            add(abstract, "multiLevelType", val=kind)
            for depth, level in enumerate(_deepened(levels)):
                self._level(abstract, depth, level, self._styles.get((number, depth)))
        for identifier, abstract_identifier, start in self._instances:
            instance = add(part, "num", numId=identifier)
            add(instance, "abstractNumId", val=abstract_identifier)
            if start is not None:
                override = add(instance, "lvlOverride", ilvl=start[0])
                add(override, "startOverride", val=start[1])
        return part

    def _add(self, levels: tuple[Level, ...], start: tuple[int, int] | None) -> int:
        if levels not in self._abstract:
            self._abstract.append(levels)
        identifier = len(self._instances) + 1
        self._instances.append((identifier, self._abstract.index(levels), start))
        return identifier

    def _level(self, abstract: Element, depth: int, level: Level, style: str | None) -> None:
        element = add(abstract, "lvl", ilvl=depth)
        add(element, "start", val=1)
        add(element, "numFmt", val=level.kind)
        if style:
            add(element, "pStyle", val=style)
        if level.around:
            add(element, "suff", val="nothing")
        add(element, "lvlText", val=level.text)
        left = level.around or level.kind == "bullet"
        add(element, "lvlJc", val="left" if left else "right")
        add(add(element, "pPr"), "ind", left=level.left, hanging=level.hanging)
        properties = run_properties(level.characters, level.around or self.characters)
        if properties:
            add(element, "rPr").extend(properties)


def _deepened(levels: tuple[Level, ...]) -> list[Level]:
    """Return a list's levels with those it does not use yet, so that it can be extended."""
    found = list(levels)
    step = found[0].left if len(found) == 1 else found[-1].left - found[-2].left
    while len(found) < _LEVELS:
        last = found[-1]
        if last.around:
            pattern = ".".join(f"%{number}" for number in range(1, len(found) + 2))
            found.append(replace(last, kind="decimal", text=f"{pattern}\N{EN SPACE}"))
            continue
        text = last.text.replace(f"%{len(found)}", f"%{len(found) + 1}")
        found.append(replace(last, text=text, left=last.left + max(step, last.hanging)))
    return found


def marker(list_style: str, level: int) -> tuple[str, str] | None:
    """Return kind and text of a list level's marker for a CSS ``list-style-type``.

    A text stands there as CSS writes it, in quotes; ``None`` means no marker.

    Raises:
        ValueError: a counter style that Word does not have.
    """
    if list_style == "none":
        return None
    if list_style in _BULLETS:
        return ("bullet", _BULLETS[list_style])
    if list_style in _NUMBER_FORMATS:
        return (_NUMBER_FORMATS[list_style], f"%{level + 1}.")
    if list_style.startswith('"'):
        return ("bullet", list_style.strip('"').strip())
    raise ValueError(f"Word has no list marker {list_style!r}")
