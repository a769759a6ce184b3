"""Where a template has the paper go: once, in a paragraph of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from briefgen.compose.wordtags import BODY
from briefgen.diagnostics import Diagnostic
from briefgen.write.docx.template.edits import q
from briefgen.write.docx.template.parts import Parts
from briefgen.write.docx.template.tags import is_body, names_body, text_of
from briefgen.write.docx.template.telling import in_paragraph

NO_TAG: Final = "no-body-tag"


def misplaced(package: Parts) -> Iterator[Diagnostic]:
    """Yield what is wrong with where the paper is to go."""
    wanted = f"{{{{ {BODY} }}}}"
    places = []
    for part in package.stories():
        for number, paragraph in enumerate(part.tree.iter(q("p")), 1):
            if not names_body(paragraph):
                continue
            places.append((part.label, number, in_paragraph(number, text_of(paragraph))))
            if paragraph.getparent() is not package.body or not is_body(paragraph):
                message = f"{wanted} stands in other text, in a table, a drawing or a margin"
                message += places[-1][2]
                hint = "give it a paragraph of its own in the document itself"
                yield package.fault(message, hint, part.label, number, NO_TAG)
    if not places:
        message = f"the Word template has no {wanted}, so there is no place for the paper"
        yield package.fault(message, "write it where the paper goes, in a paragraph of its own",
                            "document", rule=NO_TAG)  # fmt: skip
    for label, number, where in places[1:]:
        message = f"the Word template has {wanted} twice{where}"
        yield package.fault(message, "take one of them out", label, number, NO_TAG)
