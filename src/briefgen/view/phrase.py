"""Texts that stand in a paper of another language, and know their own."""

from __future__ import annotations

from typing import Any, Self

from markupsafe import Markup, escape

#: What encloses a phrase while a document is composed: noncharacters, which are no part of any
#: text (Unicode 16, 23.7). ``compose/typesetting.py`` makes elements with a ``lang`` of them in
#: text, and takes them out where no element can stand.
BEGIN, TAGGED, END = "\ufdd0", "\ufdd1", "\ufdd2"

_MARKS = str.maketrans(dict.fromkeys(BEGIN + TAGGED + END))


class Phrase(str):
    """A text in a language that is not the paper's; templates see a text.

    Printed by a template it keeps its language. As a part of a chart, a citation or another
    text put together outside templates it is its letters and nothing else.
    """

    __slots__ = ("language",)

    language: str

    def __new__(cls, text: str, language: str) -> Self:
        """Make a phrase.

        Args:
            text: the text.
            language: BCP 47 tag.
        """
        self = super().__new__(cls, text)
        self.language = language
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (str(self), self.language))

    def strip(self, characters: str | None = None, /) -> Phrase:
        """Return the phrase without what stands at its ends."""
        return Phrase(str.strip(self, characters), self.language)

    def __html__(self) -> Markup:
        text = escape(str(self).translate(_MARKS))
        return Markup("").join((BEGIN, self.language, TAGGED, text, END))


def language_of(text: str) -> str | None:
    """Return the language of a text, where it is not that of the paper."""
    return text.language if isinstance(text, Phrase) else None
