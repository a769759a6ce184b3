"""Follows the operators of pages to what they paint (ISO 32000-1, 8, 9 and annex A)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from briefgen.verify.leaks.pdftext import Decoder, simple, to_unicode
from briefgen.verify.reading.geometry import (
    EVERYWHERE,
    UNIT,
    Point,
    at,
    matrix_of,
    rectangle,
    times,
)
from briefgen.verify.reading.painting import Area, Color, Mark, Painting, Stroke, Text
from briefgen.verify.reading.state import State, color_of

#: Kerning, in thousandths of the font size, from which a gap is a space.
_SPACE = -180

#: Forms inside forms deeper than this are no paper's.
_DEEPEST = 20


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
        _Reading(self, found, page.resources, State(), None, 0).run(page)
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
    """Follows the operators of one content stream (ISO 32000-1, annex A)."""

    def __init__(
        self, painter: Painter, found: Painting, resources: Any, state: State, mark: Mark | None,
        deep: int,
    ) -> None:  # fmt: skip
        self._painter, self._found, self._resources = painter, found, resources
        self._state, self._states = state, [state]
        self._marks: list[Mark | None] = [mark]
        self._instead: list[str | None] = [None]
        self._path: list[tuple[Point, ...]] = []
        self._matrix = self._line = UNIT
        self._deep = deep

    def run(self, content: Any) -> None:
        """Follow the content of a page or a form."""
        import pikepdf  # noqa: PLC0415

        for instruction in pikepdf.parse_content_stream(content):
            operator = str(instruction.operator)
            if (follow := _FOLLOWED.get(operator)) is not None:
                follow(self, operator, instruction.operands)

    def save(self, _operator: str, _operands: Any) -> None:
        """Keep the graphics state."""
        self._states.append(self._state)

    def restore(self, _operator: str, _operands: Any) -> None:
        """Take the graphics state kept last."""
        self._state = self._states.pop() if len(self._states) > 1 else self._state

    def transform(self, _operator: str, operands: Any) -> None:
        """Move the coordinates."""
        matrix = times(matrix_of(operands), self._state.matrix)
        self._state = replace(self._state, matrix=matrix)

    def parameters(self, _operator: str, operands: Any) -> None:
        """Take what the resources say of the graphics state: of it, whether areas are opaque."""
        named = self._resources.get("/ExtGState", {}).get(str(operands[0]), {})
        if "/ca" in named:
            self._state = replace(self._state, opaque=float(named["/ca"]) == 1)

    def color(self, operator: str, operands: Any) -> None:
        """Choose the colour of texts and areas."""
        self._state = replace(self._state, color=color_of(operator, operands))

    def line(self, operator: str, operands: Any) -> None:
        """Choose the colour of lines."""
        self._state = replace(self._state, line=color_of(operator.lower(), operands))

    def width(self, _operator: str, operands: Any) -> None:
        """Choose the width of lines."""
        self._state = replace(self._state, width=float(operands[0]))

    def font(self, _operator: str, operands: Any) -> None:
        """Choose font and size."""
        name = str(operands[0])
        self._state = replace(self._state, font=name, size=float(operands[1]))
        self._found.fonts.setdefault(name, self._resources.Font[name])

    def mode(self, _operator: str, operands: Any) -> None:
        """Choose whether texts are seen."""
        self._state = replace(self._state, mode=int(operands[0]))

    def leading(self, _operator: str, operands: Any) -> None:
        """Choose the distance of lines."""
        self._state = replace(self._state, leading=float(operands[0]))

    def begin(self, _operator: str, _operands: Any) -> None:
        """Begin a text object."""
        self._found.objects += 1
        self._matrix = self._line = UNIT

    def place(self, _operator: str, operands: Any) -> None:
        """Say where the next text stands."""
        self._matrix = self._line = matrix_of(operands)

    def move(self, operator: str, operands: Any) -> None:
        """Begin another line."""
        x, y = float(operands[0]), float(operands[1])
        if operator == "TD":
            self._state = replace(self._state, leading=-y)
        self._matrix = self._line = times((1, 0, 0, 1, x, y), self._line)

    def next_line(self, _operator: str, _operands: Any) -> None:
        """Begin the next line."""
        down = (1.0, 0.0, 0.0, 1.0, 0.0, -self._state.leading)
        self._matrix = self._line = times(down, self._line)

    def text(self, operator: str, operands: Any) -> None:
        """Paint a text."""
        import pikepdf  # noqa: PLC0415

        if operator in ("'", '"'):
            self.next_line(operator, operands)
        state = self._state
        font = self._resources.Font[state.font]
        decode = self._painter.decoder(font)
        text = "".join(
            decode(bytes(part)) if isinstance(part, pikepdf.String)
            else " " if float(part) < _SPACE else ""
            for part in (operands[0] if operator == "TJ" else operands[-1:])
        )  # fmt: skip
        if self._instead[-1] is not None:  # read once, whatever is painted (14.9.4)
            text, self._instead[-1] = self._instead[-1], ""
        matrix = times(self._matrix, state.matrix)
        height = state.size * (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
        color = state.color if state.mode not in (3, 7) and state.opaque else None
        name = str(font.get("/BaseFont", ""))
        start = (matrix[4], matrix[5])
        outlined = state.mode in (1, 2)
        place = self._found.objects
        self._paint(Text(text, self._marks[-1], start, height, name, color, place, outlined))

    def open(self, _operator: str, operands: Any) -> None:
        """Open marked content; what names neither element nor artifact changes nothing."""
        import pikepdf  # noqa: PLC0415

        mark = self._marks[-1]
        properties = operands[1] if len(operands) > 1 else {}
        if isinstance(properties, pikepdf.Name):
            properties = self._resources.get("/Properties", {}).get(str(properties), {})
        if str(operands[0]) == "/Artifact":
            mark = Mark(artifact=True)
        elif "/MCID" in properties:
            mark = Mark(number=int(properties["/MCID"]))
            self._found.marks.append(int(properties["/MCID"]))
        self._marks.append(mark)
        said = properties.get("/ActualText")
        self._instead.append(self._instead[-1] if said is None else str(said))

    def close(self, _operator: str, _operands: Any) -> None:
        """Close marked content."""
        self._marks = self._marks[:-1] or [None]
        self._instead = self._instead[:-1] or [None]

    def rectangle(self, _operator: str, operands: Any) -> None:
        """Add a rectangle to the path."""
        numbers = [float(operand) for operand in operands]
        self._path.append(rectangle(numbers, self._state.matrix))

    def start(self, _operator: str, operands: Any) -> None:
        """Begin an outline."""
        self._path.append((at(operands[0], operands[1], self._state.matrix),))

    def draw(self, _operator: str, operands: Any) -> None:
        """Go on with an outline; of a curve only its end is kept."""
        point = at(operands[-2], operands[-1], self._state.matrix)
        self._path[-1:] = [(*self._path[-1], point)] if self._path else [(point,)]

    def clip(self, operator: str, _operands: Any) -> None:
        """Clip what follows to the path."""
        area = Area(None, tuple(self._path), operator == "W*")
        self._state = replace(self._state, clips=(*self._state.clips, area))

    def drop(self, _operator: str, _operands: Any) -> None:
        """Drop the path."""
        self._path = []

    def fill(self, operator: str, _operands: Any) -> None:
        """Fill the path, and draw its outline where the operator says so."""
        color = self._state.color if self._state.opaque else None
        if operator in _BOTH:
            self._stroke()
        self._area(tuple(self._path), color, alternating=operator.endswith("*"))
        self._path = []

    def stroke(self, _operator: str, _operands: Any) -> None:
        """Draw the path's outline."""
        self._found.unmarked += self._marks[-1] is None
        self._stroke()
        self._path = []

    def shade(self, _operator: str, _operands: Any) -> None:
        """Fill everything with a pattern."""
        self._area((EVERYWHERE,), None)

    def form(self, _operator: str, operands: Any) -> None:
        """Paint a form or a picture."""
        thing = self._resources.get("/XObject", {}).get(str(operands[0]))
        if thing is None:
            return
        state, mark = self._state, self._marks[-1]
        if thing.get("/Subtype") != "/Form":
            self._area((rectangle([0.0, 0.0, 1.0, 1.0], state.matrix),), None)
        elif self._deep < _DEEPEST:
            inner = replace(
                state, matrix=times(matrix_of(thing.get("/Matrix", UNIT)), state.matrix)
            )
            resources = thing.get("/Resources", self._resources)
            _Reading(self._painter, self._found, resources, inner, mark, self._deep + 1).run(thing)

    def _stroke(self) -> None:
        state = self._state
        a, b, c, d, *_ = state.matrix
        width = state.width * abs(a * d - b * c) ** 0.5
        paths = tuple(self._path)
        self._found.strokes.append(Stroke(self._marks[-1], paths, state.line, width))

    def _area(
        self, paths: tuple[tuple[Point, ...], ...], color: Color, *, alternating: bool = False
    ) -> None:
        self._paint(Area(self._marks[-1], paths, alternating, color, self._state.clips))

    def _paint(self, thing: Text | Area) -> None:
        self._found.unmarked += self._marks[-1] is None
        self._found.things.append(thing)


#: Operators that fill a path and draw its outline.
_BOTH = ("B", "B*", "b", "b*")

_R = _Reading
_FOLLOWED: Mapping[str, Callable[[_Reading, str, Any], None]] = {
    "q": _R.save, "Q": _R.restore, "cm": _R.transform, "gs": _R.parameters,
    "rg": _R.color, "g": _R.color, "k": _R.color, "sc": _R.color, "scn": _R.color,
    "cs": _R.color, "RG": _R.line, "G": _R.line, "K": _R.line, "SC": _R.line, "SCN": _R.line,
    "CS": _R.line, "w": _R.width, "Tf": _R.font, "Tr": _R.mode, "TL": _R.leading, "BT": _R.begin,
    "Tm": _R.place, "Td": _R.move, "TD": _R.move, "T*": _R.next_line, "Tj": _R.text,
    "TJ": _R.text, "'": _R.text, '"': _R.text, "BMC": _R.open, "BDC": _R.open, "EMC": _R.close,
    "re": _R.rectangle, "m": _R.start, "l": _R.draw, "c": _R.draw, "v": _R.draw, "y": _R.draw,
    "W": _R.clip, "W*": _R.clip, "n": _R.drop, "f": _R.fill, "F": _R.fill, "f*": _R.fill,
    "B": _R.fill, "B*": _R.fill, "b": _R.fill, "b*": _R.fill, "S": _R.stroke, "s": _R.stroke,
    "INLINE IMAGE": _R.stroke, "sh": _R.shade, "Do": _R.form,
}  # fmt: skip
