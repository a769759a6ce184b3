"""Typesetting: the text of a composed document as a printer would set it.

Once, for both formats and all templates: quotation marks, apostrophes, dashes and no-break
spaces in the way of the language that each text is in. Letters and digits stay what they are;
attributes, addresses and code are not touched. Applied to its own result it changes nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import accumulate
from typing import Final

from markupsafe import escape

from briefgen.compose.quotation import Edit, quotations
from briefgen.compose.spacing import spacing
from briefgen.view.phrase import BEGIN, END, TAGGED

_TOKEN: Final = re.compile(
    r"""(<!--.*?-->|<!\w[^>]*>|</?[a-zA-Z](?:[^"'>]|"[^"]*"|'[^']*')*>)""", re.DOTALL
)
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_LANG: Final = re.compile(r"""\slang\s*=\s*["']([^"']*)["']""")
_CLASS: Final = re.compile(r"""\sclass\s*=\s*["']([^"']*)["']""")

_PHRASE: Final = re.compile(f"{BEGIN}([A-Za-z0-9-]+){TAGGED}([^{BEGIN}{END}]*){END}")
_MARKS: Final = re.compile(f"{BEGIN}[^{TAGGED}]*{TAGGED}|[{BEGIN}{TAGGED}{END}]")

_INLINES: Final = frozenset(("a", "strong", "em", "sup", "sub", "span", "small", "br"))
_VOID: Final = frozenset(("meta", "br", "img"))

#: Elements that hold no running text.
_RAW: Final = frozenset(("style", "title"))

#: Addresses and other words that must stay as they are to the letter.
_ADDRESS: Final = re.compile(r"""[^\s"'(]*(?:://|\bwww\.|@)[^\s"]*""")

#: Stands for each character that is not looked at; no letter, no space.
_MASK: Final = "\ufffc"


@dataclass
class _Piece:
    """A text between two tags: its place among the tokens, and what it is."""

    token: int
    text: str
    language: str
    verbatim: bool


@dataclass
class _Line:
    """What is read on end: the texts of one block, without the notes in it."""

    pieces: list[_Piece] = field(default_factory=list)


@dataclass(frozen=True)
class _Element:
    name: str
    language: str
    verbatim: bool
    note: bool


def typeset(html: str, language: str) -> str:
    """Return a composed document with its text typeset, and phrases in elements of their own.

    Args:
        html: the document.
        language: its language, for what has none of its own: a BCP 47 tag.
    """
    tokens = _with_phrases(_TOKEN.split(html))
    for line in _lines(tokens, language):
        for piece, text in zip(line.pieces, _set(line.pieces), strict=True):
            if text != piece.text:
                tokens[piece.token] = str(escape(text))
    return "".join(tokens)


def _with_phrases(tokens: Sequence[str]) -> list[str]:
    """Return tokens in which phrases are elements, where an element can stand."""
    found: list[str] = []
    raw = False
    for token in tokens:
        tag = _TAG.match(token)
        if tag and tag[2].lower() in _RAW:
            raw = not tag[1]
        if tag is None and not raw and BEGIN in token:
            marked = _PHRASE.sub(r'<span lang="\1">\2</span>', token)
            found.extend(_TOKEN.split(_MARKS.sub("", marked)))
        else:
            found.append(_MARKS.sub("", token) if BEGIN in token else token)
    return found


def _lines(tokens: Sequence[str], language: str) -> list[_Line]:
    """Return the texts of a document, each with its language, in the order of reading."""
    around = [_Element("", language, verbatim=True, note=False)]
    open_lines = [_Line()]
    done = []
    for number, token in enumerate(tokens):
        tag = _TAG.match(token)
        if tag is None:
            if token and not token.startswith("<!"):
                here = around[-1]
                piece = _Piece(number, unescape(token), here.language, here.verbatim)
                open_lines[-1].pieces.append(piece)
            continue
        closes, name = bool(tag[1]), tag[2].lower()
        if name not in _INLINES:
            done.append(open_lines[-1])
            open_lines[-1] = _Line()
        if closes:
            ended = around.pop() if len(around) > 1 else around[0]
            if ended.note:
                done.append(open_lines.pop())
        elif name not in _VOID:
            around.append(_element(name, token, around[-1]))
            if around[-1].note:
                open_lines.append(_Line())
    return [line for line in (*done, *open_lines) if line.pieces]


def _element(name: str, token: str, around: _Element) -> _Element:
    language = _LANG.search(token)
    classes = _CLASS.search(token)
    names = classes[1].split() if classes else []
    verbatim = name in _RAW or "code" in names or (around.verbatim and name != "body")
    return _Element(
        name,
        language[1] if language else around.language,
        verbatim=verbatim,
        note=name == "span" and "note" in names,
    )


def _set(pieces: Sequence[_Piece]) -> list[str]:
    """Return the texts of the pieces of one line, typeset."""
    texts = [piece.text for piece in pieces]
    languages = [piece.language for piece in pieces]
    for rules in (quotations, spacing):
        starts = [0, *accumulate(map(len, texts))]

        def language_at(at: int, starts: list[int] = starts) -> str:
            return languages[bisect_right(starts, at, 0, len(starts) - 1) - 1]

        masked = "".join(
            _MASK * len(text) if piece.verbatim else _ADDRESS.sub(_masked, text)
            for piece, text in zip(pieces, texts, strict=True)
        )
        if masked.strip(_MASK):
            texts = _edited(texts, starts, rules(masked, language_at))
    return texts


def _masked(address: re.Match[str]) -> str:
    return _MASK * len(address[0])


def _edited(texts: Sequence[str], starts: Sequence[int], edits: Sequence[Edit]) -> list[str]:
    """Return texts after edits; one that reaches over the end of a text is left out."""
    found: list[list[str]] = [[] for _ in texts]
    at = [0] * len(texts)
    for edit in edits:
        number = bisect_right(starts, edit.start, 0, len(starts) - 1) - 1
        start, end = edit.start - starts[number], edit.end - starts[number]
        if end <= len(texts[number]) and start >= at[number]:
            found[number] += [texts[number][at[number] : start], edit.new]
            at[number] = end
    return [
        "".join([*parts, text[done:]]) for parts, text, done in zip(found, texts, at, strict=True)
    ]
