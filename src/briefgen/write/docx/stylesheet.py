"""The styles part: document defaults, Normal, and every settled style."""

from __future__ import annotations

from typing import Final

from lxml import etree

from briefgen.write.docx.formats import PLAIN_PARAGRAPH, RunFormat
from briefgen.write.docx.formatting import paragraph_properties as properties_of
from briefgen.write.docx.formatting import run_properties
from briefgen.write.docx.names import HEADINGS, NORMAL, identifier, is_built_in
from briefgen.write.docx.ooxml import W14, Element, W, add, root, w
from briefgen.write.docx.styles import ParagraphStyle, Styles, append_properties, change_properties

#: Number of latent styles of current versions of Word.
_LATENT: Final = 376

#: Order of the most used styles in Word's list; the others follow (ECMA-376, 17.7.4.19).
_PRIORITIES: Final = {
    NORMAL: 0, "Body Text": 1, "Title": 2, "heading 1": 3, "heading 2": 4, "heading 3": 5,
    "Annex Heading 1": 4, "Annex Heading 2": 5, "Annex Heading 3": 6,
    "Unnumbered Heading 1": 4, "Unnumbered Heading 2": 5, "Unnumbered Heading 3": 6,
    "List Bullet": 6, "List Number": 7, "caption": 8, "Strong": 9, "Emphasis": 9,
}  # fmt: skip

#: Place in that list of styles of cells, which are not among the quick styles either.
_IN_CELLS: Final = 60

#: Place in that list of what Word or the pages' furniture applies by itself.
_LAST: Final = 99

#: Styles that nobody chooses: Word shows them in its list and not among its quick styles.
_APPLIED: Final = frozenset({
    "header", "footer", "footnote text", "footnote reference", "endnote text",
    "endnote reference", "toc 1", "toc 2", "toc 3", "toc heading", "table of figures",
    "hyperlink", "table spacer",
})  # fmt: skip

#: Styles after whose paragraphs running text goes on when Enter is pressed.
_FOLLOWED_BY_TEXT: Final = frozenset({*HEADINGS.values(), "TOC Heading", "Table Spacer"})


def stylesheet(styles: Styles) -> Element:
    """Return the root of the styles part (ECMA-376, 17.7)."""
    part = root("styles")
    _defaults(part, styles.characters)
    part.append(w("latentStyles", defLockedState=0, defUIPriority=99, defSemiHidden=1,
                  defUnhideWhenUsed=1, defQFormat=0, count=_LATENT))  # fmt: skip
    _normal(part, styles)
    for kind, name, style_id in (
        ("character", "Default Paragraph Font", "DefaultParagraphFont"),
        ("numbering", "No List", "NoList"),
    ):
        style = _style(part, kind, name, style_id, default=True)
        style.extend((w("uiPriority", val=1), w("semiHidden"), w("unhideWhenUsed")))
    _table_normal(part)
    for name in sorted(styles.paragraphs, key=lambda name: (_PRIORITIES.get(name, 50), name)):
        _paragraph(part, styles, styles.paragraphs[name])
    for name in sorted(styles.runs):
        final = styles.run_style_name(name)
        style = _style(part, "character", final, identifier(final))
        add(style, "basedOn", val="DefaultParagraphFont")
        _rank(style, name, name.partition(" ")[0])  # "Header Right" is the header's
        append_properties(style, "rPr", change_properties(styles.runs[name], styles.characters))
    for name in sorted(styles.tables):
        part.append(styles.tables[name])
    return part


def table_style(name: str) -> Element:
    """Return the beginning of a table style; its properties are to be appended."""
    style = w("style", type="table", customStyle=1, styleId=identifier(name))
    style.extend((w("name", val=name), w("basedOn", val="TableNormal"), w("uiPriority", val=50)))
    return style


def _defaults(part: Element, characters: RunFormat) -> None:
    """Append the document's defaults; kerning and ligatures are on there, as they are in CSS."""
    defaults = add(part, "docDefaults")
    properties = run_properties(characters, RunFormat("", 0))
    before = next(place for place, one in enumerate(properties) if one.tag == f"{{{W}}}sz")
    # Kerned from 1 pt up, in half-points; Word's own documents say the same.
    properties.insert(before, w("kern", val=2))
    ligatures = etree.Element(f"{{{W14}}}ligatures")
    ligatures.set(f"{{{W14}}}val", "standardContextual")
    figures = [one for one in properties if one.tag == f"{{{W14}}}numSpacing"]
    properties.insert(len(properties) - len(figures), ligatures)
    append_properties(add(defaults, "rPrDefault"), "rPr", properties)
    add(add(defaults, "pPrDefault"), "pPr")


def _normal(part: Element, styles: Styles) -> None:
    style = _style(part, "paragraph", NORMAL, NORMAL, default=True)
    style.extend((w("uiPriority", val=0), w("qFormat")))
    append_properties(style, "pPr", properties_of(styles.normal, PLAIN_PARAGRAPH))
    append_properties(style, "rPr", run_properties(styles.characters, RunFormat("", 0)))


def _table_normal(part: Element) -> None:
    style = _style(part, "table", "Normal Table", "TableNormal", default=True)
    style.extend((w("uiPriority", val=99), w("semiHidden"), w("unhideWhenUsed")))
    properties = add(style, "tblPr")
    add(properties, "tblInd", w=0, type="dxa")
    margins = add(properties, "tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        add(margins, side, w=0, type="dxa")


def _paragraph(part: Element, styles: Styles, settled: ParagraphStyle) -> None:
    name = settled.name.name
    base = styles.paragraphs.get(settled.name.base)
    style = _style(part, "paragraph", name, identifier(name))
    add(style, "basedOn", val=identifier(base.name.name if base else NORMAL))
    followed = name in _FOLLOWED_BY_TEXT or settled.format.outline is not None
    if followed:
        add(style, "next", val="BodyText" if "Body Text" in styles.paragraphs else NORMAL)
    _rank(style, name, settled.name.base)
    below = base.format if base else styles.normal
    characters = base.characters if base else styles.characters
    append_properties(style, "pPr", properties_of(settled.format, below))
    append_properties(style, "rPr", run_properties(settled.characters, characters))


def _rank(style: Element, name: str, base: str) -> None:
    """Write where Word lists a style, and whether among its quick styles (17.7.4.14)."""
    if {name.lower(), base.lower()} & _APPLIED:
        add(style, "uiPriority", val=_LAST)
    elif _is_in_cells(name) or _is_in_cells(base):
        add(style, "uiPriority", val=_IN_CELLS)
    else:
        add(style, "uiPriority", val=_PRIORITIES.get(name, 50))
        add(style, "qFormat")


def _is_in_cells(name: str) -> bool:
    """Tell whether a style is for cells of tables, where a new row brings it along."""
    return name.startswith("Table ") and not name.endswith("Caption")


def _style(part: Element, kind: str, name: str, style_id: str, *, default: bool = False) -> Element:
    style = add(part, "style", type=kind)
    if default:
        style.set(f"{{{style.nsmap['w']}}}default", "1")
    elif not is_built_in(name):
        style.set(f"{{{style.nsmap['w']}}}customStyle", "1")
    style.set(f"{{{style.nsmap['w']}}}styleId", style_id)
    add(style, "name", val=name)
    return style
