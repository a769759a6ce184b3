"""Numbers of headings: multi-level lists that are linked with the styles of headings."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element as HtmlElement

from briefgen.write.docx.builder import Builder
from briefgen.write.docx.formats import run_format
from briefgen.write.docx.numbering import Level

_TAGS: Final = ("h2", "h3", "h4")

#: How Word counts the first level of sections and of annexes (ECMA-376, 17.18.59).
_FIRST: Final = {False: "decimal", True: "upperLetter"}


def ordinal(builder: Builder, heading: HtmlElement) -> tuple[int, int] | None:
    """Return the list that numbers a heading, and its level there; ``None`` if it has no number."""
    label = _label(heading)
    if label is None:
        return None
    is_annex = not _count(label)[:1].isdigit()
    if is_annex not in builder.outlines:
        builder.outlines[is_annex] = builder.numbering.outline(_levels(builder, is_annex))
    return builder.outlines[is_annex], _TAGS.index(str(heading.tag))


def _levels(builder: Builder, is_annex: bool) -> tuple[Level, ...]:
    """Return the levels of a list, each as the first heading that has it shows it."""
    shown: dict[str, HtmlElement] = {}
    for heading in builder.layout.root.iter():
        if heading.tag not in _TAGS:
            continue
        label = _label(heading)
        if label is not None and _count(label)[:1].isdigit() is not is_annex:
            shown.setdefault(str(heading.tag), heading)
    levels = []
    for depth, tag in enumerate(_TAGS):
        pattern = ".".join(f"%{number}" for number in range(1, depth + 2))
        example = shown.get(tag)
        label = _label(example) if example is not None else None
        characters = around = builder.styles.characters
        text = f"{pattern}\N{EN SPACE}"
        if example is not None and label is not None:
            text = (label.text or "") + pattern + (label[0].tail or "")
            language = characters.language
            around = run_format(builder.style(example), builder.fonts, language)
            characters = run_format(builder.style(label), builder.fonts, language)
        kind = "decimal" if depth else _FIRST[is_annex]
        levels.append(Level(kind, text, 0, 0, characters, around))
    return tuple(levels)


def _label(heading: HtmlElement) -> HtmlElement | None:
    first = next(iter(heading), None)
    return first if first is not None and first.get("class") == "ordinal" else None


def _count(label: HtmlElement) -> str:
    return label[0].text or ""
