"""What texts of a Word file look like: styles laid over each other (ISO/IEC 29500-1, 17.7.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from briefgen.verify.reading.word import Element, W, WordPackage, is_on, val, whole

#: Deeper than this, styles are based on each other in a circle.
_DEEPEST: Final = 30


@dataclass(frozen=True)
class Look:
    """What a run looks like.

    Attributes:
        color: six hexadecimal digits, or "auto".
        size: in points.
        bold: whether it is.
        capitals: whether it is shown in capitals.
        hidden: whether it is not shown at all.
        leftwards: whether it runs from right to left.
        languages: tags of the language for Latin, East Asian and right-to-left letters.
        shading: six hexadecimal digits of what is behind it, or an empty string.
    """

    color: str = "auto"
    size: float = 10.0
    bold: bool = False
    capitals: bool = False
    hidden: bool = False
    leftwards: bool = False
    languages: tuple[str, str, str] = ("", "", "")
    shading: str = ""

    @property
    def language(self) -> str:
        """The tag of its language."""
        return self.languages[2] if self.leftwards and self.languages[2] else self.languages[0]


class WordStyles:
    """The styles of a Word file."""

    def __init__(self, package: WordPackage) -> None:
        root = package.one("styles")
        styles = [] if root is None else root.findall(f"{W}style")
        self.by_id = {val(style, "styleId"): style for style in styles}
        self._default = next(
            (val(style, "styleId") for style in styles
             if val(style, "type") == "paragraph" and val(style, "default") in ("1", "true")), "",
        )  # fmt: skip
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._base = Look() if defaults is None else laid_over(Look(), defaults)
        self._known: dict[tuple[str | Element, ...], Look] = {}
        self._conditions = {
            style: {val(one, "type"): one for one in style.findall(f"{W}tblStylePr")}
            for style in styles
        }

    @property
    def document(self) -> Look:
        """What text looks like that has no style."""
        return self._base

    def chain(self, identifier: str) -> list[Element]:
        """Return a style and those it is based on, the most general first."""
        found: list[Element] = []
        while identifier in self.by_id and len(found) < _DEEPEST:
            found.insert(0, self.by_id[identifier])
            identifier = val(found[0].find(f"{W}basedOn"))
        return found

    def names(self, paragraph: Element) -> list[str]:
        """Return the names, in lower case, of a paragraph's style and of those it is based on."""
        found = self.chain(self._style_of(paragraph))
        return [val(style.find(f"{W}name")).lower() for style in reversed(found)]

    def own(self, paragraph: Element, name: str) -> Element | None:
        """Return a property of a paragraph, its own or that of its style."""
        holders = [paragraph, *reversed(self.chain(self._style_of(paragraph)))]
        for holder in holders:
            found = holder.find(f"{W}pPr/{W}{name}")
            if found is not None:
                return found
        return None

    def look(self, run: Element, paragraph: Element, conditions: Sequence[Element] = ()) -> Look:
        """Return what a run looks like.

        Args:
            run: the run.
            paragraph: the paragraph that it is in.
            conditions: what the style of a table says of the cell that it is in.
        """
        own = run.find(f"{W}rPr")
        character = "" if own is None else val(own.find(f"{W}rStyle"))
        named = self._style_of(paragraph)
        key: tuple[str | Element, ...] = (named, character, *conditions)
        if key not in self._known:
            look = self._base
            for holder in (*conditions, *self.chain(named), *self.chain(character)):
                properties = holder.find(f"{W}rPr")
                look = look if properties is None else laid_over(look, properties)
            self._known[key] = look
        return self._known[key] if own is None else laid_over(self._known[key], own)

    def condition(self, style: Element, kind: str) -> Element | None:
        """Return what a table's style says of a kind of cells: "firstRow", "band1Horz" …."""
        return self._conditions[style].get(kind)

    def _style_of(self, paragraph: Element) -> str:
        return val(paragraph.find(f"{W}pPr/{W}pStyle")) or self._default


def laid_over(look: Look, properties: Element) -> Look:
    """Return a look with what run properties change."""
    changes: dict[str, object] = {}
    found = {one.tag.removeprefix(W): one for one in properties if isinstance(one.tag, str)}
    if "color" in found:
        changes["color"] = val(found["color"]).lower()
    if "sz" in found:
        changes["size"] = whole(val(found["sz"]), 20) / 2
    for name, attribute in _SWITCHES.items():
        if name in found:
            changes[attribute] = is_on(found[name])
    if "shd" in found:
        changes["shading"] = fill_of(found["shd"])
    if "lang" in found:
        given = [val(found["lang"], name) for name in ("val", "eastAsia", "bidi")]
        changes["languages"] = tuple(
            new or old for new, old in zip(given, look.languages, strict=True)
        )
    return replace(look, **changes) if changes else look  # type: ignore[arg-type]


_SWITCHES: Final = {"b": "bold", "caps": "capitals", "vanish": "hidden", "rtl": "leftwards"}


def fill_of(shading: Element | None) -> str:
    """Return the colour of a shading, an empty string where it has none."""
    fill = val(shading, "fill", "auto").lower()
    return "" if fill == "auto" or val(shading) == "nil" else fill


def conditions_of(
    styles: WordStyles, table: Element, row: int, column: int, size: tuple[int, int]
) -> Iterator[Element]:
    """Yield what a table's style says of a cell, the strongest last (17.7.6).

    Args:
        styles: of the file.
        table: the table.
        row: number of the row, from 0.
        column: number of the column, from 0.
        size: number of the table's rows and columns.
    """
    look = table.find(f"{W}tblPr/{W}tblLook")
    on = {name for name in _FLAGS if is_flag(look, name)}
    first_row, first_column = "firstRow" in on and row == 0, "firstColumn" in on and column == 0
    kinds = []
    if "noHBand" not in on and not first_row:
        odd = (row - ("firstRow" in on)) % 2 == 0
        kinds.append("band1Horz" if odd else "band2Horz")
    kinds += ["firstCol"] if first_column else []
    kinds += ["lastCol"] if "lastColumn" in on and column == size[1] - 1 else []
    kinds += ["firstRow"] if first_row else []
    kinds += ["lastRow"] if "lastRow" in on and row == size[0] - 1 else []
    chain = styles.chain(val(table.find(f"{W}tblPr/{W}tblStyle")))
    yield from chain
    for kind in kinds:
        yield from (one for s in chain if (one := styles.condition(s, kind)) is not None)


_FLAGS: Final = {
    "firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100,
    "noHBand": 0x200, "noVBand": 0x400,
}  # fmt: skip


def is_flag(look: Element | None, name: str) -> bool:
    """Whether a table says that a condition of its style applies (17.4.55)."""
    if look is None:
        return False
    if given := val(look, name):
        return given in ("1", "true", "on")
    return bool(int(val(look) or "0", 16) & _FLAGS[name])
