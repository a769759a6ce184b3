"""Numbers of figures and tables: in their captions, in references to them, and in their lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup

from briefgen.compose.elements import Edit, Node, edited, read
from briefgen.compose.headings import label
from briefgen.compose.wording import Wording

#: Lists of captions by class of their ``nav``, and key of the word that a caption begins with.
LISTS = {"figures": "caption.figure", "tables": "caption.table"}

_SPACE = "\N{EN SPACE}"
_ENTRY = Markup('<li><a href="#{}">{}\N{EN SPACE}{}</a></li>\n')


@dataclass(frozen=True)
class _Caption:
    """A caption that has a number.

    Attributes:
        list: "figures" or "tables".
        node: the ``caption`` or ``figcaption``.
        id: id of its label.
        text: what references to it print: "Figure 2".
        markup: its label.
    """

    list: str
    node: Node
    id: str
    text: str
    markup: Markup


def numbered_captions(html: str, wording: Wording) -> str:
    """Return a document whose captions have numbers.

    An ``a`` of class ``reference`` that leads to a figure or table with a caption prints its
    number; a ``nav`` of class ``figures`` or ``tables`` lists them, and is left out where there
    are none.

    Args:
        html: the document.
        wording: the paper's language.
    """
    root = read(html)
    captions = _captions(root, wording)
    edits = [Edit(one.node.inner, one.node.inner, one.markup + _SPACE) for one in captions.values()]
    targets = {node.attributes["id"]: one for node, one in captions.items()
               if "id" in node.attributes}  # fmt: skip
    for node in root.below():
        if node.tag == "a" and "reference" in node.classes:
            one = targets.get(node.attributes.get("href", "")[1:])
            if one is not None:
                tag = Markup('<a class="reference" href="#{}">{}</a>').format(one.id, one.text)
                edits.append(Edit(node.start, node.end, tag))
        elif node.tag == "nav":
            edits.extend(_listing(html, node, list(captions.values())))
    return edited(html, edits)


def _captions(root: Node, wording: Wording) -> dict[Node, _Caption]:
    """Return the captions by the element that they belong to, a ``figure`` or ``table``."""
    found: dict[Node, _Caption] = {}
    counts = dict.fromkeys(LISTS, 0)
    for holder in root.below():
        if holder.tag not in ("figure", "table"):
            continue
        own = [n for n in holder.children if n.tag in ("caption", "figcaption")]
        if not own or holder.parent in found:
            continue
        kind = "figures" if holder.first("img") and not holder.first("table") else "tables"
        if holder.tag == "table":
            kind = "tables"
        counts[kind] += 1
        count = str(counts[kind])
        stem = holder.attributes.get("id") or f"{kind}-{count}"
        name = Markup('<span class="label {}" id="{}">').format(kind, f"{stem}-label")
        pattern = name + Markup('{}<span class="count">{}</span>{}</span>')
        key = LISTS[kind]
        text = wording.word(key, number=count)
        markup = label(pattern, wording, key, "number", count)
        found[holder] = _Caption(kind, own[0], f"{stem}-label", text, markup)
    return found


def _listing(html: str, nav: Node, captions: list[_Caption]) -> list[Edit]:
    """Fill a list of captions, or drop it where there are none."""
    kind = next((one for one in LISTS if one in nav.classes), None)
    if kind is None:
        return []
    entries = Markup("").join(
        _ENTRY.format(one.id, one.text, _plain(html, one.node))
        for one in captions
        if one.list == kind
    )
    if not entries:
        return [Edit(nav.start, nav.end, "")]
    return [Edit(nav.close, nav.close, Markup("<ol>\n{}</ol>\n").format(entries))]


def _plain(html: str, caption: Node) -> str:
    """Return the text of a caption without its notes."""
    dropped = [
        Edit(node.start, node.end, "")
        for node in caption.below()
        if {"note", "endnote"} & set(node.classes)
    ]
    text = edited(html, dropped, caption.inner, caption.close)
    return " ".join(unescape(re.sub(r"<br\s*/?>|<[^>]*>", _gap, text)).split())


def _gap(tag: re.Match[str]) -> str:
    return " " if tag[0].startswith("<br") else ""
