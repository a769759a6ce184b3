"""The closed vocabulary of composed documents (``docs/vocabulary.md``) and its check.

Both writers rely on it: what passes here, each of them can write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser

from briefgen.compose.chartdrawing import source as drawn
from briefgen.compose.chartreading import parse
from briefgen.diagnostics import Diagnostic, Place, did_you_mean

_BLOCKS = frozenset(
    [
        "header",
        "main",
        "section",
        "footer",
        "div",
        "aside",
        "nav",
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "ul",
        "ol",
        "blockquote",
        "table",
        "figure",
    ]
)
_INLINES = frozenset(["a", "strong", "em", "sup", "sub", "span", "small", "br"])
_VOID = frozenset(("meta", "br", "img"))

#: Elements by what may stand directly inside them; ``#text`` is text.
CONTENT: Mapping[str, frozenset[str]] = {
    "html": frozenset(("head", "body")),
    "head": frozenset(("title", "meta", "style")),
    "title": frozenset(("#text",)),
    "style": frozenset(("#text",)),
    "meta": frozenset(),
    "body": _BLOCKS,
    **dict.fromkeys(("header", "main", "section", "footer", "div", "aside"), _BLOCKS),
    "nav": frozenset(("h2", "p", "ol")),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "p", "figcaption", "caption", "th"),
                    _INLINES | {"#text"}),
    **dict.fromkeys(("a", "strong", "em", "sup", "sub", "span", "small"), _INLINES | {"#text"}),
    "ul": frozenset(("li",)),
    "ol": frozenset(("li",)),
    "li": _INLINES | {"#text", "ul", "ol"},
    "blockquote": frozenset(("p",)),
    "table": frozenset(("caption", "thead", "tbody")),
    "thead": frozenset(("tr",)),
    "tbody": frozenset(("tr",)),
    "tr": frozenset(("th", "td")),
    "td": _INLINES | {"#text", "p", "ul", "ol"},
    "figure": frozenset(("figcaption", "img", "table", "p")),
    "img": frozenset(),
    "br": frozenset(),
}  # fmt: skip

_COMMON = frozenset(("id", "lang", "dir", "class"))

#: Attributes beside ``id``, ``lang``, ``dir`` and ``class``; ``True`` marks required ones.
_ATTRIBUTES: Mapping[str, Mapping[str, bool]] = {
    "html": {"lang": True},
    "meta": {"charset": False, "name": False, "content": False},
    "ol": {"start": False},
    "th": {"scope": True, "colspan": False},
    "td": {"colspan": False},
    "img": {"src": True, "alt": True, "data-chart": False},
    "a": {"href": True},
}

_CLASSES = re.compile(r"[a-z][a-z0-9-]*( [a-z][a-z0-9-]*)*")
_VALUES: Mapping[str, Callable[[str], bool]] = {
    "class": lambda v: bool(_CLASSES.fullmatch(v)),
    "dir": lambda v: v in ("ltr", "rtl"),
    "href": lambda v: v.startswith(("https://", "http://", "mailto:", "#")),
    "src": lambda v: v.startswith(("data:image/svg+xml;", "data:image/png;", "data:image/jpeg;")),
    "scope": lambda v: v in ("col", "row", "colgroup", "rowgroup"),
    "colspan": lambda v: _columns(v) is not None,
    "start": lambda v: bool(re.fullmatch(r"[0-9]{1,6}", v)),
}

#: What a layout engine can take: its time grows with the square of some of these.
_DEEPEST, _MOST_COLUMNS, _MOST_ROWS, _LONGEST_WORD = 60, 100, 20_000, 1000

#: Where a line may break: blanks, hyphens and slashes; scripts that break between any letters.
_BREAKS = re.compile(
    r"[ \t\n\r\f\u00ad\u1680\u2000-\u2006\u2008-\u200b\u205f\u3000/-]"
    r"|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff"
    r"\uff00-\uffef\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)


def _columns(value: str | None) -> int | None:
    """Return the number of columns that a cell spans, if it is one."""
    if value is None:
        return 1
    found = re.fullmatch(r"[0-9]{1,3}", value)
    return int(value) if found and 1 <= int(value) <= _MOST_COLUMNS else None


def check(html: str, file: str) -> list[Diagnostic]:
    """Return everything in a composed document that the vocabulary does not allow.

    Args:
        html: the document.
        file: where a reader can find it; places are lines and columns in it.
    """
    checker = _Checker(file)
    checker.feed(html)
    checker.close()
    checker.finish()
    return checker.found


class _Checker(HTMLParser):
    """Holds the open elements and compares each new one with what may stand there."""

    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self.file = file
        self.found: list[Diagnostic] = []
        self.open: list[tuple[str, Place]] = []
        self.level = 0
        self.ids: set[str] = set()
        self.links: list[tuple[str, Place]] = []
        self.columns: list[int] = []
        self.rows = 0
        self.word = 0
        self.titled = False

    def place(self) -> Place:
        line, offset = self.getpos()
        return Place(self.file, line, offset + 1)

    def fault(self, message: str, hint: str = "", place: Place | None = None) -> None:
        self.found.append(Diagnostic(place or self.place(), "vocabulary", message, hint))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in CONTENT:
            self.fault(f"<{tag}> is not in the vocabulary", did_you_mean(tag, sorted(CONTENT)))
        parent = self.open[-1][0] if self.open else None
        allowed = CONTENT.get(parent, frozenset()) if parent else frozenset(("html",))
        if tag in CONTENT and tag not in allowed:
            self.fault(f"<{tag}> may not stand in <{parent or 'the document'}>")
        self.attributes(tag, attrs)
        self.heading(tag)
        self.row(tag, dict(attrs))
        if tag not in _INLINES or tag == "br":
            self.word = 0
        if tag not in _VOID:
            self.open.append((tag, self.place()))
            if len(self.open) == _DEEPEST + 1:
                self.fault(f"elements nest deeper than {_DEEPEST}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
            if tag not in _INLINES:
                self.word = 0
            if tag == "table":
                self.rectangular("the last row")
                self.columns.clear()
            return
        expected = f"</{self.open[-1][0]}>" if self.open else "nothing"
        self.fault(f"</{tag}> where {expected} was expected")
        names = [name for name, _ in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self.words(data)
        if not data.strip():
            return
        parent = self.open[-1][0] if self.open else None
        if parent is None or "#text" not in CONTENT.get(parent, frozenset()):
            shown = " ".join(data.split())[:40]
            self.fault(f"text may not stand in <{parent}>: “{shown}”", "put it into a <p>")
        if parent == "title":
            self.titled = True

    def words(self, data: str) -> None:
        """No word is too long to be broken in reasonable time."""
        if self.open and self.open[-1][0] == "style":
            return
        before = self.word
        lengths = [len(part) for part in _BREAKS.split(data)]
        lengths[0] += before
        self.word = lengths[-1]
        if before <= _LONGEST_WORD < max(lengths):
            self.fault(
                f"a word has more than {_LONGEST_WORD} letters and nowhere to break",
                "put blanks or soft hyphens into it",
            )

    def handle_comment(self, data: str) -> None:  # noqa: ARG002  # html.parser's signature
        self.fault("a comment is in the document", "use {# … #}: it stays in the template")

    def attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = _ATTRIBUTES.get(tag, {})
        given = dict(attrs)
        for name, value in attrs:
            text = value or ""
            if (
                name not in _COMMON
                and name not in known
                and not (tag == "body" and name.startswith("data-"))
            ):
                hint = "use a class and a style sheet" if name == "style" else ""
                self.fault(f"<{tag}> may not carry `{name}`", hint)
            elif name in _VALUES and not _VALUES[name](text):
                self.fault(f'<{tag}> has {name}="{text[:60]}", which is not allowed')
        for name, required in known.items():
            if required and given.get(name) is None:
                self.fault(f"<{tag}> lacks `{name}`")
        if (identifier := given.get("id")) is not None:
            if identifier in self.ids:
                self.fault(f"two elements have the id `{identifier}`")
            self.ids.add(identifier)
        if tag == "img" and "data-chart" in given:
            self.chart(given["data-chart"] or "", given.get("src") or "")
        href = given.get("href") or ""
        if tag == "a" and href.startswith("#"):
            self.links.append((href[1:], self.place()))

    def chart(self, text: str, source: str) -> None:
        """A picture that carries the specification of a chart is what is drawn from it."""
        hint = "let chart() write the picture"
        try:
            spec = parse(text)
        except ValueError as error:
            self.fault(f"data-chart {error}", hint)
            return
        if source != drawn(spec):
            self.fault("the picture is not the chart that data-chart specifies", hint)

    def heading(self, tag: str) -> None:
        if tag not in ("h1", "h2", "h3", "h4"):
            return
        level = int(tag[1])
        if any(name == "nav" for name, _ in self.open):
            return
        if level > self.level + 1:
            self.fault(f"<{tag}> follows a heading of level {self.level}: a level is skipped")
        self.level = level

    def row(self, tag: str, attrs: dict[str, str | None]) -> None:
        """Every row of a table spans the same number of columns."""
        if tag == "tr":
            self.rectangular("the row before this one")
            self.columns.append(0)
            self.rows += 1
            if self.rows == _MOST_ROWS + 1:
                self.fault(f"the tables have more than {_MOST_ROWS:,} rows")
        elif tag in ("td", "th") and self.columns:
            before = self.columns[-1]
            self.columns[-1] += _columns(attrs.get("colspan")) or 1
            if before <= _MOST_COLUMNS < self.columns[-1]:
                self.fault(f"a row has more than {_MOST_COLUMNS} columns")

    def rectangular(self, row: str) -> None:
        if self.columns and self.columns[-1] != self.columns[0]:
            columns, first = self.columns[-1], self.columns[0]
            self.fault(f"{row} has {columns} columns, the first has {first}")

    def finish(self) -> None:
        for tag, place in self.open:
            self.fault(f"<{tag}> is not closed", place=place)
        for target, place in self.links:
            if target not in self.ids:
                self.fault(f"the link leads to `#{target}`, which is not there", place=place)
        if not self.titled:
            self.fault("the document has no title", place=Place(self.file, 1, 1))
