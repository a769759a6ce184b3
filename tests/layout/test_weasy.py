"""What the two writers rely on: the layout of a small document, and what is refused."""

from __future__ import annotations

import base64
import gc
import resource
import socket
import threading
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from briefgen.house.fonts import load_fonts
from briefgen.house.workspace import Workspace
from briefgen.layout.pages import Field, Layout, MarginBox
from briefgen.layout.weasy import LayoutError, lay_out, paint

FACES = load_fonts(Workspace(Path(__file__).parents[2])).faces

BASE = """
@page { size: A4; margin: 20mm 25mm 30mm 15mm;
  @top-center { content: string(marking); font: bold 9pt Carlito; color: #ff0000 }
  @bottom-right { content: counter(page) " / " counter(pages) }
}
html { font: 10pt/1.5 Carlito; color: #1d2329 }
body { margin: 0; string-set: marking attr(data-marking) }
"""


def _document(body: str, css: str = "", head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"/><title>T</title>{head}'
        f'<style>{BASE}{css}</style></head><body data-marking="TLP:RED">{body}</body></html>'
    )


def _laid(body: str, css: str = "", head: str = "") -> Layout:
    return lay_out(_document(body, css, head), FACES)


def _element(layout: Layout, tag: str, number: int = 0) -> Element:
    return list(layout.root.iter(tag))[number]


def _box(layout: Layout, position: str) -> MarginBox:
    return next(box for box in layout.pages.boxes if box.position == position)


def _complaints(body: str, css: str = "", head: str = "") -> str:
    with pytest.raises(LayoutError) as caught:
        paint(_laid(body, css, head), bytes(16))
    return "\n".join(caught.value.messages)


def _svg(content: str) -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{content}</svg>'
    source = base64.b64encode(svg.encode()).decode()
    return f'<figure><img src="data:image/svg+xml;base64,{source}" alt="x"/></figure>'


def test_styles_are_computed_in_points_and_hexadecimal_colours() -> None:
    css = """
    h1 { font-size: 2em; color: rgb(18, 67, 109); margin: 4mm 0 1em; text-transform: uppercase;
         letter-spacing: 0.1em; break-after: avoid; text-align: center }
    p { padding: 8px; border-left: 2.5pt solid #b8500f; background: #eef2f6; text-indent: 10px;
        font-style: italic; orphans: 3; widows: 4; break-inside: avoid }
    strong { color: inherit; text-decoration: underline; font-variant-caps: small-caps }
    td { text-align: right; font-variant-numeric: tabular-nums; vertical-align: bottom }
    section { break-before: page }
    """
    body = (
        "<h1>T</h1><p>a <strong>B</strong></p><table><tbody><tr><td>1</td></tr></tbody></table>"
        "<section><h2>S</h2></section>"
    )
    layout = _laid(body, css)
    title = layout.styles[_element(layout, "h1")]
    assert (title.font_family, title.font_size, title.bold) == ("Carlito", 20, True)
    assert (title.color, title.background) == ("12436d", None)
    assert title.margin.top == pytest.approx(4 / 25.4 * 72)
    assert title.margin.bottom == pytest.approx(20)
    assert title.letter_spacing == pytest.approx(2)
    assert title.line_height == pytest.approx(30)
    assert (title.uppercase, title.text_align, title.keep_with_next) == (True, "center", True)
    text = layout.styles[_element(layout, "p")]
    assert (text.padding.left, text.text_indent) == (6, 7.5)
    assert (text.border.left.width, text.border.left.style) == (2.5, "solid")
    assert (text.border.left.color, text.border.top.width) == ("b8500f", 0)
    assert (text.background, text.italic, text.keep_together) == ("eef2f6", True, True)
    assert (text.orphans, text.widows) == (3, 4)
    strong = layout.styles[_element(layout, "strong")]
    assert (strong.bold, strong.underline, strong.small_caps) == (True, True, True)
    assert strong.color == "1d2329"
    cell = layout.styles[_element(layout, "td")]
    assert (cell.text_align, cell.tabular_numerals) == ("right", True)
    assert cell.vertical_align == "bottom"
    assert layout.styles[_element(layout, "section")].page_break_before
    assert not text.page_break_before


def test_a_later_style_sheet_and_a_variable_are_resolved_by_the_cascade() -> None:
    css = ":root { --a: #0b6b74 } p { color: red } p.x { color: var(--a) } p { color: blue }"
    layout = _laid('<p class="x">a</p><p>b</p>', css)
    colors = [layout.styles[_element(layout, "p", n)].color for n in (0, 1)]
    assert colors == ["0b6b74", "0000ff"]


def test_column_widths_make_up_the_width_of_the_table() -> None:
    css = """table { width: 100%; border-collapse: collapse; table-layout: fixed }
    th, td { padding: 0 } .w { width: 25% }"""
    row = '<tr><th scope="row" class="w">a</th><td>b</td><td>c</td></tr>'
    layout = _laid(f"<table><tbody>{row}{row}</tbody></table>", css)
    widths = layout.columns[_element(layout, "table")]
    available = layout.pages.width - layout.pages.margin.left - layout.pages.margin.right
    assert len(widths) == 3
    assert sum(widths) == pytest.approx(available, abs=0.5)
    assert widths[0] == pytest.approx(available / 4, abs=0.5)


def test_a_table_over_two_pages_is_measured_once_as_a_whole() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>x</td></tr>" for n in range(120))
    layout = _laid(f"<table><tbody>{rows}</tbody></table>", "table { width: 100% }")
    assert layout.page_count > 1
    assert list(layout.columns) == [_element(layout, "table")]


def test_pictures_have_the_size_at_which_they_are_drawn() -> None:
    layout = _laid(
        _svg("<rect width='40' height='20'/>"), "figure { margin: 0 } img { width: 80px }"
    )
    assert layout.images[_element(layout, "img")] == (60, 30)


def test_page_geometry_is_the_one_of_the_style_sheet() -> None:
    page = _laid("<p>a</p>").pages
    assert [page.width, page.height] == pytest.approx([595.28, 841.89], abs=0.01)
    sides = [page.margin.top, page.margin.right, page.margin.bottom, page.margin.left]
    assert sides == pytest.approx([mm / 25.4 * 72 for mm in (20, 25, 30, 15)])


def test_ids_lead_to_the_page_on_which_they_begin() -> None:
    layout = _laid(
        '<p id="a">a</p><section id="b"><p>b</p></section><section><p id="c">c</p></section>'
        '<p><a href="#a">1</a> <a href="#b">2</a> <a href="#c">3</a></p>',
        "section { break-before: page }",
    )
    assert dict(layout.page_numbers) == {"a": 1, "b": 2, "c": 3}
    assert layout.page_count == 3


def test_margin_boxes_hold_strings_and_page_numbers() -> None:
    layout = _laid("<p>a</p>")
    assert {box.position for box in layout.pages.boxes} == {"top-center", "bottom-right"}
    top, bottom = _box(layout, "top-center"), _box(layout, "bottom-right")
    assert top.parts == ("TLP:RED",)
    assert (top.style.bold, top.style.font_size, top.style.color) == (True, 9, "ff0000")
    assert bottom.parts == (Field("page"), " / ", Field("pages"))


def test_a_first_page_may_differ_from_the_others() -> None:
    css = """@page :first { margin-top: 50mm; @top-center { content: "first" } }
    section { break-before: page }"""
    layout = _laid("<p>a</p><section><p>b</p></section>", css)
    assert layout.first_page.margin.top == pytest.approx(50 / 25.4 * 72)
    assert layout.pages.margin.top == pytest.approx(20 / 25.4 * 72)
    assert [b.parts for b in layout.first_page.boxes if b.position == "top-center"] == [("first",)]
    assert _box(layout, "top-center").parts == ("TLP:RED",)


def test_a_page_alone_is_first_and_any_other() -> None:
    layout = _laid("<p>a</p>")
    assert layout.first_page == layout.pages


def test_a_picture_in_the_page_margin_is_refused() -> None:
    with pytest.raises(LayoutError):
        _laid("<p>a</p>", "@page { @top-left { content: url(data:image/png;base64,AA==) } }")


def test_what_is_not_displayed_has_no_style() -> None:
    layout = _laid('<p>a</p><p class="no">b</p>', ".no { display: none }")
    assert _element(layout, "p", 0) in layout.styles
    assert _element(layout, "p", 1) not in layout.styles
    assert _element(layout, "title") not in layout.styles


@pytest.mark.parametrize(
    "body", ["<p>\U00010a00</p>", _svg('<text font-family="Carlito" y="9">\U00010a00</text>')]
)
def test_a_glyph_that_no_font_has_is_an_error(body: str) -> None:
    assert "U+10A00" in _complaints(body)


def test_a_family_that_the_templates_do_not_bring_is_an_error() -> None:
    message = _complaints("<p>a</p>", 'p { font-family: "DejaVu Sans" }')
    assert "DejaVu Sans" in message
    assert "Carlito" in message


@pytest.mark.parametrize(
    ("css", "message"),
    [
        ("p { colr: red }", "colr"),
        ("p { color: nonsense }", "nonsense"),
        ("p[ { color: red }", "Parse error"),
    ],
)
def test_a_style_that_is_not_understood_is_an_error(css: str, message: str) -> None:
    assert message in _complaints("<p>a</p>", css)


@pytest.mark.parametrize("source", ["data:image/png;base64,AAAA", "data:image/jpeg;base64,/9j/",
                                    "data:image/svg+xml;base64,PHN2"])  # fmt: skip
def test_a_picture_that_cannot_be_read_is_an_error(source: str) -> None:
    assert "Failed to load image" in _complaints(f'<figure><img src="{source}" alt="x"/></figure>')


def test_a_link_that_leads_nowhere_is_an_error() -> None:
    assert "#nowhere" in _complaints('<p><a href="#nowhere">a</a></p>')


class _Listener:
    """Counts who connects to a port of this machine."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.calls = 0
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self._thread.join(5)


@pytest.mark.parametrize(
    ("body", "css", "head"),
    [
        ('<figure><img src="{url}/x.png" alt="x"/></figure>', "", ""),
        ("", "p {{ background: url({url}/x.png) }}", ""),
        ("", "ul {{ list-style-image: url({url}/x.png) }}", ""),
        ("", "p::before {{ content: url({url}/x.png) }}", ""),
        ("", "p {{ border-image: url({url}/x.png) 1 }}", ""),
        ("", "@font-face {{ font-family: Z; src: url({url}/z.ttf) }} p {{ font-family: Z }}", ""),
        ("", "", '<link rel="stylesheet" href="{url}/x.css"/>'),
        ("", "", "<style>@import url({url}/x.css);</style>"),
        ("", "", '<base href="{url}/"/><link rel="stylesheet" href="x.css"/>'),
        ("", "", '<link rel="attachment" href="{url}/x.txt"/>'),
        ('<p><object data="{url}/x.svg"></object></p>', "", ""),
        ('<p><embed src="{url}/x.svg"/></p>', "", ""),
        (_svg('<image href="URL/x.png" width="9" height="9"/>'), "", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("local", [False, True])
def test_nothing_outside_the_document_is_fetched(
    tmp_path: Path, body: str, css: str, head: str, *, local: bool
) -> None:
    listener = _Listener()
    url = tmp_path.as_uri() if local else listener.url
    for name in ("x.png", "x.css", "x.svg", "x.txt", "z.ttf"):
        (tmp_path / name).write_bytes(b"kept private")
    if "svg+xml" in body:
        body = _svg(f'<image href="{url}/x.png" width="9" height="9"/>')
    given = [text.format(url=url) for text in (body + "<p>a</p><ul><li>b</li></ul>", css, head)]
    try:
        message = _complaints(*given)
    finally:
        listener.close()
    assert url in message
    assert listener.calls == 0


def test_the_same_document_and_identifier_give_the_same_pdf() -> None:
    first = paint(_laid("<h1>T</h1><p>a</p>"), bytes(16))
    assert paint(_laid("<h1>T</h1><p>a</p>"), bytes(16)) == first
    assert paint(_laid("<h1>T</h1><p>a</p>"), bytes(range(16))) != first


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux tells what is held")
def test_paper_after_paper_leaves_nothing_behind() -> None:
    rows = "".join(f"<tr><td>a{number}</td><td>{number}</td></tr>" for number in range(40))
    held = []
    for _ in range(40):
        paint(_laid(f"<table>{rows}</table>"), bytes(16))
        gc.collect()
        held.append(int(Path("/proc/self/statm").read_text("ascii").split()[1]))
    assert (held[-1] - held[9]) * resource.getpagesize() < 2 << 20
