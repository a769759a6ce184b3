"""A hostile value in every place where a template can put one: text, attribute, address, style."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from briefgen.compose.vocabulary import check
from briefgen.layout.weasy import LayoutError
from briefgen.sandbox.pool import Pool
from sandbox.documents import document, html
from sandbox.jobs import Template

VALUES = {
    "tag": "<script>x()</script>",
    "end": "</p></style><script>x()</script>",
    "quotes": "\" onclick=\"x()\" ' onclick='x()'",
    "blank": "a onclick=x()",
    "script": "javascript:x()",
    "file": "file:///etc/passwd",
    "relative": "annex/notes.pdf",
    "address": "http://127.0.0.1:9/x.png",
    "html": "data:text/html,<script>x()</script>",
    "css": "red; background: url(http://127.0.0.1:9/x.png)",
    "rule": "} p { background: url(http://127.0.0.1:9/x.png) } x {",
    "import": "@import url(http://127.0.0.1:9/x.css);",
    "template": "{{ 7 * 7 }}{% include 'x' %}",
    "entity": "&lt;script&gt; &#60;b&#62; &amp;",
    "comment": "<!-- a --> ]]> -->",
}

#: Where text stays text.
PLAIN = {
    "text": "<p>{{ v }}</p>",
    "cell": "<table><tbody><tr><td>{{ v }}</td></tr></tbody></table>",
    "note": '<p>a<span class="note">{{ v }}</span></p>',
    "macro": "{% macro m(x) %}<p>{{ x }}</p>{% endmacro %}{{ m(v) }}",
    "block": "{% set b %}{{ v }}{% endset %}<p>{{ b }}</p>",
    "joined": "<p>{{ [v, v]|join('; ') }}</p>",
    "put together": "<p>{{ 'a ' ~ v }}</p>",
    "filtered": "<p>{{ v|trim|capitalize }}</p>",
}

#: Where a value can mean something else.
OTHER = {
    "href": '<p><a href="{{ v }}">a</a></p>',
    "href in single quotes": "<p><a href='{{ v }}'>a</a></p>",
    "href without quotes": "<p><a href={{ v }}>a</a></p>",
    "src": '<figure><img src="{{ v }}" alt="x"/></figure>',
    "style attribute": '<p style="color: {{ v }}">a</p>',
    "class": '<p class="{{ v }}">a</p>',
    "class without quotes": "<p class={{ v }}>a</p>",
    "event": '<p onclick="{{ v }}">a</p>',
    "element": "<{{ v }}>a</p>",
    "attribute name": "<p {{ v }}>a</p>",
    "script": "<script>{{ v }}</script>",
}


def _rendered(templates_pool: tuple[Pool, Path], text: str, value: str) -> str:
    pool, folder = templates_pool
    (folder / "context.html.j2").write_text(text, "utf-8")
    rendered = pool.submit(Template(folder, "context.html.j2", {"v": value})).result(30)
    assert isinstance(rendered, str)
    return rendered


@pytest.mark.parametrize(("place", "value"), list(product(PLAIN, VALUES)))
def test_a_value_in_a_text_is_text(
    templates_pool: tuple[Pool, Path], place: str, value: str
) -> None:
    rendered = _rendered(templates_pool, PLAIN[place], VALUES[value])
    assert check(html(rendered), "x.html") == []
    assert "49" not in rendered


@pytest.mark.parametrize(("place", "value"), list(product(OTHER, VALUES)))
def test_a_value_in_another_place_is_refused(
    templates_pool: tuple[Pool, Path], place: str, value: str
) -> None:
    rendered = _rendered(templates_pool, OTHER[place], VALUES[value])
    found = check(html(rendered), "x.html")
    if (place, value) == ("href", "address") or (place.startswith("href") and value == "address"):
        assert found == [], "a link may lead to an address"
    else:
        assert found != []


@pytest.mark.parametrize("value", ["css", "rule", "import"])
@pytest.mark.parametrize("style", ["{v}", "p {{ color: {v} }}", "p {{ content: '{v}' }}"])
def test_a_value_in_a_style_sheet_loads_nothing(layout_pool: Pool, value: str, style: str) -> None:
    with pytest.raises(LayoutError):
        layout_pool.submit(document("<p>a</p>", style.format(v=VALUES[value]) + " }")).result(30)


@pytest.mark.parametrize(
    "suffix", ["html.j2", "html", "htm", "txt", "css", "xml", "svg", "md", "j2", "x"]
)
def test_values_are_escaped_whatever_the_template_is_called(
    templates_pool: tuple[Pool, Path], suffix: str
) -> None:
    pool, folder = templates_pool
    (folder / f"suffix.{suffix}").write_text("<p>{{ v }}</p>", "utf-8")
    job = Template(folder, f"suffix.{suffix}", {"v": "<b>&\"'"})
    assert pool.submit(job).result(30) == "<p>&lt;b&gt;&amp;&#34;&#39;</p>"
