"""What a template looks like, as a style sheet that the PDF can follow.

Page and margins, and of Normal, Title and the headings: font, size, colour, weight, lines and
the space around them. What stands in headers and footers stays in Word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from briefgen.diagnostics import ContentError, Diagnostic
from briefgen.write.docx.ooxml import A, Element
from briefgen.write.docx.template.edits import q, val
from briefgen.write.docx.template.measures import Sheet
from briefgen.write.docx.template.parts import Parts

#: CSS selectors by the names of the styles that are followed.
_FOLLOWED: Final = {
    "normal": "html", "title": "h1", "heading 1": "h2", "heading 2": "h3", "heading 3": "h4",
}  # fmt: skip

#: Height of a line of most fonts, in font sizes; Word counts in lines.
_LINE: Final = 1.2

_ALIGNMENTS: Final = {"center": "center", "right": "right", "end": "right", "both": "justify",
                      "left": "left", "start": "left"}  # fmt: skip


@dataclass(frozen=True)
class _Said:
    """What a style says in the end, with everything that it is based on.

    Attributes:
        run: elements of ``w:rPr`` by tag.
        paragraph: attributes of the children of ``w:pPr`` by tag and name.
    """

    run: Mapping[str, Element]
    paragraph: Mapping[tuple[str, str], str]

    def is_on(self, tag: str) -> bool:
        found = self.run.get(tag)
        return found is not None and val(found) not in ("0", "false", "off", "none")

    def points(self, tag: str, name: str) -> float:
        return float(self.paragraph.get((tag, name)) or 0) / 20


def design(package: Parts, sheet: Sheet, fonts: Mapping[str, str]) -> str:
    """Return a style sheet of what a template looks like.

    Args:
        package: the template.
        sheet: its page.
        fonts: Word's name by CSS font family; a template's font is one of these.

    Raises:
        ContentError: the template uses a font that papers do not have.
        ValueError: a size in it is no number.
    """
    styles = package.related("styles")
    margin = sheet.margin
    rules = [
        f"@page {{ size: {sheet.width:g}pt {sheet.height:g}pt; margin: {margin.top:g}pt"
        f" {margin.right:g}pt {margin.bottom:g}pt {margin.left:g}pt; }}"
    ]
    found: list[Diagnostic] = []
    for style in styles.tree.iter(q("style")) if styles else ():
        name = val(style.find(q("name"))).lower()
        if name not in _FOLLOWED or val(style, "type") != "paragraph":
            continue
        said = _said(styles.tree if styles else style, style)
        try:
            family = _family(package, said, fonts)
        except LookupError as error:
            found.append(_no_font(package, str(error.args[0]), val(style.find(q("name"))), fonts))
            continue
        rules += _rules(_FOLLOWED[name], said, family)
    if found:
        raise ContentError(found)
    return "\n".join(rules)


def _rules(selector: str, said: _Said, family: str) -> Iterator[str]:
    """Yield the rules of one style."""
    size = said.run.get("sz")
    points = float(val(size)) / 2 if size is not None else 10.0
    color = val(said.run.get("color"))
    inks = "var(--ink)" if color in ("", "auto") else f"#{color.lower()}"
    declared = [f"font-family: {family}", f"font-size: {points:g}pt",
                f"line-height: {_line(said)}", f"color: {inks}"]  # fmt: skip
    align = _ALIGNMENTS.get(said.paragraph.get(("jc", "val"), ""), "left")
    margin = (
        f"margin: {said.points('spacing', 'before'):g}pt 0 {said.points('spacing', 'after'):g}pt 0"
    )
    if selector == "html":
        yield f"p {{ {margin}; text-align: {align}; }}"
    else:
        declared += [
            f"font-weight: {'bold' if said.is_on('b') else 'normal'}",
            f"font-style: {'italic' if said.is_on('i') else 'normal'}",
            *(["text-transform: uppercase"] if said.is_on("caps") else []),
            margin, f"text-align: {align}",
        ]  # fmt: skip
    yield f"{selector} {{ {'; '.join(declared)}; }}"


def _line(said: _Said) -> str:
    pitch = said.paragraph.get(("spacing", "line"), "240")
    if said.paragraph.get(("spacing", "lineRule"), "auto") == "auto":
        return f"{float(pitch) / 240 * _LINE:.4g}"
    return f"{float(pitch) / 20:g}pt"


def _said(root: Element, style: Element) -> _Said:
    by_id = {val(one, "styleId"): one for one in root.iter(q("style"))}
    chain = [style]
    while (base := by_id.get(val(chain[-1].find(q("basedOn"))))) is not None and base not in chain:
        chain.append(base)
    run: dict[str, Element] = {}
    paragraph: dict[tuple[str, str], str] = {}
    defaults = root.find(q("docDefaults"))
    holders = [one for one in (defaults,) if one is not None]
    for holder in [*holders, *reversed(chain)]:
        for properties in holder.iter(q("rPr")):
            run |= {str(one.tag).rpartition("}")[2]: one for one in properties}
        for properties in holder.iter(q("pPr")):
            paragraph |= {
                (str(one.tag).rpartition("}")[2], str(name).rpartition("}")[2]): str(value)
                for one in properties
                for name, value in one.attrib.items()
            }
    return _Said(run, paragraph)


def _family(package: Parts, said: _Said, fonts: Mapping[str, str]) -> str:
    """Return the CSS families of a style: its own, then all others for what it lacks.

    Raises:
        LookupError: the paper does not have its font, which is named.
    """
    name = _font(package, said.run.get("rFonts"))
    for family, word in fonts.items():
        if name.lower() in (word.lower(), family.lower()):
            return ", ".join(f'"{one}"' for one in (family, *(f for f in fonts if f != family)))
    raise LookupError(name)


def _font(package: Parts, fonts: Element | None) -> str:
    if fonts is None:
        return "Times New Roman"  # what Word takes where nothing is said
    by_theme = val(fonts, "asciiTheme") or val(fonts, "hAnsiTheme")
    if by_theme:
        theme = package.related("theme")
        kind = "majorFont" if by_theme.startswith("major") else "minorFont"
        found = None if theme is None else theme.tree.find(f".//{{{A}}}{kind}/{{{A}}}latin")
        if found is not None and found.get("typeface"):
            return found.get("typeface", "")
    return val(fonts, "ascii") or val(fonts, "hAnsi") or "Times New Roman"


def _no_font(package: Parts, font: str, style: str, fonts: Mapping[str, str]) -> Diagnostic:
    message = f"the PDF cannot follow the style `{style}`: papers have no font for `{font}`"
    hint = (
        f"add one to fonts/fonts.yaml with `word: {font}`, or take another in the template:"
        f" {', '.join(sorted(fonts.values()))}"
    )
    return package.fault(message, hint, rule="no-word-font")
