"""Documents that would take forever or all memory: the limits hold without any linter."""

from __future__ import annotations

import base64
import resource
import struct
import sys
import time
import zlib
from types import SimpleNamespace

import pytest
from weasyprint.urls import FatalURLFetchingError

from briefgen.compose.pictures import scrubbed
from briefgen.compose.vocabulary import check
from briefgen.layout import weasy
from briefgen.layout.weasy import LayoutError
from briefgen.sandbox.pool import Failure, Pool
from sandbox.documents import document, drawing, html


def _nested(depth: int, tag: str = "div") -> str:
    return f"<{tag}>" * depth + "a" + f"</{tag}>" * depth


def _large_png(side: int) -> str:
    rows = zlib.compress(bytes(side * (side * 3 + 1)), 9)
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)), (b"IDAT", rows),
              (b"IEND", b""))  # fmt: skip
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content
        + struct.pack(">I", zlib.crc32(kind + content)) for kind, content in chunks
    )  # fmt: skip
    source = base64.b64encode(data).decode()
    return f'<figure><img src="data:image/png;base64,{source}" alt="x"/></figure>'


USES = "".join(
    f'<g id="g{n}">' + f'<use href="#g{n + 1}"/>' * 10 + "</g>" for n in range(7)
) + '<g id="g7"><rect width="1" height="1"/></g><use href="#g0"/>'  # fmt: skip
VARIABLES = ":root { --v0: aaaaaaaaaa; " + "".join(
    f"--v{n + 1}: " + f"var(--v{n}) " * 10 + ";" for n in range(9)
) + " } p { font-family: var(--v9) }"  # fmt: skip

#: Body and style sheet.
BOMBS: dict[str, tuple[str, str]] = {
    "flex": (_nested(14), "div { display: flex }"),
    "columns": (_nested(9), "div { columns: 2 }"),
    "uses": (drawing(USES), ""),
    "variables": ("<p>a</p>", VARIABLES),
    "colspan": ('<table><tbody><tr><td colspan="1000000">a</td></tr></tbody></table>', ""),
    "span": ('<table><col span="1000000"/><tbody><tr><td>a</td></tr></tbody></table>', ""),
    "rowspan": ('<table><tbody><tr><td rowspan="1000000">a</td></tr></tbody></table>', ""),
    "word": (f"<p>{'a' * 200_000}</p>", "p { overflow-wrap: anywhere }"),
    "divs": (_nested(400), ""),
    "inlines": (f"<p>{_nested(400, 'em')}</p>", ""),
    "tables": (
        "<table><tr><td>" * 24 + "a" + "</td></tr></table>" * 24, "table { width: 100% }",
    ),
    "lists": ("<ul><li>" * 300 + "a" + "</li></ul>" * 300, ""),
    "font size": ("<p>a</p>", "p { font-size: 1e9px }"),
    "no font size": ("<p>a</p>", "p { font-size: 1e-300px; line-height: 1e300 }"),
    "line height": ("<p>a</p>", "p { line-height: 1e30 }"),
    "margin": ("<p>a</p>", "p { margin: 1e30px }"),
    "width": ("<p>a</p>", "p { width: 1e300px; padding: 1e300px }"),
    "page": ("<p>a b c</p>", "@page { size: 1px 1px; margin: 0 }"),
    "letter spacing": ("<p>ab</p>", "p { letter-spacing: 1e300px }"),
    "pixels": (_large_png(12_000), ""),
    "rows": ("<table><tbody>" + "<tr><td>a</td></tr>" * 25_000 + "</tbody></table>", ""),
    "pages": ("<p>a</p>" * 20_000, "p { break-before: page }"),
    "columns of a table": (
        "<table><tbody><tr>" + "<td>a</td>" * 20_000 + "</tr></tbody></table>", "",
    ),
    "selectors": (
        "<p>a</p>" * 3000,
        ",".join(f"p ~ p:not(p ~ p.x{n})" for n in range(300)) + " { color: red }",
    ),
}  # fmt: skip


def _peak() -> int:
    """Return the peak memory of any child that has ended, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit


#: Seconds of processor time that a bomb gets: many times what an ordinary page takes.
PROCESSOR = 0.5

#: What the layout engine may find a way through.
HARMLESS = ("rowspan", "tables", "line height")


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_document_that_would_not_end_ends_in_a_fault(layout_pool: Pool, bomb: str) -> None:
    layout_pool.submit(document("<p>a</p>")).result(60)  # the one before may have cost its worker
    before = _peak()
    begun = time.perf_counter()
    error = layout_pool.submit(document(*BOMBS[bomb]), PROCESSOR).exception(30)
    assert time.perf_counter() - begun < 10
    assert _peak() <= max(before, 1 << 30)
    assert isinstance(error, LayoutError | Failure) or (error is None and bomb in HARMLESS)
    if isinstance(error, Failure):
        assert error.reason in ("time", "memory")


#: What no style sheet can take back: refused before anything is laid out.
EARLY = ("colspan", "span", "rowspan", "word", "divs", "inlines", "tables", "lists", "rows",
         "columns of a table")  # fmt: skip


@pytest.mark.parametrize("bomb", EARLY)
def test_the_vocabulary_refuses_it_early(bomb: str) -> None:
    begun = time.process_time()
    assert check(html(BOMBS[bomb][0]), "x.html") != []
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("bomb", ["uses", "pixels"])
def test_the_check_of_pictures_refuses_it_early(bomb: str) -> None:
    begun = time.process_time()
    _, faults = scrubbed(html(BOMBS[bomb][0]), "x.html")
    assert faults != []
    assert time.process_time() - begun < 3


def test_what_ordinary_papers_hold_is_laid_out_within_the_same_limits(layout_pool: Pool) -> None:
    rows = "<tr><td>a</td><td>1</td></tr>" * 100
    body = f"<table><tbody>{rows}</tbody></table>" + f"<p>{'Relations resumed. ' * 40}</p>" * 40
    pages, pdf = layout_pool.submit(document(body)).result(30)
    assert pages > 5
    assert pdf.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("body", "css", "message"),
    [
        ("<p>a</p>", "p { font-size: 1e9px }", "<p> on page 2 goes beyond the edge of the page"),
        (_nested(400, "em"), "", "nest deeper than the layout engine can follow"),
        (f"<table><tbody><tr><td>{'a' * 120}</td></tr></tbody></table>", "",
         "<table> on page 1 is wider than the page"),
        (f"<p>{'a' * 900}</p>", "", "<p> on page 1 goes beyond the edge of the page: “aaa"),
    ],
)  # fmt: skip
def test_what_the_layout_engine_fails_of_is_told_in_words(
    layout_pool: Pool, body: str, css: str, message: str
) -> None:
    with pytest.raises(LayoutError) as caught:
        layout_pool.submit(document(body, css)).result(60)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ZeroDivisionError("float division by zero"), "a length of the style sheets is too large"),
        (MemoryError(), "the document needs more memory than there is"),
        (RecursionError("maximum depth"), "elements nest deeper than the layout engine"),
        (KeyError("x"), "the layout engine failed: KeyError: 'x'"),
        (FatalURLFetchingError("x"), "the layout engine failed: FatalURLFetchingError: x"),
    ],
)
def test_whatever_the_layout_engine_raises_is_one_fault(error: BaseException, message: str) -> None:
    with pytest.raises(LayoutError) as caught, weasy._complaints(SimpleNamespace(denied=[])):
        raise error
    assert str(caught.value).startswith(message)


def test_an_interrupt_stays_an_interrupt() -> None:
    with pytest.raises(KeyboardInterrupt), weasy._complaints(SimpleNamespace(denied=["x"])):
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (f"<p>{'a' * 1001}</p>", "a word has more than 1000 letters and nowhere to break"),
        (f"<p>{'a' * 600}<em>{'a' * 600}</em></p>", "a word has more than 1000 letters"),
        ("<p>" + "a\u00a0" * 600 + "</p>", "a word has more than 1000 letters"),
        (_nested(60), "elements nest deeper than 60"),
        ("<table><tbody><tr>" + '<td colspan="60">a</td>' * 2 + "</tr></tbody></table>",
         "a row has more than 100 columns"),
        ('<table><tbody><tr><td colspan="²">a</td></tr></tbody></table>', 'has colspan="²"'),
        ('<table><tbody><tr><td colspan="x">a</td></tr></tbody></table>', 'has colspan="x"'),
        ('<ol start="²"><li>a</li></ol>', 'has start="²"'),
        ('<ol start="99999999999"><li>a</li></ol>', 'has start="99999999999"'),
        ("<table><tbody>" + "<tr><td>a</td></tr>" * 20_001 + "</tbody></table>",
         "the tables have more than 20,000 rows"),
    ],
)  # fmt: skip
def test_the_bounds_of_the_vocabulary_are_told_once(body: str, fault: str) -> None:
    found = [d for d in check(html(body), "x.html") if fault in d.message]
    assert len(found) == 1


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{'a' * 1000}</p>",
        f"<p>{'a' * 600} {'a' * 600}</p>",
        f"<p>{'a' * 600}</p><p>{'a' * 600}</p>",
        "<p>" + "a-" * 900 + "\u00ad".join(["a" * 600] * 2) + "</p>",
        f"<p>{'条約' * 900}{'ไทย' * 900}</p>",
        "<div>" * 50 + "<p>a</p>" + "</div>" * 50,
        "<table><tbody>" + "<tr><td>a</td></tr>" * 4000 + "</tbody></table>",
    ],
)
def test_what_papers_hold_is_within_the_bounds(body: str) -> None:
    assert check(html(body), "x.html") == []
