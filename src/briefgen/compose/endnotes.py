"""Notes at the end of a paper instead of at the foot of its pages."""

from __future__ import annotations

from markupsafe import Markup, escape

from briefgen.compose.elements import Edit, edited, read

#: Id of the section that holds the notes.
NOTES = "endnotes"

_CALL = Markup('<a class="endnote" id="{0}-call-{1}" href="#{0}-{1}">{1}</a>')
_NOTE = Markup(
    '<p class="endnote" id="{0}-{1}"><a class="endnote" href="#{0}-call-{1}">{1}</a>\u00a0{2}</p>\n'
)
_SECTION = Markup(
    '<section class="{0}" id="{0}">\n<h2 class="unnumbered">{1}</h2>\n{2}</section>\n'
)
_ENTRY = Markup('<li><a href="#{}">{}</a></li>\n')


def endnotes(html: str, title: str) -> str:
    """Return a document whose notes stand at its end, each linked with its number in the text.

    The first table of contents, if there is one, leads to them.

    Args:
        html: the document, with notes as ``span`` of class ``note``.
        title: heading of the notes.
    """
    root = read(html)
    notes = [node for node in root.below() if node.tag == "span" and "note" in node.classes]
    body = root.first("body")
    if not notes or body is None:
        return html
    edits, written = [], Markup("")
    for number, note in enumerate(notes, 1):
        content = Markup(html[note.inner : note.close])  # noqa: S704  # the document's own
        edits.append(Edit(note.start, note.end, _CALL.format(NOTES, number)))
        written += _NOTE.format(NOTES, number, content)
    contents = next((n for n in root.below() if n.tag == "nav" and n.first("ol")), None)
    listing = contents.first("ol") if contents is not None else None
    if listing is not None:
        edits.append(Edit(listing.close, listing.close, _ENTRY.format(NOTES, escape(title))))
    edits.append(Edit(body.close, body.close, _SECTION.format(NOTES, escape(title), written)))
    return edited(html, edits)
