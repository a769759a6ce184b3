"""The one module that knows WeasyPrint's internals (pinned to one minor version).

:func:`lay_out` turns composed HTML into a :class:`~briefgen.layout.pages.Layout`,
:func:`paint` turns a layout into the bytes of a PDF. WeasyPrint is imported
inside them, so that everything before the layout works without its libraries.
"""

from __future__ import annotations

import base64
import logging
import os
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from briefgen.house.faces import FontFace
from briefgen.layout import fontfiles, shortcuts, smallcaps, unseen
from briefgen.layout.breaks import HYPHEN, SOFT_HYPHEN, Measure, breaks
from briefgen.layout.computed import SIDES, StyleReader
from briefgen.layout.hyphenation import Broken, Patterns, broken, unwelcome
from briefgen.layout.metadata import PDF_VARIANT, add_identification
from briefgen.layout.pages import (
    POINTS,
    Field,
    Layout,
    MarginBox,
    PageGeometry,
    Sides,
    Style,
)
from briefgen.layout.remembered import Remembered
from briefgen.layout.streams import streams_ended
from briefgen.layout.structure import add_tags

#: An attachment must be dated (ISO 19005-3, 6.8); the day the Word package is dated, too.
_NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)

#: Not "srgb", for which the engine opens the profile's file on every painting and leaves it open.
_CONFORMING = {"pdf_variant": PDF_VARIANT, "output_intent": "sRGB"}

#: ISO 19005-3, 6.2.8: no picture asks to be smoothed.
_AS_IT_IS = f'img {{ image-rendering: crisp-edges }} html {{ hyphenate-character: "{HYPHEN}" }}'

#: Where the engine, and our fetcher, complain.
_logger = logging.getLogger("weasyprint")

_POSITIONS = (
    "top-left", "top-center", "top-right", "bottom-left", "bottom-center", "bottom-right",
)  # fmt: skip


#: Families that ask for any font of a kind (CSS Fonts 4, §2.1.4).
_GENERIC = {"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui"}


class LayoutError(Exception):
    """The layout engine complained; carries its messages.

    A renderer's complaint (a missing glyph, a picture that cannot be read, a
    broken link, a style it does not understand) is never passed over.
    """

    def __init__(self, messages: Sequence[str]) -> None:
        self.messages = tuple(messages)
        super().__init__("; ".join(messages))


def lay_out(html: str, fonts: Sequence[FontFace]) -> Layout:
    """Lay a composed document out.

    Args:
        html: the document, in the checked vocabulary.
        fonts: every font face it may use.

    Raises:
        LayoutError: the engine had anything to complain about.
    """
    if faults := [fault for face in fonts if (fault := fontfiles.fault(face.path))]:
        raise LayoutError(faults)
    fetcher, remembered = _fetcher(fonts), Remembered()
    with _complaints(fetcher), _in_use(remembered), shortcuts.in_use():
        import weasyprint  # noqa: PLC0415  # heavy: loads Pango
        from weasyprint.document import Document  # noqa: PLC0415

        configuration = _font_configuration()
        document = weasyprint.HTML(string=html, url_fetcher=fetcher)
        _refuse_references(document.etree_element)
        own = _font_faces(fonts) + _AS_IT_IS
        sheet = _sheets.get(own) or weasyprint.CSS(
            string=own, font_config=configuration, url_fetcher=fetcher
        )
        contexts: list[Any] = []
        body = document.etree_element.find("body")
        patterns = Patterns("" if body is None else " ".join(body.itertext()))
        has_marks = any(SOFT_HYPHEN in text for text in document.etree_element.itertext())

        class Recorded(Document):  # type: ignore[misc]
            """A document that keeps the context in which it was laid out, and what it broke."""

            broken: Sequence[Broken] = ()

            @classmethod
            def _build_layout_context(cls, *args: Any) -> Any:
                contexts.append(super()._build_layout_context(*args))
                contexts[-1].dictionaries = patterns
                return contexts[-1]

        options = weasyprint.DEFAULT_OPTIONS | _CONFORMING | {"stylesheets": [sheet]}
        colors = {_CONFORMING["output_intent"]: _ColorProfile(_icc_profile())}
        while True:
            rendered = Recorded._render(document, configuration, None, colors, options)
            if patterns or has_marks:
                rendered.broken = broken(page._page_box for page in rendered.pages)
            remembered.forget_lines()
            if not patterns.keep_whole(unwelcome(rendered.broken)):
                break
        rendered.remembered = remembered
    _sheets[own] = sheet  # nothing was amiss with it
    with _complaints(fetcher):
        layout = _read(document.etree_element, rendered, contexts[-1])
        faults = _missing_families(layout, fonts) or [
            *smallcaps.missing(layout, fonts),
            *unseen.complaints(layout, contexts[-1]),
        ]
    if faults:
        raise LayoutError(faults)
    return layout


@dataclass(frozen=True)
class Attached:
    """A file that a paper was made from, to be carried in its PDF.

    Attributes:
        name: the file's name, without folders.
        media_type: "text/csv", "application/json" …
        description: what it is, in a few words.
        content: its bytes.
    """

    name: str
    media_type: str
    description: str
    content: bytes


def paint(layout: Layout, identifier: bytes, attached: Sequence[Attached] = ()) -> bytes:
    """Return the PDF of a layout: PDF/A-3a and PDF/UA-1 in one.

    Args:
        layout: what :func:`lay_out` returned.
        identifier: 16 bytes that identify the file (ISO 32000-1, 14.4).
        attached: files that the PDF carries as the source of what it says (ISO 19005-3, 6.8).

    Raises:
        LayoutError: the engine had anything to complain about.
    """
    engine = layout.engine
    for page in engine.pages:
        page.links = [link for link in page.links if _is_area(link)]
    with _complaints(engine.url_fetcher), _in_use(engine.remembered), _own_tags(), streams_ended():
        pdf: bytes = engine.write_pdf(
            **_CONFORMING,
            pdf_identifier=identifier,
            finisher=add_identification,
            attachments=[_attachment(file, engine.url_fetcher) for file in attached],
        )
    return pdf


@dataclass
class _ColorProfile:
    """What colours without a space of their own mean (ISO 19005-3, 6.2.3), as the engine asks."""

    content: bytes
    name: str = "sRGB IEC61966-2.1"
    components: tuple[str, ...] = ("r", "g", "b")
    pdf_reference: bytes | None = None


def _icc_profile() -> bytes:
    """Return the ICC's own sRGB profile, which WeasyPrint brings along."""
    import weasyprint.pdf  # noqa: PLC0415

    return files(weasyprint.pdf).joinpath("sRGB2014.icc").read_bytes()


def _is_area(link: Any) -> bool:
    """Whether a link's area is that of the link itself, not of a box inside it again."""
    _, _, _, box = link
    return bool(box.element_tag == "a")


def _in_use(remembered: Remembered) -> AbstractContextManager[None]:
    """Have the engine work nothing out twice that one document remembers."""
    from weasyprint.layout import inline, preferred  # noqa: PLC0415
    from weasyprint.text import ffi, line_break  # noqa: PLC0415

    return remembered.in_use(line_break, inline, preferred, ffi)


@contextmanager
def _own_tags() -> Iterator[None]:
    """Have the engine call our function where it would tag a document with its own."""
    import weasyprint.pdf  # noqa: PLC0415

    before = weasyprint.pdf.add_tags
    weasyprint.pdf.add_tags = add_tags
    try:
        yield
    finally:
        weasyprint.pdf.add_tags = before


def _attachment(file: Attached, fetcher: Any) -> Any:
    """Return the engine's attachment; neither its type nor its date is this machine's."""
    import weasyprint  # noqa: PLC0415

    content = base64.b64encode(file.content).decode()
    return weasyprint.Attachment(
        url=f"data:{file.media_type};base64,{content}",
        url_fetcher=fetcher,
        name=file.name,
        description=file.description,
        created=_NO_DATE,
        modified=_NO_DATE,
        relationship="Source",
    )


@contextmanager
def _complaints(fetcher: Any) -> Iterator[None]:
    """Turn whatever the engine complains of into one fault.

    Raises:
        LayoutError: it complained, failed, or asked for what the document does not carry.
    """
    messages: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    handler = Collector(logging.WARNING)
    before = (_logger.level, _logger.disabled)
    _logger.setLevel(logging.WARNING)  # whoever embeds briefgen may have silenced it
    _logger.disabled = False
    _logger.addHandler(handler)
    try:
        yield
    except LayoutError:
        raise
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        messages.append(_plain(error))
    finally:
        _logger.removeHandler(handler)
        _logger.level, _logger.disabled = before
    # Drawing an SVG swallows exceptions, hence the list of the fetcher's own.
    denied = (f"the document asks for {url}, which is not part of it" for url in fetcher.denied)
    if messages := [*dict.fromkeys((*denied, *messages))]:
        raise LayoutError(messages)


def _plain(error: BaseException) -> str:
    """Return in words what the engine failed of."""
    match error:
        case RecursionError():
            return "elements nest deeper than the layout engine can follow"
        case MemoryError():
            return "the document needs more memory than there is"
        case ArithmeticError():
            return "a length of the style sheets is too large or too small to be computed with"
    return f"the layout engine failed: {type(error).__name__}: {error}"


_configurations: list[Any] = []

#: What the engine made of sheets that name fonts, and say nothing of a paper, by their texts.
_sheets: dict[str, Any] = {}


def _font_configuration() -> Any:
    """Return the process's font configuration.

    One is shared: each new one costs memory that WeasyPrint never gives back.
    It must not be carried across a fork.
    """
    if not _configurations:
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
        try:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
                _configurations.append(FontConfiguration())
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before
    return _configurations[0]


def _fetcher(fonts: Sequence[FontFace]) -> Any:
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    allowed = {face.path.resolve().as_uri() for face in fonts}

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """Reads the fonts and what the document itself carries, and nothing else."""

        def __init__(self) -> None:
            super().__init__()
            self.denied: list[str] = []

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            if not url.startswith("data:") and url not in allowed:
                self.denied.append(url)
                raise ValueError(f"not part of the document: {url}")
            return super().fetch(url, headers)

    return Fetcher()


#: Schemes of links that lead out of a paper.
_LINKS = re.compile(r"(?:https?|mailto):|#", re.IGNORECASE)


def _refuse_references(root: Element) -> None:
    """Refuse links that would carry a path of this machine, or a file, into the paper.

    Raises:
        LayoutError: naming them.
    """
    found = []
    for element in root.iter():
        href = element.get("href", "")
        if "attachment" in element.get("rel", "").lower().split():
            found.append(f"a paper carries no attachments: {href}")
        elif element.tag == "base":
            found.append(f"a paper has no base: {href}")
        elif element.tag in ("a", "area", "link") and href and not _LINKS.match(href.strip()):
            found.append(f"the link {href} leads to a file")
    if found:
        raise LayoutError(found)


def _font_faces(fonts: Sequence[FontFace]) -> str:
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; src: url("{face.path.resolve().as_uri()}");'
        f" font-weight: {face.weight}; font-style: {face.style} }}"
        for face in fonts
    )


def _read(root: Element, rendered: Any, context: Any) -> Layout:
    reader, styles = StyleReader(), dict[Element, Style]()
    for element in root.iter():
        computed = context.style_for(element)
        if computed is not None and computed["display"] != ("none",):
            styles[element] = reader.style(computed)
    columns: dict[Element, tuple[float, ...]] = {}
    images: dict[Element, tuple[float, float]] = {}
    page_numbers: dict[str, int] = {}
    for number, page in enumerate(rendered.pages, 1):
        _measure(page._page_box, columns, images)
        for anchor in page.anchors:
            page_numbers.setdefault(anchor, number)
    boxes = [page._page_box for page in rendered.pages]
    first = _geometry(boxes[0], context, reader)
    later = next((box for box in boxes[1:] if not _is_turned(box)), boxes[-1])
    return Layout(
        root=root,
        styles=styles,
        columns=columns,
        images=images,
        page_numbers=page_numbers,
        breaks=breaks((page._page_box for page in rendered.pages), _measurer()),
        first_page=first,
        pages=_geometry(later, context, reader) if len(boxes) > 1 else first,
        page_count=len(rendered.pages),
        engine=rendered,
    )


def _missing_families(layout: Layout, fonts: Sequence[FontFace]) -> list[str]:
    """Return a complaint for each family that text asks for and that does not come along.

    WeasyPrint takes another one in its place and says nothing.
    """
    known = sorted({face.family for face in fonts})
    styles = [style for element, style in layout.styles.items() if unseen.holds_text(element)]
    styles += [box.style for page in (layout.first_page, layout.pages) for box in page.boxes]
    allowed = {family.lower() for family in known} | _GENERIC
    missing = dict.fromkeys(s.font_family for s in styles if s.font_family.lower() not in allowed)
    return [
        f"no font of the family “{family}” is in fonts.yaml, which has {', '.join(known)}"
        for family in missing
    ]


def _measurer() -> Measure:
    """Return a function that measures a text; one word in one style is measured once."""
    from weasyprint.text.line_break import create_layout, line_size  # noqa: PLC0415

    known: dict[tuple[str, int], float] = {}

    def measure(text: str, style: Any) -> float:
        key = (text, id(style))
        if key not in known:
            layout = create_layout(text, style, None, None, 0)  # owns the line
            line, _ = layout.get_first_line()
            known[key] = float(line_size(line, style)[0])
        return known[key]

    return measure


def _measure(
    box: Any,
    columns: dict[Element, tuple[float, ...]],
    images: dict[Element, tuple[float, float]],
) -> None:
    """Walk one page's boxes for column widths and picture sizes."""
    stack = [box]
    while stack:
        current = stack.pop()
        tag = current.element_tag
        if tag == "table" and hasattr(current, "column_widths"):
            widths = tuple(width * POINTS for width in current.column_widths)
            if current.style["direction"] == "rtl":  # the engine turned them to draw them
                widths = widths[::-1]
            columns.setdefault(current.element, widths)
        elif tag == "img" and hasattr(current, "replacement"):
            images[current.element] = (current.width * POINTS, current.height * POINTS)
        stack.extend(getattr(current, "children", ()))


def _is_turned(page_box: Any) -> bool:
    """Tell whether a page is one of those that a section of class ``landscape`` turns."""
    return bool(page_box.page_type.name == "landscape")


def _geometry(page_box: Any, context: Any, reader: StyleReader) -> PageGeometry:
    boxes = []
    for position in _POSITIONS:
        computed = context.style_for(page_box.page_type, f"@{position}")
        if computed is None or computed["content"] in ("normal", "none", "inhibit"):
            continue
        parts = tuple(_parts(computed["content"], page_box, context))
        if parts:
            boxes.append(MarginBox(position, parts, reader.style(computed)))
    size = (page_box.margin_width() * POINTS, page_box.margin_height() * POINTS)
    return PageGeometry(
        width=min(size) if _is_turned(page_box) else size[0],
        height=max(size) if _is_turned(page_box) else size[1],
        margin=Sides(*(float(getattr(page_box, f"margin_{side}")) * POINTS for side in SIDES)),
        boxes=tuple(boxes),
    )


def _parts(content: Any, page_box: Any, context: Any) -> Iterator[str | Field]:
    for kind, value in content:
        if kind == "string":
            yield value
        elif kind == "counter()" and value[0] in ("page", "pages"):
            yield Field(value[0])
        elif kind == "string()":
            text = "".join(context.get_string_set_for(page_box, *value))
            if text:
                yield text
        else:
            raise LayoutError([f"page margins hold texts and page numbers only, not {kind}"])
