"""Citations in the Citation Style Language (citationstyles.org), through citeproc-py.

Any CSL style will do; the house style is ``templates/base/citations/house.csl``.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from lxml import etree
from markupsafe import Markup, escape

from briefgen.compose.addresses import readable
from briefgen.diagnostics import ContentError, Diagnostic, Place
from briefgen.view.phrase import language_of

_CSL = "http://purl.org/net/xbiblio/csl"
_SPACES = {"cs": _CSL, "xml": "http://www.w3.org/XML/1998/namespace"}

#: What our source kinds are called in CSL 1.0.2 (appendix III).
_TYPES = {
    "dataset": "dataset", "press": "article-newspaper", "report": "report", "book": "book",
    "article": "article-journal", "legislation": "legislation", "treaty": "treaty",
    "webpage": "webpage",
}  # fmt: skip

#: Brackets of our own tags while the text is with the processor; everything else is escaped after.
#: No source can hold them: neither is a character of XML 1.0 (§2.2), and loading refuses them.
_OPEN, _CLOSE = "\ufffe", "\uffff"
_NUMBER = re.compile(r"^\[?\d+[\].]\s*")

#: A text in another language than the paper's while it is with the processor: its tag is a digit or
#: several, as those have no capitals. And a mark that such a text ends with and that follows again.
_FOREIGN = re.compile(f"{_OPEN}(\\d+){_CLOSE}([^{_OPEN}]*){_OPEN}/\\1{_CLOSE}")
_TWICE = re.compile(f"([.,;:!?])({_OPEN}/\\d+{_CLOSE})\\1")


def _wrap(tag: str) -> Any:
    def wrapped(text: str) -> str:
        return f"{_OPEN}{tag}{_CLOSE}{text}{_OPEN}/{tag}{_CLOSE}"

    return wrapped


#: What citeproc-py calls a formatter, in the vocabulary of composed documents.
_FORMATTER = SimpleNamespace(
    preformat=str, Italic=_wrap("em"), Oblique=_wrap("em"), Bold=_wrap("strong"), Light=str,
    Underline=str, Superscript=_wrap("sup"), Subscript=_wrap("sub"), SmallCaps=str,
)  # fmt: skip


@cache
def _path(expression: str) -> etree.XPath:
    return etree.XPath(expression, namespaces=_SPACES)


def _search(element: Any, expression: str) -> Any:
    """Return what a path finds from an element; citeproc-py reads the path anew each time."""
    try:
        path = _path(expression)
    except etree.XPathSyntaxError:  # a name in a style has a quotation mark
        return element.xpath(expression, namespaces=_SPACES)  # raises what citeproc-py expects
    return path(element)


class Bibliography:
    """The sources of one paper, written in one style.

    Args:
        style: a CSL file.
        locale: CSL locale, such as ``en-GB``.
        sources: sources of the view.
    """

    def __init__(self, style: Path, locale: str, sources: Sequence[Mapping[str, Any]]) -> None:
        self._style = style
        self._locale = locale
        self._sources = {source["id"]: source for source in sources}
        self._foreign: list[tuple[str, str]] = []
        self._notes: dict[str, Markup] = {}

    def note(self, identifier: str) -> Markup:
        """Return the citation of a source as a note gives it, in full each time.

        Notes may cite several sources, so "ibid" would not say which.
        """
        if identifier not in self._notes:
            self._notes[identifier] = self._note(identifier)
        return self._notes[identifier]

    def _note(self, identifier: str) -> Markup:
        from citeproc import Citation, CitationItem  # noqa: PLC0415

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            citation = Citation([CitationItem(identifier)])
            processor = self._processor()
            processor.register(citation)
            text = str(processor.cite(citation, lambda _item: None))
        return self._markup(re.sub(r"(?<!\.[a-z])\.$", "", text), identifier, linked=False)

    def entry(self, identifier: str) -> Markup:
        """Return the entry of a source in a list of sources; its address is a link."""
        return self._markup(self._entries[identifier], identifier, linked=True)

    @cached_property
    def _style_and_items(self) -> tuple[Any, Any]:
        from citeproc import CitationStylesStyle  # noqa: PLC0415  # slow to import
        from citeproc.model import CitationStylesElement  # noqa: PLC0415
        from citeproc.source.json import CiteProcJSON  # noqa: PLC0415

        self._check_style()
        CitationStylesElement.xpath_search = _search
        with warnings.catch_warnings():
            # Fields and terms that a style leaves out are no fault of the paper.
            warnings.simplefilter("ignore")
            style = CitationStylesStyle(str(self._style), locale=self._locale, validate=False)
            return style, CiteProcJSON([self._item(source) for source in self._sources.values()])

    def _check_style(self) -> None:
        """Refuse a file that is no CSL style, before the processor stumbles over it.

        Raises:
            ContentError: it is none.
        """
        try:
            root = etree.parse(self._style).getroot()
        except etree.XMLSyntaxError as error:
            place = Place(self._style.name, error.lineno or 0)
            message = f"the citation style cannot be read: {error.msg}"
        else:
            if root.tag == f"{{{_CSL}}}style" and root.find(f"{{{_CSL}}}citation") is not None:
                return
            place, message = Place(self._style.name, 1), "the file is no citation style"
        hint = "take a style from citationstyles.org, or another name under `citations`"
        raise ContentError([Diagnostic(place, "bad-style", message, hint)])

    def _processor(self) -> Any:
        from citeproc import CitationStylesBibliography  # noqa: PLC0415

        return CitationStylesBibliography(*self._style_and_items, _FORMATTER)

    @cached_property
    def _entries(self) -> dict[str, str]:
        """Entries by source, without the numbers of numeric styles: papers number anew."""
        from citeproc import Citation, CitationItem  # noqa: PLC0415

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            processor = self._processor()
            for identifier in self._sources:
                processor.register(Citation([CitationItem(identifier)]))
            entries = [str(entry) for entry in processor.bibliography()]
        numeric = "citation-number" in self._style.read_text("utf-8")
        return {
            key: (_NUMBER.sub("", text) if numeric else text).rstrip(".") + "."
            for key, text in zip(processor.keys, entries, strict=True)
        }

    def _markup(self, text: str, identifier: str, *, linked: bool) -> Markup:
        """Return the processor's text, escaped but for the tags of our formatter."""
        kept = str(escape(_TWICE.sub(r"\1\2", text)))
        url = self._sources[identifier]["url"]
        if url:
            whole, shown = str(escape(url)), str(escape(readable(url)))
            before, found, after = kept.rpartition(whole)  # a title may hold it, too
            if linked:
                shown = f'{_OPEN}a href="{whole}"{_CLOSE}{shown}{_OPEN}/a{_CLOSE}'
            kept = f"{before}{shown if found else ''}{after}"
        kept = _FOREIGN.sub(self._in_its_language, kept)
        return Markup(kept.replace(_OPEN, "<").replace(_CLOSE, ">"))  # noqa: S704  # escaped above

    def _in_its_language(self, text: re.Match[str]) -> str:
        """Return an element for a text in another language; its capitals stay (CSL 1.0.2)."""
        written, language = self._foreign[int(text[1])]
        own = str(escape(written))
        shown = own if own.casefold() == text[2].casefold() else text[2]
        return f'{_OPEN}span lang="{escape(language)}"{_CLOSE}{shown}{_OPEN}/span{_CLOSE}'

    def _told(self, text: str) -> str:
        """Return a text for the processor, which forgets what is not in its letters."""
        language = language_of(text)
        if language is None:
            return text
        self._foreign.append((str(text), language))
        return str(_wrap(str(len(self._foreign) - 1))(text))

    def _item(self, source: Mapping[str, Any]) -> dict[str, Any]:
        """Return a source as a CSL-JSON item; where nobody else is named, its publisher wrote."""
        kind = source["kind"] or _kind(source)
        publisher = self._told(source["publisher"].strip())
        author = self._told(source["author"].strip()) if source["author"] else publisher
        title = self._told(source["title"])
        item: dict[str, Any] = {"id": source["id"], "type": _TYPES[kind], "title": title}
        if source["author"]:
            item["container-title" if kind in ("press", "article") else "publisher"] = publisher
        item["author"] = [{"literal": author}]
        if source["date"]:
            item["issued"] = {"date-parts": [[int(part) for part in source["date"].split("-")]]}
        if source["url"]:
            item["URL"] = source["url"]
        if source["retrieved"]:
            read = source["retrieved"].split("-")
            item["accessed"] = {"date-parts": [[int(part) for part in read]]}
        return item


def _kind(source: Mapping[str, Any]) -> str:
    if source["reliability"] == "press":
        return "press"
    if source["reliability"] == "statistical":
        return "dataset"
    return "webpage" if source["url"] else "report"
