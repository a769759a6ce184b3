"""Complex fields (ECMA-376, 17.16.18): what Word computes, with the result it shows meanwhile."""

from __future__ import annotations

from briefgen.write.docx.ooxml import XML, Element, add, w


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
