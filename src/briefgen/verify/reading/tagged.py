"""The logical structure of a PDF (ISO 32000-1, 14.7), with what its elements paint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from briefgen.verify.reading.operators import Painter
from briefgen.verify.reading.painting import Painting, Text

#: Nested deeper than this, a structure is no paper's.
_DEEPEST = 100


@dataclass(eq=False)
class Content:
    """One marked-content sequence of a page.

    Attributes:
        page: number of the page, from 1.
        number: its identifier on the page.
        texts: what it says.
    """

    page: int
    number: int
    texts: tuple[Text, ...]

    @property
    def said(self) -> str:
        """All its texts."""
        return "".join(text.text for text in self.texts)


@dataclass(eq=False)
class Annotation:
    """An annotation that an element holds, as pikepdf has it, and its page from 1."""

    page: int
    entries: Any


@dataclass(eq=False)
class Element:
    """One element of the structure.

    Attributes:
        type: standard structure type, as the role map has it.
        language: language of its content, its own or that of what it stands in.
        own: ``Alt``, ``ActualText``, ``Lang``, ``ID`` where it has them.
        attributes: names and values of its attributes, names without the slash.
        page: the page on which it begins, from 1; 0 where it paints nothing.
        kids: what it holds, in order.
        above: the element that it is in.
    """

    type: str
    language: str
    own: Mapping[str, str]
    attributes: Mapping[str, str]
    page: int = 0
    kids: list[Element | Content | Annotation] = field(default_factory=list)
    above: Element | None = None

    @property
    def elements(self) -> list[Element]:
        """The elements that it holds itself."""
        return [kid for kid in self.kids if isinstance(kid, Element)]

    def below(self, *types: str) -> Iterator[Element]:
        """Yield the elements below it, those of some types or all."""
        for kid in self.elements:
            if not types or kid.type in types:
                yield kid
            yield from kid.below(*types)

    def around(self, *types: str) -> Element | None:
        """Return the nearest element of some types around it."""
        above = self.above
        while above is not None and above.type not in types:
            above = above.above
        return above

    @property
    def words(self) -> str:
        """All that is said below, in order: what is painted, or what is said to stand for it."""
        if "ActualText" in self.own:
            return self.own["ActualText"]
        pieces = []
        for kid in self.kids:
            if isinstance(kid, Element):
                pieces.append(kid.words)
            elif isinstance(kid, Content):
                pieces.append(kid.said)
        return " ".join(" ".join(pieces).split()).replace("\u00ad ", "")


@dataclass
class TaggedPdf:
    """A PDF, opened and read.

    Attributes:
        pdf: the file.
        document: root of its structure; nothing where it has none.
        pages: what each page paints.
        faults: what is wrong with the structure itself, in words.
    """

    pdf: Any
    document: Element | None
    pages: list[Painting]
    faults: list[str]


def read_pdf(data: bytes) -> TaggedPdf:
    """Read a PDF.

    Raises:
        ValueError: it cannot be read.
    """
    import pikepdf  # noqa: PLC0415  # 50 ms, and only where a PDF is read

    try:
        pdf = pikepdf.open(BytesIO(data), suppress_warnings=True)
        painter = Painter()
        pages = [painter.page(page) for page in pdf.pages]
        tree = _Tree(pdf, pages)
        return TaggedPdf(pdf, tree.root(), pages, tree.faults)
    except pikepdf.PasswordError:
        raise ValueError("it is encrypted") from None
    except (pikepdf.PdfError, KeyError, TypeError, ArithmeticError, AttributeError) as error:
        raise ValueError(f"it is damaged: {error}") from error


class _Tree:
    """Reads the structure tree; notes what does not hang together."""

    def __init__(self, pdf: Any, pages: list[Painting]) -> None:
        self.faults: list[str] = []
        self._pdf = pdf
        self._numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self._texts = [_by_mark(page) for page in pages]
        self._taken: set[tuple[int, int]] = set()
        root = pdf.Root.get("/StructTreeRoot", {})
        self._roles = {str(key): str(value) for key, value in root.get("/RoleMap", {}).items()}

    def root(self) -> Element | None:
        """Return the root of the structure."""
        if "/StructTreeRoot" not in self._pdf.Root:
            return None
        language = str(self._pdf.Root.get("/Lang", ""))
        above = Element("", language, {}, {})
        for kid in _listed(self._pdf.Root.StructTreeRoot.get("/K")):
            self._add(kid, above, None, 0)
        for number, texts in enumerate(self._texts, 1):
            for mark in sorted(set(texts) - {m for page, m in self._taken if page == number}):
                self.faults.append(f"page {number}: marked content {mark} belongs to no element")
        if len(above.elements) != 1:
            return above
        [document] = above.elements
        document.above = None
        return document

    def _add(self, kid: Any, above: Element, page: Any, deep: int) -> None:
        import pikepdf  # noqa: PLC0415

        if deep > _DEEPEST:
            raise ValueError("its structure is too deep to follow")
        if not isinstance(kid, pikepdf.Dictionary):
            self._content(int(kid), page, above)
            return
        own = kid.get("/Pg", page)
        match str(kid.get("/Type", "/StructElem")):
            case "/MCR":
                self._content(int(kid.MCID), own, above)
            case "/OBJR":
                above.kids.append(Annotation(self._number(own), kid.Obj))
            case _:
                element = self._element(kid, above)
                above.kids.append(element)
                for inner in _listed(kid.get("/K")):
                    self._add(inner, element, own, deep + 1)

    def _content(self, mark: int, page: Any, above: Element) -> None:
        number = self._number(page)
        if (number, mark) in self._taken:
            self.faults.append(f"page {number}: marked content {mark} belongs to two elements")
        self._taken.add((number, mark))
        texts = self._texts[number - 1].get(mark) if number else None
        if texts is None:
            self.faults.append(f"page {number}: an element has content {mark}, which is not there")
            texts = []
        above.kids.append(Content(number, mark, tuple(texts)))
        element: Element | None = above
        while element is not None and not element.page:
            element.page = number
            element = element.above

    def _number(self, page: Any) -> int:
        return self._numbers.get(page.objgen, 0) if page is not None else 0

    def _element(self, entries: Any, above: Element) -> Element:
        kind = str(entries.S)
        for _ in range(5):
            kind = self._roles.get(kind, kind)
        names = ("Alt", "ActualText", "Lang", "ID")
        own = {name: str(entries[f"/{name}"]) for name in names if f"/{name}" in entries}
        attributes: dict[str, str] = {}
        for one in _listed(entries.get("/A")):
            attributes |= {str(k)[1:]: _plain(value) for k, value in one.items()}
        language = own.get("Lang") or above.language
        return Element(kind[1:], language, own, attributes, above=above)


def _by_mark(page: Painting) -> dict[int, list[Text]]:
    found: dict[int, list[Text]] = {number: [] for number in page.marks}
    for text in page.texts:
        if text.mark is not None and text.mark.number is not None:
            found[text.mark.number].append(text)
    return found


def _listed(value: Any) -> list[Any]:
    import pikepdf  # noqa: PLC0415

    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _plain(value: Any) -> str:
    import pikepdf  # noqa: PLC0415

    text = str(value) if not isinstance(value, pikepdf.Array) else " ".join(map(str, value))
    return text.removeprefix("/")
