"""Complex fields as they are read: their results are text, their instructions are not."""

from __future__ import annotations

from dataclasses import dataclass

from briefgen.verify.reading.word import Element, W, val


@dataclass
class _Field:
    """A field that is open."""

    instruction: str = ""
    has_result: bool = False


class Fields:
    """The fields that are open at a place of a document (ISO/IEC 29500-1, 17.16.18)."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    @property
    def instruction(self) -> str:
        """The instruction of the innermost field that is open."""
        return self._open[-1].instruction if self._open else ""

    def takes(self, element: Element) -> bool:
        """Take an element that begins, parts or ends a field, or stands in no result of one."""
        if element.tag == f"{W}fldChar":
            match val(element, "fldCharType"):
                case "begin":
                    self._open.append(_Field())
                case "separate" if self._open:
                    self._open[-1].has_result = True
                case "end" if self._open:
                    self._open.pop()
            return True
        if element.tag == f"{W}instrText":
            if self._open:
                self._open[-1].instruction += element.text or ""
            return True
        return any(not one.has_result for one in self._open)
