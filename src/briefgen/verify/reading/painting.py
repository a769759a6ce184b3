"""What a page of a PDF paints: texts with colour and place, filled areas (ISO 32000-1, 8 and 9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from briefgen.verify.pdftext import Decoder, simple, to_unicode

#: a, b, c, d, e, f of a transformation (ISO 32000-1, 8.3.4).
Matrix = tuple[float, float, float, float, float, float]

Point = tuple[float, float]

#: Red, green and blue from 0 to 1; nothing where it is a pattern or cannot be known.
Color = tuple[float, float, float] | None

_UNIT: Matrix = (1, 0, 0, 1, 0, 0)
_BLACK: Color = (0.0, 0.0, 0.0)

#: Kerning, in thousandths of the font size, from which a gap is a space.
_SPACE = -180

#: Forms inside forms deeper than this are no paper's.
_DEEPEST = 20

#: Farther than any page reaches.
_EVERYWHERE = ((-1e6, -1e6), (1e6, -1e6), (1e6, 1e6), (-1e6, 1e6))

_PAINTS_PATH = {"f": False, "F": False, "f*": True, "B": False, "B*": True, "b": False, "b*": True}
_STROKES = ("S", "s")


@dataclass(frozen=True)
class Mark:
    """The marked content that something is painted in.

    Attributes:
        artifact: whether it is one.
        number: its identifier on the page; nothing where it belongs to no element.
    """

    artifact: bool = False
    number: int | None = None


@dataclass(frozen=True)
class Text:
    """A text that is painted.

    Attributes:
        text: what it says.
        mark: the marked content that it is in; nothing where it is in none.
        start: where it begins, in points from the page's lower left corner.
        size: of its type in points.
        font: the name of its font.
        color: of its letters.
    """

    text: str
    mark: Mark | None
    start: Point
    size: float
    font: str
    color: Color


@dataclass(frozen=True)
class Area:
    """An area that is filled.

    Attributes:
        mark: the marked content that it is in.
        paths: the corners of its outlines.
        alternating: whether areas inside areas are holes.
        color: what it is filled with.
        within: the areas that it is clipped to.
    """

    mark: Mark | None
    paths: tuple[tuple[Point, ...], ...]
    alternating: bool
    color: Color = None
    within: tuple[Area, ...] = ()

    def covers(self, point: Point) -> bool:
        """Whether a point lies in it."""
        x, y = point
        left, bottom, right, top = self._bounds
        if not (left <= x <= right and bottom <= y <= top):
            return False
        inside = [_encloses(path, point) for path in self.paths]
        covered = sum(inside) % 2 == 1 if self.alternating else any(inside)
        return covered and all(clip.covers(point) for clip in self.within)

    @cached_property
    def _bounds(self) -> tuple[float, float, float, float]:
        across = [x for path in self.paths for x, _ in path] or [0.0]
        up = [y for path in self.paths for _, y in path] or [0.0]
        return min(across), min(up), max(across), max(up)


@dataclass(frozen=True)
class _State:
    """The graphics state as far as it matters (ISO 32000-1, 8.4)."""

    matrix: Matrix = _UNIT
    color: Color = _BLACK
    opaque: bool = True
    font: str = ""
    size: float = 0.0
    mode: int = 0
    leading: float = 0.0
    clips: tuple[Area, ...] = ()


@dataclass
class Painting:
    """What a page paints, in order.

    Attributes:
        things: texts and areas.
        marks: each mark with an identifier, as it is opened.
        unmarked: how many things are painted that are neither tagged nor an artifact.
        fonts: fonts that texts are set in, by their names.
    """

    things: list[Text | Area] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    unmarked: int = 0
    fonts: dict[str, Any] = field(default_factory=dict)

    @property
    def texts(self) -> Iterator[Text]:
        """The texts, in order."""
        return (thing for thing in self.things if isinstance(thing, Text))


class Painter:
    """Reads the pages of one PDF; knows its fonts."""

    def __init__(self) -> None:
        self._decoders: dict[tuple[int, int], Decoder] = {}

    def page(self, page: Any) -> Painting:
        """Return what a page paints.

        Args:
            page: a page, as pikepdf has it.
        """
        found = Painting()
        _Reading(self, found).run(page.obj, page.resources, _State(), None, 0)
        return found

    def decoder(self, font: Any) -> Decoder:
        """Return the decoder of a font (ISO 32000-1, 9.10.2)."""
        import pikepdf  # noqa: PLC0415  # 50 ms, and only where a PDF is read

        key = font.objgen
        if key == (0, 0) or key not in self._decoders:
            cmap = font.get("/ToUnicode")
            self._decoders[key] = (
                to_unicode(cmap.read_bytes()) if isinstance(cmap, pikepdf.Stream) else simple({})
            )
        return self._decoders[key]


class _Reading:
    """Follows the operators of a page's content."""

    def __init__(self, painter: Painter, found: Painting) -> None:
        self._painter, self._found = painter, found

    def run(
        self, content: Any, resources: Any, state: _State, mark: Mark | None, deep: int
    ) -> None:
        """Follow the content of a page or a form."""
        import pikepdf  # noqa: PLC0415

        states = [state]
        marks: list[Mark | None] = [mark]
        path: list[tuple[Point, ...]] = []
        matrix = line = _UNIT
        for instruction in pikepdf.parse_content_stream(content):
            operator, operands = str(instruction.operator), instruction.operands
            match operator:
                case "q":
                    states.append(state)
                case "Q":
                    state = states.pop() if len(states) > 1 else state
                case "cm":
                    state = replace(state, matrix=_times(_matrix(operands), state.matrix))
                case "gs":
                    state = _with_parameters(state, resources, operands)
                case "rg" | "g" | "k" | "sc" | "scn" | "cs":
                    state = replace(state, color=_color(operator, operands))
                case "Tf":
                    name = str(operands[0])
                    state = replace(state, font=name, size=float(operands[1]))
                    self._found.fonts.setdefault(name, resources.Font[name])
                case "Tr":
                    state = replace(state, mode=int(operands[0]))
                case "TL":
                    state = replace(state, leading=float(operands[0]))
                case "BT":
                    matrix = line = _UNIT
                case "Tm":
                    matrix = line = _matrix(operands)
                case "Td" | "TD":
                    x, y = float(operands[0]), float(operands[1])
                    state = replace(state, leading=-y) if operator == "TD" else state
                    matrix = line = _times((1, 0, 0, 1, x, y), line)
                case "T*":
                    matrix = line = _times((1, 0, 0, 1, 0, -state.leading), line)
                case "Tj" | "TJ" | "'" | '"':
                    if operator in ("'", '"'):
                        matrix = line = _times((1, 0, 0, 1, 0, -state.leading), line)
                    shown = operands[0] if operator == "TJ" else operands[-1:]
                    self._text(shown, resources, state, _times(matrix, state.matrix), marks[-1])
                case "BMC" | "BDC":
                    marks.append(self._opened(operands, resources, marks[-1]))
                case "EMC":
                    marks = marks[:-1] or [None]
                case "re":
                    path.append(_rectangle([float(n) for n in operands], state.matrix))
                case "m":
                    path.append((_at(float(operands[0]), float(operands[1]), state.matrix),))
                case "l" | "c" | "v" | "y":
                    point = _at(float(operands[-2]), float(operands[-1]), state.matrix)
                    path[-1:] = [(*path[-1], point)] if path else [(point,)]
                case "W" | "W*":
                    clip = Area(None, tuple(path), operator == "W*")
                    state = replace(state, clips=(*state.clips, clip))
                case "n":
                    path = []
                case "Do":
                    self._form(str(operands[0]), resources, state, marks[-1], deep)
                case "sh":
                    area = Area(marks[-1], (_EVERYWHERE,), False, None, state.clips)
                    self._paint(area, marks[-1])
                case _ if operator in _PAINTS_PATH:
                    color = state.color if state.opaque else None
                    how = _PAINTS_PATH[operator]
                    area = Area(marks[-1], tuple(path), how, color, state.clips)
                    self._paint(area, marks[-1])
                    path = []
                case _ if operator in _STROKES:
                    self._found.unmarked += marks[-1] is None
                    path = []
                case "INLINE IMAGE":
                    self._found.unmarked += marks[-1] is None

    def _paint(self, thing: Text | Area, mark: Mark | None) -> None:
        self._found.unmarked += mark is None
        self._found.things.append(thing)

    def _text(
        self, shown: Any, resources: Any, state: _State, matrix: Matrix, mark: Mark | None
    ) -> None:
        import pikepdf  # noqa: PLC0415

        decode = self._painter.decoder(resources.Font[state.font])
        text = "".join(
            decode(bytes(part)) if isinstance(part, pikepdf.String)
            else " " if float(part) < _SPACE else ""
            for part in shown
        )  # fmt: skip
        height = state.size * (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
        visible = state.mode not in (3, 7) and state.opaque
        color = state.color if visible else None
        name = str(resources.Font[state.font].get("/BaseFont", ""))
        self._paint(Text(text, mark, (matrix[4], matrix[5]), height, name, color), mark)

    def _opened(self, operands: Any, resources: Any, around: Mark | None) -> Mark | None:
        """Return the mark that begins; what names neither element nor artifact changes nothing."""
        import pikepdf  # noqa: PLC0415

        if str(operands[0]) == "/Artifact":
            return Mark(artifact=True)
        properties = operands[1] if len(operands) > 1 else {}
        if isinstance(properties, pikepdf.Name):
            properties = resources.get("/Properties", {}).get(str(properties), {})
        if "/MCID" in properties:
            number = int(properties["/MCID"])
            self._found.marks.append(number)
            return Mark(number=number)
        return around

    def _form(self, name: str, resources: Any, state: _State, mark: Mark | None, deep: int) -> None:
        thing = resources.get("/XObject", {}).get(name)
        if thing is None:
            return
        if thing.get("/Subtype") != "/Form":
            corners = _rectangle([0.0, 0.0, 1.0, 1.0], state.matrix)
            self._paint(Area(mark, (corners,), False, None, state.clips), mark)
        elif deep < _DEEPEST:
            inner = replace(
                state, matrix=_times(_matrix(thing.get("/Matrix", _UNIT)), state.matrix)
            )
            self.run(thing, thing.get("/Resources", resources), inner, mark, deep + 1)


def _with_parameters(state: _State, resources: Any, operands: Any) -> _State:
    parameters = resources.get("/ExtGState", {}).get(str(operands[0]), {})
    if "/ca" not in parameters:
        return state
    return replace(state, opaque=float(parameters["/ca"]) == 1)


def _color(operator: str, operands: Any) -> Color:
    """Return a colour of the device's spaces; of others only what is grey, RGB or CMYK in form."""
    try:
        numbers = [float(operand) for operand in operands]
    except (TypeError, ValueError):
        return None
    match numbers:
        case [grey] if operator == "g":
            return (grey, grey, grey)
        case [red, green, blue]:
            return (red, green, blue)
        case [cyan, magenta, yellow, key]:
            return tuple((1 - ink) * (1 - key) for ink in (cyan, magenta, yellow))  # type: ignore[return-value]
    return None


def _matrix(values: Any) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in values)
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k,
        e * h + f * j + m,
    )  # fmt: skip


def _at(x: float, y: float, matrix: Matrix) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _rectangle(numbers: list[float], matrix: Matrix) -> tuple[Point, ...]:
    x, y, width, height = numbers
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    return tuple(_at(*corner, matrix) for corner in corners)


def _encloses(path: tuple[Point, ...], point: Point) -> bool:
    """Whether a closed outline of straight lines encloses a point (ray casting)."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(path, (*path[1:], *path[:1]), strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
