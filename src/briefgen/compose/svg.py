"""Drawings: the part of SVG that papers may carry, which can be drawn in bounded time.

Charts and maps are made of it. What is here is drawn and seen: no scripts, no references
out of the drawing, no words that are not drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

#: Characters of one drawing.
_LONGEST = 5_000_000

#: Elements that are drawn, those that ``use`` draws again included.
_MOST = 50_000

_DEEPEST = 30

#: CSS pixels; more than 10 m in any direction.
_FARTHEST = 1e6

_NAMESPACE = "http://www.w3.org/2000/svg "
_XLINK = "http://www.w3.org/1999/xlink "

_DRAWN = frozenset(
    ("svg", "g", "defs", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
     "text", "tspan", "linearGradient", "radialGradient", "stop", "clipPath")
)  # fmt: skip
_WORDS = frozenset(("text", "tspan"))

#: Attributes that elements may carry.
ATTRIBUTES = frozenset(
    ("id", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "fx", "fy", "r", "rx", "ry",
     "width", "height", "viewBox", "preserveAspectRatio", "version", "points", "d", "transform",
     "clip-path", "clip-rule", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width",
     "stroke-opacity",
     "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray",
     "stroke-dashoffset", "opacity", "color", "font-family", "font-size", "font-style",
     "font-weight", "letter-spacing", "text-anchor", "dominant-baseline", "offset", "stop-color",
     "stop-opacity", "gradientUnits", "gradientTransform", "spreadMethod")
)  # fmt: skip
_OPACITIES = ("opacity", "fill-opacity", "stroke-opacity", "stop-opacity")
_FREE = ("id", "font-family")
_PAINTS = ("fill", "stroke", "stop-color", "color")

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_PAINT = re.compile(
    r"#[0-9a-fA-F]{3,8}|[a-zA-Z]+|rgba?\([\d.,%\s]+\)|hsla?\([\d.,%\s]+\)|url\(#[\w.-]+\)"
)
_TRANSPARENT = re.compile(
    r"none|transparent|#[0-9a-f]{6}00|#[0-9a-f]{3}0|(?:rgb|hsl)a\(.*,\s*0+(?:\.0*)?%?\s*\)",
    re.IGNORECASE,
)


class _Refused(Exception):  # noqa: N818  # how the parser is left, not a fault of ours
    """What a drawing may not hold."""


@dataclass
class _Element:
    name: str
    identifier: str | None = None
    targets: tuple[str, ...] = ()
    children: list[_Element] = field(default_factory=list)


def fault(data: bytes) -> str | None:
    """Return why a drawing cannot be in a paper, in words; ``None`` where it can."""
    if len(data) > _LONGEST:
        return f"is larger than {_LONGEST // 1_000_000} MB"
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
        _count(reader.root)
    except _Refused as refused:
        return str(refused)
    except (expat.ExpatError, ValueError) as error:
        return f"cannot be read as SVG: {error}"
    return None


class _Reader:
    """Reads a drawing and refuses what is not on the lists."""

    def __init__(self) -> None:
        self.root = _Element("")
        self._open = [self.root]
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = _refuse("a document type")
        self.parser.EntityDeclHandler = _refuse("an entity")
        self.parser.ProcessingInstructionHandler = _refuse("a processing instruction")
        self.parser.CommentHandler = _refuse("a comment")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        short = name.removeprefix(_NAMESPACE)
        if short == name or short not in _DRAWN:
            raise _Refused(f"holds <{name.rpartition(' ')[2]}>")
        if (short == "svg") != (len(self._open) == 1):
            raise _Refused("is not one <svg> with drawings inside")
        if len(self._open) > _DEEPEST:
            raise _Refused(f"nests deeper than {_DEEPEST} elements")
        element = _Element(short, attributes.get("id"), tuple(_targets(short, attributes)))
        for key, value in attributes.items():
            if key not in ("href", f"{_XLINK}href"):
                _check_attribute(short, key, value)
        self._open[-1].children.append(element)
        self._open.append(element)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        if text.strip() and self._open[-1].name not in _WORDS:
            raise _Refused("holds words that are not drawn")


def _refuse(what: str) -> Any:
    def handler(*_: object) -> None:
        raise _Refused(f"holds {what}")

    return handler


def _targets(name: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """Yield what an element draws again, and what cuts it off, by their identifiers."""
    href = attributes.get("href", attributes.get(f"{_XLINK}href"))
    if href is not None:
        if name != "use" or not re.fullmatch(r"#[\w.-]+", href):
            raise _Refused(f'<{name}> refers to "{href[:40]}"')
        yield href[1:]
    cut = attributes.get("clip-path", "none").strip()
    if cut != "none":
        if not re.fullmatch(r"url\(#[\w.-]+\)", cut):
            raise _Refused(f'<{name}> has clip-path="{cut[:40]}"')
        yield cut[5:-1]


def _check_attribute(element: str, name: str, value: str) -> None:
    if name not in ATTRIBUTES:
        raise _Refused(f"<{element}> carries `{name.rpartition(' ')[2]}`")
    if name in _FREE or name == "clip-path":
        return
    if name in _PAINTS:
        if not _PAINT.fullmatch(value.strip()):
            raise _Refused(f'<{element}> has {name}="{value[:40]}"')
        if element in _WORDS and name == "fill" and _TRANSPARENT.fullmatch(value.strip()):
            raise _Refused("holds words that are not seen")
        return
    numbers = [float(number) for number in _NUMBER.findall(value)]
    if any(not abs(number) <= _FARTHEST for number in numbers):
        raise _Refused(f'<{element}> has {name}="{value[:40]}", which is too large')
    if name in _OPACITIES and any(number < 0.05 for number in numbers):
        raise _Refused(f'<{element}> has {name}="{value[:40]}" and is not seen')
    if name == "font-size" and any(number < 1 for number in numbers):
        raise _Refused(f'<{element}> has {name}="{value[:40]}" and is not seen')


def _elements(element: _Element) -> Iterator[_Element]:
    yield element
    for child in element.children:
        yield from _elements(child)


def _count(root: _Element) -> None:
    """Refuse a drawing with too many elements, or one that draws itself again."""
    every = list(_elements(root))
    named = {one.identifier: one for one in every if one.identifier is not None}
    kinds = {one.name for one in every}
    if "clipPath" in kinds and kinds & _WORDS:
        raise _Refused("cuts parts of it off and has words, which may be among them")
    known: dict[int, int] = {}
    pending: set[int] = set()

    def count(element: _Element) -> int:
        if id(element) in pending:
            raise _Refused("draws a part of itself inside itself")
        if id(element) not in known:
            pending.add(id(element))
            total = 1 + sum(count(child) for child in element.children)
            for target in element.targets:
                if target not in named:
                    raise _Refused(f"refers to `#{target}`, which is not there")
                total += count(named[target])
            pending.discard(id(element))
            known[id(element)] = total
        return known[id(element)]

    try:
        total = count(root)
    except RecursionError:
        raise _Refused("uses its parts again in too many steps") from None
    if total > _MOST:
        raise _Refused(f"draws more than {_MOST:,} elements")
