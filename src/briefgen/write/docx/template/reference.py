"""A reference document: a template of which nothing but styles is taken, as pandoc knows it."""

from __future__ import annotations

from briefgen.write.docx.template.edits import drop, q, val
from briefgen.write.docx.template.looks import Looks
from briefgen.write.docx.template.parts import Part, Parts


def leave_styles(template: Parts) -> None:
    """Leave of a template its styles and what they rest on.

    Headers and footers stay the paper's, and with them the styles they are aligned by.
    """
    for child in list(template.body):
        drop(child)
    styles = template.related("styles")
    margins = [
        style for style in (styles.tree.findall(q("style")) if styles else ())
        if val(style.find(q("name"))).lower() in ("header", "footer")
    ]  # fmt: skip
    gone = {val(style, "styleId") for style in margins}
    for style in margins:
        drop(style)
    for link in list(styles.tree.iter(*map(q, ("basedOn", "next", "link"))) if styles else ()):
        if val(link) in gone:
            drop(link)


def drop_unused_styles(looks: Looks, numbering: Part | None) -> None:
    """Drop the styles that neither the paper nor one of its styles rests on.

    Args:
        looks: the one list of styles.
        numbering: the lists, whose links to such styles go.
    """
    styles = {val(one, "styleId"): one for one in looks.root.findall(q("style"))}
    waiting = list(looks.names.values())
    used: set[str] = set()
    while waiting:
        identifier = waiting.pop()
        if identifier in styles and identifier not in used:
            used.add(identifier)
            waiting += [val(styles[identifier].find(q(tag))) for tag in ("basedOn", "link")]
    for identifier, style in styles.items():
        if identifier not in used:
            drop(style)
    trees = [looks.root, *([numbering.tree] if numbering else [])]
    for link in [one for tree in trees for one in tree.iter(q("next"), q("pStyle"))]:
        if val(link) not in used:
            drop(link)
