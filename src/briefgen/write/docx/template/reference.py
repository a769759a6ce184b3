"""A reference document: a template of which nothing but styles is taken, as pandoc knows it."""

from __future__ import annotations

from briefgen.write.docx.template.edits import drop, q, val
from briefgen.write.docx.template.parts import Parts


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
