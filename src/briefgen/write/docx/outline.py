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


def set_apart(builder: Builder, heading: HtmlElement) -> str:
    """Return "Annex" or "Unnumbered" where a heading has not the numbers of others of its level."""
    if _label(heading) is not None:
        return "Annex" if _is_annex(heading) else ""
    level = str(heading.tag)
    if level not in builder.numbered:
        others = (one for one in builder.layout.root.iter(level) if _label(one) is not None)
        builder.numbered[level] = not all(map(_is_annex, others))
    return "Unnumbered" if builder.numbered[level] else ""


def _is_annex(heading: HtmlElement) -> bool:
    """Tell whether a heading is counted in letters, or in what begins with one."""
    label = _label(heading)
    return label is not None and not _count(label)[:1].isdigit()


def ordinal(builder: Builder, heading: HtmlElement) -> tuple[int, int] | None:
    """Return the list that numbers a heading, and its level there; ``None`` if it has no number."""
    if _label(heading) is None:
        return None
    annex = _is_annex(heading)
    if annex not in builder.outlines:
        builder.outlines[annex] = builder.numbering.outline(_levels(builder, annex=annex))
    return builder.outlines[annex], _TAGS.index(str(heading.tag))


def _levels(builder: Builder, *, annex: bool) -> tuple[Level, ...]:
    """Return the levels of a list, each as the first heading that has it shows it."""
    shown: dict[str, HtmlElement] = {}
    for heading in builder.layout.root.iter():
        if heading.tag not in _TAGS:
            continue
        if _label(heading) is not None and _is_annex(heading) is annex:
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
        kind = "decimal" if depth else _FIRST[annex]
        levels.append(Level(kind, text, 0, 0, characters, around))
    return tuple(levels)


def _label(heading: HtmlElement) -> HtmlElement | None:
    first = next(iter(heading), None)
    return first if first is not None and first.get("class") == "ordinal" else None


def _count(label: HtmlElement) -> str:
    return label[0].text or ""
