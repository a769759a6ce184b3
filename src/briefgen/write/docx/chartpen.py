"""What the writers of a chart's elements share: places, writing, lines and areas."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from briefgen.compose.chartframe import SIZE, Frame
from briefgen.compose.chartspec import ChartSpec
from briefgen.write.docx.ooxml import A, C, Element, emu


@dataclass(frozen=True)
class Pen:
    """One chart, and the units it is written in.

    Attributes:
        spec: the chart.
        frame: where its parts stand.
        point: points by CSS pixel.
        font: name of the font.
    """

    spec: ChartSpec
    frame: Frame
    point: float
    font: str

    def place(self, parent: Element, x: float, y: float, width: float, height: float,
              target: str = "") -> None:  # fmt: skip
        """Write where something stands, in parts of the whole chart (CT_ManualLayout)."""
        layout = c(c(parent, "layout"), "manualLayout")
        if target:
            c(layout, "layoutTarget", target)
        c(layout, "xMode", "edge")
        c(layout, "yMode", "edge")
        for name, length, whole in (
            ("x", x, self.spec.width),
            ("y", y, self.spec.height),
            ("w", width, self.spec.width),
            ("h", height, self.spec.height),
        ):
            c(layout, name, round(length / whole, 4))

    def writing(self, parent: Element, color: str, *, bold: bool = False,
                rotation: str = "0", left: bool = False) -> None:  # fmt: skip
        """Write what writing looks like (``c:txPr``); lines begin on the left or are centred."""
        text = c(parent, "txPr")
        a(text, "bodyPr", rot=rotation, vert="horz", wrap="none")
        a(text, "lstStyle")
        paragraph = a(text, "p")
        properties = a(paragraph, "pPr")
        if left:
            properties.set("algn", "l")
        self.characters(a(properties, "defRPr"), color, bold=bold)
        a(paragraph, "endParaRPr")

    def characters(self, properties: Element, color: str, *, bold: bool = False,
                   size: float = 1) -> None:  # fmt: skip
        """Write size (in sizes of the chart's writing), weight, colour and font of characters."""
        properties.set("sz", str(round(size * SIZE * self.spec.scale * self.point * 100)))
        properties.set("b", str(int(bold)))
        fill(properties, color)
        for script in ("latin", "ea", "cs"):
            a(properties, script, typeface=self.font)

    def stroke(self, shape: Element, color: str, width: float, dash: str = "solid") -> None:
        """Write a line; its width is in CSS pixels."""
        line = a(shape, "ln", w=str(emu(width * self.point)), cap="flat")
        fill(line, color)
        a(line, "prstDash", val=dash)
        a(line, "round")


def decimal_format(count: int) -> str:
    """Return the format of numbers with so many decimals."""
    return "#,##0" + ("." + "0" * count if count else "")


def nothing(shape: Element) -> None:
    """Write that something has neither area nor outline."""
    a(shape, "noFill")
    a(a(shape, "ln"), "noFill")


def fill(parent: Element, color: str) -> None:
    """Write that an area, a line or a letter is filled with a colour, ``#rrggbb``."""
    a(a(parent, "solidFill"), "srgbClr", val=color.removeprefix("#"))


def c(parent: Element, tag: str, val: str | float | None = None, **attributes: str) -> Element:
    """Append an element of a chart; most of them have nothing but ``val``."""
    if val is not None:
        attributes["val"] = str(val)
    return etree.SubElement(parent, f"{{{C}}}{tag}", attributes)


def a(parent: Element, tag: str, **attributes: str) -> Element:
    """Append an element of a drawing."""
    return etree.SubElement(parent, f"{{{A}}}{tag}", attributes)
