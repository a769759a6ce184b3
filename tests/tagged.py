"""Reads the structure of a PDF back, without any of the code that wrote it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_PAIR = re.compile(rb"<([0-9a-f]+)> <([0-9a-f]+)>", re.IGNORECASE)


@dataclass
class Element:
    """One element of the structure; texts stand where their marked content is painted.

    Attributes:
        type: structure type.
        entries: the PDF dictionary.
        kids: elements, texts and annotations, in order.
        pages: indices of the pages on which its own content stands.
        spoken: what stands for its text, where it says so.
    """

    type: str
    entries: pikepdf.Dictionary
    kids: list[Element | str | pikepdf.Dictionary] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)
    spoken: str | None = None

    def find(self, *types: str) -> list[Element]:
        """Return the elements of some types below this one, in order."""
        return [e for e in self._below() if e.type in types]

    def one(self, type_: str) -> Element:
        """Return the one element of a type below this one."""
        [found] = self.find(type_)
        return found

    @property
    def text(self) -> str:
        """All text below, as it is read: what is painted, or what is said to stand for it."""
        if self.spoken is not None:
            return self.spoken
        return "".join(k if isinstance(k, str) else k.text for k in self.kids
                       if isinstance(k, str | Element))  # fmt: skip

    @property
    def annotations(self) -> list[pikepdf.Dictionary]:
        """The annotations it holds itself."""
        return [k for k in self.kids if isinstance(k, pikepdf.Dictionary)]

    @property
    def outline(self) -> str:
        """The element and all below it in one line: ``P(Link(@, "text"))``; @ is an annotation."""
        inner = ", ".join(
            k.outline if isinstance(k, Element) else f'"{k}"' if isinstance(k, str) else "@"
            for k in self.kids
        )
        return f"{self.type}({inner})"

    def _below(self) -> Iterator[Element]:
        for kid in self.kids:
            if isinstance(kid, Element):
                yield kid
                yield from kid._below()


@dataclass
class Tagged:
    """A tagged PDF.

    Attributes:
        pdf: the file.
        document: its root element.
        artifacts: for each page, property lists and texts of its artifacts.
        stray: texts that are neither tagged nor artifacts.
        painted: for each page, the texts of its marked content by identifier.
    """

    pdf: pikepdf.Pdf
    document: Element
    artifacts: list[list[tuple[dict[str, str], str]]]
    stray: list[str]
    painted: list[dict[int, str]]

    def find(self, *types: str) -> list[Element]:
        """Return the elements of some types, in order."""
        return self.document.find(*types)

    def one(self, type_: str) -> Element:
        """Return the one element of a type."""
        return self.document.one(type_)


def read(data: bytes) -> Tagged:
    """Read the structure of a PDF."""
    pdf = pikepdf.open(io.BytesIO(data))
    painted: list[dict[int, str]] = []
    artifacts: list[list[tuple[dict[str, str], str]]] = []
    stray: list[str] = []
    for page in pdf.pages:
        painted.append({})
        artifacts.append([])
        for tag, properties, text in _sequences(page):
            if tag == "/Artifact":
                given = {str(key): str(value) for key, value in properties.items()}
                artifacts[-1].append((given, text))
            elif "/MCID" in properties:
                assert int(properties["/MCID"]) not in painted[-1]
                painted[-1][int(properties["/MCID"])] = text
            elif text.strip():
                stray.append(text)
    numbers = {page.objgen: index for index, page in enumerate(pdf.pages)}
    [root] = pdf.Root.StructTreeRoot.K
    return Tagged(pdf, _element(root, numbers, painted), artifacts, stray, painted)


def _element(entries: Any, numbers: dict[Any, int], painted: list[dict[int, str]]) -> Element:
    element = Element(str(entries.S)[1:], entries)
    element.spoken = str(entries.ActualText) if "/ActualText" in entries else None
    kid: Any
    for kid in entries.K:
        if not isinstance(kid, pikepdf.Dictionary):
            own = numbers[entries.Pg.objgen]
            element.kids.append(painted[own][int(kid)])
            element.pages.add(own)
        elif kid.Type == "/MCR":
            element.kids.append(painted[numbers[kid.Pg.objgen]][int(kid.MCID)])
            element.pages.add(numbers[kid.Pg.objgen])
        elif kid.Type == "/OBJR":
            annotation: Any = kid.Obj
            element.kids.append(annotation)
        else:
            assert kid.P.objgen == entries.objgen
            element.kids.append(_element(kid, numbers, painted))
    return element


def _sequences(page: pikepdf.Page) -> Iterator[tuple[str, Any, str]]:
    """Yield each marked-content sequence with its own text; what stands outside comes as ""."""
    letters = {name: _letters(font) for name, font in page.Resources.Font.items()}
    current: dict[bytes, str] = {}
    stack: list[tuple[str, Any, list[str]]] = [("", {}, [])]
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "BDC" | "BMC":
                properties = operands[1] if len(operands) > 1 else {}
                stack.append((str(operands[0]), properties, []))
            case "EMC":
                tag, properties, parts = stack.pop()
                yield tag, properties, "".join(parts)
            case "Tf":
                current = letters[str(operands[0])]
            case "Tj" | "TJ":
                shown = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
                for part in shown:
                    if isinstance(part, pikepdf.String):
                        code = bytes(part)
                        pairs = (code[at : at + 2] for at in range(0, len(code), 2))
                        stack[-1][2].append("".join(current[pair] for pair in pairs))
    yield "", {}, "".join(stack[0][2])


def _letters(font: Any) -> dict[bytes, str]:
    """Return what each two-byte code of a font stands for (ISO 32000-1, 9.10.3)."""
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in _PAIR.findall(font.ToUnicode.read_bytes())
    }
