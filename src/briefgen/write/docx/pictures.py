"""Pictures: data URIs become image parts and inline drawings, charts become charts."""

from __future__ import annotations

import base64
from typing import Final
from urllib.parse import unquote_to_bytes
from xml.etree.ElementTree import Element as HtmlElement

import resvg_py
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from lxml import etree

from briefgen.compose.chartreading import parse
from briefgen.compose.chartspec import ChartSpec
from briefgen.write.docx.builder import Builder
from briefgen.write.docx.charts import chart_space, external_data
from briefgen.write.docx.ooxml import ADEC, PIC, WP, A, C, Element, R, checked, emu, w
from briefgen.write.docx.package import Story
from briefgen.write.docx.workbooks import workbook

#: Pixels per inch of pictures drawn from SVG.
_RESOLUTION: Final = 220

#: Identifier of the extension that marks a picture as decorative ([MS-ODRAWXML] 2.3).
_DECORATIVE: Final = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"


def drawing(builder: Builder, element: HtmlElement, story: Story) -> Element:
    """Return the ``w:drawing`` of an ``img`` and put its picture or chart into the package.

    Raises:
        ValueError: the source is not a data URI of an SVG, PNG or JPEG picture, or the
            specification of its chart is none.
    """
    width, height = builder.layout.images[element]
    builder.pictures += 1
    number = builder.pictures
    extent = {"cx": str(emu(width)), "cy": str(emu(height))}
    container = w("drawing")
    inline = _sub(container, WP, "inline", distT="0", distB="0", distL="0", distR="0")
    _sub(inline, WP, "extent", **extent)
    specification = element.get("data-chart")
    kind = "Picture" if specification is None else "Chart"
    _properties(inline, f"{kind} {number}", number, element.get("alt", ""))
    frame = _sub(inline, WP, "cNvGraphicFramePr")
    if specification is not None:
        data = _sub(_sub(inline, A, "graphic"), A, "graphicData", uri=C)
        chart = _chart(builder, parse(specification), width, number)
        _sub(data, C, "chart").set(f"{{{R}}}id", story.relate(chart, RELATIONSHIP_TYPE.CHART))
        return container
    part = _image(builder, element.get("src", ""), width, number)
    relationship = story.relate(part, RELATIONSHIP_TYPE.IMAGE)
    _sub(frame, A, "graphicFrameLocks", noChangeAspect="1")
    data = _sub(_sub(inline, A, "graphic"), A, "graphicData", uri=PIC)
    picture = _sub(data, PIC, "pic")
    kept = _sub(picture, PIC, "nvPicPr")
    _sub(kept, PIC, "cNvPr", id=str(number), name=f"Picture {number}")
    _sub(kept, PIC, "cNvPicPr")
    fill = _sub(picture, PIC, "blipFill")
    _sub(fill, A, "blip").set(f"{{{R}}}embed", relationship)
    _sub(_sub(fill, A, "stretch"), A, "fillRect")
    shape = _sub(picture, PIC, "spPr")
    transform = _sub(shape, A, "xfrm")
    _sub(transform, A, "off", x="0", y="0")
    _sub(transform, A, "ext", **extent)
    _sub(_sub(shape, A, "prstGeom", prst="rect"), A, "avLst")
    return container


def _chart(builder: Builder, spec: ChartSpec, width: float, number: int) -> Part:
    """Add a chart and its workbook to the package.

    Args:
        builder: the document.
        spec: the chart.
        width: of the chart, in points.
        number: of the part.
    """
    book = builder.package.embedded("workbook", workbook(spec), number)
    story = builder.package.story("chart", chart_space(spec, width, builder.fonts), number)
    relationship = story.relate(book, RELATIONSHIP_TYPE.PACKAGE)
    external_data(story.root, relationship)
    return story.part


def _properties(inline: Element, name: str, number: int, alt: str) -> None:
    properties = _sub(inline, WP, "docPr", id=str(number), name=name)
    if alt:
        properties.set("descr", checked(alt))
        return
    extension = _sub(_sub(properties, A, "extLst"), A, "ext", uri=_DECORATIVE)
    etree.SubElement(extension, f"{{{ADEC}}}decorative", {"val": "1"}, {"adec": ADEC})


def _image(builder: Builder, source: str, width: float, number: int) -> Part:
    """Add the picture of a data URI (RFC 2397) to the package."""
    head, comma, body = source.partition(",")
    if not head.startswith("data:") or not comma:
        raise ValueError("a picture must be a data URI")
    media_type, *parameters = head[len("data:") :].split(";")
    data = unquote_to_bytes(body)
    if "base64" in parameters:
        data = base64.b64decode(data, validate=True)
    if media_type == "image/svg+xml":
        png = resvg_py.svg_to_bytes(
            svg_string=data.decode(),
            skip_system_fonts=True,
            font_files=list(builder.font_files),
            width=max(round(width / 72 * _RESOLUTION), 1),
        )
        return builder.package.embedded("png", bytes(png), number)
    if media_type in ("image/png", "image/jpeg"):
        return builder.package.embedded(media_type.removeprefix("image/"), data, number)
    raise ValueError(f"Word documents hold no pictures of the type {media_type}")


def _sub(parent: Element, namespace: str, tag: str, **attributes: str) -> Element:
    prefix = {WP: "wp", A: "a", PIC: "pic", C: "c"}[namespace]
    return etree.SubElement(parent, f"{{{namespace}}}{tag}", attributes, {prefix: namespace})
