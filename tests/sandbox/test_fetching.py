"""Nothing outside a document is fetched: no address, no file, by whatever way it is asked for."""

from __future__ import annotations

import base64
import http.server
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefgen.compose.pictures import scrubbed
from briefgen.compose.vocabulary import check
from briefgen.layout import weasy
from briefgen.layout.weasy import LayoutError
from briefgen.sandbox.pool import Pool
from sandbox.documents import FACES, document, drawing, html, picture

MARKER = "canary 4711"
XML = "http://www.w3.org/2000/svg"

#: What asks for an address: body, style sheet, rest of the head. Those marked as inert are
#: passed over by the layout engine; the vocabulary and the check of pictures refuse them.
VECTORS: dict[str, tuple[str, str, str]] = {
    "img": ('<figure><img src="{url}" alt="x"/></figure>', "", ""),
    "img without scheme": ('<figure><img src="//{rest}" alt="x"/></figure>', "", ""),
    "link": ("", "", '<link rel="stylesheet" href="{url}"/>'),
    "import": ("", "", "<style>@import url({url});</style>"),
    "import as text": ("", "", '<style>@import "{url}";</style>'),
    "background": ("", "p {{ background: url({url}) }}", ""),
    "background of the page": ("", "@page {{ background: url({url}) }}", ""),
    "list-style": ("", "ul {{ list-style-image: url({url}) }}", ""),
    "content": ("", "p::before {{ content: url({url}) }}", ""),
    "content of the page": ("", "@page {{ @top-left {{ content: url({url}) }} }}", ""),
    "border-image": ("", "p {{ border: 1px solid; border-image: url({url}) 1 }}", ""),
    "mask-border": ("", "p {{ mask-border: url({url}) 1 }}", ""),
    "font-face": (
        "", "@font-face {{ font-family: Z; src: url({url}) }} p {{ font-family: Z }}", "",
    ),
    "color-profile": (
        "", "@color-profile --p {{ src: url({url}) }} p {{ color: color(--p 0 0 0) }}", "",
    ),
    "attachment": ("", "", '<link rel="attachment" href="{url}"/>'),
    "attachment link": ('<p><a rel="attachment" href="{url}">a</a></p>', "", ""),
    "attachment link in capitals": ('<p><a rel="x ATTACHMENT" href="{url}">a</a></p>', "", ""),
    "object": ('<p><object data="{url}"></object></p>', "", ""),
    "embed": ('<p><embed src="{url}"/></p>', "", ""),
    "inline svg image": (
        f'<svg xmlns="{XML}" width="9" height="9"><image href="{{url}}" width="9"/></svg>', "", "",
    ),
    "svg image": (drawing('<image href="URL" width="9" height="9"/>'), "", ""),
    "svg image by xlink": (drawing('<image xlink:href="URL" width="9" height="9"/>'), "", ""),
    "base": ('<figure><img src="x.png" alt="x"/></figure>', "", '<base href="{url}"/>'),
    "redirect": ('<figure><img src="{redirect}" alt="x"/></figure>', "", ""),
    "redirected style": ("", "", '<link rel="stylesheet" href="{redirect}"/>'),
    "iframe (inert)": ('<p><iframe src="{url}"></iframe></p>', "", ""),
    "input (inert)": ('<p><input type="image" src="{url}"/></p>', "", ""),
    "video (inert)": ('<p><video poster="{url}" src="{url}"></video></p>', "", ""),
    "refresh (inert)": ("", "", '<meta http-equiv="refresh" content="0; url={url}"/>'),
    "svg use (inert)": (drawing('<use href="URL#a"/>'), "", ""),
    "svg import (inert)": (drawing("<style>@import url(URL);</style><rect/>"), "", ""),
    "svg fill (inert)": (drawing('<rect width="9" height="9" fill="url(URL#a)"/>'), "", ""),
    "svg style sheet (inert)": (
        picture(f'<?xml-stylesheet href="URL"?><svg xmlns="{XML}" width="9" height="9"/>'), "", "",
    ),
    "svg entity (inert)": (
        picture(f'<!DOCTYPE svg [<!ENTITY a SYSTEM "URL">]><svg xmlns="{XML}" width="9" height="9">'
                '<text y="9">&a;</text></svg>'), "", "",
    ),
    "svg document type (inert)": (
        picture(f'<!DOCTYPE svg SYSTEM "URL"><svg xmlns="{XML}" width="9" height="9"/>'), "", "",
    ),
}  # fmt: skip


class _Server:
    """A server that counts who asks it for anything, and can send him elsewhere."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.requests.append(self.path)
                self.send_response(302 if self.path == "/redirect" else 200)
                self.send_header("Location", "/x.png")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def server() -> Iterator[_Server]:
    server = _Server()
    yield server
    server.close()


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("private") / "canary.txt"
    path.write_text(MARKER, "utf-8")
    return path


def _filled(text: str, url: str, redirect: str) -> str:
    """Put an address into a document; those inside of drawings are encoded with them."""
    if "base64" in text:
        head, _, rest = text.partition("base64,")
        encoded, _, tail = rest.partition('"')
        inner = base64.b64decode(encoded).decode().replace("URL", url)
        return f'{head}base64,{base64.b64encode(inner.encode()).decode()}"{tail}'
    return text.format(url=url, rest=url.partition("//")[2], redirect=redirect)


@pytest.mark.parametrize("where", ["server", "file"])
@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_is_fetched_and_the_paper_is_refused(
    layout_pool: Pool, server: _Server, canary: Path, vector: str, where: str
) -> None:
    url = f"{server.url}/x.png" if where == "server" else canary.as_uri()
    redirect = f"{server.url}/redirect" if where == "server" else canary.as_uri()
    parts = [_filled(part, url, redirect) for part in VECTORS[vector]]
    parts[0] += "<p>a</p><ul><li>b</li></ul>"
    answer = layout_pool.submit(document(*parts))
    error = answer.exception(30)
    if error is not None:
        assert isinstance(error, LayoutError)
        assert MARKER not in str(error)
    else:
        assert vector.endswith("(inert)")
        assert MARKER.encode() not in answer.result()[1]
        text = html(*parts)
        assert check(text, "x.html") or scrubbed(text, "x.html")[1]
    assert server.requests == []


def test_a_refused_address_is_named(layout_pool: Pool, canary: Path) -> None:
    with pytest.raises(LayoutError) as caught:
        layout_pool.submit(document("", f"body {{ background: url({canary.as_uri()}) }}")).result(
            30
        )
    assert f"the document asks for {canary.as_uri()}, which is not part of it" in (
        caught.value.messages
    )


@pytest.mark.parametrize(
    "href",
    ["annex/notes.pdf", "../x", "/etc/passwd", "file:///etc/passwd", "//host/x", "x.html#a",
     "javascript:x()", "data:text/html,x", "?x", "C:\\notes.doc"],
)  # fmt: skip
def test_a_link_that_would_tell_a_path_is_refused(layout_pool: Pool, href: str) -> None:
    with pytest.raises(LayoutError, match="leads to a file"):
        layout_pool.submit(document(f'<p><a href="{href}">a</a></p>')).result(30)


@pytest.mark.parametrize("href", ["https://a.example/x?y#z", "mailto:a@b.example", "#here"])
def test_other_links_stay(layout_pool: Pool, href: str) -> None:
    pages, pdf = layout_pool.submit(
        document(f'<p id="here"><a href="{href}">a</a></p>')
    ).result(30)  # fmt: skip
    assert pages == 1
    assert b"file:" not in pdf


def test_a_refusal_is_told_even_where_the_drawing_and_the_log_keep_silent(canary: Path) -> None:
    logger = logging.getLogger("weasyprint")
    logger.setLevel(logging.CRITICAL + 1)
    try:
        text = _filled(VECTORS["svg image"][0], canary.as_uri(), "")
        with pytest.raises(LayoutError, match="which is not part of it"):
            weasy.paint(weasy.lay_out(html(text), FACES), bytes(16))
        assert logger.level == logging.CRITICAL + 1
    finally:
        logger.setLevel(logging.NOTSET)
