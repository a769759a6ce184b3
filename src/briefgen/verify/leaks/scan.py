"""The last stage: a finished file is searched, corner by corner, for what is withheld.

What is drawn as pixels or as outlines of glyphs is not found: nobody can search for that but a
reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from briefgen.verify.leaks.corners import Corner, Search
from briefgen.verify.leaks.folding import BARRIER
from briefgen.verify.leaks.markup import html_corners
from briefgen.verify.leaks.matching import Channel
from briefgen.verify.leaks.needles import Needles, Secret
from briefgen.verify.leaks.opening import opened
from briefgen.verify.leaks.packages import package_corners
from briefgen.verify.leaks.pdf import pdf_corners

_READERS = {"pdf": pdf_corners, "docx": package_corners, "html": html_corners}


@dataclass(frozen=True)
class Leak:
    """A secret found in a finished file.

    Attributes:
        corner: where in the file, in plain words: "page 3, text layer".
        secret: what was found, and where the dossier has it.
    """

    corner: str
    secret: Secret


@dataclass(frozen=True)
class Finished:
    """A finished file, opened once for all that is looked for in it.

    Attributes:
        content: the file.
        kind: ``pdf``, ``docx`` or ``html``.
        name: its name, which is searched too.
    """

    content: bytes
    kind: str
    name: str

    @cached_property
    def corners(self) -> tuple[Corner, ...]:
        """Its corners, without its name.

        Raises:
            ValueError: it cannot be searched to its end: it is damaged or encrypted, or what it
                holds is packed too deep or too large; the message says where.
        """
        return tuple(_READERS[self.kind](self.content, "", Search(opened), 0))


def scan(file: Finished, needles: Needles) -> list[Leak]:
    """Return every secret that a finished file holds, with each corner that holds it.

    Args:
        file: the file.
        needles: what to search for.

    Raises:
        ValueError: the file cannot be searched to its end.
    """
    corners = [*Search(opened).text(file.name, "file name", 0), *file.corners]
    index = needles.strong
    for channel in Channel:
        joined = BARRIER.join(c.text for c in corners if c.channel is channel)
        if index.found(joined, channel):
            break
    else:
        return []
    leaks = [
        Leak(corner.where, secret)
        for corner in corners
        for secret in index.betrayed(index.found(corner.text, corner.channel))
    ]
    return list(dict.fromkeys(leaks))
