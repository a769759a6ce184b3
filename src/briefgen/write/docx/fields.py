"""Complex fields (ECMA-376, 17.16.18): what Word computes, with the result it shows meanwhile."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element as HtmlElement

from briefgen.write.docx.ooxml import XML, Element, add, w

#: Names of the sequences that Word counts, by the class of what they are listed in.
SEQUENCES: Final = {"figures": "Figure", "tables": "Table"}


def sequence_of(element: HtmlElement) -> str | None:
    """Return the sequence that a label counts in, or that a list of captions lists."""
    classes = element.get("class", "").split()
    return next((SEQUENCES[one] for one in classes if one in SEQUENCES), None)


def is_label(element: HtmlElement | None) -> bool:
    """Tell whether an element is what a caption begins with: a word and a number."""
    return element is not None and "label" in element.get("class", "").split()


def field_begin(instruction: str) -> list[Element]:
    """Return the runs that begin a field, up to its result."""
    instruct = w("r")
    code = add(instruct, "instrText")
    code.set(f"{{{XML}}}space", "preserve")
    code.text = instruction
    return [_mark("begin"), instruct, _mark("separate")]


def field_end() -> list[Element]:
    """Return the run that ends a field."""
    return [_mark("end")]


def page_reference(bookmark: str, page: int) -> list[Element]:
    """Return a tab and the page number of a bookmark."""
    tab = w("r")
    add(tab, "tab")
    return [tab, *field_begin(f" PAGEREF {bookmark} \\h "), result(str(page)), *field_end()]


def result(text: str) -> Element:
    """Return the run of a field's result."""
    run = w("r")
    add(run, "t").text = text
    return run


def _mark(kind: str) -> Element:
    run = w("r")
    add(run, "fldChar", fldCharType=kind)
    return run
