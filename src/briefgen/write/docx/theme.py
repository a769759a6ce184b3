"""The theme: the paper's colours and fonts by the names that Word's Design tab changes them by.

Styles name them beside what they are, so that programs without themes show the same
(ECMA-376, 17.3.2.6, 17.3.2.26 and 20.1.6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from briefgen.write.docx.ooxml import A, Element, W

#: Slots of a colour scheme in their order, and the paper's colour that goes there.
_SLOTS: Final = {
    "dk1": "ink", "lt1": "", "dk2": "muted", "lt2": "soft", "accent1": "accent",
    "accent2": "second", "accent3": "third", "accent4": "rule", "accent5": "muted",
    "accent6": "ink", "hlink": "accent", "folHlink": "second",
}  # fmt: skip

#: What documents call the slots that settings map (ECMA-376, 17.15.1.20).
MAPPING: Final = {
    "bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2", "accent1": "accent1",
    "accent2": "accent2", "accent3": "accent3", "accent4": "accent4", "accent5": "accent5",
    "accent6": "accent6", "hyperlink": "hyperlink", "followedHyperlink": "followedHyperlink",
}  # fmt: skip

_CALLED: Final = {"dk1": "text1", "lt1": "background1", "dk2": "text2", "lt2": "background2"}

_WHITE: Final = "ffffff"

#: Attributes that hold a colour, and those that name its place in the theme.
_COLORS: Final = {
    f"{{{W}}}color": f"{{{W}}}themeColor",
    f"{{{W}}}fill": f"{{{W}}}themeFill",
    f"{{{W}}}val": f"{{{W}}}themeColor",
}
_COLOR: Final = f"{{{W}}}color"
_FONTS: Final = f"{{{W}}}rFonts"

#: Attributes that name places in a theme.
_NAMING: Final = tuple(
    f"{{{W}}}{name}" for name in ("themeColor", "themeFill", "asciiTheme", "hAnsiTheme")
)


@dataclass(frozen=True)
class Theme:
    """Colours and fonts of a paper.

    Attributes:
        colors: its colours by name, six hexadecimal digits each.
        minor: the font of running text.
        major: the other font, where there is one: of the title or of headings.
    """

    colors: Mapping[str, str]
    minor: str
    major: str

    def part(self) -> Element:
        """Return the root of the theme part."""
        root = etree.Element(f"{{{A}}}theme", {"name": "Paper"}, {"a": A})
        elements = _sub(root, "themeElements")
        scheme = _sub(elements, "clrScheme", name="Paper")
        for slot in _SLOTS:
            _sub(_sub(scheme, slot), "srgbClr", val=self._color(slot).upper())
        fonts = _sub(elements, "fontScheme", name="Paper")
        for kind, name in (("majorFont", self.major), ("minorFont", self.minor)):
            holder = _sub(fonts, kind)
            for script, typeface in (("latin", name), ("ea", ""), ("cs", "")):
                _sub(holder, script, typeface=typeface)
        _formats(_sub(elements, "fmtScheme", name="Paper"))
        return root

    def name_in(self, tree: Element) -> None:
        """Name the theme's colours and fonts wherever a part uses them."""
        names: dict[str, str] = {}
        for slot in _SLOTS:
            names.setdefault(self._color(slot), _CALLED.get(slot, slot))
        fonts = {self.major: "majorHAnsi", self.minor: "minorHAnsi"}
        for element in tree.iter():
            if element.tag == _FONTS:
                for script in ("ascii", "hAnsi"):
                    if place := fonts.get(element.get(f"{{{W}}}{script}", "")):
                        element.set(f"{{{W}}}{script}Theme", place)
                continue
            for attribute, naming in _COLORS.items():
                is_color = not attribute.endswith("}val") or element.tag == _COLOR
                if is_color and (place := names.get(element.get(attribute, ""))):
                    element.set(naming, place)

    def _color(self, slot: str) -> str:
        return self.colors.get(_SLOTS[slot], _WHITE).lstrip("#").lower()


def literal(tree: Element) -> None:
    """Let a part say what it looks like itself, whatever theme it comes into."""
    for element in tree.iter():
        for name in _NAMING:
            element.attrib.pop(name, "")


def _formats(scheme: Element) -> None:
    """Write how shapes are filled and drawn, which papers have none of: plainly."""
    for name in ("fillStyleLst", "lnStyleLst", "effectStyleLst", "bgFillStyleLst"):
        holder = _sub(scheme, name)
        for _ in range(3):  # the schema's number (20.1.4.1.13)
            if name == "effectStyleLst":
                _sub(_sub(holder, "effectStyle"), "effectLst")
                continue
            drawn = _sub(holder, "ln", w="6350") if name == "lnStyleLst" else holder
            _sub(_sub(drawn, "solidFill"), "schemeClr", val="phClr")


def _sub(parent: Element, tag: str, **attributes: str) -> Element:
    return etree.SubElement(parent, f"{{{A}}}{tag}", attributes)
