"""Corners of XML and HTML: texts joined across elements, attributes, comments, names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from lxml import etree

from briefgen.verify.leaks.corners import Corner, Search
from briefgen.verify.leaks.encodings import texts
from briefgen.verify.leaks.folding import BARRIER
from briefgen.verify.leaks.matching import Channel

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFFICE = ("{http://schemas.openxmlformats.org/", "{http://schemas.microsoft.com/", "{urn:schemas-")

#: What separates words in Word's own elements, and what does not in everybody else's.
_BLOCKS = {
    "p": "\n", "tc": "\n", "tr": "\n", "tab": " ", "br": " ", "cr": " ",
    "noBreakHyphen": "-",
}  # fmt: skip
_INLINES = {
    "a", "abbr", "b", "bdi", "bdo", "code", "del", "dfn", "em", "font", "i", "ins", "mark", "r",
    "s", "small", "span", "strong", "sub", "sup", "t", "tspan", "u", "wbr",
}  # fmt: skip

#: Attributes that say something even where they are plain numbers; others are sizes and ids.
_SAYING = etree.XPath(
    "//@*[local-name()='descr' or local-name()='title' or local-name()='name' or local-name()='alt'"
    " or local-name()='string' or local-name()='tooltip']"
    "|//*[local-name()='docVar' or local-name()='alias' or local-name()='tag'"
    " or local-name()='default' or local-name()='listItem']/@*",
    smart_strings=False,
)
_ATTRIBUTES = etree.XPath("//@*", smart_strings=False)
_SIZE = re.compile(r"[-+]?[\d.,\s]+(?:[a-z%]{1,4})?(?:[\s;,]+[-+]?[\d.]+(?:[a-z%]{1,4})?)*")
_GEOMETRY = re.compile(r"(?:matrix|translate|rotate|scale|[MmLlHhVvCcSsQqTtAaZz])[\s\d.,()-]")
_ENTITY = re.compile(r"<!ENTITY\s+%?\s*\S+\s+(?:\w+\s+)?([\"'])(.*?)\1", re.DOTALL)
_DATA_URI = re.compile(r"data:[\w/+.;=-]*,([^\"'\s)<>]+)")
_NAMESPACE = re.compile(rb"xmlns(?::[\w.-]+)?\s*=\s*[\"']([^\"']*)")
_CSS_TEXT = re.compile(r"/\*(.*?)\*/|\"([^\"\n]*)\"|'([^'\n]*)'", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


def is_html(data: bytes) -> bool:
    """Whether bytes are an HTML document."""
    return bool(
        re.match(
            rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|body|head)\b", data[:512], re.IGNORECASE
        )
    )


def is_markup(data: bytes) -> bool:
    """Whether bytes begin like XML, in any encoding."""
    return data[:200].replace(b"\0", b"").lstrip(b"\xff\xfe\xef\xbb\xbf \t\r\n").startswith(b"<")


def xml_corners(data: bytes, where: str, search: Search, depth: int) -> Iterator[Corner]:
    """Yield the corners of XML; what cannot be parsed is read with and without its tags."""
    parser = etree.XMLParser(
        resolve_entities="internal",  # type: ignore[arg-type]
        no_network=True, load_dtd=False, huge_tree=False,
        strip_cdata=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        yield from _source(data, where, search, depth)
        return
    if b"<!" in data[:4096] or b"<\0!\0" in data[:4096]:
        for source, _ in texts(data, Channel.FORMAT):
            for match in _ENTITY.finditer(source):
                yield from search.text(match[2], f"{where}, entity", depth)
    for space in dict.fromkeys(_NAMESPACE.findall(data)):
        yield from search.bytes(space, f"{where}, namespace", depth, Channel.FORMAT)
    yield from _tree(root, where, search, depth)


def html_corners(data: bytes, where: str, search: Search, depth: int) -> Iterator[Corner]:
    """Yield the corners of HTML: what a parser makes of it, and its source."""
    inside = f"{where}, " if where else ""
    for source, _ in texts(data, Channel.FORMAT):
        # What the parser drops, such as declarations, stands in the source only.
        yield Corner(f"{inside}source", _DATA_URI.sub(BARRIER, source), Channel.FORMAT)
        root = etree.fromstring(
            source.encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8")
        )
        if root is not None:
            yield from _tree(root, where, search, depth)


def _source(data: bytes, where: str, search: Search, depth: int) -> Iterator[Corner]:
    for text, channel in texts(data, Channel.FORMAT):
        yield from search.text(text, where, depth, channel)
        yield from search.text(_TAG.sub("", text), f"{where}, without tags", depth, channel)


def _tree(root: etree._Element, where: str, search: Search, depth: int) -> Iterator[Corner]:
    inside = f"{where}, " if where else ""
    streams, asides = _texts(root)
    for name, pieces in streams.items():
        label = f"{inside}text" if not name else f"{inside}text of {name}"
        yield from search.text("".join(pieces), label, depth)
    for kind, text in asides:
        if kind == "style":
            yield from search.text(text, f"{inside}style", depth, Channel.FORMAT)
            said = BARRIER.join("".join(groups) for groups in _CSS_TEXT.findall(text))
            yield from search.text(said, f"{inside}style", depth)
        else:
            yield from search.text(text, f"{inside}{kind}", depth)
            if "<" in text:
                yield from search.text(_TAG.sub("", text), f"{inside}{kind}", depth)
        yield from _data_uris(text, f"{inside}{kind}", search, depth)
    values = _values(root)
    yield from search.text(BARRIER.join(values), f"{inside}attributes", depth)
    for value in values:
        if "data:" in value:
            yield from _data_uris(value, f"{inside}attributes", search, depth)
    names = {str(n) for e in root.iter(etree.Element) for n in (e.tag, *e.keys())}
    yield from search.text(BARRIER.join(sorted(names)), f"{inside}names", depth, Channel.FORMAT)


def _texts(root: etree._Element) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """Return running texts, all of them and by element, and what stands beside them."""
    streams: dict[str, list[str]] = defaultdict(list)
    asides = [_aside(node) for node in _around(root)]
    everything = streams[""]
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            asides.append(_aside(node))
            everything.append(node.tail or "")
            continue
        _, _, name = str(node.tag).rpartition("}")
        of_word = str(node.tag).startswith(_WORD)
        gap = _BLOCKS.get(name, "") if of_word else "" if name in _INLINES else "\n"
        everything.append(gap)
        if event == "end":
            everything.append(node.tail or "")
        elif name in ("style", "script"):
            asides.append((name, node.text or ""))
        else:
            everything.append(node.text or "")
            if of_word:
                _add_by_element(streams, name, node.text or "", gap)
    if list(streams) == ["", "w:t"]:  # one kind of text only: the same again
        del streams["w:t"]
    return streams, asides


def _add_by_element(streams: dict[str, list[str]], name: str, text: str, gap: str) -> None:
    """Add a text to those of its element; what separates words separates them in each."""
    if text:
        streams[f"w:{name}"].append(text)
    elif gap:
        for element, pieces in streams.items():
            if element:
                pieces.append(gap)


def _around(root: etree._Element) -> list[etree._Element]:
    """Return the comments and processing instructions before and after the root."""
    return [*root.itersiblings(preceding=True), *root.itersiblings()]


def _aside(node: etree._Element) -> tuple[str, str]:
    if isinstance(node, etree._ProcessingInstruction):
        return "processing instruction", f"{node.target!s} {node.text or ''}"
    return "comment", node.text or ""


def _values(root: etree._Element) -> list[str]:
    """Return the values of attributes, each once, without sizes, colours and identifiers."""
    office = str(root.tag).startswith(_OFFICE)
    found = _ATTRIBUTES(root)
    said = _SAYING(root)
    values = dict.fromkeys(str(value) for value in found) if isinstance(found, list) else {}
    if office or "svg" in str(root.tag):
        values = {v: None for v in values if not (_SIZE.fullmatch(v) or _GEOMETRY.match(v))}
    if isinstance(said, list):
        values |= dict.fromkeys(str(value) for value in said)
    return list(values)


def _data_uris(text: str, where: str, search: Search, depth: int) -> Iterator[Corner]:
    for match in _DATA_URI.finditer(text):
        if not match[0][: -len(match[1])].endswith(";base64,"):
            yield from search.open(unquote_to_bytes(match[1]), f"{where}, data URI", depth)
