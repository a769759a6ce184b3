"""Styles: collected while the body is written, settled when it is complete.

Paragraphs and runs are recorded with the format they must end up with and the
candidate names of their style. Settling makes each style from what most of its
paragraphs look like; what still differs becomes direct formatting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field, fields, replace
from typing import Final, TypeVar

from briefgen.write.docx.formats import ParagraphFormat, RunFormat, differing
from briefgen.write.docx.formatting import paragraph_properties, run_properties
from briefgen.write.docx.languages import is_right_to_left
from briefgen.write.docx.names import StyleName, identifier
from briefgen.write.docx.numbering import Numbering
from briefgen.write.docx.ooxml import W14, Element, add, w

T = TypeVar("T")

#: Properties that two styles may both switch on, and so switch off (ECMA-376, 17.7.3).
_TOGGLES: Final = frozenset({"bold", "italic", "caps", "small_caps"})


@dataclass(frozen=True)
class Look:
    """How a piece of inline content looks, and where it leads.

    Attributes:
        format: what it must look like.
        names: character styles of the inline elements around it, outermost first.
        changes: what each of them changes, in the same order.
        link: address it links to, or "".
    """

    format: RunFormat
    names: tuple[str, ...] = ()
    changes: tuple[tuple[tuple[str, object], ...], ...] = ()
    link: str = ""


@dataclass
class Run:
    """A recorded run: its ``w:r``, and how it must look."""

    element: Element
    look: Look


@dataclass
class Paragraph:
    """A recorded paragraph.

    Attributes:
        element: its ``w:p``.
        names: candidate names of its style, most general first.
        format: what it must look like.
        characters: the format of its own characters.
        own: ``format`` without what its surroundings add to the space around it.
        structural: fields of ``format`` that belong to its place and not to its look,
            such as the list it is in; they count neither for styles nor as formatting.
        runs: its runs.
        section: ``w:sectPr`` of the section that ends with the paragraph.
    """

    element: Element
    names: tuple[StyleName, ...]
    format: ParagraphFormat
    characters: RunFormat
    own: ParagraphFormat
    structural: set[str] = field(default_factory=set)
    runs: list[Run] = field(default_factory=list)
    section: Element | None = None


@dataclass(frozen=True)
class ParagraphStyle:
    """A settled paragraph style."""

    name: StyleName
    format: ParagraphFormat
    characters: RunFormat
    own: ParagraphFormat


@dataclass
class Styles:
    """The styles of one document.

    Attributes:
        normal: the format of the style Normal.
        characters: the same for its characters.
        numbering: the document's lists.
        recorded: paragraphs in the order in which they were made.
        tables: finished ``w:style`` elements of tables by name.
        formatted: number of paragraphs with direct formatting, known once settled.
    """

    normal: ParagraphFormat
    characters: RunFormat
    numbering: Numbering
    recorded: list[Paragraph] = field(default_factory=list)
    tables: dict[str, Element] = field(default_factory=dict)
    paragraphs: dict[str, ParagraphStyle] = field(default_factory=dict)
    runs: dict[str, dict[str, object]] = field(default_factory=dict)
    formatted: int = 0

    def settle(self) -> None:
        """Decide every style and write properties into all recorded elements.

        Paragraphs of one format and style get copies of the same properties; so do runs.
        """
        styled = self._settle_paragraphs()
        self._settle_runs()
        paragraphs: dict[object, _Written] = {}
        runs: dict[object, _Written] = {}
        for paragraph, style in styled:
            if numbering := paragraph.format.numbering:
                own = self.numbering.within(numbering, identifier(style.name.name))
                paragraph.format = replace(paragraph.format, numbering=own)
            free = frozenset(paragraph.structural)
            key: object = (style.name.name, paragraph.format, free)
            if key not in paragraphs:
                paragraphs[key] = _paragraph_properties(paragraph.format, style, free)
            overridden = paragraphs[key].put(paragraph.element)
            if paragraph.section is not None:
                paragraph.element[0].append(paragraph.section)
            for run in paragraph.runs:
                key = (style.name.name, run.look.format, run.look.names)
                if key not in runs:
                    runs[key] = self._run_properties(run.look, style.characters)
                overridden |= runs[key].put(run.element)
            self.formatted += overridden

    def other_font(self) -> str:
        """Return the font of headings, or the title, that running text does not have."""
        own = self.characters.font
        found = (self.paragraphs.get(name) for name in ("heading 1", "Title"))
        fonts = [one.characters.font for one in found if one and one.characters.font != own]
        return fonts[0] if fonts else own

    def run_style_name(self, name: str) -> str:
        """Return a character style's final name; Word's styles share one set of names."""
        return f"{name} Inline" if name in self.paragraphs or name in self.tables else name

    def _settle_paragraphs(self) -> list[tuple[Paragraph, ParagraphStyle]]:
        chosen: dict[int, ParagraphStyle] = {}
        waiting, depth = [(one, self._look(one)) for one in self.recorded], 0
        while waiting:
            groups: dict[str, list[tuple[Paragraph, _ParagraphLook]]] = {}
            for paragraph, look in waiting:
                groups.setdefault(paragraph.names[depth].name, []).append((paragraph, look))
            waiting = []
            for name, group in groups.items():
                if name not in self.paragraphs:
                    self.paragraphs[name] = self._style(group, depth)
                style = self.paragraphs[name]
                common = (style.own, style.characters)
                for paragraph, look in group:
                    chosen[id(paragraph)] = style
                    if depth + 1 < len(paragraph.names) and look != common:
                        waiting.append((paragraph, look))
            depth += 1
        return [(paragraph, chosen[id(paragraph)]) for paragraph in self.recorded]

    def _style(
        self, group: Sequence[tuple[Paragraph, _ParagraphLook]], depth: int
    ) -> ParagraphStyle:
        common = _commonest(look for _, look in group)
        alike = [paragraph for paragraph, look in group if look == common]
        settled = _commonest(_free_of_place(one.format, one.structural) for one in alike)
        name = alike[0].names[depth]
        numbering = next((one.format.numbering for one in alike if one.format.numbering), None)
        if numbering:
            linked = self.numbering.link(numbering, identifier(name.name))
            settled = replace(settled, numbering=linked)
        own, characters = common
        return ParagraphStyle(name, settled, characters, own)

    def _look(self, paragraph: Paragraph) -> _ParagraphLook:
        return (
            _free_of_place(paragraph.own, paragraph.structural),
            _in_language(paragraph.characters, self.characters.language),
        )

    def _settle_runs(self) -> None:
        changes: dict[str, list[tuple[tuple[str, object], ...]]] = {}
        for paragraph in self.recorded:
            for run in paragraph.runs:
                for name, change in zip(run.look.names, run.look.changes, strict=True):
                    if change:
                        changes.setdefault(name, []).append(change)
        self.runs = {name: dict(_commonest(found)) for name, found in changes.items()}

    def _run_properties(self, look: Look, around: RunFormat) -> _Written:
        """Return the properties of a run in a paragraph of a style with such characters."""
        around = _in_language(around, self.characters.language)
        name, base = "", around
        if differing(_in_language(look.format, around.language), around):
            candidates = [("", around)] + [
                (candidate, _changed(around, self.runs[candidate]))
                for candidate in reversed(look.names)
                if candidate in self.runs
            ]
            name, base = min(
                candidates, key=lambda one: (len(differing(look.format, one[1])), one[0] == "")
            )
        properties = run_properties(look.format, base)
        if name:
            properties.insert(0, w("rStyle", val=identifier(self.run_style_name(name))))
        if is_right_to_left(look.format.language):
            # No style may say so (ECMA-376 knows it there, the Open XML SDK refuses it).
            after = [one for one in properties if one.tag == w("lang").tag or W14 in one.tag]
            properties.insert(len(properties) - len(after), w("rtl"))
        holder = w("rPr")
        holder.extend(properties)
        overridden = bool(differing(_in_language(look.format, base.language), base))
        return _Written(holder if properties else None, overridden)


#: What counts for a paragraph's style.
_ParagraphLook = tuple[ParagraphFormat, RunFormat]


@dataclass(frozen=True)
class _Written:
    """The properties of paragraphs or runs that are alike.

    Attributes:
        pattern: the element that holds them, to be copied; ``None`` where nothing is said.
        overridden: there is direct formatting among them.
    """

    pattern: Element | None
    overridden: bool

    def put(self, element: Element) -> bool:
        """Put a copy at the beginning of an element; tell whether it has direct formatting."""
        if self.pattern is not None:
            element.insert(0, copy(self.pattern))
        return self.overridden


def _paragraph_properties(
    value: ParagraphFormat, style: ParagraphStyle, structural: Collection[str]
) -> _Written:
    """Return the properties of a paragraph of a style."""
    holder = w("pPr")
    holder.append(w("pStyle", val=identifier(style.name.name)))
    holder.extend(paragraph_properties(value, style.format))
    overridden = any(
        getattr(value, one.name) != getattr(style.format, one.name)
        for one in fields(value)
        if one.name not in structural and one.name != "numbering"
    )
    return _Written(holder, overridden)


def _free_of_place(value: ParagraphFormat, structural: Collection[str]) -> ParagraphFormat:
    if value.numbering is None and not structural:
        return value
    default = ParagraphFormat()
    return replace(value, **{name: getattr(default, name) for name in (*structural, "numbering")})


def _in_language(value: RunFormat, language: str) -> RunFormat:
    return value if value.language == language else replace(value, language=language)


def _changed(value: RunFormat, changes: dict[str, object]) -> RunFormat:
    """Return what Word makes of characters in a paragraph's format and a character style."""
    toggled = {
        name: not getattr(value, name) if name in _TOGGLES and change else change
        for name, change in changes.items()
    }
    return replace(value, **toggled)  # type: ignore[arg-type]


def _commonest(values: Iterable[T]) -> T:
    """Return the most frequent value, the first of them if several are."""
    return Counter(values).most_common(1)[0][0]


def change_properties(changes: dict[str, object], base: RunFormat) -> list[Element]:
    """Return the children of a character style's ``w:rPr``."""
    value = replace(base, **changes)  # type: ignore[arg-type]
    opposite = {name: _other(change) for name, change in changes.items()}
    return run_properties(value, replace(value, **opposite))  # type: ignore[arg-type]


def _other(value: object) -> object:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"not {value}"


def append_properties(parent: Element, tag: str, properties: Sequence[Element]) -> None:
    """Append a holder of properties unless there is nothing to hold."""
    if properties:
        add(parent, tag).extend(properties)
