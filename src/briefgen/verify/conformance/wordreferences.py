"""Whether what a Word file refers to is there: styles, lists, bookmarks, notes, drawings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from briefgen.verify.conformance.faults import Fault
from briefgen.verify.parity.wordplaces import instruction_words
from briefgen.verify.reading.word import MAIN, WP, Element, W, WordPackage, val

#: What names a style, and the type that this must have (ISO/IEC 29500-1, 17.7).
_NAMING: Final = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
_WITHIN_STYLES: Final = ("basedOn", "next", "link")

#: Fields that must lead to a bookmark (17.16.5).
_LEADING: Final = ("REF", "PAGEREF", "NOTEREF")


def reference_faults(package: WordPackage) -> Iterator[Fault]:
    """Yield what a Word file refers to and does not hold."""
    yield from _styles(package)
    yield from _lists(package)
    yield from _bookmarks(package)
    for name in package.stories:
        yield from _fields(package, name)
        yield from _content_controls(package, name)
    yield from _notes(package)
    yield from _drawings(package)


def place_in(part: str, element: Element) -> str:
    """Return where an element stands: its part and the number of its paragraph."""
    holder = element if element.tag == f"{W}p" else next(element.iterancestors(f"{W}p"), None)
    if holder is None:
        holder = next(element.iter(f"{W}p"), None)
    if holder is None:
        return part
    number = 1 + sum(1 for _ in _before(holder))
    return f"{part}, paragraph {number}"


def _before(paragraph: Element) -> Iterator[Element]:
    for other in paragraph.getroottree().iter(f"{W}p"):
        if other is paragraph:
            return
        yield other


def _styles(package: WordPackage) -> Iterator[Fault]:
    root = package.one("styles")
    styles = [] if root is None else root.findall(f"{W}style")
    known = {val(style, "styleId"): val(style, "type") for style in styles}
    for identifier, times in Counter(val(style, "styleId") for style in styles).items():
        if times > 1:
            message = f"{times} styles have the identifier {identifier}"
            yield Fault("docx-style", "word/styles.xml", message)
    for style in styles:
        for name in _WITHIN_STYLES:
            other = style.find(f"{W}{name}")
            if other is not None and val(other) not in known:
                message = (
                    f"the style {val(style, 'styleId')} names {val(other)}, which is not there"
                )
                yield Fault("docx-style", "word/styles.xml", message)
    told = set()
    for part in (*package.stories, "word/numbering.xml"):
        if part not in package.parts:
            continue
        for element in package.tree(part).iter(*(f"{W}{name}" for name in _NAMING)):
            wanted = _NAMING[str(element.tag).removeprefix(W)]
            name = val(element)
            if known.get(name) != wanted and (part, name) not in told:
                told.add((part, name))
                message = f"there is no {wanted} style {name}"
                yield Fault("docx-style", place_in(part, element), message)


def _lists(package: WordPackage) -> Iterator[Fault]:
    root = package.one("numbering")
    numbers: dict[str, str] = {}
    abstract: set[str] = set()
    if root is not None:
        numbers = {
            val(num, "numId"): val(num.find(f"{W}abstractNumId")) for num in root.findall(f"{W}num")
        }
        abstract = {val(one, "abstractNumId") for one in root.findall(f"{W}abstractNum")}
    for number, definition in numbers.items():
        if definition not in abstract:
            message = f"the list {number} has the definition {definition}, which is not there"
            yield Fault("docx-list", "word/numbering.xml", message)
    for part in (*package.stories, "word/styles.xml"):
        if part not in package.parts:
            continue
        for element in package.tree(part).iter(f"{W}numId"):
            if val(element) not in numbers and val(element) != "0":
                yield Fault(
                    "docx-list", place_in(part, element), f"there is no list {val(element)}"
                )


def _bookmarks(package: WordPackage) -> Iterator[Fault]:
    starts = [
        (part, start) for part in package.stories
        for start in package.tree(part).iter(f"{W}bookmarkStart")
    ]  # fmt: skip
    ends = [
        val(end, "id") for part in package.stories
        for end in package.tree(part).iter(f"{W}bookmarkEnd")
    ]  # fmt: skip
    names = Counter(val(start, "name").lower() for _, start in starts)
    numbers = Counter(val(start, "id") for _, start in starts)
    for part, start in starts:
        name, number = val(start, "name"), val(start, "id")
        where = place_in(part, start) if names[name.lower()] > 1 or numbers[number] > 1 else part
        if names[name.lower()] > 1:
            yield Fault(
                "docx-bookmark", where, f"{names[name.lower()]} bookmarks are called {name}"
            )
        if numbers[number] > 1:
            yield Fault("docx-bookmark", where, f"{numbers[number]} bookmarks have the id {number}")
        if ends.count(number) != numbers[number]:
            yield Fault("docx-bookmark", where, f"the bookmark {name} does not end once")
    yield from _leading_nowhere(package, set(names))


def _leading_nowhere(package: WordPackage, names: set[str]) -> Iterator[Fault]:
    """Yield links and fields that lead to no bookmark."""
    for part in package.stories:
        for link in package.tree(part).iter(f"{W}hyperlink"):
            anchor = val(link, "anchor")
            if anchor and anchor.lower() not in names:
                message = f"a link leads to {anchor}, which is not there"
                yield Fault("docx-bookmark", place_in(part, link), message)
        for instruction in package.tree(part).iter(f"{W}instrText", f"{W}fldSimple"):
            text = instruction.text if instruction.tag == f"{W}instrText" else ""
            for name in _leading(text or val(instruction, "instr")):
                if name.lower() not in names:
                    message = f"a field refers to {name}, which is not there"
                    yield Fault("docx-bookmark", place_in(part, instruction), message)


def _leading(instruction: str) -> Iterator[str]:
    """Yield the bookmarks that a field's instruction names."""
    words = instruction_words(instruction)
    if len(words) > 1 and words[0].upper() in _LEADING:
        yield words[1]
    if len(words) > 2 and words[0].upper() == "HYPERLINK" and "\\l" in words[1:-1]:
        yield words[words.index("\\l") + 1]


def _fields(package: WordPackage, part: str) -> Iterator[Fault]:
    """Yield fields that begin and do not end, or the other way round (17.16.18)."""
    stack: list[list[str]] = []
    last = None
    for mark in package.tree(part).iter(f"{W}fldChar"):
        last, kind = mark, val(mark, "fldCharType")
        if kind == "begin":
            stack.append(["begin"])
        elif not stack or (kind == "separate" and "separate" in stack[-1]):
            message = f"a field's “{kind}” has no beginning"
            yield Fault("docx-field", place_in(part, mark), message)
        elif kind == "separate":
            stack[-1].append(kind)
        else:
            stack.pop()
    if stack and last is not None:
        yield Fault("docx-field", place_in(part, last), f"{len(stack)} fields do not end")


def _content_controls(package: WordPackage, part: str) -> Iterator[Fault]:
    identifiers = Counter[str]()
    for control in package.tree(part).iter(f"{W}sdt"):
        content = control.find(f"{W}sdtContent")
        if content is None or not len(content):
            message = "a content control holds nothing"
            yield Fault("docx-content-control", place_in(part, control), message)
        if number := val(control.find(f"{W}sdtPr/{W}id")):
            identifiers[number] += 1
    for number, times in identifiers.items():
        if times > 1:
            message = f"{times} content controls have the id {number}"
            yield Fault("docx-content-control", part, message)


def _notes(package: WordPackage) -> Iterator[Fault]:
    for kind in ("footnote", "endnote"):
        root = package.one(f"{kind}s")
        notes = [] if root is None else root.findall(f"{W}{kind}")
        own = Counter(val(n, "id") for n in notes if val(n, "type", "normal") == "normal")
        marks = Counter(
            val(mark, "id") for part in package.stories
            for mark in package.tree(part).iter(f"{W}{kind}Reference")
        )  # fmt: skip
        where = f"word/{kind}s.xml"
        for number in sorted(marks.keys() - own.keys()):
            yield Fault(
                "docx-note", MAIN, f"the text refers to {kind} {number}, which is not there"
            )
        for number in sorted(own.keys() - marks.keys()):
            yield Fault("docx-note", where, f"nothing refers to {kind} {number}")
        for number in sorted(n for n in own if own[n] > 1 or marks[n] > 1):
            yield Fault("docx-note", where, f"{kind} {number} stands or is referred to twice")


def _drawings(package: WordPackage) -> Iterator[Fault]:
    numbers = Counter(
        one.get("id", "") for part in package.stories
        for one in package.tree(part).iter(f"{WP}docPr")
    )  # fmt: skip
    for number, times in numbers.items():
        if times > 1:
            yield Fault("docx-drawing", MAIN, f"{times} drawings have the id {number}")
