# ruff: noqa: E501
"""Leaks of every kind, planted into the press paper's HTML, are found."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from briefgen.diagnostics import Place
from briefgen.verify.leaks.needles import Needles, Secret, needles
from briefgen.verify.leaks.scan import Finished, scan

if TYPE_CHECKING:
    from conftest import Shipped

CODE = "Hofbau-Lantern"
SENTENCE = f"The working paper for a package with lump payments is filed as {CODE}."
NAME = "Ottokar Quillfeder"
SECRETS = [
    Secret(text, Place("data/dossier.yaml", line))
    for line, text in enumerate((CODE, SENTENCE, NAME, "3108249"), 1)
]
EDITION = "ruritania-graustark.press.en"

SVG = "<svg xmlns='http://www.w3.org/2000/svg'><text>Hof<tspan>bau</tspan>-Lantern</text></svg>"
ESCAPED = "".join(f"\\u{ord(letter):04x}" for letter in CODE)

KINDS = {
    "text": f"<p>{SENTENCE}</p>",
    "text over elements": "<p>met Otto<b>kar</b> Quill<em>fed</em>er",
    "figure over elements": "<p>3&nbsp;1<b>08</b>&#8239;249",
    "hidden element": f"<p hidden style='display:none'>{CODE}</p>",
    "hidden field": f"<input type=hidden value='{CODE}'>",
    "closed details": f"<details><summary>x</summary>{NAME}</details>",
    "noscript": f"<noscript>{CODE}</noscript>",
    "template": f"<template><p>{CODE}</p></template>",
    "comment": f"<!-- {NAME} -->",
    "markup in a comment": "<!-- <p>Quill<b>feder</b> -->",
    "attribute": f"<p title='{NAME}'>x",
    "identifier": "<p id=hofbau-lantern>x",
    "data attribute": "<p data-n=3108249>x",
    "meta": f"<meta name=description content='{SENTENCE}'>",
    "comment in a style": f"<style>/* {NAME} */</style>",
    "content of a style": f"<style>p::after {{ content: '{NAME}' }}</style>",
    "class of a style": "<style>.hofbau-lantern { color: red }</style>",
    "escapes in a style": r"<style>p { content: '\48 ofbau-Lantern' }</style>",
    "script": f"<script>var a = '{NAME}'</script>",
    "escapes in a script": f"<script>var a = '{ESCAPED}'</script>",
    "picture in base64": "<img src='data:image/svg+xml;base64,"
    f"{base64.b64encode(SVG.encode()).decode()}'>",
    "picture percent-encoded": f'<img src="data:image/svg+xml,{quote(SVG)}">',
    "picture in a style": f"<style>p {{ background: url(data:image/svg+xml,{quote(SVG)}) }}</style>",
    "link": f"<a href='https://example.org/{quote(NAME)}'>x</a>",
    "base64 twice": base64.b64encode(base64.b64encode(SENTENCE.encode())).decode(),
    "entities": "".join(f"&#x{ord(letter):x};" for letter in CODE),
    "SVG description": f"<svg><desc>{NAME}</desc></svg>",
    "CDATA": f"<![CDATA[ {CODE} ]]>",
    "declaration": f"<!{CODE}>",
    "part of a sentence": "<p>some package with lump payments, perhaps</p>",
}


@pytest.fixture(scope="module")
def paper(shipped: Shipped) -> str:
    return shipped.path(EDITION, "html").read_text("utf-8")


@pytest.fixture(scope="module")
def searched(paper: str) -> Needles:
    return needles(SECRETS, [re.sub("<[^>]*>", " ", paper)])


@pytest.mark.parametrize("kind", KINDS)
def test_a_leak_in_the_document_is_found(kind: str, paper: str, searched: Needles) -> None:
    planted = paper.replace("</body>", KINDS[kind] + "</body>")
    leaks = scan(Finished(planted.encode(), "html", "paper.html"), searched)
    assert {leak.secret for leak in leaks} & set(SECRETS), leaks


def test_a_leak_after_the_document_is_found(paper: str, searched: Needles) -> None:
    assert scan(Finished(f"{paper}\n{CODE}".encode(), "html", "paper.html"), searched)


def test_a_leak_in_another_encoding_is_found(paper: str, searched: Needles) -> None:
    planted = paper.replace("</body>", f"<p>{CODE}</body>")
    for encoding in ("utf-16", "utf-8-sig"):
        assert scan(Finished(planted.encode(encoding), "html", "paper.html"), searched)


def test_the_paper_without_a_leak_has_none(paper: str, searched: Needles) -> None:
    assert scan(Finished(paper.encode(), "html", f"{EDITION}.html"), searched) == []
