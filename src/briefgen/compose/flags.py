"""Flags: drawings by ISO 3166-1 alpha-2 code, as pictures with a text alternative.

The drawings are those of flag-icons (``flags.zip``, made by ``script/flags``), all four by three,
so that the flags of two states are equally large. A flag, an outline and a name that stand
together come from one record: nobody can pair them wrongly.
"""

from __future__ import annotations

import base64
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from briefgen.compose.wording import Wording
from briefgen.house.geography import CONTESTED, NONE, SHIPPED, flag_to_choose

#: Size of a drawing, the gap between two, and the width of the line around one, in its units.
_WIDTH, _HEIGHT, _GAP, _LINE = 640, 480, 160, 8

_ROOT: Final = re.compile(r"<svg\b[^>]*>")
_VIEW: Final = re.compile(r'viewBox="\s*([-\d.]+)[\s,]+([-\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)\s*"')
#: Names of parts of a drawing and references to them; two drawings may use the same.
_NAMES: Final = re.compile(r'(\bid="|\burl\(#|\bhref="#)')


class Flags:
    """Draws the flags of one paper.

    Args:
        wording: its language.
        colors: colours of the house style by name; `rule` is that of the line around a flag.
        chosen: what the workspace chose, by code.
    """

    def __init__(
        self, wording: Wording, colors: Mapping[str, str], chosen: Mapping[str, str]
    ) -> None:
        self._wording = wording
        self._colors = colors
        self._chosen = chosen

    def draw(self, *states: Mapping[str, Any], decorative: bool = False) -> Markup:
        """Return the flags of states side by side as one picture.

        Args:
            states: records with ``iso``, an ISO 3166-1 alpha-2 code, and ``name``.
            decorative: whether the picture says nothing to who cannot see it, for the names
                stand beside it.

        Returns:
            The picture; nothing where one of the states has no flag, as invented ones have not.

        Raises:
            ContentError: the flag is one that the workspace has to choose, and it has not.
        """
        drawings = [self._drawing(state["iso"]) for state in states]
        if not drawings or None in drawings:
            return Markup("")
        parts = [
            self._placed(str(drawing), number, f"{state['iso'].lower()}{number}-")
            for number, (state, drawing) in enumerate(zip(states, drawings, strict=True))
        ]
        width = len(parts) * (_WIDTH + _GAP) - _GAP
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width / 8:g}"'
            f' height="{_HEIGHT / 8:g}" viewBox="0 0 {width} {_HEIGHT}">{"".join(parts)}</svg>'
        )
        alternative = "" if decorative else self._alternative([str(s["name"]) for s in states])
        data = base64.b64encode(svg.encode()).decode()
        return Markup('<img class="flags" src="data:image/svg+xml;base64,{}" alt="{}"/>').format(
            data, alternative
        )

    def _alternative(self, names: Sequence[str]) -> str:
        key = "flag.alternative" if len(names) == 1 else "flags.alternative"
        return self._wording.word(key, names=self._wording.listed(names))

    def _drawing(self, code: str) -> str | None:
        chosen = self._chosen.get(code)
        if chosen == NONE:
            return None
        if chosen not in (None, SHIPPED):
            return chosen
        if chosen is None and code in CONTESTED:
            raise flag_to_choose(code)
        return shipped(code)

    def _placed(self, drawing: str, number: int, prefix: str) -> str:
        """Return a drawing at its place in the row, with a line around it for white flags."""
        view = _VIEW.search(drawing)
        x, y, width, height = map(float, view.groups()) if view else (0.0, 0.0, _WIDTH, _HEIGHT)
        root = _ROOT.search(drawing)
        content = drawing[root.end() if root else 0 :].rpartition("</svg>")[0]
        named = _NAMES.sub(rf"\g<1>{prefix}", content.replace("xlink:href", "href"))
        left, half = number * (_WIDTH + _GAP), _LINE / 2
        factors = f"{_WIDTH / width:.6g} {_HEIGHT / height:.6g}"
        # Flags are drawn beyond their edges; what is seen of one ends where it ends.
        return (
            f'<clipPath id="{prefix}edge"><path d="M{x:g} {y:g}h{width:g}v{height:g}h-{width:g}z"/>'
            f'</clipPath><g transform="translate({left} 0) scale({factors})'
            f' translate({-x:g} {-y:g})"><g clip-path="url(#{prefix}edge)">{named}</g></g>'
            f'<rect x="{left + half:g}" y="{half:g}" width="{_WIDTH - _LINE}"'
            f' height="{_HEIGHT - _LINE}" fill="none" stroke="{self._colors["rule"]}"'
            f' stroke-width="{_LINE}"/>'
        )


def shipped(code: str) -> str | None:
    """Return the flag that comes with briefgen as SVG; nothing where there is none."""
    with zipfile.ZipFile(Path(__file__).with_name("flags.zip")) as archive:
        name = f"{code}.svg"
        return archive.read(name).decode() if name in archive.namelist() else None
